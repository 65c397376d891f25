"""Who is visited this month: due households first, then whoever has waited longest, within what officers owe and can do.

Waiting is counted in whole periods, so that the last period taken leaves a choice (the pool) that harms nobody's turn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from propops.planning.candidates import Candidate
from propops.planning.continuity import exchange_officers
from propops.planning.network import Guest, Network
from propops.planning.windows import Horizon


@dataclass
class Selection:
    """Units. The pool of an officer: those at the cut-off whom the rounds may choose between."""

    given_up: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)
    cut_off: dict[str, int] = field(default_factory=dict)
    pool: dict[str, list[str]] = field(default_factory=dict)


def guest(candidate: Candidate, mask: int = -1) -> Guest:
    options = tuple((name, days & mask) for name, days in candidate.options if days & mask)
    return Guest(candidate.unit, candidate.household.window, options)


def take_due(candidates: Mapping[str, Candidate], network: Network, span: Horizon, selection: Selection) -> None:
    """All that can be met in time before any that cannot: those go to the first day that is left."""
    late: list[Candidate] = []
    waited = {unit: candidate.bucket for unit, candidate in candidates.items() if not candidate.due}
    dues = [candidate for unit, candidate in candidates.items() if candidate.due and unit not in network.place]
    for candidate in sorted(dues, key=lambda candidate: (candidate.due, candidate.unit)):
        assert candidate.due
        if not _add_due(guest(candidate, span.until(candidate.due)), network, waited, selection):
            late.append(candidate)
    selection.blocked += [candidate.unit for candidate in late if not _add_soonest(candidate, network)]


def _add_due(newcomer: Guest, network: Network, waited: Mapping[str, int], selection: Selection) -> bool:
    """Visits of the last plan that nobody has been told of move, or are given up, only when there is no other way."""
    if not newcomer.options:
        return False
    if network.add(newcomer):
        return True
    added = bool(network.let_planned_move(True)) and (network.add(newcomer) or _give_up_one(newcomer, network, waited, selection))
    network.let_planned_move(False)
    return added


def _give_up_one(newcomer: Guest, network: Network, waited: Mapping[str, int], selection: Selection) -> bool:
    """One in the very place if possible, so that nobody else moves; who has waited shortest. `waited` leaves out who is due."""
    in_the_way = [other for other in network.in_the_way() if other.unit in waited]
    if not in_the_way:
        return False
    here = set(network.cells_of(newcomer))
    other = min(in_the_way, key=lambda other: (network.place[other.unit] not in here, waited[other.unit], other.unit))
    network.remove(other)
    network.reopen()
    selection.given_up.append(other.unit)
    return network.add(newcomer)


def _add_soonest(candidate: Candidate, network: Network) -> bool:
    """Once placed it may be moved to a later day, if only so that somebody who has waited longer gets the only day possible."""
    days = 0
    for _name, mask in candidate.options:
        days |= mask
    while days:
        newcomer = guest(candidate, days & -days)
        if network.add(newcomer):
            newcomer.options = candidate.options
            return True
        days &= days - 1
    return False


def take_turns(candidates: Iterable[Candidate], everyone: Mapping[str, Candidate], network: Network, selection: Selection) -> None:
    """Greedy by periods waited: the matroid's optimum, with nobody passed over who could have come instead. Of equals, officers take
    their own first, so that what changes for one officer changes nothing for another if it can be."""
    rejected: list[Candidate] = []
    lowest: dict[str, int] = {}
    taken: list[Candidate] = []
    ordered = sorted(candidates, key=lambda candidate: (-candidate.bucket, len(candidate.options), candidate.unit))
    for _bucket, equals in groupby(ordered, key=lambda candidate: candidate.bucket):
        others: list[Candidate] = []
        for candidate in equals:
            (taken if _own_has_room(candidate, network) and network.add(guest(candidate)) else others).append(candidate)
        for candidate in others:
            (taken if _any_is_open(candidate, network) and network.add(guest(candidate)) else rejected).append(candidate)
    for candidate in taken:
        lowest[network.place[candidate.unit].officer] = candidate.bucket
    exchange_officers(everyone, network, lowest)
    selection.cut_off = lowest
    _offer_pool(taken, rejected, network, selection)


def _own_has_room(candidate: Candidate, network: Network) -> bool:
    return network.officers[candidate.options[0][0]].room > 0


def _any_is_open(candidate: Candidate, network: Network) -> bool:
    return not all(network.officers[name].closed for name, _mask in candidate.options)


def _offer_pool(taken: list[Candidate], rejected: list[Candidate], network: Network, selection: Selection) -> None:
    cut_off = selection.cut_off
    for candidate in taken:
        name = network.place[candidate.unit].officer
        if candidate.bucket == cut_off[name] and _exchangeable(candidate, cut_off):
            selection.pool.setdefault(name, []).append(candidate.unit)
    for candidate in rejected:
        if not _exchangeable(candidate, cut_off):
            selection.blocked.append(candidate.unit)
            continue
        for name, _mask in candidate.options:
            if cut_off.get(name) == candidate.bucket:
                selection.pool.setdefault(name, []).append(candidate.unit)
                break


def _exchangeable(candidate: Candidate, cut_off: dict[str, int]) -> bool:
    """No officer who could come has gone down to shorter waits."""
    return all(cut_off.get(name, candidate.bucket) >= candidate.bucket for name, _mask in candidate.options)
