"""Staff 员工: who works here, for which buildings, on which shift, and when they are away."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import SLUG_PATTERN, Bearing, Field, Part, Record, Records, flaw, is_reversed, letters_for

if TYPE_CHECKING:
    from propops.models.policies.hours import VisitSlot


class Role(Choice):
    OFFICER = "officer", N_("customer-service officer")
    CASHIER = "cashier", N_("cashier")
    SUPERVISOR = "supervisor", N_("customer-service supervisor")
    MANAGER = "manager", N_("project manager")
    DEPUTY = "deputy", N_("deputy general manager")
    ENGINEERING = "engineering", N_("engineering")
    SECURITY = "security", N_("security")
    CLEANING = "cleaning", N_("cleaning")
    GREENING = "greening", N_("greening")


SENIOR = (Role.SUPERVISOR, Role.MANAGER, Role.DEPUTY)


class ShiftPattern(Choice):
    EARLY = "early", N_("always early")
    LATE = "late", N_("always late")
    EARLY_ODD = "early-in-odd-weeks", N_("early in odd weeks, late in even ones")
    EARLY_EVEN = "early-in-even-weeks", N_("early in even weeks, late in odd ones")


class Weekday(Choice):
    MONDAY = "mon", N_("Monday")
    TUESDAY = "tue", N_("Tuesday")
    WEDNESDAY = "wed", N_("Wednesday")
    THURSDAY = "thu", N_("Thursday")
    FRIDAY = "fri", N_("Friday")
    SATURDAY = "sat", N_("Saturday")
    SUNDAY = "sun", N_("Sunday")

    @property
    def number(self) -> int:
        """Monday is 0, as in `date.weekday`."""
        return list(Weekday).index(self)


@frozen
class Absence(Part):
    from_: Annotated[date, Field(N_("from"))]
    to: Annotated[date, Field(N_("to"))]
    reason: Annotated[str | None, Field(N_("reason"))] = None

    def covers(self, day: date) -> bool:
        return self.from_ <= day <= self.to


@frozen
class Staff(Record):
    """One member of staff. Until rosters are kept day by day, `shift` and `rest` say when an officer works."""

    kind: ClassVar[str] = "staff"
    label: ClassVar[str] = N_("staff")
    columns: ClassVar[tuple[str, ...]] = ("id", "name", "role", "phone", "zone", "shift", "joined", "left")
    positional: ClassVar[tuple[str, ...]] = ("id",)
    bearings: ClassVar[tuple[Bearing, ...]] = tuple(
        Bearing(kind, "officer", ("joined", "left", "absences", "shift", "rest")) for kind in ("visit", "reminder")
    )
    is_fact: ClassVar[bool] = True

    name: Annotated[str, Field(N_("name"))]
    role: Annotated[Role, Field(N_("role"))]
    phone: Annotated[str | None, Field(N_("phone"), personal="phone")] = None
    email: Annotated[str | None, Field(N_("e-mail"), pattern=r"[^@\s]+@[^@\s]+", example="li-na@example.com")] = None
    zone: Annotated[tuple[str, ...], Field(N_("buildings"))] = ()
    backup: Annotated[tuple[str, ...], Field(N_("buildings as a stand-in"))] = ()
    shift: Annotated[ShiftPattern | None, Field(N_("shift"))] = None
    rest: Annotated[tuple[Weekday, ...], Field(N_("rest days"))] = ()
    joined: Annotated[date | None, Field(N_("joined"))] = None
    left: Annotated[date | None, Field(N_("left"))] = None
    quota: Annotated[int | None, Field(N_("visits a month"), low=0, high=500)] = None
    absences: Annotated[tuple[Absence, ...], Field(N_("absences"))] = ()

    def ids(self, day: date) -> Iterator[str]:
        yield from (f"staff-{letters}" for letters in letters_for(self, 4))

    def flaws(self) -> Iterator[Problem]:
        import re

        if not re.fullmatch(SLUG_PATTERN, self.id):
            yield flaw("bad-id", _("A staff id is a short Latin name such as li-na."), "id")
        if is_reversed(self.joined, self.left):
            yield flaw("dates-reversed", _("Left before joining."), "left")
        for i, absence in enumerate(self.absences):
            if is_reversed(absence.from_, absence.to):
                yield flaw("dates-reversed", _("An absence ends before it begins."), f"absences[{i}].to")
        if self.role is Role.OFFICER and self.shift is None:
            yield flaw("no-shift", _("An officer without a shift cannot be planned for."), "shift", severity="warning")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.unit import Unit

        buildings = {unit.building for unit in records.all(Unit)} if self.zone or self.backup else set()
        for building in (*self.zone, *self.backup):
            if building not in buildings:
                yield flaw(
                    "unknown-building", _("No home stands in building %(building)s.") % {"building": building}, "zone", severity="warning"
                )

    @property
    def is_senior(self) -> bool:
        """May approve what an officer asks for."""
        return self.role in SENIOR

    def is_employed(self, day: date) -> bool:
        return (self.joined is None or self.joined <= day) and (self.left is None or day < self.left)

    def is_absent(self, day: date) -> bool:
        return any(absence.covers(day) for absence in self.absences)

    def shift_on(self, day: date) -> str | None:
        """`early`, `late`, or None on a rest day, on leave or when not employed."""
        if not self.is_employed(day) or self.is_absent(day) or self.shift is None:
            return None
        if day.weekday() in {weekday.number for weekday in self.rest}:
            return None
        if self.shift in (ShiftPattern.EARLY, ShiftPattern.LATE):
            return str(self.shift)
        is_odd = day.isocalendar().week % 2 == 1
        return "early" if is_odd == (self.shift is ShiftPattern.EARLY_ODD) else "late"

    def works(self, day: date, shift: str | None) -> bool:
        """On this shift, or on any."""
        own = self.shift_on(day)
        return own is not None and shift in (None, own)

    def nearest_on_duty(self, day: date, shift: str | None, today: date) -> list[date]:
        """The last day before and the first one after, at most a month away and not in the past."""
        directions = ([day + timedelta(days=sign * n) for n in range(1, 32)] for sign in (-1, 1))
        nearest = (next((near for near in days if near >= today and self.works(near, shift)), None) for days in directions)
        return [near for near in nearest if near is not None]


def duty_faults(officer: str, day: date, slot: str | None, records: Records) -> Iterator[Problem]:
    """Whether an officer can do what is planned for a day, and for a slot of it."""
    from propops.models.settings import Settings

    person, settings = records.find(Staff, officer), records.find(Settings, "estate")
    window = settings.slot(slot) if settings else None
    if settings is not None and slot is not None and window is None:
        yield flaw("unknown-slot", _("The settings have no slot %(slot)s.") % {"slot": slot}, "slot", hint=settings.slot_ids)
    if person is None:
        return
    if person.is_absent(day) or not person.is_employed(day):
        yield flaw("officer-absent", _("The officer is away on this day."), "officer", hint=_("Name a colleague: --officer."))
    elif person.shift is not None and not person.works(day, window.shift if window else None):
        yield _off_shift(person, day, window, records)


def _off_shift(person: Staff, day: date, window: "VisitSlot | None", records: Records) -> Problem:
    near = person.nearest_on_duty(day, window.shift if window else None, records.now.date())
    hint = _("On duty: %(days)s.") % {"days": ", ".join(map(str, near))} if near else ""
    message = _("The officer is not on duty on %(when)s.") % {"when": f"{day} {window.id}" if window else day}
    return flaw("off-shift", message, "slot" if window else "date", hint, severity="warning")
