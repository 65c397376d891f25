"""Bytes on disk: a lock that names its holder, and writes that are whole or not at all."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from propops.errors import LockedError, Problem, refuse
from propops.i18n import _

FOLDER = ".propops"


@contextlib.contextmanager
def locked(root: Path, holder: str, wait: float) -> Iterator[int]:
    """Holds the estate's write lock; waits `wait` seconds at most. Gives the descriptor, for the git child to inherit."""
    folder = root / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise refuse("read-only", _("The estate cannot be written to: %(why)s.") % {"why": error.strerror}, path=str(root)) from None
    try:
        _acquire(handle, wait)
        os.ftruncate(handle, 0)
        os.pwrite(handle, holder.encode(), 0)
        yield handle
    finally:
        os.close(handle)


def _acquire(handle: int, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= until:
                who = os.pread(handle, 200, 0).decode(errors="replace").strip()
                message = _("Someone else is writing: %(who)s.") % {"who": who or "?"}
                raise LockedError(Problem("locked", message, hint=_("Try again in a moment."))) from None
            time.sleep(0.02)


def replace_all(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Replaces these files (None removes one). Temporaries first, then all renames; what fails puts everything back."""
    before = {path: _read(root / path) for path in contents}
    temporaries: dict[str, Path] = {}
    try:
        for path, data in contents.items():
            if data is not None:
                temporaries[path] = _write_temporary(root / path, data)
        for path in contents:
            _put_in_place(root / path, temporaries.pop(path, None))
        _sync_folders(root, contents)
    except OSError as error:
        restore(root, before)
        message = _("The file could not be written: %(why)s. Nothing was changed.") % {"why": error.strerror or str(error)}
        raise refuse("write-failed", message, path=_blamed(root, error)) from None
    finally:
        for temporary in temporaries.values():
            temporary.unlink(missing_ok=True)


def restore(root: Path, before: Mapping[str, bytes | None]) -> None:
    for path, data in before.items():
        if _read(root / path) != data:
            _put_in_place(root / path, None if data is None else _write_temporary(root / path, data))


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write_temporary(file: Path, data: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o644
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _put_in_place(file: Path, temporary: Path | None) -> None:
    if temporary is None:
        file.unlink(missing_ok=True)
    else:
        temporary.replace(file)


def _sync_folders(root: Path, paths: Mapping[str, object]) -> None:
    for folder in {(root / path).parent for path in paths}:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _blamed(root: Path, error: OSError) -> str:
    if not isinstance(error.filename, (str, os.PathLike)):
        return ""
    path = Path(error.filename)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
