"""Days and hours of the sample: the estate's zone, public holidays, quarters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

ZONE = timezone(timedelta(hours=8))

# The State Council's notice for 2026; the sample must not change with the release of a calendar package.
HOLIDAYS = (
    (date(2026, 1, 1), date(2026, 1, 3), "元旦"),
    (date(2026, 2, 15), date(2026, 2, 23), "春节"),
    (date(2026, 4, 4), date(2026, 4, 6), "清明节"),
    (date(2026, 5, 1), date(2026, 5, 5), "劳动节"),
    (date(2026, 6, 19), date(2026, 6, 21), "端午节"),
    (date(2026, 9, 25), date(2026, 9, 27), "中秋节"),
    (date(2026, 10, 1), date(2026, 10, 7), "国庆节"),
)
MAKEUP_DAYS = (
    (date(2026, 1, 4), "元旦"),
    (date(2026, 2, 14), "春节"),
    (date(2026, 2, 28), "春节"),
    (date(2026, 5, 9), "劳动节"),
    (date(2026, 9, 20), "国庆节"),
    (date(2026, 10, 10), "国庆节"),
)
_MAKEUP = {day for day, __ in MAKEUP_DAYS}
# For years without a notice here the fixed days must do.
_FIXED = {(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)}


def is_holiday(day: date) -> bool:
    if day.year == 2026:
        return any(first <= day <= last for first, last, __ in HOLIDAYS)
    return (day.month, day.day) in _FIXED


def is_workday(day: date) -> bool:
    return day in _MAKEUP or (day.weekday() < 5 and not is_holiday(day))


def workday_from(day: date) -> date:
    while not is_workday(day):
        day += timedelta(1)
    return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Minutes beyond the hour run on: 9:75 is 10:15."""
    return datetime.combine(day, time(hour), ZONE) + timedelta(minutes=minute)


def waking(moment: datetime) -> datetime:
    """The moment itself, or the next morning: nobody is called late in the evening or at night."""
    if 9 <= moment.hour < 20:
        return moment
    evening = moment.replace(hour=20, minute=0) if moment.hour >= 20 else (moment - timedelta(1)).replace(hour=20, minute=0)
    slept = int((moment - evening).total_seconds()) // 60
    return at(evening.date() + timedelta(1), 9, 2 + slept // 20)


@dataclass(frozen=True)
class Span:
    """From the first day of the life told to the day on which the clock stands."""

    start: date
    until: date

    @property
    def begin(self) -> datetime:
        return at(self.start, 0)

    @property
    def now(self) -> datetime:
        return at(self.until, 9)

    def months(self) -> Iterator[date]:
        month = self.start
        while month <= self.until:
            yield month
            month = month_after(month)

    def ago(self, days: int) -> date:
        return self.until - timedelta(days)


def span_of(until: date, months: int) -> Span:
    start = until.replace(day=1)
    for __ in range(months - 1):
        start = (start - timedelta(1)).replace(day=1)
    return Span(start, until)


def month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(32)).replace(day=1)


def days_of(month: date) -> Iterator[date]:
    day, end = month.replace(day=1), month_after(month)
    while day < end:
        yield day
        day += timedelta(1)


def quarter_of(day: date) -> date:
    """Its first day."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def quarters_back(quarter: date, count: int) -> date:
    for __ in range(count):
        quarter = quarter_of(quarter - timedelta(1))
    return quarter


def name_of_quarter(quarter: date) -> str:
    return f"{quarter.year}q{(quarter.month + 2) // 3}"
