"""Calendar 工作日历: public holidays and make-up days of years that the calendar package does not know yet.

A year counts as known here once its file has a record; the days come from the yearly notice of the State Council.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from propops.errors import Problem
from propops.i18n import N_, _
from propops.models.base import Choice, Field, Record, Records, flaw

STATUTORY_DAYS = 13  # public holidays a year since 2025


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

    def conflicts(self, records: Records) -> Iterator[Problem]:
        year = [entry for entry in records.all(Calendar) if entry.from_.year == self.from_.year and entry.type is DayType.HOLIDAY]
        days = sum(((entry.to or entry.from_) - entry.from_).days + 1 for entry in year)
        if days < STATUTORY_DAYS and self.id == min(entry.id for entry in year):
            message = _("Only %(days)d holidays of %(year)d are entered; every other day counts as an ordinary one.")
            yield flaw("incomplete-year", message % {"days": days, "year": self.from_.year}, severity="warning")

    def flaws(self) -> Iterator[Problem]:
        if self.to and self.to < self.from_:
            yield flaw("dates-reversed", _("It ends before it begins."), "to")
        if self.to and self.to.year != self.from_.year:
            yield flaw("two-years", _("Write one record for each year."), "to")
