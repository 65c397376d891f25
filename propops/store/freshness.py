"""Which record files changed since the index read them, and taking the changed ones in.

A file is known by its size, times and inode. One that was last touched in the very moment in which it was read (by the file
system's own clock) may be changed again without any of these moving, so its content is hashed as well, each time, until
it has been seen unchanged a moment later: what git does for the files of its index.
"""

import os
import stat
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from propops.store.order_keys import CHOICE
from propops.store.query import INDEXED, Kind, keys_of
from propops.tuples import NamedTuple

if TYPE_CHECKING:
    import json
    import sqlite3

# size, mtime and ctime in nanoseconds, inode
State = tuple[int, int, int, int]


class IndexedRecord(NamedTuple):
    """What is kept of a record: `plain` is `schema.plain` of it, `digest` that of its section in a canonical file.

    Without `plain` it is what was kept under this digest before, now in this line.
    """

    id: str
    line: int
    plain: Mapping[str, Any] | None
    digest: bytes | None = None


# Kind, path, and the ids of the records that the file had, by the digests of their sections.
Load = Callable[[str, str, Mapping[bytes, str]], Iterable[IndexedRecord]]


class LoadFailed(Exception):
    """Carries what the caller's `load` raised past the handling of the index's own errors."""

    def __init__(self, error: Exception) -> None:
        self.error = error


# UNSETTLED is as good as fresh, but noting that down would spare the next run some hashing.
FRESH, UNSETTLED, STALE = range(3)
# The rows of a file have numbers of their own, so that more of them move none: no file is long enough for as many records.
ROWS_A_FILE = 1 << 24
OF_FILE = f"rowid BETWEEN :file * {ROWS_A_FILE} AND (:file + 1) * {ROWS_A_FILE} - 1"
# A kind may have a field called `number` or `path` itself.
IN_FILES = "JOIN (SELECT number AS _number, path AS _path FROM files) ON _number = _file"


# A row of `files`: path, size, mtime, ctime, inode; hash, which is None once times suffice; its number.
Known = tuple[str, int, int, int, int, bytes | None, int]
# A row of a kind's table: the number of its file, line, id, oddness, digest, plain values as JSON, keys.
Row = tuple[Any, ...]


class _Standing(NamedTuple):
    """What of a row tells whether its record is still there; `at` is its number."""

    at: int
    line: int
    id: str
    digest: bytes | None


# --- what stands on the disk ------------------------------------------------------------------------------------------


def scan(root: str, kind: str) -> dict[str, State] | None:
    """The state of every file of a kind. None where something stands there that reading the files must refuse."""
    if stat.S_ISLNK(os.lstat(f"{root}/records").st_mode):
        return None
    if kind == "settings":
        return _single(root, "records/estate.yaml")
    found = _single(root, f"records/{kind}.yaml")
    folders = [f"records/{kind}"]
    if found is None or _is_link(f"{root}/{folders[0]}"):
        return None
    for folder in folders:  # it grows while it is walked
        if not _scan_folder(root, folder, found, folders):
            return None
    return found


def state_of(at: os.stat_result) -> State:
    return at.st_size, at.st_mtime_ns, at.st_ctime_ns, at.st_ino


def _single(root: str, path: str) -> dict[str, State] | None:
    try:
        at = os.lstat(f"{root}/{path}")
    except FileNotFoundError:
        return {}
    return {path: state_of(at)} if stat.S_ISREG(at.st_mode) else None


def _is_link(path: str) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(path).st_mode)
    except FileNotFoundError:
        return False


def _scan_folder(root: str, folder: str, found: dict[str, State], folders: list[str]) -> bool:
    """By the rules of `Store.paths`: hidden files are what editors leave about, links are refused."""
    try:
        entries = os.scandir(f"{root}/{folder}")
    except (FileNotFoundError, NotADirectoryError):
        return True
    prefix = folder + "/"
    with entries:
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            is_yaml = name.endswith(".yaml")
            if is_yaml and entry.is_file(follow_symlinks=False):
                found[prefix + name] = state_of(entry.stat(follow_symlinks=False))  # by far the most of what a warm start costs
            elif entry.is_dir(follow_symlinks=False):
                folders.append(prefix + name)
            elif is_yaml or (entry.is_symlink() and entry.is_dir()):
                return False
    return True


