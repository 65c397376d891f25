"""The day as tables: in a terminal, and in the message that each officer gets."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from propops.desk.agenda import LABELS, Item, agenda
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.terminal.output import day_text, table_text

BRANCH = "└ "


def heading(estate: Estate, on: date, whose: str | None) -> str:
    name = names_of_staff(estate)[whose] if whose else _("everybody")
    return f"{day_text(on)}  {name}"


def item_table(estate: Estate, items: Sequence[Item]) -> str:
    names, hosts, slots = names_of_staff(estate), {item.id for item in items}, slot_hours(estate)
    labels = ("!", _("what"), _("when"), _("unit"), _("text"), _("officer"), _("late by"), _("ID"))
    rows = [_row(item, hosts, names, slots, estate.now) for item in items]
    return table_text(rows, ("late", "what", "when", "unit", "text", "officer", "late_by", "id"), labels)


def slot_hours(estate: Estate) -> dict[str, str]:
    return {slot["id"]: f"{slot['from']}–{slot['to']}" for slot in estate.rows.settings["visit_slots"]}


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


# --- the team ---------------------------------------------------------------------------------------------------------


WAITING = ("what", "when", "unit", "text", "id")


def team_data(estate: Estate, on: date) -> dict[str, Any]:
    waiting = [{key: getattr(item, key) for key in WAITING} for item in _waiting(estate, on)]
    return {"team": _figures(estate, on), "decide": waiting}


def _figures(estate: Estate, on: date) -> list[dict[str, Any]]:
    from propops.desk.team import team

    return team(agenda(estate, on, None), estate.rows.select("staff"))


def _waiting(estate: Estate, on: date) -> list[Item]:
    """What waits for a decision waits now, whatever day is asked for."""
    from propops.desk.deciding import decisions

    return decisions(estate) if on == estate.today else []


def team_lines(estate: Estate, on: date, why: bool = False) -> Iterator[str]:
    """The figures, then what waits for a decision."""
    from propops.desk.team import COLUMNS, labels
    from propops.terminal.figures import reasons

    figures, waiting = _figures(estate, on), _waiting(estate, on)
    yield table_text(figures, COLUMNS, labels())
    yield from reasons(figures, COLUMNS[0]) if why else ()
    if waiting:
        yield "\n" + _("To be decided (%(count)d)") % {"count": len(waiting)}
        yield _waiting_table(waiting)


def _waiting_table(waiting: Sequence[Item]) -> str:
    from propops.desk.deciding import DECISIONS

    rows = [item._asdict() | {"what": _(DECISIONS[item.what])} for item in waiting]
    return table_text(rows, WAITING, (_("what"), _("since"), _("unit"), _("text"), _("ID")))
