"""The derived index: one git-ignored SQLite file from which unchanged record files are answered without being read.

It is never the truth. It is thrown away when anything about it is odd, and passed over (None, False) when it cannot be
read or written; then the caller reads the files, and only time is lost. Nothing here raises what SQLite or the disk have
to complain about.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from propops.store.freshness import FRESH, IN_FILES, OF_FILE, UNSETTLED, IndexedRecord, Load, LoadFailed, Noted, State, scan
from propops.store.index_file import Broken, IndexFile
from propops.store.order_keys import Unsupported
from propops.store.query import FEW, Condition, Kind, Test, kind_of, said_anywhere, select, spoken, where
from propops.tuples import NamedTuple

__all__ = ["Hit", "Index", "IndexedRecord", "Kind", "Row", "Test", "Twin", "kind_of"]


class Row(NamedTuple):
    """A record as it is kept: its plain values, and where it stands."""

    id: str
    path: str
    line: int
    plain: dict[str, Any]


# A kind, and a record of it.
Hit = tuple[str, Row]
# A record whose id an earlier file, or an earlier line, already has: id, path and line, and those of the other.
Twin = tuple[str, str, int, str, int]


class Index(IndexFile):
    """One open index. `refresh` first; what it says then holds until the next `refresh` or `release`."""

    _fresh: Mapping[str, Kind] = {}

    def kind(self, name: str) -> Kind | None:
        """As it was when the program last described it to this index."""
        return self.attempt(lambda: self._described(name))

    # --- questions; each is answered with None where the files must be read instead

    def refresh(self, kinds: Sequence[Kind], load: Load) -> bool:
        """Brings these kinds up to date: `load(kind, path)` gives the records of each file that changed.

        What `load` raises passes through, and the index is as it was.
        """
        try:
            return bool(self.attempt(lambda: self._refresh(kinds, load)))
        except LoadFailed as failed:
            self.attempt(self.end)
            raise failed.error from None

    def select(self, kind: str, tests: Sequence[Test] = (), sort: str | None = None, limit: int | None = None) -> list[Row] | None:
        """The records that pass all tests, by `sort` (`-field` for the other way round), else by id."""
        return self.attempt(lambda: list(self._select(kind, tests, sort, limit)))

    def count(self, kind: str, tests: Sequence[Test] = ()) -> int | None:
        return self.attempt(lambda: self._count(kind, tests))

    def search(self, text: str, kinds: Sequence[str], limit: int | None = None) -> list[Hit] | None:
        """The records in which any value holds the text, whatever its case; by kind, then id."""
        return self.attempt(lambda: list(self._search(text, kinds, limit)))

    def last(self, kind: str, group: str, field: str, tests: Sequence[Test]) -> dict[Any, Any] | None:
        """The greatest order key of `field` among the records that pass, by the order key of `group`."""
        return self.attempt(lambda: self._last(kind, group, field, tests))

    def ids(self, kind: str, part: str = "", limit: int | None = None) -> list[str] | None:
        """The ids that hold this part, whatever its case, in natural order."""
        return self.attempt(lambda: self._ids(kind, part, limit))

    def digests(self, kind: str, path: str) -> dict[bytes, str] | None:
        """The ids of a file's records by the digests of their sections; None among these is a record of no canonical file."""
        return self.attempt(lambda: self._digests(kind, path))

    def duplicates(self, kind: str) -> list[Twin] | None:
        """Ids that stand twice. `refresh` looks for them, so asking costs nothing."""
        return self.attempt(lambda: self._duplicates(kind))

    def basis(self, kinds: Sequence[str]) -> str | None:
        """Changes with every record of these kinds."""
        return self.attempt(lambda: self._basis(kinds))

    def recall(self, name: str, basis: str) -> Any:
        """What was noted under this name on this basis, else None."""
        return self.attempt(lambda: self._recall(name, basis))

    def note(self, name: str, basis: str, value: Any) -> bool:
        """Keeps a JSON value. Whether what `refresh` said still holds: it ends when others have written meanwhile."""
        return bool(self.attempt(lambda: self._note(name, basis, value)))

    def end(self) -> None:
        self._fresh = {}
        super().end()

    # --- how they are answered

    def _refresh(self, kinds: Sequence[Kind], load: Load) -> bool:
        self.end()
        found = {kind.name: states for kind in kinds if (states := scan(self.root, kind.name)) is not None}
        if len(found) < len(kinds):
            return False
        noted = {kind.name: Noted(self.db, self.root, kind, self.clock) for kind in kinds}
        for turn in range(3):
            # Others may write between our commit and this; from here on it is one state of the file that we see.
            self.db.execute("BEGIN")
            worst = max(files.staleness(found[name]) for name, files in noted.items())
            if worst == FRESH or (worst == UNSETTLED and turn):
                self._fresh = {kind.name: kind for kind in kinds}
                return True
            self.end()
            self._write(kinds, found, load, worst)
        return False

    def _write(self, kinds: Sequence[Kind], found: Mapping[str, Mapping[str, State]], load: Load, worst: int) -> None:
        import sqlite3

        from propops.store.shelf import Shelf

        now = self.clock()
        try:
            self.db.execute("BEGIN IMMEDIATE")
            for kind in kinds:
                Shelf(self.db, self.root, kind, self.clock).update(found[kind.name], load, now)
            self.db.execute("COMMIT")
        except (sqlite3.Error, OSError):
            if worst != UNSETTLED:
                raise
            self.end()

    def _described(self, name: str) -> Kind | None:
        row = self.db.execute("SELECT card FROM kinds WHERE kind = ?", (name,)).fetchone()
        return Kind.from_card(name, row[0]) if row else None

    def _select(self, kind: str, tests: Sequence[Test], sort: str | None, limit: int | None) -> Iterator[Row]:
        known = self._kind(kind)
        passing, order, values = select(known, tests, sort, limit, lambda condition: self._size(known, condition))
        yield from self._rows(known, passing, order, values, limit)

    def _rows(self, kind: Kind, passing: str, order: str, values: Sequence[Any], limit: int | None) -> Iterator[Row]:
        import json

        rows = self.db.execute(
            f"SELECT _id, _path, _line, _plain FROM {kind.table} {IN_FILES} WHERE {passing} ORDER BY {order} LIMIT ?",
            (*values, -1 if limit is None else limit),
        )
        for id, path, line, plain in rows:
            try:
                yield Row(id, path, line, json.loads(plain))
            except (ValueError, TypeError):
                raise Broken from None

    def _size(self, kind: Kind, condition: Condition) -> int:
        """How many records pass, up to FEW."""
        some = f"SELECT 1 FROM {kind.table} WHERE {condition.sql.format(by='')} LIMIT {FEW}"
        return int(self.db.execute(f"SELECT count(*) FROM ({some})", condition.values).fetchone()[0])

    def _count(self, kind: str, tests: Sequence[Test]) -> int:
        known = self._kind(kind)
        passing, values = where(known, tests)
        return int(self.db.execute(f"SELECT count(*) FROM {known.table} WHERE {passing}", values).fetchone()[0])

    def _last(self, kind: str, group: str, field: str, tests: Sequence[Test]) -> dict[Any, Any]:
        known = self._kind(kind)
        passing, values = where(known, tests)
        return dict(self.db.execute(f'SELECT "{group}", max("{field}") FROM {known.table} WHERE {passing} GROUP BY "{group}"', values))

    def _search(self, text: str, kinds: Sequence[str], limit: int | None) -> Iterator[Hit]:
        left = limit
        for kind in map(self._kind, kinds):
            condition = spoken(text.lower())
            for row in self._rows(kind, condition.sql, '+"id"', condition.values, None):
                if left == 0:
                    return
                if said_anywhere(row.plain, text.lower()):
                    left = None if left is None else left - 1
                    yield kind.name, row

    def _ids(self, kind: str, part: str, limit: int | None) -> list[str]:
        needle = part.lower()
        # SQL's lower knows ASCII only, so ids with other letters are all looked at.
        passing = "instr(lower(_id), ?) OR length(_id) < length(CAST(_id AS BLOB))"
        rows = self.db.execute(f'SELECT _id FROM {self._kind(kind).table} WHERE {passing} ORDER BY "id"', (needle,))
        found = [id for (id,) in rows if needle in id.lower()]
        return found if limit is None else found[:limit]

    def _digests(self, kind: str, path: str) -> dict[bytes, str]:
        number = self.db.execute("SELECT number FROM files WHERE path = ?", (path,)).fetchone() or (0,)
        rows = f"SELECT _digest, _id FROM {self._kind(kind).table} WHERE {OF_FILE} ORDER BY _line"
        return dict(self.db.execute(rows, {"file": number[0]}))

    def _duplicates(self, kind: str) -> list[Twin]:
        import json

        row = self.db.execute("SELECT twins FROM kinds WHERE kind = ?", (self._kind(kind).name,)).fetchone()
        try:
            return [(id, path, line, other, at) for id, path, line, other, at in json.loads(row[0])]
        except (ValueError, TypeError):
            raise Broken from None

    def _basis(self, kinds: Sequence[str]) -> str:
        row = "SELECT edition FROM kinds WHERE kind = ?"
        return " ".join(f"{kind}:{self.db.execute(row, (self._kind(kind).name,)).fetchone()[0]}" for kind in kinds)

    def _recall(self, name: str, basis: str) -> Any:
        import json

        row = self.db.execute("SELECT value FROM memos WHERE name = ? AND basis = ?", (name, basis)).fetchone()
        return json.loads(row[0]) if row else None

    def _note(self, name: str, basis: str, value: Any) -> bool:
        import json

        fresh, version = self._fresh, self._version()
        self.end()
        self.db.execute("REPLACE INTO memos VALUES (?, ?, ?)", (name, basis, json.dumps(value, ensure_ascii=False)))
        self.db.execute("BEGIN")
        if self._version() != version:
            return False
        self._fresh = fresh
        return True

    def _version(self) -> int:
        """Becomes another when another connection writes."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def _kind(self, name: str) -> Kind:
        if name not in self._fresh:
            raise Unsupported
        return self._fresh[name]
