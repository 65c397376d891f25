"""Working days of the official calendar; the days are handed in, nothing is fetched here."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum

from propops.errors import refuse
from propops.frozen import Frozen, value_type
from propops.i18n import _


class Kind(StrEnum):
    WORKDAY = "workday"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


def days_of_month(month: date) -> Iterator[date]:
    day = month.replace(day=1)
    while (day.year, day.month) == (month.year, month.month):
        yield day
        day += timedelta(1)


@value_type
class Calendar(Frozen):
    days: Mapping[date, Kind]

    def kind(self, day: date) -> Kind:
        try:
            return self.days[day]
        except KeyError:
            message = _("The working calendar has no entry for %(day)s.") % {"day": day.isoformat()}
            raise refuse("calendar-missing", message) from None

    def is_workday(self, day: date) -> bool:
        """A Saturday that makes up for a bridged Monday works; the weekday alone says nothing."""
        return self.kind(day) in (Kind.WORKDAY, Kind.MAKEUP)

    def next_workday(self, day: date) -> date:
        """The day itself when it is one."""
        while not self.is_workday(day):
            day += timedelta(1)
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The count-th working day after `day` (before it, when negative); `day` itself does not count."""
        step = timedelta(1 if count >= 0 else -1)
        for _nth in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_of(self, month: date) -> tuple[date, ...]:
        return tuple(day for day in days_of_month(month) if self.is_workday(day))
