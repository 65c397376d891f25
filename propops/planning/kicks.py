"""Iterated local search: a kick disturbs a few places and lets chains settle them again; what gets worse is taken back."""

from collections.abc import Callable, Collection
from typing import TypeVar

from propops.planning.chains import Board, Snapshot
from propops.planning.grouping import give_days
from propops.planning.levelling import Levels
from propops.planning.places import Group, Places
from propops.planning.rota import Rota, movable

Random = Callable[[], float]
Item = TypeVar("Item")

DRAWN = 5  # visits, of which the dearest loses its place
CLOSE = 5  # of the nearest, one takes it
import os
DISTURBED = int(os.environ.get('DIST','2'))  # pairs of days per kick
TRIES = 20  # to disturb them
DEAREST = 20  # what one disturbance may cost
TOLERANCE = 1  # how much worse the next kick may start from
DEAL = 10  # kicks between two exchanges of whole days


class Kicks:
    def __init__(self, board: Board, places: Places, random: Random) -> None:
        self.board, self.places, self.random = board, places, random
        self.loose = [day for day, group in board.groups.items() if len(movable(board.rota, group)) == len(group)]

    def kick(self) -> list[int]:
        """The visits whose place has changed."""
        touched: list[int] = []
        done = 0
        for _try in range(TRIES):
            if moved := self._force_in():
                touched += moved
                done += 1
                if done == DISTURBED:
                    break
        return sorted(set(touched))

    def _pick(self, items: list[Item]) -> Item:
        return items[int(self.random() * len(items))]

    def _force_in(self) -> Collection[int]:
        board = self.board
        groups, costs = board.groups, self.places.costs
        holder = max([self._pick(self.places.free) for _nth in range(DRAWN)], key=board.present.__getitem__)
        day = board.day_of[holder]
        if day < 0:
            return ()
        group = groups[day]
        others = [visit for visit in group if visit != holder]
        near = [visit for visit in self.places.near(others) if visit not in group]
        visit = self._pick(near[:CLOSE])
        other = board.day_of[visit]
        if other < 0 and not board.rota.visits[holder].optional:
            return ()
        changed = {day: tuple(sorted([*others, visit]))}
        if other >= 0:
            changed[other] = tuple(sorted([holder if one == visit else one for one in groups[other]]))
        walk = sum([costs.walk(new) - costs.walk(groups[on]) for on, new in changed.items()])
        if walk > DEAREST:
            return ()
        self._house(changed)
        return self._give(changed, walk, DEAREST)

    def _house(self, changed: dict[int, Group]) -> None:
        """Finds days for groups that had better not be visited on theirs."""
        for day in list(changed):
            if day not in self.loose:
                continue
            group = changed[day]
            for masks in (self.places.costs.welcome, self.places.costs.allowed):
                if self._common(group, masks) >> day & 1 or self._rotate(day, changed, masks):
                    break

    def _common(self, group: Group, masks: list[int]) -> int:
        common = -1
        for visit in group:
            common &= masks[visit]
        return common

    def _rotate(self, first: int, changed: dict[int, Group], masks: list[int]) -> bool:
        """The fewest groups of one size change days, so that the first gets one that suits it and the last the first's."""
        groups = self.board.groups
        size = len(groups[first])
        unseen = 0
        for day in self.loose:
            if len(groups[day]) == size:
                unseen |= 1 << day
        unseen &= ~(1 << first)
        came = {}
        queue = [first]
        for day in queue:
            group = changed.get(day) or groups[day]
            common = -1
            for visit in group:
                common &= masks[visit]
            if day != first and common >> first & 1:
                return self._turn(first, day, came, changed)
            new = common & unseen
            unseen &= ~new
            while new:
                low = new & -new
                new ^= low
                other = low.bit_length() - 1
                came[other] = day
                queue.append(other)
        return False

    def _turn(self, first: int, last: int, came: dict[int, int], changed: dict[int, Group]) -> bool:
        path = [last]
        while path[-1] != first:
            path.append(came[path[-1]])
        groups = self.board.groups
        held = [changed.get(day) or groups[day] for day in path]
        # the group of path[k + 1] goes to path[k]; that of the last to the first
        for day, group in zip(path, [*held[1:], held[0]], strict=True):
            changed[day] = group
        return True

    def deal(self) -> Collection[int]:
        """Whole groups of one size change days where that helps; the days changed."""
        groups, costs = self.board.groups, self.places.costs
        dealt: dict[int, Group] = {}
        for size in sorted(set(map(len, groups.values()))):
            days = [day for day in self.loose if len(groups[day]) == size]
            if size and days:
                dealt |= give_days([groups[day] for day in days], days, costs)
        return self._give(dealt, 0, -1)

    def _give(self, changed: dict[int, Group], walk: int, most: int) -> Collection[int]:
        groups, costs = self.board.groups, self.places.costs
        new = {day: group for day, group in changed.items() if group is not groups[day]}
        change = walk + sum([costs.on_days(day, group) - costs.on_days(day, groups[day]) for day, group in new.items()])
        return self.board.exchange(new, change) if change <= most else ()


def search_chains(rota: Rota, places: Places, levels: Levels, random: Random, kicks: int) -> None:
    if not places.free:
        return
    board = Board(rota, places, levels)
    best = _best(board, Kicks(board, places, random), kicks)
    rota.groups = {day: list(group) for day, group in best.groups.items()}
    rota.spare = [visit for visit, day in enumerate(best.day_of) if day < 0]


def _best(board: Board, kicks: Kicks, count: int) -> Snapshot:
    board.settle([v for g in board.groups.values() for v in g])
    board.settle(kicks.deal())
    best = board.snapshot()
    for nth in range(1, count + 1):
        before = board.snapshot()
        board.settle(kicks.kick())
        if nth % DEAL == 0:
            board.settle(kicks.deal())
        if board.cost > before.cost + TOLERANCE:
            board.restore(before)
        elif board.cost < best.cost:
            best = board.snapshot()
    return best
