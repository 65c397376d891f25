"""Papers about money: receipts, payment notices, the letters of a reminder. What is printed names people in full."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from propops.desk import paper
from propops.desk.cashier import name_of
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _, speaking
from propops.models.bill import DEVELOPER, Bill
from propops.models.payment import Payment, PaymentWay
from propops.models.policies.reminders import ReminderPolicy
from propops.models.reminder import Reminder
from propops.models.resident import Resident
from propops.planning import fees
from propops.planning.billing import parse_period
from propops.planning.demands import HAND_OVER_TITLE, HANDED_OVER, own_text, text_of

WAYS = (PaymentWay.WECHAT, PaymentWay.ALIPAY, PaymentWay.BANK, PaymentWay.CASH)  # as a letter names them


def day_text(day: date) -> str:
    return _("%(year)d-%(month)02d-%(day)02d") % {"year": day.year, "month": day.month, "day": day.day}


def period_text(name: str) -> str:
    """As a letter says it: 2026年第4季度."""
    period = parse_period(name)
    words = {"year": period.first.year, "month": period.first.month, "quarter": (period.first.month + 2) // 3}
    forms = {1: _("%(year)d-%(month)02d"), 3: _("quarter %(quarter)d of %(year)d")}
    return forms.get(period.months, _("%(year)d")) % words


def language_of(estate: Estate, asked: str) -> str:
    return asked or estate.language


# --- receipts ---------------------------------------------------------------------------------------------------------


def print_receipts(estate: Estate, payments: Sequence[Payment], format: str | None, out: Path | None, language: str) -> None:
    with speaking(language_of(estate, language)):
        sheets = [{"receipt": receipt_values(estate, payment)} for payment in payments]
    pages = paper.documents(estate, "receipt", sheets, language or None)
    paper.print_out(pages, paper.destination(out, format, payments[0].receipt or payments[0].id))


def receipt_values(estate: Estate, payment: Payment) -> dict[str, object]:
    """What was paid and for what; what covers no bill is a prepayment. `amount` is positive, `title` says which way it went."""
    bills = [(cover.amount, estate.store.find(Bill, cover.bill)) for cover in payment.covers]
    rows = [
        {"item": _(bill.item.label), "period": period_text(bill.period), "amount": abs(amount)}
        for amount, bill in bills
        if bill is not None
    ]
    if payment.rest:
        rows.append({"item": _("prepayment"), "period": "", "amount": abs(payment.rest)})
    return {
        "title": _(_receipt_title(payment)),
        "number": payment.receipt or payment.id,
        "date": payment.date,
        "unit": payment.unit,
        "payer": name_of(estate.store, payment.payer, True),
        "rows": rows,
        "amount": abs(payment.amount),
        "way": _(payment.way.label),
        "cashier": names_of_staff(estate).get(payment.received_by or "", ""),
        "note": payment.note,
        "reprinted": payment.date < estate.today,
    }


def _receipt_title(payment: Payment) -> str:
    if payment.reverses:
        return N_("Reversal of a receipt")
    return N_("Refund receipt") if payment.amount < 0 else N_("Receipt")


# --- letters ----------------------------------------------------------------------------------------------------------


def print_notices(estate: Estate, units: Iterable[str], format: str | None, out: Path | None, language: str) -> None:
    """One sheet for each home and payer who owes; what is in dispute is not asked for, nor a company for what it settles itself."""
    with speaking(language_of(estate, language)):
        sheets = [
            notice_values(estate, unit, payer, bills)
            for unit in units
            for payer in dict.fromkeys(bill.payer for bill in estate.store.where(Bill, "unit", unit))
            if payer != DEVELOPER and (bills := [part for part in open_bills(estate, unit, payer) if not part[0].disputed])
        ]
    pages = paper.documents(estate, "fee-notice", sheets, language or None)
    paper.print_out(pages, paper.destination(out, format, "fee-notice"))


def open_bills(estate: Estate, unit: str, payer: str, only: Iterable[str] | None = None) -> list[tuple[Bill, Decimal]]:
    """What the payer still owes for the home, oldest first, with what is left of it."""
    bills = estate.store.where(Bill, "unit", unit)
    left = fees.owed(bills, estate.store.where(Payment, "unit", unit))
    wanted = None if only is None else set(only)
    return [
        (bill, left[bill.id])
        for bill in fees.by_age(bills)
        if bill.payer == payer and left[bill.id] > 0 and (wanted is None or bill.id in wanted)
    ]


def bill_rows(bills: Iterable[tuple[Bill, Decimal]]) -> list[dict[str, object]]:
    return [
        {"item": _(bill.item.label), "period": period_text(bill.period), "due": bill.due, "amount": left, "note": bill.note}
        for bill, left in bills
    ]


def notice_values(
    estate: Estate, unit: str, payer: str, bills: Sequence[tuple[Bill, Decimal]], stage: int = 1, issued: date | None = None
) -> dict[str, object]:
    """What the papers of every tone say; the amounts are what is left of each bill. `text` stands for the paper's own words."""
    payments = [one for one in estate.store.where(Payment, "unit", unit) if one.payer == payer]
    day = issued or estate.today
    dues = [bill.due for bill, __ in bills]
    return {
        "unit": unit,
        "payer": {"name": name_of(estate.store, payer, True), "address_form": _address_form(estate, payer)},
        "as_of": estate.today,
        "bills": bill_rows(bills),
        "total": sum((left for __, left in bills), fees.NOTHING),
        "prepaid": fees.prepaid(payments) or None,
        "overdue_days": max([0, *((estate.today - due).days for due in dues)]),
        "pay_by": max([*dues, _pay_by(estate, day, stage)]),
        "pay_within": list(estate.policy(ReminderPolicy).pay_within_days),
        "ways": [_(way.label) for way in WAYS],
        "issued": day,
        "title": None,
        "text": None,
    }


