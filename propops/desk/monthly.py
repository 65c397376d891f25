"""Gathers one month of an estate, as the values that the planners decide on."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import TypeVar

from propops.desk.by_hand import put_by_hand
from propops.desk.visit_history import OWN_CAUSE, Past, pasts
from propops.desk.workcalendar import calendar_for
from propops.estate import Estate
from propops.models.base import natural
from propops.models.payment import Payment
from propops.models.reminder import Reminder
from propops.models.resident import CareFlag, PreferenceMode, Resident, Welcome
from propops.models.settings import Settings
from propops.models.staff import Role, Staff
from propops.models.unit import Occupancy, Unit
from propops.models.visit import Visit, VisitStatus
from propops.planning.instance import Assignment, Building, Household, Instance, Officer, Previous, Rules, Slot, Status, Window
from propops.planning.workdays import days_of_month
from propops.store.query import Test

MOVE_IN_VISIT_DAYS = 21  # a household that has just moved in is visited within three weeks
URGENT_GAP_DAYS = 3  # a follow-up that was agreed comes sooner than the usual gap
STAGES = ("1", "2", "3", "4")
LIVED_IN = (Occupancy.OWNER, Occupancy.LET)


Dated = TypeVar("Dated", Visit, Reminder, Payment)


def visit_instance(
    estate: Estate, month: str, assume_weekends: bool = False, fresh: bool = False, homes: Collection[str] | None = None
) -> Instance:
    """Units, residents, past visits, staff and the calendar of a month (`2026-12`), from today on; with `homes`, of these alone.

    `fresh` forgets what the last plan put there, but not what a household was told of or what is pinned.
    """
    first = date.fromisoformat(f"{month}-01")
    days = list(days_of_month(first))
    calendar = calendar_for(estate, days[0], days[-1], assume_weekends)
    staff = [person for person in estate.store.all(Staff) if person.role is Role.OFFICER]
    visits = of_month(estate, Visit, month)
    units, past = _units(estate, homes), pasts(estate, days, homes)
    to_come = [visit for visit in visits if visit.is_open and visit.date >= estate.today]
    return Instance(
        month=first,
        today=max(estate.today, first),
        calendar=calendar.days,
        rules=rules_of(estate.settings),
        buildings=_buildings(units, staff),
        officers=tuple(_officer(person, estate.settings, days) for person in staff),
        households=tuple(_household(estate, unit, past.get(unit.id), days) for unit in units),
        done=tuple(assignment_of(visit) for visit in visits if _counts_as_done(visit, estate.today)),
        previous=_previous_visits(estate, month, to_come, fresh),
    )


def _units(estate: Estate, homes: Collection[str] | None) -> list[Unit]:
    if homes is None:
        return estate.store.all(Unit)
    estate.store.gather(Unit, "id", homes)
    for kind in (Visit, Resident):
        estate.store.gather(kind, "unit", homes)
    return [unit for id in sorted(homes, key=natural) if (unit := estate.store.find(Unit, id))]


def of_month(estate: Estate, of: type[Dated], month: str) -> list[Dated]:
    """Those dated in the month, in the order of the files."""
    *__, last = days = list(days_of_month(date.fromisoformat(f"{month}-01")))
    return estate.store.having(of, Test("date", ">=", days[0]), Test("date", "<=", last))


def _counts_as_done(visit: Visit, today: date) -> bool:
    """One whose day has passed without an outcome probably took place: nobody else is visited in its stead until it is known."""
    return visit.status is VisitStatus.DONE or (visit.is_open and visit.date < today)


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


def _previous_visits(estate: Estate, month: str, to_come: Sequence[Visit], fresh: bool) -> tuple[Previous, ...]:
    by_hand = set() if fresh else put_by_hand(estate, "visit plan", month, [visit for visit in to_come if _is_the_planners(visit)])

    def status(visit: Visit) -> Status:
        if visit.status is VisitStatus.NOTIFIED:
            return "notified"
        if visit.pinned or visit.type in OWN_CAUSE or visit.id in by_hand:
            return "pinned"
        return "forgotten" if fresh else "planned"

    return tuple(Previous(assignment_of(visit), status(visit)) for visit in to_come)


def _is_the_planners(visit: Visit) -> bool:
    return visit.status is VisitStatus.PLANNED and not visit.pinned and visit.type not in OWN_CAUSE


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


def _household(estate: Estate, unit: Unit, visited: Past | None, days: Sequence[date]) -> Household:
    residents = [
        person for person in estate.store.where(Resident, "unit", unit.id) if person.moved_out is None or person.moved_out > days[0]
    ]
    past = visited if visited and unit.occupancy in LIVED_IN else Past()
    since = min((person.moved_in for person in residents if person.moved_in), default=unit.handed_over)
    due = _due_by(residents, past, days)
    return Household(
        id=unit.id,
        building=unit.building,
        storey=unit.level,
        since=since,
        last_visit=max((day for day in (past.last, past.expected) if day), default=None),
        last_officer=past.officer,
        occupied=unit.occupancy in LIVED_IN and bool(residents),
        opted_out=any(person.visits is Welcome.OPTED_OUT for person in residents),
        do_not_disturb=tuple(sorted((period.from_, period.to) for person in residents for period in person.do_not_disturb)),
        rest=past.rest,
        window=_window(estate.settings, residents),
        flags=tuple(sorted({str(flag) for person in residents for flag in person.care})),
        due_by=due,
        min_gap=0 if past.own_cause else URGENT_GAP_DAYS if due else None,
        moved_out=_all_gone_from(residents),
    )


def _due_by(residents: Sequence[Resident], past: Past, days: Sequence[date]) -> date | None:
    """A follow-up that was agreed, or the first visit to someone who has just moved in."""
    wishes = [past.follow_up] if past.follow_up else []
    for person in residents:
        newcomer = CareFlag.NEW_MOVE_IN in person.care and person.moved_in is not None
        if newcomer and person.moved_in and (past.last is None or past.last < person.moved_in):
            wishes.append(person.moved_in + timedelta(days=MOVE_IN_VISIT_DAYS))
    due = min((day for day in wishes if day), default=None)
    return due if due is not None and due <= days[-1] and due >= days[0] else None


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
    values = (*instance.households, *instance.officers, *instance.buildings, *instance.accounts, *instance.done, *instance.previous)
    parts = sorted(map(repr, values))
    return sha256("\n".join([repr(instance.rules), repr(sorted(instance.calendar.items())), *parts]).encode()).hexdigest()[:16]
