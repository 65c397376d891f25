"""Service orders 服务预约: what a household ordered from the catalogue, at which price, and its bill."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar

from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Bearing, FeeItem, Field, Record, Records, UnitId, flaw, is_reversed, month_of_id, not_yet
from propops.models.bill import Bill, Payer, fractions
from propops.models.service import Service


@frozen
class ServiceOrder(Record):
    """One order. What it costs is agreed beforehand, and owed by a bill once it is done."""

    kind: ClassVar[str] = "service-order"
    label: ClassVar[str] = N_("service order")
    prefix: ClassVar[str] = "so"
    columns: ClassVar[tuple[str, ...]] = ("id", "unit", "service", "wanted_on", "price_agreed", "done_on", "bill", "cancelled")
    positional: ClassVar[tuple[str, ...]] = ("unit", "service")
    bearings: ClassVar[tuple[Bearing, ...]] = (Bearing("bill", "id", ("bill",), own="bill"),)

    unit: UnitId
    service: Annotated[str, Field(N_("service"), ref="service")]
    ordered_on: Annotated[date, Field(N_("ordered on"))]
    wanted_on: Annotated[date | None, Field(N_("wanted on"))] = None
    price_agreed: Annotated[Decimal, Field(N_("price agreed"), low=0, high=1_000_000)]
    payer: Payer | None = None
    done_on: Annotated[date | None, Field(N_("done on"))] = None
    done_by: Annotated[str | None, Field(N_("done by"))] = None
    bill: Annotated[str | None, Field(N_("bill"), ref="bill")] = None
    cancelled: Annotated[str | None, Field(N_("called off because"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"service-order/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.cancelled is None

    def flaws(self) -> Iterator[Problem]:
        yield from fractions("price_agreed", self.price_agreed)
        for field in ("wanted_on", "done_on"):
            if is_reversed(self.ordered_on, getattr(self, field)):
                yield flaw("dates-reversed", _("It lies before the order."), field)
        if self.done_on and self.cancelled:
            yield flaw("done-and-off", _("It was done and called off."), "cancelled")
        if self.done_on and self.price_agreed and self.bill is None:
            yield flaw("not-billed", _("It was done and has no bill."), "bill", severity="warning")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("done_on" if self.done_on else "ordered_on", self.done_on or self.ordered_on, records)
        yield from self._catalogue_faults(records)
        yield from self._bill_faults(records)
        if self.is_open and self.wanted_on and self.wanted_on < records.now.date():
            hint = _("propops service done %(id)s, or service cancel %(id)s WHY") % {"id": self.id}
            yield flaw("overdue", _("It was wanted by now."), "wanted_on", hint, severity="warning")

    def _catalogue_faults(self, records: Records) -> Iterator[Problem]:
        service = records.find(Service, self.service)
        if service is None:
            return
        if not service.is_offered(self.wanted_on or self.ordered_on):
            yield flaw("not-offered", _("The catalogue does not offer it on that day."), "service", severity="warning")
        if service.price == 0 and self.price_agreed:
            yield flaw("free-service", _("The catalogue says that it is free."), "price_agreed", severity="warning")

    def _bill_faults(self, records: Records) -> Iterator[Problem]:
        bill = records.find(Bill, self.bill)
        if bill is None:
            return
        if (bill.unit, bill.item, bill.amount) != (self.unit, FeeItem.SERVICE, self.price_agreed):
            yield flaw("other-bill", _("The bill is of another home, item or amount."), "bill")
        if len(records.where(ServiceOrder, "bill", bill.id)) > 1:
            yield flaw("bill-shared", _("Another order names the same bill."), "bill")
