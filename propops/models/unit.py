"""Units 房屋: every home of the estate, lived in or not."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import UNIT_PATTERN, Bearing, FeeItem, Field, Part, Record, Records, entrance_of, flaw, is_reversed, not_yet


class Occupancy(Choice):
    OWNER = "owner-occupied", N_("owner-occupied")
    LET = "let", N_("let")
    VACANT = "vacant", N_("vacant")
    NOT_HANDED_OVER = "not-handed-over", N_("not handed over")


@frozen
class Charge(Part):
    """A fixed item that this home owes: two parking places. Without a price of its own, the settings' one."""

    item: Annotated[FeeItem, Field(N_("item"))]
    count: Annotated[int, Field(N_("quantity"), low=1, high=100)] = 1
    monthly: Annotated[Decimal | None, Field(N_("yuan a month"), low=0, high=1_000_000)] = None
    from_: Annotated[date | None, Field(N_("from"))] = None
    to: Annotated[date | None, Field(N_("to"))] = None

    def holds(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)


@frozen
class Unit(Record):
    """A home. Its id is its name: building-entrance-room, `3-2-1001`, or building-room where there is one entrance."""

    kind: ClassVar[str] = "unit"
    label: ClassVar[str] = N_("unit")
    columns: ClassVar[tuple[str, ...]] = ("id", "storey", "area_m2", "layout", "occupancy", "handed_over")
    positional: ClassVar[tuple[str, ...]] = ("id",)
    bearings: ClassVar[tuple[Bearing, ...]] = tuple(Bearing(kind, "unit", ("occupancy",)) for kind in ("visit", "reminder"))
    is_fact: ClassVar[bool] = True

    building: Annotated[str, Field(N_("building"), pattern=r"[0-9A-Za-z]{1,6}", example='"3"')]
    entrance: Annotated[str | None, Field(N_("entrance"), pattern=r"[0-9A-Za-z]{1,4}", example='"2"')] = None
    room: Annotated[str, Field(N_("room"), pattern=r"[0-9A-Za-z]{1,6}", example='"1001"')]
    storey: Annotated[int | None, Field(N_("storey"), low=-5, high=200)] = None
    area_m2: Annotated[Decimal | None, Field(N_("area in m²"), low=1, high=100_000)] = None
    layout: Annotated[str | None, Field(N_("layout"))] = None
    occupancy: Annotated[Occupancy, Field(N_("occupancy"))]
    handed_over: Annotated[date | None, Field(N_("handed over"))] = None
    fee_rate: Annotated[Decimal | None, Field(N_("fee rate"), low=0, high=1000)] = None
    charges: Annotated[tuple[Charge, ...], Field(N_("fixed fees"))] = ()

    @classmethod
    def shard(cls, id: str) -> str:
        return f"unit/{entrance_of(id)}.yaml"

    def ids(self, day: date) -> Iterator[str]:
        yield self.name_from_parts

    @property
    def name_from_parts(self) -> str:
        return "-".join(part for part in (self.building, self.entrance, self.room) if part)

    @property
    def is_lived_in(self) -> bool:
        return self.occupancy not in (Occupancy.VACANT, Occupancy.NOT_HANDED_OVER)

    @property
    def level(self) -> int:
        """The storey; taken from the room number where it is not recorded (1001 is on the tenth)."""
        if self.storey is not None:
            return self.storey
        digits = "".join(character for character in self.room if character.isdigit())
        return int(digits[:-2]) if len(digits) > 2 else 0

    def flaws(self) -> Iterator[Problem]:
        import re

        if not re.fullmatch(UNIT_PATTERN, self.id):
            yield flaw("bad-id", _("A unit is written building-entrance-room, such as 3-2-1001."), "id")
        elif self.id != self.name_from_parts:
            yield flaw(
                "id-mismatch", _("The id does not match building, entrance and room (%(name)s).") % {"name": self.name_from_parts}, "id"
            )
        if self.occupancy is Occupancy.NOT_HANDED_OVER and self.handed_over:
            yield flaw("handed-over", _("A home that is not handed over has no hand-over day."), "handed_over")
        for i, charge in enumerate(self.charges):
            if is_reversed(charge.from_, charge.to):
                yield flaw("dates-reversed", _("It ends before it begins."), f"charges[{i}].to")
            if charge.item is FeeItem.PROPERTY:
                yield flaw("no-fixed-fee", _("The property fee follows from area and rate."), f"charges[{i}].item")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        if self.handed_over:
            yield from not_yet("handed_over", self.handed_over, records)


def nobody_home(unit: str, records: Records, hint: str) -> Iterator[Problem]:
    home = records.find(Unit, unit)
    if home is not None and not home.is_lived_in:
        yield flaw("vacant", _("Nobody lives in this home."), "unit", hint)
