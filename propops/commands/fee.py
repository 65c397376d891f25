"""Fees: bills, payments, accounts, arrears"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from propops.desk.cashier import Money, billing_of, name_of, payment_of
from propops.desk.cashier_words import show_billing, show_payment
from propops.desk.debts import unpaid
from propops.desk.fee_reports import bill_text, payment_text, show_account, show_arrears, show_collection, show_day
from propops.desk.paper import write_out
from propops.desk.refunds import Correction, payment_meant, put_right, refund_of, wrong_record
from propops.estate import Estate, the_one
from propops.i18n import N_, _
from propops.models.base import FeeItem, building_of, month_of
from propops.models.bill import DEVELOPER, Bill
from propops.models.payment import Payment, PaymentWay
from propops.models.resident import Resident
from propops.models.unit import Charge, Unit
from propops.planning import beancount, fees
from propops.planning.billing import Period, ended, parse_period
from propops.terminal.counter import AskedArgument, AskedOption, fresh
from propops.terminal.figures import why_option
from propops.terminal.help import File, Group
from propops.terminal.options import by_option, dry_run_option, format_option, paper_options, pass_estate, reveal_option
from propops.terminal.output import echo, show_rows
from propops.terminal.params import AMOUNT, DAY, MONTH, TEXT, WHOLE, ChoiceType, RecordId, Typed
from propops.terminal.verbs import say_record

command = Group("fee", help=_("Fees: bills, payments, accounts, arrears."))

UNIT = RecordId("unit")
PERIOD = Typed("period", "2026q4, 2026-11, 2026年第4季度", lambda text, estate: parse_period(text))


def _payer(text: str, estate: Estate) -> str:
    return DEVELOPER if text in (DEVELOPER, _("developer"), "开发商") else the_one(estate, Resident, text).id


def building_named(text: str | None) -> str | None:
    """`3` and `3栋` are the same."""
    return text.upper().removesuffix("栋") if text else None


WRONG = Typed("record", "R261130-001, p-261130-k7qm, b-2026q4-3-2-1001-property", wrong_record)
PAYMENT = Typed("payment", "R261130-001, p-261130-k7qm", payment_meant)
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
    show_billing(estate, period, (billing, drawn), format, dry_run, reveal)


# --- payments ---------------------------------------------------------------------------------------------------------


@command.command("pay", help=_("Record a payment: oldest bills first, or those named; what is left over is a prepayment."))
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("The home it is for."))
@click.argument("amount", cls=AskedArgument, type=AMOUNT, help=_("How much."))
@click.option("--way", cls=AskedOption, required=True, type=ChoiceType(PaymentWay), help=_("How it was paid."))
@click.option("--payer", type=PAYER, help=_("Who owes it, if several do: a resident, or developer."))
@click.option("--bills", type=TEXT, metavar=_("ID,..."), help=_("These bills, in this order; any unique part, such as 2026q4."))
@click.option("--receipt", type=TEXT, metavar=_("NUMBER"), help=_("The receipt's number; else the next of the day."))
@click.option("--date", "day", type=DAY, help=_("The day it came in, if not today."))
@click.option("--note", type=TEXT, help=_("note"))
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
        show_payment(estate, payment, reveal)


@command.command("refund", help=_("Give back what was prepaid: a record of its own, with a receipt."))
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("The home it is for."))
@click.argument("amount", cls=AskedArgument, type=AMOUNT, help=_("How much."))
@click.option("--way", cls=AskedOption, required=True, type=ChoiceType(PaymentWay), help=_("How it is paid back."))
@click.option("--payer", type=PAYER, help=_("Whose money, if several have prepaid: a resident, or developer."))
@click.option("--receipt", type=TEXT, metavar=_("NUMBER"), help=_("The receipt's number; else the next of the day."))
@click.option("--note", type=TEXT, help=_("note"))
@by_option
@format_option
@reveal_option
@pass_estate
def refund(estate: Estate, by: str | None, format: str, reveal: bool, **given: Any) -> None:
    who = estate.user(by)
    money = Money(day=estate.today, **given)
    with estate.change("fee refund", N_("Refund %(ids)s of %(unit)s"), who) as change:
        payment = change.add(refund_of(change.store, money, who.id))
    say_record(estate, payment, format, payment.id)
    if format == "table":
        words = {"receipt": payment.receipt, "amount": -payment.amount, "name": name_of(estate.store, payment.payer, reveal)}
        echo(_("Receipt %(receipt)s: %(amount)s yuan back to %(name)s.") % words)


@command.command("correct", help=_("Put a bill or a payment right: its opposite and the right one are recorded, nothing is changed."))
@click.argument("record", cls=AskedArgument, type=WRONG, help=_("The receipt's number, or the id of the payment or the bill."))
@click.argument("why", cls=AskedArgument, type=TEXT, help=_("What was wrong."))
@click.option("--amount", type=AMOUNT, help=_("The right amount."))
@click.option("--payer", type=PAYER, help=_("Who it is really of: a resident, or developer."))
@click.option("--unit", type=UNIT, help=_("The home that it was really paid for."))
@click.option("--way", type=ChoiceType(PaymentWay), help=_("How it was really paid."))
@click.option("--bills", type=TEXT, metavar=_("ID,..."), help=_("The bills that it was really paid for."))
@click.option("--void", "is_void", is_flag=True, help=_("Nothing about it was right: only take it back."))
@by_option
@format_option
@pass_estate
def correct(estate: Estate, record: Bill | Payment, by: str | None, format: str, **given: Any) -> None:
    who = estate.user(by)
    subject = N_("Correction of %(wrong)s (%(count)d records)")
    with estate.change("fee correct", subject, who, wrong=record.id) as change:
        found = put_right(change, estate, record, Correction(**given), who.id)
    rows = [_corrected(estate, one) for one in found]
    labels = (_("ID"), _("what"), _("amount"), _("receipt"))
    show_rows(rows, format, ("id", "text", "amount", "receipt"), labels)


def _corrected(estate: Estate, record: Bill | Payment) -> dict[str, Any]:
    found = estate.store.find(type(record), record.id) or record
    text = bill_text(found) if isinstance(found, Bill) else payment_text(found)
    return {"id": found.id, "text": text, "amount": found.amount, "receipt": getattr(found, "receipt", None), "payer": found.payer}


@command.command("charge", help=_("What a home owes besides the property fee, such as parking: begins, or ends with --end."))
@click.argument("unit", cls=AskedArgument, type=UNIT)
@click.argument("item", cls=AskedArgument, type=ChoiceType(FeeItem))
@click.option("--count", type=WHOLE, default=1, help=_("How many: two parking places."))
@click.option("--monthly", type=AMOUNT, help=_("Yuan a month for one, if not as in the settings."))
@click.option("--from", "from_", type=DAY, help=_("From this day on."))
@click.option("--end", type=DAY, help=_("What there is of this item ends on this day."))
@by_option
@format_option
@pass_estate
def charge(estate: Estate, unit: Unit, item: FeeItem, end: date | None, by: str | None, format: str, **given: Any) -> None:
    with estate.change("fee charge", N_("Fixed fees of %(home)s"), estate.user(by), home=unit.id) as change:
        now = fresh(change, unit)
        charges = ended(now, item, end) if end else (*now.charges, Charge(item=item, **given))
        changed = change.put(replace(now, charges=charges))
    say_record(estate, changed, format, _("%(id)s changed.") % {"id": changed.id})


# --- papers and reports -----------------------------------------------------------------------------------------------


@command.command("receipt", help=_("Print a receipt, for the first time or again."))
@click.argument("payments", nargs=-1, required=True, type=PAYMENT, metavar=_("NUMBER..."))
@paper_options
@pass_estate
def receipt(estate: Estate, payments: Sequence[Payment], format: str | None, out: Path | None, language: str) -> None:
    from propops.desk.fee_papers import print_receipts

    print_receipts(estate, payments, format, out, language)


@command.command("notice", help=_("Print a payment notice for what is billed and not yet paid: one sheet for each payer."))
@click.argument("units", nargs=-1, type=UNIT, metavar=_("UNIT..."))
@click.option("--building", type=TEXT, help=_("Every home of this building."))
@paper_options
@pass_estate
def notice(estate: Estate, units: Sequence[Unit], building: str | None, format: str | None, out: Path | None, language: str) -> None:
    from propops.desk.fee_papers import print_notices

    if not units and building is None:
        raise click.UsageError(_("Name the homes, or the building: --building 3."))
    homes = units or [unit for unit in estate.store.all(Unit) if unit.building == building_named(building)]
    print_notices(estate, [unit.id for unit in homes], format, out, language)


@command.command("account", help=_("Bills and payments of a home in the order of time, payer by payer, with opening and closing balance."))
@click.argument("unit", cls=AskedArgument, type=UNIT)
@click.option("--since", type=DAY, help=_("From this day on; what was before is the opening balance."))
@click.option("--until", type=DAY, help=_("Until this day."))
@format_option
@reveal_option
@why_option
@pass_estate
def account(estate: Estate, unit: Unit, since: date | None, until: date | None, format: str, reveal: bool, why: bool) -> None:
    show_account(estate, unit.id, since, until or date.max, format, reveal, why)


@command.command("arrears", help=_("Who owes what is past its due day: one line for each payer and home."))
@click.option("--older-than", type=WHOLE, metavar=_("DAYS"), help=_("Only what is overdue for more days than this."))
@click.option("--building", type=TEXT, help=_("Only this building."))
@click.option("--bands", is_flag=True, help=_("The amounts by the age of the bills."))
@format_option
@reveal_option
@why_option
@pass_estate
def arrears(estate: Estate, older_than: int | None, building: str | None, **how: Any) -> None:
    wanted = building_named(building)
    found = [
        owing
        for owing in fees.accounts(unpaid(estate), estate.today)
        if owing.overdue_days > (older_than or 0) and wanted in (None, building_of(owing.unit))
    ]
    show_arrears(estate, found, **how)


@command.command("day", help=_("The day's takings by cashier and way, with the receipts from and to."))
@click.argument("day", type=DAY, required=False)
@format_option
@why_option
@pass_estate
def day(estate: Estate, day: date | None, format: str, why: bool) -> None:
    show_day(estate, day or estate.today, format, why)


@command.command("collection", help=_("How much of what fell due was paid: billed, due, collected and the rate, by month and building."))
@click.option("--since", type=MONTH, help=_("The first month; else January."))
@click.option("--until", type=MONTH, help=_("The last month; else this one."))
@click.option("--building", type=TEXT, help=_("Only this building."))
@click.option("--as-of", type=DAY, help=_("As it stood on this day."))
@format_option
@why_option
@pass_estate
def collection(
    estate: Estate, since: str | None, until: str | None, building: str | None, as_of: date | None, format: str, why: bool
) -> None:
    last = until or month_of(as_of or estate.today)
    show_collection(estate, (since or f"{last[:4]}-01", last), building_named(building), as_of or estate.today, format, why)


@command.command("export", help=_("The books for another program: every bill and payment, and what we say the balances are."))
@click.option("--to", "target", type=click.Choice(("beancount",)), required=True, help=_("Which program."))
@click.option("--since", type=DAY, help=_("From this day on; what was before is the opening balance."))
@click.option("--out", type=File(), help=_("Write this file."))
@pass_estate
def export(estate: Estate, target: str, since: date | None, out: Path | None) -> None:
    text = beancount.ledger(estate.settings.name, estate.store.all(Bill), estate.store.all(Payment), since)
    if out is None:
        echo(text.rstrip("\n"))
    else:
        write_out(out, text.encode("utf-8"))
        echo(str(out))
