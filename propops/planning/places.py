"""What every visit would cost in every place looked at so far: the same places come up again and again, so each is priced once."""

from dataclasses import dataclass
from operator import add

from propops.planning.costs import Costs
from propops.planning.rota import Rota, movable

Group = tuple[int, ...]  # the visits of one day, in ascending order
NEIGHBOURS = 16  # may be near enough once the day counts
NEAREST = 10  # of the visits that would cost least in a place


@dataclass(frozen=True, slots=True)
class Place:
    """On a day beside some others: what each visit would add there, and those that would add least, each after its cost."""

    cost: list[int]
    cheapest: list[tuple[int, int]]


Held = list[tuple[int, Place, int]]  # visits, the place each holds, and what it costs there


class Places:
    def __init__(self, rota: Rota, costs: Costs) -> None:
        self.rota, self.costs = rota, costs
        self.free = movable(rota, range(len(rota.visits)))
        self.takers: dict[tuple[int, ...], dict[int, list[int]]] = {}  # of a visit, by the loads of all days and the day it leaves
        self._beside: dict[Group, tuple[list[int], list[int]]] = {}
        self._places: dict[tuple[int, Group], Place] = {}
        self._held: dict[tuple[int, Group], Held] = {}
        self._on_day: dict[tuple[int, Group], int] = {}

    def beside(self, day: int, others: Group) -> Place:
        place = self._places.get((day, others))
        if place is None:
            walk, near = self._beside.get(others) or self._nearest(others)
            cost = list(map(add, walk, self.costs.on_day[day]))
            place = self._places[day, others] = Place(cost, sorted([(cost[visit], visit) for visit in near])[:NEAREST])
        return place

    def _nearest(self, others: Group) -> tuple[list[int], list[int]]:
        walk = self.costs.joining(others)
        near = sorted([visit for visit in self.free if visit not in others], key=walk.__getitem__)[:NEIGHBOURS]
        self._beside[others] = walk, near
        return walk, near

    def held(self, day: int, group: Group) -> Held:
        """By those that may move."""
        held = self._held.get((day, group))
        if held is None:
            held = self._held[day, group] = []
            for visit in movable(self.rota, group):
                place = self.beside(day, tuple([other for other in group if other != visit]))
                held.append((visit, place, place.cost[visit]))
        return held

    def on_day(self, day: int, group: Group) -> int:
        """What does not depend on who else is visited."""
        cost = self._on_day.get((day, group))
        if cost is None:
            cost = self._on_day[day, group] = self.costs.on_days(day, group)
        return cost
