"""A complaint while it is being handled: every step is one that the commands know, and an act of its own."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from propops.models.complaint import CallbackOutcome, Complaint, ComplaintClass, Department
from propops.models.parts.complaint_log import ComplaintAction, LogEntry, WaitsFor
from propops.models.policies.complaints import ComplaintPolicy
from propops.models.settings import Settings
from propops.planning import complaint_steps as steps
from propops.planning.complaints import Clock, clock_of, settled
from propops.planning.workdays import Calendar, Kind
from propops.sample.days import is_workday
from propops.sample.team import MANAGER, SUPERVISOR
from propops.sample.world import World

MINUTE = timedelta(minutes=1)
SENIORS = (SUPERVISOR, MANAGER)
TRIES, HOUSEHOLDS = 3, 3  # as in the settings: calls before it is closed, homes that make a joint complaint


@cache
def _clock() -> Clock:
    days = {day: Kind.WORKDAY if is_workday(day) else Kind.HOLIDAY for day in map(date.fromordinal, _YEARS)}
    return clock_of(ComplaintPolicy(), Settings.office_hours, Settings.desk_hours, Calendar(days))


_YEARS = range(date(2020, 1, 1).toordinal(), date(2030, 1, 1).toordinal())


class Docket:
    def __init__(self, world: World, complaint: Complaint) -> None:
        """`complaint` comes without id; its first log entry says when and by whom it was taken down."""
        self.world, self.children = world, list[Complaint]()
        first = complaint.log[0]
        self.complaint = world.journal.add(first.at, first.by, "complaint add", "投诉登记", complaint)

    @property
    def last(self) -> datetime:
        return self.complaint.log[-1].at

    @property
    def handler(self) -> str:
        return self.complaint.received_by

    def _take(self, at: datetime, by: str, verb: str, word: str, step: Callable[..., Complaint], *arguments: Any) -> None:
        """One step, never before the last one; the calls that hang on the complaint follow it."""
        act = steps.Act(max(at, self.last + MINUTE), by)
        self.complaint = settled(step(self.complaint, act, *arguments), _clock())
        moved = {child.id: settled(child, _clock()) for child in steps.follow(self.complaint, self.children, act)}
        self.children = [moved.get(child.id, child) for child in self.children]
        self.world.journal.write(act.at, by, f"complaint {verb}", word, self.complaint, *moved.values())

    def accept(self, at: datetime) -> None:
        self._take(at, self.handler, "accept", "投诉受理", steps.accept)

    def transfer(self, at: datetime, assignee: str, department: Department, text: str) -> None:
        """Whoever gets it takes it: within minutes, or at once if it is an emergency."""
        self._take(at, self.handler, "transfer", "投诉转派", steps.transfer, department, assignee, text)
        answer = MINUTE if self.complaint.class_ is ComplaintClass.EMERGENCY else 8 * MINUTE
        self._take(self.last + answer, assignee, "accept", "投诉受理", steps.accept)

    def note(self, at: datetime, text: str, by: str = "") -> None:
        self._take(at, by or self.world.team.desk(at), "log", "投诉进展", steps.note, text)

    def wait(self, at: datetime, reason: str, by: str, waits_for: WaitsFor = WaitsFor.OTHERS, until: date | None = None) -> None:
        self._take(at, by, "wait", "投诉等待", steps.wait, reason, waits_for, until)

    def escalate(self, at: datetime, reason: str, by: str) -> None:
        self._take(at, by, "escalate", "投诉升级", steps.escalate, reason)

    def withdraw(self, at: datetime, reason: str) -> None:
        self._take(at, self.world.team.here(self.handler, at), "withdraw", "投诉撤回", steps.withdraw, reason)

    def resolve(self, at: datetime, result: str, by: str = "") -> None:
        """What was opened again is solved by who solved it first: so no earlier call-back becomes one's own."""
        by = next(iter(self._resolvers()), by) or self.world.team.here(self.handler, at)
        self._take(at, by, "resolve", "投诉处理完毕", steps.resolve, result)

    def call_back(self, at: datetime, outcome: CallbackOutcome, comment: str | None = None, by_senior: bool = False) -> None:
        """By somebody who neither resolved it nor has it; a senior closes what nobody answers."""
        callers = SENIORS if by_senior else (self.world.team.desk(at), *SENIORS)
        handlers = steps.handlers(self.complaint) | set(self._resolvers())
        caller = next(by for by in callers if by not in handlers)
        may_close = caller in SENIORS and steps.tries(self.complaint) + 1 >= TRIES
        self._take(at, caller, "callback", "投诉回访", steps.call_back, outcome, comment, may_close)

    def _resolvers(self) -> list[str]:
        return [entry.by for entry in self.complaint.log if entry.action is ComplaintAction.RESOLVE]

    def joined_by(self, call: Complaint) -> None:
        """A further household calls about the same thing."""
        moment, by = call.received_at, call.received_by
        added = self.world.journal.new(moment, call)
        self.complaint = steps.joined(self.complaint, added, self.children, steps.Act(moment, by), HOUSEHOLDS)
        self.children.append(added)
        self.world.journal.write(moment, by, "complaint add", "投诉登记", added, self.complaint)


def opened(at: datetime, by: str) -> tuple[LogEntry]:
    return (LogEntry(at=at, by=by, action=ComplaintAction.RECEIVE),)
