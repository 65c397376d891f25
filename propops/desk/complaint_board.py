"""The board of complaints: who has what, what is owed next and how late it is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from propops.desk.complaint_times import clock_for, late_words, open_complaints, stopped_words
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _
from propops.models.complaint import Complaint
from propops.planning.complaints import Deadline, owed, standing_wait
from propops.terminal.output import show_rows
from propops.terminal.records import label_of

KEYS = ("assignee", "department", "id", "unit", "place", "category", "class", "level", "status", "calls", "owed", "due", "late")


def show_board(estate: Estate, by: str, format: str) -> None:
    """`by` is assignee or department: what nobody has comes first, then each one's most urgent."""
    found = open_complaints(estate)
    first = _first_owed(owed(found, clock_for(estate)))
    calls = Counter(complaint.parent for complaint in found if complaint.parent)
    own = [complaint for complaint in found if complaint.parent not in {one.id for one in found}]
    rows = [_row(complaint, first.get(complaint.id), calls[complaint.id], estate.now) for complaint in own]
    rows.sort(key=lambda row: (str(row[by] or ""), row["due"] is None, row["due"] or estate.now, row["id"]))
    keys = (by, *(key for key in KEYS if key != by))
    show_rows(_for_people(rows, names_of_staff(estate)) if format == "table" else rows, format, keys, [_label(key) for key in keys])


def _first_owed(deadlines: Iterable[Deadline]) -> dict[str, Deadline]:
    found: dict[str, Deadline] = {}
    for deadline in deadlines:
        known = found.setdefault(deadline.complaint.id, deadline)
        if deadline.due < known.due:
            found[deadline.complaint.id] = deadline
    return found


def _row(complaint: Complaint, deadline: Deadline | None, calls: int, now: datetime) -> dict[str, Any]:
    row = {key: getattr(complaint, "class_" if key == "class" else key, None) for key in KEYS}
    wait = standing_wait(complaint, now)
    state = stopped_words(wait) if wait else late_words(deadline.due, now) if deadline else ""
    timing = {"owed": deadline and deadline.duty, "due": deadline and deadline.due, "late": state}
    late = int(deadline.late(now).total_seconds()) // 60 if deadline else 0
    marks = {"calls": 1 + calls, "major": bool(complaint.major), "reopened": complaint.times_reopened}
    return row | timing | marks | {"late_minutes": max(late, 0)}


def _for_people(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Staff by name; a single call needs no number; a major one is marked."""
    return [
        {
            **row,
            "assignee": names.get(row["assignee"], _("nobody yet")),
            "calls": row["calls"] if row["calls"] > 1 else None,
            "level": f"{row['level']} {_('major')}" if row["major"] else row["level"],
            "due": row["due"] and f"{row['due']:%m-%d %H:%M}",
        }
        for row in rows
    ]


_LABELS = {"calls": N_("calls"), "owed": N_("owed"), "due": N_("due"), "late": N_("state")}


def _label(key: str) -> str:
    return _(_LABELS[key]) if key in _LABELS else label_of(Complaint, key)
