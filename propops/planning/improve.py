"""Large-neighbourhood search: every day gives up one visit, and all of them, with the spare ones, go back where they add least.

One round is one assignment problem, solved exactly, so that a round never makes a plan worse. Seats keep all levels: a day with
one visit more than another of its week and shift may let the other have it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from operator import add, itemgetter

from propops.planning.assignment import assign
from propops.planning.costs import Costs
from propops.planning.levelling import Levels
from propops.planning.rota import Rota, movable

Random = Callable[[], float]
REPAIRS = 8
ROUNDS = 5
MUST = 10**8  # more than any sum of other costs: a visit that may not be exchanged is never left out
EXTREME = 0.6  # the chance of the dearest visit of a larger group to be the one that leaves


@dataclass(slots=True)
class Seat:
    """A place for one visit: on the first of these days, or on another instead."""

    days: list[int]
    leaver: int


def repair(rota: Rota, costs: Costs, levels: Levels, random: Random) -> bool:
    """Moves visits away from days that are not allowed for them."""
    for _round in range(REPAIRS):
        misplaced = _misplaced(rota)
        if not misplaced and all(rota.fits(day, group) for day, group in rota.groups.items()):
            return True
        _Round(rota, costs, levels, random, misplaced).run()
    return False


def improve(rota: Rota, costs: Costs, levels: Levels, random: Random) -> None:
    for _round in range(ROUNDS):
        _Round(rota, costs, levels, random).run()


def _misplaced(rota: Rota) -> set[int]:
    return {visit for day, group in rota.groups.items() for visit in group if not rota.visits[visit].mask >> day & 1}


@dataclass(slots=True)
class _Round:
    rota: Rota
    costs: Costs
    levels: Levels
    random: Random
    misplaced: Collection[int] = ()

    def run(self) -> None:
        rota, costs = self.rota, self.costs
        seats = self._seats()
        newcomers = [seat.leaver for seat in seats] + rota.spare
        if len(newcomers) < 2 or not seats:
            return
        leavers = {seat.leaver for seat in seats}
        stay = {day: [v for v in rota.groups[day] if v not in leavers] for seat in seats for day in seat.days}
        rows = {day: list(map(add, costs.on_day[day], costs.joining(group))) for day, group in stay.items()}
        pick = itemgetter(*newcomers)
        needed = [0 if rota.visits[visit].optional else -MUST for visit in newcomers]
        columns = assign([list(map(add, needed, pick(_least([rows[day] for day in seat.days])))) for seat in seats])
        _settle(rota, stay, [(seat, newcomers[column]) for seat, column in zip(seats, columns, strict=True)], rows)

    def _seats(self) -> list[Seat]:
        """Days that could take one more are either seats of their own or other days of a seat on a fuller day."""
        groups, levels, random = self.rota.groups, self.levels, self.random
        levels.count({day: len(group) for day, group in groups.items()})
        seats: dict[int, Seat] = {}
        light: list[int] = []
        for day, group in groups.items():
            leaving = movable(self.rota, group)
            if len(group) == levels.low < levels.high and (not leaving or random() < 0.5):
                light.append(day)
            elif leaving:
                seats[day] = Seat([day], self._leaver(day, leaving))
        fuller = [seat for day, seat in seats.items() if len(groups[day]) == levels.high > levels.low]
        crossing = _Crossing(levels)
        for day in light if fuller else ():
            seat = fuller[int(random() * len(fuller))]
            if crossing.allows(seat.days[0], day):
                seat.days.append(day)
        return list(seats.values())

    def _leaver(self, day: int, leaving: list[int]) -> int:
        urgent = [visit for visit in leaving if visit in self.misplaced] or leaving
        if len(urgent) > 2 and self.random() < EXTREME:
            return max(urgent, key=lambda visit: (self._saved(day, visit), visit))
        return urgent[int(self.random() * len(urgent))]

    def _saved(self, day: int, visit: int) -> int:
        group = self.rota.groups[day]
        rest = [other for other in group if other != visit]
        return self.costs.walk(group) - self.costs.walk(rest) + self.costs.on_days(day, [visit])


def _least(rows: list[list[int]]) -> list[int]:
    return list(map(min, *rows)) if len(rows) > 1 else rows[0]


def _settle(rota: Rota, stay: dict[int, list[int]], taken: list[tuple[Seat, int]], rows: dict[int, list[int]]) -> None:
    for seat, visit in taken:
        stay[min(seat.days, key=lambda day: rows[day][visit])].append(visit)
    if not all(rota.fits(day, group) for day, group in stay.items()):
        return
    placed = {visit for _seat, visit in taken}
    rota.spare[:] = sorted({v for v in rota.spare if v not in placed} | {s.leaver for s, _v in taken if s.leaver not in placed})
    rota.groups.update(stay)


class _Crossing:
    """Which seats may stand on days of another week or shift, so that all shares hold whatever the outcome of the round: of
    two seats no week is touched twice, and one seat at most changes the shift."""

    def __init__(self, levels: Levels) -> None:
        self.levels = levels
        self.weeks: dict[int, int] = {}
        self.shifting: int | None = None

    def allows(self, home: int, other: int) -> bool:
        shares = (self.levels.week[home], self.levels.week[other])
        same_week = shares[0] is shares[1]
        same_shift = self.levels.shift[home] is self.levels.shift[other]
        if same_week and same_shift:
            return True
        if self.levels.change(home, other) > 0:
            return False
        if not same_week and any(self.weeks.get(id(share), home) != home for share in shares):
            return False
        if not same_shift and self.shifting not in (None, home):
            return False
        if not same_week:
            self.weeks.update((id(share), home) for share in shares)
        if not same_shift:
            self.shifting = home
        return True
