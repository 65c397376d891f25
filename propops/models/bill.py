"""Bills 账单: what a payer owes for a period. A debt stays with the payer named here, whoever owns the home later."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar

from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models import model
from propops.models.base import (
    UNIT_PATTERN,
    Bearing,
    FeeItem,
    Field,
    Record,
    Records,
    UnitId,
    entrance_of,
    flaw,
    is_reversed,
    numbered,
    other_unit,
)

DEVELOPER = "developer"
PERIOD_PATTERN = r"[0-9]{4}(q[1-4]|-(0[1-9]|1[0-2]))?"

Payer = Annotated[str, Field(N_("payer"), ref="payer")]


def payer_faults(payer: str, unit: str) -> Iterator[Problem]:
    if payer != DEVELOPER and not is_of_home(payer, unit):
        yield flaw("other-home", _("The payer is not of this home (%(unit)s).") % {"unit": unit}, "payer", severity="warning")


def fractions(field: str, amount: Decimal) -> Iterator[Problem]:
    if amount.as_tuple().exponent not in (0, -1, -2):
        yield flaw("fractions", _("Amounts have two places at most."), field)


def is_of_home(payer: str, unit: str) -> bool:
    """Whether a payer is a resident of this home: 3-2-1001-wx is of 3-2-1001 and not of 3-2-100."""
    return payer.startswith(f"{unit}-")


@frozen
class Bill(Record):
    """One item for one home and period. The id follows from them, so that billing twice changes nothing.

    A wrong bill is never edited away: a second one with the opposite amount `reverses` it, and the right one `replaces` it.
    """

    kind: ClassVar[str] = "bill"
    label: ClassVar[str] = N_("bill")
    columns: ClassVar[tuple[str, ...]] = ("id", "unit", "payer", "item", "period", "amount", "due", "disputed")
    positional: ClassVar[tuple[str, ...]] = ("unit",)
    guarded: ClassVar[tuple[str, ...]] = ("unit", "payer", "item", "period", "amount")
    told_by: ClassVar[tuple[str, ...]] = ("payer", "item", "period", "amount", "disputed")
    id_pattern: ClassVar[str] = rf"b-[0-9]{{4}}(q[1-4]|m(0[1-9]|1[0-2]))?-{UNIT_PATTERN}-[a-z]+(-[0-9]+)?"
    bearings: ClassVar[tuple[Bearing, ...]] = (
        Bearing("payment", "bills_covered", ("amount", "unit")),
        Bearing("reminder", "bills", ("payer", "unit")),
    )

    unit: UnitId
    payer: Payer
    item: Annotated[FeeItem, Field(N_("item"))]
    period: Annotated[str, Field(N_("period"), pattern=PERIOD_PATTERN, example="2026q4, 2026-11, 2026")]
    amount: Annotated[Decimal, Field(N_("amount"), low=-100_000_000, high=100_000_000)]
    due: Annotated[date, Field(N_("due"))]
    disputed: Annotated[str | None, Field(N_("disputed"))] = None
    from_: Annotated[date | None, Field(N_("from"))] = None  # of a part of the period, where it is shared between payers
    to: Annotated[date | None, Field(N_("to"))] = None
    issued: Annotated[date | None, Field(N_("issued"))] = None  # of a correction; other bills stand on the first day of their period
    reverses: Annotated[str | None, Field(N_("reverses"), ref="bill")] = None
    replaces: Annotated[str | None, Field(N_("replaces"), ref="bill")] = None

    @classmethod
    def shard(cls, id: str) -> str:
        __, period, *rest = id.split("-")
        unit = rest[:-1] if not rest[-1].isdigit() else rest[:-2]
        return f"bill/{period}/{entrance_of('-'.join(unit))}.yaml"

    def ids(self, day: date) -> Iterator[str]:
        period = self.period.replace("-", "m")
        yield from numbered(f"b-{period}-{self.unit}-{self.item}")

    def flaws(self) -> Iterator[Problem]:
        yield from other_unit(self.id, self.unit)
        yield from fractions("amount", self.amount)
        if (self.amount < 0) is not bool(self.reverses) and self.amount:
            yield flaw("no-credit", _("A bill below zero, and no other, reverses another one."), "amount")
        if is_reversed(self.from_, self.to):
            yield flaw("dates-reversed", _("It ends before it begins."), "to")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from payer_faults(self.payer, self.unit)
        twins = [
            other
            for other in records.where(Bill, "unit", self.unit)
            if other.period == self.period and other.item == self.item and other.payer == self.payer
        ]
        reversed_ids = {other.reverses for other in twins}
        twins = [other for other in twins if not other.reverses and other.id not in reversed_ids]
        if len(twins) > 1:
            twins = [other for other in twins if not _is_ordered(other, records)]
        if len(twins) > 1 and self in twins:
            ids = ", ".join(sorted(other.id for other in twins))
            yield flaw("billed-twice", _("The same period is billed twice: %(ids)s.") % {"ids": ids}, "period")
        yield from self._reversal_faults(records)

    def _reversal_faults(self, records: Records) -> Iterator[Problem]:
        first = records.find(Bill, self.reverses)
        if first is None:
            return
        if (first.unit, first.payer, first.item, first.period, -first.amount) != (
            self.unit,
            self.payer,
            self.item,
            self.period,
            self.amount,
        ):
            yield flaw("reversal-differs", _("It is not the exact opposite of %(id)s.") % {"id": first.id}, "reverses")
        yield from reversed_twice(Bill, first.id, records)

    def departures(self, before: Record) -> Iterator[Problem]:
        yield from fixed_fields(self, before, self.guarded, _("A bill that was made out stays as it was."))


def _is_ordered(bill: Bill, records: Records) -> bool:
    """A household may order the same paid service twice in a month. By name: orders know bills, not the other way round."""
    return bool(records.where(model("service-order"), "bill", bill.id))


def reversed_twice(of: type[Record], id: str, records: Records) -> Iterator[Problem]:
    ids = sorted(other.id for other in records.where(of, "reverses", id))
    if len(ids) > 1:
        message = _("%(id)s is reversed twice: %(ids)s.") % {"id": id, "ids": ", ".join(ids)}
        yield flaw("reversed-twice", message, "reverses")


def fixed_fields(record: Record, before: Record, fields: Iterable[str], message: str) -> Iterator[Problem]:
    """What an edit must not change in money matters: the difference is recorded instead."""
    for field in fields:
        if getattr(record, field) != getattr(before, field):
            yield flaw("fixed", message, field, _("propops fee correct %(id)s records what is right.") % {"id": record.id})
