"""Deadlines of an estate's complaints as people and scripts see them: what is overdue, and when what is due."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from propops.desk.workcalendar import calendar_of, calendar_until_today
from propops.estate import Estate
from propops.i18n import _
from propops.jsonable import jsonable
from propops.models.complaint import OPEN, Complaint, ComplaintClass
from propops.models.settings import Hours
from propops.planning.complaints import (
    Clock,
    Deadline,
    Duty,
    due_times,
    duties_done,
    first_due,
    limits_of,
    overdue,
    started,
    working_hours,
)
from propops.planning.workdays import Calendar
from propops.store.store import Store
from propops.terminal.counter import how_long
from propops.terminal.output import echo, show_rows
from propops.terminal.records import label_of


def _clock(estate: Estate, calendar: Calendar) -> Clock:
    return Clock(estate.settings.complaints, working_hours(estate.settings.office_hours), calendar)


def show_overdue(estate: Estate, format: str) -> None:
    of_record = ("id", "unit", "place", "category", "class", "level", "status", "assignee")
    labels = (*(label_of(Complaint, key) for key in of_record), _("owed"), _("due"), _("late by"))
    show_rows([_overdue_row(deadline, estate.now) for deadline in overdue_now(estate)], format, (*of_record, "what", "due", "late"), labels)


def overdue_now(estate: Estate) -> list[Deadline]:
    return overdue(_open_complaints(estate.store), _clock(estate, calendar_until_today(estate)), estate.now)


def first_dues(estate: Estate) -> dict[str, str]:
    """When the first thing owed for each open complaint falls due, by id, as ISO text."""
    clock = _clock(estate, calendar_until_today(estate))
    return {id: due.isoformat() for id, due in first_due(_open_complaints(estate.store), clock).items()}


def _open_complaints(store: Store) -> list[Complaint]:
    """Few of the many that there are: asked for by their state, they come from the index."""
    return [complaint for status in OPEN for complaint in store.where(Complaint, "status", status)]


def _overdue_row(deadline: Deadline, now: datetime) -> dict[str, Any]:
    complaint, late = deadline.complaint, deadline.late(now)
    keys = ("id", "unit", "place", "category", "class_", "major", "level", "status", "assignee")
    row = {key.rstrip("_"): getattr(complaint, key) for key in keys}
    timing = {"what": deadline.duty, "due": deadline.due, "late_minutes": int(late.total_seconds()) // 60, "late": how_long(late)}
    return row | {"major": bool(complaint.major)} | timing


def show_due(estate: Estate, complaint: Complaint | None, class_: ComplaintClass, received: datetime, format: str) -> None:
    if complaint is not None:
        class_, received = complaint.class_, started(complaint)
    if format == "table":
        columns, labels = ("what", "limit", "due", "state"), (_("owed"), _("limit"), _("due"), _("state"))
        show_rows(list(_due_rows(estate, class_, received, complaint)), format, columns, labels)
        return
    found = _preview(estate, class_, received)
    if format == "json":
        import json

        echo(json.dumps(jsonable(found), ensure_ascii=False, indent=1))
    else:
        show_rows([found], format, list(found), list(found))


def _preview(estate: Estate, class_: str, received: datetime) -> dict[str, Any]:
    """What `complaint due` prints for scripts."""
    settings = estate.settings
    times = due_times(class_, received, _clock(estate, calendar_of(estate)))
    limits = limits_of(class_, settings.complaints)
    head = {"class": class_, "received": received, "limits": {str(duty): limit for duty, limit in limits.items()}}
    return head | {"working_hours": _spans(settings.office_hours)} | {str(duty): at for duty, at in times.items()}


def _spans(hours: tuple[Hours, ...]) -> list[list[str]]:
    return [[span.from_, span.to] for span in hours]


def _due_rows(estate: Estate, class_: str, received: datetime, complaint: Complaint | None) -> Iterator[dict[str, Any]]:
    """One line a duty, for the eye; of a complaint also whether it is done or late."""
    limits = limits_of(class_, estate.settings.complaints)
    done = duties_done(complaint) if complaint else set()
    closed = complaint is not None and not complaint.is_unresolved
    for duty, at in due_times(class_, received, _clock(estate, calendar_of(estate))).items():
        late = "" if complaint is None else _("done") if closed or duty in done else _late(estate.now, at)
        yield {"what": duty, "limit": limits[duty], "due": at, "state": late}
    if complaint and complaint.external and complaint.external.deadline:
        at = complaint.external.deadline
        yield {
            "what": Duty.EXTERNAL,
            "limit": complaint.external.number,
            "due": at,
            "state": _("done") if closed else _late(estate.now, at),
        }


def _late(now: datetime, due: datetime) -> str:
    words = _("%(span)s late") if now > due else _("in %(span)s")
    return words % {"span": how_long(abs(now - due))}
