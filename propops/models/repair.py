"""Repairs 报修单: a work order from the call to the call-back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Link, Part, Record, Records, UnitId, flaw, is_reversed, month_of_id, not_yet
from propops.models.complaint import CallbackOutcome


class RepairCategory(Choice):
    WATER = "water", N_("water and drains")
    ELECTRICITY = "electricity", N_("electricity")
    DOOR = "door-window", N_("doors and windows")
    LIFT = "lift", N_("lift")
    PUBLIC = "public", N_("public area")
    LEAK = "leak", N_("leak")
    OTHER = "other", N_("other")


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


OPEN_REPAIRS = (RepairStatus.OPEN, RepairStatus.DISPATCHED, RepairStatus.ACCEPTED, RepairStatus.ON_SITE)
DONE = (RepairStatus.FINISHED, RepairStatus.CLOSED)
STARTED = (RepairStatus.ON_SITE, *DONE)


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
    columns: ClassVar[tuple[str, ...]] = (
        "id",
        "received_at",
        "unit",
        "category",
        "item",
        "urgency",
        "status",
        "dispatched_to",
        "finished_at",
    )
    positional: ClassVar[tuple[str, ...]] = ("unit", "item")
    staff_words: ClassVar[tuple[str, ...]] = ("result", "note")
    linked: ClassVar[tuple[Link, ...]] = (Link("repair", "reworks"),)

    unit: UnitId | None = None
    place: Annotated[str | None, Field(N_("place"))] = None
    requested_by: Annotated[str | None, Field(N_("requested by"), ref="resident")] = None
    received_at: Annotated[datetime, Field(N_("received"))]
    received_by: Annotated[str | None, Field(N_("received by"), ref="staff")] = None
    complaint: Annotated[str | None, Field(N_("complaint"), ref="complaint")] = None
    contact: Annotated[str | None, Field(N_("contact"), ref="contact")] = None
    visit: Annotated[str | None, Field(N_("visit"), ref="visit")] = None
    reworks: Annotated[str | None, Field(N_("reworks"), ref="repair")] = None
    item: Annotated[str, Field(N_("what is broken"))]
    category: Annotated[RepairCategory, Field(N_("category"))] = RepairCategory.OTHER
    urgency: Annotated[Urgency, Field(N_("urgency"))] = Urgency.NORMAL
    status: Annotated[RepairStatus, Field(N_("status"))] = RepairStatus.OPEN
    paid: Annotated[bool | None, Field(N_("paid work"))] = None
    price_agreed: Annotated[Decimal | None, Field(N_("price agreed"), low=0)] = None
    reopened_at: Annotated[datetime | None, Field(N_("reopened"))] = None
    reopened_for: Annotated[str | None, Field(N_("reason of reopening"))] = None
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
    earlier_callbacks: Annotated[tuple[RepairCallback, ...], Field(N_("earlier call-backs"))] = ()
    reworked: Annotated[bool | None, Field(N_("reworked"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"repair/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        """Work is still to be done; a call-back after it is made for a part of them only."""
        return self.status in OPEN_REPAIRS

    @property
    def is_done(self) -> bool:
        return self.status in DONE

    @property
    def is_paid(self) -> bool:
        return bool(self.paid or self.price_agreed)

    @property
    def begun_at(self) -> datetime:
        """When its deadlines began to run: on receipt, or on the last reopening."""
        return self.reopened_at or self.received_at

    @property
    def calls(self) -> tuple[RepairCallback, ...]:
        return (*self.earlier_callbacks, *([self.callback] if self.callback else []))

    def _steps(self) -> list[tuple[str, datetime]]:
        """What was done, as far as it was, in the order in which it has to be done."""
        fields = ("received_at", "reopened_at", "dispatched_at", "accepted_at", "arrived_at", "finished_at")
        steps = [(field, getattr(self, field)) for field in fields] + [("callback.at", self.callback.at if self.callback else None)]
        return [(field, at) for field, at in steps if at is not None]

    def flaws(self) -> Iterator[Problem]:
        if self.unit is None and self.place is None:
            yield flaw("no-place", _("Name the unit or the place."), "unit")
        steps = self._steps()
        if is_reversed(*(moment for __, moment in steps)):
            late = next(field for (__, earlier), (field, later) in pairwise(steps) if later < earlier)
            yield flaw("steps-order", _("The steps are not in the order of time."), late)
        if self.is_done and self.finished_at is None:
            yield flaw("not-finished", _("A finished repair has a time of finishing."), "finished_at")
        yield from self._price_flaws()
        yield from self._callback_flaws()

    def _price_flaws(self) -> Iterator[Problem]:
        if self.amount and self.price_agreed is not None and self.amount > self.price_agreed:
            yield flaw("over-price", _("It costs more than was agreed."), "amount", severity="warning")
        if self.price_agreed is None and (self.amount or (self.paid and self.status in STARTED)):
            hint = _("Agree on it with the resident: propops repair price %(id)s AMOUNT.") % {"id": self.id}
            yield flaw("no-price", _("Paid work needs a price agreed beforehand."), "price_agreed", hint)
        if self.reworks and self.amount:
            yield flaw("rework-paid", _("Rework within the warranty costs nothing."), "amount", severity="warning")

    def _callback_flaws(self) -> Iterator[Problem]:
        if self.status is RepairStatus.CLOSED and self.callback is None:
            hint = _("status: finished, then: propops repair callback %(id)s OUTCOME.") % {"id": self.id}
            yield flaw("no-callback", _("A repair is closed only by its call-back."), "callback", hint)
        if self.callback and self.callback.by == self.dispatched_to:
            yield flaw("own-callback", _("Whoever did the work does not make the call-back."), "callback.by")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        if self.contact is not None:
            from propops.models.contact import not_acknowledged

            yield from not_acknowledged(self, records)
        for field, at in self._steps()[-1:]:
            yield from not_yet(field, at, records)
        yield from self._limit_faults(records)
        yield from self._rework_faults(records)
        yield from self._duty_faults(records)

    def _limit_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.policies.repairs import RepairPolicy

        policy = records.policy(RepairPolicy)
        if policy and all(limits.urgency != self.urgency for limits in policy.urgencies):
            message = _("The settings have no limits for the urgency %(urgency)s.") % {"urgency": self.urgency}
            yield flaw("no-limits", message, "urgency")

    def _rework_faults(self, records: Records) -> Iterator[Problem]:
        first = records.find(Repair, self.reworks)
        if first is None:
            return
        if first.id == self.id:
            yield flaw("reworks-itself", _("A repair cannot rework itself."), "reworks")
        elif (first.unit, first.place) != (self.unit, self.place):
            yield flaw(
                "other-home", _("It reworks a repair in another place (%(place)s).") % {"place": first.unit or first.place}, "reworks"
            )
        elif first.finished_at is None or first.finished_at > self.received_at:
            yield flaw("not-finished", _("What is reworked was finished before."), "reworks")
        else:
            yield from self._warranty_faults(first.finished_at, records)

    def _warranty_faults(self, finished_at: datetime, records: Records) -> Iterator[Problem]:
        from propops.models.policies.repairs import RepairPolicy

        policy = records.policy(RepairPolicy)
        if policy and self.received_at - finished_at > timedelta(days=policy.warranty_days):
            message = _("The warranty of %(days)d days was over.") % {"days": policy.warranty_days}
            yield flaw("out-of-warranty", message, "reworks", severity="warning")

    def _duty_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.staff import Staff

        engineer = records.find(Staff, self.dispatched_to) if self.is_open else None
        today = records.now.date()
        if engineer and (engineer.is_absent(today) or not engineer.is_employed(today)):
            hint = _("Send somebody else: propops repair dispatch %(id)s.") % {"id": self.id}
            yield flaw("engineer-away", _("Whoever has the repair is away today."), "dispatched_to", hint, severity="warning")
