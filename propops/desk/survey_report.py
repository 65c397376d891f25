"""The report that is posted and handed up: figures, bars, and what residents wrote."""

from collections import Counter
from collections.abc import Iterable, Sequence

from propops.desk import survey_figures, survey_ground, survey_sheets
from propops.desk.survey_figures import WITHHELD, percent, points
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _, translate
from propops.models.resident import Resident
from propops.models.staff import Staff
from propops.models.survey import USUAL_POINTS, Question, QuestionType, Survey
from propops.surveys.masking import masked
from propops.surveys.tally import Group, QuestionFigures, Tally


def values(estate: Estate, survey: Survey, language: str, reveal: bool) -> dict[str, object]:
    tally = survey_ground.tallied(estate, survey)
    if not tally.valid or survey_figures.small_whole(tally):
        hint = _("propops survey tally %(id)s shows it inside.") % {"id": survey.id}
        raise refuse("too-few", _("There are too few forms for a report: %(count)d.") % {"count": len(tally.valid)}, hint=hint)
    of_type = {kind: [found for found in tally.questions if found.question.type is kind] for kind in QuestionType}
    scales = of_type[QuestionType.SCALE]
    return {
        "survey": survey_sheets.about(survey),
        "previous": survey_figures.previous_title(estate, survey),
        "date": estate.today,
        "head": _head(tally),
        "rated": [_rated(found) for found in scales],
        "charts": _charts(scales),
        "rescaled": [found.question.text for found in tally.rescaled],
        "areas": [_group(group, language) for group in tally.areas],
        "buildings": [_group(group, language) for group in tally.buildings],
        "picked": [_picked(found) for found in of_type[QuestionType.CHOICE]],
        "written": _written(tally, of_type[QuestionType.TEXT], _names(estate), reveal and not survey.anonymous),
        "weakest": [_rated(found) for found in _ranked(scales)[:3]],
        "strongest": [_rated(found) for found in reversed(_ranked(scales)[-3:])],
    }


def _head(tally: Tally) -> dict[str, object]:
    return {
        "handed_out": "–" if tally.handed_out is None else str(tally.handed_out),
        "returned": tally.returned,
        "return_rate": percent(tally.return_rate),
        "valid": len(tally.valid),
        "satisfied": percent(tally.whole.satisfied_rate),
        "mean": "–" if tally.whole.mean is None else f"{tally.whole.mean:.2f}",
    }


def _rated(found: QuestionFigures) -> dict[str, object]:
    figures = found.figures
    return {
        "text": found.question.text,
        "area": found.question.area or "",
        "n": figures.n,
        "counts": " ".join(str(sum(figures.counts[score] for score in band)) for band in _bands(found.question)),
        "mean": "–" if figures.mean is None else f"{figures.mean:.2f}",
        "satisfied": percent(figures.satisfied_rate),
        "interval": "–".join(map(percent, figures.interval)) if figures.interval else "–",
        "change": "–" if found.change is None else points(found.change),
        "excluded": figures.excluded,
    }


def _charts(scales: Iterable[QuestionFigures]) -> list[dict[str, object]]:
    """A chart for each scale: bars of one chart have the same parts."""
    by_bands: dict[tuple[str, ...], list[QuestionFigures]] = {}
    for found in scales:
        by_bands.setdefault(tuple(map(_named, _bands(found.question))), []).append(found)
    return [
        {"points": group[0].question.points, "bands": list(bands), "rows": [_rated(found) for found in group]}
        for bands, group in by_bands.items()
    ]


def _bands(question: Question) -> list[Sequence[str]]:
    """The parts of a bar: a score each; of a long scale the satisfied, the middling and the dissatisfied ones."""
    if question.points <= USUAL_POINTS:
        return [(score,) for score in question.scores]
    middling = [score for score in question.scores if score not in question.satisfied + question.dissatisfied]
    return [band for band in (question.satisfied, middling, question.dissatisfied) if band]


def _named(band: Sequence[str]) -> str:
    return band[0] if len(band) == 1 else f"{band[-1]}–{band[0]}"


def _ranked(scales: Sequence[QuestionFigures]) -> list[QuestionFigures]:
    """The lowest rate first."""
    known = [found for found in scales if found.figures.satisfied_rate is not None]
    return sorted(known, key=lambda found: found.figures.satisfied_rate or 0.0)


def _group(group: Group, language: str) -> dict[str, object]:
    name = group.name or "–"
    if group.withheld:
        return {"name": name, "returned": group.returned, "n": "", "mean": "", "satisfied": translate(WITHHELD[group.withheld], language)}
    mean = "–" if group.figures.mean is None else f"{group.figures.mean:.2f}"
    return {
        "name": name,
        "returned": group.returned,
        "n": group.figures.n,
        "mean": mean,
        "satisfied": percent(group.figures.satisfied_rate),
    }


def _picked(found: QuestionFigures) -> dict[str, object]:
    n = found.figures.n
    rows = [{"name": name, "count": count, "share": percent(count / n if n else None)} for name, count in found.figures.counts.items()]
    return {"text": found.question.text, "n": n, "rows": rows}


def _written(tally: Tally, texts: Iterable[QuestionFigures], names: Sequence[str], reveal: bool) -> list[dict[str, object]]:
    return [{"text": found.question.text, "answers": _words(tally, found.question.id, names, reveal)} for found in texts]


def _words(tally: Tally, question: str, names: Sequence[str], reveal: bool) -> list[str]:
    """What several wrote alike stands once, with how many they were."""
    texts = (response.by_question.get(question) for response in tally.valid)
    counts = Counter(text if reveal else masked(text, names) for text in texts if text is not None)
    return [f"{text}（×{count}）" if count > 1 else text for text, count in counts.most_common()]


def _names(estate: Estate) -> list[str]:
    """Of everybody the records know: staff are not blamed in public either."""
    return [*(person.name for person in estate.store.all(Resident)), *(person.name for person in estate.store.all(Staff))]
