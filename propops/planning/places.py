"""What every visit would cost in every place looked at so far: the same places come up again and again, so each is priced once."""

from dataclasses import dataclass
from functools import reduce
from operator import add, or_

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
    """A group whatever its day: its walk, and as bits the days on which all may be visited, or without missing a wish."""

    walk: int
    allowed: int
    welcome: int


Held = list[tuple[int, Place, int]]  # visits, the place each holds, and what it costs there


class Places:
    def __init__(self, rota: Rota, costs: Costs) -> None:
        self.rota, self.costs = rota, costs
        self.free = movable(rota, range(len(rota.visits)))
        self.takers: dict[tuple[int, ...], dict[int, list[int]]] = {}  # of a visit, by the loads of all days and the day it leaves
        self._walks: dict[Spans, tuple[list[int], list[int]]] = {}
        self._near: dict[int, list[int]] = {}
        self._of_spans: dict[int, dict[Spans, Place]] = {day: {} for day in rota.groups}
        self._of_doors: dict[int, dict[int, Place]] = {day: {} for day in rota.groups}
        self._held: dict[tuple[int, Group], Held] = {}
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

    def held(self, day: int, group: Group) -> Held:
        """By those that may move."""
        held = self._held.get((day, group))
        if held is None:
            held = self._held[day, group] = []
            known, doors = self._of_doors[day], [self.costs.doors[visit] for visit in group]
            for nth, visit in enumerate(group):
                if not self.rota.visits[visit].fixed:
                    others = reduce(or_, doors[:nth] + doors[nth + 1 :], 0)
                    place = known.get(others) or self._priced(day, others)
                    near = [one for one in place.cheapest if one[1] not in group]
                    held.append((visit, Place(place.cost, near), place.cost[visit]))
        return held

    def tour(self, group: Group) -> Tour:
        tour = self._tours.get(group)
        if tour is None:
            costs, allowed, welcome = self.costs, -1, -1
            for visit in group:
                allowed &= costs.allowed[visit]
                welcome &= costs.welcome[visit]
            tour = self._tours[group] = Tour(costs.walk(costs.doors_of(group)), allowed, welcome)
        return tour

    def cost(self, day: int, group: Group) -> int:
        return self.tour(group).walk + self.costs.on_days(day, group)
