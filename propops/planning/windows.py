"""Which days and slots a household and an officer have in common, as bit masks over the days of the month."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from propops.errors import refuse
from propops.i18n import _
from propops.planning.explain import Reason
from propops.planning.instance import Household, Instance, Officer, Rules, Slot, Window
from propops.planning.workdays import days_of_month


def bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


@dataclass(frozen=True)
class Horizon:
    """The days of the month counted from 0; `mask` holds those from today on whose kind allows visits."""

    days: tuple[date, ...]
    base: int
    mask: int
    weekdays: tuple[int, ...]
    weeks: tuple[tuple[int, int], ...]  # (year, week): December and January share week numbers

    def index(self, day: date) -> int:
        return day.toordinal() - self.base

    def on_weekdays(self, weekdays: tuple[int, ...]) -> int:
        return sum(1 << day for day, weekday in enumerate(self.weekdays) if weekday in weekdays)

    def until(self, day: date) -> int:
        """Days up to and including `day`."""
        return (1 << max(0, day.toordinal() - self.base + 1)) - 1

    def since(self, day: date) -> int:
        """Days from `day` on."""
        return -1 << max(0, day.toordinal() - self.base)


def horizon(instance: Instance) -> Horizon:
    days = tuple(days_of_month(instance.month))
    for day in days:
        if day not in instance.calendar:
            message = _("The working calendar has no entry for %(day)s.") % {"day": day.isoformat()}
            raise refuse("calendar-missing", message)
    mask = sum(1 << i for i, day in enumerate(days) if day >= instance.today and instance.calendar[day] in instance.rules.visit_day_kinds)
    weeks = tuple(day.isocalendar()[:2] for day in days)
    return Horizon(days, days[0].toordinal(), mask, tuple(day.weekday() for day in days), weeks)


@dataclass
class Timetable:
    """One officer's days on duty within the horizon. A shift without slots, such as nights, gives no day."""

    officer: Officer
    horizon: Horizon
    slots: tuple[tuple[Slot, ...], ...]  # per day of the month, empty when off
    _open: dict[Window | None, int] = field(default_factory=dict)
    _allowed: dict[tuple[Window | None, int], tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def days(self) -> tuple[int, ...]:
        return tuple(day for day, slots in enumerate(self.slots) if slots)

    @cached_property
    def capacity(self) -> int:
        return sum(min(self.officer.max_day, self.officer.max_slot * len(self.slots[day])) for day in self.days)

    @cached_property
    def _offered(self) -> dict[str, int]:
        """The days of each slot."""
        days: dict[str, int] = {}
        for day in self.days:
            for slot in self.slots[day]:
                days[slot.id] = days.get(slot.id, 0) | 1 << day
        return days

    @cached_property
    def _ordinary(self) -> int:
        return sum(1 << day for day in self.days if any(not slot.appointment for slot in self.slots[day]))

    def open(self, window: Window | None) -> int:
        """The days on which a household with this window can be visited by this officer."""
        if window is None:
            return self._ordinary
        mask = self._open.get(window)
        if mask is None:
            mask = self._open[window] = self._named(window) | (0 if window.mode == "only" else self._ordinary)
        return mask

    def _named(self, window: Window) -> int:
        mask = 0
        for slot in window.slots:
            mask |= self._offered.get(slot, 0)
        return mask & self.horizon.on_weekdays(window.weekdays)

    def allowed(self, window: Window | None, day: int) -> tuple[str, ...]:
        """The slots that day for a household with this window."""
        key = (window, day)
        slots = self._allowed.get(key)
        if slots is None:
            weekday = self.horizon.weekdays[day]
            slots = self._allowed[key] = tuple(slot.id for slot in self.slots[day] if _admits(slot, window, weekday))
        return slots

    def agreeable(self, window: Window | None, day: int) -> tuple[str, ...]:
        """The slots that day for an appointment, which names its slot itself; hours that a household insists on bind it all the same."""
        if window is not None and window.mode == "only":
            return self.allowed(window, day)
        return tuple(slot.id for slot in self.slots[day])


def _admits(slot: Slot, window: Window | None, weekday: int) -> bool:
    named = window is not None and weekday in window.weekdays and slot.id in window.slots
    if window is not None and window.mode == "only":
        return named
    return named or not slot.appointment


def timetables(instance: Instance, span: Horizon) -> dict[str, Timetable]:
    result: dict[str, Timetable] = {}
    for officer in sorted(instance.officers, key=lambda officer: officer.id):
        slots = tuple(
            tuple(slot for slot in instance.rules.slots if slot.shift == officer.shifts.get(day)) if span.mask >> i & 1 else ()
            for i, day in enumerate(span.days)
        )
        result[officer.id] = Timetable(officer, span, slots)
    return result


def prefers(window: Window | None, weekday: int, slot: str) -> bool:
    """False when a preference is missed; an only-window never misses."""
    return window is None or window.mode == "only" or (weekday in window.weekdays and slot in window.slots)


def household_days(household: Household, last: date | None, span: Horizon, rules: Rules) -> int | Reason:
    """The days the household itself allows, or why there are none."""
    barred = _barred(household, span)
    if barred is not None:
        return barred
    mask = span.mask
    if not mask:
        return Reason("no-day-left")
    if household.moved_out:
        mask &= ~span.since(household.moved_out)
        if not mask:
            return Reason("moved-out", {"date": household.moved_out})
    if last:
        mask &= _after_gap(household, last, span, rules)
        if not mask:
            return _too_recent(household, last, span, rules)
    return _undisturbed(household, mask, span)


def _barred(household: Household, span: Horizon) -> Reason | None:
    """Whatever the days."""
    if household.opted_out:
        return Reason("opted-out")
    if not household.occupied:
        return Reason("vacant")
    if household.rest and household.rest.until >= span.days[-1]:
        return Reason(household.rest.why, {"until": household.rest.until})
    return None


def _undisturbed(household: Household, mask: int, span: Horizon) -> int | Reason:
    if household.rest:
        mask &= ~span.until(household.rest.until)
        if not mask:
            return Reason(household.rest.why, {"until": household.rest.until})
    for begin, end in household.do_not_disturb:
        mask &= ~(span.since(begin) & span.until(end))
    return mask or Reason("do-not-disturb")


def _gap(household: Household, rules: Rules) -> int:
    return rules.min_gap if household.min_gap is None else household.min_gap


def _after_gap(household: Household, last: date, span: Horizon, rules: Rules) -> int:
    return -1 << max(0, last.toordinal() - span.base + _gap(household, rules))


def _too_recent(household: Household, last: date, span: Horizon, rules: Rules) -> Reason:
    if last > span.days[-1]:
        return Reason("future-last-visit", {"date": last})
    return Reason("interval-until", {"date": date.fromordinal(last.toordinal() + _gap(household, rules))})
