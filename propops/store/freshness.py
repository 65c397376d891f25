"""Which record files changed since the index read them.

A file is known by its size, times and inode. One that was last touched in the very moment in which it was read (by the file
system's own clock) may be changed again without any of these moving, so its content is hashed as well, each time, until
it has been seen unchanged a moment later: what git does for the files of its index.
"""

import os
import stat
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from propops.store.query import Kind
from propops.tuples import NamedTuple

if TYPE_CHECKING:
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


def calm(found: Mapping[str, State], doubtful: Collection[str]) -> bytes:
    """All the states that can be relied on: one comparison instead of one for each file. Never loaded, only compared."""
    import marshal

    return marshal.dumps([item for item in found.items() if item[0] not in doubtful] if doubtful else list(found.items()), 2)


# --- what the index noted ---------------------------------------------------------------------------------------------


class Noted:
    """What the index noted of the files of one kind. Works inside a transaction of the caller's."""

    def __init__(self, db: "sqlite3.Connection", root: str, kind: Kind, clock: Callable[[], int]) -> None:
        self.db, self.root, self.kind, self.clock = db, root, kind, clock

    def staleness(self, found: Mapping[str, State]) -> int:
        row = self.db.execute("SELECT card, calm FROM kinds WHERE kind = ?", (self.kind.name,)).fetchone()
        doubtful = self.known("AND hash IS NOT NULL")
        if row is None or row[0] != self.kind.card or row[1] != calm(found, doubtful):
            return STALE
        now = self.clock() if doubtful else 0
        for path, file in doubtful.items():
            if found.get(path) != file[1:5] or hash_of(f"{self.root}/{path}") != file[5]:
                return STALE
        return FRESH if not doubtful or any(is_racy(found[path], now) for path in doubtful) else UNSETTLED

    def known(self, which: str = "") -> dict[str, Known]:
        columns = "path, size, mtime, ctime, inode, hash, number"
        rows = self.db.execute(f"SELECT {columns} FROM files WHERE kind = ? {which}", (self.kind.name,))
        return {row[0]: row for row in rows}


def is_racy(state: State, now: int) -> bool:
    return max(state[1], state[2]) >= now
