"""What was sent: one line for each step of each message, on the disk before the next step is taken.

A message is meant, then sent or failed. What was meant and no more may have arrived: it is sent again under the same id, so that
a double can be told. The ledger holds ids and addresses of the estate's staff by their id; never a text.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from propops.errors import LockedError, Problem, refuse
from propops.i18n import _
from propops.tuples import NamedTuple

State = Literal["meant", "sent", "failed"]
_STATES: dict[str, State] = {"meant": "meant", "sent": "sent", "failed": "failed"}


class Entry(NamedTuple):
    """`day` is the day the message is about; `key` says which message of that day it is."""

    day: str
    key: str
    state: State
    at: str
    why: str = ""


class Ledger:
    """Of one estate, in `folder`; a file for each month."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """One sender at a time: else two would find the same message unsent."""
        if self.folder.is_symlink() or self.folder.parent.is_symlink():
            message = _("The outbox is a link; it would lead out of the estate.")
            raise refuse("read-only", message, path=str(self.folder))
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            message = _("The outbox cannot be written to: %(why)s.") % {"why": error.strerror}
            raise refuse("read-only", message, path=str(self.folder)) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LockedError(Problem("locked", _("Another run is sending at this moment."))) from None
        try:
            yield
        finally:
            os.close(handle)

    def states(self, day: date) -> dict[str, Entry]:
        """How far each message of the day came."""
        return {entry.key: entry for entry in self._entries(day) if entry.day == day.isoformat()}

    def last_day_before(self, day: date) -> date | None:
        """The last day before this one of which anything was to be sent; None if that is longer ago than the month before."""
        days = {entry.day for month in (day, _month_before(day)) for entry in self._entries(month)}
        return max((found for text in days if (found := date.fromisoformat(text)) < day), default=None)

    def note(self, day: date, key: str, state: State, at: datetime, why: str = "") -> None:
        """Is on the disk when it returns."""
        line = json.dumps(Entry(day.isoformat(), key, state, at.isoformat(), why)._asdict(), ensure_ascii=False)
        file = self._file(day)
        is_new = not file.exists()
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            os.ftruncate(handle, _whole_lines(os.pread(handle, os.fstat(handle).st_size, 0)))
            os.lseek(handle, 0, os.SEEK_END)
            os.write(handle, line.encode() + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            _sync(self.folder)

    def _file(self, day: date) -> Path:
        return self.folder / f"{day:%Y-%m}.jsonl"

    def _entries(self, day: date) -> Iterator[Entry]:
        try:
            data = self._file(day).read_bytes()
        except FileNotFoundError:
            return
        for number, line in enumerate(data[: _whole_lines(data)].splitlines(), 1):
            try:
                values = json.loads(line)
                about, key, at, why = (str(values[name]) for name in ("day", "key", "at", "why"))
                yield Entry(about, key, _STATES[values["state"]], at, why)
            except (ValueError, KeyError, TypeError):
                message, hint = _("The outbox's ledger is damaged."), _("Remove this line; what it was about may be sent again.")
                raise refuse("damaged-ledger", message, path=str(self._file(day)), line=number, hint=hint) from None


def _whole_lines(data: bytes) -> int:
    """A line that a crash cut short was never said."""
    return data.rfind(b"\n") + 1


def _month_before(day: date) -> date:
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
