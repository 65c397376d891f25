"""A complaint in full: its record, its deadlines, and what it is linked with in either direction."""

from collections.abc import Iterator
from typing import Any

from propops.desk.complaint_times import clock_for, clock_words, due_rows
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.models.base import Record
from propops.models.complaint import Complaint
from propops.models.repair import Repair
from propops.models.visit import Visit
from propops.planning.complaints import standing_wait
from propops.terminal.output import echo, joined, show_row, shown
from propops.terminal.records import rows_of, show_one, show_records
from propops.tuples import NamedTuple


class Link(NamedTuple):
    what: str  # parent, call, repair or visit
    record: Record
    text: str
    status: Any


def links(estate: Estate, complaint: Complaint) -> Iterator[Link]:
    """The cause it shares, the further calls, the repairs that came of it, the visit on which it was heard."""
    store = estate.store
    for parent in filter(None, [store.find(Complaint, complaint.parent)]):
        yield Link("parent", parent, parent.content, parent.status)
    for call in store.where(Complaint, "parent", complaint.id):
        yield Link("call", call, call.content, call.status)
    named = store.find(Repair, complaint.repair)
    came_of_it = store.where(Repair, "complaint", complaint.id)
    for repair in [*came_of_it, *([named] if named and named not in came_of_it else [])]:
        yield Link("repair", repair, repair.item, repair.status)
    for visit in filter(None, [store.find(Visit, complaint.visit)]):
        yield Link("visit", visit, visit.opinion or visit.content or "", visit.status)


def show_complaint(estate: Estate, complaint: Complaint, format: str, reveal: bool) -> None:
    found = list(links(estate, complaint))
    if format == "json":
        show_row(rows_of([complaint], reveal)[0] | _facts(estate, complaint, found), format)
    elif format != "table":
        show_records([complaint], format, reveal, Complaint)
    else:
        show_one(complaint, format, reveal, names_of_staff(estate))
        _show_facts(estate, complaint, found)


def _facts(estate: Estate, complaint: Complaint, found: list[Link]) -> dict[str, Any]:
    return {
        "times_reopened": complaint.times_reopened,
        "clock_stands_still": standing_wait(complaint, estate.now) is not None,
        "due": _dues(estate, complaint),
        "links": [{"what": link.what, "id": link.record.id, "status": link.status} for link in found],
    }


def _dues(estate: Estate, complaint: Complaint) -> list[dict[str, Any]]:
    return list(due_rows(estate, complaint, clock_for(estate)))


def _show_facts(estate: Estate, complaint: Complaint, found: list[Link]) -> None:
    echo()
    if complaint.times_reopened:
        echo(_("Reopened %(count)d times.") % {"count": complaint.times_reopened})
    wait = standing_wait(complaint, estate.now)
    if wait is not None:
        echo(clock_words(wait))
    for row in _dues(estate, complaint):
        due = shown(row["due"]) if row["due"] else "–"
        echo(_("%(what)s by %(due)s: %(state)s") % {"what": shown(row["what"]), "due": due, "state": row["state"]})
    for link in found:
        echo(joined(f"{_(link.record.label)} {link.record.id}:", link.text, f"({_(link.status.label)})"))
