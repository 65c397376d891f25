"""Days that need little walking: a row of neighbours is cut into groups of the sizes wanted, groups are given to days."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from propops.planning.assignment import assign
from propops.planning.costs import Costs
from propops.planning.rota import Rota

Days = dict[int, list[int]]
Group = TypeVar("Group", list[int], tuple[int, ...])
FAR = 10**9


def regroup(rota: Rota, costs: Costs) -> Rota | None:
    """The same days with as many visits each, possibly visits that are not allowed that day; None where visits may not move."""
    sizes = Counter(len(group) for group in rota.groups.values() if group)
    members = [visit for group in rota.groups.values() for visit in group]
    if not members or any(rota.visits[visit].fixed for visit in members):
        return None
    groups = cut_row(rota, costs, members + rota.spare, sizes)
    result: Days = {day: [] for day in rota.groups}
    for size in sorted(sizes):
        days = [day for day, group in rota.groups.items() if len(group) == size]
        result |= give_days([group for group in groups if len(group) == size], days, costs)
    chosen = {visit for group in groups for visit in group}
    spare = [visit for visit in (*members, *rota.spare) if visit not in chosen]
    return Rota(rota.timetable, rota.visits, result, sorted(spare))


State = int  # how many groups of each size are closed and how many visits are in the open one, as the digits of a number
Front = dict[State, int]
Steps = dict[State, tuple[State, bool]]  # from which state, and whether the visit was taken


def cut_row(rota: Rota, costs: Costs, visits: Sequence[int], sizes: Counter[int]) -> list[list[int]]:
    """Groups at least walk, optional visits left out: a dynamic programme along buildings and storeys."""
    households = [visit.household for visit in rota.visits]
    row = sorted(visits, key=lambda visit: (households[visit].building, households[visit].storey, households[visit].id))
    weights, before, history = costs.weights, households[row[0]], []
    following = _Following(sizes)
    front: Front = {0: 0}
    for visit in row:
        here = households[visit]
        passing = weights.storey * (here.storey - before.storey) if here.building == before.building else weights.building
        front, steps = _advance(front, following, passing, costs.base[visit], weights.building, rota.visits[visit].optional)
        history.append(steps)
        before = here
    return _read_back(row, history, following.complete, following.base)


class _Following(dict[State, list[State]]):
    """The states after one more visit is taken: its group stays open or, being of a size that is still wanted, is closed."""

    def __init__(self, sizes: Counter[int]) -> None:
        self.base = max(*sizes, *sizes.values()) + 1
        self.wanted = [(size, count, self.base**place) for place, (size, count) in enumerate(sorted(sizes.items()), 1)]
        self.complete = sum(count * unit for _size, count, unit in self.wanted)

    def __missing__(self, state: State) -> list[State]:
        taken = state % self.base + 1
        room = [(size, unit) for size, count, unit in self.wanted if state // unit % self.base < count]
        found = [state - taken + 1 + unit for size, unit in room if size == taken]
        if any(size > taken for size, _unit in room):
            found.append(state + 1)
        self[state] = found
        return found


def _advance(front: Front, following: _Following, passing: int, taking: int, entering: int, optional: bool) -> tuple[Front, Steps]:
    """Passing costs while a group is open, whether its members live there or not."""
    best: Front = {}
    steps: Steps = {}
    base, least = following.base, best.get
    for state, cost in front.items():
        opened = state % base
        if opened:
            cost += passing
        if optional and cost < least(state, FAR):
            best[state], steps[state] = cost, (state, False)
        cost += taking if opened else taking + entering
        for reached in following[state]:
            if cost < least(reached, FAR):
                best[reached], steps[reached] = cost, (state, True)
    return best, steps


def _read_back(row: Sequence[int], history: Sequence[Steps], state: State, base: int) -> list[list[int]]:
    groups: list[list[int]] = []
    for visit, steps in zip(reversed(row), reversed(history), strict=True):
        before, taken = steps[state]
        if taken and not state % base:
            groups.append([])
        if taken:
            groups[-1].append(visit)
        state = before
    return groups


def give_days(groups: Sequence[Group], days: Sequence[int], costs: Costs) -> dict[int, Group]:
    """At least cost of days; as they are unless something is gained."""
    of_visit = list(zip(*(costs.on_day[day] for day in days), strict=True))
    rows = [list(map(sum, zip(*(of_visit[visit] for visit in group), strict=True))) for group in groups]
    if all(row[place] == min(row) for place, row in enumerate(rows)):
        return dict(zip(days, groups, strict=True))
    return {days[column]: group for group, column in zip(groups, assign(rows), strict=True)}
