"""Deadlines of an estate's complaints as people and scripts see them: what is overdue, and when what is due."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from propops.choices import Choice
from propops.desk.workcalendar import calendar_of, calendar_until_today, hours_of
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.complaint import OPEN, Complaint, ComplaintClass
from propops.models.parts.complaint_log import Duty, LogEntry, WaitsFor
from propops.models.policies.complaints import ComplaintPolicy
from propops.models.policies.hours import Hours
from propops.planning.complaint_levels import level_due, level_limit
from propops.planning.complaints import (
    DESK_DUTIES,
    Clock,
    Deadline,
    Owed,
    clock_of,
    due_times,
    duties,
    first_due,
    limits_for,
    limits_of,
    overdue,
    settled,
    standing_wait,
)
from propops.planning.workdays import Calendar
from propops.terminal.counter import how_long
from propops.terminal.output import echo, show_row, show_rows, shown


def clock_for(estate: Estate, calendar: Calendar | None = None) -> Clock:
    """The clock that tells what is late now; a calendar of the time to come where a deadline is to be foretold."""
    office, desk = hours_of(estate, "office_hours"), hours_of(estate, "desk_hours")
    return clock_of(estate.policy(ComplaintPolicy), office, desk, calendar or calendar_until_today(estate))


def open_complaints(estate: Estate) -> list[Complaint]:
    """Few of the many that there are: asked for by their state, they come from the index."""
    return [complaint for status in OPEN for complaint in estate.store.where(Complaint, "status", status)]


def settle(estate: Estate, complaint: Complaint) -> Complaint:
    """Deadlines are stored when it is closed; the clock is not asked for anything else."""
    return settled(complaint, clock_for(estate)) if complaint.deadlines or not complaint.is_open else complaint


# --- overdue ----------------------------------------------------------------------------------------------------------


def show_overdue(estate: Estate, format: str) -> None:
    from propops.terminal.records import label_of

    of_record = ("id", "unit", "place", "category", "class", "level", "status", "assignee")
    labels = (*(label_of(Complaint, key) for key in of_record), _("owed"), _("due"), _("late by"))
    show_rows([_overdue_row(deadline, estate.now) for deadline in overdue_now(estate)], format, (*of_record, "what", "due", "late"), labels)


def overdue_now(estate: Estate) -> list[Deadline]:
    return overdue(open_complaints(estate), clock_for(estate), estate.now)


def first_dues(estate: Estate) -> dict[str, str]:
    """When the first thing owed for each open complaint falls due, by id, as ISO text."""
    return {id: due.isoformat() for id, due in first_due(open_complaints(estate), clock_for(estate)).items()}


def _overdue_row(deadline: Deadline, now: datetime) -> dict[str, Any]:
    complaint, late = deadline.complaint, deadline.late(now)
    keys = ("id", "unit", "place", "category", "class_", "major", "level", "status", "assignee")
    row = {key.rstrip("_"): getattr(complaint, key) for key in keys}
    timing = {"what": deadline.duty, "due": deadline.due, "late_minutes": int(late.total_seconds()) // 60, "late": how_long(late)}
    return row | {"major": bool(complaint.major)} | timing


# --- due: of a class --------------------------------------------------------------------------------------------------


def show_preview(estate: Estate, class_: ComplaintClass, received: datetime, format: str) -> None:
    """When a complaint of this class that comes in at this moment must be answered and solved."""
    times, limits = due_times(class_, received, clock_for(estate, calendar_of(estate))), limits_of(class_, estate.policy(ComplaintPolicy))
    if format == "table":
        rows = [{"what": duty, "limit": limits[duty], "due": due} for duty, due in times.items()]
        show_rows(rows, format, ("what", "limit", "due"), (_("owed"), _("limit"), _("due")))
    else:
        show_row(_preview(estate, class_, received, limits, times), format)


def _preview(estate: Estate, class_: str, received: datetime, limits: Any, times: dict[Duty, datetime]) -> dict[str, Any]:
    """Departments owe on the office's hours, the desk on its own: each limit stands beside the hours that it counts."""
    head = {"class": class_, "received": received}
    office = {str(duty): limit for duty, limit in limits.items() if duty not in DESK_DUTIES}
    desk = {str(duty): limit for duty, limit in limits.items() if duty in DESK_DUTIES}
    hours = {
        "limits": office,
        "working_hours": _spans(hours_of(estate, "office_hours")),
        "desk_limits": desk,
        "desk_hours": _spans(hours_of(estate, "desk_hours")),
    }
    return head | hours | {str(duty): due for duty, due in times.items()}


def _spans(hours: tuple[Hours, ...]) -> list[list[str]]:
    return [[span.from_, span.to] for span in hours]


# --- due: of a complaint ----------------------------------------------------------------------------------------------


def show_due(estate: Estate, complaint: Complaint, format: str) -> None:
    columns, labels = ("what", "limit", "due", "done", "state"), (_("owed"), _("limit"), _("due"), _("done"), _("state"))
    show_rows(list(due_rows(estate, complaint, clock_for(estate, calendar_of(estate)))), format, columns, labels)
    wait = standing_wait(complaint, estate.now)
    if wait is not None and format == "table":
        echo(clock_words(wait))


class Ladder(Choice):
    """The level stands in a line of its own among what is owed."""

    LEVEL = "level", N_("escalate")


def due_rows(estate: Estate, complaint: Complaint, clock: Clock) -> Iterator[dict[str, Any]]:
    """One line for each thing owed, and one for the level it stands at."""
    limits = limits_for(complaint, clock.policy)
    for duty, owed in duties(complaint, clock).items():
        limit = complaint.external.number if duty is Duty.EXTERNAL and complaint.external else limits.get(duty)
        yield {"what": duty, "limit": limit, "due": owed.due, "done": owed.done, "state": _state(complaint, owed, estate.now)}
    rises = level_due(complaint, clock)
    if rises is not None:
        limit = level_limit(complaint, clock)
        yield {"what": Ladder.LEVEL, "limit": limit, "due": rises, "done": None, "state": late_words(rises, estate.now)}


def _state(complaint: Complaint, owed: Owed, now: datetime) -> str:
    if owed.done is not None:
        return _("done late") if owed.is_late(now) else _("done")
    if not complaint.is_open:
        return ""
    return late_words(owed.due, now) if owed.due else _("the clock stands still")


def late_words(due: datetime, now: datetime) -> str:
    words = _("%(span)s late") if now > due else _("in %(span)s")
    return words % {"span": how_long(abs(now - due))}


def clock_words(wait: LogEntry) -> str:
    """Why nothing becomes late for now."""
    words = _("It waits for %(who)s since %(since)s, until %(day)s: the clock stands still.")
    if wait.until is None:
        words = _("It waits for %(who)s since %(since)s: the clock stands still.")
    return words % {"who": _((wait.waits_for or WaitsFor.OTHERS).label), "since": shown(wait.at), "day": wait.until}


def stopped_words(wait: LogEntry) -> str:
    """The same in a cell."""
    return _("stopped until %(day)s") % {"day": wait.until} if wait.until else _("stopped: %(who)s") % {"who": _(WaitsFor.RESIDENT.label)}


def say_clock(estate: Estate, complaint: Complaint) -> None:
    """Whoever lets it wait is told whether that is an excuse."""
    wait = standing_wait(complaint, estate.now)
    echo(clock_words(wait) if wait else _("The clock runs on."), err=True)
