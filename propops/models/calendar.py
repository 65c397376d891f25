"""Calendar 工作日历: public holidays and make-up days of years that the calendar package does not know yet.

A year counts as known here once its file has a record; the days come from the yearly notice of the State Council.
"""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Record, Records, flaw, is_reversed

STATUTORY_DAYS = 13  # public holidays a year since 2025


class DayType(Choice):
    HOLIDAY = "holiday", N_("public holiday")
    MAKEUP = "makeup", N_("make-up working day")


@frozen
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

    @property
    def last(self) -> date:
        return self.to or self.from_

    def conflicts(self, records: Records) -> Iterator[Problem]:
        year = [entry for entry in records.all(Calendar) if entry.from_.year == self.from_.year and entry.type is DayType.HOLIDAY]
        days = sum((entry.last - entry.from_).days + 1 for entry in year)
        if days < STATUTORY_DAYS and self.id == min(entry.id for entry in year):
            message = _("Only %(days)d holidays of %(year)d are entered; every other day counts as an ordinary one.")
            yield flaw("incomplete-year", message % {"days": days, "year": self.from_.year}, severity="warning")
        for other in records.all(Calendar):
            if other.id < self.id and other.from_ <= self.last and self.from_ <= other.last:
                yield flaw("overlap", _("These days are entered twice (also %(id)s).") % {"id": other.id}, "from")

    def flaws(self) -> Iterator[Problem]:
        if self.id != next(self.ids(self.from_)):
            yield flaw("id-mismatch", _("The id is made of the first day (%(id)s).") % {"id": next(self.ids(self.from_))}, "id")
        if is_reversed(self.from_, self.to):
            yield flaw("dates-reversed", _("It ends before it begins."), "to")
        if self.to and self.to.year != self.from_.year:
            yield flaw("two-years", _("Write one record for each year."), "to")
        if self.type is DayType.MAKEUP and self.from_.isoweekday() < 6:
            yield flaw("not-weekend", _("A make-up working day falls on a weekend."), "from", severity="warning")
