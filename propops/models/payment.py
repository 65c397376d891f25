"""Payments 缴费: money received, and which bills it covers; the rest is a prepayment."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar

from propops.errors import Problem
from propops.i18n import N_, _
from propops.models.base import Choice, Day, Field, Part, Record, Records, UnitId, flaw, month_of_id, not_yet
from propops.models.bill import Bill, Payer, fractions, payer_faults
from propops.models.frozen import frozen


class PaymentWay(Choice):
    CASH = "cash", N_("cash")
    WECHAT = "wechat", N_("WeChat")
    ALIPAY = "alipay", N_("Alipay")
    BANK = "bank", N_("bank transfer")
    CARD = "card", N_("card")


@frozen
class Cover(Part):
    bill: Annotated[str, Field(N_("bill"), ref="bill")]
    amount: Annotated[Decimal, Field(N_("amount"), low=0)]


@frozen
class Payment(Record):
    """Money received once. A correction or a refund is a new record, never an edit of an old one."""

    kind: ClassVar[str] = "payment"
    label: ClassVar[str] = N_("payment")
    prefix: ClassVar[str] = "p"
    columns: ClassVar[tuple[str, ...]] = ("id", "date", "unit", "payer", "amount", "way", "receipt", "received_by")
    positional: ClassVar[tuple[str, ...]] = ("unit",)

    unit: UnitId
    payer: Payer
    date: Annotated[Day, Field(N_("day"))]
    amount: Annotated[Decimal, Field(N_("amount"), low=-100_000_000, high=100_000_000)]
    way: Annotated[PaymentWay, Field(N_("way"))]
    receipt: Annotated[str | None, Field(N_("receipt"))] = None
    covers: Annotated[tuple[Cover, ...], Field(N_("covers"))] = ()
    received_by: Annotated[str | None, Field(N_("received by"), ref="staff")] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"payment/{month_of_id(id)}.yaml"

    @property
    def bills_covered(self) -> tuple[str, ...]:
        return tuple(cover.bill for cover in self.covers)

    @property
    def rest(self) -> Decimal:
        """What covers no bill yet: a prepayment."""
        return self.amount - sum((cover.amount for cover in self.covers), Decimal(0))

    def flaws(self) -> Iterator[Problem]:
        yield from fractions("amount", self.amount)
        for i, cover in enumerate(self.covers):
            yield from fractions(f"covers[{i}].amount", cover.amount)
        if self.covers and self.rest < 0:
            yield flaw("covers-too-much", _("It covers more than was paid."), "covers")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("date", self.date, records)
        yield from payer_faults(self.payer, self.unit)
        for i, cover in enumerate(self.covers):
            bill = records.find(Bill, cover.bill)
            if bill is not None:
                yield from self._cover_faults(bill, f"covers[{i}]", records)
        receipts = [other.id for other in records.where(Payment, "receipt", self.receipt)] if self.receipt else []
        if len(receipts) > 1:
            yield flaw("receipt-twice", _("The receipt number is used twice: %(ids)s.") % {"ids": ", ".join(sorted(receipts))}, "receipt")

    def _cover_faults(self, bill: Bill, field: str, records: Records) -> Iterator[Problem]:
        paid = sum((part.amount for part in covers_of(records, bill.id)), Decimal(0))
        if paid > bill.amount:
            message = _("%(bill)s is paid with %(paid)s of %(amount)s.") % {"bill": bill.id, "paid": paid, "amount": bill.amount}
            yield flaw("overpaid", message, f"{field}.amount")
        if bill.unit != self.unit:
            message = _("%(id)s belongs to another home (%(unit)s).") % {"id": bill.id, "unit": bill.unit}
            yield flaw("other-home", message, f"{field}.bill", severity="warning")

    def departures(self, before: Record) -> Iterator[Problem]:
        for field in ("unit", "payer", "date", "amount", "way"):
            if getattr(self, field) != getattr(before, field):
                hint = _("Record the difference as a payment of its own, negative if need be.")
                yield flaw("fixed", _("Money that was received stays as it was written down."), field, hint)


def covers_of(records: Records, bill: str) -> list[Cover]:
    return [cover for payment in records.where(Payment, "bills_covered", bill) for cover in payment.covers if cover.bill == bill]
