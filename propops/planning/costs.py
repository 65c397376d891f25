"""What a day costs: entering buildings, storeys between the highest and the lowest door, wishes missed, changed officers.

Doors are bits of a number: a storey each, building above building. So a group's doors are its members' together, and a building's
lowest and highest are found by shifting.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from propops.planning.instance import Weights
from propops.planning.rota import BLOCKED, Rota, Visit
from propops.planning.windows import Timetable, bits

Spans = tuple[tuple[int, int, int], ...]  # the lowest and highest storey of each building entered


class Costs:
    """`on_day[day][visit]` is what does not depend on the other visits of the day, `doors[visit]` where it takes place."""

    def __init__(self, rota: Rota, weights: Weights) -> None:
        self.weights = weights
        self.on_day = _on_day(rota, weights)
        households = [visit.household for visit in rota.visits]
        ground = min([household.storey for household in households], default=0)
        self._height = max([household.storey for household in households], default=0) - ground + 1
        numbers = {building: number for number, building in enumerate(sorted({household.building for household in households}))}
        self._places = [(numbers[household.building], household.storey - ground) for household in households]
        self.doors = [1 << number * self._height + storey for number, storey in self._places]
        rows = self.on_day
        self.allowed = [sum([1 << day for day, row in rows.items() if row[v] < BLOCKED]) for v in range(len(households))]
        self.welcome = [sum([1 << day for day, row in rows.items() if row[v] == weights.continuity * visit.continuity_broken]) for v, visit in enumerate(rota.visits)]
        self._days_of_visit = list(zip(*[self.on_day.get(day, [BLOCKED] * len(households)) for day in range(len(rota.timetable.slots))], strict=True))
        self._days: dict[tuple[int, ...], list[int]] = {}
        self._walks: dict[int, int] = {}
        self._of_building: list[list[tuple[int, int]]] = [[] for _building in numbers]
        for index, (number, storey) in enumerate(self._places):
            self._of_building[number].append((index, storey))

    def total(self, rota: Rota) -> int:
        return sum(self.walk(group) + self.on_days(day, group) for day, group in rota.groups.items())

    def walk(self, members: Iterable[int]) -> int:
        doors = reduce(or_, [self.doors[visit] for visit in members], 0)
        walk = self._walks.get(doors)
        if walk is None:
            weights = self.weights
            spans = self.spans(doors)
            walk = self._walks[doors] = sum([weights.building + weights.storey * (high - low) for _building, low, high in spans])
        return walk

    def spans(self, doors: int) -> Spans:
        found, height = [], self._height
        building, storeys = 0, (1 << height) - 1
        while doors:
            if here := doors & storeys:
                found.append((building, (here & -here).bit_length() - 1, here.bit_length() - 1))
            doors >>= height
            building += 1
        return tuple(found)

    def on_days(self, day: int, members: Iterable[int]) -> int:
        """Wishes missed and officers changed."""
        row = self.on_day[day]
        return sum([row[visit] for visit in members])

    def days(self, group: tuple[int, ...]) -> list[int]:
        """Wishes missed and officers changed, on each day of the month."""
        row = self._days.get(group)
        if row is None:
            row = self._days[group] = list(map(sum, zip(*[self._days_of_visit[visit] for visit in group], strict=True))) or [0] * 31
        return row

    def joining(self, spans: Spans) -> list[int]:
        """The walk that each visit would add to a day."""
        row = [self.weights.building] * len(self.doors)
        for building, low, high in spans:
            for index, storey in self._of_building[building]:
                row[index] = self.weights.storey * max(low - storey, storey - high, 0)
        return row


def _on_day(rota: Rota, weights: Weights) -> dict[int, list[int]]:
    base = [weights.continuity * visit.continuity_broken for visit in rota.visits]
    rows = {day: base.copy() for day in rota.timetable.days}
    every = sum(1 << day for day in rota.timetable.days)
    for index, visit in enumerate(rota.visits):
        for day in bits(every & ~visit.mask):
            rows[day][index] += BLOCKED
        for day in bits(_unwelcome(visit, rota.timetable) & visit.mask):
            rows[day][index] += weights.preference
    return rows


def _unwelcome(visit: Visit, timetable: Timetable) -> int:
    """Days without a slot the household prefers."""
    window = visit.household.window
    if window is None or window.mode == "only":
        return 0
    weekdays = timetable.horizon.weekdays
    welcome = (
        1 << day
        for day in timetable.days
        if weekdays[day] in window.weekdays and any(slot in window.slots for slot in timetable.allowed(window, day))
    )
    return sum(1 << day for day in timetable.days) & ~sum(welcome)
