"""The file of the derived index: opened, thrown away when anything about it is odd, passed over when it cannot be used.

SQLite checks the file's form, the stamp its origin. Two processes may use one file, by SQLite's locks; what these do not
cover, replacing the file, is done only while nobody else has it open.
"""

import fcntl
import os
import stat
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from propops.store.order_keys import Unsupported
from propops.store.query import FUNCTIONS

if TYPE_CHECKING:
    import sqlite3

LAYOUT = 5
FOLDER, FILE = ".propops", "index.sqlite"
BUSY_SECONDS = 0.2
# SQLite's codes for what says nothing against the file itself: permission, busy, locked, out of memory, read-only,
# interrupted, input/output error, disk full, cannot open.
_PASSING = {3, 5, 6, 7, 8, 9, 10, 13, 14}

T = TypeVar("T")


class Broken(Exception):
    """SQLite is content with the file, but it does not hold what was put there."""


class IndexFile:
    def __init__(self, root: str, stamp: str, folder: int) -> None:
        self.root, self._folder = root, folder
        self._file = f"{root}/{FOLDER}/{FILE}"
        self._stamp = f"{LAYOUT} {stamp} {root}"
        self._db: sqlite3.Connection | None = None

    @classmethod
    def open(cls, root: str | os.PathLike[str], stamp: str) -> Self | None:
        """`stamp` names whatever else the kept records depend on: the program's version."""
        path = os.path.abspath(root)
        try:
            index = cls(path, f"{stamp} {os.stat(path).st_ino}", _open_folder(f"{path}/{FOLDER}"))
        except OSError:
            return None
        found = index.attempt(index._connect)
        # An error, and the file still there: it is busy, or not to be read. Anything else in its place makes way.
        is_free = found is False or not os.path.lexists(index._file)
        if found or (is_free and index.attempt(index._start_anew)):
            return index
        index.close()
        return None

    def close(self) -> None:
        self._disconnect()
        if self._folder >= 0:
            os.close(self._folder)
            self._folder = -1

    def release(self) -> None:
        """Lets others write: for a command that goes on for long after its last question."""
        self.attempt(self.end)

    @property
    def db(self) -> "sqlite3.Connection":
        if self._db is None:
            raise Unsupported
        return self._db

    def end(self) -> None:
        if self._db is not None and self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def clock(self) -> int:
        """The time of the file system that the records lie on, which need not be ours. 0: nothing counts as settled."""
        try:
            os.utime(self._file)
            return os.stat(self._file).st_mtime_ns
        except OSError:
            return 0

    def _connect(self) -> bool:
        """Whether the file is there, ours and of this version."""
        import sqlite3

        state = os.lstat(self._file)
        if not stat.S_ISREG(state.st_mode) or state.st_uid != os.geteuid():
            return False
        if state.st_mode & 0o777 != 0o600:
            os.chmod(self._file, 0o600)
        self._db = sqlite3.connect(self._file, timeout=BUSY_SECONDS, isolation_level=None)
        # Whoever put the file there, its schema is not to run anything.
        self._db.execute("PRAGMA trusted_schema = OFF")
        self._db.execute("PRAGMA synchronous = NORMAL")
        for name, (arguments, function) in FUNCTIONS.items():
            self._db.create_function(name, arguments, _unless_null(function), deterministic=True)
        return self._db.execute("SELECT stamp FROM meta").fetchall() == [(self._stamp,)]

    def _start_anew(self) -> bool:
        """Only while nobody has the old file open: SQLite could take the journal of one for the other's."""
        import sqlite3

        self._disconnect()
        fcntl.flock(self._folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._remove()
        os.close(os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        db = sqlite3.connect(self._file, isolation_level=None)
        db.executescript(_LAYOUT)
        db.execute("INSERT INTO meta VALUES (?)", (self._stamp,))
        db.close()
        fcntl.flock(self._folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return self._connect()

    def _remove(self) -> None:
        for ending in ("-journal", "-wal", "-shm", ""):
            if os.path.lexists(self._file + ending):
                os.unlink(self._file + ending)

    def _disconnect(self) -> None:
        db, self._db = self._db, None
        if db is not None:
            db.close()

    def attempt(self, work: Callable[[], T]) -> T | None:
        """None where the index has no answer. One that fails is not asked again; if it is the file's fault, it goes."""
        import sqlite3

        try:
            return work()
        except Unsupported:
            return None
        except Broken:
            is_broken = True
        except sqlite3.Error as error:
            # An error without a code is Python's, that cannot make sense of what stands there.
            is_broken = getattr(error, "sqlite_errorcode", 1) & 0xFF not in _PASSING
        except (OSError, ValueError, TypeError, ArithmeticError):
            is_broken = False
        self._disconnect()
        if is_broken:
            self._throw_away()
        return None

    def _throw_away(self) -> None:
        try:
            fcntl.flock(self._folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._remove()
            fcntl.flock(self._folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return  # someone else has it open and will find the same


_LAYOUT = """
BEGIN;
CREATE TABLE meta (stamp);
CREATE TABLE kinds (kind PRIMARY KEY, card, calm, twins, edition);
CREATE TABLE memos (name PRIMARY KEY, basis, value);
CREATE TABLE files (number INTEGER PRIMARY KEY, kind, path UNIQUE, size, mtime, ctime, inode, hash);
CREATE INDEX doubtful ON files (kind) WHERE hash IS NOT NULL;
COMMIT;
"""


def _open_folder(path: str) -> int:
    """A shared lock on the folder is held as long as the index is open; who replaces the file takes it alone."""
    if not os.path.isdir(path):
        os.mkdir(path, 0o700)
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        state = os.fstat(folder)
        if state.st_uid != os.geteuid():
            raise PermissionError(path)
        if state.st_mode & 0o077:
            os.fchmod(folder, 0o700)
        fcntl.flock(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        os.close(folder)
        raise
    return folder


def _unless_null(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given: None if given[0] is None else function(*given)
