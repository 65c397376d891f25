"""Iterated local search: a kick disturbs a few places and lets chains settle them again; what gets worse is taken back.

Kicks look at the walk first, and only then for days on which the new groups may be visited: what keeps neighbours apart is mostly
that they have few days in common with the others of their groups, or that another group holds their day.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from propops.planning.chains import Board
from propops.planning.dealing import Days, Dealer
from propops.planning.levelling import Levels
from propops.planning.places import Places
from propops.planning.rota import Rota

Random = Callable[[], float]
Arrival = tuple[int, int]  # a visit and the day it goes to

DRAWN = 5  # visits, of which the dearest loses its place
CLOSE = 12  # of the nearest, one takes it
DISTURBED = 3  # places a kick
TRIES = 20  # to disturb them
SHIFTED = 0.4  # the chance that a disturbance changes how many visits a day has
MAKING_UP = 8  # moves tried that could make up for it
DEAREST = 20  # what one disturbance may cost
TOLERANCE = 3  # how much worse than the best the next kick may start from


class Kicks:
    def __init__(self, board: Board, places: Places, dealer: Dealer, random: Random) -> None:
        self.board, self.places, self.dealer, self.random = board, places, dealer, random
        self._days = list(board.groups)

    def kick(self) -> Collection[int]:
        """The days changed."""
        days = set[int]()
        disturbed = 0
        for _try in range(TRIES):
            if changed := self._shift() if self.random() < SHIFTED else self._force_in():
                days.update(changed)
                disturbed += 1
            if disturbed == DISTURBED:
                break
        return sorted(days)

    def _shift(self) -> Collection[int]:
        """A dear one goes to another day, whatever that does to the levels, if another visit can make up for it."""
        levels, visit, day = self.board.levels, self._dear_one(), self._drawn(self._days)
        if not self._may_go(visit, day):
            return ()
        origin = self.board.day_of[visit]
        change, of_days = levels.change(origin, day), levels.day[origin].less() + levels.day[day].more()
        levels.move(origin, day)
        other = self._making_up(change, of_days)
        levels.move(day, origin)
        return self._give(self._moved(((visit, day), other))) if other and other[0] != visit else ()

    def _making_up(self, change: int, of_days: int) -> Arrival | None:
        """Some are tried only: of all pairs of days few would do."""
        shares, day_of, change_of = self.board.levels.day, self.board.day_of, self.board.levels.change
        least = min([share.less() for share in shares.values()])
        days = [day for day, share in shares.items() if least + share.more() + of_days <= 0]
        for _try in range(MAKING_UP if days else 0):
            visit, day = self._drawn(self.places.free), self._drawn(days)
            if self._may_go(visit, day) and change_of(day_of[visit], day) + change <= 0:
                return visit, day
        return None

    def _may_go(self, visit: int, day: int) -> bool:
        origin = self.board.day_of[visit]
        return origin >= 0 and origin != day and bool(self.places.costs.allowed[visit] >> day & 1)

    def _moved(self, arrivals: Iterable[Arrival]) -> Days:
        board, changed = self.board, Days()
        for visit, day in arrivals:
            origin = board.day_of[visit]
            changed[origin] = tuple([one for one in changed.get(origin, board.groups[origin]) if one != visit])
            changed[day] = tuple(sorted([*changed.get(day, board.groups[day]), visit]))
        return changed

    def _drawn(self, among: Sequence[int]) -> int:
        return among[int(self.random() * len(among))]

    def _force_in(self) -> Collection[int]:
        """One of the nearest takes a dear place, whatever the day, whose holder takes that one's place or becomes spare."""
        board = self.board
        holder = self._dear_one()
        day = board.day_of[holder]
        if day < 0:
            return ()
        group = board.groups[day]
        others = [visit for visit in group if visit != holder]
        near = [visit for visit in self.places.near(others)[: CLOSE + len(group)] if visit not in group]
        if not near:
            return ()
        visit = near[int(self.random() * min(CLOSE, len(near)))]
        other = board.day_of[visit]
        if other < 0 and not board.rota.visits[holder].optional:
            return ()
        changed = {day: tuple(sorted([*others, visit]))}
        if other >= 0:
            changed[other] = tuple(sorted([holder if one == visit else one for one in board.groups[other]]))
        return self._give(changed) if self.dealer.house(changed) else ()

    def _dear_one(self) -> int:
        random, free = self.random, self.places.free
        count = len(free)
        return max([free[int(random() * count)] for _nth in range(DRAWN)], key=self.board.present.__getitem__)

    def _give(self, changed: Days) -> Collection[int]:
        """Gives days other groups unless it costs too much."""
        groups = self.board.groups
        new = {day: group for day, group in changed.items() if group != groups[day]}
        change = self.dealer.change(new)
        return self.board.exchange(new, change) if change <= DEAREST else ()


def settled(rota: Rota, places: Places, levels: Levels) -> Board:
    """Neither chains nor whole days changing hands make it any better."""
    board = Board(rota, places, levels)
    board.settle(board.groups)
    dealer = Dealer(board, places)
    dealt = dealer.deal()
    board.settle(board.exchange(dealt, dealer.change(dealt)))
    return board


def improved(board: Board, places: Places, random: Random, count: int) -> Days:
    """The best days met on a way of so many kicks, which never gets much worse than they are (record-to-record travel). Days that have
    become more even are better whatever they cost."""
    kicks = Kicks(board, places, Dealer(board, places), random)
    best, least, excess = dict(board.groups), board.cost, board.loads.excess
    for _nth in range(count if places.free else 0):
        groups, cost = dict(board.groups), board.cost
        board.settle(kicks.kick())
        if board.cost < least or board.loads.excess < excess:
            best, least, excess = dict(board.groups), board.cost, board.loads.excess
        elif board.cost > least + TOLERANCE:
            board.restore(groups, cost)
    return best
