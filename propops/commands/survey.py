"""Satisfaction surveys: define, print the forms"""

from pathlib import Path

import click

from propops.desk import paper
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import natural
from propops.models.survey import QuestionType, Survey
from propops.models.unit import Occupancy, Unit
from propops.terminal.options import paper_options, pass_estate
from propops.terminal.params import UNIT, RecordId
from propops.terminal.verbs import kind_group

command = kind_group("survey", __doc__)

SCALE = 5


@command.command("print", help=_("Print the form: for every lived-in home, for one, or blank."))
@click.argument("survey", type=RecordId("survey"))
@click.option("--unit", "units", type=UNIT, multiple=True, help=_("Only for this home; may be repeated."))
@click.option("--blank", type=click.IntRange(1, 1000), help=_("So many forms without a home."))
@paper_options
@pass_estate
def print_forms(
    estate: Estate, survey: Survey, units: tuple[str, ...], blank: int | None, format: str | None, out: Path | None, language: str
) -> None:
    homes = [] if blank else _homes(estate, survey, units)
    forms = [{"unit": None, "code": None}] * (blank or 0) + [_form(survey, unit, n) for n, unit in enumerate(homes, 1)]
    values = {"survey": _about(survey), "questions": _questions(survey)}
    pages = paper.documents(estate, "survey-form", [values | {"form": form} for form in forms], language or None)
    paper.print_out(pages, paper.destination(out, format, survey.id))


def _homes(estate: Estate, survey: Survey, wanted: tuple[str, ...]) -> list[str]:
    """The homes named, else the survey's own sample, else every home somebody lives in."""
    known = {unit.id: unit for unit in estate.store.all(Unit)}
    missing = [unit for unit in wanted if unit not in known]
    if missing:
        raise refuse("no-such-unit", _("There is no home %(unit)s.") % {"unit": ", ".join(missing)})
    lived_in = [unit.id for unit in known.values() if unit.occupancy in (Occupancy.OWNER, Occupancy.LET)]
    return sorted(wanted or survey.units or lived_in, key=natural)


def _form(survey: Survey, unit: str, number: int) -> dict[str, object]:
    """An anonymous form carries its number and no home, and nothing that leads from one to the other."""
    code = f"{survey.opens:%y%m}-{number:04d}"
    return {"unit": None, "code": None} if survey.anonymous else {"unit": unit, "code": code}


def _about(survey: Survey) -> dict[str, object]:
    return {"id": survey.id, "title": survey.title, "opens": survey.opens, "closes": survey.closes, "anonymous": survey.anonymous}


def _questions(survey: Survey) -> list[dict[str, object]]:
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
