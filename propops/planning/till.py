"""The cashier's day: what came in and went out, by cashier and way, and whether a receipt is missing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from propops.models.base import natural
from propops.models.payment import Payment, PaymentWay, receipt_before
from propops.planning.fees import NOTHING


@dataclass(frozen=True, slots=True)
class Takings:
    """Of one cashier by one way, or a sum of such. Refunds and reversals are what was paid out."""

    cashier: str
    way: PaymentWay | None
    payments: tuple[Payment, ...]

    @property
    def received(self) -> Decimal:
        return sum((payment.amount for payment in self.payments if payment.amount > 0), NOTHING)

    @property
    def paid_out(self) -> Decimal:
        return -sum((payment.amount for payment in self.payments if payment.amount < 0), NOTHING)

    @property
    def net(self) -> Decimal:
        return self.received - self.paid_out

    @property
    def receipts(self) -> tuple[str, str] | None:
        """The first and the last number."""
        numbers = sorted((payment.receipt for payment in self.payments if payment.receipt), key=natural)
        return (numbers[0], numbers[-1]) if numbers else None


def takings(payments: Iterable[Payment]) -> tuple[Takings, ...]:
    """One for each cashier and way; what was set off without money is no part of it."""
    groups: dict[tuple[str, PaymentWay], list[Payment]] = defaultdict(list)
    for payment in payments:
        if payment.way is not PaymentWay.OFFSET:
            groups[payment.received_by or "", payment.way].append(payment)
    ways = list(PaymentWay)
    keys = sorted(groups, key=lambda key: (key[0], ways.index(key[1])))
    return tuple(Takings(*key, tuple(groups[key])) for key in keys)


def by_way(parts: Sequence[Takings]) -> tuple[Takings, ...]:
    ways = sorted({part.way for part in parts if part.way}, key=list(PaymentWay).index)
    return tuple(Takings("", way, tuple(one for part in parts if part.way is way for one in part.payments)) for way in ways)


def missing_receipts(payments: Iterable[Payment]) -> list[str]:
    """Numbers of ours that no payment carries though a later one of the day does."""
    known = {payment.receipt for payment in payments if payment.receipt}
    missing: set[str] = set()
    for receipt in known:
        before = receipt_before(receipt)
        while before and before not in known:
            missing.add(before)
            before = receipt_before(before)
    return sorted(missing)
