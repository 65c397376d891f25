"""Bytes on disk: a lock that names its holder, and new files laid ready, so that putting them in place is a rename each."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from propops.digests import sha256
from propops.errors import LockedError, Problem, PropopsError, refuse
from propops.i18n import _

FOLDER = ".propops"
STAGED = f"{FOLDER}/staged"
JOURNAL = f"{STAGED}/journal"
REFUSED = f"{STAGED}/refused"  # the journal of a change that is being taken back


# --- the lock ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def locked(root: Path, holder: str, wait: float) -> Iterator[int]:
    """Holds the estate's write lock; waits `wait` seconds at most. Gives the descriptor, for the git child to inherit."""
    try:
        handle = _open_lock(root)
    except OSError as error:
        raise _read_only(root, error.strerror or str(error)) from None
    try:
        _acquire(handle, wait)
        with contextlib.suppress(OSError):  # on a full disk the lock holds without a name
            os.ftruncate(handle, 0)
            os.pwrite(handle, holder.encode(), 0)
        yield handle
    finally:
        os.close(handle)


def _open_lock(root: Path) -> int:
    for folder in (root / FOLDER, root / STAGED):
        # A link that came with a clone must not lead the clearing up astray.
        if os.path.lexists(folder) and (folder.is_symlink() or not folder.is_dir()):
            raise _read_only(root, _("%(path)s is not a folder") % {"path": folder.relative_to(root)})
    make_folder(root / FOLDER, 0o700)
    return os.open(root / FOLDER / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def _read_only(root: Path, why: str) -> PropopsError:
    return refuse("read-only", _("The estate cannot be written to: %(why)s.") % {"why": why}, path=str(root))


def _acquire(handle: int, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as error:
            if not isinstance(error, BlockingIOError):
                why = _("The estate's folder cannot be locked: %(why)s.") % {"why": error.strerror}
                raise refuse("no-locks", why, hint=_("Keep it on a local disk.")) from None
            if time.monotonic() >= until:
                message = _("Someone else is writing: %(who)s.") % {"who": _holder(handle) or "?"}
                raise LockedError(Problem("locked", message, hint=_("Try again in a moment."))) from None
            time.sleep(0.02)


def _holder(handle: int) -> str:
    return os.pread(handle, 200, 0).decode(errors="replace").strip()


def holder(root: Path) -> str:
    """Who is writing at this moment; empty if nobody is, or nobody ever did."""
    try:
        handle = os.open(root / FOLDER / "lock", os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return ""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(handle) or "?"
    except OSError:
        return ""
    finally:
        os.close(handle)
    return ""


# --- the stage: the new files until they are in place, the old ones until the new ones are committed --------------------


def staged(root: Path, path: str, what: str) -> Path:
    """Where the new and the old version of a file wait: on the same disk, out of git's and the readers' sight."""
    name = sha256(path.encode("utf-8", "surrogatepass")).hex()[:16]
    return root / STAGED / f"{name}.{what}"


def lay_ready(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Every new file on the disk (None: there will be none), and a second name for every old one; none is in place yet.

    With the second name, putting an old file back is a rename too: it needs no space on a full disk.
    """
    make_folder(root / STAGED, 0o700)
    clear_stage(root)
    for path, data in contents.items():
        file = root / path
        if data is not None:
            _write(staged(root, path, "new"), data, file.stat().st_mode & 0o777 if file.exists() else None)
        if file.exists():
            _keep(file, staged(root, path, "old"))


def note(root: Path, journal: bytes) -> None:
    """The journal, whole or not at all; once it is on the disk, so is everything else on the stage."""
    new = (root / JOURNAL).with_suffix(".new")
    _write(new, journal, 0o600)
    new.replace(root / JOURNAL)
    sync_folders([root / JOURNAL])


def put_in_place(root: Path, path: str) -> None:
    make_folder((root / path).parent)
    staged(root, path, "new").replace(root / path)


def put_back(root: Path, path: str) -> None:
    staged(root, path, "old").replace(root / path)


def prune(root: Path, path: str) -> None:
    """Removes the folders that were made for a file that is not there."""
    with contextlib.suppress(OSError):  # not empty
        for folder in (root / parent for parent in PurePosixPath(path).parents[:-1]):
            if folder.is_dir():
                folder.rmdir()


def clear_stage(root: Path) -> None:
    """The journal goes first: without it, what lies there is waste."""
    for journal in (JOURNAL, REFUSED):
        (root / journal).unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        for left in (root / STAGED).iterdir():
            left.unlink(missing_ok=True)


def _write(new: Path, data: bytes, mode: int | None = None) -> None:
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    with os.fdopen(handle, "wb") as stream:
        if mode is not None:
            os.fchmod(handle, mode)
        stream.write(data)
        stream.flush()
        os.fsync(handle)


def _keep(file: Path, old: Path) -> None:
    try:
        os.link(file, old)
    except OSError:
        import shutil

        shutil.copy2(file, old)  # a file system without links
        _sync(old)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """With the folders above it, each one's name on the disk."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode, exist_ok=True)
        _sync(folder.parent)


def sync_folders(files: Iterable[Path]) -> None:
    for folder in {file.parent for file in files}:
        if folder.is_dir():
            _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
