"""The supervisor's morning: how much each officer has on the day, and what is late. Counted from the agenda's items."""

from collections.abc import Mapping, Sequence
from typing import Any

from propops.desk.agenda import Item
from propops.estate import Estate
from propops.i18n import N_, _

GROUPS = {
    "visits": (N_("visits"), ("visit", "follow-up")),
    "fees": (N_("fees"), ("reminder", "promise")),
    "complaints": (N_("complaints"), ("complaint", "callback")),
    "others": (N_("others"), ("key", "repair", "cover")),
}
COLUMNS = ("officer", *GROUPS, "count", "late")
SENIOR = ("supervisor", "manager", "deputy")


def is_senior(estate: Estate, id: str) -> bool:
    return any(person["id"] == id and person["role"] in SENIOR for person in estate.rows.select("staff"))


def labels() -> tuple[str, ...]:
    return (_("officer"), *(_(label) for label, __ in GROUPS.values()), _("together"), _("late"))


def team(items: Sequence[Item], staff: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row for each officer and whoever else has something to do, then one for what nobody has taken yet."""
    busy = {item.officer for item in items}
    names = {person["id"]: person["name"] for person in staff if person["role"] == "officer" or person["id"] in busy}
    rows = [_row(name, [item for item in items if item.officer == id]) for id, name in names.items()]
    free = [item for item in items if item.officer not in names]
    return rows + ([_row(_("not taken yet"), free)] if free else [])


def _row(name: str, items: Sequence[Item]) -> dict[str, Any]:
    counts = {group: sum(item.what in whats for item in items) or None for group, (__, whats) in GROUPS.items()}
    late = sum(item.late for item in items) or None
    return {"officer": name, **counts, "count": len(items), "late": late, "records": [item.id for item in items]}
