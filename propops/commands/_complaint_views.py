"""Complaints looked at: one, those that are open, figures, forms"""

from datetime import datetime
from pathlib import Path

import click

from propops.estate import Estate
from propops.i18n import _
from propops.models.complaint import Complaint, ComplaintClass
from propops.terminal.figures import why_option
from propops.terminal.help import Group
from propops.terminal.options import format_option, paper_options, pass_estate, reveal_option
from propops.terminal.params import MONTH, TIME, ChoiceType, RecordId

command = Group("complaint")

COMPLAINT = RecordId("complaint")


@command.command("show", help=_("Show one complaint: its record, its deadlines, what it is linked with."))
@click.argument("complaint", type=COMPLAINT)
@format_option
@reveal_option
@pass_estate
def show(estate: Estate, complaint: Complaint, format: str, reveal: bool) -> None:
    from propops.desk.complaint_page import show_complaint

    show_complaint(estate, complaint, format, reveal)


@command.command("board", help=_("Who has what, what is owed next and how late it is."))
@click.option(
    "--by", "group", type=click.Choice(("assignee", "department")), default="assignee", help=_("Ordered by person or department.")
)
@format_option
@pass_estate
def board(estate: Estate, group: str, format: str) -> None:
    from propops.desk.complaint_board import show_board

    show_board(estate, group, format)


@command.command("overdue", help=_("What is late, and by how much."))
@format_option
@pass_estate
def overdue(estate: Estate, format: str) -> None:
    from propops.desk import complaint_times

    complaint_times.show_overdue(estate, format)


@command.command("due", help=_("When a complaint, or one of a class received at a time, must be answered and solved."))
@click.argument("complaint", type=COMPLAINT, required=False)
@click.option("--class", "class_", type=ChoiceType(ComplaintClass), default=ComplaintClass.GENERAL, help=_("Which deadlines."))
@click.option("--received", type=TIME, help=_("When it came in, if not now."))
@format_option
@pass_estate
def due(estate: Estate, complaint: Complaint | None, class_: ComplaintClass, received: datetime | None, format: str) -> None:
    from propops.desk import complaint_times

    if complaint is not None:
        complaint_times.show_due(estate, complaint, format)
    else:
        complaint_times.show_preview(estate, class_, received or estate.now, format)


@command.command("stats", help=_("How many, how fast and how much in time; medians and 90th percentiles from the receipt on."))
@click.option(
    "--by",
    "group",
    type=click.Choice(("category", "building", "month", "class", "department")),
    default="category",
    help=_("What the rows are."),
)
@click.option("--from", "first", type=MONTH, help=_("Received in this month or later."))
@click.option("--to", "last", type=MONTH, help=_("Received in this month or before."))
@why_option
@format_option
@pass_estate
def stats(estate: Estate, group: str, first: str | None, last: str | None, why: bool, format: str) -> None:
    from propops.desk.complaint_figures import show_stats

    show_stats(estate, group, (first, last), format, why)


@command.command("print", help=_("Print complaint forms; without a complaint a blank one."))
@click.argument("complaints", type=COMPLAINT, nargs=-1, metavar="[COMPLAINT]...")
@paper_options
@pass_estate
def print_forms(estate: Estate, complaints: tuple[Complaint, ...], format: str | None, out: Path | None, language: str) -> None:
    from propops.desk import paper
    from propops.desk.complaint_paper import sheet

    sheets = [sheet(estate, complaint, language) for complaint in complaints or (None,)]
    name = complaints[0].id if len(complaints) == 1 else "complaint-form"
    paper.print_out(paper.documents(estate, "complaint-form", sheets, language or None), paper.destination(out, format, name))
