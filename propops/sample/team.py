"""Who works at the estate, who sits at the desk when, and whose building is whose."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from propops.models.staff import Absence, Role, ShiftPattern, Staff, Weekday
from propops.sample.days import Span, is_holiday
from propops.sample.names import Names

SUPERVISOR, CASHIER, DEPUTY, MANAGER = "chen-jing", "he-li", "luo-wei", "tang-jie"
ENGINEERS = ("zhou-qiang", "xu-gang", "ma-jun")
GUARD, CLEANER = "guo-feng", "liang-yan"

_OTHERS = (
    (SUPERVISOR, "陈静", Role.SUPERVISOR, (Weekday.SUNDAY,), date(2019, 6, 3)),
    (CASHIER, "何丽", Role.CASHIER, (Weekday.SATURDAY, Weekday.SUNDAY), date(2020, 3, 16)),
    (ENGINEERS[0], "周强", Role.ENGINEERING, (), date(2019, 6, 3)),
    (ENGINEERS[1], "徐刚", Role.ENGINEERING, (), date(2020, 9, 1)),
    (ENGINEERS[2], "马军", Role.ENGINEERING, (), date(2022, 4, 11)),
    (GUARD, "郭锋", Role.SECURITY, (), date(2019, 8, 12)),
    (CLEANER, "梁燕", Role.CLEANING, (), date(2021, 2, 22)),
    (MANAGER, "唐杰", Role.MANAGER, (Weekday.SATURDAY, Weekday.SUNDAY), date(2019, 5, 6)),
    (DEPUTY, "罗伟", Role.DEPUTY, (Weekday.SATURDAY, Weekday.SUNDAY), date(2018, 3, 1)),
)
_OFFICERS = (("li-na", "李娜"), ("sun-yue", "孙悦"), ("wu-ting", "吴婷"), ("zhao-lei", "赵磊"))
# Of the two who share a rhythm never both rest: every shift of every day has somebody.
_RHYTHM = (
    (ShiftPattern.EARLY_ODD, (Weekday.TUESDAY, Weekday.WEDNESDAY)),
    (ShiftPattern.EARLY_EVEN, (Weekday.MONDAY, Weekday.TUESDAY)),
    (ShiftPattern.EARLY_ODD, (Weekday.SATURDAY, Weekday.SUNDAY)),
    (ShiftPattern.EARLY_EVEN, (Weekday.THURSDAY, Weekday.FRIDAY)),
)
SMALL = 480  # homes up to which four officers share the estate, one of them everywhere
HOMES_PER_OFFICER = 250


@dataclass
class Team:
    staff: tuple[Staff, ...]
    _duty: dict[tuple[date, str], list[Staff]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.officers = tuple(person for person in self.staff if person.role is Role.OFFICER)
        self.by_building: dict[str, list[Staff]] = {}
        for person in self.officers:
            for building in person.zone:
                self.by_building.setdefault(building, []).append(person)

    def on_duty(self, day: date, shift: str) -> list[Staff]:
        if (day, shift) not in self._duty:
            self._duty[day, shift] = [person for person in self.officers if person.shift_on(day) == shift]
        return self._duty[day, shift]

    def desk(self, moment: datetime, but: str = "") -> str:
        """Who answers at this hour; the supervisor stands in where nobody (else) is there."""
        found = [person.id for person in self.on_duty(moment.date(), shift_at(moment)) if person.id != but]
        return found[(moment.toordinal() + moment.hour) % len(found)] if found else SUPERVISOR

    def here(self, id: str, moment: datetime) -> str:
        """This officer if on duty at this hour, else whoever is at the desk."""
        on_duty = any(person.id == id for person in self.on_duty(moment.date(), shift_at(moment)))
        return id if on_duty else self.desk(moment)

    def responsible(self, building: str, index: int) -> Staff:
        """The building's own officer; every fourth home belongs to the one who is everywhere."""
        found = self.by_building[building]
        return found[-1 if index % 4 == 3 else 0]

    def next_duty(self, officer: Staff, day: date) -> date:
        """The day itself or the next on which this officer works and may call at homes."""
        while officer.shift_on(day) is None or is_holiday(day):
            day += timedelta(1)
        return day


def shift_at(moment: datetime) -> str:
    return "early" if moment.hour < 14 else "late"


def hire(buildings: Sequence[str], households: int, span: Span, names: Names) -> Team:
    others = [Staff(id=id, name=name, role=role, phone=names.phone(), rest=rest, joined=joined) for id, name, role, rest, joined in _OTHERS]
    return Team((*others, *_officers(buildings, households, span, names)))


def _officers(buildings: Sequence[str], households: int, span: Span, names: Names) -> list[Staff]:
    count = 4 if households <= SMALL else max(4, -(-households // HOMES_PER_OFFICER))
    zones = _zones(buildings, 3 if households <= SMALL else count)
    backups = [*zones[1:], zones[0]]
    if households <= SMALL:
        zones, backups = [*zones, list(buildings)], [*backups, []]
    return [_officer(i, zones[i], backups[i], span, names) for i in range(count)]


def _zones(buildings: Sequence[str], count: int) -> list[list[str]]:
    """Neighbouring buildings together; where officers outnumber buildings, two share one."""
    total = len(buildings)
    return [list(buildings[i * total // count : max((i + 1) * total // count, i * total // count + 1)]) for i in range(count)]


def _officer(i: int, zone: Sequence[str], backup: Sequence[str], span: Span, names: Names) -> Staff:
    id, name = _OFFICERS[i] if i < len(_OFFICERS) else (f"officer-{i + 1:03d}", f"客服{i + 1:03d}")
    shift, rest = _RHYTHM[i % 4]
    joined = date(2019 + i % 5, 3 + i % 4, 4 + i % 20)
    return Staff(
        id=id,
        name=name,
        role=Role.OFFICER,
        phone=names.phone(),
        zone=tuple(zone),
        backup=tuple(building for building in backup if building not in zone),
        shift=shift,
        rest=rest,
        joined=joined,
        absences=_absences(i, span),
    )


def _absences(i: int, span: Span) -> tuple[Absence, ...]:
    """One leave during the year and, for two of the four, one in the month to be planned next."""
    later = timedelta(i // 4 * 3 % 30)  # in a large team not all of a rhythm are away together
    past = span.ago(250 - 43 * (i % 4)) + later
    leave = [Absence(from_=past, to=past + timedelta(4), reason="年休假")]
    if i % 4 == 0:
        leave.append(Absence(from_=span.until + timedelta(8) + later, to=span.until + timedelta(12) + later, reason="年休假"))
    if i % 4 == 3:
        leave.append(Absence(from_=span.until + timedelta(24) + later, to=span.until + timedelta(25) + later, reason="调休"))
    return tuple(leave)
