"""The steps of a complaint, from accepting it to the call-back"""

from datetime import date

import click

from propops.desk import complaint_acts as acts
from propops.desk.complaint_alarm import in_charge, tell_major
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.complaint import CallbackOutcome, Complaint, Department
from propops.models.parts.complaint_log import WaitsFor
from propops.models.staff import Staff
from propops.planning import complaint_steps as steps
from propops.terminal.counter import STAFF, AskedArgument
from propops.terminal.help import Group
from propops.terminal.options import by_option, dry_run_option, format_option, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import DAY, TEXT, ChoiceType, RecordId

command = Group("complaint")

COMPLAINT = RecordId("complaint")


@command.command("join", help=_("It turns out to have the same cause as another one, which is worked on for both."))
@click.argument("complaint", cls=AskedArgument, type=COMPLAINT)
@click.argument("parent", cls=AskedArgument, type=COMPLAINT, metavar="PARENT", help=_("The complaint about the same cause."))
@by_option
@pass_estate
def join(estate: Estate, complaint: Complaint, parent: Complaint, by: str | None) -> None:
    acts.join(estate, by, complaint, parent)
    echo(_("%(id)s belongs to %(parent)s.") % {"id": complaint.id, "parent": parent.id})


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
