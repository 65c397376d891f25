"""Everything that is wrong with an estate: files, records, references, rules between records."""

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from propops.desk.parallel import halved
from propops.errors import Problem, PropopsError, refuse
from propops.i18n import _
from propops.models import kinds, model
from propops.models.base import Record
from propops.models.settings import Settings
from propops.store import phrasing
from propops.store.disk import names_below
from propops.store.homes import RECORDS, kind_of_path
from propops.store.rules import faults
from propops.store.store import Store

MANY = 5_000  # records, from which on a second process pays


def problems_of(store: Store, paths: Iterable[str] = ()) -> list[Problem]:
    """All problems in the order of files and lines; only those below `paths`, if any are given."""
    wanted = [_in_estate(store.root, path) for path in paths]
    found = {*_of_strays(store), *_of_phrases(store)}

    def ask(records: Sequence[Record]) -> list[Problem]:
        return [problem for record in records for problem in _faults(record, store)]

    readable = [kind for kind in kinds() if _is_readable(store, kind, found)]
    records = [record for kind in readable for record in _records(store, model(kind))]
    found.update(halved(ask, records) if len(records) > MANY else ask(records))
    chosen = [problem for problem in found if not wanted or any(_is_below(problem.path, path) for path in wanted)]
    return sorted(chosen, key=lambda problem: (problem.path, problem.line, problem.id, problem.field, problem.code, problem.message))


def _in_estate(root: Path, given: str) -> str:
    """A path as problems name it, seen from where the reader stands or from the estate. A misspelt one must not look clean."""
    for start in (Path.cwd(), root):
        path = Path(os.path.normpath(start / given))
        if path.is_relative_to(root) and os.path.lexists(path):
            return path.relative_to(root).as_posix()
    raise refuse("no-such-file", _("There is no such file in the estate."), path=given)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or PurePosixPath(path).is_relative_to(PurePosixPath(folder))


def _of_strays(store: Store) -> Iterator[Problem]:
    """A file that no kind would read is a record nobody sees."""
    try:
        names = sorted(names_below(str(store.root), RECORDS))
    except PropopsError as error:
        yield from error.problems
        return
    for path, is_folder in names:
        if is_folder or path.endswith(".yaml"):
            if kind_of_path(path) is None:
                message = _("No record kind keeps its records here; nothing reads this file.")
                yield Problem("unknown-file", message, path, hint=_("Kinds: %(kinds)s.") % {"kinds": ", ".join(kinds())})
        elif path.lower().endswith((".yml", ".yaml")):
            yield Problem("unknown-file", _("Record files end in .yaml; nothing reads this file."), path)


def _of_phrases(store: Store) -> Iterator[Problem]:
    try:
        phrasing.ear(store.root)
    except PropopsError as error:
        yield from error.problems


def _is_readable(store: Store, kind: str, found: set[Problem]) -> bool:
    """Whether the rules can be asked of a kind; what its files have against it is found on the way."""
    problems = [*_of_files(store, kind)]
    found.update(problems)
    if any(problem.severity == "error" for problem in problems):
        return False
    try:
        store.all(model(kind))  # once they are at hand, rules look records up by id alone
    except PropopsError as error:
        found.update(error.problems)
        return False
    return True


def _of_files(store: Store, kind: str) -> Iterator[Problem]:
    try:
        paths = store.paths(kind)
    except PropopsError as error:
        yield from error.problems
        return
    for path in paths:
        try:
            yield from store.load(path, model(kind)).problems
        except PropopsError as error:
            yield from error.problems


def _records(store: Store, of: type[Record]) -> list[Record]:
    """Rules are asked only of what could be read: one broken file does not make a hundred follow-on problems."""
    return [store.settings] if of is Settings else store.all(of)


def _faults(record: Record, store: Store) -> Iterator[Problem]:
    with contextlib.suppress(PropopsError):  # another kind's file is broken, and reported under its own name
        yield from faults(record, store)
