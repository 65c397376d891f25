"""Complaints 投诉: from the first call to the call-back, with a log that only grows."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Bearing, Field, Link, Part, Record, Records, UnitId, flaw, is_reversed, month_of_id, not_yet, rewritten
from propops.models.parts.complaint_log import HEARD, ComplaintAction, DueTime, LogEntry
from propops.models.policies.complaints import ComplaintPolicy


class ComplaintSource(Choice):
    PHONE = "phone", N_("phone")
    WALK_IN = "walk-in", N_("at the counter")
    LETTER = "letter", N_("letter")
    WECHAT = "wechat", N_("WeChat")
    OWNERS_GROUP = "owners-group", N_("owners' group")
    VISIT = "visit", N_("visit")
    HOTLINE = "hotline-12345", N_("12345 hotline")
    SURVEY = "survey", N_("survey")


class ComplaintCategory(Choice):
    REPAIR = "repair", N_("engineering and repair")
    ORDER = "order", N_("order and security")
    CLEANING = "cleaning", N_("cleaning")
    GREENING = "greening", N_("greening")
    SERVICE = "service", N_("service attitude")
    FEES = "fees", N_("fees")
    NOISE = "noise", N_("noise and renovation")
    PARKING = "parking", N_("parking")
    NEIGHBOURS = "neighbours", N_("neighbours")
    LEAK = "leak", N_("leak")
    DEVELOPER = "developer", N_("left by the developer")
    OTHER = "other", N_("other")


class ComplaintClass(Choice):
    EMERGENCY = "emergency", N_("emergency")
    URGENT = "urgent", N_("urgent")
    GENERAL = "general", N_("general")
    COMPLEX = "complex", N_("complex")


class ComplaintStatus(Choice):
    OPEN = "open", N_("open")
    ACCEPTED = "accepted", N_("in hand")
    TRANSFERRED = "transferred", N_("transferred")
    WAITING = "waiting", N_("waiting")
    RESOLVED = "resolved", N_("resolved, call-back due")
    CLOSED = "closed", N_("closed")
    REOPENED = "reopened", N_("reopened")
    WITHDRAWN = "withdrawn", N_("withdrawn")


UNRESOLVED = (
    ComplaintStatus.OPEN,
    ComplaintStatus.ACCEPTED,
    ComplaintStatus.TRANSFERRED,
    ComplaintStatus.WAITING,
    ComplaintStatus.REOPENED,
)
OPEN = (*UNRESOLVED, ComplaintStatus.RESOLVED)  # something is still to be done, and be it the call-back


_LEADS_TO = {
    ComplaintAction.RECEIVE: (ComplaintStatus.OPEN,),
    ComplaintAction.ACCEPT: (ComplaintStatus.ACCEPTED,),
    ComplaintAction.TRANSFER: (ComplaintStatus.TRANSFERRED,),
    ComplaintAction.REFUSE: (ComplaintStatus.OPEN,),
    ComplaintAction.WAIT: (ComplaintStatus.WAITING,),
    ComplaintAction.RESUME: (ComplaintStatus.ACCEPTED,),
    ComplaintAction.RESOLVE: (ComplaintStatus.RESOLVED, ComplaintStatus.CLOSED),  # a call-back noted beside the log
    ComplaintAction.CALLBACK: (ComplaintStatus.CLOSED, ComplaintStatus.RESOLVED),
    ComplaintAction.REOPEN: (ComplaintStatus.REOPENED,),
    ComplaintAction.WITHDRAW: (ComplaintStatus.WITHDRAWN,),
}


class Department(Choice):
    SERVICE = "service", N_("customer service")
    ENGINEERING = "engineering", N_("engineering")
    SECURITY = "security", N_("security")
    CLEANING = "cleaning", N_("cleaning")
    GREENING = "greening", N_("greening")
    FINANCE = "finance", N_("finance")


class CallbackOutcome(Choice):
    SATISFIED = "satisfied", N_("satisfied")
    DISSATISFIED = "dissatisfied", N_("dissatisfied")
    EXPLAINED = "dissatisfied-explained", N_("dissatisfied, explained")
    UNREACHABLE = "unreachable", N_("not reached")
    ANONYMOUS = "anonymous", N_("anonymous, no call-back possible")


@frozen
class Callback(Part):
    at: Annotated[datetime, Field(N_("at"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    outcome: Annotated[CallbackOutcome, Field(N_("outcome"))]
    comment: Annotated[str | None, Field(N_("comment"))] = None


@frozen
class External(Part):
    """The number and the deadline that the 12345 hotline gave."""

    number: Annotated[str, Field(N_("number"))]
    deadline: Annotated[datetime | None, Field(N_("deadline"))] = None


@frozen
class Complaint(Record):
    """A complaint. Due times follow from class and receipt; they are stored when it is closed, and from then on stand."""

    kind: ClassVar[str] = "complaint"
    label: ClassVar[str] = N_("complaint")
    prefix: ClassVar[str] = "c"
    columns: ClassVar[tuple[str, ...]] = ("id", "received_at", "unit", "category", "class", "level", "status", "assignee", "content")
    positional: ClassVar[tuple[str, ...]] = ("unit", "content")
    guarded: ClassVar[tuple[str, ...]] = ("log",)
    told_by: ClassVar[tuple[str, ...]] = ("category", "class", "level", "status", "content", "result")
    staff_words: ClassVar[tuple[str, ...]] = ("result", "note")
    bearings: ClassVar[tuple[Bearing, ...]] = (Bearing("complaint", "parent", ("parent",)),)
    linked: ClassVar[tuple[Link, ...]] = (Link("repair", "complaint"),)

    unit: UnitId | None = None
    place: Annotated[str | None, Field(N_("place"))] = None
    complainant: Annotated[str | None, Field(N_("complainant"), ref="resident")] = None
    name: Annotated[str | None, Field(N_("name"), personal="name")] = None
    received_at: Annotated[datetime, Field(N_("received"))]
    source_: Annotated[ComplaintSource, Field(N_("source"))]
    external: Annotated[External | None, Field(N_("external"))] = None
    anonymous: Annotated[bool | None, Field(N_("anonymous"))] = None
    category: Annotated[ComplaintCategory, Field(N_("category"))]
    class_: Annotated[ComplaintClass, Field(N_("class"))] = ComplaintClass.GENERAL
    major: Annotated[bool | None, Field(N_("major"))] = None
    parent: Annotated[str | None, Field(N_("parent"), ref="complaint")] = None
    visit: Annotated[str | None, Field(N_("heard on the visit"), ref="visit")] = None
    repair: Annotated[str | None, Field(N_("repair"), ref="repair")] = None
    content: Annotated[str, Field(N_("content"))]
    received_by: Annotated[str, Field(N_("received by"), ref="staff")]
    contact: Annotated[str | None, Field(N_("contact"), ref="contact")] = None
    late_entry: Annotated[str | None, Field(N_("reason of late entry"))] = None
    department: Annotated[Department | None, Field(N_("department"))] = None
    assignee: Annotated[str | None, Field(N_("assignee"), ref="staff")] = None
    level: Annotated[int, Field(N_("level"), low=1, high=3)] = 1
    status: Annotated[ComplaintStatus, Field(N_("status"))] = ComplaintStatus.OPEN
    log: Annotated[tuple[LogEntry, ...], Field(N_("log"))]
    result: Annotated[str | None, Field(N_("result"))] = None
    resolved_at: Annotated[datetime | None, Field(N_("resolved"))] = None
    callbacks: Annotated[tuple[Callback, ...], Field(N_("call-backs"))] = ()
    deadlines: Annotated[tuple[DueTime, ...], Field(N_("deadlines"))] = ()

    @classmethod
    def shard(cls, id: str) -> str:
        return f"complaint/{month_of_id(id)}.yaml"

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def times_reopened(self) -> int:
        return sum(entry.action is ComplaintAction.REOPEN for entry in self.log)

    def spoken(self) -> Iterator[tuple[str, str]]:
        yield from super().spoken()
        yield from ((f"log[{i}].text", entry.text) for i, entry in enumerate(self.log) if entry.text and entry.action not in HEARD)

    def flaws(self) -> Iterator[Problem]:
        if self.unit is None and self.place is None:
            yield flaw("no-place", _("Name the unit or the place."), "unit")
        if self.anonymous and (self.complainant or self.name):
            yield flaw("not-anonymous", _("An anonymous complaint names nobody."), "anonymous")
        if self.source_ is ComplaintSource.HOTLINE and self.external is None:
            hint = _("Add external with its number and deadline: propops complaint edit %(id)s.") % {"id": self.id}
            yield flaw("no-number", _("A complaint from the hotline has its number there."), "external", hint, severity="warning")
        if self.external and is_reversed(self.received_at, self.external.deadline):
            yield flaw("dates-reversed", _("The hotline's deadline lies before the receipt."), "external.deadline", severity="warning")
        yield from self._order_flaws()
        yield from self._log_flaws()
        yield from self._closing_flaws()

    def _order_flaws(self) -> Iterator[Problem]:
        times = {"log": [entry.at for entry in self.log], "callbacks": [callback.at for callback in self.callbacks]}
        for field, moments in times.items():
            for i, (earlier, later) in enumerate(pairwise(moments), 1):
                if later < earlier:
                    yield flaw("log-order", _("It happened before what stands above it."), f"{field}[{i}].at")
        if self.log and self.log[0].at < self.received_at:
            yield flaw("dates-reversed", _("The log begins before the complaint was received."), "log[0].at")
        if is_reversed(self.received_at, self.resolved_at):
            yield flaw("dates-reversed", _("Resolved before it was received."), "resolved_at")
        if is_reversed(self.received_at, *times["callbacks"][:1]):
            yield flaw("dates-reversed", _("Called back before it was received."), "callbacks[0].at")

    def _log_flaws(self) -> Iterator[Problem]:
        """What the fields say must follow from the log: nothing is closed, raised or put aside in silence."""
        due = [_LEADS_TO[entry.action] for entry in self.log if entry.action in _LEADS_TO]
        if due and self.status not in due[-1]:
            words = {"status": _(self.status.label), "log": _(due[-1][0].label)}
            hint = _("Do it with a command: propops complaint --help lists them.")
            yield flaw(
                "status-log", _("The status (%(status)s) does not follow from the log (%(log)s).") % words, "status", hint, "warning"
            )
        raised = sum(entry.action is ComplaintAction.ESCALATE for entry in self.log)
        if self.level < min(3, 1 + raised):
            message = _("The level is lower than the log has raised it (%(count)d times).") % {"count": raised}
            yield flaw("level-log", message, "level", hint=f"level: {min(3, 1 + raised)}", severity="warning")
        for i, entry in enumerate(self.log):
            if (entry.waits_for or entry.until) and entry.action is not ComplaintAction.WAIT:
                yield flaw("not-waiting", _("Only waiting has somebody waited for and a day."), f"log[{i}]")
            if entry.until is not None and entry.until <= entry.at.date():
                yield flaw("dates-reversed", _("It waits until a day that was not to come."), f"log[{i}].until")

    def _closing_flaws(self) -> Iterator[Problem]:
        if self.status is ComplaintStatus.CLOSED and not self.callbacks and self.parent is None:
            hint = _("Reopen it, then: propops complaint callback %(id)s.") % {"id": self.id}
            yield flaw("no-callback", _("A complaint is closed only after the call-back."), "callbacks", hint)
        if self.status is ComplaintStatus.CLOSED and self.callbacks and self.callbacks[-1].outcome is CallbackOutcome.DISSATISFIED:
            hint = _("Reopen it, or note that it was explained: dissatisfied-explained.")
            yield flaw("dissatisfied", _("It is closed although the complainant is not satisfied."), "status", hint)
        if self.status in (ComplaintStatus.RESOLVED, ComplaintStatus.CLOSED) and not self.result:
            yield flaw("no-result", _("Say how it was resolved."), "result")
        if self.is_open and self.deadlines:
            hint = _("propops complaint edit %(id)s --clear deadlines") % {"id": self.id}
            yield flaw("frozen-early", _("Deadlines are stored when it is closed, not before."), "deadlines", hint)
        for i, callback in enumerate(self.callbacks):
            if callback.outcome is CallbackOutcome.ANONYMOUS and not self.anonymous:
                hint = _("Who cannot be reached is: unreachable.")
                yield flaw("not-anonymous", _("Only an anonymous complaint has nobody to call back."), f"callbacks[{i}].outcome", hint)
            if callback.by in self._resolved_by(callback) and callback.outcome is not CallbackOutcome.ANONYMOUS:
                yield flaw("own-callback", _("Whoever resolved it does not make the call-back."), f"callbacks[{i}].by")

    def _resolved_by(self, callback: Callback) -> set[str]:
        """Who had resolved it before this call-back: whoever called may well resolve it after a reopening."""
        entries = takewhile(
            lambda entry: (entry.action, entry.at, entry.by) != (ComplaintAction.CALLBACK, callback.at, callback.by), self.log
        )
        resolvers = {entry.by for entry in entries if entry.action is ComplaintAction.RESOLVE and entry.at <= callback.at}
        return resolvers or ({self.assignee} if self.assignee else set())

    def conflicts(self, records: Records) -> Iterator[Problem]:
        if self.contact is not None:
            from propops.models.contact import not_acknowledged

            yield from not_acknowledged(self, records)
        yield from not_yet("received_at", self.received_at, records)
        if self.log:
            yield from not_yet(f"log[{len(self.log) - 1}].at", self.log[-1].at, records)
        yield from self._policy_faults(records)
        yield from self._repeat_faults(records)
        yield from self._assignee_faults(records)
        parent = records.find(Complaint, self.parent)
        if parent is not None and parent.parent is not None:
            yield flaw("nested-parent", _("The parent has a parent itself; name the first one."), "parent")
        received = self.received_at.date()
        if self.late_entry is None and self.id.split("-")[1:2] != [f"{received:%y%m%d}"]:
            yield flaw(
                "back-dated",
                _("The day received and the day in the id differ without a reason of late entry."),
                "received_at",
                severity="warning",
            )

    def _policy_faults(self, records: Records) -> Iterator[Problem]:
        policy = records.policy(ComplaintPolicy)
        if policy and all(limits.class_ != self.class_ for limits in policy.classes):
            yield flaw("no-limits", _("The settings have no limits for the class %(class)s.") % {"class": self.class_}, "class")
        if policy:
            yield from self._unreached_faults(policy)
        homes = {other.unit for other in (self, *records.where(Complaint, "parent", self.id)) if other.unit}
        if policy and not self.major and len(homes) >= policy.joint_households:
            message = _("%(count)d households complain of this together; that is a major complaint.") % {"count": len(homes)}
            yield flaw("not-major", message, "major", hint="major: true", severity="warning")

    def _repeat_faults(self, records: Records) -> Iterator[Problem]:
        policy = records.policy(ComplaintPolicy)
        if policy and self.level == 1 and self.unit and self.is_open:
            before = alike(self, records.where(Complaint, "unit", self.unit), policy.repeat_days)
            if before:
                message = _("The same again within %(days)d days (%(id)s); its level is 2 at least.")
                words = {"days": policy.repeat_days, "id": before[-1].id}
                yield flaw("repeat-level", message % words, "level", hint="level: 2", severity="warning")

    def _assignee_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.staff import Staff

        person = records.find(Staff, self.assignee) if self.is_unresolved else None
        if person and person.left and person.left <= records.now.date():
            hint = _("Give it to somebody else: propops complaint transfer %(id)s DEPARTMENT --to STAFF.") % {"id": self.id}
            yield flaw("assignee-left", _("The assignee has left."), "assignee", hint, severity="warning")

    def _unreached_faults(self, policy: ComplaintPolicy) -> Iterator[Problem]:
        tries = sum(callback.outcome is CallbackOutcome.UNREACHABLE for callback in self.callbacks)
        is_last = bool(self.callbacks) and self.callbacks[-1].outcome is CallbackOutcome.UNREACHABLE
        if self.status is ComplaintStatus.CLOSED and is_last and tries < policy.callback_attempts:
            message = _("It is closed after %(made)d of %(limit)d calls without an answer.")
            words = {"made": tries, "limit": policy.callback_attempts}
            hint = _("Reopen it, then: propops complaint callback %(id)s.") % {"id": self.id}
            yield flaw("too-few-tries", message % words, "callbacks", hint, severity="warning")

    def departures(self, before: Record) -> Iterator[Problem]:
        at = rewritten(before.log, self.log) if isinstance(before, Complaint) else None
        if at is not None:
            hint = _("Add an entry that puts it right: propops complaint log %(id)s.") % {"id": self.id}
            yield flaw("log-rewritten", _("The log only grows; what stands in it is not changed or taken out."), f"log[{at}]", hint)


def repeats(complaint: Complaint, others: list[Complaint], days: int) -> bool:
    return bool(alike(complaint, others, days))


def alike(complaint: Complaint, others: Iterable[Complaint], days: int) -> list[Complaint]:
    """Same home, same category within the time limit; disputes between neighbours and children of a parent do not count."""
    if complaint.unit is None or complaint.parent or complaint.category is ComplaintCategory.NEIGHBOURS:
        return []
    window = timedelta(days=days)
    return [
        other
        for other in others
        if other.id != complaint.id
        and (other.unit, other.category) == (complaint.unit, complaint.category)
        and other.parent is None
        and timedelta(0) <= complaint.received_at - other.received_at <= window
    ]
