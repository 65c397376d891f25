"""Shifts and their handovers, from plain rows: which one ends, which comes next, what is missing or not signed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from propops.estate import Estate
from propops.i18n import N_, _
from propops.store.query import EMPTY, Test
from propops.tuples import NamedTuple

Row = Mapping[str, Any]

MISSING, UNSIGNED = N_("no handover of the shift %(from)s–%(to)s"), N_("handover to be signed")


class Reminder(NamedTuple):
    """`officer` is who still has to sign; nobody in particular where the handover is missing."""

    id: str
    day: str
    officer: str
    text: str
    is_late: bool


def shifts(estate: Estate) -> list[str]:
    return [shift["id"] for shift in _hours(estate)]


def _hours(estate: Estate) -> Sequence[Row]:
    rows: Sequence[Row] = estate.rows.settings["shifts"]
    return rows


def ending_shift(estate: Estate) -> str:
    """The one whose end is nearest."""
    nearest = min(_hours(estate), key=lambda shift: abs(_end(shift, estate.now) - estate.now))
    return str(nearest["id"])


def _end(shift: Row, now: datetime) -> datetime:
    return datetime.combine(now.date(), time.fromisoformat(shift["to"]), now.tzinfo)


def next_shift(estate: Estate, day: date, shift: str) -> tuple[date, str]:
    """After the last of a day comes the first of the next."""
    known = shifts(estate)
    nth = known.index(shift) + 1
    return (day, known[nth]) if nth < len(known) else (day + timedelta(days=1), known[0])


def reminders(estate: Estate) -> Iterator[Reminder]:
    """What is not in order about handovers; nothing in an estate that keeps none."""
    yesterday = estate.today - timedelta(days=1)
    in_use = estate.rows.select("handover", [Test("date", "<", estate.today)], limit=1)
    made = {row["shift"] for row in estate.rows.select("handover", [Test("date", "=", yesterday)])}
    for shift in _hours(estate) if in_use else []:
        if shift["id"] not in made:
            yield Reminder(f"h-{yesterday:%y%m%d}-{shift['id']}", yesterday.isoformat(), "", _(MISSING) % shift, True)
    for field, officer in (("signed_from", "from"), ("signed_to", "to")):
        for row in estate.rows.select("handover", [Test(field, EMPTY)]):
            is_late = row["date"] < estate.today.isoformat()
            yield Reminder(row["id"], row["date"], row.get(officer, ""), _(UNSIGNED), is_late)
