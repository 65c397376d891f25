"""Survey forms: a survey as the values that its form fills in, one for each home asked or spare."""

from collections.abc import Iterable, Sequence

from propops.desk import survey_ground
from propops.desk.plain_records import Values
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import building_of
from propops.models.survey import QuestionType, Survey
from propops.surveys.forms import Form, spares, to_print

SCALE = 5


def forms(estate: Estate, survey: Survey, units: Sequence[str], building: str | None = None) -> list[Values]:
    return _plain(to_print(survey, survey_ground.homes(estate), _wanted(estate, survey, units, building)))


def spare_forms(estate: Estate, survey: Survey, count: int) -> list[Values]:
    return _plain(spares(survey, survey_ground.homes(estate), count))


def survey_values(survey: Survey) -> Values:
    return {"survey": _about(survey), "questions": _questions(survey)}


def _plain(forms: Iterable[Form]) -> list[Values]:
    return [{"unit": form.unit, "code": form.code or None} for form in forms]


def _wanted(estate: Estate, survey: Survey, units: Sequence[str], building: str | None) -> list[str]:
    missing = set(units) - set(survey_ground.homes(estate))
    if missing:
        raise refuse("no-such-unit", _("There is no home %(unit)s.") % {"unit": ", ".join(sorted(missing))})
    found = list(units) or survey_ground.asked(estate, survey)
    return [unit for unit in found if building in (None, building_of(unit))]


def _about(survey: Survey) -> Values:
    return {"id": survey.id, "title": survey.title, "opens": survey.opens, "closes": survey.closes, "anonymous": survey.anonymous}


def _questions(survey: Survey) -> list[Values]:
    """As the template wants them: `scale` is the number of points, or `choice`, or `text`."""
    return [
        {
            "number": number,
            "text": question.text,
            "area": question.area or "",
            "scale": SCALE if question.type is QuestionType.SCALE else str(question.type),
            "choices": list(question.choices),
        }
        for number, question in enumerate(survey.questions, 1)
    ]
