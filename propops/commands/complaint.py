"""Complaints, from the first call to the call-back"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from propops.desk import complaint_acts as acts
from propops.desk.complaint_alarm import in_charge, tell_major
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.complaint import (
    CallbackOutcome,
    Complaint,
    ComplaintCategory,
    ComplaintClass,
    ComplaintSource,
    Department,
    External,
)
from propops.models.parts.complaint_log import WaitsFor
from propops.models.staff import Staff
from propops.planning import complaint_steps as steps
from propops.terminal.counter import STAFF, UNIT_OR_PLACE, AskedArgument, AskedOption, not_to_come, unit_or_place
from propops.terminal.figures import why_option
from propops.terminal.options import by_option, dry_run_option, format_option, paper_options, pass_estate, reveal_option
from propops.terminal.output import echo
from propops.terminal.params import DAY, MONTH, TEXT, TIME, ChoiceType, RecordId
from propops.terminal.verbs import kind_group, say_record

command = kind_group("complaint", __doc__, without=("add", "show"))

COMPLAINT = RecordId("complaint")


# --- receiving --------------------------------------------------------------------------------------------------------


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


@command.command("join", help=_("It turns out to have the same cause as another one, which is worked on for both."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("parent", cls=AskedArgument, type=COMPLAINT, metavar="PARENT", help=_("The complaint about the same cause."))
@by_option
@pass_estate
def join(estate: Estate, complaint: Complaint, parent: Complaint, by: str | None) -> None:
    acts.join(estate, by, complaint, parent)
    echo(_("%(id)s belongs to %(parent)s.") % {"id": complaint.id, "parent": parent.id})


# --- the steps --------------------------------------------------------------------------------------------------------


@command.command("accept", help=_("Take it in hand; what was handed over, one of the department accepts."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.option("--assignee", type=STAFF, help=_("Who has it, if not who records this."))
@by_option
@pass_estate
def accept(estate: Estate, complaint: Complaint, assignee: Staff | None, by: str | None) -> None:
    step = acts.theirs(estate, by, steps.accept)
    acts.take(estate, complaint, by, "accept", N_("Complaint %(unit)s %(ids)s accepted"), step, assignee and assignee.id)


@command.command("transfer", help=_("Hand it over to a department."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("department", cls=AskedArgument, type=ChoiceType(Department), help=_("Who is to deal with it."))
@click.option("--to", type=STAFF, help=_("And which of them."))
@click.option("--text", type=TEXT, help=_("What they need to know."))
@by_option
@pass_estate
def transfer(estate: Estate, complaint: Complaint, department: Department, to: Staff | None, text: str | None, by: str | None) -> None:
    words = text or acts.in_estates_words(estate, department)
    subject = N_("Complaint %(unit)s %(ids)s transferred")
    acts.take(estate, complaint, by, "transfer", subject, steps.transfer, department, to and to.id, words)


@command.command("refuse", help=_("The department does not take it over: it goes back to whoever handed it over."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def refuse(estate: Estate, complaint: Complaint, reason: str, by: str | None) -> None:
    step = acts.theirs(estate, by, steps.send_back)
    acts.take(estate, complaint, by, "refuse", N_("Complaint %(unit)s %(ids)s: hand-over refused"), step, reason)


@command.command("wait", help=_("It waits for somebody else. For the resident, or until an agreed day, the clock stands still."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Whom or what it waits for."))
@click.option("--for", "waits_for", type=ChoiceType(WaitsFor), help=_("For the resident, or for others, which does not stop the clock."))
@click.option("--until", type=DAY, help=_("The day agreed upon, on which work goes on."))
@by_option
@pass_estate
def wait(estate: Estate, complaint: Complaint, reason: str, waits_for: WaitsFor | None, until: date | None, by: str | None) -> None:
    from propops.desk.complaint_times import say_clock

    after = acts.take(estate, complaint, by, "wait", N_("Complaint %(unit)s %(ids)s waits"), steps.wait, reason, waits_for, until)
    say_clock(estate, after)


@command.command("escalate", help=_("Raise it a level: receiver, supervisor, deputy general manager. --due raises all whose time is up."))
@click.argument("complaint", type=COMPLAINT, required=False)
@click.option("--reason", type=TEXT, help=_("Why."))
@click.option("--due", is_flag=True, help=_("Everything that has been at its level for longer than its limit; for cron."))
@dry_run_option
@by_option
@format_option
@pass_estate
def escalate(
    estate: Estate, complaint: Complaint | None, reason: str | None, due: bool, dry_run: bool, by: str | None, format: str
) -> None:
    if due == (complaint is not None) or (complaint is None) != (reason is None) or (dry_run and not due):
        raise click.UsageError(_("Name a complaint and a --reason, or say --due."))
    if complaint is None:
        from propops.desk.complaint_escalation import raise_expired

        raise_expired(estate, by, dry_run, format)
        return
    after = acts.take(estate, complaint, by, "escalate", N_("Complaint %(unit)s %(ids)s escalated"), steps.escalate, reason)
    echo(_("Level %(level)d: tell %(who)s.") % {"level": after.level, "who": in_charge(estate, after.level)}, err=True)


@command.command("callback", help=_("What the complainant says to the result; made by somebody else than who solved it."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("outcome", cls=AskedArgument, type=ChoiceType(CallbackOutcome), help=_("What came of it."))
@click.option("--comment", type=TEXT, help=_("What was said."))
@by_option
@pass_estate
def callback(estate: Estate, complaint: Complaint, outcome: CallbackOutcome, comment: str | None, by: str | None) -> None:
    acts.call_back(estate, by, complaint, outcome, comment)


@command.command("major", help=_("Declare it major: supervisor and deputy are to know at once."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def major(estate: Estate, complaint: Complaint, reason: str, by: str | None) -> None:
    after = acts.take(estate, complaint, by, "major", N_("Complaint %(unit)s %(ids)s is major"), steps.declare_major, reason)
    tell_major(estate, after)


def _step_with_text(verb: str, help: str, text: tuple[str, str], subject: str, step: acts.Step) -> None:
    """A verb that takes a complaint and a few words, and does one step."""
    metavar, about = text

    @command.command(verb, help=help)
    @click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
    @click.argument("text", cls=AskedArgument, type=TEXT, metavar=metavar, help=about)
    @by_option
    @pass_estate
    def run(estate: Estate, complaint: Complaint, text: str | None, by: str | None) -> None:
        acts.take(estate, complaint, by, verb, subject, step, text)


_WHY = ("REASON", _("Why."))
_step_with_text(
    "log",
    _("Add to its log what was done or said."),
    ("TEXT", _("What was done or said.")),
    N_("Complaint %(unit)s %(ids)s: log"),
    steps.note,
)
_step_with_text(
    "resume",
    _("Work goes on; the clock runs again."),
    ("TEXT", _("What has changed.")),
    N_("Complaint %(unit)s %(ids)s goes on"),
    steps.resume,
)
_step_with_text(
    "resolve",
    _("It is solved; a colleague calls back within the time limit."),
    ("RESULT", _("How it was solved.")),
    N_("Complaint %(unit)s %(ids)s resolved"),
    steps.resolve,
)
_step_with_text(
    "reopen", _("It was not solved after all; its deadlines start again."), _WHY, N_("Complaint %(unit)s %(ids)s reopened"), steps.reopen
)
_step_with_text("withdraw", _("The complainant takes it back."), _WHY, N_("Complaint %(unit)s %(ids)s withdrawn"), steps.withdraw)


# --- looking ----------------------------------------------------------------------------------------------------------


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
