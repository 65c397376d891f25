"""What a day costs: entering buildings, storeys between the highest and the lowest door, wishes missed, changed officers."""

from collections.abc import Iterable

from propops.planning.instance import Weights
from propops.planning.rota import BLOCKED, Rota, Visit
from propops.planning.windows import Timetable, bits

Span = tuple[int, int]  # lowest and highest storey
Profile = tuple[tuple[str, Span], ...]  # by building


class Costs:
    """`on_day[day][visit]` is what does not depend on the other visits of the day."""

    def __init__(self, rota: Rota, weights: Weights) -> None:
        self.weights = weights
        self._doors = [(visit.household.building, visit.household.storey) for visit in rota.visits]
        self.on_day = _on_day(rota, weights)
        self._of_building: dict[str, list[tuple[int, int]]] = {}
        for index, (building, storey) in enumerate(self._doors):
            self._of_building.setdefault(building, []).append((index, storey))
        self._rows: dict[Profile, list[int]] = {}

    def total(self, rota: Rota) -> int:
        return sum(self.walk(group) + self.on_days(day, group) for day, group in rota.groups.items())

    def profile(self, members: Iterable[int]) -> Profile:
        spans: dict[str, Span] = {}
        for visit in members:
            building, storey = self._doors[visit]
            low, high = spans.get(building, (storey, storey))
            spans[building] = (min(low, storey), max(high, storey))
        return tuple(sorted(spans.items()))

    def walk(self, members: Iterable[int]) -> int:
        weights = self.weights
        return sum(weights.building + weights.storey * (high - low) for _building, (low, high) in self.profile(members))

    def on_days(self, day: int, members: Iterable[int]) -> int:
        """Wishes missed and officers changed."""
        return sum(map(self.on_day[day].__getitem__, members))

    def joining(self, members: Iterable[int]) -> list[int]:
        """The walk that each visit would add to these."""
        profile = self.profile(members)
        if profile not in self._rows:
            row = [self.weights.building] * len(self._doors)
            for building, (low, high) in profile:
                for index, storey in self._of_building[building]:
                    row[index] = self.weights.storey * max(low - storey, storey - high, 0)
            self._rows[profile] = row
        return self._rows[profile]


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
