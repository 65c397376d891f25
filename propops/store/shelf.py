"""The rows of one kind in the index, and how they are kept in step with its files; loaded only when one of these changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from propops.store.freshness import (
    IN_FILES,
    OF_FILE,
    ROWS_A_FILE,
    IndexedRecord,
    Known,
    Load,
    LoadFailed,
    Noted,
    State,
    calm,
    hash_of,
    is_racy,
)
from propops.store.order_keys import CHOICE
from propops.store.query import INDEXED, Kind, keys_of
from propops.tuples import NamedTuple

if TYPE_CHECKING:
    import json
    import sqlite3

# A row of a kind's table: the number of its file, line, id, oddness, digest, plain values as JSON, keys.
Row = tuple[Any, ...]


class _Standing(NamedTuple):
    """What of a row tells whether its record is still there; `at` is its number."""

    at: int
    line: int
    id: str
    digest: bytes | None


class Shelf(Noted):
    def __init__(self, db: "sqlite3.Connection", root: str, kind: Kind, clock: Callable[[], int]) -> None:
        super().__init__(db, root, kind, clock)
        self._keys = keys_of(kind)

    def update(self, found: Mapping[str, State], load: Load, now: int) -> None:
        """Reads what changed. `now` is the file system's time from before anything was read."""
        is_new = self._make_table()
        known = {} if is_new else self.known()
        gone = known.keys() - found.keys()
        for path in gone:
            self._forget(known[path])
        touched = {path: state for path, state in found.items() if path not in known or known[path][1:5] != state or known[path][5]}
        changed = [new for path, state in touched.items() if (new := self._look_at(path, state, known.get(path), load, now)) is not None]
        if is_new:
            self._make_indexes()
        doubtful = {path for path, state in touched.items() if is_racy(state, now)}
        twins = self._twins(is_new, changed)
        edition = self._edition() + bool(is_new or gone or changed)
        self.db.execute(
            "REPLACE INTO kinds VALUES (?, ?, ?, ?, ?)", (self.kind.name, self.kind.card, calm(found, doubtful), twins, edition)
        )

    def _edition(self) -> int:
        """Counts how often the rows of the kind became others."""
        row = self.db.execute("SELECT edition FROM kinds WHERE kind = ?", (self.kind.name,)).fetchone()
        return row[0] if row else 0

    # --- files and their rows

    def _look_at(self, path: str, state: State, old: Known | None, load: Load, now: int) -> range | None:
        """The numbers of new rows, of which there may be none; None where the file did not have to be read."""
        is_doubtful = is_racy(state, now)
        # Before the content is read: what is written in between then differs from the hash.
        hash = hash_of(f"{self.root}/{path}") if is_doubtful or (old is not None and old[5]) else None
        if old is not None and old[1:5] == state and old[5] == hash:
            self.db.execute("UPDATE files SET hash = ? WHERE number = ?", (hash if is_doubtful else None, old[6]))
            return None
        return self._take_in(path, (*state, hash if is_doubtful else None), old, load)

    def _take_in(self, path: str, state: tuple[Any, ...], old: Known | None, load: Load) -> range:
        was = self._standing(old[6]) if old is not None else []
        try:
            records = list(load(self.kind.name, path, {row.digest: row.id for row in was if row.digest is not None}))
        except Exception as error:
            raise LoadFailed(error) from error
        number = self._note(old[6] if old is not None else None, path, state)
        return self._replace(number, was, records)

    def _replace(self, number: int, was: Sequence[_Standing], records: Sequence[IndexedRecord]) -> range:
        """Most records are as they were, or stand some lines further down. Tells the numbers of new ones."""
        kept = {row.digest: row for row in was}
        same = [(kept[record.digest], record.line) for record in records if record.plain is None]
        rest = {row.at: row for row in was}
        for row, __ in same:
            del rest[row.at]
        unseen = {row.id: row.at for row in reversed(rest.values())}
        read = [(unseen.pop(record.id, None), self._row(number, record)) for record in records if record.plain is not None]
        if was:
            self._move((line, row.at) for row, line in same if line != row.line)
            self._overwrite((at, row) for at, row in read if at is not None)
            self._drop(rest.keys() - {at for at, __ in read})
        first = max((row.at for row in was), default=number * ROWS_A_FILE) + 1
        new = [row for at, row in read if at is None]
        self._insert((at, *row) for at, row in enumerate(new, first))
        return range(first, first + len(new))

    def _note(self, number: int | None, path: str, state: tuple[Any, ...]) -> int:
        """The number of a file, which a new one gets here."""
        columns = "number, kind, path, size, mtime, ctime, inode, hash"
        noted = self.db.execute(f"REPLACE INTO files ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (number, self.kind.name, path, *state))
        return int(noted.lastrowid or 0)

    @property
    def _columns(self) -> list[str]:
        return ["_file", "_line", "_id", "_odd", "_digest", "_plain", *(f'"{key}"' for key in self.kind.keyed)]

    def _standing(self, number: int) -> list[_Standing]:
        rows = self.db.execute(f"SELECT rowid, _line, _id, _digest FROM {self.kind.table} WHERE {OF_FILE} ORDER BY _line", {"file": number})
        return [*map(_Standing._make, rows)]

    def _row(self, number: int, record: IndexedRecord) -> Row:
        plain = record.plain or {}
        text, is_odd = _json(plain)
        return (number, record.line, record.id, is_odd, record.digest, text, *self._keys(plain))

    def _insert(self, rows: Iterable[Row]) -> None:
        columns = ["rowid", *self._columns]
        self.db.executemany(f"INSERT INTO {self.kind.table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)

    def _move(self, lines: Iterable[tuple[int, int]]) -> None:
        self.db.executemany(f"UPDATE {self.kind.table} SET _line = ? WHERE rowid = ?", lines)

    def _overwrite(self, rows: Iterable[tuple[int, Row]]) -> None:
        settings = ", ".join(f"{column} = ?" for column in self._columns)
        self.db.executemany(f"UPDATE {self.kind.table} SET {settings} WHERE rowid = ?", ((*row, at) for at, row in rows))

    def _drop(self, rows: Iterable[int]) -> None:
        self.db.executemany(f"DELETE FROM {self.kind.table} WHERE rowid = ?", ((at,) for at in rows))

    def _forget(self, file: Known) -> None:
        self.db.execute(f"DELETE FROM {self.kind.table} WHERE {OF_FILE}", {"file": file[6]})
        self.db.execute("DELETE FROM files WHERE number = ?", (file[6],))

    # --- the table

    def _make_table(self) -> bool:
        """Whether there was none for these fields. What stands in it under others cannot be used."""
        row = self.db.execute("SELECT card FROM kinds WHERE kind = ?", (self.kind.name,)).fetchone()
        if row is not None and row[0] == self.kind.card:
            return False
        self.db.execute("DELETE FROM files WHERE kind = ?", (self.kind.name,))
        self.db.execute(f"DROP TABLE IF EXISTS {self.kind.table}")
        # The JSON last: a row that is only compared is then mostly not read to its end.
        keys = "".join(f', "{key}"' for key in self.kind.keyed)
        self.db.execute(f"CREATE TABLE {self.kind.table} (_file, _line, _id, _odd, _digest{keys}, _plain)")
        return True

    def _make_indexes(self) -> None:
        """After the rows, which takes a third less time. Choices are what lists are filtered by, and in the order of ids."""
        table = self.kind.table
        self.db.execute(f'CREATE INDEX {table[:-1]} id" ON {table} ("id", _id)')
        for key in self.kind.keyed:
            if self.kind.fields[key] in INDEXED and key != "id":
                then = ', "id"' * (self.kind.fields[key] == CHOICE)
                self.db.execute(f'CREATE INDEX {table[:-1]} {key}" ON {table} ("{key}"{then})')

    # --- one id in two files

    def _twins(self, is_new: bool, changed: Iterable[range]) -> str:
        import json

        row = self.db.execute("SELECT twins FROM kinds WHERE kind = ?", (self.kind.name,)).fetchone()
        if is_new or row[0] != "[]" or any(map(self._has_twin, changed)):
            return json.dumps(list(self._all_twins()))
        return "[]"

    def _has_twin(self, new: range) -> bool:
        table = self.kind.table
        again = f'(SELECT count(*) FROM {table} AS other WHERE other."id" = this."id") > 1'
        found = f"SELECT 1 FROM {table} AS this WHERE rowid >= ? AND rowid < ? AND {again} LIMIT 1"
        return bool(self.db.execute(found, (new.start, new.stop)).fetchall())

    def _all_twins(self) -> Iterable[list[Any]]:
        table = self.kind.table
        doubled = f'SELECT "id" FROM {table} GROUP BY "id" HAVING count(*) > 1'
        rows = self.db.execute(f'SELECT _id, _path, _line FROM {table} {IN_FILES} WHERE "id" IN ({doubled}) ORDER BY "id", _path, _line')
        first: list[Any] = [None, "", 0]
        for id, path, line in rows:
            if id != first[0]:
                first = [id, path, line]
            else:
                yield [id, path, line, *first[1:]]


def _json(plain: Mapping[str, Any]) -> tuple[str, bool]:
    """With the mark of texts that SQL cannot turn into lower case, or (half a surrogate pair) not even hold."""
    text = _encoder().encode(plain)
    try:
        beyond = text.encode().translate(None, _ASCII).decode()
    except UnicodeEncodeError:
        import json

        return json.dumps(plain), True
    return text, beyond.lower() != beyond


_ASCII = bytes(range(128))


@cache
def _encoder() -> "json.JSONEncoder":
    import json

    return json.JSONEncoder(ensure_ascii=False)
