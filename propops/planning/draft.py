"""Who is visited by whom, before days are arranged: the working state shared by the steps of `plan_visits`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from propops.planning.candidates import Candidate, Field, survey
from propops.planning.instance import Household, Instance
from propops.planning.network import Network
from propops.planning.replan import Kept, keep
from propops.planning.rota import Rota, Visit
from propops.planning.rotation import Selection, guest, take_due, take_turns
from propops.planning.windows import Horizon, horizon, timetables


@dataclass(frozen=True)
class Draft:
    instance: Instance
    span: Horizon
    field: Field
    network: Network
    kept: Kept
    selection: Selection

    @property
    def candidates(self) -> Mapping[str, Candidate]:
        return self.field.candidates

    @cached_property
    def done(self) -> Counter[str]:
        return Counter(visit.officer for visit in self.instance.done)

    @cached_property
    def _listed(self) -> dict[str, tuple[str, ...]]:
        return {building.id: building.officers for building in self.instance.buildings}

    @cached_property
    def _units(self) -> dict[str, list[str]]:
        """What each officer has to arrange: visits and, in the pool, others that could take their place."""
        units = {name: set(self.selection.pool.get(name, ())) for name in self.network.timetables}
        for unit, cell in self.network.place.items():
            units[cell.officer].add(unit)
        return {name: sorted(mine) for name, mine in units.items()}

    def rota(self, name: str) -> Rota:
        table = self.network.timetables[name]
        rota = Rota(table, [self._visit(unit, name) for unit in self._units[name]], {day: [] for day in table.days})
        for index, unit in enumerate(self._units[name]):
            cell = self.network.place.get(unit)
            (rota.groups[cell.day] if cell else rota.spare).append(index)
        return rota

    def _visit(self, unit: str, name: str) -> Visit:
        candidate, cell = self.candidates[unit], self.network.place.get(unit)
        mask = dict(candidate.options)[name]
        if candidate.due and unit not in self.kept.fixed:
            mask &= self.span.until(candidate.due) | ((2 << cell.day) - 1 if cell else 0)  # what is late anyway becomes no later
        optional = unit in self.selection.pool.get(name, ())
        broken = _continuity_broken(candidate.household, name, self._listed)
        return Visit(candidate.household, mask, optional, cell.slot if cell and self._stays(unit) else "", broken)

    def _stays(self, unit: str) -> bool:
        previous = self.kept.fixed.get(unit) or self.kept.planned.get(unit)
        if previous is None:
            return False
        cell, wanted = self.network.place[unit], previous.assignment
        return (cell.officer, cell.day, cell.slot) == (wanted.officer, self.span.index(wanted.date), wanted.slot)


def draft(instance: Instance) -> Draft:
    span = horizon(instance)
    tables = timetables(instance, span)
    field = survey(instance, span, tables)
    network = Network(tables)
    kept = keep(instance, field.candidates, network, span)
    result = Draft(instance, span, field, network, kept, Selection())
    _select(result)
    return result


def _select(draft: Draft) -> None:
    network, selection = draft.network, draft.selection
    take_due(draft.candidates, network, draft.span, selection)
    for officer in draft.instance.officers:
        top = network.officers[officer.id]
        top.room = min(top.room, max(0, officer.quota - draft.done[officer.id] - top.used))
    network.reopen()
    for unit in sorted([*draft.kept.displaced, *selection.given_up]):
        candidate = draft.candidates.get(unit)
        if candidate and not candidate.due:
            network.add(guest(candidate))
    turns = [candidate for unit, candidate in draft.candidates.items() if not candidate.due and unit not in network.place]
    take_turns(turns, draft.candidates, network, selection)


def _continuity_broken(household: Household, officer: str, listed: Mapping[str, tuple[str, ...]]) -> bool:
    last = household.last_officer
    return last is not None and last != officer and last in listed[household.building]
