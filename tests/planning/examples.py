"""A small estate for the planning tests: one building, one officer, March 2026, all of it to be varied by keyword."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from propops.planning.instance import Account, Assignment, Building, Household, Instance, Officer, Rules, Slot
from propops.planning.workdays import Kind, days_of_month

MONTH = date(2026, 3, 1)
SLOTS = (Slot("m1", "E"), Slot("m2", "E"), Slot("a1", "L"), Slot("e1", "L"))
RULES = Rules(
    slots=SLOTS,
    stage_gap_days={"friendly": 7, "call": 7, "visit": 14, "notice": 30, "lawyer": 30},
    inperson_stages=("friendly", "visit", "notice"),
    windowed_stages=("call", "visit", "notice"),
)


def march(day: int) -> date:
    return MONTH.replace(day=day)


def calendar(month: date = MONTH) -> dict[date, Kind]:
    return {day: Kind.WEEKEND if day.weekday() > 4 else Kind.WORKDAY for day in days_of_month(month)}


def officer(id: str = "wang", days: Iterable[int] = range(2, 28), **changes: Any) -> Officer:
    """On the early shift on the days given."""
    result = Officer(id, quota=6, max_day=4, max_slot=2, reminder_cap=3, shifts={march(day): "E" for day in days})
    return replace(result, **changes)


def household(id: str, waited: int = 200, **changes: Any) -> Household:
    """Named by its room, such as `1-0301`: building 1, storey 3."""
    building, room = id.split("-")
    return replace(Household(id, building, int(room[:2]), last_visit=MONTH - timedelta(waited)), **changes)


def account(unit: str, **changes: Any) -> Account:
    return replace(Account(unit, unit, "owner", amount=50_000, overdue_days=40, stage="friendly"), **changes)


def households(count: int, building: str = "1", **changes: Any) -> tuple[Household, ...]:
    return tuple(household(f"{building}-{n + 1:02}01", **changes) for n in range(count))


def estate(
    households: Sequence[Household] = (), officers: Sequence[Officer] = (), accounts: Sequence[Account] = (), **changes: Any
) -> Instance:
    officers = tuple(officers) or (officer(),)
    buildings = tuple(Building(id, tuple(o.id for o in officers)) for id in sorted({h.building for h in households}))
    result = Instance(MONTH, MONTH, calendar(), RULES, buildings, officers, tuple(households), accounts=tuple(accounts))
    return replace(result, **changes)


def visit(unit: str, day: int, slot: str = "m1", officer: str = "wang") -> Assignment:
    return Assignment(march(day), officer, slot, unit)
