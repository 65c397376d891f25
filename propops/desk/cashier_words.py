"""What the cashier is told: the bills of a period, and a payment with what it settled."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from propops.desk.cashier import name_of
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.base import natural
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.planning import fees
from propops.planning.billing import Billing, Period
from propops.terminal.output import echo, show_rows, shown

STATES = {"new": N_("new bill"), "existing": N_("there already")}


def show_billing(estate: Estate, period: Period, made: tuple[Billing, Sequence[Payment]], format: str, dry_run: bool, reveal: bool) -> None:
    billing, drawn = made
    if format != "table" or dry_run:
        columns = ("unit", "name", "item", "amount", "due", "prepaid", "state")
        labels = (_("unit"), _("payer"), _("item"), _("amount"), _("due"), _("from prepayment"), _("state"))
        rows = _billed(estate, billing, drawn, reveal)
        table = [row | {"state": _(STATES.get(row["state"], "")) or row["state"]} for row in rows] if format == "table" else rows
        show_rows(table, format, columns, labels)
    if format == "table":
        echo(_summary(period, billing))
        for item, amount in _by_item(billing).items():
            echo(f"  {shown(item)}: {amount}")
        for home, reason in billing.skipped:
            echo(_("Left out: %(unit)s, %(reason)s.") % {"unit": home, "reason": _(reason.label)})


def _billed(estate: Estate, billing: Billing, drawn: Sequence[Payment], reveal: bool) -> list[dict[str, Any]]:
    """Every bill once: made now, or before; and the homes left out and why."""
    new = {bill.id for bill in billing.bills}
    covered = _drawn_by_bill(estate, drawn)
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
            "prepaid": covered.get(bill.id),
        }
        for bill in (*billing.bills, *billing.existing)
    ]
    rows += [{"unit": unit, "state": reason} for unit, reason in billing.skipped]
    return sorted(rows, key=lambda row: natural(str(row["unit"])))


def _drawn_by_bill(estate: Estate, drawn: Sequence[Payment]) -> Mapping[str, Decimal]:
    """Only what is drawn now: a payment may have covered bills before."""
    found: dict[str, Decimal] = {}
    for payment in drawn:
        before = estate.store.find(Payment, payment.id)
        known = len(before.covers) if before and before != payment else 0
        for cover in payment.covers[known:]:
            found[cover.bill] = found.get(cover.bill, Decimal(0)) + cover.amount
    return found


def _by_item(billing: Billing) -> dict[Any, Decimal]:
    """Only where there is more than one item to tell apart."""
    items = dict.fromkeys(bill.item for bill in billing.bills)
    sums = {item: sum((bill.amount for bill in billing.bills if bill.item is item), fees.NOTHING) for item in items}
    return sums if len(sums) > 1 else {}


def _summary(period: Period, billing: Billing) -> str:
    words = {
        "period": period.name,
        "bills": len(billing.bills),
        "amount": sum((bill.amount for bill in billing.bills), fees.NOTHING),
        "existing": len(billing.existing),
        "skipped": len(billing.skipped),
    }
    return _("%(period)s: new bills %(bills)d, %(amount)s yuan; there already %(existing)d; left out %(skipped)d.") % words


def show_payment(estate: Estate, payment: Payment, reveal: bool) -> None:
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
