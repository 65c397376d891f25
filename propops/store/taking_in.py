"""What the index keeps of a file, read as far as it must be: sections that were in it before need no reading."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from propops import schema
from propops.models.base import Record
from propops.store.fast import FastMap
from propops.store.freshness import IndexedRecord
from propops.store.loading import Loaded, read_section
from propops.store.sections import digests, sections


class Files(Protocol):
    """What a `Store` is to the index: where what changed comes from."""

    def read_text(self, path: str) -> str | None: ...

    def load(self, path: str, of: type[Record]) -> Loaded: ...

    def all(self, of: type[Record]) -> Sequence[Any]: ...


def records_of(files: Files, path: str, of: type[Record], known: Mapping[bytes, str]) -> list[IndexedRecord]:
    """The records of a file; those whose sections are known come without their values. PropopsError: all that is wrong with it."""
    text = files.read_text(path) or ""
    found = _only_new(path, of, text, known) if known else None
    return found if found is not None else _all(files, path, of, text)


def _only_new(path: str, of: type[Record], text: str, known: Mapping[bytes, str]) -> list[IndexedRecord] | None:
    found = []
    for part, digest in zip(sections(text), digests(text), strict=True):
        if digest in known:
            found.append(IndexedRecord(known[digest], part.line, None, digest))
            continue
        record = read_section(part, path, of)
        if record is None:
            return None
        found.append(IndexedRecord(record.id, part.line, schema.plain(record), digest))
    return found if found and len({record.id for record in found}) == len(found) else None


def _all(files: Files, path: str, of: type[Record], text: str) -> list[IndexedRecord]:
    records = [one for one in files.load(path, of).require().records if one is not None]
    lines = [one.source.line for one in records if one.source is not None and isinstance(one.source.values, FastMap)]
    is_whole = bool(lines) and lines == [part.line for part in sections(text)]
    marks: Sequence[bytes | None] = digests(text) if is_whole else [None] * len(records)
    return [
        IndexedRecord(one.id, one.source.line, schema.plain(one), digest)
        for one, digest in zip(records, marks, strict=True)
        if one.source is not None
    ]
