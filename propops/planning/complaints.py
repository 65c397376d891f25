"""Deadlines of complaints: computed from class, receipt and log until the complaint is closed. A reopened one starts again.

Departments owe on office hours, the desk on its own, which know no weekend; an emergency has limits that run day and night.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from propops.errors import refuse
from propops.frozen import Frozen, value_type
from propops.i18n import _
from propops.models.complaint import Complaint, ComplaintStatus
from propops.models.parts.complaint_log import ComplaintAction, DueTime, Duty, LogEntry
from propops.models.policies.complaints import ClassLimits, ComplaintPolicy
from propops.models.policies.hours import Hours
from propops.planning.deadlines import Pause, WorkClock, WorkingHours
from propops.planning.workdays import Calendar, Kind
from propops.tuples import NamedTuple

DESK_DUTIES = (Duty.DISPATCH, Duty.CALLBACK)
_NEVER_STOPPED = (Duty.TAKE_OVER, Duty.CALLBACK)  # one is between colleagues, the other comes when nothing is waited for


@value_type
class Clock(Frozen):
    """What limits run on, and the estate's own limits."""

    policy: ComplaintPolicy
    office: WorkClock
    desk: WorkClock

    def due(self, duty: Duty, start: datetime, limit: str, pauses: Iterable[Pause] = ()) -> datetime | None:
        return (self.desk if duty in DESK_DUTIES else self.office).due(start, limit, pauses)


class _EveryDay(dict[date, Kind]):
    """The desk is open on holidays too."""

    def __missing__(self, day: date) -> Kind:
        return Kind.WORKDAY


def clock_of(policy: ComplaintPolicy, office: Iterable[Hours], desk: Iterable[Hours], calendar: Calendar) -> Clock:
    return Clock(policy, WorkClock(working_hours(office), calendar), WorkClock(working_hours(desk), Calendar(_EveryDay())))


def working_hours(spans: Iterable[Hours]) -> WorkingHours:
    return WorkingHours(tuple((time.fromisoformat(span.from_), time.fromisoformat(span.to)) for span in spans))


def class_limits(class_: str, policy: ComplaintPolicy) -> ClassLimits:
    found = next((limits for limits in policy.classes if limits.class_ == class_), None)
    if found is None:
        raise refuse("no-limits", _("The settings have no limits for the class %(class)s.") % {"class": class_}, path="records/estate.yaml")
    return found


def limits_of(class_: str, policy: ComplaintPolicy) -> Mapping[Duty, str]:
    """`15wm`, `24h` … of what is owed from the receipt on."""
    limits = class_limits(class_, policy)
    known = {
        Duty.ACKNOWLEDGE: limits.acknowledge,
        Duty.DISPATCH: limits.dispatch,
        Duty.ON_SITE: limits.on_site,
        Duty.REPLY: limits.reply,
        Duty.CLOSE: limits.close,
    }
    return {duty: limit for duty, limit in known.items() if limit is not None}


def due_times(class_: str, start: datetime, clock: Clock) -> dict[Duty, datetime]:
    """Of a complaint that is received at this moment."""
    dues = {duty: clock.due(duty, start, limit) for duty, limit in limits_of(class_, clock.policy).items()}
    return {duty: due for duty, due in dues.items() if due is not None}


# --- the log ----------------------------------------------------------------------------------------------------------

A = ComplaintAction
_IN_HAND = {A.ACCEPT, A.TRANSFER, A.WAIT, A.RESUME, A.RESOLVE}
_WORD_GIVEN = {A.NOTE, A.WAIT, A.RESOLVE}
# A note counts as word to the complainant and, for an emergency, as being there.
DONE_BY = {
    Duty.ACKNOWLEDGE: _IN_HAND | _WORD_GIVEN,
    Duty.DISPATCH: _IN_HAND,
    Duty.TAKE_OVER: {A.ACCEPT, A.REFUSE, A.WAIT, A.RESUME, A.RESOLVE},
    Duty.ON_SITE: _WORD_GIVEN,
    Duty.REPLY: _WORD_GIVEN,
    Duty.CLOSE: {A.RESOLVE},
    Duty.EXTERNAL: {A.RESOLVE},
}
_ENDS_WAITING = {A.ACCEPT, A.TRANSFER, A.REFUSE, A.WAIT, A.RESUME, A.RESOLVE, A.REOPEN, A.WITHDRAW}


def last_of(log: Iterable[LogEntry], *actions: ComplaintAction) -> datetime | None:
    return next((entry.at for entry in reversed(tuple(log)) if entry.action in actions), None)


def started(complaint: Complaint) -> datetime:
    """When the clock began to run: on receipt, or on the last reopening."""
    return last_of(complaint.log, A.REOPEN) or complaint.received_at


def round_of(complaint: Complaint) -> tuple[LogEntry, ...]:
    """The log since the last reopening."""
    reopened = [i for i, entry in enumerate(complaint.log) if entry.action is A.REOPEN]
    return complaint.log[reopened[-1] + 1 if reopened else 0 :]


