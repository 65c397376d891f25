"""The complaint form 投诉单: a complaint, or none, as the values that its template fills in."""

from collections.abc import Iterator, Mapping
from typing import Any

from propops.desk.complaint_times import clock_for
from propops.estate import Estate, names_of_staff
from propops.i18n import _, speaking
from propops.models.complaint import CallbackOutcome, Complaint, ComplaintCategory, ComplaintClass, ComplaintSource
from propops.models.parts.complaint_log import ComplaintAction, Duty, LogEntry
from propops.models.resident import Resident
from propops.planning.complaint_steps import LEVELS
from propops.planning.complaints import duties, last_of

_BY_HAND = (
    "id",
    "unit",
    "received_at",
    "received_by",
    "complainant",
    "phone",
    "source",
    "external",
    "category",
    "class",
    "major",
    "content",
    "late_entry",
    "reply_by",
    "due_at",
    "result",
    "department",
    "assignee",
    "closed_at",
    "level",
    "escalated_at",
    "callback_at",
    "callback_by",
    "callback",
    "comment",
    "reopened",
)


def sheet(estate: Estate, complaint: Complaint | None, language: str = "") -> dict[str, Any]:
    """In the language of the paper; people by name in full, because it is theirs. Without a complaint everything is left to the pen."""
    with speaking(language or estate.language):
        filled = {**_receipt(estate, complaint), **_handling(estate, complaint)} if complaint else {**dict.fromkeys(_BY_HAND), "log": []}
        return {"complaint": filled, "choices": _choices()}


def _choices() -> dict[str, list[str]]:
    kinds = {"source": ComplaintSource, "category": ComplaintCategory, "class": ComplaintClass, "callback": CallbackOutcome}
    labels = {key: [_(one.label) for one in kind] for key, kind in kinds.items()}
    return labels | {"level": [_(level) for level in LEVELS], "major": [_("yes"), _("no")]}


def _receipt(estate: Estate, complaint: Complaint) -> Mapping[str, Any]:
    person = estate.store.find(Resident, complaint.complainant)
    return {
        "id": complaint.id,
        "unit": complaint.unit or complaint.place,
        "received_at": complaint.received_at,
        "received_by": names_of_staff(estate).get(complaint.received_by),
        "complainant": _("anonymous") if complaint.anonymous else person.name if person else complaint.name,
        "phone": person.phone if person else None,
        "source": _(complaint.source_.label),
        "external": complaint.external.number if complaint.external else None,
        "category": _(complaint.category.label),
        "class": _(complaint.class_.label),
        "major": _("yes") if complaint.major else _("no"),
        "content": complaint.content,
        "late_entry": complaint.late_entry,
    }


def _handling(estate: Estate, complaint: Complaint) -> Mapping[str, Any]:
    names, owed = names_of_staff(estate), duties(complaint, clock_for(estate))
    last = complaint.callbacks[-1] if complaint.callbacks else None
    return {
        "reply_by": owed[Duty.REPLY].due if Duty.REPLY in owed else None,
        "due_at": owed[Duty.CLOSE].due if Duty.CLOSE in owed else None,
        "log": [{"at": entry.at, "by": names.get(entry.by, entry.by), "text": _line(entry)} for entry in complaint.log],
        "result": complaint.result,
        "department": _(complaint.department.label) if complaint.department else None,
        "assignee": names.get(complaint.assignee or ""),
        "closed_at": complaint.resolved_at,
        "level": _(LEVELS[complaint.level - 1]),
        "escalated_at": last_of(complaint.log, ComplaintAction.ESCALATE),
        "callback_at": last and last.at,
        "callback_by": last and names.get(last.by, last.by),
        "callback": last and _(last.outcome.label),
        "comment": last and last.comment,
        "reopened": complaint.times_reopened or None,
    }


def _line(entry: LogEntry) -> str:
    """What was done, what was said, and until when it waits."""
    return "　".join(_words(entry))


def _words(entry: LogEntry) -> Iterator[str]:
    yield _(entry.action.label)
    if entry.waits_for:
        yield _(entry.waits_for.label)
    if entry.until:
        yield _("until %(day)s") % {"day": entry.until}
    if entry.text:
        yield entry.text
