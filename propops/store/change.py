"""Writing: `with estate.change(…) as change: change.put(record)` is the only way.

Inside the `with` the estate is locked and read afresh. On the way out the new texts are made by splicing, parsed again,
checked by every rule on the state after the change, written all or nothing, and committed as exactly these files.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from operator import itemgetter
from typing import Any

from propops import schema
from propops.decode import decode
from propops.errors import Problem, PropopsError, refuse
from propops.i18n import _
from propops.models.base import R, Record, natural, place_key
from propops.store import writer
from propops.store.homes import OF_SETTINGS, required_home
from propops.store.places import located
from propops.store.reader import Document, Map
from propops.store.store import Store

Key = tuple[str, str]  # kind, id


class Change:
    """Collects edits of records; nothing is written before the end, and every file is parsed and spliced once."""

    def __init__(self, store: Store, day: date) -> None:
        self.store = store
        self.day = day
        self.added: dict[Key, Record] = {}
        self.edited: dict[Key, Record] = {}
        self.removed: dict[Key, Record] = {}
        self.trailers: dict[str, str] = {}  # what its commit says beside what every commit does
        self.typed: dict[Key, tuple[str, str]] = {}  # lines as they were opened in an editor, and as they came back
        self.meant: dict[Key, Mapping[str, Any]] = {}  # what each record shall say, keyed as in YAML
        self.warnings: list[Problem] = []  # what it brings in, and what was planned upon facts that are now others

    @property
    def touched(self) -> list[Record]:
        return [*self.added.values(), *self.edited.values()]

    @property
    def ids(self) -> list[str]:
        return [record.id for record in (*self.touched, *self.removed.values())]

    @property
    def words(self) -> dict[str, object]:
        """What a subject may say: ids and units, never people, phones or free text."""
        records = [*self.touched, *self.removed.values()]
        units = dict.fromkeys(str(getattr(record, "unit", None) or "") for record in records)
        return {"ids": _listed(self.ids), "unit": _listed([unit for unit in units if unit]), "count": len(records)}

    def add(self, record: R) -> R:
        """A new record. Without an id it gets the first free one; a chosen id must be free."""
        wanted = (record.id,) if record.id else record.ids(self.day)
        id = next((candidate for candidate in wanted if not self._taken(type(record), candidate)), "")
        if not id:
            raise refuse(
                "exists", _("%(kind)s %(id)s exists already.") % {"kind": _(record.label), "id": record.id or next(record.ids(self.day))}
            )
        added = replace(record, id=id, source=None)
        self.added[record.kind, id] = added
        return added

    def put(self, record: R) -> R:
        """A changed record: only the keys that differ from what was read are written, each if nobody else changed it since."""
        key = record.kind, record.id
        if key in self.added:
            self.added[key] = record
        elif record.source is None:
            return self.add(record)
        else:
            self.edited[key] = record
        return record

    def retype(self, record: Record, opened: str, typed: str) -> None:
        """A record whose lines someone typed anew, comments and unknown keys included: they go in as they are."""
        key = record.kind, record.id
        self.edited[key] = record
        self.typed[key] = opened, typed

    def remove(self, record: Record) -> None:
        key = record.kind, record.id
        self.edited.pop(key, None)
        self.typed.pop(key, None)
        if self.added.pop(key, None) is None:
            self.removed[key] = record

    def _taken(self, of: type[Record], id: str) -> bool:
        return (of.kind, id) in self.added or self.store.holds(of, id)

    # --- the texts that would be written

    def texts(self) -> dict[str, str | None]:
        files: dict[str, list[Record]] = {}
        for record in (*self.edited.values(), *self.removed.values()):
            assert record.source is not None
            files.setdefault(record.source.path, []).append(record)
        for record in self.added.values():
            files.setdefault(required_home(type(record), record.id), []).append(record)
        return {path: self._text(path, records) for path, records in files.items()}

    def _text(self, path: str, records: Sequence[Record]) -> str | None:
        ids = {record.id for record in records if record.source is not None}
        document = located(self.store.read_text(path) or "", path, ids, self.store.sections(path, type(records[0])))
        edits = [edit for record in records if record.source is not None for edit in self._edits(document, record)]
        edits += self._insertions(document, [record for record in records if record.source is None])
        text = writer.apply(document.text, edits)
        if document.is_cut and all(edit[1] < len(document.text) for edit in edits):
            text = text[:-1]  # nobody asked for a line end at the end of the file
        return text if text.strip() else None

    def _edits(self, document: Document, record: Record) -> Iterator[writer.Edit]:
        key = record.kind, record.id
        values = _stands_now(document, record)
        if key in self.removed:
            yield (*writer.record_lines(document, _position(document, values)), "")
        elif key in self.typed:
            yield _retyped(document, values, record, *self.typed[key])
        else:
            self.meant[key] = _merged(record, values)
            yield from writer.change_mapping(document.text, values, self.meant[key], schema.shape(type(record)))

    def _insertions(self, document: Document, records: Sequence[Record]) -> Iterator[writer.Edit]:
        """New records, each before the first one with a greater key; those that meet in one place go in as one edit."""
        if isinstance(document.top, Map) and records:
            raise refuse("not-a-list", _("A list of records is expected here."), path=document.path, line=1)
        standing = _highest_keys(document.top or ())
        places: dict[int, list[Mapping[str, Any]]] = {}
        for key, record in sorted(((place_key(record), record) for record in records), key=itemgetter(0)):
            values = schema.encode(record)
            self.meant[record.kind, record.id] = values
            places.setdefault(bisect_right(standing, key), []).append(values)
        for place, group in places.items():
            yield from writer.insert_records(document, place if place < len(standing) else None, group)


def _stands_now(document: Document, record: Record) -> Map:
    if isinstance(document.top, Map):
        return document.top
    for values in document.top or ():
        if isinstance(values, Map) and values.get("id") == record.id:
            return values
    message = _("%(id)s was moved or removed meanwhile.") % {"id": record.id}
    raise refuse("changed-meanwhile", message, hint=_("Run the command again."))


def _retyped(document: Document, values: Map, record: Record, opened: str, typed: str) -> writer.Edit:
    start, end = lines_of(document, values)
    if document.text[start:end] != opened:
        message = _("%(id)s was changed by someone else meanwhile.") % {"id": record.id}
        raise refuse("changed-meanwhile", message, path=document.path, id=record.id)
    return start, end, typed if typed.endswith("\n") else typed + "\n"


def lines_of(document: Document, values: Map) -> tuple[int, int]:
    """Where a record stands in its file; the settings are a file of their own."""
    if values is document.top:
        return 0, len(document.text)
    return writer.record_lines(document, _position(document, values))


def _merged(record: Record, now: Map) -> Mapping[str, Any]:
    """The record's own changes since it was read, laid over what stands there now."""
    assert record.source is not None
    path = record.source.path
    read, wanted = read_as(type(record), record.source.values, path), schema.encode(record)
    stands = read_as(type(record), now, path)
    if record.kind == OF_SETTINGS:
        del wanted["id"], read["id"]  # the settings are one mapping, not a record in a list
    for key in read.keys() | wanted.keys():
        if read.get(key) != wanted.get(key) and stands.get(key) not in (read.get(key), wanted.get(key)):
            message = _("%(field)s was changed by someone else meanwhile.") % {"field": key}
            raise refuse("changed-meanwhile", message, path=path, id=record.id, hint=_("Run the command again."))
    merged: Mapping[str, Any] = writer.overlay(read, wanted, now)
    return merged


def read_as(of: type[Record], values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """What was read, in the words in which it would be written."""
    found = decode(of, values, path, getattr(values, "line", 0), getattr(values, "lines", {}))
    if found.record is None:
        raise PropopsError(found.problems)
    return schema.encode(found.record)


def _highest_keys(top: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Of the records up to each one: the first that exceeds a key is where a record of that key goes."""
    return list(accumulate((place_key_of(values) if isinstance(values, Map) else () for values in top), max))


def place_key_of(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return natural(str(values.get("unit") or "")), natural(str(values.get("id") or ""))


def _position(document: Document, values: Map) -> int:
    return next(i for i, other in enumerate(document.top or ()) if other is values)


def _listed(names: Sequence[str]) -> str:
    return " ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")
