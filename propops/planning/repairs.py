"""Repairs as values: when each step is due, who is called back, whom to send."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from propops.choices import Choice
from propops.errors import refuse
from propops.i18n import N_, _
from propops.models.base import building_of, month_of
from propops.models.policies.repairs import RepairPolicy, UrgencyLimits
from propops.models.repair import Repair, RepairStatus
from propops.models.staff import Role, Staff
from propops.tuples import NamedTuple

# When a limit such as `2wd` that begins at a moment runs out.
RunsOut = Callable[[datetime, str], datetime]


# --- when it is due ---------------------------------------------------------------------------------------------------


class Duty(Choice):
    """What is owed to whoever called, in the order in which it falls due."""

    RESPOND = "respond", N_("accept")
    ARRIVE = "arrive", N_("be on site")
    FINISH = "finish", N_("finish")
    CALLBACK = "callback", N_("call back")


@dataclass(frozen=True)
class Deadline:
    """The next thing that is not yet done for a repair, and when it is due."""

    repair: Repair
    duty: Duty
    due: datetime

    def late(self, now: datetime) -> timedelta:
        return now - self.due


def limits_of(urgency: str, policy: RepairPolicy) -> UrgencyLimits:
    found = next((limits for limits in policy.urgencies if limits.urgency == urgency), None)
    if found is None:
        message = _("The settings have no limits for the urgency %(urgency)s.") % {"urgency": urgency}
        raise refuse("no-limits", message, path="records/estate.yaml")
    return found


def due_times(repair: Repair, policy: RepairPolicy, runs_out: RunsOut) -> dict[Duty, datetime]:
    limits = limits_of(repair.urgency, policy)
    by_duty = {Duty.RESPOND: limits.respond, Duty.ARRIVE: limits.arrive, Duty.FINISH: limits.finish}
    return {duty: runs_out(repair.begun_at, limit) for duty, limit in by_duty.items()}


def open_deadlines(repair: Repair, policy: RepairPolicy, runs_out: RunsOut) -> Iterator[Deadline]:
    """A later step makes an earlier one needless: whoever is on site has accepted."""
    if not repair.is_open:
        return
    is_done = {
        Duty.RESPOND: repair.status in (RepairStatus.ACCEPTED, RepairStatus.ON_SITE),
        Duty.ARRIVE: repair.status is RepairStatus.ON_SITE,
        Duty.FINISH: False,
    }
    for duty, due in due_times(repair, policy, runs_out).items():
        if not is_done[duty]:
            yield Deadline(repair, duty, due)


def next_deadline(repair: Repair, policy: RepairPolicy, runs_out: RunsOut) -> Deadline:
    """What has to be done first of an open repair."""
    return min(open_deadlines(repair, policy, runs_out), key=lambda deadline: (deadline.due, list(Duty).index(deadline.duty)))


def overdue(deadlines: Iterable[Deadline], now: datetime) -> list[Deadline]:
    """Every step and call-back that is late now, latest first."""
    late = [deadline for deadline in deadlines if deadline.due < now]
    return sorted(late, key=lambda deadline: (deadline.due, deadline.repair.id, list(Duty).index(deadline.duty)))


# --- who is called back -----------------------------------------------------------------------------------------------


class Done(NamedTuple):
    """A finished repair, as far as the choice looks at it: there are many, and most are never looked at again."""

    finished_at: datetime
    id: str
    is_leak: bool


def picked(done: Iterable[Done], percent: int) -> set[str]:
    """Every leak, and of each month's others so many of each hundred, rounded up at any time: which ones follows from the order of
    finishing alone, so that nobody chooses whom to ask."""
    chosen, counts = set(), Counter[str]()
    for one in sorted(done):
        month = month_of(one.finished_at)
        if one.is_leak or _is_picked(counts[month], percent):
            chosen.add(one.id)
        counts[month] += not one.is_leak
    return chosen


def _is_picked(nth: int, percent: int) -> bool:
    """Whether the nth of a month, from 0 on, raises the number that is to be called, rounded up."""
    return -(-(nth + 1) * percent // 100) > -(-nth * percent // 100)


def callbacks_due(repairs: Iterable[Repair], policy: RepairPolicy, runs_out: RunsOut) -> list[Deadline]:
    """When the call-backs of these are due, in that order; who was called and has answered is done with."""
    waiting = [repair for repair in repairs if repair.status is RepairStatus.FINISHED]
    deadlines = [Deadline(repair, Duty.CALLBACK, runs_out(repair.finished_at, policy.callback)) for repair in waiting if repair.finished_at]
    return sorted(deadlines, key=lambda deadline: (deadline.due, deadline.repair.id))


# --- whom to send -----------------------------------------------------------------------------------------------------


def on_duty(staff: Iterable[Staff], day: date, shift: str | None) -> list[Staff]:
    """Engineers who work on this day and in this shift; one without a shift works all day."""
    return [person for person in staff if person.role is Role.ENGINEERING and _works(person, day, shift)]


def _works(person: Staff, day: date, shift: str | None) -> bool:
    if person.shift is not None:
        return person.shift_on(day) in ((shift,) if shift else ("early", "late"))
    rests = day.weekday() in {weekday.number for weekday in person.rest}
    return person.is_employed(day) and not person.is_absent(day) and not rests


def suggested_engineer(repair: Repair, candidates: Sequence[Staff], open_repairs: Iterable[Repair]) -> Staff | None:
    """Of those on duty the building's own first, then who has the fewest open repairs."""
    load = [other.dispatched_to for other in open_repairs if other.id != repair.id]
    building = building_of(repair.unit or "")
    ranked = sorted(candidates, key=lambda person: (building not in person.zone, load.count(person.id), person.id))
    return ranked[0] if ranked else None
