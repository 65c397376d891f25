"""Visits 走访: planned by rotation, done at the door, and what was heard there."""

from collections.abc import Iterator
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import (
    UNIT_PATTERN,
    Bearing,
    Day,
    Field,
    Link,
    OfficerId,
    Record,
    Records,
    UnitId,
    entrance_of,
    flaw,
    month_of_id,
    not_yet,
    numbered,
    other_unit,
)


class VisitMethod(Choice):
    DOOR = "door", N_("at the door")
    PHONE = "phone", N_("phone")
    WECHAT = "wechat", N_("WeChat")
    COUNTER = "counter", N_("front desk")


class VisitKind(Choice):
    REGULAR = "regular", N_("regular")
    SPECIAL = "special", N_("special")
    COMPLAINT = "complaint-callback", N_("after a complaint")
    REPAIR = "repair-callback", N_("after a repair")
    MOVE_IN = "move-in", N_("move-in")


class VisitStatus(Choice):
    PLANNED = "planned", N_("planned")
    NOTIFIED = "notified", N_("announced")
    DONE = "done", N_("visited")
    NO_ANSWER = "no-answer", N_("nobody in")
    DECLINED = "declined", N_("declined")
    POSTPONED = "postponed", N_("postponed")
    CANCELLED = "cancelled", N_("cancelled")


OPEN = (VisitStatus.PLANNED, VisitStatus.NOTIFIED)
ATTEMPTED = (VisitStatus.DONE, VisitStatus.NO_ANSWER, VisitStatus.DECLINED)


