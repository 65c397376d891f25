"""What puts a bill or a payment right without touching it: its exact opposite, the right one, and covers that move along."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from propops.models.base import natural
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


def moved_covers(bills: Iterable[Bill], payments: Iterable[Payment], day: date) -> tuple[Payment, ...]:
    """What was paid on a bill that is reversed goes to the right one, if the same person owes it; the rest is prepaid. When the payment
    itself is taken back later, it comes back the same way."""
    bills, payments = sorted(bills, key=lambda bill: natural(bill.id)), list(payments)
    successors = {bill.replaces: bill for bill in bills if bill.replaces}
    reversed_ids = {bill.reverses for bill in bills if bill.reverses}
    paid: dict[str, Decimal] = defaultdict(Decimal)
    for payment in payments:
        for cover in payment.covers:
            paid[cover.bill] += cover.amount
    moved = [_moved(bill, successors.get(bill.id), paid, day) for bill in bills if bill.id in reversed_ids]
    return tuple(payment for payment in moved if payment is not None)


def _moved(old: Bill, new: Bill | None, paid: dict[str, Decimal], day: date) -> Payment | None:
    """Successors have greater ids: what arrives at one that is reversed too moves on in its turn."""
    amount = paid[old.id]
    if not amount:
        return None
    covers = [Cover(bill=old.id, amount=-amount)]
    if new is not None and new.payer == old.payer:
        part = min(amount, new.amount - paid[new.id]) if amount > 0 else -min(-amount, paid[new.id])
        covers += [Cover(bill=new.id, amount=part)] if part else []
        paid[new.id] += part
    return Payment(unit=old.unit, payer=old.payer, date=day, amount=Decimal("0.00"), way=PaymentWay.OFFSET, covers=tuple(covers))