def _pay_by(estate: Estate, issued: date, stage: int) -> date:
    """Whoever reads it later than it was written has the same time."""
    return max(issued, estate.today) + timedelta(estate.policy(ReminderPolicy).pay_within_days[stage - 1])


def _address_form(estate: Estate, payer: str) -> str:
    person = estate.store.find(Resident, payer)
    return _(person.address_as.label) if person and person.address_as else ""


def reminder_words(estate: Estate, reminder: Reminder, bills: Sequence[tuple[Bill, Decimal]], reveal: bool) -> dict[str, str]:
    settings = estate.settings
    oldest = min((bill.due for bill, __ in bills), default=reminder.date)
    return {
        "name": name_of(estate.store, reminder.payer, reveal) + _address_form(estate, reminder.payer),
        "unit": reminder.unit,
        "items": _(", ").join(dict.fromkeys(f"{_(bill.item.label)} {period_text(bill.period)}" for bill, __ in bills)),
        "amount": str(sum((left for __, left in bills), fees.NOTHING)),
        "oldest_due": day_text(oldest),
        "pay_by": day_text(_pay_by(estate, reminder.date, reminder.stage)),
        "estate": settings.name,
        "company": settings.company,
        "hotline": settings.hotline or "",
    }


def reminder_text(estate: Estate, reminder: Reminder, bills: Sequence[tuple[Bill, Decimal]], reveal: bool, language: str = "") -> str:
    """Ready to be read out or pasted, in the estate's language."""
    with speaking(language_of(estate, language)):
        return text_of(reminder.stage, estate.policy(ReminderPolicy), reminder_words(estate, reminder, bills, reveal))


def letter_values(estate: Estate, reminder: Reminder, language: str) -> dict[str, Any]:
    """The paper of its tone; the estate's own words, where it has some, and those of a hand-over stand in it instead."""
    bills = open_bills(estate, reminder.unit, reminder.payer, reminder.bills or None)
    stage = reminder.stage
    with speaking(language_of(estate, language)):
        values = notice_values(estate, reminder.unit, reminder.payer, bills, stage, _issued(estate, reminder))
        if stage == HANDED_OVER:
            values["title"] = _(HAND_OVER_TITLE)
        if stage == HANDED_OVER or own_text(stage, estate.policy(ReminderPolicy)):
            values["text"] = reminder_text(estate, reminder, bills, True, language)
        return values


def _issued(estate: Estate, reminder: Reminder) -> date:
    return reminder.date if reminder.is_open else min(reminder.date, estate.today)
