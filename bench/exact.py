"""How far a plan is from the best there is: `python bench/exact.py INSTANCE PLAN [--seconds 60]`. Needs `pip install highspy`.

An officer's month is a set-partitioning problem: a column is a day's group of visits, and every visit is in one group. Column
generation solves the linear relaxation, whose value no plan can go below. With --seconds, every column that could be part of a
better plan is listed and the integer programme decides. Plans that are less even than the one given do not count, nor does
another choice of officers.
"""

import argparse
import json
import sys
from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from itertools import groupby
from math import ceil, inf
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.planning import Json, read_instance
from propops.planning.costs import Costs
from propops.planning.draft import draft
from propops.planning.instance import Instance, Weights
from propops.planning.levelling import Levels, Share, outside
from propops.planning.rota import Rota

EPSILON = 1e-6
MOST_COLUMNS = 150_000


@dataclass(frozen=True, slots=True)
class Group:
    """The visits of one day."""

    day: int
    visits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """A visit that is possible on a day, and what having it on that day is worth."""

    visit: int
    building: str
    storey: int
    profit: float


@dataclass(frozen=True)
class Month:
    """What an officer could do; the groups of the rota are the plan's."""

    rota: Rota
    weights: Weights

    @cached_property
    def costs(self) -> Costs:
        return Costs(self.rota, self.weights)

    @cached_property
    def levels(self) -> Levels:
        levels = Levels(self.rota.timetable, self.rota.total)
        levels.count({day: len(group) for day, group in self.rota.groups.items()})
        return levels

    @cached_property
    def by_place(self) -> list[int]:
        households = [visit.household for visit in self.rota.visits]
        return sorted(range(len(households)), key=lambda k: (households[k].building, households[k].storey, households[k].id))

    @cached_property
    def most(self) -> int:
        """Visits of a day; no plan as even as this one has more."""
        excess = sum(share.excess() // share.weight for share in self.levels.day.values())
        return min(self.rota.timetable.officer.max_day, self.levels.high + excess)

    def cost_on(self, day: int, visit: int) -> int:
        return self.costs.on_day[day][visit]

    def cost(self, group: Group) -> int:
        return self.costs.of_day(group.day, group.visits)

    def planned(self) -> list[Group]:
        return [Group(day, tuple(sorted(group))) for day, group in self.rota.groups.items()]

    def doors(self, day: int, prices: Sequence[float]) -> list[Door]:
        """In the order of buildings and storeys."""
        visits = self.rota.visits
        return [
            Door(visit, visits[visit].household.building, visits[visit].household.storey, prices[visit] - self.cost_on(day, visit))
            for visit in self.by_place
            if (visit in self.rota.groups[day] if visits[visit].fixed else visits[visit].mask >> day & 1)
        ]


Best = list[tuple[float, tuple[int, ...]]]  # by number of visits: the least reduced cost, and whose it is


def cheapest(doors: Sequence[Door], weights: Weights, most: int) -> Best:
    """Pricing, over buildings as a knapsack."""
    best: Best = [(0.0, ()), *[(inf, ())] * most]
    for _building, group in groupby(doors, key=lambda door: door.building):
        here = cheapest_stop(list(group), weights, most)
        best = [
            min((best[k - taken][0] + here[taken][0], best[k - taken][1] + here[taken][1]) for taken in range(k + 1))
            for k in range(most + 1)
        ]
    return best


def cheapest_stop(doors: Sequence[Door], weights: Weights, most: int) -> Best:
    """Within one building: for every lowest and highest storey the visits between that are worth most."""
    best: Best = [(0.0, ()), *[(inf, ())] * most]
    for first, bottom in enumerate(doors):
        chosen: list[tuple[float, int]] = []
        for door in doors[first:]:
            insort(chosen, (-door.profit, door.visit))
            del chosen[most:]
            reduced = float(weights.building + weights.storey * (door.storey - bottom.storey))
            for k, (loss, _visit) in enumerate(chosen, 1):
                reduced += loss
                if reduced < best[k][0]:
                    best[k] = (reduced, tuple(visit for _loss, visit in chosen[:k]))
    return best


def all_below(doors: Sequence[Door], weights: Weights, most: int, limit: Sequence[float]) -> Iterator[tuple[int, ...]]:
    """Every group whose reduced cost is at most the limit for its size."""
    gain = [0.0] * (len(doors) + 1)  # the best profit from a place on
    for place in range(len(doors) - 1, -1, -1):
        gain[place] = max(gain[place + 1], doors[place].profit)

    def extend(place: int, chosen: tuple[int, ...], reduced: float, last: Door | None) -> Iterator[tuple[int, ...]]:
        if reduced <= limit[len(chosen)]:
            yield chosen
        for following in range(place, len(doors) if len(chosen) < most else 0):
            if all(reduced - more * gain[following] > limit[len(chosen) + more] for more in range(1, most - len(chosen) + 1)):
                return
            door = doors[following]
            same = last and last.building == door.building
            walk = weights.storey * (door.storey - last.storey) if last and same else weights.building
            yield from extend(following + 1, (*chosen, door.visit), reduced + walk - door.profit, door)

    yield from extend(0, (), 0.0, None)


@dataclass
class Programme:
    """Columns are groups; rows are visits, days, and the shares, whose excess together is limited to the plan's."""

    month: Month
    solver: Any
    known: dict[Group, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rota, levels = self.month.rota, self.month.levels
        for visit in rota.visits:
            self._row(0 if visit.optional else 1, 1)
        self.day = {day: self._row(1, 1) for day in rota.groups}
        self.limit = self._row(-inf, sum(share.excess() // share.weight for share in levels.day.values()))
        total = self._row(rota.total, rota.total)
        self.shared = {day: [total] for day in rota.groups}
        for shares in (levels.week, levels.shift):
            self._share(shares)

    def _row(self, low: float, high: float) -> int:
        self.solver.addRow(low, high, 0, [], [])
        return int(self.solver.getNumRow()) - 1

    def _share(self, shares: Mapping[int, Share]) -> None:
        different = {id(share): share for share in shares.values()}
        limit = self._row(-inf, sum(share.excess() // share.weight for share in different.values()))
        rows = {key: self._row(share.low, share.high) for key, share in different.items()}
        for day, share in shares.items():
            self.shared[day].append(rows[id(share)])
        for row in rows.values():
            for sign in (1, -1):
                self.solver.addCol(0, 0, inf, 2, [row, limit], [sign, 1])

    def add(self, group: Group) -> bool:
        if group in self.known:
            return False
        self.known[group] = self.solver.getNumCol()
        size = len(group.visits)
        entries = dict.fromkeys(group.visits, 1) | {self.day[group.day]: 1, self.limit: self._excess(size)}
        entries |= dict.fromkeys(self.shared[group.day], size)
        self.solver.addCol(self.month.cost(group), 0, inf, len(entries), list(entries), list(entries.values()))
        return True

    def _excess(self, size: int) -> int:
        return outside(size, self.month.levels.low, self.month.levels.high)

    def solve(self) -> float:
        self.solver.run()
        return float(self.solver.getInfo().objective_function_value)

    def _pricing(self) -> Iterator[tuple[int, list[Door], list[float]]]:
        """Per day: what its visits are worth, and what the reduced cost of so many visits must stay below to be of use."""
        dual = self.solver.getSolution().row_dual
        for day in self.day:
            each = sum(dual[row] for row in self.shared[day])
            allowance = [dual[self.day[day]] + each * size + dual[self.limit] * self._excess(size) for size in range(self.month.most + 1)]
            yield day, self.month.doors(day, dual), allowance

    def bound(self) -> float:
        while True:
            value, new = self.solve(), 0
            for day, doors, allowance in list(self._pricing()):
                for size, (cost, visits) in enumerate(cheapest(doors, self.month.weights, self.month.most)):
                    if cost < allowance[size] - EPSILON:
                        new += self.add(Group(day, tuple(sorted(visits))))
            if not new:
                return value

    def optimum(self, planned: int, bound: float, seconds: float) -> int | None:
        """None when there are too many columns or too little time."""
        slack = planned - bound - 1 + EPSILON
        for day, doors, allowance in list(self._pricing()):
            for visits in all_below(doors, self.month.weights, self.month.most, [most + slack for most in allowance]):
                self.add(Group(day, tuple(sorted(visits))))
                if len(self.known) > MOST_COLUMNS:
                    return None
        for column in self.known.values():
            self.solver.changeColIntegrality(column, import_module("highspy").HighsVarType.kInteger)
        self.solver.setOptionValue("time_limit", seconds)
        self.solver.setOptionValue("mip_abs_gap", 0.99)
        value = self.solve()
        return round(value) if self.solver.modelStatusToString(self.solver.getModelStatus()) == "Optimal" else None


@dataclass(frozen=True, slots=True)
class Gap:
    """`bound` is proven; it is the optimum where `proven`."""

    officer: str
    planned: int
    bound: int
    proven: bool


def new_solver() -> Any:
    try:
        highspy: Any = import_module("highspy")
    except ImportError:
        raise SystemExit("bench/exact.py needs the solver HiGHS, which is not installed: pip install highspy") from None
    solver = highspy.Highs()
    solver.silent()
    return solver


def months(instance: Instance, plan: Json) -> Iterator[tuple[str, Month]]:
    """With the plan's groups in place of the draft's; officers whose plan is another selection are passed over."""
    work = draft(instance)
    days: dict[str, dict[str, int]] = {name: {} for name in work.network.timetables}
    for visit in plan["visits"]:
        days[visit["officer"]][visit["unit"]] = int(visit["date"][-2:]) - 1
    for name, planned in days.items():
        rota = work.rota(name)
        index = {visit.household.id: k for k, visit in enumerate(rota.visits)}
        if planned and planned.keys() <= index.keys():
            rota.groups = {day: [index[unit] for unit, on in planned.items() if on == day] for day in rota.groups}
            rota.spare = [k for unit, k in index.items() if unit not in planned]
            yield name, Month(rota, instance.rules.weights)


def gap(name: str, month: Month, seconds: float) -> Gap:
    programme = Programme(month, new_solver())
    for group in month.planned():
        programme.add(group)
    planned = sum(month.cost(group) for group in month.planned())
    value = programme.bound()
    bound = ceil(value - EPSILON)
    if bound == planned or not seconds:
        return Gap(name, planned, bound, bound == planned)
    optimum = programme.optimum(planned, value, seconds)
    return Gap(name, planned, bound if optimum is None else optimum, optimum is not None)


def gaps(instance: Instance, plan: Json, seconds: float = 0) -> list[Gap]:
    return [gap(name, month, seconds) for name, month in months(instance, plan)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance", type=Path)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--seconds", type=float, default=0, help="for each officer's integer programme; 0: the bound only")
    options = parser.parse_args()
    new_solver()
    instance = read_instance(json.loads(options.instance.read_bytes()))
    found = gaps(instance, json.loads(options.plan.read_bytes()), options.seconds)
    for item in found:
        print(f"{item.officer:12} {item.planned:5} {item.bound:5}{'' if item.proven else '  bound'}")
    planned, bound = sum(item.planned for item in found), sum(item.bound for item in found)
    share, proven = 100 * (planned - bound) / max(bound, 1), sum(item.proven for item in found)
    print(f"J {planned}, at least {bound}: gap {share:.2f} %, proven for {proven} of {len(found)} officers")


if __name__ == "__main__":
    main()
