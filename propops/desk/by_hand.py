"""Which visits or reminders someone has put where they stand: changed or entered by hand since the month was last planned.

The commit of the last plan is the witness, so that it does not matter how they were changed: by a command, in an editor, committed
or not.
"""

from collections.abc import Sequence
from typing import TypeVar

from propops.estate import Estate
from propops.models.base import Day
from propops.models.reminder import Reminder
from propops.models.visit import Visit, VisitStatus
from propops.store.store import Store

Planned = TypeVar("Planned", Visit, Reminder)

Place = tuple[Day, str, str | None]


def put_by_hand(estate: Estate, command: str, month: str, records: Sequence[Planned]) -> set[str]:
    """Ids. `pinned: false` says that a record is the planner's after all."""
    asked = [record for record in records if record.pinned is None and record.source is not None]
    commit = estate.git.latest(f"Command: {command}", month) if asked else ""
    if not commit:
        return {record.id for record in asked if _is_unplanned(record)}
    planned = _records_at(estate, commit, asked)
    return {record.id for record in asked if record.id not in planned or _place(planned[record.id]) != _place(record)}


def announced_elsewhere(estate: Estate, month: str, visits: Sequence[Visit]) -> dict[str, Visit]:
    """By id, as they stood when a household was last told of a visit of this month: announced visits that stand elsewhere now."""
    asked = [visit for visit in visits if visit.status is VisitStatus.NOTIFIED and visit.source is not None]
    commit = estate.git.latest("Command: visit notify", f"v-{month[2:4]}{month[5:]}-") if asked else ""
    told = _records_at(estate, commit, asked) if commit else {}
    return {visit.id: then for visit in asked if (then := _told(told.get(visit.id))) and _place(then) != _place(visit)}


def _told(visit: Visit | None) -> Visit | None:
    return visit if visit and visit.status is VisitStatus.NOTIFIED else None


def _is_unplanned(record: Visit | Reminder) -> bool:
    """Without a commit to compare with: a planner always says why, and along which bills."""
    return not (record.reason if isinstance(record, Visit) else record.bills)


def _place(record: Visit | Reminder) -> Place:
    return record.date, record.officer, record.slot


def _records_at(estate: Estate, commit: str, records: Sequence[Planned]) -> dict[str, Planned]:
    """As a commit has them; files that nobody touched since are not even parsed."""
    of = type(records[0])
    paths = sorted({record.source.path for record in records if record.source})
    then = estate.git.files_at(commit, paths)
    old = Store(estate.root, estate.now, texts=then)
    records_then = {record.id: record for record in records if record.source and _untouched(estate, then, record.source.path)}
    for path in paths:
        if not _untouched(estate, then, path):
            records_then |= {found.id: found for found in old.load(path, of).records if isinstance(found, of)}
    return records_then


def _untouched(estate: Estate, then: dict[str, str], path: str) -> bool:
    return estate.store.read_text(path) == then[path]
