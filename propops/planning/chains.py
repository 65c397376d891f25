"""Iterated local search with ejection chains: a visit's place goes to another one, whose place goes to a third, and so on, until
the first takes the place that the last has left, or until somebody spare has come in for it.

Such cyclic exchanges (Thompson and Orlin) are searched as by Lin and Kernighan: what a chain has gained so far must never be used
up. A kick disturbs a few places and lets chains settle them again; what gets worse is taken back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from propops.planning.costs import Costs
from propops.planning.grouping import give_days
from propops.planning.levelling import Levels
from propops.planning.rota import Rota, movable

Random = Callable[[], float]
Group = tuple[int, ...]  # the visits of one day, in ascending order
Groups = dict[int, Group]  # by day
Priced = list[tuple[int, int]]  # visits, each after what it costs

WIDTHS = (6, 3)  # how many successors are tried at each step of a chain
HOLE_WIDTHS = (3, 2)  # a hole to fill lets so many chains begin well that they are kept short
NEIGHBOURS = 16  # may be near enough once the day counts
NEAREST = 10  # of the visits that would cost least in a place
DRAWN = 3  # visits, of which the dearest loses its place
DISTURBED = 3  # pairs of days per kick
TRIES = 20  # to disturb them
DEAREST = 20  # what one disturbance may cost
TOLERANCE = 1  # how much worse the next kick may start from
DEAL = 10  # kicks between two exchanges of whole days


@dataclass(slots=True)
class Place:
    """On a day beside some others: what every visit would cost on that day and in walking, `near` being those who live nearest."""

    on_day: list[int]
    walk: list[int]
    near: Priced
    _cheapest: Priced = field(default_factory=list)

    def cost(self, visit: int) -> int:
        return self.on_day[visit] + self.walk[visit]

    def cheapest(self) -> Priced:
        if not self._cheapest:
            on_day = self.on_day
            self._cheapest = sorted([(cost + on_day[visit], visit) for cost, visit in self.near])[:NEAREST]
        return self._cheapest


@dataclass(frozen=True, slots=True)
class Snapshot:
    groups: Groups
    day_of: list[int]
    places: list[Place]
    present: list[int]
    cost: int


@dataclass(slots=True)
class Search:
    """The best chain that begins with one visit losing its place; `path` names who takes whose place."""

    first: int
    optional: bool
    saved: int = 0
    path: tuple[int, ...] = ()

    def note(self, change: int, path: tuple[int, ...]) -> None:
        self.saved, self.path = change, path


def hole(day: int) -> int:
    """A day with room for one more has a place nobody holds, which may move to a fuller day; it is numbered below zero."""
    return -1 - day


class Board:
    """Every visit's place and what it costs there, kept up to date as chains are applied; fixed and spare visits cost nothing."""

    def __init__(self, rota: Rota, costs: Costs, levels: Levels, random: Random) -> None:
        self.rota, self.costs, self.levels, self.random = rota, costs, levels, random
        self.free = movable(rota, range(len(rota.visits)))
        self.loose = [day for day, group in rota.groups.items() if len(movable(rota, group)) == len(group)]
        self.cost = costs.total(rota)
        self.groups: Groups = {}
        self.day_of = [-1] * len(rota.visits)
        self._beside: dict[Group, tuple[list[int], Priced]] = {}
        self._places: dict[tuple[int, Group], Place] = {}
        self._held: dict[tuple[int, Group], list[tuple[int, Place, int]]] = {}
        self._takers: dict[tuple[int, tuple[int, ...]], list[int]] = {}
        self.places = [self._place(-1, ())] * len(rota.visits)
        self.present = [0] * len(rota.visits)
        self._refresh({day: tuple(sorted(group)) for day, group in rota.groups.items()})

    def _refresh(self, changed: Groups) -> None:
        self.groups |= changed
        self._loads = tuple(map(len, self.groups.values()))
        for day, group in changed.items():
            for visit in group:
                self.day_of[visit] = day
            for visit, place, present in self._places_of(day, group):
                self.places[visit], self.present[visit] = place, present

    def _places_of(self, day: int, group: Group) -> list[tuple[int, Place, int]]:
        found = self._held.get((day, group))
        if found is None:
            found = self._held[day, group] = []
            for visit in movable(self.rota, group):
                place = self._place(day, tuple(other for other in group if other != visit))
                found.append((visit, place, place.cost(visit)))
        return found

    def _place(self, day: int, others: Group) -> Place:
        """Beside these, or of nobody yet."""
        place = self._places.get((day, others))
        if place is None:
            if others not in self._beside:
                walk = self.costs.joining(others)
                near = sorted(self.free, key=walk.__getitem__)[:NEIGHBOURS]
                self._beside[others] = (walk, [(walk[visit], visit) for visit in near])
            place = self._places[day, others] = Place(self.costs.on_day.get(day, []), *self._beside[others])
        return place

    def _where(self, place: int) -> int:
        return -1 - place if place < 0 else self.day_of[place]

    def _lighter(self, day: int) -> list[int]:
        """The days that could have one visit more and this one less without making the levels worse."""
        key = (day, self._loads)
        if key not in self._takers:
            load = len(self.groups[day])
            lighter = [other for other, group in self.groups.items() if len(group) < load]
            if lighter:
                self.levels.count(dict(zip(self.groups, self._loads, strict=True)))
            self._takers[key] = [other for other in lighter if self.levels.change(day, other) <= 0]
        return self._takers[key]

    def best_chain(self, visit: int) -> Search:
        search = Search(visit, self.rota.visits[visit].optional)
        day, present = self.day_of[visit], self.present[visit]
        self._follow(search, -present, self.places[visit], (visit,), 1 << day, WIDTHS)
        for other in self._lighter(day):
            empty = self._place(other, self.groups[other])
            change = empty.cost(visit) - present
            if change < search.saved:
                search.note(change, (visit, hole(other)))
            self._follow(search, -present, empty, (visit, hole(other)), 1 << day | 1 << other, HOLE_WIDTHS)
        return search

    def _follow(self, search: Search, change: int, place: Place, path: tuple[int, ...], used: int, widths: tuple[int, ...]) -> None:
        """Tries who could take the place that the last has left."""
        places, day_of, present, first = self.places, self.day_of, self.present, search.first
        width, deeper = widths[0], widths[1:]
        for cost, visit in place.cheapest():
            total = change + cost
            if total >= 0:
                return
            day = day_of[visit]
            if day < 0:
                if search.optional and total < search.saved:
                    search.note(total, (*path, visit))
            elif not used >> day & 1:
                other = places[visit]
                total -= present[visit]
                closed = total + other.on_day[first] + other.walk[first]
                if closed < search.saved:
                    search.note(closed, (*path, visit))
                if deeper and total + other.cheapest()[0][0] < 0:
                    self._follow(search, total, other, (*path, visit), used | 1 << day, deeper)
                width -= 1
                if not width:
                    return

    def apply(self, search: Search) -> list[int]:
        """The days changed; none when the slots of one cannot hold its new visits."""
        path = search.path
        target = {visit: self._where(place) for place, visit in zip(path, (*path[1:], path[0]), strict=True) if visit >= 0}
        target[path[0]] = self._where(path[-1])
        joining: dict[int, list[int]] = {day: [] for place in path if (day := self._where(place)) >= 0}
        for visit, day in target.items():
            if day >= 0:
                joining[day].append(visit)
        changed = {day: tuple(sorted([*(v for v in self.groups[day] if v not in target), *new])) for day, new in joining.items()}
        if not all(self.rota.fits(day, group) for day, group in changed.items()):
            return []
        if target[path[0]] < 0:
            self.day_of[path[0]], self.present[path[0]] = -1, 0
        self._put(changed, search.saved)
        return list(changed)

    def _put(self, changed: Groups, change: int) -> None:
        self.cost += change
        self._refresh(changed)

    def settle(self, days: Iterable[int]) -> None:
        """Applies improving chains until none begins on a day that was touched. Who costs nothing has nothing to gain."""
        queue = [visit for day in days for visit in self.groups[day]]
        while queue:
            visit = queue.pop()
            if self.present[visit] and (search := self.best_chain(visit)).path:
                waiting = set(queue)
                queue += [other for day in self.apply(search) for other in self.groups[day] if other not in waiting]

    def deal(self) -> list[int]:
        """Whole groups of one size change days where that helps; the days changed."""
        by_size: dict[int, list[int]] = {}
        for day in self.loose:
            if self.groups[day]:
                by_size.setdefault(len(self.groups[day]), []).append(day)
        dealt: Groups = {}
        for days in by_size.values():
            dealt |= give_days([self.groups[day] for day in days], days, self.costs)
        return self._deal({day: group for day, group in dealt.items() if group is not self.groups[day]}, -1)

    def _deal(self, changed: Groups, most: int) -> list[int]:
        """Gives days other groups unless it costs more."""
        change = sum(self.costs.on_days(day, group) - self.costs.on_days(day, self.groups[day]) for day, group in changed.items())
        if change > most or not all(self.rota.fits(day, group) for day, group in changed.items()):
            return []
        self._put(changed, change)
        return list(changed)

    def kick(self) -> list[int]:
        touched: list[int] = []
        for _try in range(TRIES):
            touched += self._swap_days() if self.loose and self.random() < 0.5 else self._force_in()
            if len(touched) >= 2 * DISTURBED:
                break
        return sorted(set(touched))

    def _pick(self, items: list[int]) -> int:
        return items[int(self.random() * len(items))]

    def _swap_days(self) -> list[int]:
        one, other = self._pick(self.loose), self._pick(self.loose)
        if one == other or not len(self.groups[one]) == len(self.groups[other]) > 0:
            return []
        return self._deal({one: self.groups[other], other: self.groups[one]}, DEAREST)

    def _force_in(self) -> list[int]:
        """One of the nearest takes a dear place, whose holder takes that one's place or becomes spare."""
        holder = max([self._pick(self.free) for _nth in range(DRAWN)], key=self.present.__getitem__)
        if self.day_of[holder] < 0:
            return []
        nearest = self.places[holder].cheapest()
        cost, visit = nearest[int(self.random() * min(NEAREST // 2, len(nearest)))]
        change, days = cost - self.present[holder], (self.day_of[holder], self.day_of[visit])
        if days[0] == days[1] or (days[1] < 0 and not self.rota.visits[holder].optional):
            return []
        if days[1] >= 0:
            change += self.places[visit].cost(holder) - self.present[visit]
        return self.apply(Search(holder, False, change, (holder, visit))) if change <= DEAREST else []

    def snapshot(self) -> Snapshot:
        return Snapshot(dict(self.groups), list(self.day_of), list(self.places), list(self.present), self.cost)

    def restore(self, old: Snapshot) -> None:
        self.groups, self.day_of, self.places = dict(old.groups), list(old.day_of), list(old.places)
        self.present, self.cost = list(old.present), old.cost
        self._loads = tuple(map(len, self.groups.values()))


def search_chains(rota: Rota, costs: Costs, levels: Levels, random: Random, kicks: int) -> None:
    board = Board(rota, costs, levels, random)
    if not board.free:
        return
    board.settle(board.groups)
    board.settle(board.deal())
    best = board.snapshot()
    for nth in range(1, kicks + 1):
        before = board.snapshot()
        board.settle(board.kick())
        if nth % DEAL == 0:
            board.settle(board.deal())
        if board.cost > before.cost + TOLERANCE:
            board.restore(before)
        elif board.cost < best.cost:
            best = board.snapshot()
    rota.groups = {day: list(group) for day, group in best.groups.items()}
    rota.spare = [visit for visit, day in enumerate(best.day_of) if day < 0]
