"""Everything that is wrong with an estate: files, records, references, rules between records."""

import contextlib
import gc
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

MANY = 50_000  # records, from which on a second process pays


def problems_of(store: Store, paths: Iterable[str] = ()) -> list[Problem]:
    """All problems in the order of files and lines; only those below `paths`, if any are given. The files alone are asked."""
    wanted = [_in_estate(store.root, path) for path in paths]
    store.rows.ignore_index()
    with _no_garbage():
        found = _all_problems(store)
    chosen = [problem for problem in found if not wanted or any(_is_below(problem.path, path) for path in wanted)]
    return sorted(chosen, key=lambda problem: (problem.path, problem.line, problem.id, problem.field, problem.code, problem.message))


@contextlib.contextmanager
def _no_garbage() -> Iterator[None]:
    """What is read is kept until all is checked: looking for garbage among it would find none, and so would looking right after."""
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # among what is old now, and not new, which is looked at first
        if was_looked_for:
            gc.enable()


def _all_problems(store: Store) -> set[Problem]:
    found = {*_of_strays(store), *_of_phrases(store)}

    def ask(records: Sequence[Record]) -> list[Problem]:
        return [problem for record in records for problem in _faults(record, store)]

    records = [record for kind in kinds() for record in _readable(store, kind, found)]
    return found.union(halved(ask, records) if len(records) > MANY else ask(records))


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
        phrasing.book_of(store.root)
    except PropopsError as error:
        yield from error.problems


def _readable(store: Store, kind: str, found: set[Problem]) -> Sequence[Record]:
    """The records that rules can be asked of: none of a kind of which a file is broken, as one would make a hundred follow-on problems.

    What the files have against them is added to `found`.
    """
    try:
        paths = store.paths(kind)
        if not paths:
            return ()
        of = model(kind)
        problems = [problem for path in paths for problem in _of_file(store, path, of)]
        found.update(problems)
        if any(problem.severity == "error" for problem in problems):
            return ()
        # Once all are at hand, rules look records up by id alone.
        return [store.settings] if of is Settings else store.all(of)
    except PropopsError as error:
        found.update(error.problems)
        return ()


def _of_file(store: Store, path: str, of: type[Record]) -> Sequence[Problem]:
    try:
        return store.load(path, of).problems
    except PropopsError as error:
        return error.problems


def _faults(record: Record, store: Store) -> Iterator[Problem]:
    try:
        yield from faults(record, store)
    except PropopsError:
        return  # another kind's file is broken, and reported under its own name