@frozen
class Visit(Record):
    """One call on a household. Its id follows from month and unit, so that a plan is the same lines everywhere."""

    kind: ClassVar[str] = "visit"
    label: ClassVar[str] = N_("visit")
    columns: ClassVar[tuple[str, ...]] = ("id", "date", "slot", "unit", "officer", "type", "status", "reason")
    positional: ClassVar[tuple[str, ...]] = ("unit",)
    told_by: ClassVar[tuple[str, ...]] = ("slot", "officer", "type", "status", "content", "opinion", "action", "satisfaction")
    staff_words: ClassVar[tuple[str, ...]] = ("action", "note")
    id_pattern: ClassVar[str] = rf"v-[0-9]{{4}}-{UNIT_PATTERN}(-[0-9]+)?"
    bearings: ClassVar[tuple[Bearing, ...]] = (
        Bearing("visit", "follows", ("unit",)),
        Bearing("reminder", "with_visit", ("unit", "type")),
    )
    linked: ClassVar[tuple[Link, ...]] = (Link("repair", "visit"),)

    unit: UnitId
    officer: OfficerId
    with_: Annotated[tuple[str, ...], Field(N_("accompanied by"), ref="staff")] = ()
    date: Annotated[Day, Field(N_("day"))]
    slot: Annotated[str | None, Field(N_("slot"))] = None
    method: Annotated[VisitMethod | None, Field(N_("method"))] = None
    type: Annotated[VisitKind, Field(N_("type"))] = VisitKind.REGULAR
    contact: Annotated[str | None, Field(N_("contact"), ref="contact")] = None
    due_by: Annotated[Day | None, Field(N_("due by"))] = None
    reason: Annotated[str | None, Field(N_("reason"))] = None
    status: Annotated[VisitStatus, Field(N_("status"))] = VisitStatus.PLANNED
    pinned: Annotated[bool | None, Field(N_("pinned"))] = None
    follows: Annotated[str | None, Field(N_("follows"), ref="visit")] = None
    met: Annotated[str | None, Field(N_("met"), ref="resident")] = None
    content: Annotated[str | None, Field(N_("content"))] = None
    opinion: Annotated[str | None, Field(N_("opinion"))] = None
    category: Annotated[str | None, Field(N_("category"))] = None
    action: Annotated[str | None, Field(N_("action"))] = None
    satisfaction: Annotated[int | None, Field(N_("satisfaction"), low=1, high=5)] = None
    follow_up_on: Annotated[Day | None, Field(N_("follow up on"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        unit = "-".join(id.split("-")[2:])
        return f"visit/{month_of_id(id)}/{entrance_of(_without_number(unit))}.yaml"

    def ids(self, day: Day) -> Iterator[str]:
        yield from numbered(f"v-{self.date:%y%m}-{self.unit}")

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def flaws(self) -> Iterator[Problem]:
        yield from other_unit(self.id, self.unit)
        if self.officer in self.with_:
            yield flaw("with-itself", _("The officer cannot be in company of themselves."), "with")
        if self.satisfaction is not None and self.status is not VisitStatus.DONE:
            yield flaw("not-done", _("Only a visit that took place has a satisfaction."), "satisfaction")
        if self.status is VisitStatus.DECLINED and self.met is None and self.content is None:
            yield flaw("no-reason", _("Note who declined, or what was said."), "content", severity="warning")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.contact import not_acknowledged
        from propops.models.resident import of_other_home
        from propops.models.staff import duty_faults
        from propops.models.unit import nobody_home

        yield from not_acknowledged(self, records)
        yield from self._attempt_faults(records)
        yield from self._chain_faults(records)
        yield from of_other_home("met", self.met, self.unit, records)
        if self.is_open:
            yield from self._clashes(records)
            yield from nobody_home(self.unit, records, self._call_off)
            yield from duty_faults(self.officer, self.date, self.slot, records)
            yield from self._household_wishes(records)

    @property
    def _call_off(self) -> str:
        return _("propops visit cancel %(id)s calls it off.") % {"id": self.id} if self.source else ""

    def _attempt_faults(self, records: Records) -> Iterator[Problem]:
        """An attempt has been made; what is still open has a day that is still to come."""
        if self.is_open and self.date < records.now.date():
            hint = _("propops visit done %(id)s …, or no-answer, declined, postpone, cancel.") % {"id": self.id}
            yield flaw("no-outcome", _("The day has passed and no outcome is recorded."), "status", hint, severity="warning")
        elif self.status in ATTEMPTED:
            yield from not_yet("date", self.date, records)

    def _chain_faults(self, records: Records) -> Iterator[Problem]:
        followed = records.find(Visit, self.follows)
        if followed is None:
            return
        if followed.unit != self.unit:
            yield flaw("other-home", _("It follows a visit to another home (%(unit)s).") % {"unit": followed.unit}, "follows")
        if followed.id == self.id:
            yield flaw("follows-itself", _("A visit cannot follow itself."), "follows")

    def _clashes(self, records: Records) -> Iterator[Problem]:
        from propops.models.settings import Settings

        settings = records.find(Settings, "estate")
        if settings is None:
            return
        same_day = [other for other in records.where(Visit, "date", self.date) if other.officer == self.officer and other.is_open]
        if len(same_day) > settings.visits.doors_per_day:
            yield flaw("day-full", _("The officer has %(count)d visits on this day.") % {"count": len(same_day)}, "date")
        in_slot = [other for other in same_day if other.slot == self.slot and self.slot is not None]
        if len(in_slot) > settings.visits.doors_per_slot:
            yield flaw("slot-full", _("The officer has %(count)d visits in this slot.") % {"count": len(in_slot)}, "slot")

    def _household_wishes(self, records: Records) -> Iterator[Problem]:
        from propops.models.resident import Resident

        for resident in records.where(Resident, "unit", self.unit):
            yield from resident.peace_faults(self.date, True, self._call_off)
            if resident.contact and resident.lives_here(self.date) and not resident.contact.allows(self.date, self.slot):
                message = _("The household asked for other days or slots only.")
                yield flaw("against-wishes", message, "slot" if self.slot else "date", severity="warning")


def _without_number(unit: str) -> str:
    """`3-2-1001-2`, the second visit of a month, belongs with `3-2-1001`."""
    parts = unit.split("-")
    return "-".join(parts[:-1]) if len(parts) > 3 else unit
