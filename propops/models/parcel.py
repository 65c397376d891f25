"""Parcels 代收快递: what waits on the shelf for which home."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Record, Records, UnitId, flaw, is_reversed, month_of_id, not_yet
from propops.models.policies.front_desk import kept_too_long


@frozen
class Parcel(Record):
    """One parcel. Neither its sender nor its contents are kept."""

    kind: ClassVar[str] = "parcel"
    label: ClassVar[str] = N_("parcel")
    prefix: ClassVar[str] = "x"
    columns: ClassVar[tuple[str, ...]] = ("id", "unit", "shelf", "arrived_at", "collected_at", "handed_out_by")
    positional: ClassVar[tuple[str, ...]] = ("unit", "shelf")

    unit: UnitId
    shelf: Annotated[str | None, Field(N_("shelf or number"), pattern=r"[^\s]{1,20}", example="B-07")] = None
    arrived_at: Annotated[datetime, Field(N_("arrived at"))]
    collected_at: Annotated[datetime | None, Field(N_("collected at"))] = None
    handed_out_by: Annotated[str | None, Field(N_("handed out by"), ref="staff")] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"parcel/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        """It waits to be collected."""
        return self.collected_at is None

    def flaws(self) -> Iterator[Problem]:
        if is_reversed(self.arrived_at, self.collected_at):
            yield flaw("dates-reversed", _("Collected before it arrived."), "collected_at")
        if (self.collected_at is None) != (self.handed_out_by is None):
            yield flaw(
                "half-collected",
                _("Note both when it was collected and who handed it out."),
                "handed_out_by" if self.handed_out_by else "collected_at",
            )

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("collected_at" if self.collected_at else "arrived_at", self.collected_at or self.arrived_at, records)
        if self.collected_at is not None:
            yield from kept_too_long(self, self.collected_at, "parcel_days", records)
        elif self.shelf is not None:
            yield from self._shelf_faults(self.shelf, records)

    def _shelf_faults(self, shelf: str, records: Records) -> Iterator[Problem]:
        waiting = [parcel.id for parcel in records.where(Parcel, "shelf", shelf) if parcel.is_open]
        if len(waiting) > 1:
            message = _("On %(shelf)s wait %(ids)s.") % {"shelf": shelf, "ids": ", ".join(sorted(waiting))}
            yield flaw("shelf-taken", message, "shelf", severity="warning")
