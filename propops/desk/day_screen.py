"""The day as tables in a terminal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from propops.desk.agenda import LABELS, Item
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.terminal.output import echo, show_row, show_rows

BRANCH = "└ "


def show_items(estate: Estate, items: Sequence[Item]) -> None:
    names = names_of_staff(estate)
    labels = ("!", _("what"), _("when"), _("unit"), _("text"), _("officer"), _("late by"), _("ID"))
    hosts, slots = {item.id for item in items}, slot_hours(estate)
    rows = [_row(item, hosts, names, slots, estate.now) for item in items]
    show_rows(rows, "table", ("late", "what", "when", "unit", "text", "officer", "late_by", "id"), labels)


def slot_hours(estate: Estate) -> dict[str, str]:
    return {slot["id"]: f"{slot['from']}–{slot['to']}" for slot in estate.rows.select("settings")[0]["visit_slots"]}


def _row(item: Item, hosts: set[str], names: Mapping[str, str], slots: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """What lies on the way of a visit that is shown is told as its branch."""
    branch = BRANCH if item.with_visit in hosts else ""
    return item._asdict() | {
        "late": "!" if item.late else "",
        "what": branch + _(LABELS[item.what]),
        "when": slots.get(item.when, item.when),
        "officer": names.get(item.officer, ""),
        "late_by": late_by(item.due, now) if item.late else "",
    }


def late_by(due: str, now: datetime) -> str:
    """In days where a day was given, else to the minute."""
    if len(due) == len("2026-12-01"):
        return _("%(days)d d") % {"days": (now.date() - date.fromisoformat(due)).days}
    from propops.terminal.counter import how_long

    return how_long(now - datetime.fromisoformat(due))


def show_team(estate: Estate, items: Sequence[Item], on: date, format: str, why: bool) -> None:
    """The figures, then what waits for a decision now; for scripts both in one object."""
    from propops.desk.deciding import decisions
    from propops.desk.team import COLUMNS, labels, team
    from propops.terminal.figures import show_figures

    figures = team(items, estate.rows.select("staff"))
    waiting = decisions(estate) if on == estate.today else []
    if format == "table":
        echo()
        show_figures(figures, format, COLUMNS, labels(), why)
        _show_waiting(waiting)
    else:
        show_row({"team": figures, "decide": [{key: getattr(item, key) for key in WAITING} for item in waiting]}, format)


WAITING = ("what", "when", "unit", "text", "id")


def _show_waiting(waiting: Sequence[Item]) -> None:
    from propops.desk.deciding import DECISIONS

    if waiting:
        echo("\n" + _("To be decided (%(count)d)") % {"count": len(waiting)})
        rows = [item._asdict() | {"what": _(DECISIONS[item.what])} for item in waiting]
        show_rows(rows, "table", WAITING, (_("what"), _("since"), _("unit"), _("text"), _("ID")))
    echo()
