"""How complete the files are: of one home, of the homes of a building or of an officer's zone, and of all buildings or zones."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from propops.i18n import _
from propops.models.base import natural
from propops.models.resident import Resident
from propops.models.staff import Role, Staff
from propops.models.unit import Unit
from propops.models.visit import Visit
from propops.planning.completeness import Completeness, completeness, household
from propops.store.store import Store

MOST_MISSED = 3

Of = TypeVar("Of", Resident, Visit)


def of_unit(store: Store, unit: Unit, day: date) -> Completeness:
    residents, visits = store.where(Resident, "unit", unit.id), store.where(Visit, "unit", unit.id)
    return completeness(household(unit, residents, visits, day))


def of_all(store: Store, day: date) -> dict[str, Completeness]:
    """By unit, in the order of homes."""
    residents, visits = _by_unit(store.all(Resident)), _by_unit(store.all(Visit))
    units = sorted(store.all(Unit), key=lambda unit: natural(unit.id))
    return {unit.id: completeness(household(unit, residents[unit.id], visits[unit.id], day)) for unit in units}


def _by_unit(records: Iterable[Of]) -> Mapping[str, list[Of]]:
    found: dict[str, list[Of]] = defaultdict(list)
    for record in records:
        found[record.unit].append(record)
    return found


def by_building(known: Mapping[str, Completeness]) -> list[dict[str, Any]]:
    buildings: dict[str, list[Completeness]] = defaultdict(list)
    for unit, one in known.items():
        buildings[unit.partition("-")[0]].append(one)
    return [_group(building, homes) for building, homes in buildings.items()]


def by_officer(known: Mapping[str, Completeness], staff: Sequence[Staff]) -> list[dict[str, Any]]:
    officers = [person for person in staff if person.role is Role.OFFICER and person.zone]
    return [_group(person.id, zone_of(known, person)) for person in officers]


def zone_of(known: Mapping[str, Completeness], person: Staff) -> list[Completeness]:
    return [one for unit, one in known.items() if unit.partition("-")[0] in person.zone]


def _group(name: str, homes: Sequence[Completeness]) -> dict[str, Any]:
    """The score is that of all points together; `records` are the homes of which something is missing."""
    had, possible = sum(one.had for one in homes), sum(one.possible for one in homes)
    missed: dict[str, int] = defaultdict(int)
    for one in homes:
        for criterion in one.missing:
            missed[criterion.label] += 1
    worst = sorted(missed.items(), key=lambda item: -item[1])[:MOST_MISSED]
    return {
        "name": name,
        "homes": len(homes),
        "complete": sum(not one.missing for one in homes),
        "score": 100 * had // possible if possible else 100,
        "missing": _(", ").join(f"{_(label)} {count}" for label, count in worst),
        "records": [one.unit for one in homes if one.missing],
    }


def row_of(one: Completeness) -> dict[str, Any]:
    missing = _(", ").join(_(criterion.label) for criterion in one.missing)
    tokens = [criterion.token for criterion in one.missing]
    return {"name": one.unit, "score": one.score, "missing": missing, "tokens": tokens, "records": [one.unit, *one.people]}
