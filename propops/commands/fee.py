"""Fees: bills, payments, accounts, arrears"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import click

from propops.desk.cashier import Money, billing_of, name_of, payment_of
from propops.estate import Estate, the_one
from propops.i18n import N_, _
from propops.models.base import natural
from propops.models.bill import DEVELOPER, Bill
from propops.models.payment import Payment, PaymentWay
from propops.models.resident import Resident
from propops.models.unit import Unit
from propops.planning import fees
from propops.planning.billing import Billing, Period, parse_period
from propops.terminal.counter import AskedArgument, AskedOption
from propops.terminal.help import Group
from propops.terminal.options import by_option, dry_run_option, format_option, pass_estate, reveal_option
from propops.terminal.output import echo, show_rows
from propops.terminal.params import AMOUNT, DAY, TEXT, WHOLE, ChoiceType, RecordId, Typed
from propops.terminal.records import label_of
from propops.terminal.verbs import say_record

command = Group("fee", help=_("Fees: bills, payments, accounts, arrears."))

UNIT = RecordId("unit")
PERIOD = Typed("period", "2026q4, 2026-11, 2026年第4季度", lambda text, estate: parse_period(text))


def _payer(text: str, estate: Estate) -> str:
    return DEVELOPER if text in (DEVELOPER, _("developer"), "开发商") else the_one(estate, Resident, text).id


PAYER = Typed("resident", "3-2-1001-wx, developer", _payer)


# --- bills ------------------------------------------------------------------------------------------------------------


@command.command("bill", help=_("Bill a period: area × rate × months, rounded half up to the fen. What is billed already is left alone."))
@click.argument("period", cls=AskedArgument, type=PERIOD, help=_("The quarter, or the month."))
@click.option("--unit", type=UNIT, help=_("This home only."))
@dry_run_option
@by_option
@format_option
@reveal_option
@pass_estate
def bill(estate: Estate, period: Period, unit: Unit | None, dry_run: bool, by: str | None, format: str, reveal: bool) -> None:
    if dry_run:
        billing, drawn = billing_of(estate.store, period, unit)
    else:
        subject = N_("Bills for %(period)s (%(count)d records)")
        with estate.change("fee bill", subject, estate.user(by), period=period.name) as change:
            billing, drawn = billing_of(change.store, period, unit)
            for new in billing.bills:
                change.add(new)
            for payment in drawn:
                change.put(payment)
    if format != "table" or dry_run:
        labels = (_("unit"), _("payer"), _("amount"), _("due"), _("from prepayment"), _("state"))
        show_rows(_billed(estate, billing, drawn, reveal), format, ("unit", "name", "amount", "due", "prepaid", "state"), labels)
    if format == "table":
        echo(_summary(period, billing))
        for home, reason in billing.skipped:
            echo(_("Left out: %(unit)s, %(reason)s.") % {"unit": home, "reason": _(reason.label)})


def _billed(estate: Estate, billing: Billing, drawn: Sequence[Payment], reveal: bool) -> list[dict[str, Any]]:
    """Every home once: billed now, billed before, or left out and why."""
    new = {bill.id for bill in billing.bills}
    rows = [
        {
            "unit": bill.unit,
            "state": "new" if bill.id in new else "existing",
            "id": bill.id,
            "payer": bill.payer,
            "name": name_of(estate.store, bill.payer, reveal),
            "item": bill.item,
            "period": bill.period,
            "amount": bill.amount,
            "due": bill.due,
            "prepaid": _covered(drawn, bill.id),
        }
        for bill in (*billing.bills, *billing.existing)
    ]
    rows += [{"unit": unit, "state": reason} for unit, reason in billing.skipped]
    return sorted(rows, key=lambda row: natural(str(row["unit"])))


def _covered(drawn: Sequence[Payment], bill: str) -> Decimal | None:
    return sum((cover.amount for payment in drawn for cover in payment.covers if cover.bill == bill), Decimal(0)) or None


def _summary(period: Period, billing: Billing) -> str:
    words = {
        "period": period.name,
        "bills": len(billing.bills),
        "amount": sum((bill.amount for bill in billing.bills), fees.NOTHING),
        "existing": len(billing.existing),
        "skipped": len(billing.skipped),
    }
    return _("%(period)s: new bills %(bills)d, %(amount)s yuan; there already %(existing)d; left out %(skipped)d.") % words


# --- payments ---------------------------------------------------------------------------------------------------------


@command.command("pay", help=_("Record a payment: oldest bills first, or those named; what is left over is a prepayment."))
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("The home it is for."))
@click.argument("amount", cls=AskedArgument, type=AMOUNT, help=_("How much."))
@click.option("--way", cls=AskedOption, required=True, type=ChoiceType(PaymentWay), help=_("How it was paid."))
@click.option("--payer", type=PAYER, help=_("Who owes it, if several do: a resident, or developer."))
@click.option("--bills", type=TEXT, metavar=_("ID,..."), help=_("These bills, in this order; any unique part, such as 2026q4."))
@click.option("--receipt", type=TEXT, metavar=_("NUMBER"), help=_("The receipt's number; else the next of the day."))
@click.option("--date", "day", type=DAY, help=_("The day it came in, if not today."))
@by_option
@format_option
@reveal_option
@pass_estate
def pay(estate: Estate, by: str | None, format: str, reveal: bool, day: date | None, **given: Any) -> None:
    who = estate.user(by)
    if day and day > estate.today:
        raise click.UsageError(_("%(time)s is still to come.") % {"time": day})
    money = Money(day=day or estate.today, **given)
    with estate.change("fee pay", N_("Payment %(ids)s of %(unit)s"), who) as change:
        payment = change.add(payment_of(estate, change.store, money, who.id))
    say_record(estate, payment, format, payment.id)
    if format == "table":
        _tell(estate, payment, reveal)


def _tell(estate: Estate, payment: Payment, reveal: bool) -> None:
    """The receipt's number, what is settled, and what stays: said aloud at the counter."""
    store = estate.store
    words = {"receipt": payment.receipt, "amount": payment.amount, "name": name_of(store, payment.payer, reveal)}
    echo(_("Receipt %(receipt)s: %(amount)s yuan from %(name)s.") % words)
    left = fees.owed(store.where(Bill, "unit", payment.unit), store.where(Payment, "unit", payment.unit))
    for cover in payment.covers:
        rest = _("settled") if not left[cover.bill] else _("%(left)s still owed") % {"left": left[cover.bill]}
        echo(f"  {cover.bill}: {cover.amount}, {rest}")
    if payment.rest > 0:
        echo(_("  Prepayment: %(rest)s, used for later bills.") % {"rest": payment.rest + fees.NOTHING})


