"""What happened in the sample estate, act by act, and the files that follow from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from propops.errors import refuse
from propops.i18n import _
from propops.models.base import R, Record
from propops.sample.shelf import Shelf

Key = tuple[str, str]


@dataclass(frozen=True)
class Act:
    """One thing done at the desk: what a command would have committed. `put` holds the records as they were then."""

    at: datetime
    officer: str
    command: str
    subject: str
    put: tuple[Record, ...]


@dataclass(frozen=True)
class History:
    """An estate's life: the state before it begins and everything done since, in order of time."""

    initial: tuple[Record, ...]
    acts: tuple[Act, ...]
    now: datetime

    def acts_between(self, after: datetime | None, up_to: datetime | None) -> Iterator[Act]:
        for act in self.acts:
            if (after is None or act.at > after) and (up_to is None or act.at <= up_to):
                yield act

    def state(self, up_to: datetime | None = None) -> tuple[Record, ...]:
        found = {(record.kind, record.id): record for record in self.initial}
        for act in self.acts_between(None, up_to):
            found.update(((record.kind, record.id), record) for record in act.put)
        return tuple(found.values())

    def files(self, up_to: datetime | None = None) -> dict[str, str]:
        """Canonical files, path -> text, as they stand at this moment; None for the end."""
        return Shelf(self.state(up_to)).texts()


class Journal:
    """Takes acts in any order; each record gets its id here, as a change of the store would give it."""

    def __init__(self) -> None:
        self._taken: dict[str, set[str]] = {}
        self._acts: list[Act] = []

    def new(self, at: datetime, record: R) -> R:
        """The record with the first free one of its ids."""
        taken = self._taken.setdefault(record.kind, set())
        id = record.id or next((candidate for candidate in record.ids(at.date()) if candidate not in taken), "")
        if not id or id in taken:
            raise refuse("exists", _("%(kind)s %(id)s exists already.") % {"kind": record.kind, "id": id})
        taken.add(id)
        return replace(record, id=id) if not record.id else record

    def act(self, at: datetime, officer: str, command: str, subject: str, *put: Record) -> None:
        self._acts.append(Act(at, officer, command, subject, put))

    def write(self, at: datetime, officer: str, command: str, word: str, *put: Record) -> None:
        """An act whose subject is a word, the home and the ids."""
        self.act(at, officer, command, f"{word} {named(put)}", *put)

    def add(self, at: datetime, officer: str, command: str, word: str, record: R) -> R:
        added = self.new(at, record)
        self.write(at, officer, command, word, added)
        return added

    def latest(self, of: type[R]) -> list[R]:
        """The records of a kind as they stand after everything that was noted so far."""
        found = {record.id: record for act in self.acts() for record in act.put if isinstance(record, of)}
        return list(found.values())

    def acts(self) -> list[Act]:
        """Everything noted so far, in the order of time."""
        return sorted(self._acts, key=lambda act: act.at)

    def history(self, begin: datetime, now: datetime) -> History:
        """What was done before `begin` is folded into the initial state; what lies after `now` has not happened."""
        acts = [act for act in self.acts() if act.at <= now]
        first = History((), tuple(act for act in acts if act.at < begin), now).state()
        return History(first, tuple(act for act in acts if act.at >= begin), now)


def named(records: Sequence[Record]) -> str:
    """Home and id of the first, and how many more of its kind: a subject never names people."""
    first, more = records[0], sum(record.kind == records[0].kind for record in records) - 1
    unit = getattr(first, "unit", None)
    return " ".join([*([str(unit)] if unit else []), first.id, *([f"+{more}"] if more else [])])
