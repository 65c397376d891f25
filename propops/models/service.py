"""Services 服务项目: what the desk offers, free or at a price that every household is told of."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Bearing, Field, Record, Records, flaw, is_reversed
from propops.models.bill import fractions


class ServiceType(Choice):
    PUBLIC = "public", N_("public service")
    SPECIAL = "special", N_("special service")
    ON_REQUEST = "on-request", N_("service on request")


@frozen
class Service(Record):
    """One line of the catalogue; a price of 0 is free. A new price is a new record from its day on: what was told before stays readable."""

    kind: ClassVar[str] = "service"
    label: ClassVar[str] = N_("service")
    prefix: ClassVar[str] = "sv"
    columns: ClassVar[tuple[str, ...]] = ("id", "type", "name", "price", "price_unit", "provider", "valid_from", "valid_until")
    positional: ClassVar[tuple[str, ...]] = ("name",)
    guarded: ClassVar[tuple[str, ...]] = ("price",)
    bearings: ClassVar[tuple[Bearing, ...]] = (Bearing("service-order", "service", ("price", "valid_from", "valid_until")),)

    name: Annotated[str, Field(N_("service name"))]
    type: Annotated[ServiceType, Field(N_("type"))]
    price: Annotated[Decimal, Field(N_("price"), low=0, high=1_000_000)]
    price_unit: Annotated[str | None, Field(N_("unit of price"))] = None
    content: Annotated[str | None, Field(N_("what it covers"))] = None
    provider: Annotated[str | None, Field(N_("provider"))] = None
    valid_from: Annotated[date, Field(N_("valid from"))]
    valid_until: Annotated[date | None, Field(N_("valid until"))] = None

    @property
    def is_open(self) -> bool:
        """It has no end yet."""
        return self.valid_until is None

    def is_offered(self, day: date) -> bool:
        return self.valid_from <= day <= (self.valid_until or day)

    def flaws(self) -> Iterator[Problem]:
        yield from fractions("price", self.price)
        if is_reversed(self.valid_from, self.valid_until):
            yield flaw("dates-reversed", _("It ends before it begins."), "valid_until")
        if self.price and not self.price_unit:
            yield flaw("no-price-unit", _("Say what the price is for: an hour, a piece, a visit."), "price_unit")
        if self.price and self.type is ServiceType.PUBLIC:
            yield flaw("paid-twice", _("The property fee pays for public services already."), "price", severity="warning")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        same = [other for other in records.where(Service, "name", self.name) if other.id != self.id and self._meets(other)]
        if same:
            message = _("%(id)s offers the same in the same days.") % {"id": same[0].id}
            yield flaw("offered-twice", message, "valid_from", _("propops service price ID PRICE --from DAY changes a price."))

    def _meets(self, other: "Service") -> bool:
        first, last = max(self.valid_from, other.valid_from), min(self.valid_until or date.max, other.valid_until or date.max)
        return first <= last

    def departures(self, before: Record) -> Iterator[Problem]:
        if isinstance(before, Service) and self.price != before.price:
            hint = _("propops service price %(id)s PRICE --from DAY") % {"id": self.id}
            yield flaw("fixed", _("A published price stays as it was; a new one begins on a day."), "price", hint)