def pauses(log: tuple[LogEntry, ...]) -> Iterator[Pause]:
    """From each wait that stops the clock to the next step, or to the day agreed upon if that comes first."""
    for i, entry in enumerate(log):
        if entry.stops_the_clock:
            yield Pause(entry.at, _end_of_wait(entry, log[i + 1 :]))


def _end_of_wait(wait: LogEntry, after: tuple[LogEntry, ...]) -> datetime | None:
    step = next((entry.at for entry in after if entry.action in _ENDS_WAITING), None)
    agreed = None if wait.until is None else datetime.combine(wait.until, time.min, wait.at.tzinfo)
    return min((end for end in (step, agreed) if end is not None), default=None)


def standing_wait(complaint: Complaint, now: datetime) -> LogEntry | None:
    """The entry that stops the clock at this moment."""
    waits = [entry for entry in complaint.log if entry.stops_the_clock]
    if not waits or not complaint.is_unresolved:
        return None
    *__, last = pauses(complaint.log)
    return waits[-1] if last.to is None or last.to > now else None


# --- what is owed for one complaint -----------------------------------------------------------------------------------


class Owed(NamedTuple):
    """Something owed: when it falls due (None while the clock stands still) and when it was done."""

    due: datetime | None
    done: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Done by its time is in time, and so is what has no time."""
        return self.due is not None and (self.done or now) > self.due


def duties(complaint: Complaint, clock: Clock) -> dict[Duty, Owed]:
    """Everything owed for it since it was received or last reopened, in the order of `Duty`."""
    if complaint.deadlines:
        return {one.duty: Owed(one.due, one.done) for one in complaint.deadlines}
    log, stood = round_of(complaint), tuple(pauses(complaint.log))
    found = {}
    for duty, start, limit in _counted(complaint, log, clock.policy):
        done = _done(duty, complaint, log)
        counting = () if duty in _NEVER_STOPPED else [pause for pause in stood if done is None or pause.since < done]
        found[duty] = Owed(clock.due(duty, start, limit, counting), done)
    if complaint.external and complaint.external.deadline:
        found[Duty.EXTERNAL] = Owed(complaint.external.deadline, _done(Duty.EXTERNAL, complaint, log))
    return {duty: found[duty] for duty in Duty if duty in found}


def _counted(complaint: Complaint, log: tuple[LogEntry, ...], policy: ComplaintPolicy) -> Iterator[tuple[Duty, datetime, str]]:
    """What has a limit, and from when it runs: the desk owes anew what a department sent back."""
    begin = started(complaint)
    for duty, limit in limits_of(complaint.class_, policy).items():
        yield duty, (last_of(log, A.REFUSE) or begin) if duty is Duty.DISPATCH else begin, limit
    handed, answer = last_of(log, A.TRANSFER), class_limits(complaint.class_, policy).take_over
    if handed and answer:
        yield Duty.TAKE_OVER, handed, answer
    if complaint.resolved_at and complaint.parent is None:
        yield Duty.CALLBACK, complaint.resolved_at, policy.callback


def _done(duty: Duty, complaint: Complaint, log: tuple[LogEntry, ...]) -> datetime | None:
    if duty is Duty.CALLBACK:
        return complaint.callbacks[-1].at if complaint.status is ComplaintStatus.CLOSED and complaint.callbacks else None
    after = _since(log, A.TRANSFER if duty is Duty.TAKE_OVER else A.REFUSE) if duty in (Duty.TAKE_OVER, Duty.DISPATCH) else log
    return next((entry.at for entry in after if entry.action in DONE_BY[duty]), None)


def _since(log: tuple[LogEntry, ...], action: ComplaintAction) -> tuple[LogEntry, ...]:
    """What follows the last entry of this kind; everything if there is none."""
    places = [i for i, entry in enumerate(log) if entry.action is action]
    return log[places[-1] + 1 :] if places else log


def limits_for(complaint: Complaint, policy: ComplaintPolicy) -> dict[Duty, str]:
    """The limits that run for it, as the settings have them."""
    return {duty: limit for duty, __, limit in _counted(complaint, round_of(complaint), policy)}


def settled(complaint: Complaint, clock: Clock) -> Complaint:
    """With the deadlines as they stand now that it is closed; without them once it is open again."""
    kept = () if complaint.is_open else duties(replace(complaint, deadlines=()), clock).items()
    found = tuple(DueTime(duty=duty, due=owed.due, done=owed.done) for duty, owed in kept if owed.due is not None)
    return replace(complaint, deadlines=found)


# --- what is still to be done -----------------------------------------------------------------------------------------


@value_type
class Deadline(Frozen):
    """Something not yet done for a complaint. The 12345 hotline's own deadline stands beside ours."""

    complaint: Complaint
    duty: Duty
    due: datetime

    def late(self, now: datetime) -> timedelta:
        return now - self.due


def open_deadlines(complaint: Complaint, clock: Clock) -> Iterator[Deadline]:
    if complaint.is_open:
        for duty, owed in duties(complaint, clock).items():
            if owed.done is None and owed.due is not None:
                yield Deadline(complaint, duty, owed.due)


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
