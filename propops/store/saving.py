"""A change that holds is written all or nothing, and committed as exactly these files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from propops.digests import digest
from propops.errors import Problem, PropopsError, refuse
from propops.frozen import Frozen, value_type
from propops.git import Git, Signature
from propops.git_index import all_committed
from propops.i18n import _
from propops.models import model
from propops.place import SETTINGS
from propops.store import journal
from propops.store.homes import FORMAT, kind_of_path
from propops.store.journal import Intent, entries
from propops.store.reader import refuse_too_large
from propops.store.store import Store

Message = Callable[[str], str]  # a change's id -> the message that names it


@value_type
class Outcome(Frozen):
    """What became of a change: the files written, and why they were not committed, if so."""

    paths: tuple[str, ...]
    waiting_for: str = ""


def save(store: Store, texts: Mapping[str, str | None], git: Git, message: Message, author: Signature, lock: int) -> Outcome:
    """Writes and commits. A commit that is refused takes the files back."""
    paths = tuple(sorted(path for path, text in texts.items() if text != store.read_text(path)))
    if not paths:
        return Outcome(())
    contents = {path: _bytes(texts[path]) for path in paths}
    for path, data in contents.items():
        refuse_too_large(len(data or b""), path)
    unfinished, standing = git.unfinished(), {path: _bytes(store.read_text(path)) for path in paths}
    if not unfinished and not all_committed(git, standing):
        _commit_hand_edits(store, git, standing, lock)
    found = entries(standing, contents)
    id = change_id({entry.path: entry.new for entry in found})
    intent = Intent(id, message(id), author, found, bool(unfinished))
    journal.carry_out(store.root, git, intent, contents, lock)
    return Outcome(paths, unfinished)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _commit_hand_edits(store: Store, git: Git, standing: Mapping[str, bytes | None], lock: int) -> None:
    """Someone's own edit in a file we are about to change is committed first, so that it is never swept into our commit."""
    edited = {path: standing[path] for path in sorted(git.changed(list(standing)))}
    if not edited:
        return
    problems = [problem for path in edited for problem in _file_problems(store, path)]
    if problems:
        raise PropopsError(problems)
    intent = Intent("", "手工修改 " + " ".join(edited) + "\n", None, entries(edited, edited))
    journal.carry_out(store.root, git, intent, {}, lock)


def _file_problems(store: Store, path: str) -> Iterator[Problem]:
    kind = kind_of_path(path)
    if kind is not None and store.read_text(path) is not None:
        yield from (problem for problem in store.load(path, model(kind)).problems if problem.severity == "error")


def message_of(subject: str, command: str, ids: Sequence[str], officer: str, own: Mapping[str, str], id: str) -> str:
    """Subject and trailers: what a day's `git log` is read by."""
    named = ", ".join(ids[:12]) + (f" (+{len(ids) - 12})" if len(ids) > 12 else "")
    trailers = {"Command": command, "Records": named, "Officer": officer, **own, "Change": id}
    return f"{subject}\n\n" + "".join(f"{key}: {value}\n" for key, value in trailers.items() if value)


def change_id(digests: Mapping[str, str | None]) -> str:
    """Follows from the files as they will stand, told by their digests."""
    return digest("".join(f"{path}\0{new}\0" for path, new in sorted(digests.items())).encode("utf-8", "surrogatepass")).hex()[:16]


def refuse_if_not_writable(settings: Mapping[str, Any]) -> None:
    if settings["sample"]:
        hint = _("propops demo DIR makes an estate to play with.")
        raise refuse("sample", _("This is the sample estate of the program; it is not written to."), path=SETTINGS, hint=hint)
    if settings["format"] > FORMAT:
        message = _("The records have format %(found)d; this program knows %(known)d.") % {"found": settings["format"], "known": FORMAT}
        raise refuse("newer-format", message, path=SETTINGS, hint=_("Install a newer propops."))
