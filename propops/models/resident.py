"""Residents 住户: owners, tenants and family, how they wish to be contacted, and what a visit taught about them."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import (
    LETTERS,
    UNIT_PATTERN,
    Bearing,
    FeeItem,
    Field,
    Part,
    Record,
    Records,
    UnitId,
    entrance_of,
    flaw,
    is_reversed,
    letters_for,
)
from propops.models.staff import Weekday


class FormOfAddress(Choice):
    MR = "mr", N_("Mr")
    MS = "ms", N_("Ms")


class ResidentRole(Choice):
    OWNER = "owner", N_("owner")
    TENANT = "tenant", N_("tenant")
    FAMILY = "family", N_("family")


class Welcome(Choice):
    WELCOME = "welcome", N_("welcome")
    OPTED_OUT = "opted-out", N_("opted out of visits")


class PreferenceMode(Choice):
    PREFER = "prefer", N_("preferred")
    ONLY = "only", N_("only then")


class Channel(Choice):
    PHONE = "phone", N_("phone")
    WECHAT = "wechat", N_("WeChat")
    TEXT = "text", N_("text message")
    DOOR = "door", N_("at the door")
    LETTER = "letter", N_("letter")


class CareFlag(Choice):
    ELDERLY_ALONE = "elderly-alone", N_("elderly person living alone")
    NEW_MOVE_IN = "new-move-in", N_("just moved in")
    NEEDS_HELP = "needs-help", N_("needs help")
    RENOVATING = "renovating", N_("renovating")
    BEREAVED = "bereaved", N_("bereaved")


@frozen
class ContactPreference(Part):
    mode: Annotated[PreferenceMode, Field(N_("mode"))] = PreferenceMode.PREFER
    weekdays: Annotated[tuple[Weekday, ...], Field(N_("weekdays"))] = ()
    slots: Annotated[tuple[str, ...], Field(N_("slots"))] = ()
    channel: Annotated[Channel | None, Field(N_("channel"))] = None

    def allows(self, day: date, slot: str | None) -> bool:
        if self.mode is not PreferenceMode.ONLY:
            return True
        is_other_day = bool(self.weekdays) and day.weekday() not in {weekday.number for weekday in self.weekdays}
        is_other_slot = bool(self.slots) and slot is not None and slot not in self.slots
        return not is_other_day and not is_other_slot


@frozen
class QuietPeriod(Part):
    from_: Annotated[date, Field(N_("from"))]
    to: Annotated[date, Field(N_("to"))]


@frozen
class EmergencyContact(Part):
    name: Annotated[str, Field(N_("name"), personal="name")]
    phone: Annotated[str, Field(N_("phone"), personal="phone")]
    consent_on: Annotated[date, Field(N_("consent on"))]


@frozen
class ProfileEntry(Part):
    """One thing a household told us, gained on a visit."""

    key: Annotated[str, Field(N_("topic"))]
    value: Annotated[str, Field(N_("what was said"))]
    noted_on: Annotated[date | None, Field(N_("noted on"))] = None


PHONE_PATTERN = r"\+?[0-9][0-9 ()\-]{4,24}"


@frozen
class Resident(Record):
    """A person of a household. No identity number, bank account, photograph or employer has a place here."""

    kind: ClassVar[str] = "resident"
    label: ClassVar[str] = N_("resident")
    columns: ClassVar[tuple[str, ...]] = ("id", "unit", "name", "role", "phone", "visits", "moved_in", "moved_out")
    positional: ClassVar[tuple[str, ...]] = ("unit",)
    told_by: ClassVar[tuple[str, ...]] = (
        *("name", "role", "phone", "moved_out", "payer", "visits", "contact", "do_not_disturb", "care"),
        *("emergency_contact", "profile"),
    )
    settled: ClassVar[tuple[str, ...]] = ("name", "role", "payer", "moved_in", "moved_out")
    id_pattern: ClassVar[str] = rf"{UNIT_PATTERN}-[a-z]{{2}}"
    bearings: ClassVar[tuple[Bearing, ...]] = (
        Bearing("visit", "unit", ("visits", "do_not_disturb", "contact", "moved_in", "moved_out"), own="unit"),
        Bearing("reminder", "payer", ("visits", "do_not_disturb", "moved_in", "moved_out")),
    )
    is_fact: ClassVar[bool] = True

    unit: UnitId
    name: Annotated[str, Field(N_("name"), personal="name")]
    address_as: Annotated[FormOfAddress | None, Field(N_("form of address"))] = None
    role: Annotated[ResidentRole, Field(N_("role"))]
    payer: Annotated[tuple[FeeItem, ...], Field(N_("pays"))] = ()
    phone: Annotated[str | None, Field(N_("phone"), personal="phone", pattern=PHONE_PATTERN, example='"138 0000 0001"')] = None
    emergency_contact: Annotated[EmergencyContact | None, Field(N_("emergency contact"))] = None
    moved_in: Annotated[date | None, Field(N_("moved in"))] = None
    moved_out: Annotated[date | None, Field(N_("moved out"))] = None
    language: Annotated[str | None, Field(N_("language"))] = None
    contact: Annotated[ContactPreference | None, Field(N_("contact preference"))] = None
    do_not_disturb: Annotated[tuple[QuietPeriod, ...], Field(N_("do not disturb"))] = ()
    visits: Annotated[Welcome | None, Field(N_("visits"))] = None
    care: Annotated[tuple[CareFlag, ...], Field(N_("care"))] = ()
    consent_on: Annotated[date | None, Field(N_("consent on"))] = None
    profile: Annotated[tuple[ProfileEntry, ...], Field(N_("profile"))] = ()
    source_: Annotated[str | None, Field(N_("source"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"resident/{entrance_of(id.rpartition('-')[0])}.yaml"

    def ids(self, day: date) -> Iterator[str]:
        yield from (f"{self.unit}-{letters}" for letters in letters_for(self, 2, LETTERS))

    def lives_here(self, day: date) -> bool:
        return (self.moved_in is None or self.moved_in <= day) and (self.moved_out is None or day < self.moved_out)

    def flaws(self) -> Iterator[Problem]:
        if not self.id.startswith(f"{self.unit}-"):
            yield flaw("id-mismatch", _("The id begins with the unit (%(unit)s-…).") % {"unit": self.unit}, "id")
        if is_reversed(self.moved_in, self.moved_out):
            yield flaw("dates-reversed", _("Moved out before moving in."), "moved_out")
        if self.care and self.consent_on is None:
            yield flaw("no-consent", _("A care flag needs the resident's consent and its day."), "consent_on")
        for i, period in enumerate(self.do_not_disturb):
            if is_reversed(period.from_, period.to):
                yield flaw("dates-reversed", _("A do-not-disturb period ends before it begins."), f"do_not_disturb[{i}].to")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.settings import Settings

        settings = records.find(Settings, "estate")
        for slot in self.contact.slots if self.contact and settings else ():
            if settings and settings.slot(slot) is None:
                yield flaw(
                    "unknown-slot", _("The settings have no slot %(slot)s.") % {"slot": slot}, "contact.slots", hint=settings.slot_ids
                )

    def is_left_in_peace(self, day: date) -> bool:
        return any(period.from_ <= day <= period.to for period in self.do_not_disturb)

    def peace_faults(self, day: date, at_door: bool, hint: str) -> Iterator[Problem]:
        """Whether what is planned for a day goes against what this person asked for; `hint` says how to call it off."""
        if not self.lives_here(day):
            return
        if at_door and self.visits is Welcome.OPTED_OUT:
            yield flaw("opted-out", _("The household does not wish to be visited."), "unit", hint)
        if self.is_left_in_peace(day):
            yield flaw("do-not-disturb", _("The household asked not to be disturbed on this day."), "date", hint=_("Choose another day."))


def of_other_home(field: str, id: str | None, unit: str, records: Records) -> Iterator[Problem]:
    """A person who is named must be one of the home, if perhaps a former one. A slip as a rule, but a neighbour may open the door."""
    person = records.find(Resident, id)
    if person is not None and person.unit != unit:
        yield flaw(
            "other-home",
            _("%(id)s belongs to another home (%(unit)s).") % {"id": person.id, "unit": person.unit},
            field,
            severity="warning",
        )
