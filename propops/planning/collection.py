"""How much of what fell due came in: by month and building, as of any day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from propops.models.base import building_of, month_of, natural
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.planning.fees import NOTHING, charged_on


@dataclass(frozen=True, slots=True)
class Collection:
    """`billed` was made out in the month; `due` fell due in it, and `collected` is what was paid of that until the day asked for."""

    month: str
    building: str
    billed: Decimal
    due: Decimal
    collected: Decimal
    bills: tuple[str, ...]  # those that fell due

    @property
    def rate(self) -> Decimal | None:
        """Collected of due in percent, to one place; None where nothing fell due."""
        return (self.collected * 100 / self.due).quantize(Decimal("0.1")) if self.due > 0 else None


def collection(bills: Iterable[Bill], payments: Iterable[Payment], as_of: date) -> tuple[Collection, ...]:
    """By month and building. A bill and its reversal meet in the month in which the bill fell due."""
    bills = [bill for bill in bills if charged_on(bill) <= as_of]
    covered = paid_by(bills, payments, as_of)
    billed: dict[tuple[str, str], Decimal] = defaultdict(lambda: NOTHING)
    due: dict[tuple[str, str], list[Bill]] = defaultdict(list)
    for bill in bills:
        building = building_of(bill.unit)
        billed[month_of(charged_on(bill)), building] += bill.amount
        if bill.due <= as_of:
            due[month_of(bill.due), building].append(bill)
    keys = sorted({*billed, *due}, key=lambda key: (key[0], natural(key[1])))
    return tuple(_collected(key, billed[key], due[key], covered) for key in keys)


def _collected(key: tuple[str, str], billed: Decimal, due: Sequence[Bill], covered: Mapping[str, Decimal]) -> Collection:
    amount = sum((bill.amount for bill in due), NOTHING)
    paid = sum((covered[bill.id] for bill in due), NOTHING)
    return Collection(*key, billed, amount, paid, tuple(bill.id for bill in due))


def paid_by(bills: Iterable[Bill], payments: Iterable[Payment], as_of: date) -> dict[str, Decimal]:
    """What was paid of each bill until a day. A prepayment counts from the day on which the bill stands."""
    paid = {bill.id: NOTHING for bill in bills}
    for payment in payments:
        for cover in payment.covers if payment.date <= as_of else ():
            if cover.bill in paid:
                paid[cover.bill] += cover.amount
    return paid


def summed(parts: Iterable[Collection], month: str, building: str) -> Collection:
    parts = list(parts)
    return Collection(
        month,
        building,
        sum((part.billed for part in parts), NOTHING),
        sum((part.due for part in parts), NOTHING),
        sum((part.collected for part in parts), NOTHING),
        tuple(bill for part in parts for bill in part.bills),
    )
