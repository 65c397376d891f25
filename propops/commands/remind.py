"""Fee reminders: spread over the month, followed up, never a campaign"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.base import month_of
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.models.reminder import ArrearsReason, Reminder, ReminderResult, ReminderStatus, ReminderWay
from propops.planning import fees
from propops.planning.promises import PromiseState, promises
from propops.terminal.figures import why_option
from propops.terminal.help import Group
from propops.terminal.options import (
    Mode,
    by_option,
    dry_run_option,
    format_option,
    paper_options,
    pass_estate,
    plan_mode_options,
    reveal_option,
)
from propops.terminal.output import echo
from propops.terminal.params import AMOUNT, DAY, MONTH, STAFF_ID, UNIT, ChoiceType, RecordId
from propops.terminal.verbs import require_open

command = Group("remind", help=_("Fee reminders: spread over the month, followed up, never a campaign."))

PROMISE_DAYS = 92  # a quarter, the usual period of a bill
REMINDER = RecordId("reminder", only_open=True)


@command.command("plan", help=_("One reminder for each payer in arrears, level over the working days, along the officers' way."))
@click.argument("month", type=MONTH)
@click.option("--explain", type=UNIT, metavar=_("UNIT"), help=_("Say why this home's payer is reminded, or not; write nothing."))
@plan_mode_options
@dry_run_option
@by_option
@format_option
@pass_estate
def plan(estate: Estate, month: str, explain: str | None, mode: Mode | None, by: str | None, format: str, **how: bool) -> None:
    from propops.desk import reminder_plan
    from propops.desk.arrears import arrears_of, existing_visits

    who = None if explain or how["dry_run"] else estate.user(by)
    reminder_plan.require_plan(estate, month, mode)
    arrears = arrears_of(estate, month, how["assume_weekends"], mode)
    spread = reminder_plan.planned(arrears, existing_visits(estate, month), mode)
    if explain:
        reminder_plan.explain(estate, spread, explain, format)
        return
    reminder_plan.require_sound(spread)
    if who is not None:
        with estate.change("remind plan", N_("Plan reminders of %(month)s, %(count)d changed"), who, month=month) as change:
            reminder_plan.lay(change, estate, spread)
    reminder_plan.show(estate, spread, format, how["dry_run"])


@command.command("done", help=_("The payer was reached, or not: what came of it."))
@click.argument("reminder", type=REMINDER)
@click.option("--result", type=ChoiceType(ReminderResult), required=True, help=_("What came of it."))
@click.option("--on", "promised_on", type=DAY, help=_("The day that was promised."))
@click.option("--amount", "promised_amount", type=AMOUNT, help=_("The amount that was promised, if not all."))
@click.option("--reason", type=ChoiceType(ArrearsReason), help=_("Why it was not paid."))
@click.option("--way", type=ChoiceType(ReminderWay), help=_("How, if not as planned."))
@click.option("--evidence", help=_("Where the proof of the demand is kept."))
@click.option("--next", "next_on", type=DAY, help=_("Not again before this day."))
@click.option("--note", help=_("note"))
@by_option
@pass_estate
def done(estate: Estate, reminder: Reminder, by: str | None, **given: Any) -> None:
    _record(estate, reminder, by, "remind done", given)


@command.command("promise", help=_("Short for: done --result promised --on DAY."))
@click.argument("reminder", type=REMINDER)
@click.argument("promised_on", type=DAY)
@click.option("--amount", "promised_amount", type=AMOUNT, help=_("The amount that was promised, if not all."))
@by_option
@pass_estate
def promise(estate: Estate, reminder: Reminder, promised_on: date, promised_amount: Decimal | None, by: str | None) -> None:
    _record(
        estate,
        reminder,
        by,
        "remind promise",
        {"result": ReminderResult.PROMISED, "promised_on": promised_on, "promised_amount": promised_amount},
    )


def _record(estate: Estate, reminder: Reminder, by: str | None, verb: str, given: dict[str, Any]) -> None:
    require_open(reminder)
    fields = {key: value for key, value in given.items() if value is not None}
    if fields["result"] is ReminderResult.PROMISED and "promised_on" not in fields:
        raise click.UsageError(_("A promise names its day: --on DAY."))
    if fields.get("promised_on", estate.today) < estate.today:
        raise refuse("in-past", _("%(day)s has passed.") % {"day": fields["promised_on"]})
    _require_sensible(estate, reminder, fields)
    day = min(reminder.date, estate.today)
    with estate.change(verb, N_("Reminded %(home)s %(id)s"), estate.user(by), home=reminder.unit, id=reminder.id) as change:
        change.put(replace(reminder, status=ReminderStatus.DONE, date=day, **fields))
    echo(_("%(id)s: %(result)s.") % {"id": reminder.id, "result": _(fields["result"].label)})


def _require_sensible(estate: Estate, reminder: Reminder, fields: dict[str, Any]) -> None:
    """A promise silences every reminder until its day: it must not be a way to be left alone."""
    latest = estate.today + timedelta(days=PROMISE_DAYS)
    if fields.get("promised_on", latest) > latest:
        raise refuse("too-far", _("A promise lies at most %(days)d days ahead.") % {"days": PROMISE_DAYS})
    if fields.get("promised_amount", 0) > reminder.amount:
        raise refuse("too-much", _("Only %(amount)s yuan are owed.") % {"amount": reminder.amount})


@command.command("skip", help=_("This reminder will not be made."))
@click.argument("reminder", type=REMINDER)
@click.argument("why")
@by_option
@pass_estate
def skip(estate: Estate, reminder: Reminder, why: str, by: str | None) -> None:
    require_open(reminder)
    with estate.change(
        "remind skip", N_("Reminder dropped %(home)s %(id)s"), estate.user(by), home=reminder.unit, id=reminder.id
    ) as change:
        change.put(replace(reminder, status=ReminderStatus.SKIPPED, note=why))
    echo(_("%(id)s: skipped.") % {"id": reminder.id})


@command.command("hold", help=_("The payer disputes what is open: nobody reminds until the bills are cleared with --lift."))
@click.argument("unit", type=UNIT)
@click.argument("why", required=False)
@click.option("--payer", type=RecordId("resident"), help=_("Whose bills, if several people owe for this home."))
@click.option("--lift", is_flag=True, help=_("The dispute is settled."))
@by_option
@pass_estate
def hold(estate: Estate, unit: str, why: str | None, payer: Any, lift: bool, by: str | None) -> None:
    if not lift and not why:
        raise click.UsageError(_("Say why: remind hold UNIT REASON."))
    own = [bill for bill in estate.store.where(Bill, "unit", unit) if payer is None or bill.payer == payer.id]
    left = fees.owed(own, estate.store.where(Payment, "unit", unit))
    bills = [bill for bill in own if left[bill.id] > 0]
    if not bills:
        raise refuse("nothing-owed", _("Nothing is owed for %(unit)s.") % {"unit": unit})
    subject = N_("Reminders go on %(home)s") if lift else N_("Reminders held %(home)s")
    with estate.change("remind hold", subject, estate.user(by), home=unit) as change:
        for bill in bills:
            change.put(replace(bill, disputed=None if lift else why))
    echo(_("%(count)d bills.") % {"count": len(bills)})


@command.command("show", help=_("One reminder: what is owed, why it may have to wait, when it lapses, and the words to say or send."))
@click.argument("reminder", type=RecordId("reminder"))
@format_option
@reveal_option
@pass_estate
def show(estate: Estate, reminder: Reminder, format: str, reveal: bool) -> None:
    from propops.desk.reminding import show_reminder

    show_reminder(estate, reminder, format, reveal)


@command.command("print", help=_("The letter of each reminder named, or of the month's sealed letters."))
@click.argument("reminders", nargs=-1, type=RecordId("reminder"), metavar=_("REMINDER..."))
@click.option("--month", type=MONTH, help=_("All of this month that go out as letters."))
@paper_options
@pass_estate
def print_letters(
    estate: Estate, reminders: tuple[Reminder, ...], month: str | None, format: str | None, out: Path | None, language: str
) -> None:
    from propops.desk.reminding import letters_of, print_reminders

    if not reminders and month is None:
        raise click.UsageError(_("Name the reminders, or the month: --month 2026-12."))
    print_reminders(estate, reminders or letters_of(estate, month or ""), format, out, language)


@command.command("stages", help=_("The stages: from which age on, how far apart, and what each one says."))
@format_option
@pass_estate
def stages(estate: Estate, format: str) -> None:
    from propops.desk.reminding import show_stages

    show_stages(estate, format)


@command.command("promises", help=_("What was promised and what came of it, by what was paid: open, kept, late or broken."))
@click.option("--month", type=MONTH, help=_("Promised for this month."))
@click.option("--officer", type=STAFF_ID, help=_("Promised to this officer."))
@click.option("--state", type=ChoiceType(PromiseState), help=_("Only these."))
@format_option
@reveal_option
@why_option
@pass_estate
def show_promises(
    estate: Estate, month: str | None, officer: str | None, state: PromiseState | None, format: str, reveal: bool, why: bool
) -> None:
    from propops.desk.reminding import show_promises

    found = [
        promise
        for promise in promises(estate.store.all(Reminder), estate.store.all(Payment), estate.today)
        if month in (None, month_of(promise.day)) and officer in (None, promise.reminder.officer) and state in (None, promise.state)
    ]
    show_promises(estate, found, format, reveal, why)


@command.command("progress", help=_("How the month's reminders stand, by officer."))
@click.argument("month", type=MONTH, required=False)
@format_option
@why_option
@pass_estate
def progress(estate: Estate, month: str | None, format: str, why: bool) -> None:
    from propops.desk.reminding import show_progress

    show_progress(estate, month or month_of(estate.today), format, why)
