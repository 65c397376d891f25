"""The estate as a git repository: one commit an act, through a single `git fast-import`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

from propops.errors import refuse
from propops.git import REPOSITORY_FILES, Git
from propops.i18n import _
from propops.models.base import Record
from propops.models.staff import Role, Staff
from propops.sample.days import at
from propops.sample.journal import Act, History
from propops.sample.shelf import Shelf
from propops.store.journal import digest_of
from propops.store.saving import change_id, message_of

BRANCH = "main"


def write_repository(history: History, directory: Path, life_from: date | None = None) -> None:
    """Everything before `life_from` is the first commit; without it there is only that one."""
    directory.mkdir(parents=True, exist_ok=True)
    if any(directory.iterdir()):
        raise refuse("not-empty", _("The folder %(folder)s is not empty.") % {"folder": directory})
    git = Git(directory)
    # No template: a hook or an exclude file of this machine must not come along.
    git.must("init", "--quiet", "--template=", "--object-format=sha1", f"--initial-branch={BRANCH}")
    with TemporaryFile() as stream:
        stream.writelines(part.encode() for part in _stream(history, life_from))
        stream.seek(0)
        git.must("fast-import", "--quiet", "--date-format=raw", given=stream)
    git.must("reset", "--quiet", "--hard")


def _stream(history: History, life_from: date | None) -> Iterator[str]:
    opened = history.now if life_from is None else at(life_from, 0) - timedelta(hours=4)
    first = _opening(history, opened)
    names = {record.id: record.name for record in history.state() if isinstance(record, Staff)}
    shelf = Shelf(first.put)
    yield from _commit(first, names, shelf.texts(), REPOSITORY_FILES)
    for act in history.acts_between(opened, None):
        paths = {shelf.put(record) for record in act.put}
        yield from _commit(act, names, {path: shelf.text(path) for path in sorted(paths)}, {})


def _opening(history: History, when: datetime) -> Act:
    records = history.state(when)
    return Act(when, _supervisor(records), "init", "建立档案", records)


def _supervisor(records: Iterable[Record]) -> str:
    return next(record.id for record in records if isinstance(record, Staff) and record.role is Role.SUPERVISOR)


def _commit(act: Act, names: Mapping[str, str], texts: Mapping[str, str], others: Mapping[str, str]) -> Iterator[str]:
    ids = [record.id for record in act.put]
    who = f"{names[act.officer]} <{act.officer}@estate.invalid> {int(act.at.timestamp())} {act.at:%z}"
    yield f"commit refs/heads/{BRANCH}\nauthor {who}\ncommitter {who}\n"
    id = change_id({path: digest_of(text.encode()) for path, text in texts.items()})
    yield _data(message_of(act.subject, act.command, ids, act.officer, {}, id))
    for path, text in (*others.items(), *texts.items()):
        yield f"M 100644 inline {path}\n{_data(text)}"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}\n"
