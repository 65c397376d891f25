"""Calendar 工作日历: public holidays and make-up days of years that the calendar package does not know yet.

A year counts as known here once its file has a record; the days come from the yearly notice of the State Council.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from propops.errors import Problem
from propops.i18n import N_, _
from propops.models.base import Choice, Field, Record, flaw


class DayType(Choice):
    HOLIDAY = "holiday", N_("public holiday")
    MAKEUP = "makeup", N_("make-up working day")


@dataclass(frozen=True, kw_only=True)
class Calendar(Record):
    """One holiday, a first to a last day, or one make-up day."""

    kind: ClassVar[str] = "calendar"
    label: ClassVar[str] = N_("calendar day")
    columns: ClassVar[tuple[str, ...]] = ("id", "from", "to", "type", "name")

    from_: Annotated[date, Field(N_("from"))]
    to: Annotated[date | None, Field(N_("to"))] = None
    type: Annotated[DayType, Field(N_("type"))] = DayType.HOLIDAY
    name: Annotated[str | None, Field(N_("name"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"calendar/{id.split('-')[1]}.yaml"

    def ids(self, day: date) -> Iterator[str]:
        yield f"h-{self.from_:%Y-%m-%d}"

    def flaws(self) -> Iterator[Problem]:
        if self.to and self.to < self.from_:
            yield flaw("dates-reversed", _("It ends before it begins."), "to")
        if self.to and self.to.year != self.from_.year:
            yield flaw("two-years", _("Write one record for each year."), "to")
