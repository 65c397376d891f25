"""What the index keeps of a file, read as far as it must be: sections that were in it before need no reading."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from propops import schema
from propops.decode import plain
from propops.models.base import Record
from propops.store import fast
from propops.store.freshness import IndexedRecord
from propops.store.homes import home
from propops.store.inline import FastMap, FastSeq
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
    found = _only_new(path, of, text, known) if known else _right(text, path, of)
    return found if found is not None else _all(files, path, of, text)


def _right(text: str, path: str, of: type[Record]) -> list[IndexedRecord] | None:
    """Without a single record made. None for a text in which anything is not simply right."""
    values = fast.load(text, path)
    if not isinstance(values, FastSeq):
        return None
    rows = [plain(of, one) if type(one) is FastMap else None for one in values]
    placed = zip(rows, values.lines, _digests(text, values.lines), strict=True)
    found = [IndexedRecord(row["id"], line, row, digest) for row, line, digest in placed if row is not None]
    ids = {record.id for record in found}
    return found if len(ids) == len(values) and all(home(of, id) is not None for id in ids) else None


def _digests(text: str, lines: Sequence[int]) -> Sequence[bytes | None]:
    """Of the sections of records that begin in these lines, if every section is one's."""
    return digests(text) if lines == [part.line for part in sections(text)] else [None] * len(lines)


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
    records = [(one, one.source) for one in files.load(path, of).require().records if one is not None and one.source is not None]
    lines = [source.line for __, source in records]
    is_fast = all(isinstance(source.values, FastMap) for __, source in records)
    marks = _digests(text if is_fast else "", lines)
    return [IndexedRecord(one.id, source.line, schema.plain(one), digest) for (one, source), digest in zip(records, marks, strict=True)]
