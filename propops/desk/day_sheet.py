"""An officer's day on paper: unmasked, as it goes to the door with them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from propops.desk import paper
from propops.desk.agenda import LABELS, Item, agenda
from propops.desk.day_screen import late_by, slot_hours
from propops.estate import Estate, names_of_staff
from propops.i18n import _, speaking
from propops.models.resident import Resident
from propops.terminal.output import shown


def print_sheet(estate: Estate, day: date, officer: str | None, out: Path) -> None:
    """One sheet; of everybody, one for each who has something to do."""
    with speaking(estate.language):
        sheets = [values for __, values in sheets_of(estate, day, officer)]
    paper.print_out(paper.documents(estate, "day-sheet", sheets), paper.destination(out, None, out.stem))


def sheets_of(estate: Estate, day: date, officer: str | None) -> Iterator[tuple[str, dict[str, object]]]:
    """The values of a sheet, by officer."""
    items = agenda(estate, day, officer)
    for id in [officer] if officer else sorted({item.officer for item in items if item.officer}):
        yield id, _values(estate, day, id, items if officer else agenda(estate, day, id))


def _values(estate: Estate, day: date, officer: str, items: Sequence[Item]) -> dict[str, object]:
    hosts = {item.id for item in items}
    own = [item for item in items if item.with_visit not in hosts and item.what != "cover"]
    return {
        "officer": {"name": names_of_staff(estate)[officer]},
        "date": day,
        "total": len(items),
        "late": sum(item.late for item in items),
        "covers": [f"{item.text}，{item.when}" for item in items if item.what == "cover"],
        "sections": list(_sections(estate, own, [item for item in items if item.with_visit in hosts])),
    }


def _sections(estate: Estate, items: Sequence[Item], on_the_way: Sequence[Item]) -> Iterator[Mapping[str, object]]:
    order = list(LABELS)
    for what, members in groupby(sorted(items, key=lambda item: order.index(item.what)), key=lambda item: item.what):
        yield {"name": _(LABELS[what]), "members": [_line(estate, item, on_the_way) for item in members]}


def _line(estate: Estate, item: Item, on_the_way: Sequence[Item]) -> dict[str, Any]:
    return {
        "when": slot_hours(estate).get(item.when, item.when),
        "unit": item.unit,
        "name": household_name(estate, item.unit),
        "text": item.text,
        "late_by": late_by(item.due, estate.now) if item.late else "",
        "reminders": [f"{one.unit} {household_name(estate, one.unit)} {one.text}" for one in on_the_way if one.with_visit == item.id],
    }


def household_name(estate: Estate, unit: str) -> str:
    """Whom one asks for at the door: 王女士; the tenant of a home that is let."""
    here = [person for person in estate.store.where(Resident, "unit", unit) if person.lives_here(estate.today)]
    if not here:
        return ""
    person = min(here, key=lambda one: (str(one.role) != "tenant", str(one.role) != "owner", one.id))
    return person.name[:1] + shown(person.address_as) if person.address_as and not person.name.isascii() else person.name
