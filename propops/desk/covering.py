"""Who is on leave on a day, and which colleagues look after their buildings. Plain rows, as for the day's agenda."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from propops.tuples import NamedTuple

Row = Mapping[str, Any]


class Absence(NamedTuple):
    """`covers` has for each building of the absent officer who looks after it meanwhile."""

    officer: str
    name: str
    until: str
    covers: Mapping[str, tuple[str, ...]]

    @property
    def covered_by(self) -> list[str]:
        return sorted({officer for officers in self.covers.values() for officer in officers})

    @property
    def uncovered(self) -> list[str]:
        return [building for building, officers in self.covers.items() if not officers]

    def buildings_of(self, officer: str) -> list[str]:
        return [building for building, officers in self.covers.items() if officer in officers]


def absences(staff: Sequence[Row], day: date) -> list[Absence]:
    """Of those who have buildings of their own."""
    on = day.isoformat()
    away = {person["id"]: until for person in staff if (until := _away_until(person, on))}
    there = [person for person in staff if person["id"] not in away and is_employed(person, on)]
    return [
        Absence(person["id"], person["name"], away[person["id"]], {building: _looked_after(building, there) for building in person["zone"]})
        for person in staff
        if person["id"] in away and person.get("zone") and is_employed(person, on)
    ]


def _away_until(person: Row, on: str) -> str:
    return max((leave["to"] for leave in person.get("absences", ()) if leave["from"] <= on <= leave["to"]), default="")


def is_employed(person: Row, on: str) -> bool:
    return str(person.get("joined", "")) <= on < str(person.get("left", "9999"))


def is_there(person: Row, on: str) -> bool:
    return is_employed(person, on) and not _away_until(person, on)


def _looked_after(building: str, there: Sequence[Row]) -> tuple[str, ...]:
    """Colleagues of the same building first; else those who are named as its stand-ins."""
    return tuple(_with(building, "zone", there)) or tuple(_with(building, "backup", there))


def _with(building: str, key: str, there: Sequence[Row]) -> Iterator[str]:
    return (person["id"] for person in there if building in person.get(key, ()))