@command.command("account", help=_("Bills and payments of a home in the order of time, payer by payer, with the balance."))
@click.argument("unit", cls=AskedArgument, type=UNIT)
@format_option
@reveal_option
@pass_estate
def account(estate: Estate, unit: Unit, format: str, reveal: bool) -> None:
    bills, payments = estate.store.where(Bill, "unit", unit.id), estate.store.where(Payment, "unit", unit.id)
    lines = fees.statement(bills, payments)
    columns = ("name", "date", "text", "charged", "paid", "open", "balance", "id")
    labels = (_("payer"), _("day"), _("what"), _("charged"), _("paid"), _("still open"), _("balance"), _("ID"))
    rows = [_line(line, name_of(estate.store, line.payer, reveal)) for line in lines]
    show_rows([row | _plain_table(row) for row in rows] if format == "table" else rows, format, columns, labels)
    if format == "table":
        for payer in dict.fromkeys(line.payer for line in lines):
            _show_balance(name_of(estate.store, payer, reveal), [line for line in lines if line.payer == payer])


def _line(line: fees.Line, name: str) -> dict[str, Any]:
    record = line.record
    is_bill = isinstance(record, Bill)
    text = f"{_(record.item.label)} {record.period}" if isinstance(record, Bill) else f"{_(record.way.label)} {record.receipt or ''}"
    head = {"payer": line.payer, "name": name, "date": line.date, "type": "bill" if is_bill else "payment", "id": record.id}
    return head | {"text": text.strip(), "charged": line.charged, "paid": line.paid, "open": line.open, "balance": line.balance}


def _plain_table(row: Mapping[str, Any]) -> dict[str, Any]:
    """A zero says nothing in a column of sums."""
    return {key: row[key] or "" for key in ("charged", "paid", "open")}


def _show_balance(name: str, lines: Sequence[fees.Line]) -> None:
    owes = sum((line.open for line in lines if isinstance(line.record, Bill)), fees.NOTHING)
    ahead = fees.prepaid(line.record for line in lines if isinstance(line.record, Payment))
    words = {"name": name, "owes": owes, "ahead": ahead, "balance": lines[-1].balance}
    echo(_("%(name)s: owed %(owes)s, prepaid %(ahead)s, balance %(balance)s.") % words)


# --- arrears ----------------------------------------------------------------------------------------------------------


@command.command("arrears", help=_("Who owes what is past its due day: one line for each payer and home."))
@click.option("--older-than", type=WHOLE, metavar=_("DAYS"), help=_("Only what is overdue for more days than this."))
@click.option("--building", type=TEXT, help=_("Only this building."))
@format_option
@reveal_option
@pass_estate
def arrears(estate: Estate, older_than: int | None, building: str | None, format: str, reveal: bool) -> None:
    found = [
        owing
        for owing in fees.accounts(estate.store.all(Bill), estate.store.all(Payment), estate.today)
        if owing.overdue_days > (older_than or 0) and (building is None or owing.unit.split("-")[0] == building.upper().removesuffix("栋"))
    ]
    columns = ("unit", "name", "bills", "amount", "oldest_due", "days", "age", "disputed")
    labels = (_("unit"), _("payer"), _("bills"), _("amount"), _("oldest due"), _("days"), _("age"), label_of(Bill, "disputed"))
    rows = [_arrears_row(owing, name_of(estate.store, owing.payer, reveal)) for owing in found]
    show_rows([row | {"bills": len(row["bills"])} for row in rows] if format == "table" else rows, format, columns, labels)
    if format == "table" and found:
        words = {"count": len(found), "amount": sum((owing.amount for owing in found), fees.NOTHING)}
        echo(_("%(count)d payers, %(amount)s yuan.") % words)


def _arrears_row(owing: fees.Account, name: str) -> dict[str, Any]:
    return {
        "unit": owing.unit,
        "payer": owing.payer,
        "name": name,
        "bills": list(owing.bills),
        "amount": owing.amount,
        "oldest_due": owing.oldest_due,
        "days": owing.overdue_days,
        "age": owing.age,
        "disputed": owing.disputed,
    }
