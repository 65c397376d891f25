"""Payments 缴费: money received, and which bills it covers; the rest is a prepayment."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Bearing, Day, Field, Part, Record, Records, UnitId, flaw, month_of_id, not_yet
from propops.models.bill import Bill, Payer, fixed_fields, fractions, payer_faults, reversed_twice


class PaymentWay(Choice):
    CASH = "cash", N_("cash")
    WECHAT = "wechat", N_("WeChat")
    ALIPAY = "alipay", N_("Alipay")
    BANK = "bank", N_("bank transfer")
    CARD = "card", N_("card")
    OFFSET = "offset", N_("set off, no money moved")


@frozen
class Cover(Part):
    bill: Annotated[str, Field(N_("bill"), ref="bill")]
    amount: Annotated[Decimal, Field(N_("amount"), low=-100_000_000, high=100_000_000)]


@frozen
class Payment(Record):
    """Money received once. A correction or a refund is a new record, never an edit of an old one.

    A refund is below zero and takes from what was prepaid. A payment that `reverses` another is its exact opposite, covers too. One of
    zero moves covers from a bill to its correction.
    """

    kind: ClassVar[str] = "payment"
    label: ClassVar[str] = N_("payment")
    prefix: ClassVar[str] = "p"
    columns: ClassVar[tuple[str, ...]] = ("id", "date", "unit", "payer", "amount", "way", "receipt", "received_by")
    positional: ClassVar[tuple[str, ...]] = ("unit",)
    guarded: ClassVar[tuple[str, ...]] = ("unit", "payer", "date", "amount", "way", "receipt", "covers")
    bearings: ClassVar[tuple[Bearing, ...]] = (Bearing("payment", "reverses", ("covers",)),)

    unit: UnitId
    payer: Payer
    date: Annotated[Day, Field(N_("day"))]
    amount: Annotated[Decimal, Field(N_("amount"), low=-100_000_000, high=100_000_000)]
    way: Annotated[PaymentWay, Field(N_("way"))]
    receipt: Annotated[str | None, Field(N_("receipt"))] = None
    covers: Annotated[tuple[Cover, ...], Field(N_("covers"))] = ()
    received_by: Annotated[str | None, Field(N_("received by"), ref="staff")] = None
    reverses: Annotated[str | None, Field(N_("reverses"), ref="payment")] = None
    replaces: Annotated[str | None, Field(N_("replaces"), ref="payment")] = None

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

    @property
    def unit_paid_back(self) -> str | None:
        """The home, if money went back for it: only there more can be paid back than was prepaid."""
        return self.unit if self.rest < 0 else None

    def flaws(self) -> Iterator[Problem]:
        yield from fractions("amount", self.amount)
        for i, cover in enumerate(self.covers):
            yield from fractions(f"covers[{i}].amount", cover.amount)
            if cover.amount < 0 and not self.reverses and self.way is not PaymentWay.OFFSET:
                yield flaw("takes-back", _("Only a correction takes back what covered a bill."), f"covers[{i}].amount")
        if self.covers and self.rest < 0 and not self.reverses and self.way is not PaymentWay.OFFSET:
            yield flaw("covers-too-much", _("It covers more than was paid."), "covers")
        if self.way is PaymentWay.OFFSET and self.amount:
            yield flaw("offset-with-money", _("Where bills are set off, no money moves: the amount is zero."), "amount")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("date", self.date, records)
        yield from payer_faults(self.payer, self.unit)
        for i, cover in enumerate(self.covers):
            bill = records.find(Bill, cover.bill)
            if bill is not None:
                yield from self._cover_faults(bill, f"covers[{i}]", records)
        yield from self._receipt_faults(records)
        yield from self._paid_back_faults(records)

    def _receipt_faults(self, records: Records) -> Iterator[Problem]:
        """Numbers of ours run on through a day. One that is missing was taken out by hand."""
        receipts = [other.id for other in records.where(Payment, "receipt", self.receipt)] if self.receipt else []
        if len(receipts) > 1:
            yield flaw("receipt-twice", _("The receipt number is used twice: %(ids)s.") % {"ids": ", ".join(sorted(receipts))}, "receipt")
        before = receipt_before(self.receipt)
        if before and not records.where(Payment, "receipt", before):
            yield flaw("receipt-gap", _("There is no receipt %(number)s before it.") % {"number": before}, "receipt", severity="warning")

    def _paid_back_faults(self, records: Records) -> Iterator[Problem]:
        first = records.find(Payment, self.reverses)
        if first is not None:
            if (first.unit, first.payer, first.way, -first.amount) != (self.unit, self.payer, self.way, self.amount) or (
                _covered(first) != {bill: -amount for bill, amount in _covered(self).items()}
            ):
                yield flaw("reversal-differs", _("It is not the exact opposite of %(id)s.") % {"id": first.id}, "reverses")
            yield from reversed_twice(Payment, first.id, records)
        if records.where(Payment, "unit_paid_back", self.unit):
            rests = [other.rest for other in records.where(Payment, "unit", self.unit) if other.payer == self.payer]
            if sum(rests) < 0:
                message = _("More was paid back than was prepaid: %(amount)s too much.") % {"amount": -sum(rests)}
                yield flaw("refunded-too-much", message, "amount")

    def _cover_faults(self, bill: Bill, field: str, records: Records) -> Iterator[Problem]:
        paid = sum((part.amount for part in covers_of(records, bill.id)), Decimal(0))
        amount = bill.amount if not records.where(Bill, "reverses", bill.id) else Decimal(0)
        if paid > amount:
            message = _("%(bill)s is paid with %(paid)s of %(amount)s.") % {"bill": bill.id, "paid": paid, "amount": amount}
            yield flaw("overpaid", message, f"{field}.amount")
        if bill.payer != self.payer:
            message = _("%(bill)s is owed by someone else (%(payer)s).") % {"bill": bill.id, "payer": bill.payer}
            yield flaw("other-payer", message, f"{field}.bill")
        if bill.unit != self.unit:
            message = _("%(id)s belongs to another home (%(unit)s).") % {"id": bill.id, "unit": bill.unit}
            yield flaw("other-home", message, f"{field}.bill", severity="warning")

    def departures(self, before: Record) -> Iterator[Problem]:
        """What was prepaid may cover further bills."""
        assert isinstance(before, Payment)
        grew = "covers" if self.covers[: len(before.covers)] == before.covers else ""
        fields = (field for field in self.guarded if field != grew)
        yield from fixed_fields(self, before, fields, _("Money that was received stays as it was written down."))


def _covered(payment: Payment) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for cover in payment.covers:
        found[cover.bill] = found.get(cover.bill, Decimal(0)) + cover.amount
    return found


def receipt_before(receipt: str | None) -> str | None:
    """`R261130-004` -> `R261130-003`; None for the first of a day, and for numbers of another form."""
    head, __, number = (receipt or "").rpartition("-")
    is_ours = len(head) == 7 and head[0] == "R" and head[1:].isdecimal() and number.isdecimal()
    return f"{head}-{int(number) - 1:03d}" if is_ours and int(number) > 1 else None


def covers_of(records: Records, bill: str) -> list[Cover]:
    return [cover for payment in records.where(Payment, "bills_covered", bill) for cover in payment.covers if cover.bill == bill]
