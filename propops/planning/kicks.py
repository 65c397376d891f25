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
DISTURBED = 2  # pairs of days per kick
TRIES = 20  # to disturb them
DEAREST = 20  # what one disturbance may cost
TOLERANCE = 1  # how much worse the next kick may start from
import os
ANY = float(os.environ.get('ANY', '0.3'))
SWAP = float(os.environ.get('SWAP', '0.5'))
DEAL = 10  # kicks between two exchanges of whole days


class Kicks:
    def __init__(self, board: Board, places: Places, random: Random) -> None:
        self.board, self.places, self.random = board, places, random
        self.loose = [day for day, group in board.groups.items() if len(movable(board.rota, group)) == len(group)]

    def kick(self) -> list[int]:
        """The days disturbed."""
        touched: list[int] = []
        done = 0
        for _try in range(TRIES):
            r = self.random()
            moved = self._force_any() if r < ANY else self._swap_days() if self.loose and r < ANY + (1 - ANY) * SWAP else self._force_in()
            if moved:
                touched += moved
                done += 1
            if done >= DISTURBED:
                break
        return sorted(set(touched))

    def _pick(self, items: list[Item]) -> Item:
        return items[int(self.random() * len(items))]

    def _swap_days(self) -> Collection[int]:
        groups = self.board.groups
        one, other = self._pick(self.loose), self._pick(self.loose)
        if one == other or not len(groups[one]) == len(groups[other]) > 0:
            return ()
        return self._give({one: groups[other], other: groups[one]}, DEAREST)

    def _force_in(self) -> Collection[int]:
        """One of the nearest takes a dear place, whose holder takes that one's place or becomes spare."""
        board = self.board
        holder = max([self._pick(self.places.free) for _nth in range(DRAWN)], key=board.present.__getitem__)
        if board.day_of[holder] < 0:
            return ()
        cost, visit = self._pick(board.places[holder].cheapest[:CLOSE])
        change, spare = cost - board.present[holder], board.day_of[visit] < 0
        if board.day_of[visit] == board.day_of[holder] or (spare and not board.rota.visits[holder].optional):
            return ()
        if not spare:
            change += board.places[visit].cost[holder] - board.present[visit]
        return board.apply((holder, visit), change) if change <= DEAREST else ()

    def _force_any(self) -> Collection[int]:
        board = self.board
        holder = max([self._pick(self.places.free) for _nth in range(DRAWN)], key=board.present.__getitem__)
        day = board.day_of[holder]
        if day < 0:
            return ()
        others = [visit for visit in board.groups[day] if visit != holder]
        near = [visit for visit in self.places.near(others) if visit not in board.groups[day]]
        visit = self._pick(near[:CLOSE])
        other = board.day_of[visit]
        if other < 0 and not board.rota.visits[holder].optional:
            return ()
        cost = board.places[holder].cost[visit]
        change = cost - board.present[holder]
        if other >= 0:
            change += board.places[visit].cost[holder] - board.present[visit]
        if change % 1000000 > DEAREST:
            return ()
        moved = board.apply((holder, visit), change)
        if moved and change > 100000:
            moved = [*moved, *self.deal()]
        return moved

    def deal(self) -> Collection[int]:
        """Whole groups of one size change days where that helps; the days changed."""
        groups = self.board.groups
        by_size: dict[int, list[int]] = {}
        for day in self.loose:
            if groups[day]:
                by_size.setdefault(len(groups[day]), []).append(day)
        dealt: dict[int, Group] = {}
        for days in by_size.values():
            dealt |= give_days([groups[day] for day in days], days, self.places.costs)
        return self._give({day: group for day, group in dealt.items() if group is not groups[day]}, -1)

    def _give(self, changed: dict[int, Group], most: int) -> Collection[int]:
        """Gives days other groups unless it costs more."""
        on_day, groups = self.places.on_day, self.board.groups
        change = sum([on_day(day, group) - on_day(day, groups[day]) for day, group in changed.items()])
        return self.board.exchange(changed, change) if change <= most else ()


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
