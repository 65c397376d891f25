"""Three levels, receiver, supervisor and deputy general manager: each has a time of its own, then the next one has it."""

from collections.abc import Iterable
from datetime import datetime

from propops.models.complaint import Complaint
from propops.models.parts.complaint_log import ComplaintAction, Duty
from propops.planning.complaint_steps import TOP_LEVEL
from propops.planning.complaints import Clock, class_limits, last_of, pauses
from propops.tuples import NamedTuple


class Expired(NamedTuple):
    """A complaint that has stayed too long at its level."""

    complaint: Complaint
    limit: str
    due: datetime

    @property
    def can_rise(self) -> bool:
        return self.complaint.level < TOP_LEVEL


def level_limit(complaint: Complaint, clock: Clock) -> str | None:
    limits = class_limits(complaint.class_, clock.policy).levels
    return limits[complaint.level - 1] if complaint.level <= len(limits) else None


def level_due(complaint: Complaint, clock: Clock) -> datetime | None:
    """Counted from when it came to its level; None where there is no limit or the clock stands still."""
    limit = level_limit(complaint, clock)
    since = last_of(complaint.log, ComplaintAction.ESCALATE, ComplaintAction.REOPEN) or complaint.received_at
    return clock.due(Duty.CLOSE, since, limit, pauses(complaint.log)) if limit and complaint.is_unresolved else None


def expired(complaints: Iterable[Complaint], clock: Clock, now: datetime) -> list[Expired]:
    """Those whose level has run out, the longest first; what hangs on a parent rises with it."""
    complaints = list(complaints)
    busy = {complaint.id for complaint in complaints if complaint.is_unresolved}
    own = [complaint for complaint in complaints if complaint.parent not in busy]
    found = [Expired(one, level_limit(one, clock) or "", due) for one in own if (due := level_due(one, clock)) is not None and due < now]
    return sorted(found, key=lambda one: (one.due, one.complaint.id))
