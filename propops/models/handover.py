"""Handovers 交接班: what one shift leaves open for the next, as it stood then; both sign."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Day, Field, Part, Record, Records, flaw, is_reversed, month_of_id, not_yet, numbered
from propops.models.payment import PaymentWay


class Matter(Choice):
    COMPLAINT = "complaint", N_("complaint")
    CALLBACK = "callback", N_("call-back")
    REPAIR = "repair", N_("repair")
    KEY = "key", N_("key out")
    PROMISE = "promise", N_("promise to pay")
    FOLLOW_UP = "follow-up", N_("follow-up")
    NOTICE = "notice", N_("notice")


@frozen
class HandoverItem(Part):
    """One thing that is open: enough to know it again, its record says the rest."""

    what: Annotated[Matter, Field(N_("what"))]
    id: Annotated[str, Field(N_("ID"))]
    late: Annotated[bool | None, Field(N_("overdue"))] = None
    text: Annotated[str, Field(N_("text"))]


@frozen
class Taking(Part):
    way: Annotated[PaymentWay, Field(N_("way"))]
    count: Annotated[int, Field(N_("receipts"), low=0)]
    amount: Annotated[Decimal, Field(N_("amount"))]


@frozen
class Handover(Record):
    """One shift hands over to the next. The items are what was open at that moment and do not change afterwards."""

    kind: ClassVar[str] = "handover"
    label: ClassVar[str] = N_("handover")
    columns: ClassVar[tuple[str, ...]] = ("id", "date", "shift", "from", "to", "at", "signed_from", "signed_to", "remarks")
    id_pattern: ClassVar[str] = r"h-[0-9]{6}-[a-z0-9-]+"
    guarded: ClassVar[tuple[str, ...]] = ("items", "takings")
    staff_words: ClassVar[tuple[str, ...]] = ("remarks", "note")

    date: Annotated[Day, Field(N_("day"))]
    shift: Annotated[str, Field(N_("shift"))]
    from_: Annotated[str, Field(N_("hands over"), ref="staff")]
    to: Annotated[str | None, Field(N_("takes over"), ref="staff")] = None
    at: Annotated[datetime, Field(N_("at"))]
    items: Annotated[tuple[HandoverItem, ...], Field(N_("items"))] = ()
    takings: Annotated[tuple[Taking, ...], Field(N_("money of the day"))] = ()
    remarks: Annotated[str | None, Field(N_("remarks"))] = None
    signed_from: Annotated[datetime | None, Field(N_("signed by who hands over"))] = None
    signed_to: Annotated[datetime | None, Field(N_("signed by who takes over"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"handover/{month_of_id(id)}.yaml"

    def ids(self, day: Day) -> Iterator[str]:
        """One a shift."""
        yield from numbered(handover_id(self.date, self.shift))

    @property
    def is_open(self) -> bool:
        return self.signed_from is None or self.signed_to is None

    def flaws(self) -> Iterator[Problem]:
        if self.from_ == self.to:
            yield flaw("same-person", _("Nobody hands over to themselves."), "to")
        if self.signed_to and self.to is None:
            yield flaw("nobody-named", _("Somebody signed, but it is not said who takes over."), "to")
        for field in ("signed_from", "signed_to"):
            if is_reversed(self.at, getattr(self, field)):
                yield flaw("dates-reversed", _("Signed before it was made."), field)

    def departures(self, before: Record) -> Iterator[Problem]:
        """What both saw stays as they saw it."""
        is_signed = isinstance(before, Handover) and (before.signed_from or before.signed_to)
        if isinstance(before, Handover) and is_signed and (before.items, before.takings) != (self.items, self.takings):
            yield flaw("signed-already", _("It is signed; what was handed over no longer changes."), "items")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.settings import Settings

        settings, now = records.find(Settings, "estate"), records.now
        yield from not_yet("at", self.at, records)
        if settings and all(shift.id != self.shift for shift in settings.shifts):
            known = ", ".join(shift.id for shift in settings.shifts)
            yield flaw("unknown-shift", _("The settings have no shift %(shift)s.") % {"shift": self.shift}, "shift", hint=known)
        if self.is_open and self.at < now - timedelta(days=1):
            hint = f"propops handover sign {self.id} --by STAFF"
            yield flaw("unsigned", _("It is not signed by both."), "signed_to", hint, severity="warning")
        if settings:
            yield from self._gap_before([shift.id for shift in settings.shifts], records)

    def _gap_before(self, shifts: list[str], records: Records) -> Iterator[Problem]:
        """The shift before has one too, unless this is the first of all."""
        if self.shift not in shifts:
            return
        nth = shifts.index(self.shift)
        day = self.date if nth else self.date - timedelta(days=1)
        before = handover_id(day, shifts[nth - 1])
        if records.find(Handover, before) is None and any(other.date < self.date for other in records.all(Handover)):
            message = _("The shift before it handed nothing over (%(id)s).") % {"id": before}
            yield flaw("no-handover", message, "shift", severity="warning")


def handover_id(day: date, shift: str) -> str:
    return f"h-{day:%y%m%d}-{shift}"
