"""Complaints 投诉: from the first call to the call-back, with a log that only grows."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise, takewhile, zip_longest
from typing import Annotated, ClassVar

from propops.errors import Problem
from propops.i18n import N_, _
from propops.models.base import Bearing, Choice, Field, Part, Record, Records, UnitId, flaw, is_reversed, month_of_id, not_yet
from propops.models.frozen import frozen


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
    WAITING = "waiting", N_("waiting for others")
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


class Department(Choice):
    SERVICE = "service", N_("customer service")
    ENGINEERING = "engineering", N_("engineering")
    SECURITY = "security", N_("security")
    CLEANING = "cleaning", N_("cleaning")
    GREENING = "greening", N_("greening")
    FINANCE = "finance", N_("finance")


class ComplaintAction(Choice):
    RECEIVE = "receive", N_("received")
    ACCEPT = "accept", N_("accepted")
    TRANSFER = "transfer", N_("transferred")
    NOTE = "note", N_("note")
    WAIT = "wait", N_("waiting")
    ESCALATE = "escalate", N_("escalated")
    CALL = "call", N_("further call")
    RESOLVE = "resolve", N_("resolved")
    CALLBACK = "callback", N_("called back")
    REOPEN = "reopen", N_("reopened")
    WITHDRAW = "withdraw", N_("withdrawn")


class CallbackOutcome(Choice):
    SATISFIED = "satisfied", N_("satisfied")
    DISSATISFIED = "dissatisfied", N_("dissatisfied")
    EXPLAINED = "dissatisfied-explained", N_("dissatisfied, explained")
    UNREACHABLE = "unreachable", N_("not reached")
    ANONYMOUS = "anonymous", N_("anonymous, no call-back possible")


@frozen
class LogEntry(Part):
    at: Annotated[datetime, Field(N_("at"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    action: Annotated[ComplaintAction, Field(N_("action"))]
    text: Annotated[str | None, Field(N_("text"))] = None


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
    """A complaint. Due times follow from class and receipt and are not stored."""

    kind: ClassVar[str] = "complaint"
    label: ClassVar[str] = N_("complaint")
    prefix: ClassVar[str] = "c"
    columns: ClassVar[tuple[str, ...]] = ("id", "received_at", "unit", "category", "class", "level", "status", "assignee", "content")
    positional: ClassVar[tuple[str, ...]] = ("unit", "content")
    told_by: ClassVar[tuple[str, ...]] = ("category", "class", "level", "status", "content", "result")
    bearings: ClassVar[tuple[Bearing, ...]] = (Bearing("complaint", "parent", ("parent",)),)

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
    content: Annotated[str, Field(N_("content"))]
    received_by: Annotated[str, Field(N_("received by"), ref="staff")]
    late_entry: Annotated[str | None, Field(N_("reason of late entry"))] = None
    department: Annotated[Department | None, Field(N_("department"))] = None
    assignee: Annotated[str | None, Field(N_("assignee"), ref="staff")] = None
    level: Annotated[int, Field(N_("level"), low=1, high=3)] = 1
    status: Annotated[ComplaintStatus, Field(N_("status"))] = ComplaintStatus.OPEN
    log: Annotated[tuple[LogEntry, ...], Field(N_("log"))]
    result: Annotated[str | None, Field(N_("result"))] = None
    resolved_at: Annotated[datetime | None, Field(N_("resolved"))] = None
    callbacks: Annotated[tuple[Callback, ...], Field(N_("call-backs"))] = ()

    @classmethod
    def shard(cls, id: str) -> str:
        return f"complaint/{month_of_id(id)}.yaml"

    @property
    def is_unresolved(self) -> bool:
        return self.status in UNRESOLVED

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def flaws(self) -> Iterator[Problem]:
        if self.unit is None and self.place is None:
            yield flaw("no-place", _("Name the unit or the place."), "unit")
        if self.anonymous and (self.complainant or self.name):
            yield flaw("not-anonymous", _("An anonymous complaint names nobody."), "anonymous")
        if self.source_ is ComplaintSource.HOTLINE and self.external is None:
            hint = _("Add external with its number and deadline: propops complaint edit %(id)s.") % {"id": self.id}
            yield flaw("no-number", _("A complaint from the hotline has its number there."), "external", hint, severity="warning")
        yield from self._order_flaws()
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

    def _closing_flaws(self) -> Iterator[Problem]:
        if self.status is ComplaintStatus.CLOSED and not self.callbacks and self.parent is None:
            hint = _("Reopen it, then: propops complaint callback %(id)s.") % {"id": self.id}
            yield flaw("no-callback", _("A complaint is closed only after the call-back."), "callbacks", hint)
        if self.status is ComplaintStatus.CLOSED and self.callbacks and self.callbacks[-1].outcome is CallbackOutcome.DISSATISFIED:
            hint = _("Reopen it, or note that it was explained: dissatisfied-explained.")
            yield flaw("dissatisfied", _("It is closed although the complainant is not satisfied."), "status", hint)
        if self.status in (ComplaintStatus.RESOLVED, ComplaintStatus.CLOSED) and not self.result:
            yield flaw("no-result", _("Say how it was resolved."), "result")
        for i, callback in enumerate(self.callbacks):
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
        yield from not_yet("received_at", self.received_at, records)
        if self.log:
            yield from not_yet(f"log[{len(self.log) - 1}].at", self.log[-1].at, records)
        yield from self._policy_faults(records)
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
        from propops.models.settings import Settings

        settings = records.find(Settings, "estate")
        if settings and all(limits.class_ != self.class_ for limits in settings.complaints.classes):
            yield flaw("no-limits", _("The settings have no limits for the class %(class)s.") % {"class": self.class_}, "class")
        homes = {other.unit for other in (self, *records.where(Complaint, "parent", self.id)) if other.unit}
        if settings and not self.major and len(homes) >= settings.complaints.joint_households:
            message = _("%(count)d households complain of this together; that is a major complaint.") % {"count": len(homes)}
            yield flaw("not-major", message, "major", hint="major: true", severity="warning")

    def departures(self, before: Record) -> Iterator[Problem]:
        for i, (was, now) in enumerate(zip_longest(before.log, self.log) if isinstance(before, Complaint) else ()):
            if was is not None and was != now:
                hint = _("Add an entry that puts it right: propops complaint log %(id)s.") % {"id": self.id}
                yield flaw("log-rewritten", _("The log only grows; what stands in it is not changed or taken out."), f"log[{i}]", hint)
                return


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
