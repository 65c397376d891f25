"""Iterated local search: a kick disturbs a few places and lets chains settle them again; what gets worse is taken back.

Kicks look at the walk first, and only then for days on which the new groups may be visited: what keeps neighbours apart is mostly
that they have few days in common with the others of their groups, or that another group holds their day.
"""

from collections.abc import Callable, Collection

from propops.planning.chains import Board
from propops.planning.dealing import Days, Dealer
from propops.planning.levelling import Levels
from propops.planning.places import Group, Places
from propops.planning.rota import Rota

Random = Callable[[], float]

DRAWN = 5  # visits, of which the dearest loses its place
CLOSE = 12  # of the nearest, one takes it
DISTURBED = 2  # places a kick
TRIES = 20  # to find them
DEAREST = 40  # what a kick may cost
TOLERANCE = 1  # how much worse the next kick may start from


class Kicks:
    def __init__(self, board: Board, places: Places, dealer: Dealer, random: Random) -> None:
        self.board, self.places, self.dealer, self.random = board, places, dealer, random
        self._on_duty = sum([1 << day for day in board.groups])

    def kick(self) -> Collection[int]:
        """The days changed."""
        for _try in range(TRIES):
            trial = _Trial(self.board)
            forced = 0
            for _try in range(TRIES):
                forced += self._force_in(trial)
                if forced == DISTURBED:
                    break
            if self.dealer.house(trial.changed) and (days := self._give(trial.changed)):
                return days
        return ()

    def _force_in(self, trial: "_Trial") -> bool:
        """One of the nearest takes a dear place, whatever the day, whose holder takes that one's place or becomes spare."""
        holder = self._dear_one()
        day = trial.day_of(holder)
        if day < 0:
            return False
        others = [visit for visit in trial.group(day) if visit != holder]
        near = [visit for visit in self.places.near(others)[: CLOSE + len(others) + 1] if visit != holder and visit not in others]
        if not near:
            return False
        visit = near[int(self.random() * min(CLOSE, len(near)))]
        other = trial.day_of(visit)
        if other < 0 and not self.board.rota.visits[holder].optional:
            return False
        groups = {day: tuple(sorted([*others, visit]))}
        if other >= 0:
            groups[other] = tuple(sorted([holder if one == visit else one for one in trial.group(other)]))
        if not all(self.places.tour(group).allowed & self._on_duty for group in groups.values()):
            return False
        trial.put(groups, {visit: day, holder: other})
        return True

    def _dear_one(self) -> int:
        random, free, present = self.random, self.places.free, self.board.present
        count = len(free)
        return max([free[int(random() * count)] for _nth in range(DRAWN)], key=present.__getitem__)

    def _give(self, changed: Days) -> Collection[int]:
        """Gives days other groups unless it costs too much."""
        groups = self.board.groups
        new = {day: group for day, group in changed.items() if group != groups[day]}
        change = self.dealer.change(new)
        return self.board.exchange(new, change) if change <= DEAREST else ()


class _Trial:
    """The board as a kick would leave it."""

    def __init__(self, board: Board) -> None:
        self._board, self._days = board, dict[int, int]()
        self.changed = Days()

    def day_of(self, visit: int) -> int:
        return self._days.get(visit, self._board.day_of[visit])

    def group(self, day: int) -> Group:
        return self.changed.get(day) or self._board.groups[day]

    def put(self, groups: Days, days: dict[int, int]) -> None:
        self.changed |= groups
        self._days |= days


def search_chains(rota: Rota, places: Places, levels: Levels, random: Random, kicks: int) -> None:
    if not places.free:
        return
    board = Board(rota, places, levels)
    best = _best(board, places, random, kicks)
    rota.groups = {day: list(group) for day, group in best.items()}
    chosen = {visit for group in best.values() for visit in group}
    rota.spare = [visit for visit in range(len(rota.visits)) if visit not in chosen]


def _best(board: Board, places: Places, random: Random, count: int) -> Days:
    dealer = Dealer(board, places)
    kicks = Kicks(board, places, dealer, random)
    board.settle(board.groups)
    dealt = dealer.deal()
    board.settle(board.exchange(dealt, dealer.change(dealt)))
    best, least = dict(board.groups), board.cost
    for _nth in range(count):
        groups, cost = dict(board.groups), board.cost
        board.settle(kicks.kick())
        if board.cost > cost + TOLERANCE:
            board.restore(groups, cost)
        elif board.cost < least:
            best, least = dict(board.groups), board.cost
    return best
