"""What the verbs of a survey share: its homes, its forms, its responses, its questionnaire."""

from pathlib import Path
from typing import Any

from propops.decode import decode
from propops.desk import paper
from propops.errors import PropopsError, refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import natural
from propops.models.survey import Question, Survey
from propops.models.survey_response import SurveyResponse
from propops.models.unit import Occupancy, Unit
from propops.surveys.forms import Form, forms_of
from propops.surveys.tally import Tally, tally


def homes(estate: Estate) -> list[str]:
    return sorted((unit.id for unit in estate.store.all(Unit)), key=natural)


def lived_in(estate: Estate) -> list[str]:
    """In rows of the model: a home that is let or lived in by its owner."""
    there = (Occupancy.OWNER, Occupancy.LET)
    return sorted((unit.id for unit in estate.store.all(Unit) if unit.occupancy in there), key=natural)


def asked(estate: Estate, survey: Survey) -> list[str]:
    """The survey's own sample, else every home somebody lives in."""
    return sorted(survey.units, key=natural) if survey.units else lived_in(estate)


def forms(estate: Estate, survey: Survey) -> dict[str, Form]:
    return forms_of(survey, homes(estate))


def responses(estate: Estate, survey: Survey) -> list[SurveyResponse]:
    return sorted(estate.store.where(SurveyResponse, "survey", survey.id), key=lambda response: natural(response.id))


def tallied(estate: Estate, survey: Survey) -> Tally:
    previous = estate.store.find(Survey, survey.previous)
    before = responses(estate, previous) if previous else []
    population = len(lived_in(estate)) if survey.units else None
    return tally(survey, responses(estate, survey), population, previous, before)


def last_before(estate: Estate, survey: Survey) -> str | None:
    """The survey that the new one is compared with unless told otherwise."""
    earlier = [other for other in estate.store.all(Survey) if other.opens < survey.opens]
    return max(earlier, key=lambda other: other.opens).id if earlier else None


# --- the questionnaire ------------------------------------------------------------------------------------------------


def standard(estate: Estate, language: str) -> tuple[Question, ...]:
    """The estate's own, else the built-in one."""
    names = (f"questionnaire.{language}.yaml", "questionnaire.zh.yaml")
    found = (folder / name for name in names for folder in paper.folders(estate) if (folder / name).is_file())
    return questionnaire(next(found))


def questionnaire(path: Path) -> tuple[Question, ...]:
    """Questions as a survey's record holds them, in a YAML list of their own."""
    from propops.store.reader import parse

    try:
        top: Any = parse(path.read_text("utf-8-sig"), str(path)).top
    except UnicodeDecodeError:
        raise refuse("not-utf8", _("The file is not UTF-8 text."), path=str(path)) from None
    except OSError as error:
        raise refuse("no-such-file", _("The file cannot be read: %(why)s.") % {"why": error.strerror}, path=str(path)) from None
    found = decode(Survey, _as_survey(top), str(path), 1, {})
    if found.record is None:
        raise PropopsError(found.problems)
    questions: tuple[Question, ...] = found.record.questions
    return questions


def _as_survey(questions: Any) -> dict[str, Any]:
    from datetime import date

    return {
        "id": "survey",
        "title": "-",
        "opens": date.min.replace(year=2000),
        "closes": date.min.replace(year=2000),
        "questions": questions,
    }
