"""Which homes are asked, and the forms that belong to them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from propops.models.base import building_of, natural
from propops.models.survey import FEWEST, Question, QuestionType, Survey
from propops.surveys.codes import codes_for


@dataclass(frozen=True)
class Form:
    """A sheet of paper. In an anonymous survey it belongs to a building and to no home."""

    code: str
    building: str
    unit: str | None


def as_printed(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The order of the paper, and so of typing it in: a table for each scale, its areas together, then choices, then what is written."""
    order = {kind: place for place, kind in enumerate(QuestionType)}
    by_area = _gathered(questions, lambda question: (question.scores, question.area if question.scores else None))
    by_scale = _gathered(by_area, lambda question: question.scores)
    return tuple(sorted(by_scale, key=lambda question: order[question.type]))


def _gathered(questions: Iterable[Question], key: Callable[[Question], object]) -> list[Question]:
    """Those alike stand together where the first of them stood."""
    groups: dict[object, list[Question]] = {}
    for question in questions:
        groups.setdefault(key(question), []).append(question)
    return [question for group in groups.values() for question in group]


def sample(survey: str, units: Sequence[str], size: int) -> tuple[str, ...]:
    """That many homes, from every building its share; who it is follows from the survey's id alone."""
    by_building: dict[str, list[str]] = {}
    for unit in units:
        by_building.setdefault(building_of(unit), []).append(unit)
    shares = _shares({name: len(homes) for name, homes in by_building.items()}, min(size, len(units)))
    drawn = [unit for name, homes in by_building.items() for unit in sorted(homes, key=lambda home: _lot(survey, home))[: shares[name]]]
    return tuple(sorted(drawn, key=natural))


def _shares(sizes: dict[str, int], wanted: int) -> dict[str, int]:
    """The whole parts first, then one more for the largest remainders."""
    total = sum(sizes.values()) or 1
    shares = {name: wanted * count // total for name, count in sizes.items()}
    first = sorted(sizes, key=lambda name: (-(wanted * sizes[name] % total), natural(name)))
    for name in first[: wanted - sum(shares.values())]:
        shares[name] += 1
    return shares


def _lot(survey: str, unit: str) -> bytes:
    return sha256(f"{survey}:sample:{unit}".encode()).digest()


SPARES = 1000  # anonymous forms beyond one for each home: for the counter, for who lost theirs


def forms_of(survey: Survey, units: Sequence[str]) -> dict[str, Form]:
    """Every form there can be, by its code: one for each home of the estate, so that no code changes when somebody moves."""
    if not survey.anonymous:
        found = codes_for(survey.id, sorted(units, key=natural))
        return {code: Form(code, building_of(unit), unit) for code, unit in found.items()}
    sizes = Counter(_lots(units, units))
    keys = [f"{lot}#{number}" for lot in sorted(sizes, key=natural) for number in range(1, sizes[lot] + 1)]
    keys += [f"+#{number}" for number in range(1, SPARES + 1)]
    return {code: Form(code, key.partition("#")[0].strip("+"), None) for code, key in codes_for(survey.id, keys).items()}


def _lots(units: Sequence[str], all_units: Sequence[str]) -> list[str]:
    """The building of each home; none where so few live that the building would tell who it was."""
    sizes = Counter(map(building_of, all_units))
    return [building if sizes[building] >= FEWEST else "" for building in map(building_of, units)]


def to_print(survey: Survey, units: Sequence[str], asked: Sequence[str]) -> list[Form]:
    """One form for each home asked. Anonymous ones lie in the order of their codes, which tells nothing."""
    forms = forms_of(survey, units)
    if not survey.anonymous:
        wanted = set(asked)
        return sorted((form for form in forms.values() if form.unit in wanted), key=lambda form: natural(form.unit or ""))
    left = Counter(_lots(asked, units))
    found = [form for form in forms.values() if _take(left, form.building)]
    return sorted(found, key=lambda form: (natural(form.building), form.code))


def _take(left: Counter[str], lot: str) -> bool:
    left[lot] -= 1
    return left[lot] >= 0


def spares(survey: Survey, units: Sequence[str], count: int) -> list[Form]:
    """Forms for nobody in particular; where the home is to be written on them they have no code yet."""
    if not survey.anonymous:
        return [Form("", "", None)] * count
    return list(forms_of(survey, units).values())[-SPARES:][:count]
