"""A plan made again in the middle of the month: what still can be, stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from propops.planning.candidates import Candidate
from propops.planning.instance import Assignment, Instance, Previous, Status
from propops.planning.network import Guest, Network
from propops.planning.windows import Horizon

URGENCY: Mapping[Status, int] = {"notified": 0, "pinned": 1, "planned": 2}


def urgency(status: Status) -> int:
    """Of two visits of one household the lower stays."""
    return URGENCY.get(status, len(URGENCY))


@dataclass
class Kept:
    """`fixed` visits never move; `planned` ones move only for a due visit; `displaced` ones have to be placed anew."""

    fixed: dict[str, Previous] = field(default_factory=dict)
    planned: dict[str, Previous] = field(default_factory=dict)
    displaced: dict[str, Previous] = field(default_factory=dict)
    broken_promises: list[Assignment] = field(default_factory=list)


def keep(instance: Instance, candidates: Mapping[str, Candidate], network: Network, span: Horizon) -> Kept:
    kept = Kept()
    respected = [previous for previous in instance.previous if previous.status in URGENCY and previous.assignment.date >= instance.today]
    for previous in sorted(respected, key=lambda previous: (URGENCY[previous.status], previous.assignment)):
        _keep_one(previous, candidates, network, span, kept)
    return kept


def _keep_one(previous: Previous, candidates: Mapping[str, Candidate], network: Network, span: Horizon, kept: Kept) -> None:
    unit = previous.assignment.unit
    candidate = candidates.get(unit)
    promised = previous.is_appointment
    if unit in network.place:
        return  # one visit a household: the one that binds more is there already
    if candidate and _possible(candidate, previous, network, span):
        cell = network.cells[previous.assignment.officer, span.index(previous.assignment.date), previous.assignment.slot]
        if promised or network.has_room(cell):
            guest = Guest(unit, candidate.household.window, _options(candidate, span), movable=False, planned=not promised)
            network.put(guest, cell)
            (kept.fixed if promised else kept.planned)[unit] = previous
            return
    kept.displaced[unit] = previous
    if previous.status == "notified":
        kept.broken_promises.append(previous.assignment)


def _options(candidate: Candidate, span: Horizon) -> tuple[tuple[str, int], ...]:
    """Where it may go when it must make room: a due one no later than it is due, while that can be."""
    mask = span.until(candidate.due) if candidate.due else -1
    return tuple((name, days & mask) for name, days in candidate.options if days & mask) or candidate.options


def _possible(candidate: Candidate, previous: Previous, network: Network, span: Horizon) -> bool:
    """A visit nobody was told of also gives way when it comes after the due date."""
    wanted = previous.assignment
    if previous.status == "planned" and candidate.due and wanted.date > candidate.due and _in_time(candidate, span):
        return False
    if not span.days[0] <= wanted.date <= span.days[-1]:
        return False
    day = span.index(wanted.date)
    on_day = any(name == wanted.officer and mask >> day & 1 for name, mask in candidate.options)
    if not on_day:
        return False
    table = network.timetables[wanted.officer]
    slots = table.agreeable if previous.is_appointment else table.allowed
    return wanted.slot in slots(candidate.household.window, day)


def _in_time(candidate: Candidate, span: Horizon) -> bool:
    assert candidate.due
    return any(mask & span.until(candidate.due) for _name, mask in candidate.options)
