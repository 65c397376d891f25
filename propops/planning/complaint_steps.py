"""The life of a complaint, step by step: each step is a function from a complaint to the changed one, or a refusal."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from propops.errors import refuse
from propops.frozen import Frozen, value_type
from propops.i18n import N_, _
from propops.models.complaint import (
    UNRESOLVED,
    Callback,
    CallbackOutcome,
    Complaint,
    ComplaintStatus,
    Department,
    alike,
)
from propops.models.parts.complaint_log import ComplaintAction, LogEntry, WaitsFor
from propops.models.staff import Role, Staff

LEVELS = (N_("receiver"), Role.SUPERVISOR.label, Role.DEPUTY.label)
TOP_LEVEL = len(LEVELS)
_ROLES = {
    Department.SERVICE: Role.OFFICER,
    Department.ENGINEERING: Role.ENGINEERING,
    Department.SECURITY: Role.SECURITY,
    Department.CLEANING: Role.CLEANING,
    Department.GREENING: Role.GREENING,
    Department.FINANCE: Role.CASHIER,
}

_NEXT = {
    ComplaintStatus.RESOLVED: N_("Now: propops complaint callback %(id)s OUTCOME, or reopen %(id)s REASON."),
    ComplaintStatus.CLOSED: N_("It can be opened again: propops complaint reopen %(id)s REASON."),
    ComplaintStatus.WITHDRAWN: N_("It can be opened again: propops complaint reopen %(id)s REASON."),
}
_UNRESOLVED_NEXT = N_("First: propops complaint resolve %(id)s RESULT.")


@value_type
class Act(Frozen):
    """Who does something, and when."""

    at: datetime
    by: str


def receive(act: Act, heard_in: str | None = None, **said: Any) -> Complaint:
    """A new one; `said` are the fields that the complainant's words fill, `heard_in` the id of the record that they stand in."""
    return Complaint(received_at=act.at, received_by=act.by, log=(_entry(act, ComplaintAction.RECEIVE, heard_in),), **said)


def accept(complaint: Complaint, act: Act, assignee: str | None = None) -> Complaint:
    """Whoever accepts it has it, unless it was given to someone."""
    _require(complaint, set(UNRESOLVED) - {ComplaintStatus.ACCEPTED})
    who = assignee or complaint.assignee or act.by
    return _step(complaint, act, ComplaintAction.ACCEPT, None, status=ComplaintStatus.ACCEPTED, assignee=who)


def transfer(complaint: Complaint, act: Act, department: Department, to: str | None, text: str) -> Complaint:
    _require(complaint, UNRESOLVED)
    changes = {"status": ComplaintStatus.TRANSFERRED, "department": department, "assignee": to}
    return _step(complaint, act, ComplaintAction.TRANSFER, text, **changes)


def require_theirs(complaint: Complaint, who: Staff) -> None:
    """What was handed over is accepted or refused by those who were to have it, or decided by a senior."""
    department = complaint.department
    if complaint.status is not ComplaintStatus.TRANSFERRED or department is None:
        return
    if who.id != complaint.assignee and who.role is not _ROLES[department] and not who.is_senior:
        message = _("%(id)s was handed to %(department)s; %(who)s is not one of them.")
        words = {"id": complaint.id, "department": _(department.label), "who": who.id}
        raise refuse("not-theirs", message % words, hint=_("Name who answers for them: --by."))


def send_back(complaint: Complaint, act: Act, reason: str) -> Complaint:
    """The department does not take it: whoever handed it over has it again."""
    _require(complaint, {ComplaintStatus.TRANSFERRED})
    sender = next(entry.by for entry in reversed(complaint.log) if entry.action is ComplaintAction.TRANSFER)
    changes = {"status": ComplaintStatus.OPEN, "department": None, "assignee": sender}
    return _step(complaint, act, ComplaintAction.REFUSE, reason, **changes)


