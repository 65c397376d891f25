"""What puts a bill or a payment right without touching it: its exact opposite, the right one, and covers that move along."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from propops.models.bill import Bill
from propops.models.payment import Cover, Payment, PaymentWay


def opposite_bill(bill: Bill, day: date, why: str) -> Bill:
    """The credit note: it stands on the day of the correction, so that what was reported before stays true."""
    return replace(bill, id="", amount=-bill.amount, issued=day, reverses=bill.id, replaces=None, disputed=None, note=why, source=None)


def right_bill(bill: Bill, day: date, payer: str, amount: Decimal) -> Bill:
    made_out = replace(bill, id="", payer=payer, amount=amount, issued=day)
    return replace(made_out, reverses=None, replaces=bill.id, disputed=None, note=None, source=None)


def opposite_payment(payment: Payment, day: date, why: str) -> Payment:
    """Takes the money and everything it covered back, by the way it came."""
    covers = tuple(Cover(bill=cover.bill, amount=-cover.amount) for cover in payment.covers)
    taken_back = replace(payment, id="", date=day, amount=-payment.amount, covers=covers, receipt=None)
    return replace(taken_back, reverses=payment.id, replaces=None, note=why, source=None)


def moved_covers(old: Bill, new: Bill | None, payments: Iterable[Payment], day: date) -> Payment | None:
    """What was paid on a bill that is reversed goes to the right one, if the same person owes it; the rest is prepaid."""
    paid = sum((cover.amount for payment in payments for cover in payment.covers if cover.bill == old.id), Decimal(0))
    if not paid:
        return None
    covers = [Cover(bill=old.id, amount=-paid)]
    if new is not None and new.payer == old.payer and new.amount > 0:
        covers.append(Cover(bill=new.id, amount=min(paid, new.amount)))
    way = PaymentWay.OFFSET
    return Payment(unit=old.unit, payer=old.payer, date=day, amount=Decimal("0.00"), way=way, covers=tuple(covers))
