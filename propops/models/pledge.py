"""Pledges 服务承诺: what each member of staff, or the estate, promises, and what follows when it is not kept."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Bearing, Field, Link, Record, Records, flaw, is_reversed, numbered
from propops.models.parts.promise import Measured, PledgeMeasure, measure_flaws


@frozen
class Pledge(Record):
    """A signed promise. Without `staff` it is the estate's own, sealed and hung in the hall."""

    kind: ClassVar[str] = "pledge"
    label: ClassVar[str] = N_("pledge")
    columns: ClassVar[tuple[str, ...]] = ("id", "staff", "version", "issued", "signed_on")
    positional: ClassVar[tuple[str, ...]] = ("staff",)
    bearings: ClassVar[tuple[Bearing, ...]] = (Bearing("breach", "pledge", ("items", "issued")),)
    linked: ClassVar[tuple[Link, ...]] = (Link("breach", "pledge"),)

    staff: Annotated[str | None, Field(N_("staff"), ref="staff")] = None
    version: Annotated[str, Field(N_("version"), pattern=r"[0-9A-Za-z.\-]{1,20}", example="2026")]
    items: Annotated[tuple[str, ...], Field(N_("promises"))]
    measured: Annotated[tuple[Measured, ...], Field(N_("measured by"))] = ()
    penalty: Annotated[str | None, Field(N_("penalty"))] = None
    issued: Annotated[date, Field(N_("issued"))]
    signed_on: Annotated[date | None, Field(N_("signed on"))] = None

    def ids(self, day: date) -> Iterator[str]:
        yield from numbered(f"pledge-{self.version.lower()}-{self.staff or 'estate'}")

    def flaws(self) -> Iterator[Problem]:
        if not self.items:
            yield flaw("missing-field", _("This field is required."), "items")
        if is_reversed(self.issued, self.signed_on):
            yield flaw("dates-reversed", _("Signed before it was issued."), "signed_on")
        yield from measure_flaws(self.items, self.measured)

    def measures_of(self, item: int) -> tuple[PledgeMeasure, ...]:
        """What the promise of this number, counted from 1, is measured by."""
        return tuple(measure for one in self.measured if one.item == item for measure in one.by)

    def conflicts(self, records: Records) -> Iterator[Problem]:
        unsigned = self.staff is not None and self.signed_on is None
        if unsigned and (records.now.date() - self.issued).days > 14:
            yield flaw("unsigned", _("Not signed two weeks after it was issued."), "signed_on", severity="warning")