def note(complaint: Complaint, act: Act, text: str) -> Complaint:
    return _step(complaint, act, ComplaintAction.NOTE, text)


def wait(complaint: Complaint, act: Act, reason: str, waits_for: WaitsFor | None = None, until: date | None = None) -> Complaint:
    """For the resident, or until a day agreed upon, the clock stands still."""
    _require(complaint, UNRESOLVED)
    if until is not None and until <= act.at.date():
        raise refuse("not-to-come", _("%(day)s is not to come.") % {"day": until}, hint=_("Name the day on which work goes on: --until."))
    entry = LogEntry(at=act.at, by=act.by, action=ComplaintAction.WAIT, text=reason, waits_for=waits_for, until=until)
    return replace(complaint, status=ComplaintStatus.WAITING, log=(*complaint.log, entry))


def resume(complaint: Complaint, act: Act, text: str | None) -> Complaint:
    _require(complaint, {ComplaintStatus.WAITING})
    return _step(complaint, act, ComplaintAction.RESUME, text, status=ComplaintStatus.ACCEPTED)


def declare_major(complaint: Complaint, act: Act, reason: str) -> Complaint:
    _require(complaint, UNRESOLVED)
    if complaint.major:
        raise refuse("major-already", _("%(id)s is major already.") % {"id": complaint.id})
    return _step(complaint, act, ComplaintAction.MAJOR, reason, major=True)


def escalate(complaint: Complaint, act: Act, reason: str) -> Complaint:
    _require(complaint, UNRESOLVED)
    if complaint.level >= TOP_LEVEL:
        raise refuse("top-level", _("%(id)s is at the highest level already.") % {"id": complaint.id})
    return _step(complaint, act, ComplaintAction.ESCALATE, reason, level=complaint.level + 1)


def resolve(complaint: Complaint, act: Act, result: str) -> Complaint:
    _require(complaint, UNRESOLVED)
    changes = {"status": ComplaintStatus.RESOLVED, "result": result, "resolved_at": act.at}
    return _step(complaint, act, ComplaintAction.RESOLVE, result, **changes)


def withdraw(complaint: Complaint, act: Act, reason: str) -> Complaint:
    _require(complaint, UNRESOLVED)
    return _step(complaint, act, ComplaintAction.WITHDRAW, reason, status=ComplaintStatus.WITHDRAWN)


def reopen(complaint: Complaint, act: Act, reason: str | None) -> Complaint:
    """The result so far stays in the log."""
    _require(complaint, set(ComplaintStatus) - set(UNRESOLVED))
    changes = {"status": ComplaintStatus.REOPENED, "result": None, "resolved_at": None}
    return _step(complaint, act, ComplaintAction.REOPEN, reason, **changes)


# --- the call-back ----------------------------------------------------------------------------------------------------


def call_back(complaint: Complaint, act: Act, outcome: CallbackOutcome, comment: str | None, may_close_unreached: bool) -> Complaint:
    """Closes it, reopens it, or leaves it for another try."""
    _require(complaint, {ComplaintStatus.RESOLVED})
    _require_caller(complaint, act, outcome)
    callback = Callback(at=act.at, by=act.by, outcome=outcome, comment=comment)
    called = _step(complaint, act, ComplaintAction.CALLBACK, None, callbacks=(*complaint.callbacks, callback))
    if outcome is CallbackOutcome.DISSATISFIED:
        return reopen(called, act, comment)
    if outcome is CallbackOutcome.UNREACHABLE and not may_close_unreached:
        return called
    return replace(called, status=ComplaintStatus.CLOSED)


def _require_caller(complaint: Complaint, act: Act, outcome: CallbackOutcome) -> None:
    if outcome is CallbackOutcome.ANONYMOUS:
        if not complaint.anonymous:
            hint = _("Who cannot be reached is: unreachable.")
            raise refuse("not-anonymous", _("%(id)s is not anonymous.") % {"id": complaint.id}, hint=hint)
    elif act.by in handlers(complaint):
        hint = _("Let a colleague call, and name them with --by.")
        raise refuse("own-callback", _("Whoever resolved it does not make the call-back."), hint=hint)


