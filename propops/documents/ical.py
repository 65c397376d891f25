"""iCalendar (RFC 5545): events as text that calendar programs read. Times are UTC, so that no time zone has to be described."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FOLD = 75  # octets of a line; a longer one goes on in the next, after a space


@dataclass(frozen=True)
class Event:
    """`begin` and `end` are instants with an offset, or one day and the day after."""

    uid: str
    begin: datetime | date
    end: datetime | date
    summary: str
    description: str = ""
    location: str = ""
    is_confirmed: bool = False


def whole_day(day: date) -> tuple[date, date]:
    return day, day + timedelta(1)


def calendar_file(name: str, events: Iterable[Event], now: datetime) -> bytes:
    """The same events at the same moment are the same bytes. Each event's SEQUENCE counts minutes, so that a program which has the
    event already takes the later file's word."""
    return "".join(map(_folded, _calendar(name, events, now))).encode()


def _calendar(name: str, events: Iterable[Event], now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//propops//visits//EN", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALNAME:{_escaped(name)}"
    for event in events:
        yield from _event(event, now)
    yield "END:VCALENDAR"


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP{_time(now)}"
    yield f"SEQUENCE:{int(now.timestamp()) // 60}"
    yield f"DTSTART{_time(event.begin)}"
    yield f"DTEND{_time(event.end)}"
    for key, text in (("SUMMARY", event.summary), ("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if text:
            yield f"{key}:{_escaped(text)}"
    yield f"STATUS:{'CONFIRMED' if event.is_confirmed else 'TENTATIVE'}"
    yield "END:VEVENT"


def _time(moment: datetime | date) -> str:
    if isinstance(moment, datetime):
        return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";VALUE=DATE:{moment:%Y%m%d}"


def _escaped(text: str) -> str:
    """Controls other than line ends have no place in a calendar."""
    plain = text.replace("\r\n", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(char for char in plain if char.isprintable())


def _folded(line: str) -> str:
    """Cut between characters, never inside one."""
    lines, size = [""], 0
    for char in line:
        octets = len(char.encode())
        if size + octets > FOLD:
            lines.append(" ")
            size = 1
        lines[-1] += char
        size += octets
    return "".join(f"{part}\r\n" for part in lines)
