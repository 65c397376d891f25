"""What commits did to records: both sides of the files they touched, of which only the records that differ are parsed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from propops.commits import Commit, Touched, commits_in
from propops.errors import Problem, PropopsError
from propops.estate import Estate
from propops.git import Git
from propops.i18n import _
from propops.objects import Contents
from propops.review.blocks import Block, only_in_each
from propops.review.record_diff import Difference, Version, common, differences
from propops.store import fast
from propops.store.homes import kind_of_path
from propops.store.reader import Map, decode_utf8
from propops.store.writer import same
from propops.tuples import NamedTuple


class Reviewed(NamedTuple):
    """A commit and what it did; `problems` are versions that could not be read, with their places."""

    commit: Commit
    changes: tuple[Difference, ...]
    problems: tuple[Problem, ...]


# By git's names for a file's content in a parent and in the commit: what only the parent has, and what only the commit has.
Changed = Mapping[tuple[str, str], tuple[Sequence[Block], Sequence[Block]]]


def reviewed(estate: Estate, revision: str | None, since: date | None) -> list[Reviewed]:
    """Newest first. Without a revision: what was committed since the day, or today."""
    return _reviewed(estate, commits_in(estate.git, revision, _start(estate, revision, since)))


def reviewed_files(estate: Estate, paths: Sequence[str]) -> list[Reviewed]:
    """All that ever happened to some record files."""
    return _reviewed(estate, commits_in(estate.git, None, None, paths))


def _start(estate: Estate, revision: str | None, since: date | None) -> str | None:
    day = since or (None if revision else estate.today)
    return datetime.combine(day, datetime.min.time(), estate.now.tzinfo).isoformat() if day else None


def _reviewed(estate: Estate, commits: Sequence[Commit]) -> list[Reviewed]:
    changed = _changed(estate.git, commits)
    return [_review(commit, changed) for commit in commits]


def _changed(git: Git, commits: Sequence[Commit]) -> Changed:
    """File by file and newest first: what one version is compared with is the next to be compared, and is read once."""
    files = sorted((file for commit in commits for file in commit.files if kind_of_path(file.path)), key=lambda file: file.path)
    pairs = [(before, file.after) for file in files for before in file.before]
    paths = {name: file.path for file in files for name in (*file.before, file.after)}
    text = lru_cache(maxsize=4)(Contents(git, paths).of)
    return {pair: only_in_each(*map(text, pair)) for pair in pairs}


def _review(commit: Commit, changed: Changed) -> Reviewed:
    problems: list[Problem] = []
    files = [(file, kind) for file in commit.files if (kind := kind_of_path(file.path)) is not None]
    problems += [_unknown(file) for file in commit.files if kind_of_path(file.path) is None]
    sides = [_against(parent, files, changed, commit, problems) for parent in range(commit.parents)]
    return Reviewed(commit, tuple(common(sides)), tuple(dict.fromkeys(problems)))


def _unknown(file: Touched) -> Problem:
    return Problem("unknown-file", _("No record kind keeps its records here."), path=file.path, severity="warning")


def _against(
    parent: int, files: Sequence[tuple[Touched, str]], changed: Changed, commit: Commit, problems: list[Problem]
) -> list[Difference]:
    before, after = list[Version](), list[Version]()
    for file, kind in files:
        old, new = changed[file.before[parent], file.after]
        for blocks, side, where in ((old, before, f"{commit.id[:9]}^{parent + 1}"), (new, after, commit.id[:9])):
            for line, text in blocks:
                side += versions_in(kind, file.path, line, text, where, problems)
    return differences(before, after, same)


def versions_in(kind: str, path: str, line: int, text: bytes, where: str, problems: list[Problem]) -> Iterator[Version]:
    try:
        top = fast.load(decode_utf8(text, path), path)
    except PropopsError as error:
        problems += [problem._replace(path=f"{where}:{path}", line=max(problem.line, 1) + line - 1) for problem in error.problems]
        return
    records = [top] if isinstance(top, Map) else top or ()
    yield from (Version(kind, path, record.line + line - 1, record) for record in records if isinstance(record, Map))
