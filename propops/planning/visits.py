"""The month's visits: who, by whom, on which day and in which slot, and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Protocol
from zlib import crc32

from propops.planning import EFFORT
from propops.planning.chains import Board
from propops.planning.costs import Costs
from propops.planning.draft import Draft, draft
from propops.planning.explain import Reason
from propops.planning.grouping import regroup
from propops.planning.instance import Assignment, Instance, Weights
from propops.planning.kicks import improved, settled
from propops.planning.levelling import Levels, level
from propops.planning.places import Places
from propops.planning.reasons import Shortfall, planned_reason, shortfalls, skipped_reasons
from propops.planning.repair import is_right, repair
from propops.planning.rota import Rota
from propops.planning.slots import Place, choose_slots


@dataclass(frozen=True, slots=True)
class Task:
    """One officer's month to arrange."""

    rota: Rota
    weights: Weights
    effort: int
    seed: int


class Each(Protocol):
    """Like `map`: results in the order of the tasks."""

    def __call__(self, function: Callable[[Task], dict[int, Place]], tasks: Sequence[Task], /) -> Iterable[dict[int, Place]]: ...


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    date: date
    officer: str
    slot: str
    unit: str
    reason: Reason

    @property
    def assignment(self) -> Assignment:
        return Assignment(self.date, self.officer, self.slot, self.unit)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a new plan did to the visits of the last one from today on."""

    kept: int = 0
    moved: int = 0
    dropped: int = 0
    added: int = 0


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """`visits` by (date, officer, slot, unit); every other household is in `skipped`, by unit."""

    visits: tuple[PlannedVisit, ...]
    skipped: Mapping[str, Reason]
    shortfall: tuple[Shortfall, ...]
    summary: Summary
    broken_promises: tuple[Assignment, ...]


def plan_visits(instance: Instance, effort: int = EFFORT, each: Each = map) -> VisitPlan:
    """The same instance, in whatever order its parts come, and effort (a count of rounds) give the same plan.

    Officers are arranged one by one through `each`, which may be the `map` of a process pool: the plan does not depend on it.
    """
    work = draft(instance)
    rotas = [(name, rota) for name in work.network.timetables if (rota := work.rota(name)).total]
    tasks = [Task(rota, instance.rules.weights, effort, _seed(name, instance.month)) for name, rota in rotas]
    visits: list[PlannedVisit] = []
    for (name, rota), places in zip(rotas, each(arrange, tasks), strict=True):
        visits += _officer_visits(work, name, rota, places)
    visits.sort(key=lambda visit: (visit.date, visit.officer, visit.slot, visit.unit))
    skipped = dict(work.field.skipped) | skipped_reasons(work, {visit.unit for visit in visits})
    return VisitPlan(
        tuple(visits),
        {unit: skipped[unit] for unit in sorted(skipped)},
        shortfalls(work),
        _summary(instance, visits),
        tuple(work.kept.broken_promises),
    )


def _officer_visits(work: Draft, name: str, rota: Rota, places: Mapping[int, Place]) -> Iterator[PlannedVisit]:
    for visit, (day, slot) in places.items():
        unit = rota.visits[visit].household.id
        yield PlannedVisit(work.span.days[day], name, slot, unit, planned_reason(work, unit, name, day))


def _seed(name: str, month: date) -> int:
    return crc32(f"{name}/{month:%Y-%m}".encode())


def arrange(task: Task) -> dict[int, Place]:
    """Only `random()` is used of the generator: its sequence is the same in every version of Python."""
    random = Random(task.seed).random
    levels, places = level(task.rota), Places(task.rota, Costs(task.rota, task.weights))
    board = _start(task.rota, places, levels, random)
    return choose_slots(task.rota.arranged(improved(board, places, random, _kicks(task))))


def _start(rota: Rota, places: Places, levels: Levels, random: Callable[[], float]) -> Board:
    """Neighbours grouped, unless their days cannot be made right."""
    trial = regroup(rota, places.costs)
    if trial is None:
        return settled(rota, places, levels)
    board = settled(trial, places, levels)
    trial = rota.arranged(board.groups)
    if is_right(trial):
        return board
    return settled(trial if repair(trial, places, levels, random) else rota, places, levels)


def _kicks(task: Task) -> int:
    """Two rounds whatever the effort. Days with more visits have far more to exchange: four kicks a round where they have two each,
    twenty-two where they have four."""
    visits, days = task.rota.total, len(task.rota.groups)
    return (2 + task.effort) * 2 * visits * (visits + days) * (visits + 2 * days) // (11 * days**3)


def _summary(instance: Instance, visits: list[PlannedVisit]) -> Summary:
    old = {p.assignment.unit: p.assignment for p in instance.previous if p.assignment.date >= instance.today}
    new = {visit.unit: visit.assignment for visit in visits}
    kept = sum(new.get(unit) == assignment for unit, assignment in old.items())
    dropped = sum(unit not in new for unit in old)
    return Summary(kept, len(old) - kept - dropped, dropped, sum(unit not in old for unit in new))