def hash_of(path: str) -> bytes:
    from propops.digests import digest

    with open(path, "rb") as file:
        return digest(file.read())


def _calm(found: Mapping[str, State], doubtful: Collection[str]) -> bytes:
    """All the states that can be relied on: one comparison instead of one for each file. Never loaded, only compared."""
    import marshal

    return marshal.dumps([item for item in found.items() if item[0] not in doubtful] if doubtful else list(found.items()), 2)


# --- what the index holds ---------------------------------------------------------------------------------------------


class Shelf:
    """The rows of one kind, and how they are kept in step with its files. Works inside a transaction of the caller's."""

    def __init__(self, db: "sqlite3.Connection", root: str, kind: Kind, clock: Callable[[], int]) -> None:
        self.db, self.root, self.kind, self.clock = db, root, kind, clock
        self._keys = keys_of(kind)

    def staleness(self, found: Mapping[str, State]) -> int:
        row = self.db.execute("SELECT card, calm FROM kinds WHERE kind = ?", (self.kind.name,)).fetchone()
        doubtful = self._known("AND hash IS NOT NULL")
        if row is None or row[0] != self.kind.card or row[1] != _calm(found, doubtful):
            return STALE
        now = self.clock() if doubtful else 0
        for path, file in doubtful.items():
            if found.get(path) != file[1:5] or hash_of(f"{self.root}/{path}") != file[5]:
                return STALE
        return FRESH if not doubtful or any(_is_racy(found[path], now) for path in doubtful) else UNSETTLED

    def _known(self, which: str = "") -> dict[str, Known]:
        columns = "path, size, mtime, ctime, inode, hash, number"
        rows = self.db.execute(f"SELECT {columns} FROM files WHERE kind = ? {which}", (self.kind.name,))
        return {row[0]: row for row in rows}

    def update(self, found: Mapping[str, State], load: Load, now: int) -> None:
        """Reads what changed. `now` is the file system's time from before anything was read."""
        is_new = self._make_table()
        known = {} if is_new else self._known()
        gone = known.keys() - found.keys()
        for path in gone:
            self._forget(known[path])
        touched = {path: state for path, state in found.items() if path not in known or known[path][1:5] != state or known[path][5]}
        changed = [new for path, state in touched.items() if (new := self._look_at(path, state, known.get(path), load, now)) is not None]
        if is_new:
            self._make_indexes()
        doubtful = {path for path, state in touched.items() if _is_racy(state, now)}
        twins = self._twins(is_new, changed)
        edition = self._edition() + bool(is_new or gone or changed)
        self.db.execute(
            "REPLACE INTO kinds VALUES (?, ?, ?, ?, ?)", (self.kind.name, self.kind.card, _calm(found, doubtful), twins, edition)
        )

    def _edition(self) -> int:
        """Counts how often the rows of the kind became others."""
        row = self.db.execute("SELECT edition FROM kinds WHERE kind = ?", (self.kind.name,)).fetchone()
        return row[0] if row else 0

    # --- files and their rows

    def _look_at(self, path: str, state: State, old: Known | None, load: Load, now: int) -> range | None:
        """The numbers of new rows, of which there may be none; None where the file did not have to be read."""
        is_racy = _is_racy(state, now)
        # Before the content is read: what is written in between then differs from the hash.
        hash = hash_of(f"{self.root}/{path}") if is_racy or (old is not None and old[5]) else None
        if old is not None and old[1:5] == state and old[5] == hash:
            self.db.execute("UPDATE files SET hash = ? WHERE number = ?", (hash if is_racy else None, old[6]))
            return None
        return self._take_in(path, (*state, hash if is_racy else None), old, load)

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


def _is_racy(state: State, now: int) -> bool:
    return max(state[1], state[2]) >= now


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
