"""Everything that is wrong with an estate: files, records, references, rules between records."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from propops.errors import Problem, PropopsError
from propops.i18n import _
from propops.models import kinds, model
from propops.models.base import Record
from propops.models.settings import Settings
from propops.store.rules import faults
from propops.store.store import RECORDS, Store, kind_of_path, record_files


def problems_of(store: Store, paths: Iterable[str] = ()) -> list[Problem]:
    """All problems in the order of files and lines; only those below `paths`, if any are given."""
    found = {*_of_strays(store)}
    found |= {problem for kind in kinds() for problem in _of_kind(store, kind)}
    wanted = tuple(paths)
    chosen = [problem for problem in found if not wanted or any(_is_below(problem.path, path) for path in wanted)]
    return sorted(chosen, key=lambda problem: (problem.path, problem.line, problem.id, problem.field, problem.code, problem.message))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or PurePosixPath(path).is_relative_to(PurePosixPath(folder))


def _of_strays(store: Store) -> Iterator[Problem]:
    """A file that no kind would read is a record nobody sees."""
    for path, kind in record_files(store.root):
        if kind is None:
            message = _("No record kind keeps its records here; nothing reads this file.")
            yield Problem("unknown-file", message, path, hint=_("Kinds: %(kinds)s.") % {"kinds": ", ".join(kinds())})
    for file in (store.root / RECORDS).rglob("*.yml"):
        path = file.relative_to(store.root).as_posix()
        yield Problem("unknown-file", _("Record files end in .yaml; nothing reads this file."), path)


def _of_kind(store: Store, kind: str) -> Iterator[Problem]:
    of = model(kind)
    readable = True
    for path in store.paths(kind):
        try:
            loaded = store.load(path, of)
        except PropopsError as error:
            readable = False
            yield from error.problems
            continue
        yield from loaded.problems
        yield from _misplaced(path, loaded.records)
        readable = readable and all(problem.severity != "error" for problem in loaded.problems)
    if readable:
        yield from _of_records(store, of)


def _of_records(store: Store, of: type[Record]) -> Iterator[Problem]:
    """Rules are asked only of what could be read: one broken file does not make a hundred follow-on problems."""
    try:
        records = [store.settings] if of is Settings else store.all(of)
    except PropopsError as error:
        yield from error.problems
        return
    for record in records:
        try:
            yield from faults(record, store)
        except PropopsError:
            return  # another kind's file is broken, and reported under its own name


def _misplaced(path: str, records: Iterable[Record | None]) -> Iterator[Problem]:
    for record in records:
        if record is None or record.kind == Settings.kind or record.source is None:
            continue
        try:
            home = f"{RECORDS}/{type(record).shard(record.id)}"
        except (IndexError, ValueError):
            home = ""
        if home != path and home and kind_of_path(home) == record.kind:
            message = _("New records with this id would go to %(home)s.") % {"home": home}
            yield Problem("misplaced", message, path, record.source.line, record.id, severity="info")
