"""Which homes are asked, and the forms that belong to them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from propops.models.base import building_of, natural
from propops.models.survey import Survey
from propops.surveys.codes import codes_for


@dataclass(frozen=True)
class Form:
    """A sheet of paper. In an anonymous survey it belongs to a building and to no home."""

    code: str
    building: str
    unit: str | None


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


def forms_of(survey: Survey, units: Sequence[str]) -> dict[str, Form]:
    """Every form there can be, by its code: one for each home of the estate, so that no code changes when somebody moves."""
    if not survey.anonymous:
        found = codes_for(survey.id, sorted(units, key=natural))
        return {code: Form(code, building_of(unit), unit) for code, unit in found.items()}
    counts = Counter(map(building_of, units))
    keys = [f"{building}#{number}" for building in sorted(counts, key=natural) for number in range(1, counts[building] + 1)]
    return {code: Form(code, key.partition("#")[0], None) for code, key in codes_for(survey.id, keys).items()}


def to_print(survey: Survey, units: Sequence[str], asked: Sequence[str]) -> list[Form]:
    """One form for each home asked. Anonymous ones lie in the order of their codes, which tells nothing."""
    forms = forms_of(survey, units)
    if not survey.anonymous:
        wanted = set(asked)
        return sorted((form for form in forms.values() if form.unit in wanted), key=lambda form: natural(form.unit or ""))
    left = Counter(map(building_of, asked))
    found = []
    for form in forms.values():
        if left[form.building]:
            left[form.building] -= 1
            found.append(form)
    return sorted(found, key=lambda form: (natural(form.building), form.code))
