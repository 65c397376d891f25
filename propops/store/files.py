"""Bytes on disk: a lock that names its holder, and writes that are whole or not at all."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
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
        except OSError as error:
            if not isinstance(error, BlockingIOError):
                why = _("The estate's folder cannot be locked: %(why)s.") % {"why": error.strerror}
                raise refuse("no-locks", why, hint=_("Keep it on a local disk.")) from None
            if time.monotonic() >= until:
                who = os.pread(handle, 200, 0).decode(errors="replace").strip()
                message = _("Someone else is writing: %(who)s.") % {"who": who or "?"}
                raise LockedError(Problem("locked", message, hint=_("Try again in a moment."))) from None
            time.sleep(0.02)


def replace_all(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Replaces these files (None removes one), all or none."""
    with replaced(root, contents):
        pass


@contextlib.contextmanager
def replaced(root: Path, contents: Mapping[str, bytes | None], ready: Callable[[], None] = lambda: None) -> Iterator[None]:
    """The files are replaced while the `with` runs; whatever fails, in it or before, puts every one of them back.

    `ready` is called when every new file lies beside its old one and none is in place yet: the moment for a journal.

    Temporaries first, then all renames. The old files stay at hand under a second name, so that putting them back is
    a rename and needs no space on a full disk.
    """
    files = {root / path: data for path, data in contents.items()}
    existed: dict[Path, bool] = {}
    folders = _missing_folders(root, files)
    try:
        (root / STAGED).mkdir(mode=0o700, parents=True, exist_ok=True)
        clear_stage(root)
        for file, data in files.items():
            existed[file] = os.path.lexists(file)
            _prepare(root, file, data)
        _sync_folders([root / STAGED / "-"])
        ready()
        for file, data in files.items():
            _put_in_place(root, file, is_removed=data is None)
        _sync_folders(files)
        yield
    except BaseException as error:
        _put_back(root, existed, folders)
        if isinstance(error, OSError):
            message = _("The file could not be written: %(why)s. Nothing was changed.") % {"why": error.strerror or str(error)}
            raise refuse("write-failed", message, path=_blamed(root, error)) from None
        raise
    clear_stage(root)


STAGED = f"{FOLDER}/staged"


def staged(root: Path, file: Path, what: str) -> Path:
    """Where the new and the old version of a file wait: on the same disk, out of git's and the readers' sight."""
    name = sha256(file.relative_to(root).as_posix().encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return root / STAGED / f"{name}.{what}"


def clear_stage(root: Path) -> None:
    """What a killed run left there before it came to its journal."""
    with contextlib.suppress(FileNotFoundError):
        for left in (root / STAGED).iterdir():
            left.unlink(missing_ok=True)


def _missing_folders(root: Path, files: Iterable[Path]) -> list[Path]:
    """Outermost first."""
    parents = {folder for file in files for folder in file.parents if folder.is_relative_to(root)}
    return sorted(folder for folder in parents if not folder.exists())


def _prepare(root: Path, file: Path, data: bytes | None) -> None:
    """Writes the new file and gives the old one its second name."""
    old, new = staged(root, file, "old"), staged(root, file, "new")
    if data is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(new, data, file.stat().st_mode & 0o777 if file.exists() else None)
    if file.exists():
        _keep(file, old)


def write_durably(file: Path, data: bytes) -> None:
    """One small file, whole or not at all."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    _write(new, data, 0o600)
    new.replace(file)
    _sync_folders([file])


def _write(new: Path, data: bytes, mode: int | None) -> None:
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
        shutil.copy2(file, old)  # a file system without links


def _put_in_place(root: Path, file: Path, is_removed: bool) -> None:
    if is_removed:
        file.unlink(missing_ok=True)
    else:
        staged(root, file, "new").replace(file)


def _put_back(root: Path, existed: Mapping[Path, bool], folders: Sequence[Path]) -> None:
    """From every state between the first temporary and the last rename."""
    stuck = [file for file, was_there in existed.items() if not _is_put_back(root, file, was_there)]
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            folder.rmdir()
    if stuck:
        names = ", ".join(staged(root, file, "old").relative_to(root).as_posix() for file in stuck)
        raise refuse("not-restored", _("What stood there before could not be put back; it is kept in %(names)s.") % {"names": names})


def _is_put_back(root: Path, file: Path, was_there: bool) -> bool:
    old = staged(root, file, "old")
    try:
        if old.exists():
            old.replace(file)
            old.unlink(missing_ok=True)  # two names of one file: the rename did nothing
        elif not was_there:
            file.unlink(missing_ok=True)
        staged(root, file, "new").unlink(missing_ok=True)
    except NotADirectoryError:
        return True  # nothing could be written there in the first place
    except OSError:
        return False
    return True


def _sync_folders(files: Iterable[Path]) -> None:
    for folder in {file.parent for file in files}:
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
