"""Local search with ejection chains: a visit's place goes to another one, whose place goes to a third, and so on, until the first
takes the place that the last has left, or until somebody spare has come in for it.

Such cyclic exchanges (Thompson and Orlin) are searched as by Lin and Kernighan: what a chain has gained so far must never be used
up, and a chain goes on only while it has gained more than the best one closed so far.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from propops.planning.levelling import Levels
from propops.planning.places import Group, Outing, Place, Places, Tour
from propops.planning.rota import Rota, movable

Widths = tuple[int, "Widths"] | tuple[int, None]
Chain = tuple[int, ...]  # each visit's place goes to the next one, the last one's to the first; a hole is below zero

WIDTHS: Widths = (6, (3, (1, (1, (1, None)))))  # how many successors are tried at each step of a chain
HOLE_WIDTHS: Widths = (2, (2, None))  # a hole to fill lets so many chains begin well that they are kept short


@dataclass(slots=True)
class Search:
    """The best chain that begins with one visit losing its place."""

    first: int
    optional: bool
    saved: int = 0
    chain: Chain = ()

    def note(self, change: int, chain: Chain) -> None:
        self.saved, self.chain = change, chain


@dataclass(slots=True)
class Loads:
    """How many visits each day has. `alike`: days by load, if all their visits may move; `more`: what one visit more does to the level
    of a day, by load; `excess`: of all levels; `takers`: the days that may have one more when a day has one less."""

    alike: dict[int, list[int]]
    more: dict[int, int]
    excess: int
    takers: dict[int, list[int]]


def hole(day: int) -> int:
    """A day with room for one more has a place nobody holds, which may move to a fuller day; it is numbered below zero."""
    return -1 - day


class Board:
    """Every visit's place and what it costs there, kept up to date as chains are applied; fixed and spare visits cost nothing."""

    def __init__(self, rota: Rota, places: Places, levels: Levels) -> None:
        self.rota, self._known, self.levels = rota, places, levels
        self.groups: dict[int, Group] = dict.fromkeys(rota.groups, ())
        self.outings: dict[int, Outing] = {}
        self.tours: dict[int, Tour] = {}
        self.loose = [day for day, group in rota.groups.items() if len(movable(rota, group)) == len(group)]
        self.day_of = [-1] * len(rota.visits)
        self.places = [Place([], [])] * len(rota.visits)
        self.present = [0] * len(rota.visits)
        self._empty: dict[int, Place] = {}
        self._optional = [visit.optional for visit in rota.visits]
        self._loads: dict[tuple[int, ...], Loads] = {}
        self._put({day: tuple(sorted(group)) for day, group in rota.groups.items()})
        self.cost = sum(outing.cost for outing in self.outings.values())
        self._reload()

    def _put(self, changed: Mapping[int, Group]) -> None:
        groups, day_of, places, present = self.groups, self.day_of, self.places, self.present
        for day in changed:
            for visit in groups[day]:
                day_of[visit], present[visit] = -1, 0
        for day, group in changed.items():
            groups[day], self.tours[day] = group, self._known.tour(group)
            self._empty.pop(day, None)
            for visit in group:
                day_of[visit] = day
            outing = self.outings[day] = self._known.outing(day, group)
            for visit, place, cost in outing.held:
                places[visit], present[visit] = place, cost

    def _reload(self) -> None:
        loads = tuple(map(len, self.groups.values()))
        self.levels.count(dict(zip(self.groups, loads, strict=True)))
        found = self._loads.get(loads)
        if found is None:
            alike = {load: [day for day in self.loose if len(self.groups[day]) == load] for load in sorted(set(loads))}
            more = {load: self.levels.day[day].more() for day, load in zip(self.groups, loads, strict=True)}
            found = self._loads[loads] = Loads(alike, more, self.levels.excess(), {})
        self.loads = found

    def _takers_from(self, day: int) -> list[int]:
        """The days that could have one visit more and this one less without making the levels worse."""
        takers = self.loads.takers.get(day)
        if takers is None:
            less, change = self.levels.day[day].less(), self.levels.change
            room = [load for load, more in self.loads.more.items() if less + more <= 0]
            others = [other for other, group in self.groups.items() if len(group) in room and other != day] if room else []
            takers = self.loads.takers[day] = [other for other in others if change(day, other) <= 0]
        return takers

    def best_chain(self, visit: int) -> Search:
        search = Search(visit, self._optional[visit])
        day, present = self.day_of[visit], self.present[visit]
        self._follow(search, -present, self.places[visit], (visit,), 1 << day, WIDTHS)
        for other in self.loads.takers.get(day) or self._takers_from(day):
            empty = self._empty.get(other) or self._vacant(other)
            change = empty.cost[visit] - present
            if change < search.saved:
                search.note(change, (visit, hole(other)))
            if empty.cheapest[0][0] < present:
                self._follow(search, -present, empty, (visit, hole(other)), 1 << day | 1 << other, HOLE_WIDTHS)
        return search

    def _vacant(self, day: int) -> Place:
        place = self._empty[day] = self._known.beside(day, self.groups[day])
        return place

    def _follow(self, search: Search, change: int, place: Place, chain: Chain, used: int, widths: Widths) -> None:
        """Tries who could take the place that the last has left."""
        width, deeper = widths
        for cost, visit in place.cheapest:
            total = change + cost
            if total >= 0:
                return
            day = self.day_of[visit]
            if day < 0:
                if search.optional and total < search.saved:
                    search.note(total, (*chain, visit))
            elif not used >> day & 1:
                other = self.places[visit]
                total -= self.present[visit]
                closed = total + other.cost[search.first]
                if closed < search.saved:
                    search.note(closed, (*chain, visit))
                if deeper and other.cheapest and total + other.cheapest[0][0] < search.saved:
                    self._follow(search, total, other, (*chain, visit), used | 1 << day, deeper)
                width -= 1
                if not width:
                    return

    def apply(self, chain: Chain, change: int) -> Collection[int]:
        """The days changed; none when the slots of one cannot hold its new visits."""
        changed: dict[int, Group] = {}
        for leaver, joiner in zip(chain, (*chain[1:], chain[0]), strict=True):
            day = hole(leaver) if leaver < 0 else self.day_of[leaver]
            if day >= 0:
                stay = [visit for visit in self.groups[day] if visit != leaver]
                changed[day] = tuple(sorted([*stay, joiner]) if joiner >= 0 else stay)
        return self.exchange(changed, change)

    def exchange(self, changed: Mapping[int, Group], change: int) -> Collection[int]:
        """Gives days other groups; the days changed, none when the slots of one cannot hold its new visits."""
        if not all(self.rota.fits(day, group) for day, group in changed.items()):
            return ()
        self._replace(changed, change)
        return changed

    def _replace(self, changed: Mapping[int, Group], change: int) -> None:
        is_shifted = any(len(group) != len(self.groups[day]) for day, group in changed.items())
        self.cost += change
        self._put(changed)
        if is_shifted:
            self._reload()

    def restore(self, groups: Mapping[int, Group], cost: int) -> None:
        """As it was."""
        self._replace({day: group for day, group in groups.items() if group is not self.groups[day]}, cost - self.cost)

    def settle(self, days: Iterable[int]) -> None:
        """Applies improving chains until none begins on a day that was touched. Who costs nothing has nothing to gain."""
        queue = [visit for day in days for visit in self.groups[day]]
        while queue:
            visit = queue.pop()
            if self.present[visit] and (search := self.best_chain(visit)).chain:
                waiting = set(queue)
                for day in self.apply(search.chain, search.saved):
                    queue += [other for other in self.groups[day] if other not in waiting]
