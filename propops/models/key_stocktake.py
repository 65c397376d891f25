"""Stocktakes of the key board 钥匙盘点: hook by hook, once a month, with what was not as it should be."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Part, Record, Records, flaw, is_reversed, month_of_id, not_yet, twins
from propops.models.key import Key


class Found(Choice):
    MISSING = "missing", N_("missing")
    ELSEWHERE = "elsewhere", N_("elsewhere")


@frozen
class Difference(Part):
    """A key that does not hang on its hook, and in the end what had become of it."""

    key: Annotated[str, Field(N_("key"), ref="key")]
    found: Annotated[Found, Field(N_("found"))]
    where: Annotated[str | None, Field(N_("where"))] = None
    settled_on: Annotated[date | None, Field(N_("settled on"))] = None
    settled: Annotated[str | None, Field(N_("how it was settled"))] = None


@frozen
class KeyStocktake(Record):
    """One walk along the board; without `finished_at` it was broken off and goes on later."""

    kind: ClassVar[str] = "key-stocktake"
    label: ClassVar[str] = N_("key stocktake")
    prefix: ClassVar[str] = "ks"
    columns: ClassVar[tuple[str, ...]] = ("id", "started_at", "finished_at", "counted_by", "board", "differences")

    started_at: Annotated[datetime, Field(N_("started"))]
    finished_at: Annotated[datetime | None, Field(N_("finished"))] = None
    counted_by: Annotated[str, Field(N_("counted by"), ref="staff")]
    board: Annotated[str | None, Field(N_("board"))] = None
    differences: Annotated[tuple[Difference, ...], Field(N_("differences"))] = ()
    out: Annotated[tuple[str, ...], Field(N_("out on loan"), ref="key")] = ()
    there: Annotated[tuple[str, ...], Field(N_("in their place"), ref="key")] = ()

    @classmethod
    def shard(cls, id: str) -> str:
        return f"key-stocktake/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        return self.finished_at is None

    @property
    def counted(self) -> frozenset[str]:
        return frozenset((*self.there, *self.out, *(difference.key for difference in self.differences)))

    @property
    def unsettled(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.found is Found.MISSING and one.settled_on is None)

    def flaws(self) -> Iterator[Problem]:
        if is_reversed(self.started_at, self.finished_at):
            yield flaw("dates-reversed", _("It ends before it begins."), "finished_at")
        for twin in twins((*self.there, *self.out, *(difference.key for difference in self.differences))):
            yield flaw("duplicate-id", _("%(id)s stands twice.") % {"id": twin}, "differences")
        for i, difference in enumerate(self.differences):
            if difference.found is Found.ELSEWHERE and difference.where is None:
                yield flaw("no-place", _("Say where it was found."), f"differences[{i}].where")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("finished_at", self.finished_at or self.started_at, records)
        for i, difference in enumerate(self.differences):
            if difference in self.unsettled and _still_missing(self, difference.key, records):
                message = _("%(key)s was missing and is not settled.") % {"key": difference.key}
                hint = _("propops key settle %(key)s …, or key lost %(key)s.") % {"key": difference.key}
                yield flaw("key-missing", message, f"differences[{i}]", hint, severity="warning")


def _still_missing(stocktake: KeyStocktake, key: str, records: Records) -> bool:
    """Unless it is known to be lost, or a later stocktake saw to it."""
    kept = records.find(Key, key)
    later = (one for one in records.all(KeyStocktake) if one.started_at > stocktake.started_at)
    return kept is not None and kept.is_kept and not any(key in one.counted for one in later)


def due_on(records: Records, days: int) -> date | None:
    """By when the whole board is to be counted again: so many days after it last was, or after the first key came."""
    done = [one.finished_at.date() for one in records.all(KeyStocktake) if one.finished_at and one.board is None]
    came = [key.received_on for key in records.all(Key) if key.is_kept and key.received_on]
    since = max(done) if done else min(came, default=None)
    return since and since + timedelta(days)
