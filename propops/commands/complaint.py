"""Complaints, from the first call to the call-back"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click

from propops.desk import complaining
from propops.estate import Estate
from propops.i18n import N_, _, translate
from propops.models.complaint import (
    CallbackOutcome,
    Complaint,
    ComplaintCategory,
    ComplaintClass,
    ComplaintSource,
    Department,
    External,
)
from propops.models.staff import Staff
from propops.planning import complaint_steps as steps
from propops.terminal.counter import STAFF, UNIT_OR_PLACE, AskedArgument, AskedOption, fresh, not_to_come, unit_or_place
from propops.terminal.options import by_option, format_option, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import TEXT, TIME, ChoiceType, RecordId
from propops.terminal.verbs import kind_group, say_record

command = kind_group("complaint", __doc__, without=("add",))

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
@click.option("--parent", type=RecordId("complaint"), help=_("The complaint about the same cause."))
@click.option("--received", type=TIME, help=_("When, if not now."))
@click.option("--late", metavar=_("REASON"), type=TEXT, help=_("Why it is entered on a later day."))
@click.option("--department", type=ChoiceType(Department), help=_("Who is to deal with it."))
@click.option("--assignee", type=STAFF, help=_("And which of them."))
@by_option
@format_option
@pass_estate
def add(estate: Estate, by: str | None, format: str, **given: Any) -> None:
    who = estate.user(by)
    complaint = _complaint(estate, who, given)
    with estate.change("complaint add", N_("Complaint %(unit)s %(ids)s received"), who) as change:
        complaint, parent = complaining.take_down(estate, change, complaint, steps.Act(estate.now, who.id))
    complaining.tell(estate, complaint, parent)
    say_record(estate, complaint, format, complaint.id)


def _complaint(estate: Estate, who: Staff, given: dict[str, Any]) -> Complaint:
    received = steps.Act(_received(estate, given["received"], given["late"]), who.id)
    same = {key: given[key] for key in ("place", "category", "source", "class_", "name", "anonymous", "major", "department")}
    return steps.receive(
        received,
        unit=unit_or_place(given["unit"], given["place"]),
        content=given["text"],
        source_=same.pop("source"),
        complainant=given["complainant"] and given["complainant"].id,
        external=_external(given["external"], given["deadline"]),
        parent=given["parent"] and given["parent"].id,
        late_entry=given["late"],
        assignee=given["assignee"] and given["assignee"].id,
        **same,
    )


def _received(estate: Estate, received: datetime | None, late: str | None) -> datetime:
    at = not_to_come(received, estate)
    if at.date() != estate.today and not late:
        raise click.UsageError(_("It came in on another day: say why it is entered only now, with --late."))
    return at


def _external(number: str | None, deadline: datetime | None) -> External | None:
    if deadline and not number:
        raise click.UsageError(_("--deadline goes with the number of the hotline: --external."))
    return External(number=number, deadline=deadline) if number else None


# --- the steps --------------------------------------------------------------------------------------------------------

COMPLAINT = RecordId("complaint")
Step = Callable[..., Complaint]


def _take(estate: Estate, complaint: Complaint, by: str | None, verb: str, subject: str, step: Step, *arguments: Any) -> Complaint:
    """One step of a complaint, and of the children that go with it."""
    who = estate.user(by)
    act = steps.Act(estate.now, who.id)
    with estate.change(f"complaint {verb}", subject, who) as change:
        after = change.put(step(fresh(change, complaint), act, *arguments))
        for child in steps.follow(after, change.store.where(Complaint, "parent", after.id), act):
            change.put(child)
    echo(_("%(id)s: %(status)s.") % {"id": after.id, "status": _(after.status.label)})
    return after


@command.command("accept", help=_("Take it in hand."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.option("--assignee", type=STAFF, help=_("Who has it, if not who records this."))
@by_option
@pass_estate
def accept(estate: Estate, complaint: Complaint, assignee: Staff | None, by: str | None) -> None:
    _take(estate, complaint, by, "accept", N_("Complaint %(unit)s %(ids)s accepted"), steps.accept, assignee and assignee.id)


@command.command("transfer", help=_("Hand it over to a department."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("department", cls=AskedArgument, type=ChoiceType(Department), help=_("Who is to deal with it."))
@click.option("--to", type=STAFF, help=_("And which of them."))
@click.option("--text", type=TEXT, help=_("What they need to know."))
@by_option
@pass_estate
def transfer(estate: Estate, complaint: Complaint, department: Department, to: Staff | None, text: str | None, by: str | None) -> None:
    words = text or translate(department.label, str(estate.settings.language))
    subject = N_("Complaint %(unit)s %(ids)s transferred")
    _take(estate, complaint, by, "transfer", subject, steps.transfer, department, to and to.id, words)


@command.command("log", help=_("Add to its log what was done or said."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("text", cls=AskedArgument, type=TEXT, help=_("What was done or said."))
@by_option
@pass_estate
def log(estate: Estate, complaint: Complaint, text: str, by: str | None) -> None:
    _take(estate, complaint, by, "log", N_("Complaint %(unit)s %(ids)s: log"), steps.note, text)


@command.command("wait", help=_("It waits for somebody else; say for whom."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Whom or what it waits for."))
@by_option
@pass_estate
def wait(estate: Estate, complaint: Complaint, reason: str, by: str | None) -> None:
    _take(estate, complaint, by, "wait", N_("Complaint %(unit)s %(ids)s waits"), steps.wait, reason)


@command.command("escalate", help=_("Raise it a level: receiver, supervisor, deputy general manager."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.option("--reason", cls=AskedOption, required=True, type=TEXT, help=_("Why."))
@by_option
@pass_estate
def escalate(estate: Estate, complaint: Complaint, reason: str, by: str | None) -> None:
    after = _take(estate, complaint, by, "escalate", N_("Complaint %(unit)s %(ids)s escalated"), steps.escalate, reason)
    echo(_("Level %(level)d: tell %(who)s.") % {"level": after.level, "who": complaining.in_charge(estate, after)}, err=True)


@command.command("resolve", help=_("It is solved; a colleague calls back within the time limit."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("result", cls=AskedArgument, type=TEXT, metavar="RESULT", help=_("How it was solved."))
@by_option
@pass_estate
def resolve(estate: Estate, complaint: Complaint, result: str, by: str | None) -> None:
    _take(estate, complaint, by, "resolve", N_("Complaint %(unit)s %(ids)s resolved"), steps.resolve, result)


@command.command("callback", help=_("What the complainant says to the result; made by somebody else than who solved it."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("outcome", cls=AskedArgument, type=ChoiceType(CallbackOutcome), help=_("What came of it."))
@click.option("--comment", type=TEXT, help=_("What was said."))
@by_option
@pass_estate
def callback(estate: Estate, complaint: Complaint, outcome: CallbackOutcome, comment: str | None, by: str | None) -> None:
    limit, is_senior = estate.settings.complaints.callback_attempts, estate.user(by).is_senior
    may_close = is_senior and steps.tries(complaint) + 1 >= limit
    subject = N_("Complaint %(unit)s %(ids)s called back")
    after = _take(estate, complaint, by, "callback", subject, steps.call_back, outcome, comment, may_close)
    if outcome is CallbackOutcome.UNREACHABLE and after.is_open:
        echo(_tries(after, limit), err=True)


def _tries(complaint: Complaint, limit: int) -> str:
    made = steps.tries(complaint)
    if made < limit:
        return _("Not reached %(made)d of %(limit)d times; try again at another hour.") % {"made": made, "limit": limit}
    command = f"propops complaint callback {complaint.id} unreachable --by"
    return _("Not reached %(made)d times; the supervisor may close it: %(command)s STAFF") % {"made": made, "command": command}


@command.command("reopen", help=_("It was not solved after all; its deadlines start again."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def reopen(estate: Estate, complaint: Complaint, reason: str, by: str | None) -> None:
    _take(estate, complaint, by, "reopen", N_("Complaint %(unit)s %(ids)s reopened"), steps.reopen, reason)


@command.command("withdraw", help=_("The complainant takes it back."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def withdraw(estate: Estate, complaint: Complaint, reason: str, by: str | None) -> None:
    _take(estate, complaint, by, "withdraw", N_("Complaint %(unit)s %(ids)s withdrawn"), steps.withdraw, reason)


# --- deadlines --------------------------------------------------------------------------------------------------------


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

    complaint_times.show_due(estate, complaint, class_, received or estate.now, format)