def handlers(complaint: Complaint) -> set[str]:
    """Who worked out the result that is asked about."""
    solved = [entry.by for entry in complaint.log if entry.action is ComplaintAction.RESOLVE]
    return {*solved[-1:], *([complaint.assignee] if complaint.assignee else [])}


def tries(complaint: Complaint) -> int:
    """Calls without an answer since it was resolved."""
    since = complaint.resolved_at
    return sum(1 for call in complaint.callbacks if call.outcome is CallbackOutcome.UNREACHABLE and (since is None or call.at >= since))


# --- several complaints -----------------------------------------------------------------------------------------------


def first_level(complaint: Complaint, others: Iterable[Complaint], days: int) -> int:
    """One above the last alike complaint of the home."""
    return min(TOP_LEVEL, 1 + max((other.level for other in alike(complaint, others, days)), default=0))


def join(complaint: Complaint, act: Act, parent: Complaint) -> Complaint:
    """It turns out to be about the same cause as another one."""
    _require(complaint, UNRESOLVED)
    if complaint.parent or complaint.id == parent.id:
        message = _("%(id)s cannot be joined to %(parent)s: it belongs to %(has)s.")
        raise refuse("has-parent", message % {"id": complaint.id, "parent": parent.id, "has": complaint.parent or complaint.id})
    return _step(complaint, act, ComplaintAction.JOIN, parent.id, parent=parent.id)


def joined(parent: Complaint, child: Complaint, others: Iterable[Complaint], act: Act, households: int) -> Complaint:
    """The parent after a further call: noted in its log, and major once enough households have called."""
    noted = _step(parent, act, ComplaintAction.CALL, child.id)
    homes = {complaint.unit for complaint in (parent, child, *others) if complaint.unit}
    return replace(noted, major=True) if len(homes) >= households else noted


def follow(parent: Complaint, children: Iterable[Complaint], act: Act) -> list[Complaint]:
    """The children that share the parent's fate: resolved, closed or reopened with it."""
    return [moved for child in children if (moved := _follow(parent, child, act)) is not None]


def _follow(parent: Complaint, child: Complaint, act: Act) -> Complaint | None:
    if parent.status is ComplaintStatus.RESOLVED and child.is_unresolved:
        changes = {"status": parent.status, "result": parent.result, "resolved_at": act.at}
        return _step(child, act, ComplaintAction.RESOLVE, parent.id, **changes)
    if parent.status is ComplaintStatus.CLOSED and child.status is ComplaintStatus.RESOLVED:
        return _step(child, act, ComplaintAction.CALLBACK, parent.id, status=parent.status)
    if parent.status is ComplaintStatus.REOPENED and not child.is_unresolved and child.log[-1].text == parent.id:
        return reopen(child, act, parent.id)
    return None


# --- below ------------------------------------------------------------------------------------------------------------


def _step(complaint: Complaint, act: Act, action: ComplaintAction, text: str | None, **changes: Any) -> Complaint:
    return replace(complaint, log=(*complaint.log, _entry(act, action, text)), **changes)


def _entry(act: Act, action: ComplaintAction, text: str | None) -> LogEntry:
    return LogEntry(at=act.at, by=act.by, action=action, text=text)


def _require(complaint: Complaint, allowed: Collection[ComplaintStatus]) -> None:
    if complaint.status not in allowed:
        message = _("%(id)s cannot do this: its status is %(status)s.") % {"id": complaint.id, "status": _(complaint.status.label)}
        hint = _(_NEXT.get(complaint.status, _UNRESOLVED_NEXT)) % {"id": complaint.id}
        raise refuse("wrong-status", message, id="", hint=hint)
