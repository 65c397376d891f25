"""Repairs of an estate against the clock: what is late, who has what, who is to be called back, whom to send."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from propops.desk.workcalendar import calendar_until_today, hours_of
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.models.policies.hours import ShiftHours
from propops.models.policies.repairs import RepairPolicy
from propops.models.repair import DONE, OPEN_REPAIRS, Repair, RepairCategory, RepairStatus
from propops.models.staff import Staff
from propops.planning import deadlines
from propops.planning.complaints import working_hours
from propops.planning.repairs import (
    Deadline,
    Done,
    RunsOut,
    callbacks_due,
    next_deadline,
    on_duty,
    open_deadlines,
    overdue,
    picked,
    suggested_engineer,
)
from propops.store.query import NOT_EMPTY, Test
from propops.terminal.counter import how_long
from propops.terminal.output import Row, show_rows
from propops.terminal.records import label_of

OF_RECORD = ("id", "unit", "place", "category", "item", "urgency", "status", "dispatched_to")


def clock_of(estate: Estate) -> tuple[RepairPolicy, RunsOut]:
    """The estate's limits, and when they run out: those with a `w` on the office hours of working days."""
    hours, calendar = working_hours(hours_of(estate, "office_hours")), calendar_until_today(estate)
    return estate.policy(RepairPolicy), lambda start, limit: deadlines.due(start, limit, hours, calendar)


# --- lists ------------------------------------------------------------------------------------------------------------


def show_overdue(estate: Estate, format: str) -> None:
    policy, runs_out = clock_of(estate)
    steps = [deadline for repair in open_repairs(estate) for deadline in open_deadlines(repair, policy, runs_out)]
    _show(estate, overdue([*steps, *_callbacks(estate)], estate.now), format)


def show_callbacks(estate: Estate, format: str) -> None:
    _show(estate, _callbacks(estate), format)


def show_board(estate: Estate, format: str) -> None:
    """What nobody has comes first; who has nothing stands there too."""
    policy, runs_out = clock_of(estate)
    repairs = open_repairs(estate)
    rows = [_row(next_deadline(repair, policy, runs_out), estate.now) for repair in repairs]
    busy = {row["dispatched_to"] for row in rows}
    idle = {"item": _("free now")} if format == "table" else {}
    rows += [{"dispatched_to": person.id} | idle for person in engineers_on_duty(estate) if person.id not in busy]
    rows.sort(key=lambda row: (row["dispatched_to"] or "", row.get("due") or estate.now, row.get("id", "")))
    columns = ("dispatched_to", *(key for key in OF_RECORD if key != "dispatched_to"), "what", "due", "late")
    _show_rows(estate, rows, format, columns)


def _show(estate: Estate, found: Sequence[Deadline], format: str) -> None:
    _show_rows(estate, [_row(deadline, estate.now) for deadline in found], format, (*OF_RECORD, "what", "due", "late"))


def _show_rows(estate: Estate, rows: Sequence[dict[str, Any]], format: str, columns: Sequence[str]) -> None:
    own = {"what": _("owed"), "due": _("due"), "late": _("late by")}
    names = names_of_staff(estate) if format == "table" else {}
    called = [row | {"dispatched_to": names.get(row["dispatched_to"], row["dispatched_to"])} for row in rows]
    show_rows(called, format, columns, [own.get(key) or label_of(Repair, key) for key in columns])


def _row(deadline: Deadline, now: datetime) -> dict[str, Any]:
    late = deadline.late(now)
    minutes = max(0, int(late.total_seconds()) // 60)
    timing = {"what": deadline.duty, "due": deadline.due, "late_minutes": minutes, "late": how_long(late) if minutes else ""}
    return {key: getattr(deadline.repair, key) for key in OF_RECORD} | timing


SHOWN_OF_CALLBACK = ("id", "unit", "place", "result", "dispatched_to")


def dues(estate: Estate) -> dict[str, Any]:
    """For the day's list: when the next step of each open repair is due, by id, and the call-backs, each with when it is; as ISO text.

    Of a repair to call back it says what is shown of it: looking for these few among all the finished ones would grow with them.
    """
    policy, runs_out = clock_of(estate)
    steps = {repair.id: next_deadline(repair, policy, runs_out).due.isoformat() for repair in open_repairs(estate)}
    calls = [({key: getattr(one.repair, key) for key in SHOWN_OF_CALLBACK}, one.due.isoformat()) for one in _callbacks(estate)]
    return {"steps": steps, "callbacks": calls}


def _callbacks(estate: Estate) -> list[Deadline]:
    """Of the finished ones that are to be called back, those that are not yet."""
    policy, runs_out = clock_of(estate)
    rows = [row for status in DONE for row in estate.rows.select("repair", [Test("status", "=", status), Test("finished_at", NOT_EMPTY)])]
    chosen = picked(map(_done, filter(_has_caller, rows)), policy.callback_percent)
    waiting = [row["id"] for row in rows if row["status"] == RepairStatus.FINISHED and row["id"] in chosen]
    return callbacks_due(filter(None, (estate.store.find(Repair, id) for id in waiting)), policy, runs_out)


def _done(row: Row) -> Done:
    return Done(datetime.fromisoformat(row["finished_at"]), row["id"], row["category"] == RepairCategory.LEAK)


def _has_caller(row: Row) -> bool:
    """Where there is nobody to ask, nobody is asked."""
    return bool(row.get("unit") or row.get("requested_by") or row.get("complaint"))


# --- whom to send -----------------------------------------------------------------------------------------------------


def open_repairs(estate: Estate) -> list[Repair]:
    return [repair for status in OPEN_REPAIRS for repair in estate.store.where(Repair, "status", status)]


def engineers_on_duty(estate: Estate) -> list[Staff]:
    return on_duty(estate.store.all(Staff), estate.today, shift_at(estate.settings.shifts, estate.now))


def suggested(estate: Estate, repair: Repair) -> Staff | None:
    return suggested_engineer(repair, engineers_on_duty(estate), open_repairs(estate))


def shift_at(shifts: Iterable[ShiftHours], moment: datetime) -> str | None:
    """The shift that is on at this hour; None between the last and the first."""
    time = f"{moment:%H:%M}"
    return next((shift.id for shift in shifts if shift.from_ <= time < shift.to), None)
