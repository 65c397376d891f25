"""Officers who share buildings exchange households, so that more of them see the officer who came the last time."""

from collections.abc import Iterable, Mapping

from propops.planning.candidates import Candidate
from propops.planning.network import Guest, Network, Node


def exchange_officers(candidates: Mapping[str, Candidate], network: Network, cut_off: Mapping[str, int]) -> None:
    """Numbers stay; nobody goes to an officer whose cut-off is above the household's own wait, so turns stay as well."""
    shared = [(guest, cell) for cell in network.cells.values() for guest in cell.guests if _flexible(guest, network)]
    shared.sort(key=lambda pair: pair[0].unit)
    by_officer: dict[str, list[Guest]] = {}
    for guest, cell in shared:
        by_officer.setdefault(cell.officer, []).append(guest)
    for guest, cell in shared:
        wanted = candidates[guest.unit].household.last_officer
        if wanted and wanted != cell.officer and network.place[guest.unit] is cell and _welcome(guest, wanted, candidates, cut_off):
            _exchange(guest, wanted, by_officer.get(wanted, ()), candidates, network, cut_off)


def _flexible(guest: Guest, network: Network) -> bool:
    """Who may come on most days of either officer can be exchanged without making days less even."""
    flexible = all(4 * mask.bit_count() >= 3 * len(network.timetables[name].days) for name, mask in guest.options)
    return guest.movable and len(guest.options) > 1 and flexible


def _welcome(guest: Guest, name: str, candidates: Mapping[str, Candidate], cut_off: Mapping[str, int]) -> bool:
    candidate = candidates[guest.unit]
    return name in dict(guest.options) and (bool(candidate.due) or candidate.bucket >= cut_off.get(name, candidate.bucket + 1))


def _exchange(
    guest: Guest, wanted: str, others: Iterable[Guest], candidates: Mapping[str, Candidate], network: Network, cut_off: Mapping[str, int]
) -> None:
    """With one who wants the opposite, else with one who does not mind."""
    here = network.place[guest.unit]
    willing = []
    for other in others:
        last = candidates[other.unit].household.last_officer
        if last != wanted and network.place[other.unit].officer == wanted and _welcome(other, here.officer, candidates, cut_off):
            willing.append((last != here.officer, other.unit, other))
    for _minds, _unit, other in sorted(willing, key=lambda entry: entry[:2]):
        if _swap(guest, other, network):
            return


def _swap(guest: Guest, other: Guest, network: Network) -> bool:
    here, there = network.place[guest.unit], network.place[other.unit]
    network.remove(guest)
    network.remove(other)
    new_there = _free_cell(guest, there.officer, network)
    new_here = _free_cell(other, here.officer, network)
    done = new_there is not None and new_here is not None
    network.put(guest, new_there if done and new_there else here)
    network.put(other, new_here if done and new_here else there)
    return done


def _free_cell(guest: Guest, name: str, network: Network) -> Node | None:
    cells = [cell for cell in network.cells_with(guest, name, dict(guest.options)[name]) if network.has_room(cell)]
    return min(cells, key=lambda cell: (cell.parent.used if cell.parent else 0, cell.used), default=None)
