"""Survey forms: a survey as the values that its form fills in, one for each home asked or spare."""

from collections.abc import Iterable, Sequence

from propops.desk import survey_ground
from propops.desk.plain_records import Values
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import building_of
from propops.models.survey import Question, QuestionType, Survey
from propops.surveys.forms import Form, as_printed, spares, to_print

BLANK_SURVEY: Values = {"survey": {"title": None, "scales": []}, "questions": []}


def forms(estate: Estate, survey: Survey, units: Sequence[str], building: str | None = None) -> list[Values]:
    return _plain(_to_print(estate, survey, units, building))


def hand_out_lists(estate: Estate, survey: Survey, units: Sequence[str], building: str | None = None) -> list[Values]:
    """Which form goes to which home, building by building: what the forms themselves do not say."""
    if survey.anonymous:
        message = _("An anonymous survey has no list: its forms belong to no home.")
        raise refuse("not-anonymous", message, hint=_("Any form may go to any home of its building."))
    forms = _to_print(estate, survey, units, building)
    rows: dict[str, list[Values]] = {form.building: [] for form in forms}
    for form in forms:
        rows[form.building].append({"code": form.code, "unit": form.unit})
    return [{"survey": about(survey), "building": name, "rows": found} for name, found in rows.items()]


def spare_forms(estate: Estate, survey: Survey, count: int) -> list[Values]:
    return _plain(spares(survey, survey_ground.homes(estate), count))


def survey_values(survey: Survey) -> Values:
    return {"survey": about(survey), "questions": _questions(survey)}


def _plain(forms: Iterable[Form]) -> list[Values]:
    """What a form bears: its code, and never its home beside it."""
    return [{"code": form.code or None} for form in forms]


def _to_print(estate: Estate, survey: Survey, units: Sequence[str], building: str | None) -> list[Form]:
    return to_print(survey, survey_ground.homes(estate), _wanted(estate, survey, units, building))


def _wanted(estate: Estate, survey: Survey, units: Sequence[str], building: str | None) -> list[str]:
    missing = set(units) - set(survey_ground.homes(estate))
    if missing:
        raise refuse("no-such-unit", _("There is no home %(unit)s.") % {"unit": ", ".join(sorted(missing))})
    found = list(units) or survey_ground.asked(estate, survey)
    return [unit for unit in found if building in (None, building_of(unit))]


def about(survey: Survey) -> Values:
    head = {"id": survey.id, "title": survey.title, "opens": survey.opens, "closes": survey.closes, "anonymous": survey.anonymous}
    return head | {"scales": _unusual_scales(survey)}


def _unusual_scales(survey: Survey) -> list[Values]:
    """What is not five points of which the upper two are satisfied, so that a paper can say so."""
    usual = Question(id="q", text="")
    scales = dict.fromkeys((question.points, question.least_satisfied) for question in survey.questions if question.scores)
    return [{"points": points, "least": least} for points, least in scales if (points, least) != (usual.points, usual.least_satisfied)]


def _questions(survey: Survey) -> list[Values]:
    """As the template wants them: `scale` is the number of points, or `choice`, or `text`; numbered down the page."""
    return [
        {
            "number": number,
            "text": question.text,
            "area": question.area or "",
            "type": str(question.type),
            "scale": question.points if question.type is QuestionType.SCALE else str(question.type),
            "choices": list(question.choices),
        }
        for number, question in enumerate(as_printed(survey.questions), 1)
    ]
