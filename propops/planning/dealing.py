"""Whole days change hands: which of the days of one size suits which group."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from propops.planning.chains import Board
from propops.planning.grouping import give_days
from propops.planning.places import Group, Places
from propops.planning.windows import bits

Days = dict[int, Group]  # those given another group


class Dealer:
    def __init__(self, board: Board, places: Places) -> None:
        self.board, self.places = board, places
        self._on_duty = sum(1 << day for day in board.groups)

    def deal(self) -> Days:
        """The cheapest days for all groups: an assignment problem for each size."""
        groups, dealt = self.board.groups, Days()
        for load, days in self.board.loads.alike.items():
            if load:
                dealt |= give_days([groups[day] for day in days], days, self.places.costs)
        return {day: group for day, group in dealt.items() if group is not groups[day]}

    def change(self, changed: Days) -> int:
        """What they cost more than the present ones."""
        outing, present = self.places.outing, self.board.outings
        return sum([outing(day, group).cost - present[day].cost for day, group in changed.items()])

    def house(self, changed: Days) -> bool:
        """Looks for other days for groups that miss a wish on theirs; whether all are on days allowed in the end."""
        mine = {day: self.places.tour(group) for day, group in changed.items()}
        if not all(tour.allowed & self._on_duty for tour in mine.values()):
            return False
        tours = self.board.tours | mine
        for day in mine:
            if tours[day].welcome >> day & 1:
                continue
            days = self.board.loads.alike[len(changed[day])]
            path = _path(day, {other: tours[other].welcome for other in days})
            if not path and not tours[day].allowed >> day & 1:
                path = _path(day, {other: tours[other].allowed for other in days})
                if not path:
                    return False
            groups = self.board.groups | changed
            changed |= {taker: groups[giver] for taker, giver in path}
            tours |= {taker: tours[giver] for taker, giver in path}
        return True


def _path(first: int, suits: dict[int, int]) -> list[tuple[int, int]]:
    """An alternating path, breadth first: the first group goes to a day that suits it, that day's to another, and the last to the
    first's day, so that as few as possible move. Who takes whose group; nothing where there is no such path."""
    if first not in suits or not reduce(or_, suits.values()) >> first & 1:
        return []
    came: dict[int, int] = {}
    unseen = sum([1 << day for day in suits]) ^ 1 << first
    queue = [first]
    for day in queue:
        reached = suits[day] & unseen
        unseen ^= reached
        for other in bits(reached):
            came[other] = day
            if suits[other] >> first & 1:
                return [(first, other), *_back(other, came)]
            queue.append(other)
    return []


def _back(day: int, came: dict[int, int]) -> Iterator[tuple[int, int]]:
    while day in came:
        yield day, came[day]
        day = came[day]
