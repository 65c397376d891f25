"""An officer's month of visits: as a grid on the terminal, as data, and as a file for a calendar program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from propops.desk.monthly import of_month
from propops.desk.workcalendar import calendar_for
from propops.documents.ical import Event, calendar_file, whole_day
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _, ngettext
from propops.models.base import natural
from propops.models.resident import Resident, ResidentRole
from propops.models.settings import Settings
from propops.models.staff import Role, Staff
from propops.models.visit import Visit, VisitStatus
from propops.planning.workdays import Kind, days_of_month
from propops.terminal.month_grid import show_month
from propops.terminal.output import echo, mask_name

SHOWN = (VisitStatus.PLANNED, VisitStatus.NOTIFIED, VisitStatus.DONE)
MARKS = {VisitStatus.NOTIFIED: "!", VisitStatus.DONE: "*"}
DAY_MARKS = {"holiday": N_("hol."), "makeup": N_("make-up"), "leave": N_("leave"), "rest": N_("off")}


@dataclass(frozen=True)
class Day:
    """`duty` is the shift, or why there is none: holiday, leave, rest."""

    date: date
    kind: Kind
    duty: str
    visits: tuple[Visit, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        official = (str(self.kind),) if self.kind in (Kind.HOLIDAY, Kind.MAKEUP) else ()
        return official + ((self.duty,) if self.duty in ("leave", "rest") and self.kind is not Kind.HOLIDAY else ())


@dataclass(frozen=True)
class Month:
    officer: Staff
    days: tuple[Day, ...]

    @property
    def visits(self) -> list[Visit]:
        return [visit for day in self.days for visit in day.visits]


def months(estate: Estate, month: str, officer: str | None) -> list[Month]:
    """Of one officer, or of everybody who makes visits."""
    days = list(days_of_month(date.fromisoformat(f"{month}-01")))
    kinds = calendar_for(estate, days[0], days[-1], assume_weekends=True).days
    by_day: dict[tuple[str, date], list[Visit]] = {}
    for visit in of_month(estate, Visit, month):
        if visit.status in SHOWN:
            by_day.setdefault((visit.officer, visit.date), []).append(visit)
    visiting = {name for name, _day in by_day}
    staff = [p for p in estate.store.all(Staff) if (p.id == officer if officer else p.id in visiting or _makes_visits(p, days))]

    def day_of(person: Staff, day: date) -> Day:
        visits = sorted(by_day.get((person.id, day), ()), key=lambda visit: (_slot_order(estate.settings, visit), natural(visit.unit)))
        return Day(day, kinds[day], _duty(person, day), tuple(visits))

    return [Month(person, tuple(day_of(person, day) for day in days)) for person in staff]


def _makes_visits(person: Staff, days: Sequence[date]) -> bool:
    return person.role is Role.OFFICER and any(person.is_employed(day) for day in days)


def _slot_order(settings: Settings, visit: Visit) -> int:
    slots = [slot.id for slot in settings.visit_slots]
    return slots.index(visit.slot) if visit.slot in slots else len(slots)


def _duty(person: Staff, day: date) -> str:
    if person.is_absent(day) or not person.is_employed(day):
        return "leave"
    return person.shift_on(day) or "rest"


def rows(months: Sequence[Month]) -> list[dict[str, object]]:
    """One a day and officer."""
    return [
        {
            "officer": month.officer.id,
            "date": day.date,
            "kind": str(day.kind),
            "duty": day.duty,
            "count": len(day.visits),
            "visits": [{"id": v.id, "unit": v.unit, "slot": v.slot, "status": str(v.status)} for v in day.visits],
        }
        for month in months
        for day in month.days
    ]


# --- the grid ---------------------------------------------------------------------------------------------------------


def show(estate: Estate, months: Sequence[Month]) -> None:
    for month in months:
        first = month.days[0].date
        echo(f"{month.officer.name}  {first:%Y-%m}  {_visits_text(len(month.visits))}")
        show_month(first, {day.date: _cell(day) for day in month.days})
    hours = "  ".join(f"{slot.id} {slot.from_}-{slot.to}" for slot in estate.settings.visit_slots)
    echo(_("* visited  ! announced") + "  " + hours)


def _visits_text(count: int) -> str:
    return ngettext("%(count)d visit", "%(count)d visits", count) % {"count": count}


def _cell(day: Day) -> list[str]:
    """The day with its marks, how many doors, and the homes under their slot."""
    marks = [_(DAY_MARKS[mark]) for mark in day.marks]
    lines = [" ".join([f"{day.date.day:>2}", *marks])]
    if day.visits:
        lines.append(_visits_text(len(day.visits)))
    for slot, visits in groupby(day.visits, key=lambda visit: visit.slot or "-"):
        lines += [slot, *(f" {visit.unit}{MARKS.get(visit.status, '')}" for visit in visits)]
    return lines


# --- for calendar programs --------------------------------------------------------------------------------------------


def write_ics(estate: Estate, months: Sequence[Month], out: Path, reveal: bool, in_folder: bool) -> list[Path]:
    """One file, or a folder with one for each officer."""
    files = {(out / f"{month.officer.id}.ics" if in_folder else out): _calendar(estate, month, reveal) for month in months}
    try:
        if in_folder:
            out.mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            path.write_bytes(data)
    except OSError as error:
        raise refuse("write-failed", _("The file could not be written: %(why)s.") % {"why": error.strerror}, path=str(out)) from None
    return list(files)


def _calendar(estate: Estate, month: Month, reveal: bool) -> bytes:
    events = [_event(estate, visit, reveal) for visit in month.visits if visit.is_open]
    name = _("Visits of %(officer)s, %(estate)s") % {"officer": month.officer.name, "estate": estate.settings.name}
    return calendar_file(name, events, estate.now)


def _event(estate: Estate, visit: Visit, reveal: bool) -> Event:
    begin, end = _hours(estate, visit)
    return Event(
        uid=f"{visit.id}@{_estate_id(estate.settings)}.propops.invalid",
        begin=begin,
        end=end,
        summary=" ".join([_("Visit"), visit.unit, _household_name(estate, visit.unit, reveal)]).strip(),
        description=visit.reason or "",
        location=f"{estate.settings.name} {visit.unit}",
        is_confirmed=visit.status is VisitStatus.NOTIFIED,
    )


def _estate_id(settings: Settings) -> str:
    """Two estates have visits of the same id."""
    return sha256(f"{settings.company}/{settings.name}".encode()).hexdigest()[:12]


def _hours(estate: Estate, visit: Visit) -> tuple[datetime | date, datetime | date]:
    slot = estate.settings.slot(visit.slot)
    if slot is None:
        return whole_day(visit.date)
    begin, end = (datetime.combine(visit.date, time.fromisoformat(clock), estate.zone) for clock in (slot.from_, slot.to))
    return begin, end


def _household_name(estate: Estate, unit: str, reveal: bool) -> str:
    living = [person for person in estate.store.where(Resident, "unit", unit) if person.lives_here(estate.today)]
    person = min(living, key=lambda person: (person.role is not ResidentRole.TENANT, person.id), default=None)
    return "" if person is None else person.name if reveal else mask_name(person.name)
