"""Gathers one month of an estate, as the values that the planners decide on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from propops.desk.workcalendar import calendar_for
from propops.estate import Estate
from propops.models.resident import CareFlag, PreferenceMode, Resident, Welcome
from propops.models.settings import Settings
from propops.models.staff import Role, Staff
from propops.models.unit import Occupancy, Unit
from propops.models.visit import Visit, VisitStatus
from propops.planning.instance import Assignment, Building, Household, Instance, Officer, Previous, Rules, Slot, Status, Window
from propops.planning.workdays import days_of_month

MOVE_IN_VISIT_DAYS = 21  # a household that has just moved in is visited within three weeks
URGENT_GAP_DAYS = 3  # a follow-up that was agreed comes sooner than the usual gap
STAGES = ("1", "2", "3", "4")


def visit_instance(estate: Estate, month: str, assume_weekends: bool = False) -> Instance:
    """Units, residents, past visits, staff and the calendar of a month (`2026-12`), from today on."""
    first = date.fromisoformat(f"{month}-01")
    days = list(days_of_month(first))
    calendar = calendar_for(estate, days[0], days[-1], assume_weekends)
    staff = [person for person in estate.store.all(Staff) if person.role is Role.OFFICER]
    past = _past_visits(estate, first)
    visits = [visit for visit in estate.store.all(Visit) if f"{visit.date:%Y-%m}" == month]
    return Instance(
        month=first,
        today=max(estate.today, first),
        calendar=calendar.days,
        rules=rules_of(estate.settings),
        buildings=_buildings(estate.store.all(Unit), staff),
        officers=tuple(_officer(person, estate.settings, days) for person in staff),
        households=tuple(_household(estate, unit, past, days) for unit in estate.store.all(Unit)),
        done=tuple(assignment_of(visit) for visit in visits if visit.status is VisitStatus.DONE),
        previous=tuple(_previous(visit) for visit in visits if visit.is_open and visit.date >= estate.today),
    )


def rules_of(settings: Settings) -> Rules:
    gaps = dict(zip(STAGES, settings.reminders.gap_days, strict=False))
    return Rules(
        slots=tuple(Slot(slot.id, slot.shift, slot.by_appointment) for slot in settings.visit_slots),
        min_gap=settings.visits.min_gap_days,
        stage_gap_days=gaps,
        inperson_stages=("1", "2", "3"),
        windowed_stages=("2",),
    )


def assignment_of(visit: Visit) -> Assignment:
    return Assignment(visit.date, visit.officer, visit.slot or "", visit.unit)


def _previous(visit: Visit) -> Previous:
    status: Status = "notified" if visit.status is VisitStatus.NOTIFIED else "pinned" if visit.pinned else "planned"
    return Previous(assignment_of(visit), status)


def _buildings(units: Iterable[Unit], staff: Sequence[Staff]) -> tuple[Building, ...]:
    """Each building with its own officers first, then those who stand in."""
    names = sorted({unit.building for unit in units})
    own = {name: [person.id for person in staff if name in person.zone] for name in names}
    backup = {name: [person.id for person in staff if name in person.backup and name not in person.zone] for name in names}
    return tuple(Building(name, (*sorted(own[name]), *sorted(backup[name]))) for name in names)


def _officer(person: Staff, settings: Settings, days: Sequence[date]) -> Officer:
    shifts = {day: shift for day in days if (shift := person.shift_on(day)) is not None}
    quota = person.quota if person.quota is not None else settings.visits.quota
    return Officer(person.id, quota, settings.visits.doors_per_day, settings.visits.doors_per_slot, settings.reminders.daily_cap, shifts)


# --- households -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Past:
    """What earlier visits say about one home."""

    last: Visit | None = None
    expected: date | None = None  # an open visit before the month: still to come, or nobody recorded what became of it
    declined: date | None = None
    follow_up: date | None = None


def _past_visits(estate: Estate, first: date) -> dict[str, Past]:
    found: dict[str, list[Visit]] = {}
    for visit in estate.store.all(Visit):
        found.setdefault(visit.unit, []).append(visit)
    before = max(estate.today, first)
    return {unit: _past(sorted(visits, key=lambda visit: (visit.date, visit.id)), before) for unit, visits in found.items()}


def _past(visits: Sequence[Visit], before: date) -> Past:
    done = [visit for visit in visits if visit.status is VisitStatus.DONE]
    last = done[-1] if done else None
    expected = [visit.date for visit in visits if visit.is_open and visit.date < before]
    declined = [visit.date for visit in visits if visit.status is VisitStatus.DECLINED]
    return Past(last, expected[-1] if expected else None, declined[-1] if declined else None, last.follow_up_on if last else None)


def _household(estate: Estate, unit: Unit, pasts: dict[str, Past], days: Sequence[date]) -> Household:
    residents = [
        person for person in estate.store.where(Resident, "unit", unit.id) if person.moved_out is None or person.moved_out > days[0]
    ]
    past = pasts.get(unit.id, Past())
    since = min((person.moved_in for person in residents if person.moved_in), default=unit.handed_over)
    due = _due_by(residents, past, days)
    return Household(
        id=unit.id,
        building=unit.building,
        storey=unit.level,
        since=since,
        last_visit=max((day for day in (past.last.date if past.last else None, past.expected) if day), default=None),
        last_officer=past.last.officer if past.last else None,
        occupied=unit.occupancy in (Occupancy.OWNER, Occupancy.LET) and bool(residents),
        opted_out=any(person.visits is Welcome.OPTED_OUT for person in residents),
        do_not_disturb=_quiet_periods(estate, residents, past),
        window=_window(estate.settings, residents),
        flags=tuple(sorted({str(flag) for person in residents for flag in person.care})),
        due_by=due,
        min_gap=URGENT_GAP_DAYS if due else None,
        moved_out=_all_gone_from(residents),
    )


def _due_by(residents: Sequence[Resident], past: Past, days: Sequence[date]) -> date | None:
    """A follow-up that was agreed, or the first visit to someone who has just moved in."""
    wishes = [past.follow_up] if past.follow_up else []
    for person in residents:
        newcomer = CareFlag.NEW_MOVE_IN in person.care and person.moved_in is not None
        if newcomer and person.moved_in and (past.last is None or past.last.date < person.moved_in):
            wishes.append(person.moved_in + timedelta(days=MOVE_IN_VISIT_DAYS))
    due = min((day for day in wishes if day), default=None)
    return due if due is not None and due <= days[-1] and due >= days[0] else None


def _quiet_periods(estate: Estate, residents: Sequence[Resident], past: Past) -> tuple[tuple[date, date], ...]:
    periods = [(period.from_, period.to) for person in residents for period in person.do_not_disturb]
    if past.declined:
        periods.append((past.declined, past.declined + timedelta(days=estate.settings.visits.declined_rest_days)))
    return tuple(sorted(periods))


def _window(settings: Settings, residents: Sequence[Resident]) -> Window | None:
    """The household's hours: an `only` of anybody counts before a `prefer`."""
    wishes = [person.contact for person in residents if person.contact and (person.contact.weekdays or person.contact.slots)]
    wishes.sort(key=lambda wish: wish.mode is not PreferenceMode.ONLY)
    if not wishes:
        return None
    weekdays = tuple(day.number for day in wishes[0].weekdays) or tuple(range(7))
    slots = wishes[0].slots or tuple(slot.id for slot in settings.visit_slots)
    return Window("only" if wishes[0].mode is PreferenceMode.ONLY else "prefer", weekdays, slots)


def _all_gone_from(residents: Sequence[Resident]) -> date | None:
    days = [person.moved_out for person in residents]
    return max((day for day in days if day), default=None) if days and all(days) else None


def digest(instance: Instance) -> str:
    """Names the input of a plan in its commit; the same records give the same digest."""
    parts = sorted(map(repr, (*instance.households, *instance.officers, *instance.buildings, *instance.accounts)))
    return sha256("\n".join([repr(instance.rules), repr(sorted(instance.calendar.items())), *parts]).encode()).hexdigest()[:16]
