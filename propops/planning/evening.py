"""Makes a plan even again by moving as little as possible: what `--level` asks for.

Each officer's visits (or reminders) go to even days, within these to even weeks, at the cost of one a move; then visits go to even slots of
their days in the same way. The planner is asked to keep everything where it stands now, and gives reasons as ever.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from propops.planning.accounts import Target, surroundings, target
from propops.planning.balance import BLOCKED, Bin, balance
from propops.planning.candidates import Candidate, survey
from propops.planning.instance import Assignment, Instance, Previous, PreviousReminder, Window
from propops.planning.levelling import Levels, Share, slot_bounds
from propops.planning.reminders import PlannedReminder, ReminderPlan, plan_reminders
from propops.planning.visits import PlannedVisit, VisitPlan, plan_visits
from propops.planning.windows import Horizon, Timetable, horizon, prefers, timetables

Cell = tuple[int, str]  # day and slot


@dataclass(frozen=True)
class _Item:
    """`mask`: the days it may stand on; what must not move has one day only, and keeps its slot."""

    day: int
    mask: int
    slot: str = ""
    window: Window | None = None
    fixed: bool = False


# --- days and weeks ---------------------------------------------------------------------------------------------------


def _even_days(items: Sequence[_Item], days: Sequence[int], levels: Levels, room: Mapping[int, int], depth: int) -> list[int]:
    """The day of each item: even days, then weeks, then (as far as `depth`) shifts, and of all such ways one with the fewest moves."""
    costs = [[int(day != item.day) if item.mask >> day & 1 else BLOCKED for day in days] for item in items]
    bins = [Bin(levels.of[day][:depth], room[day]) for day in days]
    return [days[place] for place in balance([days.index(item.day) for item in items], costs, bins)]


def _depth(levels: Levels, days: Sequence[int]) -> int:
    """Shifts count where each week is of one shift."""
    return 3 if len({(levels.week[day], levels.shift[day]) for day in days}) == len({levels.week[day] for day in days}) else 2


# --- visits -----------------------------------------------------------------------------------------------------------


def level_visits(instance: Instance, plan: VisitPlan, effort: int) -> VisitPlan:
    """The same visits by the same officers; announced ones and those fixed by hand stay."""
    span = horizon(instance)
    tables = timetables(instance, span)
    candidates = survey(instance, span, tables).candidates
    fixed = {previous.assignment.unit: previous.status for previous in instance.previous if previous.is_appointment}
    moved: dict[str, Assignment] = {}
    for name, table in tables.items():
        mine = [visit for visit in plan.visits if visit.officer == name]
        if mine:
            items = [_visit_item(visit, candidates[visit.unit], visit.unit in fixed, span) for visit in mine]
            cells = zip(mine, items, _even_cells(items, table), strict=True)
            moved |= {
                visit.unit: Assignment(span.days[day], name, slot, visit.unit)
                for visit, item, (day, slot) in cells
                if (day, slot) != (item.day, item.slot)
            }
    if not moved:
        return plan
    places = [moved.get(visit.unit, visit.assignment) for visit in plan.visits]
    kept = tuple(Previous(place, fixed.get(place.unit, "planned")) for place in places)
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
    return _Item(day, 1 << day if fixed else mask, visit.slot, candidate.household.window, fixed)


def _even_cells(items: Sequence[_Item], table: Timetable) -> list[Cell]:
    """Day and slot of each item; all as it was where slots cannot hold what moved."""
    levels = Levels(table, len(items), len(items) + 1)
    room = {day: min(table.officer.max_day, table.officer.max_slot * len(table.slots[day])) for day in table.days}
    days = _even_days(items, table.days, levels, room, _depth(levels, table.days))
    cells = _even_slots(items, days, table)
    before = [(item.day, item.slot) for item in items]
    used = Counter(cells)
    is_full = any(cell != old and used[cell] > table.officer.max_slot for cell, old in zip(cells, before, strict=True))
    return before if is_full else cells


def _even_slots(items: Sequence[_Item], days: Sequence[int], table: Timetable) -> list[Cell]:
    """The cell of each item within its day: none too full, even slots, the fewest moves, no wish missed needlessly."""
    heavier = 4 * len(items) + 1  # than all moves and missed wishes together
    shares = {slot: Share(heavier, *bounds) for slot, bounds in slot_bounds(table, len(items)).items()}
    cells = [(day, slot.id) for day in table.days for slot in table.slots[day]]
    room = table.officer.max_slot
    bins = [Bin((Share(heavier**2, 0, room), shares.get(slot, Share(0, 0, 0))), room) for _day, slot in cells]
    costs = [_cell_costs(item, day, cells, table, shares) for item, day in zip(items, days, strict=True)]
    return [cells[place] for place in balance([row.index(min(row)) for row in costs], costs, bins)]


def _cell_costs(item: _Item, day: int, cells: Sequence[Cell], table: Timetable, ordinary: Container[str]) -> list[int]:
    slots = _slots(item, table.allowed(item.window, day), ordinary)
    weekday, before = table.horizon.weekdays[day], (item.day, item.slot)
    return [
        2 * (cell != before) + (not prefers(item.window, weekday, cell[1])) if cell[0] == day and cell[1] in slots else BLOCKED
        for cell in cells
    ]


def _slots(item: _Item, allowed: Sequence[str], ordinary: Container[str]) -> Sequence[str]:
    """An hour by appointment is not taken from whoever has one, nor given to others while there is another."""
    if item.fixed or (item.slot in allowed and item.slot not in ordinary):
        return (item.slot,)
    return [slot for slot in allowed if slot in ordinary] or allowed


# --- reminders --------------------------------------------------------------------------------------------------------


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
        if mine:
            room = dict.fromkeys(table.days, table.officer.reminder_cap)
            days = _even_days(list(items(mine)), table.days, Levels(table, len(mine), len(mine) + 1), room, 2)
            new = [replace(one.assignment, date=around.span.days[day]) for one, day in zip(mine, days, strict=True)]
            places += [PreviousReminder(one.account, place, "kept") for one, place in zip(mine, new, strict=True)]
    return plan_reminders(replace(instance, previous_reminders=tuple(places)), visits)
