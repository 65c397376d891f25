"""Repairs 报修单: a work order from the call to the call-back."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, ClassVar

from propops.errors import Problem
from propops.i18n import N_, _
from propops.models.base import Choice, Field, Part, Record, Records, UnitId, flaw, is_reversed, month_of_id, not_yet
from propops.models.complaint import CallbackOutcome
from propops.models.frozen import frozen


class Urgency(Choice):
    EMERGENCY = "emergency", N_("emergency")
    URGENT = "urgent", N_("urgent")
    NORMAL = "normal", N_("normal")


class RepairStatus(Choice):
    OPEN = "open", N_("open")
    DISPATCHED = "dispatched", N_("dispatched")
    ACCEPTED = "accepted", N_("accepted")
    ON_SITE = "on-site", N_("on site")
    FINISHED = "finished", N_("finished")
    CLOSED = "closed", N_("closed")
    CANCELLED = "cancelled", N_("cancelled")


@frozen
class Material(Part):
    name: Annotated[str, Field(N_("material"))]
    quantity: Annotated[Decimal | None, Field(N_("quantity"), low=0)] = None
    amount: Annotated[Decimal | None, Field(N_("amount"), low=0)] = None


@frozen
class RepairCallback(Part):
    at: Annotated[datetime, Field(N_("at"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    outcome: Annotated[CallbackOutcome, Field(N_("outcome"))]
    comment: Annotated[str | None, Field(N_("comment"))] = None


@frozen
class Repair(Record):
    """A work order. Paid work has its price agreed before it starts."""

    kind: ClassVar[str] = "repair"
    label: ClassVar[str] = N_("repair")
    prefix: ClassVar[str] = "w"
    columns: ClassVar[tuple[str, ...]] = ("id", "received_at", "unit", "item", "urgency", "status", "dispatched_to", "finished_at")
    positional: ClassVar[tuple[str, ...]] = ("unit", "item")

    unit: UnitId | None = None
    place: Annotated[str | None, Field(N_("place"))] = None
    requested_by: Annotated[str | None, Field(N_("requested by"), ref="resident")] = None
    received_at: Annotated[datetime, Field(N_("received"))]
    received_by: Annotated[str | None, Field(N_("received by"), ref="staff")] = None
    complaint: Annotated[str | None, Field(N_("complaint"), ref="complaint")] = None
    contact: Annotated[str | None, Field(N_("contact"), ref="contact")] = None
    item: Annotated[str, Field(N_("what is broken"))]
    urgency: Annotated[Urgency, Field(N_("urgency"))] = Urgency.NORMAL
    status: Annotated[RepairStatus, Field(N_("status"))] = RepairStatus.OPEN
    price_agreed: Annotated[Decimal | None, Field(N_("price agreed"), low=0)] = None
    dispatched_to: Annotated[str | None, Field(N_("dispatched to"), ref="staff")] = None
    dispatched_at: Annotated[datetime | None, Field(N_("dispatched"))] = None
    accepted_at: Annotated[datetime | None, Field(N_("accepted"))] = None
    arrived_at: Annotated[datetime | None, Field(N_("arrived"))] = None
    finished_at: Annotated[datetime | None, Field(N_("finished"))] = None
    materials: Annotated[tuple[Material, ...], Field(N_("materials"))] = ()
    amount: Annotated[Decimal | None, Field(N_("amount"), low=0)] = None
    result: Annotated[str | None, Field(N_("result"))] = None
    signed: Annotated[bool | None, Field(N_("signed"))] = None
    callback: Annotated[RepairCallback | None, Field(N_("call-back"))] = None
    reworked: Annotated[bool | None, Field(N_("reworked"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"repair/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        """Work is still to be done; a call-back after it is made for a part of them only."""
        return self.status not in (RepairStatus.FINISHED, RepairStatus.CLOSED, RepairStatus.CANCELLED)

    def _steps(self) -> list[tuple[str, datetime]]:
        """What was done, as far as it was, in the order in which it has to be done."""
        fields = ("received_at", "dispatched_at", "accepted_at", "arrived_at", "finished_at")
        steps = [(field, getattr(self, field)) for field in fields] + [("callback.at", self.callback.at if self.callback else None)]
        return [(field, at) for field, at in steps if at is not None]

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.contact import not_acknowledged

        yield from not_acknowledged(self, records)
        for field, at in self._steps()[-1:]:
            yield from not_yet(field, at, records)

    def flaws(self) -> Iterator[Problem]:
        if self.unit is None and self.place is None:
            yield flaw("no-place", _("Name the unit or the place."), "unit")
        steps = self._steps()
        if is_reversed(*(moment for __, moment in steps)):
            late = next(field for (__, earlier), (field, later) in pairwise(steps) if later < earlier)
            yield flaw("steps-order", _("The steps are not in the order of time."), late)
        if self.status in (RepairStatus.FINISHED, RepairStatus.CLOSED) and self.finished_at is None:
            yield flaw("not-finished", _("A finished repair has a time of finishing."), "finished_at")
        if self.amount and self.price_agreed is not None and self.amount > self.price_agreed:
            yield flaw("over-price", _("It costs more than was agreed."), "amount", severity="warning")
        if self.amount and self.price_agreed is None:
            yield flaw("no-price", _("Paid work needs a price agreed beforehand."), "price_agreed")
