"""Fee reminders: spread over the month, followed up, never a campaign"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import click

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.models.reminder import ArrearsReason, Reminder, ReminderResult, ReminderStatus, ReminderWay
from propops.planning import fees
from propops.terminal.help import Group
from propops.terminal.options import Mode, by_option, dry_run_option, format_option, pass_estate, plan_mode_options
from propops.terminal.output import echo, show_rows
from propops.terminal.params import AMOUNT, DAY, MONTH, UNIT, ChoiceType, RecordId
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


@command.command("progress", help=_("How the month's reminders stand, by officer."))
@click.argument("month", type=MONTH, required=False)
@format_option
@pass_estate
def progress(estate: Estate, month: str | None, format: str) -> None:
    chosen = month or f"{estate.today:%Y-%m}"
    reminders = [one for one in estate.store.all(Reminder) if f"{one.date:%Y-%m}" == chosen]
    officers = sorted({one.officer for one in reminders})
    rows = [_progress_row(officer, [one for one in reminders if one.officer == officer], estate) for officer in officers]
    keys = ("officer", "planned", "done", "open", "promised", "kept", "broken", "refused", "amount", "paid")
    labels = (
        _("officer"),
        _("planned"),
        _("done"),
        _("open"),
        _("promised"),
        _("kept"),
        _("broken"),
        _("refused"),
        _("amount"),
        _("paid since"),
    )
    show_rows(rows, format, keys, labels)


def _progress_row(officer: str, reminders: list[Reminder], estate: Estate) -> dict[str, object]:
    states = Counter(one.status for one in reminders)
    results = Counter(one.result for one in reminders)
    paid = {one.id: _paid_since(one, estate) for one in reminders if one.status is ReminderStatus.DONE}
    promises = [one for one in reminders if one.result is ReminderResult.PROMISED and one.promised_on]
    kept = [one for one in promises if paid[one.id] >= (one.promised_amount or one.amount)]
    broken = [one for one in promises if one not in kept and one.promised_on and one.promised_on < estate.today]
    return {
        "officer": officer,
        "planned": len(reminders),
        "done": states[ReminderStatus.DONE],
        "open": states[ReminderStatus.PLANNED],
        "promised": len(promises),
        "kept": len(kept),
        "broken": len(broken),
        "refused": results[ReminderResult.REFUSED],
        "amount": sum((one.amount for one in reminders), Decimal("0.00")),
        "paid": sum(paid.values(), Decimal("0.00")),
    }


def _paid_since(reminder: Reminder, estate: Estate) -> Decimal:
    payments = [
        one for one in estate.store.where(Payment, "payer", reminder.payer) if one.unit == reminder.unit and one.date >= reminder.date
    ]
    return min(reminder.amount, sum((one.amount for one in payments), Decimal("0.00")))
