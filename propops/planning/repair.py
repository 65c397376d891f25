"""Moves visits away from days that are not allowed for them: every day gives up one visit, and all of them, with the spare ones,
go back where they add least (large-neighbourhood search).

One round is one assignment problem, solved exactly. Seats keep all levels: a day with one visit more than another of its week and
shift may let the other have it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from operator import add, itemgetter

from propops.planning.assignment import assign
from propops.planning.levelling import Levels
from propops.planning.places import Group, Held, Place, Places
from propops.planning.rota import Rota

Random = Callable[[], float]
ROUNDS = 8
MUST = 10**8  # more than any sum of other costs: a visit that may not be exchanged is never left out
EXTREME = 0.6  # the chance of the dearest visit of a larger group to be the one that leaves


@dataclass(slots=True)
class Seat:
    """A place for one visit: beside those who stay on the first of these days, or on another instead."""

    leaver: int
    beside: dict[int, tuple[Group, Place]]  # by day

    @property
    def home(self) -> int:
        return next(iter(self.beside))

    def costs(self) -> list[int]:
        """Of every visit, on the better day."""
        rows = [place.cost for _others, place in self.beside.values()]
        return list(map(min, *rows)) if len(rows) > 1 else rows[0]

    def day_for(self, visit: int) -> int:
        return min(self.beside, key=lambda day: self.beside[day][1].cost[visit])


def repair(rota: Rota, places: Places, levels: Levels, random: Random) -> bool:
    """Whether all days are right in the end."""
    for _round in range(ROUNDS):
        if is_right(rota):
            return True
        _Round(rota, places, levels, random, _misplaced(rota)).run()
    return False


def is_right(rota: Rota) -> bool:
    return not _misplaced(rota) and all(rota.fits(day, group) for day, group in rota.groups.items())


def _misplaced(rota: Rota) -> set[int]:
    return {visit for day, group in rota.groups.items() for visit in group if not rota.visits[visit].mask >> day & 1}


@dataclass(slots=True)
class _Round:
    rota: Rota
    places: Places
    levels: Levels
    random: Random
    misplaced: Collection[int]

    def run(self) -> None:
        rota = self.rota
        seats = self._seats()
        newcomers = [seat.leaver for seat in seats] + rota.spare
        if len(newcomers) < 2 or not seats:
            return
        pick = itemgetter(*newcomers)
        needed = [0 if rota.visits[visit].optional else -MUST for visit in newcomers]
        columns = assign([list(map(add, needed, pick(seat.costs()))) for seat in seats])
        _settle(rota, seats, [newcomers[column] for column in columns])

    def _seats(self) -> list[Seat]:
        """Days that could take one more are either seats of their own or other days of a seat on a fuller day."""
        groups, levels, random = self.rota.groups, self.levels, self.random
        levels.count({day: len(group) for day, group in groups.items()})
        seats: list[Seat] = []
        light: list[int] = []
        for day, group in groups.items():
            leaving = self.places.outing(day, tuple(sorted(group))).held
            if len(group) == levels.low < levels.high and (not leaving or random() < 0.5):
                light.append(day)
            elif leaving:
                seats.append(self._seat(day, leaving))
        fuller = [seat for seat in seats if len(groups[seat.home]) == levels.high > levels.low]
        crossing = _Crossing(levels)
        for day in light if fuller else ():
            seat = fuller[int(random() * len(fuller))]
            if crossing.allows(seat.home, day):
                everybody = tuple(sorted(groups[day]))
                seat.beside[day] = everybody, self.places.beside(day, everybody)
        return seats

    def _seat(self, day: int, leaving: Held) -> Seat:
        urgent = [one for one in leaving if one[0] in self.misplaced] or leaving
        if len(urgent) > 2 and self.random() < EXTREME:
            leaver, place, _cost = max(urgent, key=lambda held: (held[2], held[0]))
        else:
            leaver, place, _cost = urgent[int(self.random() * len(urgent))]
        others = tuple(sorted(visit for visit in self.rota.groups[day] if visit != leaver))
        return Seat(leaver, {day: (others, place)})


def _settle(rota: Rota, seats: list[Seat], placed: list[int]) -> None:
    groups = {day: list(others) for seat in seats for day, (others, _place) in seat.beside.items()}
    for seat, visit in zip(seats, placed, strict=True):
        groups[seat.day_for(visit)].append(visit)
    if all(rota.fits(day, group) for day, group in groups.items()):
        left = {seat.leaver for seat in seats} | set(rota.spare)
        rota.spare[:] = sorted(left.difference(placed))
        rota.groups.update(groups)


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
