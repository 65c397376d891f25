"""The numbers behind a plan: why this day for a household, and how an officer's quota came to be filled."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from propops.planning.instance import Household, Instance
from propops.planning.reasons import Shortfall
from propops.planning.visits import PlannedVisit, VisitPlan
from propops.planning.windows import horizon, prefers, timetables

# Why a day: the household's wish, the only one possible, neighbours on the same way, or that days are to be even.
WhyDay = Literal["only-window", "preferred", "only-day", "grouped", "even", "as-before"]


@dataclass(frozen=True, slots=True)
class DayGrounds:
    """`share` is the floor and the ceiling of the officer's visits over the days on duty."""

    why: WhyDay
    days_open: int
    days: int
    grouped_with: tuple[str, ...]
    count: int
    share: tuple[int, int]


@dataclass(frozen=True, slots=True)
class OfficerGrounds:
    """quota = done + due + fixed + longer + marginal + missing, when it is met or missed and not exceeded."""

    officer: str
    quota: int
    done: int
    planned: int
    due: int
    fixed: int  # announced, or put there by hand
    longer: int  # have waited longer than the cut-off
    marginal: int  # at the cut-off
    cut_off: int | None
    days: int
    capacity: int
    share: tuple[int, int]
    shortfall: Shortfall | None


def day_grounds(instance: Instance, plan: VisitPlan, visit: PlannedVisit) -> DayGrounds:
    mine = [other for other in plan.visits if other.officer == visit.officer]
    today = [other for other in mine if other.date == visit.date]
    homes = {household.id: household for household in instance.households}
    near = [o.unit for o in today if o.unit != visit.unit and homes[o.unit].building == homes[visit.unit].building]
    days = int(str(visit.reason.facts["days"]))
    open_days = int(str(visit.reason.facts["days_open"]))
    why = _why_day(homes[visit.unit], visit, near, open_days)
    return DayGrounds(why, open_days, days, tuple(near), len(today), _share(len(mine), days))


def _why_day(household: Household, visit: PlannedVisit, near: Sequence[str], open_days: int) -> WhyDay:
    if open_days == 1:
        return "only-day"
    if household.window and household.window.mode == "only":
        return "only-window"
    if visit.reason.code in ("kept", "notified", "pinned"):
        return "as-before"
    if near:
        return "grouped"
    wished = household.window is not None and prefers(household.window, visit.date.weekday(), visit.slot)
    return "preferred" if wished else "even"


def _share(total: int, days: int) -> tuple[int, int]:
    return (total // days, -(-total // days)) if days else (0, 0)


def officer_grounds(instance: Instance, plan: VisitPlan, name: str) -> OfficerGrounds:
    table = timetables(instance, horizon(instance))[name]
    mine = [visit for visit in plan.visits if visit.officer == name]
    cut_off = min((_bucket(visit) for visit in mine if _kind(visit) == "turn"), default=None)
    kinds = Counter(_kind(visit) for visit in mine)
    marginal = sum(_kind(visit) == "turn" and _bucket(visit) == cut_off for visit in mine)
    return OfficerGrounds(
        officer=name,
        quota=table.officer.quota,
        done=sum(visit.officer == name for visit in instance.done),
        planned=len(mine),
        due=kinds["due"],
        fixed=kinds["fixed"],
        longer=kinds["turn"] - marginal,
        marginal=marginal,
        cut_off=cut_off,
        days=len(table.days),
        capacity=table.capacity,
        share=_share(len(mine), len(table.days)),
        shortfall=next((short for short in plan.shortfall if short.officer == name), None),
    )


def _kind(visit: PlannedVisit) -> Literal["due", "fixed", "turn"]:
    if "due_by" in visit.reason.facts:
        return "due"
    return "fixed" if visit.reason.code in ("notified", "pinned") else "turn"


def _bucket(visit: PlannedVisit) -> int:
    return int(str(visit.reason.facts["bucket"]))


def homes_without_officer(instance: Instance) -> dict[str, int]:
    """Lived-in homes of buildings that nobody is responsible for, by building."""
    bare = {building.id for building in instance.buildings if not building.officers}
    return dict(sorted(Counter(home.building for home in instance.households if home.building in bare and home.occupied).items()))
