"""Visitors 访客登记: who let whom in, as little of it as is needed, and not for long."""

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
class Visitor(Record):
    """Somebody who came to see a home. No name and no number of a document is kept."""

    kind: ClassVar[str] = "visitor"
    label: ClassVar[str] = N_("visitor")
    prefix: ClassVar[str] = "g"
    columns: ClassVar[tuple[str, ...]] = ("id", "at", "unit", "purpose", "plate", "left_at")
    positional: ClassVar[tuple[str, ...]] = ("unit", "purpose")

    at: Annotated[datetime, Field(N_("came"))]
    unit: UnitId
    purpose: Annotated[str | None, Field(N_("purpose"))] = None
    plate: Annotated[str | None, Field(N_("number plate"), pattern=r"[0-9A-Za-z\u4e00-\u9fff·-]{2,12}", example="粤B12345")] = None
    left_at: Annotated[datetime | None, Field(N_("left at"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"visitor/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        return self.left_at is None

    def flaws(self) -> Iterator[Problem]:
        if self.purpose is None and self.plate is None:
            yield flaw("no-purpose", _("Note what for, or the number plate."), "purpose")
        if is_reversed(self.at, self.left_at):
            yield flaw("dates-reversed", _("Left before coming."), "left_at")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("left_at" if self.left_at else "at", self.left_at or self.at, records)
        yield from kept_too_long(self, self.at, "visitor_days", records)
