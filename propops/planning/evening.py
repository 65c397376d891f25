"""Makes the days of a plan even again by moving as little as possible: what `--level` asks for.

Each officer's visits (or reminders) go to even days at the cost of one a move, an assignment problem; the planner is then asked
to keep everything where it stands now, and chooses slots and reasons as ever.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from propops.planning.accounts import Target, surroundings, target
from propops.planning.candidates import Candidate, survey
from propops.planning.instance import Assignment, Instance, Previous, PreviousReminder
from propops.planning.reminders import BLOCKED, PlannedReminder, ReminderPlan, even_days, plan_reminders
from propops.planning.visits import PlannedVisit, VisitPlan, plan_visits
from propops.planning.windows import Horizon, Timetable, horizon, timetables


@dataclass(frozen=True)
class _Item:
    """`mask`: the days it may stand on; what must not move has one day only."""

    day: int
    mask: int


def level_visits(instance: Instance, plan: VisitPlan, effort: int) -> VisitPlan:
    """The same visits by the same officers; announced ones and those fixed by hand stay."""
    span = horizon(instance)
    tables = timetables(instance, span)
    candidates = survey(instance, span, tables).candidates
    fixed = {p.assignment.unit for p in instance.previous if p.status in ("notified", "pinned")}
    moved: dict[str, Assignment] = {}
    for name, table in tables.items():
        mine = [visit for visit in plan.visits if visit.officer == name]
        items = [_visit_item(visit, candidates[visit.unit], visit.unit in fixed, span) for visit in mine]
        days = _even(items, table.days, max((_room(table, day) for day in table.days), default=0))
        moved |= _seated(mine, items, days, table, candidates)
    if not moved:
        return plan
    statuses = {previous.assignment.unit: previous.status for previous in instance.previous if previous.assignment.unit in fixed}
    places = [moved.get(visit.unit, visit.assignment) for visit in plan.visits]
    kept = tuple(Previous(place, statuses.get(place.unit, "planned")) for place in places)
    return _as_planned(plan_visits(replace(instance, previous=kept), effort), plan, moved)


def _as_planned(levelled: VisitPlan, plan: VisitPlan, moved: Mapping[str, Assignment]) -> VisitPlan:
    """With the reasons for which households were chosen, and promises broken, before anything was made even."""
    reasons = {visit.unit: visit.reason for visit in plan.visits if visit.unit not in moved or visit.reason.code != "kept"}
    visits = tuple(replace(visit, reason=reasons.get(visit.unit, visit.reason)) for visit in levelled.visits)
    return replace(plan, visits=visits)


def _visit_item(visit: PlannedVisit, candidate: Candidate, fixed: bool, span: Horizon) -> _Item:
    day = span.index(visit.date)
    mask = dict(candidate.options)[visit.officer]
    if candidate.due and visit.date <= candidate.due:
        mask &= span.until(candidate.due)
    return _Item(day, 1 << day if fixed else mask)


def _room(table: Timetable, day: int) -> int:
    return min(table.officer.max_day, table.officer.max_slot * len(table.slots[day]))


def _even(items: Sequence[_Item], days: Sequence[int], cap: int) -> list[int]:
    """The day of each item: as even as can be, with the fewest moves."""
    if not items:
        return []
    costs = [[0 if day == item.day else 1 if item.mask >> day & 1 else BLOCKED for day in days] for item in items]
    return [days[place] for place in even_days(costs, cap)]


def _seated(
    visits: Sequence[PlannedVisit], items: Sequence[_Item], days: Sequence[int], table: Timetable, candidates: Mapping[str, Candidate]
) -> dict[str, Assignment]:
    """The places of what moves; nothing moves into a day whose slots are full."""
    used = Counter((item.day, visit.slot) for visit, item in zip(visits, items, strict=True))
    moves = [(visit, item, day) for visit, item, day in zip(visits, items, days, strict=True) if day != item.day]
    used.subtract((item.day, visit.slot) for visit, item, _day in moves)
    found: dict[str, Assignment] = {}
    for visit, _item, day in moves:
        slots = [s for s in table.allowed(candidates[visit.unit].household.window, day) if used[day, s] < table.officer.max_slot]
        if not slots:
            return {}
        slot = min(slots, key=lambda slot: (used[day, slot], slot))
        used[day, slot] += 1
        found[visit.unit] = Assignment(table.horizon.days[day], visit.officer, slot, visit.unit)
    return found


def level_reminders(instance: Instance, visits: VisitPlan, plan: ReminderPlan) -> ReminderPlan:
    """The same payers by the same officers; what is for today or fixed by hand stays."""
    around = surroundings(instance, visits)
    targets = {account.id: found for account in instance.accounts if isinstance(found := target(account, around), Target)}
    fixed = {previous.account for previous in instance.previous_reminders if previous.status == "pinned"}

    def items(mine: Sequence[PlannedReminder]) -> Iterator[_Item]:
        for one in mine:
            day = around.span.index(one.date)
            stays = one.account in fixed or one.date == instance.today
            yield _Item(day, 1 << day if stays else dict(targets[one.account].options)[one.officer])

    places: list[PreviousReminder] = []
    for name, table in around.tables.items():
        mine = [one for one in plan.reminders if one.officer == name]
        days = _even(list(items(mine)), table.days, table.officer.reminder_cap)
        new = [replace(one.assignment, date=around.span.days[day]) for one, day in zip(mine, days, strict=True)]
        places += [PreviousReminder(one.account, place, "kept") for one, place in zip(mine, new, strict=True)]
    return plan_reminders(replace(instance, previous_reminders=tuple(places)), visits)
