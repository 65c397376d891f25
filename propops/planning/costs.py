"""What a day costs: entering buildings, storeys between the highest and the lowest door, wishes missed, changed officers.

Doors are bits of a number, a storey each, building above building: the doors of a group are those of its members together.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from propops.planning.instance import Weights
from propops.planning.rota import BLOCKED, Rota, Visit
from propops.planning.windows import Timetable

Spans = tuple[tuple[int, int, int], ...]  # each building entered, with its lowest and highest storey


class Costs:
    """`on_day[day][visit]` is what does not depend on the other visits of the day; `allowed` and `welcome` are days as bits, those
    without a wish missed; `base` is what a visit costs on such a day."""

    def __init__(self, rota: Rota, weights: Weights) -> None:
        self.weights = weights
        self.base = [weights.continuity * visit.continuity_broken for visit in rota.visits]
        every = sum(1 << day for day in rota.timetable.days)
        self.allowed = [visit.mask & every for visit in rota.visits]
        self.welcome = [visit.mask & every & ~_unwelcome(visit, rota.timetable) for visit in rota.visits]
        self.on_day = {day: self._on(day) for day in rota.timetable.days}
        homes = [visit.household for visit in rota.visits]
        ground = min([home.storey for home in homes], default=0)
        self._height = max([home.storey for home in homes], default=0) - ground + 1
        self._of_building: dict[str, list[tuple[int, int]]] = {home.building: [] for home in homes}
        for visit, home in enumerate(homes):
            self._of_building[home.building].append((visit, home.storey - ground))
        self._buildings = list(self._of_building.values())
        numbers = {building: number for number, building in enumerate(self._of_building)}
        self.doors = [1 << numbers[home.building] * self._height + home.storey - ground for home in homes]
        self._walks: dict[int, int] = {0: 0}

    def _on(self, day: int) -> list[int]:
        missed = self.weights.preference
        return [
            base + (0 if welcome >> day & 1 else missed if allowed >> day & 1 else BLOCKED)
            for base, welcome, allowed in zip(self.base, self.welcome, self.allowed, strict=True)
        ]

    def total(self, rota: Rota) -> int:
        return sum(self.of_day(day, group) for day, group in rota.groups.items())

    def of_day(self, day: int, members: Iterable[int]) -> int:
        return self.walk(self.doors_of(members)) + self.on_days(day, members)

    def on_days(self, day: int, members: Iterable[int]) -> int:
        """Wishes missed and officers changed."""
        on_day = self.on_day[day]
        return sum([on_day[visit] for visit in members])

    def doors_of(self, members: Iterable[int]) -> int:
        return reduce(or_, [self.doors[visit] for visit in members], 0)

    def walk(self, doors: int) -> int:
        walk = self._walks.get(doors)
        if walk is None:
            weights = self.weights
            walk = sum([weights.building + weights.storey * (high - low) for _building, low, high in self.spans(doors)])
            self._walks[doors] = walk
        return walk

    def spans(self, doors: int) -> Spans:
        found, height, building = [], self._height, 0
        while doors:
            if here := doors & (1 << height) - 1:
                found.append((building, (here & -here).bit_length() - 1, here.bit_length() - 1))
            doors >>= height
            building += 1
        return tuple(found)

    def joining(self, spans: Spans) -> list[int]:
        """The walk that each visit would add to a day."""
        row = [self.weights.building] * len(self.doors)
        for building, low, high in spans:
            for visit, storey in self._buildings[building]:
                row[visit] = self.weights.storey * max(low - storey, storey - high, 0)
        return row


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
