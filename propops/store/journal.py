"""What is about to be written, kept until it is committed: a change that was cut short is finished or taken back.

The journal is written when every new file lies ready beside its old one. From then on each file's digest tells how far the
change came, whoever looks: the run that meets an error, or the next command after a crash. A file that is neither as it was
nor as it should become was touched by someone else; it is left alone and said so.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path, PurePosixPath
from typing import Any

from propops.digests import digest
from propops.errors import Problem, PropopsError, refuse
from propops.frozen import Frozen, value_type
from propops.git import REPOSITORY_FILES, Git, Signature
from propops.i18n import _
from propops.store import files
from propops.store.files import JOURNAL, REFUSED, clear_stage, staged

BROKEN = "journal-broken"


@value_type
class Entry(Frozen):
    """One file: the digests of what stood there and of what shall; None where there is no file."""

    path: str
    old: str | None
    new: str | None

    @property
    def is_written(self) -> bool:
        """A hand edit is only committed."""
        return self.old != self.new

    @property
    def is_of_an_estate(self) -> bool:
        """A journal that came with a clone must not lead out of the estate."""
        return self.path in REPOSITORY_FILES or (self.path.startswith("records/") and ".." not in PurePosixPath(self.path).parts)


@value_type
class Intent(Frozen):
    """`is_committed_later`: the commit is the user's. Without an author the machine's git identity is."""

    change: str  # its id; empty for a commit that names none
    message: str
    author: Signature | None
    entries: tuple[Entry, ...]
    is_committed_later: bool = False

    @property
    def paths(self) -> list[str]:
        return [entry.path for entry in self.entries]

    @property
    def subject(self) -> str:
        return self.message.partition("\n")[0]


def entries(before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> tuple[Entry, ...]:
    return tuple(Entry(path, digest_of(before[path]), digest_of(data)) for path, data in after.items())


def digest_of(data: bytes | None) -> str | None:
    return None if data is None else digest(data).hex()


def content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def carry_out(root: Path, git: Git, intent: Intent, contents: Mapping[str, bytes | None], lock: int) -> None:
    """Writes the files and commits them, or nothing; the lock is held.

    Whatever fails on the way is taken back. Where even that fails, the journal stays, and the next command goes on with it.
    """
    try:
        files.lay_ready(root, contents)
        files.note(root, json.dumps(asdict(intent)).encode())
        _go_on(root, git, intent, lock)
    except BaseException as error:
        if not _was_committed_all_the_same(root, git, intent):
            _take_back(root, git, intent, with_hooks=True)
            if isinstance(error, OSError):
                message = _("The file could not be written: %(why)s. Nothing was changed.") % {"why": error.strerror or str(error)}
                raise refuse("write-failed", message, path=_blamed(root, error)) from None
            raise
    with contextlib.suppress(OSError):  # the change is complete; the next command clears up
        clear_stage(root)


def recover(root: Path, git: Git, lock: int) -> list[Problem]:
    """Finishes or takes back what the journal tells of; the lock is held. Gives what there is to say about it."""
    intent = _read(root)
    if intent is None:
        clear_stage(root)  # it was cut short before it began, or when it was complete
        return []
    git.must("rev-parse", "--git-dir")  # as long as git does not work, nobody knows what was committed
    _drop_own_locks(root, git)
    git.await_turn(0)
    said = _completed(root, git, intent, lock)
    clear_stage(root)
    return said


def _completed(root: Path, git: Git, intent: Intent, lock: int) -> list[Problem]:
    if _is_committed(git, intent):
        git.refresh(intent.paths)
        return [_told("interrupted-done", _("An interrupted change was complete: %(subject)s."), intent)]
    strangers = [entry for entry in intent.entries if _state(root, entry) == "other"]
    ours = replace(intent, entries=tuple(entry for entry in intent.entries if entry not in strangers))
    return [_finished_or_taken_back(root, git, ours, lock), *map(_left_alone, strangers)]


def _finished_or_taken_back(root: Path, git: Git, intent: Intent, lock: int) -> Problem:
    why = ""
    try:
        if not (root / REFUSED).exists():
            _go_on(root, git, intent, lock)
            return _told("interrupted-finished", _("An interrupted change was finished: %(subject)s."), intent)
    except (OSError, PropopsError) as error:
        why = str(error)
    _take_back(root, git, intent)
    return _told("interrupted-undone", _("An interrupted change was taken back: %(subject)s."), intent, why)


def _told(code: str, message: str, intent: Intent, why: str = "") -> Problem:
    return Problem(code, message % {"subject": intent.subject}, hint=why, severity="warning")


def _left_alone(entry: Entry) -> Problem:
    message = _("An interrupted change meant to write this file, but it was changed since and is left as it is.")
    return Problem("interrupted-left", message, entry.path, severity="warning")


def _read(root: Path) -> Intent | None:
    try:
        found: dict[str, Any] = json.loads(_place(root).read_bytes())
        entries = tuple(Entry(**entry) for entry in found.pop("entries"))
        author = found.pop("author")
        intent = Intent(**found, author=None if author is None else Signature(**author), entries=entries)
        if not all(entry.is_of_an_estate for entry in entries):
            raise ValueError
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError, AttributeError):
        hint = _("Look at git status, then delete it.")
        raise refuse(BROKEN, _("The journal of an interrupted change cannot be read."), path=JOURNAL, hint=hint) from None
    return intent


def _place(root: Path) -> Path:
    return root / (REFUSED if (root / REFUSED).exists() else JOURNAL)


# --- forwards ---------------------------------------------------------------------------------------------------------


def _go_on(root: Path, git: Git, intent: Intent, lock: int) -> None:
    """From wherever the change got to."""
    for entry in intent.entries:
        if entry.is_written:
            _put_in_place(root, entry)
    files.sync_folders(root / entry.path for entry in intent.entries if entry.is_written)
    if intent.entries and not intent.is_committed_later and not git.unfinished():
        git.commit(intent.paths, intent.message, intent.author, lock)


def _put_in_place(root: Path, entry: Entry) -> None:
    state = _state(root, entry)
    if state == "other":
        message = _("The file was changed by someone else meanwhile.")
        raise refuse("changed-meanwhile", message, path=entry.path, hint=_("Run the command again."))
    if state == "old" and entry.new is None:
        (root / entry.path).unlink(missing_ok=True)
    elif state == "old":
        files.put_in_place(root, entry.path)


def _state(root: Path, entry: Entry) -> str:
    now = digest_of(content(root / entry.path)) if _is_plain(root, entry.path) else "something else"
    return "new" if now == entry.new else "old" if now == entry.old else "other"


def _is_plain(root: Path, path: str) -> bool:
    """A file or nothing, and no link on the way to it."""
    steps = [root / step for step in (path, *map(str, PurePosixPath(path).parents))]
    return not any(step.is_symlink() for step in steps[:-1]) and (steps[0].is_file() or not steps[0].exists())


# --- backwards --------------------------------------------------------------------------------------------------------


def _take_back(root: Path, git: Git, intent: Intent, with_hooks: bool = False) -> None:
    """With the hooks of our own git: one that rewrote a file and then refused did so on our behalf."""
    if not _place(root).exists():
        with contextlib.suppress(OSError):
            clear_stage(root)  # nothing was in place yet
        return
    try:
        _place(root).replace(root / REFUSED)
        written = [entry for entry in intent.entries if entry.is_written]
        for entry in written:
            if _state(root, entry) == "new" or (with_hooks and _is_rewritten(root, entry)):
                _undo(root, entry)
            if entry.old is None:
                files.prune(root, entry.path)
        files.sync_folders(root / entry.path for entry in written)
        with contextlib.suppress(PropopsError):
            _drop_own_locks(root, git)
            git.unstage([entry.path for entry in intent.entries if entry.old is None])
        clear_stage(root)
    except OSError as error:
        message = _("An interrupted change could not be taken back: %(why)s.") % {"why": error.strerror or str(error)}
        raise refuse("not-restored", message, path=_blamed(root, error), hint=_("The next command tries again.")) from None


def _undo(root: Path, entry: Entry) -> None:
    if entry.old is None:
        (root / entry.path).unlink(missing_ok=True)
    else:
        files.put_back(root, entry.path)


def _is_rewritten(root: Path, entry: Entry) -> bool:
    """It was put in place, and is another one now."""
    return entry.new is not None and _state(root, entry) == "other" and not staged(root, entry.path, "new").exists()


# --- what git says ----------------------------------------------------------------------------------------------------


def _is_committed(git: Git, intent: Intent) -> bool:
    """HEAD holds what was meant, or someone built upon it since."""
    if intent.is_committed_later:
        return False
    held = {entry: digest_of(git.committed(entry.path)) for entry in intent.entries}
    if all(held[entry] == entry.new for entry in held):
        return True
    is_undone = any(held[entry] == entry.old for entry in held)
    return bool(intent.change) and not is_undone and git.knows(f"Change: {intent.change}")


def _was_committed_all_the_same(root: Path, git: Git, intent: Intent) -> bool:
    """git may have been killed when it had nothing left to do but to tidy up."""
    try:
        if not (root / JOURNAL).exists() or not _is_committed(git, intent):
            return False
        _drop_own_locks(root, git)
        git.refresh(intent.paths)
        return True
    except PropopsError:
        return False


def _drop_own_locks(root: Path, git: Git) -> None:
    """While the estate's lock is ours, no git of ours is alive: what it locked after the journal was written is left over."""
    with contextlib.suppress(FileNotFoundError):
        git.drop_locks(since=_place(root).stat().st_mtime_ns)


def _blamed(root: Path, error: OSError) -> str:
    if not isinstance(error.filename, (str, Path)):
        return ""
    path = Path(error.filename)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
