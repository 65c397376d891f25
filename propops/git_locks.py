"""Locks that git takes for a moment, and leaves behind when it is killed: asked for only where one stands in the way."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from propops.errors import LockedError, Problem, PropopsError, refuse
from propops.i18n import _


def await_turn(lock: Path, root: Path, seconds: float) -> None:
    until = time.monotonic() + seconds
    while lock.exists():
        if time.monotonic() >= until or not at_work(root):
            raise busy(lock, root)
        time.sleep(0.02)


def busy(lock: Path, root: Path) -> PropopsError:
    message = _("git's index has been locked for %(age)s: %(lock)s.") % {"age": age(lock), "lock": lock}
    if at_work(root):
        return LockedError(Problem("git-busy", message, hint=_("Another git is at work; try again when it is done.")))
    return refuse("index-locked", message, hint=_("No git is at work here: delete that file."))


def drop(folder: Path, branch: str, root: Path, since: int) -> None:
    """Those that were taken since that instant (nanoseconds of the file system's clock), if no git is at work."""
    if at_work(root):
        return
    for lock in _locks(folder, branch):
        with contextlib.suppress(FileNotFoundError):
            if lock.stat().st_mtime_ns >= since:
                lock.unlink()


def _locks(folder: Path, branch: str) -> Iterator[Path]:
    yield from (folder / name for name in ("index.lock", "HEAD.lock"))
    yield from folder.glob("next-index-*.lock")
    common = folder / (folder / "commondir").read_text().strip() if (folder / "commondir").exists() else folder
    yield common / f"refs/heads/{branch}.lock"


def at_work(root: Path) -> bool:
    """Whether a git runs in this repository. Linux tells; elsewhere nobody is seen."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "comm").read_text().strip() == "git":
                where = (process / "cwd").readlink()
                if root.is_relative_to(where) or where.is_relative_to(root):
                    return True
    return False


def age(file: Path) -> str:
    """How long ago it was written, by the machine's own clock: 40 s, 3 min, 2 h, 5 d."""
    with contextlib.suppress(OSError):
        seconds = max(0, int(time.time() - file.stat().st_mtime))
        for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
            if seconds >= size:
                return f"{seconds // size} {unit}"
        return f"{seconds} s"
    return "?"
