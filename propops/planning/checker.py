"""Checks a finished plan against every hard rule, knowing nothing of how it was made: no code is shared with the planners."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol

from propops.i18n import N_, _
from propops.planning.instance import Account, Household, Instance, Officer, Slot

MESSAGES = {
    "H0": N_("The unit is listed more than once."),
    "H1": N_("The unit, officer, slot or date does not exist."),
    "H2": N_("The officer is not on this shift that day."),
    "H3": N_("No visits on this kind of day."),
    "H4": N_("The officer does not serve this building."),
    "H5": N_("The household has opted out, moved out or is vacant."),
    "H6": N_("The household asked not to be disturbed, or declined a visit lately."),
    "H7": N_("Outside the times the household allows."),
    "H8": N_("Too soon after the last visit."),
    "H9": N_("More visits than the officer's day or slot holds."),
    "H10": N_("More than one visit to the household."),
    "H11": N_("A date in the past, or an announced visit was changed."),
    "H14": N_("The plan is not in order."),
    "R1": N_("The account or the date does not exist, or the date is past."),
    "R2": N_("The officer is not on duty for this."),
    "R3": N_("The officer does not serve this building."),
    "R4": N_("The account is on hold, opted out, or the payer has moved."),
    "R5": N_("Too soon after the last reminder."),
    "R6": N_("Before the promise has lapsed, or later than the first day after it."),
    "R7": N_("The household is not to be disturbed at this time."),
    "R8": N_("More reminders than the officer's day holds."),
    "R9": N_("A plan must not change the stage."),
    "R10": N_("Too many reminders to one payer."),
    "R11": N_("After the deadline."),
    "R12": N_("The household's own visit must not carry this reminder."),
    "R13": N_("The reminder does not ride on the visit it claims."),
}


@dataclass(frozen=True, slots=True)
class Violation:
    code: str
    unit: str
    message: str


class VisitLike(Protocol):
    @property
    def unit(self) -> str: ...
    @property
    def officer(self) -> str: ...
    @property
    def date(self) -> date: ...
    @property
    def slot(self) -> str: ...


class ReminderLike(VisitLike, Protocol):
    @property
    def account(self) -> str: ...
    @property
    def stage(self) -> str: ...
    @property
    def piggyback(self) -> str | None: ...


def check(instance: Instance, visits: Sequence[VisitLike], reminders: Sequence[ReminderLike] = ()) -> list[Violation]:
    facts = _Facts(instance)
    found = [*_visit_violations(facts, visits), *_reminder_violations(facts, visits, reminders)]
    return [Violation(code, unit, _(MESSAGES[code])) for code, unit in found]


def broken_rules(instance: Instance, visits: Sequence[VisitLike]) -> list[tuple[str, ...]]:
    """Per visit the rules that it breaks by itself, whatever else is planned: why it could not stay."""
    facts = _Facts(instance)
    return [tuple(facts.visit_errors(visit)) for visit in visits]


class _Facts:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.households = {household.id: household for household in instance.households}
        self.officers = {officer.id: officer for officer in instance.officers}
        self.listed = {building.id: building.officers for building in instance.buildings}
        self.slots = {slot.id: slot for slot in instance.rules.slots}
        self.accounts = {account.id: account for account in instance.accounts}
        appointments = [previous.assignment for previous in instance.previous if previous.status in ("notified", "pinned")]
        self.agreed = {(visit.unit, visit.date, visit.slot) for visit in appointments}
        self.done: dict[str, list[date]] = {}
        for visit in instance.done:
            self.done.setdefault(visit.unit, []).append(visit.date)

    def exists(self, visit: VisitLike) -> bool:
        known = visit.unit in self.households and visit.officer in self.officers and visit.slot in self.slots
        return known and (visit.date.year, visit.date.month) == (self.instance.month.year, self.instance.month.month)

    def visit_errors(self, visit: VisitLike) -> Iterator[str]:
        if not self.exists(visit):
            yield "H1"
            return
        household, officer, slot = self.households[visit.unit], self.officers[visit.officer], self.slots[visit.slot]
        yield from self._place_errors(visit, household, officer, slot)
        yield from self._household_errors(visit, household)

    def _place_errors(self, visit: VisitLike, household: Household, officer: Officer, slot: Slot) -> Iterator[str]:
        if visit.date < self.instance.today:
            yield "H11"
        if officer.shifts.get(visit.date) != slot.shift:
            yield "H2"
        if self.instance.calendar[visit.date] not in self.instance.rules.visit_day_kinds:
            yield "H3"
        if visit.officer not in self.listed[household.building]:
            yield "H4"

    def _household_errors(self, visit: VisitLike, household: Household) -> Iterator[str]:
        if household.opted_out or not household.occupied or (household.moved_out and visit.date >= household.moved_out):
            yield "H5"
        resting = household.rest is not None and visit.date <= household.rest.until
        if resting or any(begin <= visit.date <= end for begin, end in household.do_not_disturb):
            yield "H6"
        if not self.window_holds(household, visit.date, visit.slot):
            yield "H7"
        before = [household.last_visit] if household.last_visit else []
        last = max(before + self.done.get(household.id, []), default=None)
        gap = self.instance.rules.min_gap if household.min_gap is None else household.min_gap
        if last and visit.date - last < timedelta(gap):
            yield "H8"

    def window_holds(self, household: Household, day: date, slot: str) -> bool:
        """An appointment names its slot itself; hours that the household insists on bind it all the same."""
        if household.window is not None and household.window.mode == "only":
            return _names(household, day, slot)
        is_free = not self.slots[slot].appointment or (household.id, day, slot) in self.agreed
        return is_free or _names(household, day, slot)

    def reminder_errors(self, account: Account, officer: Officer, day: date, slot: str, visits: Sequence[VisitLike]) -> Iterator[str]:
        household = self.households[account.unit]
        yield from self._duty_errors(household, officer, day, slot)
        if _on_hold(account, household) or (household.moved_out and day >= household.moved_out):
            yield "R4"
        yield from self._timing_errors(account, day)
        disturbed = any(begin <= day <= end for begin, end in household.do_not_disturb)
        windowed = account.stage in self.instance.rules.windowed_stages
        if disturbed or (windowed and not self.window_holds(household, day, slot)):
            yield "R7"
        if any(visit.date == day and (visit.officer != officer.id or not household.fold_reminder) for visit in visits):
            yield "R12"

    def _duty_errors(self, household: Household, officer: Officer, day: date, slot: str) -> Iterator[str]:
        if day < self.instance.today or (day.year, day.month) != (self.instance.month.year, self.instance.month.month):
            yield "R1"
            return
        on_shift = officer.shifts.get(day) == self.slots[slot].shift
        if not on_shift or self.instance.calendar[day] not in self.instance.rules.visit_day_kinds:
            yield "R2"
        if officer.id not in self.listed[household.building]:
            yield "R3"

    def _timing_errors(self, account: Account, day: date) -> Iterator[str]:
        if account.promise:
            if day <= account.promise:
                yield "R6"
        elif account.last_reminder:
            gap = self.instance.rules.stage_gap_days.get(account.stage, 0)
            if day - account.last_reminder < timedelta(gap):
                yield "R5"
        if account.deadline and day > account.deadline:
            yield "R11"


def _names(household: Household, day: date, slot: str) -> bool:
    window = household.window
    return window is not None and day.weekday() in window.weekdays and slot in window.slots


def _on_hold(account: Account, household: Household) -> bool:
    return bool(account.hold) or account.opted_out or "complaint" in household.flags


def _visit_violations(facts: _Facts, visits: Sequence[VisitLike]) -> Iterator[tuple[str, str]]:
    households = Counter(household.id for household in facts.instance.households)
    yield from (("H0", unit) for unit, count in households.items() if count > 1)
    for visit in visits:
        yield from ((code, visit.unit) for code in facts.visit_errors(visit))
    yield from (("H10", unit) for unit, count in Counter(visit.unit for visit in visits).items() if count > 1)
    yield from _over_capacity(facts, visits)
    yield from (("H11", unit) for unit in _changed_promises(facts, visits))
    keys = [(visit.date, visit.officer, visit.slot, visit.unit) for visit in visits]
    yield from (("H14", after[3]) for before, after in pairwise(keys) if before > after)


def _over_capacity(facts: _Facts, visits: Sequence[VisitLike]) -> Iterator[tuple[str, str]]:
    known = [visit for visit in visits if visit.officer in facts.officers]
    days: Counter[tuple[str, date]] = Counter()
    slots: Counter[tuple[str, date, str]] = Counter()
    for visit in known:
        officer = facts.officers[visit.officer]
        days[visit.officer, visit.date] += 1
        slots[visit.officer, visit.date, visit.slot] += 1
        over = days[visit.officer, visit.date] > officer.max_day or slots[visit.officer, visit.date, visit.slot] > officer.max_slot
        if over:
            yield "H9", visit.unit


def _changed_promises(facts: _Facts, visits: Sequence[VisitLike]) -> Iterator[str]:
    planned = {(visit.unit, visit.officer, visit.date, visit.slot) for visit in visits}
    for previous in facts.instance.previous:
        wanted = previous.assignment
        announced = previous.status == "notified" and wanted.date >= facts.instance.today
        if announced and not any(facts.visit_errors(wanted)) and (wanted.unit, wanted.officer, wanted.date, wanted.slot) not in planned:
            yield wanted.unit


def _reminder_violations(facts: _Facts, visits: Sequence[VisitLike], reminders: Sequence[ReminderLike]) -> Iterator[tuple[str, str]]:
    visits_of: dict[str, list[VisitLike]] = {}
    for visit in visits:
        visits_of.setdefault(visit.unit, []).append(visit)
    entered = {(facts.households[v.unit].building, v.officer, v.date) for v in visits if v.unit in facts.households}
    for reminder in reminders:
        account = facts.accounts.get(reminder.account)
        if account is None or account.unit != reminder.unit or not facts.exists(reminder):
            yield "R1", reminder.unit
            continue
        yield from ((code, reminder.unit) for code in _one_reminder(facts, account, reminder, visits_of.get(reminder.unit, []), entered))
    yield from _too_many(facts, reminders)


def _one_reminder(
    facts: _Facts, account: Account, reminder: ReminderLike, visits: Sequence[VisitLike], entered: set[tuple[str, str, date]]
) -> Iterator[str]:
    officer = facts.officers[reminder.officer]
    yield from facts.reminder_errors(account, officer, reminder.date, reminder.slot, visits)
    if account.promise and any(_possible(facts, account, officer, day, visits) for day in _between(account.promise, reminder.date)):
        yield "R6"
    if reminder.stage != account.stage:
        yield "R9"
    if reminder.piggyback != _ride(facts, account, reminder, visits, entered):
        yield "R13"


def _between(promise: date, day: date) -> Iterable[date]:
    return (promise + timedelta(n) for n in range(1, (day - promise).days))


def _possible(facts: _Facts, account: Account, officer: Officer, day: date, visits: Sequence[VisitLike]) -> bool:
    return any(
        not any(facts.reminder_errors(account, officer, day, slot, visits)) for slot in facts.slots if _regular(facts, account, day, slot)
    )


def _regular(facts: _Facts, account: Account, day: date, slot: str) -> bool:
    """A slot by appointment does not oblige anybody to come at once, unless it is among the household's own hours."""
    windowed = account.stage in facts.instance.rules.windowed_stages
    return not facts.slots[slot].appointment or (windowed and _names(facts.households[account.unit], day, slot))


def _ride(
    facts: _Facts, account: Account, reminder: ReminderLike, visits: Sequence[VisitLike], entered: set[tuple[str, str, date]]
) -> str | None:
    where = (reminder.officer, reminder.date, reminder.slot)
    if any((visit.officer, visit.date, visit.slot) == where for visit in visits):
        return "unit"
    on_the_way = (facts.households[account.unit].building, reminder.officer, reminder.date) in entered
    return "building" if on_the_way and account.stage in facts.instance.rules.inperson_stages else None


def _too_many(facts: _Facts, reminders: Sequence[ReminderLike]) -> Iterator[tuple[str, str]]:
    days = Counter((reminder.officer, reminder.date) for reminder in reminders)
    accounts = Counter((reminder.account, reminder.unit) for reminder in reminders)
    for reminder in reminders:
        officer = facts.officers.get(reminder.officer)
        if officer and days[reminder.officer, reminder.date] > officer.reminder_cap:
            yield "R8", reminder.unit
    yield from (("R10", unit) for (_account, unit), count in accounts.items() if count > facts.instance.rules.touches)
