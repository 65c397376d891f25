"""Complaints, from the first call to the call-back"""

from datetime import datetime
from typing import Any

import click

from propops.desk import complaint_acts as acts
from propops.estate import Estate
from propops.i18n import _
from propops.models.complaint import (
    ComplaintCategory,
    ComplaintClass,
    ComplaintSource,
    Department,
    External,
)
from propops.terminal.counter import STAFF, UNIT_OR_PLACE, AskedArgument, AskedOption, not_to_come, unit_or_place
from propops.terminal.options import by_option, format_option, pass_estate
from propops.terminal.params import TEXT, TIME, ChoiceType, RecordId
from propops.terminal.verbs import kind_group, say_record

command = kind_group("complaint", __doc__, more=("_complaint_steps", "_complaint_views"), without=("add", "show"))

COMPLAINT = RecordId("complaint")


@command.command("add", help=_("Record a complaint; prints its id. UNIT may be - with --place."))
@click.argument("unit", cls=AskedArgument, type=UNIT_OR_PLACE, help=_("The home that complains."))
@click.argument("text", cls=AskedArgument, type=TEXT, help=_("What is wrong, in the caller's words."))
@click.option("--category", cls=AskedOption, required=True, type=ChoiceType(ComplaintCategory), help=_("What it is about."))
@click.option("--source", cls=AskedOption, required=True, type=ChoiceType(ComplaintSource), help=_("How it came in."))
@click.option("--class", "class_", type=ChoiceType(ComplaintClass), default=ComplaintClass.GENERAL, help=_("Which deadlines it has."))
@click.option("--place", type=TEXT, help=_("Where, if not in a home."))
@click.option("--complainant", type=RecordId("resident"), help=_("The resident who complains."))
@click.option("--name", type=TEXT, help=_("Who complains, if not a resident."))
@click.option("--anonymous", is_flag=True, default=None, help=_("The caller stays unknown."))
@click.option("--external", metavar=_("NUMBER"), type=TEXT, help=_("The number that the 12345 hotline gave."))
@click.option("--deadline", type=TIME, help=_("The hotline's deadline."))
@click.option("--major", is_flag=True, default=None, help=_("Supervisor and deputy are to know at once."))
@click.option("--parent", type=COMPLAINT, help=_("The complaint about the same cause."))
@click.option("--visit", type=RecordId("visit"), help=_("The visit on which it was heard."))
@click.option("--repair", type=RecordId("repair"), help=_("The repair that it is about."))
@click.option("--received", type=TIME, help=_("When, if not now."))
@click.option("--late", metavar=_("REASON"), type=TEXT, help=_("Why it is entered on a later day."))
@click.option("--department", type=ChoiceType(Department), help=_("Hand it over to them at once."))
@click.option("--assignee", type=STAFF, help=_("And which of them."))
@by_option
@format_option
@pass_estate
def add(estate: Estate, by: str | None, format: str, **given: Any) -> None:
    given["unit"] = unit_or_place(given["unit"], given["place"])
    given["received"] = _received(estate, given["received"], given["late"])
    given["external"] = _external(given["external"], given.pop("deadline"))
    complaint = acts.receive(estate, by, **given)
    say_record(estate, complaint, format, complaint.id)


def _received(estate: Estate, received: datetime | None, late: str | None) -> datetime:
    at = not_to_come(received, estate)
    if at.date() != estate.today and not late:
        raise click.UsageError(_("It came in on another day: say why it is entered only now, with --late."))
    return at


def _external(number: str | None, deadline: datetime | None) -> External | None:
    if deadline and not number:
        raise click.UsageError(_("--deadline goes with the number of the hotline: --external."))
    return External(number=number, deadline=deadline) if number else None
