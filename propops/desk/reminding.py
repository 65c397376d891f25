"""Reminders told: one of them with the words to say, the stages, the promises and what came of them, the month by officer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from propops.desk import paper
from propops.desk.cashier import name_of
from propops.desk.claims import contacts_made, lapse_of, left_in_peace
from propops.desk.fee_papers import language_of, letter_values, open_bills, reminder_text
from propops.desk.monthly import of_month
from propops.documents import Document
from propops.estate import Estate, names_of_staff
from propops.i18n import _, speaking
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.models.policies.reminders import ReminderPolicy
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus, ReminderWay
from propops.planning import fees
from propops.planning.demands import PAPERS, TEXTS
from propops.planning.promises import Promise, PromiseState, promises
from propops.terminal.figures import RECORDS, show_figures
from propops.terminal.output import echo, joined, show_row, show_rows

# --- one reminder -----------------------------------------------------------------------------------------------------


def show_reminder(estate: Estate, reminder: Reminder, format: str, reveal: bool) -> None:
    bills = open_bills(estate, reminder.unit, reminder.payer, reminder.bills or None)
    row = _about(estate, reminder, bills, reveal)
    row["text"] = reminder_text(estate, reminder, bills, reveal) if bills else None
    if format != "table":
        show_row(row, format)
        return
    head = _("%(id)s, %(unit)s, %(name)s: stage %(stage)d, %(amount)s yuan still owed, %(contacts)d contacts before.") % row
    lapses = _("Lapses on %(lapses_on)s.") % row if row["lapses_on"] else ""
    held = _("Held: %(hold)s.") % row if row["hold"] else ""
    echo(joined(head, lapses, held))
    for bill, left in bills:
        echo(f"  {bill.id}: {left}")
    if row["text"]:
        echo("\n" + str(row["text"]))


def _about(estate: Estate, reminder: Reminder, bills: Sequence[tuple[Bill, Decimal]], reveal: bool) -> dict[str, Any]:
    contacts = [one for one in contacts_made(estate, reminder) if one.id != reminder.id]
    account = fees.account_of(bills, estate.today) if bills else None
    return {
        "id": reminder.id,
        "unit": reminder.unit,
        "payer": reminder.payer,
        "name": name_of(estate.store, reminder.payer, reveal),
        "stage": reminder.stage,
        "bills": [bill.id for bill, __ in bills],
        "amount": sum((left for __, left in bills), fees.NOTHING),
        "contacts": len(contacts),
        "hold": left_in_peace(estate, account, contacts) if account else None,
        "lapses_on": lapse_of(estate, account, contacts) if account else None,
    }


# --- letters ----------------------------------------------------------------------------------------------------------


def letters_of(estate: Estate, month: str) -> list[Reminder]:
    return [one for one in of_month(estate, Reminder, month) if one.is_open and one.way is ReminderWay.LETTER]


def print_reminders(estate: Estate, reminders: Sequence[Reminder], format: str | None, out: Path | None, language: str) -> None:
    """Each on the paper of its stage, in the order given; what was paid meanwhile is left out."""
    pages = [
        page
        for one in reminders
        if (values := letter_values(estate, one, language))["bills"]
        for page in _letter(estate, one, values, language)
    ]
    paper.print_out(pages, paper.destination(out, format, reminders[0].id if len(reminders) == 1 else "reminders"))


def _letter(estate: Estate, reminder: Reminder, values: dict[str, Any], language: str) -> Iterator[Document]:
    template = paper.template_of(estate, PAPERS[reminder.stage], language or None)
    return paper.filled(estate, template, [values | {"record": dict.fromkeys(template.fields) | {"number": reminder.id}}])


def show_stages(estate: Estate, format: str) -> None:
    policy = estate.policy(ReminderPolicy)
    own = {one.stage: one.text for one in policy.texts}
    with speaking(language_of(estate, "")):
        texts = {stage: own.get(stage) or _(text) for stage, text in TEXTS.items()}
    days = zip(policy.stage_age_days, policy.gap_days, policy.pay_within_days, strict=True)
    rows = [
        {"stage": stage, "from_days": age, "gap_days": gap, "pay_within_days": pay, "own": stage in own, "text": texts[stage]}
        for stage, (age, gap, pay) in enumerate(days, 1)
    ]
    labels = (_("stage"), _("days overdue"), _("days between contacts"), _("days to pay"))
    show_rows(rows, format, ("stage", "from_days", "gap_days", "pay_within_days"), labels)
    if format == "table":
        for row in rows:
            echo(f"{row['stage']}  {row['text']}")


# --- promises ---------------------------------------------------------------------------------------------------------


def show_promises(estate: Estate, found: Sequence[Promise], format: str, reveal: bool, why: bool) -> None:
    names = names_of_staff(estate)
    rows = [_promise_row(promise, name_of(estate.store, promise.reminder.payer, reveal)) for promise in found]
    columns = ("unit", "name", "officer", "promised_on", "amount", "paid", "paid_later", "state")
    labels = (_("unit"), _("payer"), _("officer"), _("promised for"), _("amount"), _("paid in time"), _("paid later"), _("state"))
    table = [row | {"officer": names.get(row["officer"], row["officer"])} for row in rows] if format == "table" else rows
    show_figures(table, format, columns, labels, why)
    if format == "table" and found:
        states = Counter(promise.state for promise in found)
        echo(_("; ").join(f"{_(state.label)} {states[state]}" for state in PromiseState if states[state]))


def _promise_row(promise: Promise, name: str) -> dict[str, Any]:
    one = promise.reminder
    return {
        "unit": one.unit,
        "name": name,
        "payer": one.payer,
        "officer": one.officer,
        "reminder": one.id,
        "promised_on": promise.day,
        "amount": promise.amount,
        "paid": promise.paid,
        "paid_later": promise.paid_later or None,
        "state": promise.state,
        RECORDS: [one.id, *promise.payments],
    }


# --- the month by officer ---------------------------------------------------------------------------------------------


def show_progress(estate: Estate, month: str, format: str, why: bool) -> None:
    reminders = of_month(estate, Reminder, month)
    kept = {promise.reminder.id: promise for promise in promises(reminders, estate.store.all(Payment), estate.today)}
    officers = sorted({one.officer for one in reminders})
    rows = [_progress_row(officer, [one for one in reminders if one.officer == officer], kept, estate) for officer in officers]
    columns = ("officer", "planned", "done", "open", "promised", "kept", "late", "broken", "refused", "amount", "paid")
    labels = (
        _("officer"),
        _("planned"),
        _("done"),
        _("open"),
        _("promised"),
        _("kept"),
        _("kept late"),
        _("broken"),
        _("refused"),
        _("amount"),
        _("paid since"),
    )
    show_figures(rows, format, columns, labels, why)


def _progress_row(officer: str, reminders: Sequence[Reminder], kept: dict[str, Promise], estate: Estate) -> dict[str, Any]:
    states = Counter(one.status for one in reminders)
    came_of_it = Counter(kept[one.id].state for one in reminders if one.id in kept)
    paid = {one.id: _paid_since(one, estate) for one in reminders if one.status is ReminderStatus.DONE}
    return {
        "officer": officer,
        "planned": len(reminders),
        "done": states[ReminderStatus.DONE],
        "open": states[ReminderStatus.PLANNED],
        "promised": sum(came_of_it.values()),
        "kept": came_of_it[PromiseState.KEPT],
        "late": came_of_it[PromiseState.LATE],
        "broken": came_of_it[PromiseState.BROKEN],
        "refused": sum(one.result is ReminderResult.REFUSED for one in reminders),
        "amount": sum((one.amount for one in reminders), fees.NOTHING),
        "paid": sum(paid.values(), fees.NOTHING),
        RECORDS: [one.id for one in reminders],
    }


def _paid_since(reminder: Reminder, estate: Estate) -> Decimal:
    payments = [one for one in estate.store.where(Payment, "payer", reminder.payer) if one.unit == reminder.unit]
    since = sum((one.amount for one in payments if one.date >= reminder.date), fees.NOTHING)
    return max(fees.NOTHING, min(reminder.amount, since))
