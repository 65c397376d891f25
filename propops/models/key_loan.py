"""Key loans 钥匙借用: who took which key, why, and when it is due back."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Part, Record, Records, flaw, is_reversed, month_of_id, not_yet, rewritten
from propops.models.key import Key, KeyType


class IdKind(Choice):
    STAFF_CARD = "staff-card", N_("staff card")
    IDENTITY_CARD = "identity-card", N_("identity card")
    DRIVING_LICENCE = "driving-licence", N_("driving licence")
    PASSPORT = "passport", N_("passport")
    KNOWN = "known", N_("known in person")


@frozen
class Consent(Part):
    """The owner's word that an entrusted key may be used."""

    by: Annotated[str, Field(N_("by"), ref="resident")]
    at: Annotated[datetime, Field(N_("at"))]
    way: Annotated[str, Field(N_("way"))]


@frozen
class Extension(Part):
    """A later due time, and who of the seniors approved it."""

    at: Annotated[datetime, Field(N_("at"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    approved_by: Annotated[str, Field(N_("approved by"), ref="staff")]
    was: Annotated[datetime, Field(N_("due before"))]
    due: Annotated[datetime, Field(N_("due"))]
    reason: Annotated[str | None, Field(N_("reason"))] = None


@frozen
class Call(Part):
    """The borrower was called, and what they said."""

    at: Annotated[datetime, Field(N_("at"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    text: Annotated[str, Field(N_("text"))]


@frozen
class PartReturn(Part):
    """Some of several, back before the rest."""

    at: Annotated[datetime, Field(N_("at"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    quantity: Annotated[int, Field(N_("quantity"), low=1, high=1000)]
    returned_by: Annotated[str | None, Field(N_("returned by"), personal="name")] = None


@frozen
class KeyLoan(Record):
    """One borrowing. The number of an identity document is never kept, only that it was seen."""

    kind: ClassVar[str] = "key-loan"
    label: ClassVar[str] = N_("key loan")
    prefix: ClassVar[str] = "l"
    columns: ClassVar[tuple[str, ...]] = ("id", "key", "borrower", "organisation", "out_at", "due_at", "in_at")
    positional: ClassVar[tuple[str, ...]] = ("key",)
    guarded: ClassVar[tuple[str, ...]] = ("extensions", "calls", "part_returns", "due_at")

    key: Annotated[str, Field(N_("key"), ref="key")]
    quantity: Annotated[int, Field(N_("quantity"), low=1, high=1000)] = 1
    borrower: Annotated[str, Field(N_("borrower"), personal="name")]
    organisation: Annotated[str | None, Field(N_("organisation"))] = None
    phone: Annotated[str | None, Field(N_("phone"), personal="phone")] = None
    id_checked: Annotated[IdKind | None, Field(N_("identity checked"))] = None
    reason: Annotated[str, Field(N_("reason"))]
    owner_consent: Annotated[Consent | None, Field(N_("owner's consent"))] = None
    out_at: Annotated[datetime, Field(N_("out"))]
    out_by: Annotated[str, Field(N_("handed out by"), ref="staff")]
    due_at: Annotated[datetime, Field(N_("due"))]
    extensions: Annotated[tuple[Extension, ...], Field(N_("extensions"))] = ()
    calls: Annotated[tuple[Call, ...], Field(N_("calls to the borrower"))] = ()
    part_returns: Annotated[tuple[PartReturn, ...], Field(N_("part returns"))] = ()
    in_at: Annotated[datetime | None, Field(N_("back"))] = None
    in_by: Annotated[str | None, Field(N_("taken back by"), ref="staff")] = None
    returned_by: Annotated[str | None, Field(N_("returned by"), personal="name")] = None
    room_checked: Annotated[bool | None, Field(N_("room checked"))] = None
    lost_on: Annotated[date | None, Field(N_("lost on"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"key-loan/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        """The key is out; one that was lost never comes back."""
        return self.in_at is None and self.lost_on is None

    @property
    def still_out(self) -> int:
        return self.quantity - sum(part.quantity for part in self.part_returns) if self.is_open else 0

    def out_then(self, moment: datetime) -> int:
        """How many were out at a moment."""
        if self.lost_on is not None or self.out_at > moment or (self.in_at is not None and self.in_at <= moment):
            return 0
        return self.quantity - sum(part.quantity for part in self.part_returns if part.at <= moment)

    def flaws(self) -> Iterator[Problem]:
        yield from self._part_flaws()
        if self.extensions and self.extensions[-1].due != self.due_at:
            yield flaw("due-differs", _("The last extension says another time."), "due_at")
        if is_reversed(self.out_at, self.in_at):
            yield flaw("dates-reversed", _("Returned before it went out."), "in_at")
        if is_reversed(self.out_at, self.due_at):
            yield flaw("dates-reversed", _("Due before it went out."), "due_at")
        if is_reversed(self.out_at.date(), self.lost_on):
            yield flaw("dates-reversed", _("Lost before it went out."), "lost_on")
        if self.owner_consent and is_reversed(self.owner_consent.at, self.out_at):
            yield flaw("dates-reversed", _("The owner was asked after the key went out."), "owner_consent.at")
        if self.in_at is None and (self.in_by or self.returned_by):
            yield flaw("no-return", _("Someone brought it back, but it is not said when."), "in_by" if self.in_by else "returned_by")

    def _part_flaws(self) -> Iterator[Problem]:
        if sum(part.quantity for part in self.part_returns) >= self.quantity:
            yield flaw("all-back", _("With the last of them the whole loan is back."), "part_returns")
        for field in ("extensions", "calls", "part_returns"):
            entries = getattr(self, field)
            if entries and is_reversed(self.out_at, *(entry.at for entry in entries), self.in_at):
                yield flaw("steps-order", _("The steps are not in the order of time."), field)

    def departures(self, before: Record) -> Iterator[Problem]:
        if not isinstance(before, KeyLoan):
            return
        for field in ("extensions", "calls", "part_returns"):
            if (at := rewritten(getattr(before, field), getattr(self, field))) is not None:
                message = _("This only grows; what stands in it is not changed or taken out.")
                yield flaw("log-rewritten", message, f"{field}[{at}]")
        if self.due_at != before.due_at and self.extensions == before.extensions:
            hint = _("propops key extend %(id)s TIME --approved-by STAFF") % {"id": self.id}
            yield flaw("not-approved", _("A loan is extended only with approval."), "due_at", hint)

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.resident import of_other_home

        key = records.find(Key, self.key)
        yield from not_yet("in_at" if self.in_at else "out_at", self.in_at or self.out_at, records)
        if key is None:
            return
        yield from self._approval_faults(records)
        if self.in_at is not None and key.unit and self.room_checked is None:
            message = _("It is not noted whether the home was looked after when the key came back.")
            yield flaw("room-unchecked", message, "room_checked", "--room-checked, --no-room-checked", severity="warning")
        if self.owner_consent and key.unit:
            yield from of_other_home("owner_consent.by", self.owner_consent.by, key.unit, records)
        if self.quantity > key.quantity:
            message = _("There are only %(count)d of %(key)s.") % {"count": key.quantity, "key": key.id}
            yield flaw("too-many", message, "quantity")
        if self.is_open:
            yield from self._open_faults(key, records)
        elif self._out_with(records) > key.quantity:
            yield flaw("overlap", _("It was lent again while it was out."), "out_at", severity="warning")

    def _approval_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.staff import Staff

        for i, extension in enumerate(self.extensions):
            approver = records.find(Staff, extension.approved_by)
            if approver is not None and not approver.is_senior:
                yield flaw("not-senior", _("An extension is approved by the supervisor or above."), f"extensions[{i}].approved_by")

    def _out_with(self, records: Records) -> int:
        """How many of the key were out at the moment when this one had gone out."""
        return sum(loan.out_then(self.out_at) for loan in records.where(KeyLoan, "key", self.key))

    def _open_faults(self, key: Key, records: Records) -> Iterator[Problem]:
        out = sum(loan.still_out for loan in records.where(KeyLoan, "key", self.key))
        if out > key.quantity:
            yield flaw(
                "already-out",
                _("%(key)s is already out.") % {"key": self.key},
                "key",
                hint=_("propops key show %(key)s says who has it.") % {"key": self.key},
            )
        if not key.is_kept:
            yield flaw("key-gone", _("The key was lost or given back to the owner."), "key")
        if key.mandate_until is not None and key.mandate_until < self.out_at.date():
            yield flaw("mandate-ended", _("The key is entrusted no longer; give it back."), "key")
        if key.type is KeyType.ENTRUSTED and self.owner_consent is None:
            hint = _("Say --consent-by RESIDENT and --consent-way phone.")
            yield flaw("no-consent", _("An entrusted key is lent only with the owner's consent."), "owner_consent", hint=hint)
        if self.due_at < records.now:
            hint = _("propops key return %(key)s, once it is back.") % {"key": self.key}
            yield flaw("overdue", _("The key is overdue."), "due_at", hint, severity="warning")


def due_back(out_at: datetime, due: str, next_day_after: str) -> datetime:
    """The same day at `due` (18:00); what goes out late in the day is due the next."""
    day = out_at + timedelta(days=out_at.time() > time.fromisoformat(next_day_after))
    return datetime.combine(day.date(), time.fromisoformat(due), out_at.tzinfo)
