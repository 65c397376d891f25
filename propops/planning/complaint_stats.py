"""How long complaints take and how many are in time: medians, 90th percentiles, shares; each group with the complaints behind it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from propops.models.base import building_of, month_of
from propops.models.complaint import CallbackOutcome, Complaint, ComplaintStatus
from propops.models.parts.complaint_log import Duty
from propops.planning.complaints import DONE_BY, Clock, Owed, duties

_ANSWERS = (CallbackOutcome.SATISFIED, CallbackOutcome.EXPLAINED, CallbackOutcome.DISSATISFIED)
MEASURED = (Duty.ACKNOWLEDGE, Duty.REPLY, Duty.CLOSE)

GROUPS: dict[str, Callable[[Complaint], str]] = {
    "category": lambda complaint: complaint.category,
    "building": lambda complaint: building_of(complaint.unit) if complaint.unit else "",
    "month": lambda complaint: month_of(complaint.received_at),
    "class": lambda complaint: complaint.class_,
    "department": lambda complaint: complaint.department or "",
}


@dataclass(frozen=True)
class Span:
    """One duty of a group. `minutes` from the receipt of those done; in time are `kept` of the `counted` that are done or past due."""

    minutes: tuple[int, ...]
    kept: int
    counted: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.kept / self.counted) if self.counted else None


@dataclass(frozen=True)
class Figures:
    """Of one group; `name` is a token or empty."""

    name: str
    complaints: tuple[Complaint, ...]
    spans: dict[Duty, Span]

    @property
    def open(self) -> int:
        return sum(complaint.is_open for complaint in self.complaints)

    @property
    def reopened(self) -> int:
        return sum(complaint.times_reopened > 0 for complaint in self.complaints)

    @property
    def satisfied(self) -> tuple[int, int]:
        """Of those whose call-back gave an answer."""
        answers = [last for one in self.complaints if one.callbacks and (last := one.callbacks[-1].outcome) in _ANSWERS]
        return answers.count(CallbackOutcome.SATISFIED), len(answers)


def figures(complaints: Iterable[Complaint], group: Callable[[Complaint], str], clock: Clock, now: datetime) -> list[Figures]:
    groups: dict[str, list[Complaint]] = {}
    for complaint in complaints:
        groups.setdefault(group(complaint), []).append(complaint)
    return [of_group(name, members, clock, now) for name, members in groups.items()]


def of_group(name: str, members: Sequence[Complaint], clock: Clock, now: datetime) -> Figures:
    """A further call about the same cause is counted, but not timed: it is its parent that is worked on."""
    timed = [(one, duties(one, clock)) for one in members if one.parent is None and one.status is not ComplaintStatus.WITHDRAWN]
    return Figures(name, tuple(members), {duty: _span(duty, timed, now) for duty in MEASURED})


def _span(duty: Duty, timed: Sequence[tuple[Complaint, dict[Duty, Owed]]], now: datetime) -> Span:
    owed = [known[duty] for __, known in timed if duty in known]
    judged = [one for one in owed if one.done is not None or one.is_late(now)]
    spans = [int((at - one.received_at).total_seconds()) // 60 for one, __ in timed if (at := _first_done(duty, one)) is not None]
    return Span(tuple(sorted(spans)), sum(not one.is_late(now) for one in judged), len(judged))


def _first_done(duty: Duty, complaint: Complaint) -> datetime | None:
    """The first answer, but the last solution: who had to call again waited all that time."""
    if duty is Duty.CLOSE:
        return complaint.resolved_at
    return next((entry.at for entry in complaint.log if entry.action in DONE_BY[duty]), None)


def median(values: Sequence[int]) -> int | None:
    """Of an even number the mean of the middle two, to the minute."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle] + 1) // 2
