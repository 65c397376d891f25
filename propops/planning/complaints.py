"""Deadlines of complaints: computed from class and receipt, never stored. A reopened complaint starts again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from propops.errors import refuse
from propops.i18n import N_, _
from propops.models.base import Choice
from propops.models.complaint import Complaint, ComplaintAction, ComplaintStatus
from propops.models.settings import ClassLimits, ComplaintPolicy, Hours
from propops.planning import deadlines
from propops.planning.workdays import Calendar


class Duty(Choice):
    """What is owed to whoever complains, in the order in which it falls due."""

    ACKNOWLEDGE = "acknowledge", N_("acknowledge")
    ON_SITE = "on_site", N_("be on site")
    REPLY = "reply", N_("reply")
    CLOSE = "close", N_("solve")
    EXTERNAL = "external", N_("deadline of the hotline")
    CALLBACK = "callback", N_("call back")


@dataclass(frozen=True)
class Clock:
    """What limits run on: the office hours of working days, and the estate's own limits."""

    policy: ComplaintPolicy
    hours: deadlines.WorkingHours
    calendar: Calendar

    def due(self, start: datetime, limit: str) -> datetime:
        return deadlines.due(start, limit, self.hours, self.calendar)


def working_hours(spans: Iterable[Hours]) -> deadlines.WorkingHours:
    return deadlines.WorkingHours(tuple((time.fromisoformat(span.from_), time.fromisoformat(span.to)) for span in spans))


def limits_of(class_: str, policy: ComplaintPolicy) -> Mapping[Duty, str]:
    """`15wm`, `24h` … by duty."""
    found = next((limits for limits in policy.classes if limits.class_ == class_), None)
    if found is None:
        raise refuse("no-limits", _("The settings have no limits for the class %(class)s.") % {"class": class_}, path="records/estate.yaml")
    return {duty: limit for duty, limit in _by_duty(found) if limit is not None}


def _by_duty(limits: ClassLimits) -> Iterator[tuple[Duty, str | None]]:
    yield Duty.ACKNOWLEDGE, limits.acknowledge
    yield Duty.ON_SITE, limits.on_site
    yield Duty.REPLY, limits.reply
    yield Duty.CLOSE, limits.close


def due_times(class_: str, start: datetime, clock: Clock) -> dict[Duty, datetime]:
    return {duty: clock.due(start, limit) for duty, limit in limits_of(class_, clock.policy).items()}


# --- what is still to be done -----------------------------------------------------------------------------------------

_ACKNOWLEDGED = {ComplaintAction.ACCEPT, ComplaintAction.TRANSFER, ComplaintAction.WAIT}
_REPLIED = {ComplaintAction.NOTE, ComplaintAction.WAIT}


@dataclass(frozen=True)
class Deadline:
    """Something not yet done for a complaint. The 12345 hotline's own deadline stands beside ours."""

    complaint: Complaint
    duty: Duty
    due: datetime

    def late(self, now: datetime) -> timedelta:
        return now - self.due


def open_deadlines(complaint: Complaint, clock: Clock) -> Iterator[Deadline]:
    if complaint.status is ComplaintStatus.RESOLVED and complaint.resolved_at and complaint.parent is None:
        yield Deadline(complaint, Duty.CALLBACK, clock.due(complaint.resolved_at, clock.policy.callback))
    if not complaint.is_unresolved:
        return
    if complaint.external and complaint.external.deadline:
        yield Deadline(complaint, Duty.EXTERNAL, complaint.external.deadline)
    done = duties_done(complaint)
    start = started(complaint)
    for duty, limit in limits_of(complaint.class_, clock.policy).items():
        if duty not in done:
            yield Deadline(complaint, duty, clock.due(start, limit))


def started(complaint: Complaint) -> datetime:
    """When the clock began to run: on receipt, or on the last reopening."""
    return next((entry.at for entry in reversed(complaint.log) if entry.action is ComplaintAction.REOPEN), complaint.received_at)


def duties_done(complaint: Complaint) -> set[Duty]:
    """A note in the log counts as word to the complainant and, for an emergency, as being there."""
    actions: set[ComplaintAction] = set()
    for entry in complaint.log:
        actions = set() if entry.action is ComplaintAction.REOPEN else actions | {entry.action}
    done = {Duty.ACKNOWLEDGE} if actions & _ACKNOWLEDGED else set()
    if actions & _REPLIED:
        done |= {Duty.ACKNOWLEDGE, Duty.REPLY, Duty.ON_SITE}
    return done


def owed(complaints: Iterable[Complaint], clock: Clock) -> Iterator[Deadline]:
    """Everything that is still to be done. What hangs on a parent that is being worked on falls due with its parent."""
    complaints = list(complaints)
    busy = {complaint.id for complaint in complaints if complaint.is_unresolved}
    for complaint in complaints:
        for deadline in open_deadlines(complaint, clock):
            if complaint.parent not in busy or deadline.duty is Duty.EXTERNAL:
                yield deadline


def overdue(complaints: Iterable[Complaint], clock: Clock, now: datetime) -> list[Deadline]:
    """What is late now, latest first."""
    found = [deadline for deadline in owed(complaints, clock) if deadline.due < now]
    return sorted(found, key=lambda deadline: (deadline.due, deadline.complaint.id, list(Duty).index(deadline.duty)))


def first_due(complaints: Iterable[Complaint], clock: Clock) -> dict[str, datetime]:
    """When the first thing that is owed for each complaint falls due."""
    found: dict[str, datetime] = {}
    for deadline in owed(complaints, clock):
        id = deadline.complaint.id
        found[id] = min(deadline.due, found.get(id, deadline.due))
    return found
