"""What was about to be written, kept until it is committed: a change that a crash cut short is finished at the next start.

The journal is written when every new file lies ready beside its old one, so finishing is always possible: the renames that are
missing are made, and the commit. A file that is neither as it was nor as it should become was touched by someone else since; it
is left alone and said so.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from propops.errors import Problem, refuse
from propops.git import Git, Signature
from propops.i18n import _
from propops.store.files import FOLDER, clear_stage, staged, write_durably

NAME = "journal"


@dataclass(frozen=True)
class Entry:
    """One file: the digests of what stood there and of what shall; None where there is no file."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Intent:
    """`is_committed_later`: a merge was under way, the commit is the user's."""

    change: str
    message: str
    author: Signature
    entries: tuple[Entry, ...]
    is_committed_later: bool = False


def digest(data: bytes | None) -> str | None:
    return None if data is None else sha256(data).hexdigest()


def place(root: Path) -> Path:
    return root / FOLDER / NAME


def write(root: Path, intent: Intent) -> None:
    write_durably(place(root), json.dumps(asdict(intent), ensure_ascii=False).encode())


def drop(root: Path) -> None:
    place(root).unlink(missing_ok=True)


def recover(root: Path, git: Git, lock: int) -> list[Problem]:
    """Finishes what the journal tells of; the lock is held. Gives what there is to say about it."""
    intent = _read(root)
    if intent is None:
        return []
    strangers = [entry for entry in intent.entries if _state(root, entry) == "other"]
    if all(digest(git.committed(entry.path)) == entry.new for entry in intent.entries):
        said = "interrupted-done"
    else:
        _finish(root, git, intent, [entry for entry in intent.entries if entry not in strangers], lock)
        said = "interrupted-finished"
    clear_stage(root)
    drop(root)
    return [_finished(said, intent), *(_left_alone(entry) for entry in strangers)]


def _read(root: Path) -> Intent | None:
    try:
        found: dict[str, Any] = json.loads(place(root).read_bytes())
        entries = tuple(Entry(**entry) for entry in found.pop("entries"))
        return Intent(**{**found, "author": Signature(**found["author"]), "entries": entries})
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):
        hint = _("Look at git status, then delete it.")
        raise refuse(
            "journal-broken", _("The journal of an interrupted change cannot be read."), path=f"{FOLDER}/{NAME}", hint=hint
        ) from None


def _state(root: Path, entry: Entry) -> str:
    try:
        now = digest((root / entry.path).read_bytes())
    except FileNotFoundError:
        now = None
    return "new" if now == entry.new else "old" if now == entry.old else "other"


def _finish(root: Path, git: Git, intent: Intent, entries: list[Entry], lock: int) -> None:
    for entry in entries:
        file = root / entry.path
        if _state(root, entry) == "old" and entry.new is None:
            file.unlink(missing_ok=True)
        elif _state(root, entry) == "old":
            staged(root, file, "new").replace(file)
    if entries and not intent.is_committed_later:
        git.drop_own_lock()
        git.commit([entry.path for entry in entries], intent.message, intent.author, lock)


def _finished(code: str, intent: Intent) -> Problem:
    subject = intent.message.partition("\n")[0]
    return Problem(code, _("An interrupted change was finished: %(subject)s.") % {"subject": subject}, severity="warning")


def _left_alone(entry: Entry) -> Problem:
    message = _("An interrupted change meant to write this file, but it was changed since and is left as it is.")
    return Problem("interrupted-left", message, entry.path, severity="warning")
