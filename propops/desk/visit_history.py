"""What the visits so far say about each home, from plain rows: a plan looks at every visit of the estate and at few of its fields."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from propops.estate import Estate
from propops.models.visit import OPEN, VisitKind, VisitStatus
from propops.planning.instance import Rest
from propops.store.query import ONE_OF, Test

# Visits that somebody arranged for a reason of their own: a plan works around them, and the gap of the rotation is not theirs.
OWN_CAUSE = (VisitKind.SPECIAL, VisitKind.COMPLAINT, VisitKind.REPAIR)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Past:
    """What its visits so far say about one home."""

    last: date | None = None
    officer: str | None = None  # of the last visit
    follow_up: date | None = None  # as agreed on the last visit
    expected: date | None = None  # an open visit before the month: still to come, or nobody recorded what became of it
    rest: Rest | None = None
    own_cause: bool = False  # a visit is to come that the rotation has nothing to do with


def pasts(estate: Estate, days: Sequence[date], homes: Collection[str] | None = None) -> Mapping[str, Past]:
    """By home, for planning the days of a month; a home without visits is not in it. With `homes`, of these alone."""
    tests = [] if homes is None else [Test("unit", ONE_OF, list(homes))]
    visits: dict[str, list[Row]] = defaultdict(list)
    for row in estate.rows.select("visit", tests, "date"):
        visits[row["unit"]].append(row)
    return {unit: _past(own, max(estate.today, days[0]), _rest(own, estate, days)) for unit, own in visits.items()}


def _past(visits: Sequence[Row], before: date, rest: Rest | None) -> Past:
    day = before.isoformat()
    done = [row for row in visits if row["status"] == VisitStatus.DONE]
    expected = [row["date"] for row in visits if row["status"] in OPEN and row["date"] < day]
    own_cause = any(row["status"] in OPEN and row["date"] >= day and row["type"] in OWN_CAUSE for row in visits)
    last = done[-1] if done else {}
    return Past(
        _day(last.get("date")),
        last.get("officer"),
        _day(last.get("follow_up_on")),
        _day(max(expected, default=None)),
        None if own_cause else rest,
        own_cause,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _rest(visits: Sequence[Row], estate: Estate, days: Sequence[date]) -> Rest | None:
    """After a refusal, for the rest of a month whose visit the desk has called off, and up to the visit that was put off to a later
    month: else the next plan would bring it back."""
    declined = [row["date"] for row in visits if row["status"] == VisitStatus.DECLINED]
    if declined:
        until = date.fromisoformat(declined[-1]) + timedelta(days=estate.settings.visits.declined_rest_days)
        if until >= days[0]:
            return Rest(until, "declined")
    first, last = days[0].isoformat(), days[-1].isoformat()
    called_off = any(row["status"] == VisitStatus.CANCELLED and first <= row["date"] <= last for row in visits)
    return Rest(days[-1], "cancelled") if called_off else _up_to_next(visits, estate, days)


def _up_to_next(visits: Sequence[Row], estate: Estate, days: Sequence[date]) -> Rest | None:
    """Unless a visit stands in the month already, or was agreed for it."""
    first, last = days[0].isoformat(), days[-1].isoformat()
    coming = min((row["date"] for row in visits if row["status"] in OPEN and row["date"] >= first), default="")
    agreed = any(first <= (row.get("follow_up_on") or "") <= last for row in visits)
    if coming <= last or agreed:
        return None
    day = date.fromisoformat(coming)
    return Rest(day, "next-visit") if day - days[-1] < timedelta(days=estate.settings.visits.min_gap_days) else None
