"""The catalogue of services: what is offered on a day, which version it is, and which households were not told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from propops.models.base import letters_of, natural
from propops.models.service import Service, ServiceType
from propops.models.service_notice import ServiceNotice
from propops.models.unit import Occupancy, Unit

_ORDER = list(ServiceType)


def version_of(services: Iterable[Service]) -> str | None:
    """`261201-k7qm`: the day of the newest entry and letters of the whole content, so that no change goes untold."""
    said = sorted((one.id, one.name, one.type, str(one.price), one.price_unit, one.valid_from, one.valid_until) for one in services)
    if not said:
        return None
    digest = sha256(repr([[str(part) for part in entry] for entry in said]).encode("utf-8", "surrogatepass")).digest()
    return f"{max(entry[5] for entry in said):%y%m%d}-{letters_of(digest, 4)}"


def catalogue(services: Iterable[Service], day: date) -> list[Service]:
    """What is offered on that day, and what is announced for later; free before paid."""
    listed = [one for one in services if one.valid_until is None or one.valid_until >= day]
    return sorted(listed, key=lambda one: (one.price > 0, _ORDER.index(one.type), one.name, one.valid_from))


def households(units: Iterable[Unit]) -> list[Unit]:
    """Every home that has an owner, lived in or not: the owner of an empty one pays, too."""
    return sorted((unit for unit in units if unit.occupancy is not Occupancy.NOT_HANDED_OVER), key=lambda unit: natural(unit.id))


@dataclass(frozen=True)
class Told:
    """How far a catalogue is known in one building."""

    building: str
    homes: tuple[str, ...]
    notices: tuple[ServiceNotice, ...]

    @property
    def untold(self) -> tuple[str, ...]:
        told = {notice.unit for notice in self.notices}
        return tuple(home for home in self.homes if home not in told)


def told_by_building(units: Iterable[Unit], notices: Iterable[ServiceNotice], version: str) -> list[Told]:
    current = {notice.unit: notice for notice in notices if notice.version == version}
    homes: dict[str, list[str]] = {}
    for unit in households(units):
        homes.setdefault(unit.building, []).append(unit.id)
    return [Told(building, tuple(ids), tuple(current[id] for id in ids if id in current)) for building, ids in homes.items()]


def untold(units: Iterable[Unit], notices: Sequence[ServiceNotice], version: str) -> list[str]:
    return [home for told in told_by_building(units, notices, version) for home in told.untold]
