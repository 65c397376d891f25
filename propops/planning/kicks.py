"""Iterated local search: a kick disturbs a few places and lets chains settle them again; what gets worse is taken back."""

from collections.abc import Callable, Collection
from typing import TypeVar

from propops.planning.chains import Board, Snapshot
from propops.planning.grouping import give_days
from propops.planning.levelling import Levels
from propops.planning.places import Group, Places, Tour
from propops.planning.rota import Rota, movable

Random = Callable[[], float]
Item = TypeVar("Item")

import os
DRAWN = int(os.environ.get('DRAWN','5'))  # visits, of which the dearest loses its place
CLOSE = int(os.environ.get('CLOSE','8'))  # of the nearest, one takes it
DISTURBED = int(os.environ.get('DIST','2'))  # pairs of days per kick
TRIES = 20  # to disturb them
DEAREST = int(os.environ.get('DEAR','40'))  # what one disturbance may cost
TOLERANCE = int(os.environ.get('TOL','1'))  # how much worse the next kick may start from


class Kicks:
    def __init__(self, board: Board, places: Places, random: Random) -> None:
        self.board, self.places, self.random = board, places, random
        self.on_duty = sum([1 << day for day in board.groups])
        self.loose = [day for day, group in board.groups.items() if len(movable(board.rota, group)) == len(group)]

    def kick(self) -> Collection[int]:
        """The visits whose place has changed."""
        for _try in range(TRIES):
            changed: dict[int, Group] = {}
            moved: dict[int, int] = {}
            done = 0
            for _try in range(TRIES):
                if self._force_in(changed, moved):
                    done += 1
                    if done == DISTURBED:
                        break
            if self._house(changed) and (found := self._give(changed, DEAREST)):
                return found
        return ()

    def _pick(self, items: list[Item]) -> Item:
        return items[int(self.random() * len(items))]

    def _force_in(self, changed: dict[int, Group], moved: dict[int, int]) -> bool:
        """One of the nearest takes a dear place, whatever the day; its holder takes that one's place or becomes spare."""
        board, random, free = self.board, self.random, self.places.free
        count, groups, day_of = len(free), board.groups, board.day_of
        holder = max([free[int(random() * count)] for _nth in range(DRAWN)], key=board.present.__getitem__)
        day = moved.get(holder, day_of[holder])
        if day < 0:
            return False
        group = changed.get(day) or groups[day]
        others = [visit for visit in group if visit != holder]
        near = [visit for visit in self.places.near(others)[:CLOSE + len(group)] if visit not in group]
        visit = near[int(random() * min(CLOSE, len(near)))]
        other = moved.get(visit, day_of[visit])
        if other < 0 and not board.rota.visits[holder].optional:
            return False
        here = tuple(sorted([*others, visit]))
        if not self.places.tour(here).allowed & self.on_duty:
            return False
        if other >= 0:
            there = tuple(sorted([holder if one == visit else one for one in changed.get(other) or groups[other]]))
            if not self.places.tour(there).allowed & self.on_duty:
                return False
            changed[other] = there
        changed[day] = here
        moved[visit], moved[holder] = day, other
        return True

    def _house(self, changed: dict[int, Group]) -> bool:
        """Finds days for groups that had better not be visited on theirs."""
        for day in list(changed):
            tour = self.places.tour(changed[day])
            if not tour.welcome >> day & 1 and not (day in self.loose and self._rotate(day, changed, True)) and not tour.allowed >> day & 1:
                if day not in self.loose or not self._rotate(day, changed, False):
                    return False
        return True

    def _rotate(self, first: int, changed: dict[int, Group], welcome: bool) -> bool:
        """The fewest groups of one size change days, so that the first gets one that suits it and the last the first's."""
        groups, tours, tour = self.board.groups, self.places._tours, self.places.tour
        size = len(groups[first])
        suits = (self.board.welcome if welcome else self.board.allowed).copy()
        for day, group in changed.items():
            suits[day] = tour(group).welcome if welcome else tour(group).allowed
        days = [day for day in self.loose if len(groups[day]) == size]
        last = [day for day in days if suits[day] >> first & 1]
        if not last:
            return False
        for day in last:
            if suits[first] >> day & 1:
                return self._turn(first, day, {day: first}, changed)
        unseen = 0
        for day in days:
            unseen |= 1 << day
        unseen &= ~(1 << first)
        came: dict[int, int] = {}
        queue = [first]
        for day in queue:
            new = suits[day]
            if new >> first & 1 and day != first:
                return self._turn(first, day, came, changed)
            new &= unseen
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
        for day, group in zip(path, [*held[1:], held[0]], strict=True):
            changed[day] = group
        return True

    def deal(self) -> Collection[int]:
        """Whole groups of one size change days where that helps; the visits moved."""
        groups, costs = self.board.groups, self.places.costs
        dealt: dict[int, Group] = {}
        for size in sorted(set(map(len, groups.values()))):
            days = [day for day in self.loose if len(groups[day]) == size]
            if size and days:
                dealt |= give_days([groups[day] for day in days], days, costs)
        return self._give(dealt, -1)

    def _give(self, changed: dict[int, Group], most: int) -> Collection[int]:
        groups, cost = self.board.groups, self.places.cost
        new = {day: group for day, group in changed.items() if group is not groups[day]}
        known = self.board.costs
        change = sum([cost(day, group) - known[day] for day, group in new.items()])
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
    for _nth in range(count):
        before = board.snapshot()
        board.settle(kicks.kick())
        if board.cost > before.cost + TOLERANCE:
            board.restore(before)
        elif board.cost < best.cost:
            best = board.snapshot()
    return best
