"""When a limit such as `15wm`, `24h`, `3d` or `5wd` runs out.

A plain limit runs on the calendar clock, day and night. A limit with `w` counts working hours of working days only: what
comes in outside working time starts at the next opening, lunch and closed days are skipped, and `n` working days end at the
same time of day on the n-th following working day.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise, takewhile

from propops.errors import refuse
from propops.frozen import Frozen, value_type
from propops.i18n import _
from propops.planning.workdays import Calendar
from propops.tuples import NamedTuple

_LIMIT = re.compile(r"(\d{1,5})(w?)([mhd])", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@value_type
class Limit(Frozen):
    count: int
    unit: str
    working: bool

    def __str__(self) -> str:
        return f"{self.count}{'w' if self.working else ''}{self.unit}"

    @property
    def duration(self) -> timedelta:
        return self.count * _UNITS[self.unit]


def parse_limit(text: str) -> Limit:
    match = _LIMIT.fullmatch(text.strip().lower())
    if not match:
        message = _("“%(text)s” is not a time limit.") % {"text": text}
        raise refuse("bad-limit", message, hint=_("Write for example 15wm, 2wh, 24h, 3d or 5wd."))
    return Limit(int(match[1]), match[3], match[2] == "w")


@value_type
class WorkingHours(Frozen):
    """The open spans of a working day, in order and apart, such as 08:30-12:00 and 13:30-18:00."""

    spans: tuple[tuple[time, time], ...]

    def __init__(self, spans: tuple[tuple[time, time], ...]) -> None:
        super().__init__(spans)
        flat = [moment for span in spans for moment in span]
        if not flat or any(a >= b for a, b in pairwise(flat)):
            raise refuse("bad-working-hours", _("Working hours must be spans in order that do not touch."))


class Pause(NamedTuple):
    """A time in which the clock stands still; without an end it stands still now."""

    since: datetime
    to: datetime | None


@value_type
class WorkClock(Frozen):
    """What the limits of an office run on."""

    hours: WorkingHours
    calendar: Calendar

    def due(self, start: datetime, limit: Limit | str, pauses: Iterable[Pause] = ()) -> datetime | None:
        """When the limit runs out; None while the clock stands still. What a pause leaves of the limit runs on after it."""
        limit = parse_limit(limit) if isinstance(limit, str) else limit
        end = due(start, limit, self.hours, self.calendar)
        for pause in pauses:
            since = max(pause.since, start)
            if since >= end or (pause.to is not None and pause.to <= since):
                continue
            if pause.to is None:
                return None
            left = self._between(since, end) if limit.working else end - since
            end = _run(pause.to, left, self.hours, self.calendar) if limit.working else pause.to + left
        return end

    def _between(self, since: datetime, until: datetime) -> timedelta:
        """Working time from one moment to another."""
        spans = takewhile(lambda span: span[0] < until, _spans(since, self.hours, self.calendar))
        return sum((max(min(end, until) - max(begin, since), timedelta()) for begin, end in spans), timedelta())


def due(received: datetime, limit: Limit | str, hours: WorkingHours, calendar: Calendar) -> datetime:
    limit = parse_limit(limit) if isinstance(limit, str) else limit
    if not limit.working:
        return received + limit.duration
    start = opening(received, hours, calendar)
    if limit.unit == "d":
        return datetime.combine(calendar.add_workdays(start.date(), limit.count), start.timetz())
    return _run(start, limit.duration, hours, calendar)


def opening(moment: datetime, hours: WorkingHours, calendar: Calendar) -> datetime:
    """The moment itself within working time, else the next opening; the very end of a span no longer counts."""
    return max(moment, next(begin for begin, end in _spans(moment, hours, calendar) if moment < end))


def _run(start: datetime, remaining: timedelta, hours: WorkingHours, calendar: Calendar) -> datetime:
    spans = _spans(start, hours, calendar)
    while True:
        begin, end = next(spans)
        begin = max(begin, start)
        if end > begin and remaining <= end - begin:
            return begin + remaining
        remaining -= max(end - begin, timedelta())


def _spans(moment: datetime, hours: WorkingHours, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    day = moment.date()
    while True:
        if calendar.is_workday(day):
            yield from (_on(day, span, moment) for span in hours.spans)
        day = _next(day)


def _on(day: date, span: tuple[time, time], moment: datetime) -> tuple[datetime, datetime]:
    begin, end = span
    return datetime.combine(day, begin, moment.tzinfo), datetime.combine(day, end, moment.tzinfo)


def _next(day: date) -> date:
    return day + timedelta(1)
