"""What every visit would cost in every place looked at so far: the same places come up again and again, so each is priced once."""

from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_

from propops.planning.costs import Costs, Spans
from propops.planning.rota import Rota, movable

Group = tuple[int, ...]  # the visits of one day, in ascending order
NEAREST = 16  # of the visits that would walk least to a place


@dataclass(slots=True)
class Place:
    """On a day beside some others: what each visit would add there, and the nearest others, each after its cost, cheapest first."""

    cost: list[int]
    cheapest: list[tuple[int, int]]


@dataclass(slots=True)
class Tour:
    """A group whatever its day: as bits the days on which all may be visited, or without missing a wish."""

    allowed: int
    welcome: int


Held = list[tuple[int, Place, int]]  # visits, the place each holds, and what it costs there


@dataclass(slots=True)
class Outing:
    """A group on a day; `held` by those who may move."""

    cost: int
    held: Held


class Places:
    def __init__(self, rota: Rota, costs: Costs) -> None:
        self.rota, self.costs = rota, costs
        self.free = movable(rota, range(len(rota.visits)))
        self._walks: dict[Spans, tuple[list[int], list[int]]] = {}
        self._near: dict[int, list[int]] = {}
        self._of_spans: dict[int, dict[Spans, Place]] = {day: {} for day in rota.groups}
        self._of_doors: dict[int, dict[int, Place]] = {day: {} for day in rota.groups}
        self._outings: dict[tuple[int, Group], Outing] = {}
        self._tours: dict[Group, Tour] = {}

    def beside(self, day: int, others: Group) -> Place:
        """These may be among the cheapest."""
        doors = self.costs.doors_of(others)
        return self._of_doors[day].get(doors) or self._priced(day, doors)

    def _priced(self, day: int, doors: int) -> Place:
        spans = self.costs.spans(doors)
        place = self._of_spans[day].get(spans)
        if place is None:
            walk, near = self._walks.get(spans) or self._walked(spans)
            cost = list(map(add, walk, self.costs.on_day[day]))
            place = self._of_spans[day][spans] = Place(cost, sorted([(cost[visit], visit) for visit in near]))
        self._of_doors[day][doors] = place
        return place

    def _walked(self, spans: Spans) -> tuple[list[int], list[int]]:
        walk = self.costs.joining(spans)
        self._walks[spans] = found = walk, sorted(self.free, key=walk.__getitem__)[:NEAREST]
        return found

    def near(self, others: list[int]) -> list[int]:
        """Who would walk least to join them, whatever the day; these may be among them."""
        doors = self.costs.doors_of(others)
        near = self._near.get(doors)
        if near is None:
            spans = self.costs.spans(doors)
            near = self._near[doors] = (self._walks.get(spans) or self._walked(spans))[1]
        return near

    def outing(self, day: int, group: Group) -> Outing:
        return self._outings.get((day, group)) or self._planned(day, group)

    def _planned(self, day: int, group: Group) -> Outing:
        costs, known, held = self.costs, self._of_doors[day], Held()
        doors = [costs.doors[visit] for visit in group]
        every = reduce(or_, doors, 0)
        for visit, door in zip(group, doors, strict=True):
            if not self.rota.visits[visit].fixed:
                others = every if doors.count(door) > 1 else every ^ door
                place = known.get(others) or self._priced(day, others)
                held.append((visit, Place(place.cost, _strangers(place.cheapest, group)), place.cost[visit]))
        outing = self._outings[day, group] = Outing(costs.walk(every) + costs.on_days(day, group), held)
        return outing

    def tour(self, group: Group) -> Tour:
        tour = self._tours.get(group)
        if tour is None:
            allowed, welcome = self.costs.allowed, self.costs.welcome
            tour = Tour(reduce(and_, [allowed[visit] for visit in group], -1), reduce(and_, [welcome[visit] for visit in group], -1))
            self._tours[group] = tour
        return tour


def _strangers(cheapest: list[tuple[int, int]], group: Group) -> list[tuple[int, int]]:
    """From the first who is not of the group; who is comes first nearly always."""
    first = 0
    while first < len(cheapest) and cheapest[first][1] in group:
        first += 1
    return cheapest[first:]
