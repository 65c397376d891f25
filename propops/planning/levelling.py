"""Even days, weeks and shifts. A chain of visits, each moving to the next one's day, takes one visit from its first day and
gives one to its last; only these two matter to the levels, so chains are searched until none helps (as in optimal
semi-matching)."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from propops.planning.rota import Rota
from propops.planning.windows import Timetable, bits

DAY, WEEK, SHIFT = 10**6, 10**3, 1


def outside(count: int, low: int, high: int) -> int:
    return max(0, low - count, count - high)


@dataclass(slots=True, eq=False)
class Share:
    """Visits that some days together should have."""

    weight: int
    low: int
    high: int
    count: int = 0

    def excess(self) -> int:
        return self.weight * outside(self.count, self.low, self.high)

    def more(self) -> int:
        """How much worse one visit more makes it."""
        return self.weight if self.count >= self.high else -self.weight if self.count < self.low else 0

    def less(self) -> int:
        return self.weight if self.count <= self.low else -self.weight if self.count > self.high else 0


class Levels:
    """Fair shares of a total: each lies between the floor and the ceiling of what is proportional. `scale` makes all of them heavier."""

    def __init__(self, timetable: Timetable, total: int, scale: int = 1) -> None:
        days = timetable.days
        self.low, self.high = fair_share(total, 1, len(days))
        self.day = {day: Share(scale * DAY, self.low, self.high) for day in days}
        weeks = Counter(timetable.horizon.weeks[day] for day in days)
        shares = {week: Share(scale * WEEK, *fair_share(total, count, len(days))) for week, count in weeks.items()}
        self.week = {day: shares[timetable.horizon.weeks[day]] for day in days}
        self.shift = _shift_shares(timetable, total, scale * SHIFT)
        self.of = {day: (self.day[day], self.week[day], self.shift[day]) for day in days}
        self._shares = list(dict.fromkeys(share for shares in self.of.values() for share in shares))

    def count(self, loads: Mapping[int, int]) -> None:
        for share in self._shares:
            share.count = 0
        for day, load in loads.items():
            for share in self.of[day]:
                share.count += load

    def excess(self) -> int:
        return sum(share.excess() for share in self._shares)

    def change(self, giver: int, taker: int) -> int:
        """What moving one visit from a day to another does to the excess."""
        day, week, shift = self.of[giver]
        other_day, other_week, other_shift = self.of[taker]
        total = day.less() + other_day.more() if day is not other_day else 0
        if week is not other_week:
            total += week.less() + other_week.more()
        if shift is not other_shift:
            total += shift.less() + other_shift.more()
        return total

    def move(self, giver: int, taker: int) -> None:
        for share in self.of[giver]:
            share.count -= 1
        for share in self.of[taker]:
            share.count += 1


def fair_share(total: int, part: int, whole: int) -> tuple[int, int]:
    """What is proportional, rounded down and up."""
    return total * part // whole, -(-total * part // whole)


def slot_bounds(timetable: Timetable, total: int) -> dict[str, tuple[int, int]]:
    """Of visits in each slot; by appointment is not a share of anything."""
    cells = Counter(slot.id for day in timetable.days for slot in timetable.slots[day] if not slot.appointment)
    return {slot: fair_share(total, count, cells.total()) for slot, count in cells.items()}


def _shift_shares(timetable: Timetable, total: int, weight: int) -> dict[int, Share]:
    """A shift's share is the sum of its slots' shares, each rounded."""
    names = {day: tuple(slot.id for slot in timetable.slots[day] if not slot.appointment) for day in timetable.days}
    bounds = slot_bounds(timetable, total)
    shares: dict[Hashable, Share] = {}
    for slots in names.values():
        if slots not in shares:
            shares[slots] = Share(weight, sum(bounds[slot][0] for slot in slots), sum(bounds[slot][1] for slot in slots))
    return {day: shares[slots] for day, slots in names.items()}


def level(rota: Rota) -> Levels:
    levels = Levels(rota.timetable, rota.total)
    levels.count({day: len(group) for day, group in rota.groups.items()})
    refused: set[tuple[int, int]] = set()
    while levels.excess() and (pair := _best_pair(rota, levels, refused)):
        if _shift(rota, *pair):
            levels.move(*pair)
            refused.clear()
        else:
            refused.add(pair)
    return levels


def _best_pair(rota: Rota, levels: Levels, refused: set[tuple[int, int]]) -> tuple[int, int] | None:
    outlets = _outlets(rota)
    room = [day for day, group in rota.groups.items() if len(group) < rota.timetable.officer.max_day]
    least = {day: levels.day[day].more() for day in room}
    best, pair = 0, None
    for giver in rota.groups:
        given = levels.day[giver].less()
        if not room or given + min(least.values()) > 0:
            continue
        reached = _reach(giver, outlets)
        for taker in room:
            if reached >> taker & 1 and taker != giver and given + least[taker] <= 0 and (giver, taker) not in refused:
                change = levels.change(giver, taker)
                if change < best:
                    best, pair = change, (giver, taker)
    return pair


def _outlets(rota: Rota) -> dict[int, int]:
    """Per day, the days one of its visits (or a spare one in its place) could go to."""
    spare = 0
    for visit in rota.spare:
        spare |= rota.visits[visit].mask
    outlets = {}
    for day, group in rota.groups.items():
        mask = 0
        for visit in group:
            item = rota.visits[visit]
            if not item.fixed:
                mask |= item.mask | (spare if item.optional else 0)
        outlets[day] = mask
    return outlets


def _reach(giver: int, outlets: Mapping[int, int]) -> int:
    reached, frontier = 0, outlets[giver]
    while frontier:
        reached |= frontier
        following = 0
        for day in bits(frontier):
            following |= outlets[day]
        frontier = following & ~reached
    return reached


def _shift(rota: Rota, giver: int, taker: int) -> bool:
    """Moves a shortest chain of visits, unless some day's slots cannot hold the result."""
    path = _path(giver, taker, _outlets(rota))
    before = {day: list(rota.groups[day]) for day in path}
    spare = list(rota.spare)
    steps = pairwise(path)
    if all(_move_one(rota, origin, target, before[origin]) for origin, target in steps) and all(
        rota.fits(day, rota.groups[day]) for day in path[1:]
    ):
        return True
    rota.groups.update(before)
    rota.spare[:] = spare
    return False


def _path(giver: int, taker: int, outlets: Mapping[int, int]) -> Sequence[int]:
    came = {giver: giver}
    queue = [giver]
    for day in queue:
        for following in bits(outlets[day]):
            if following not in came:
                came[following] = day
                queue.append(following)
    path = [taker]
    while path[-1] != giver:
        path.append(came[path[-1]])
    return path[::-1]


def _move_one(rota: Rota, origin: int, target: int, movers: list[int]) -> bool:
    for visit in movers:
        item = rota.visits[visit]
        if not item.fixed and item.mask >> target & 1:
            rota.groups[origin].remove(visit)
            rota.groups[target].append(visit)
            return True
    leaver = next((v for v in movers if rota.visits[v].optional and not rota.visits[v].fixed), None)
    substitute = next((v for v in rota.spare if rota.visits[v].mask >> target & 1), None)
    if leaver is None or substitute is None:
        return False
    rota.groups[origin].remove(leaver)
    rota.spare.remove(substitute)
    rota.spare.append(leaver)
    rota.groups[target].append(substitute)
    return True
