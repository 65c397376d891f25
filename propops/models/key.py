"""Keys 钥匙: what hangs on the board, whose it is and on which hook. Being out follows from the open loan."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models import model
from propops.models.base import Bearing, Field, Part, Record, Records, UnitId, flaw, is_reversed, numbered


class KeyType(Choice):
    ENTRUSTED = "owner-entrusted", N_("entrusted by the owner")
    VACANT = "vacant", N_("vacant home")
    COMMON = "common", N_("common area")
    PLANT = "plant", N_("plant room")


@frozen
class OwnerTold(Part):
    """That the owner knows of the loss."""

    at: Annotated[datetime, Field(N_("at"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    way: Annotated[str, Field(N_("way"))]


@frozen
class Key(Record):
    """One key, or a set on one ring."""

    kind: ClassVar[str] = "key"
    label: ClassVar[str] = N_("key")
    columns: ClassVar[tuple[str, ...]] = ("id", "name", "unit", "place", "type", "quantity", "location", "lost_on")
    positional: ClassVar[tuple[str, ...]] = ("id",)
    bearings: ClassVar[tuple[Bearing, ...]] = (
        Bearing("key-loan", "key", ("quantity", "type", "lost_on", "returned_to_owner_on", "mandate_until")),
    )

    unit: UnitId | None = None
    place: Annotated[str | None, Field(N_("place"))] = None
    name: Annotated[str, Field(N_("key name"))]
    quantity: Annotated[int, Field(N_("quantity"), low=1, high=1000)] = 1
    type: Annotated[KeyType, Field(N_("type"))]
    location: Annotated[str | None, Field(N_("board and hook"), pattern=r"[^\s]{1,20}", example="A-12")] = None
    received_from: Annotated[str | None, Field(N_("received from"), personal="name")] = None
    received_on: Annotated[date | None, Field(N_("received on"))] = None
    mandate_until: Annotated[date | None, Field(N_("entrusted until"))] = None
    lost_on: Annotated[date | None, Field(N_("lost on"))] = None
    lock_change: Annotated[str | None, Field(N_("lock change"), ref="repair")] = None
    owner_told: Annotated[OwnerTold | None, Field(N_("owner told"))] = None
    returned_to_owner_on: Annotated[date | None, Field(N_("returned to the owner on"))] = None

    def ids(self, day: date) -> Iterator[str]:
        yield from numbered(f"k-{self.unit}") if self.unit else numbered(f"k-{day:%y%m%d}")

    @property
    def board(self) -> str:
        """The A of A-12."""
        return (self.location or "").rpartition("-")[0]

    def hangs_on(self, hook: str) -> bool:
        """`A-12`, or its number alone."""
        own = (self.location or "").upper()
        return own != "" and (own == hook.upper() or own.rpartition("-")[2].lstrip("0") == hook.lstrip("0"))

    @property
    def is_kept(self) -> bool:
        return self.lost_on is None and self.returned_to_owner_on is None

    @property
    def is_open(self) -> bool:
        """A room means the key that hangs here, not one that was lost before."""
        return self.is_kept

    def flaws(self) -> Iterator[Problem]:
        if self.unit is None and self.place is None:
            yield flaw("no-place", _("Name the unit or the place."), "place")
        if is_reversed(self.received_on, self.lost_on):
            yield flaw("dates-reversed", _("Lost before it was received."), "lost_on")
        if is_reversed(self.received_on, self.returned_to_owner_on):
            yield flaw("dates-reversed", _("Given back before it was received."), "returned_to_owner_on")
        if self.lost_on is not None:
            yield from self._loss_flaws()

    def _loss_flaws(self) -> Iterator[Problem]:
        if self.lock_change is None:
            hint = _("propops repair add orders it; then propops key edit %(key)s --lock-change REPAIR.") % {"key": self.id}
            yield flaw("no-lock-change", _("The key is lost, and no new lock was ordered."), "lost_on", hint, severity="warning")
        if self.unit is not None and self.owner_told is None:
            hint = _("propops key told %(key)s WAY") % {"key": self.id}
            yield flaw(
                "owner-not-told", _("The key is lost, and it is not noted that the owner knows."), "lost_on", hint, severity="warning"
            )

    def conflicts(self, records: Records) -> Iterator[Problem]:
        loans: list[Any] = records.where(model("key-loan"), "key", self.id)  # by name: a loan knows its key, not the other way round
        out = sum(loan.still_out for loan in loans)
        if out > self.quantity:
            yield flaw("more-out", _("%(out)d of %(quantity)d are out.") % {"out": out, "quantity": self.quantity}, "quantity")
        if self.mandate_until is not None and self.is_kept and self.mandate_until < records.now.date():
            yield flaw("mandate-ended", _("The key is entrusted no longer; give it back."), "mandate_until", severity="warning")
        hooks = [other.id for other in records.where(Key, "location", self.location) if other.is_kept] if self.location else []
        if len(hooks) > 1 and self.is_kept:
            message = _("The hook %(hook)s holds %(ids)s.") % {"hook": self.location, "ids": ", ".join(sorted(hooks))}
            yield flaw("hook-taken", message, "location", severity="warning")
