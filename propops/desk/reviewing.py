"""What commits did to records: both sides of the files they touched, of which only the records that differ are parsed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from propops.commits import Commit, Touched, commits_in
from propops.errors import Problem, PropopsError
from propops.estate import Estate
from propops.i18n import _
from propops.review.record_diff import Difference, Version, common, differences
from propops.store import fast
from propops.store.homes import kind_of_path
from propops.store.reader import Map, decode_utf8
from propops.store.writer import same


@dataclass(frozen=True)
class Reviewed:
    """A commit and what it did; `problems` are versions that could not be read, with their places."""

    commit: Commit
    changes: tuple[Difference, ...]
    problems: tuple[Problem, ...]


Blocks = Sequence[bytes]
Texts = dict[str, Blocks]  # by git's name for the file's content


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
    names = list(dict.fromkeys(name for commit in commits for file in commit.files for name in (*file.before, file.after)))
    wanted = [name for name in names if name]
    texts = {name: blocks_of(text) for name, text in zip(wanted, estate.git.blobs(wanted), strict=True)}
    return [_review(commit, texts) for commit in commits]


def _review(commit: Commit, texts: Texts) -> Reviewed:
    problems: list[Problem] = []
    files = [(file, kind) for file in commit.files if (kind := kind_of_path(file.path)) is not None]
    problems += [_unknown(file) for file in commit.files if kind_of_path(file.path) is None]
    sides = [_against(parent, files, texts, commit, problems) for parent in range(commit.parents)]
    return Reviewed(commit, tuple(common(sides)), tuple(dict.fromkeys(problems)))


def _unknown(file: Touched) -> Problem:
    return Problem("unknown-file", _("No record kind keeps its records here."), path=file.path, severity="warning")


def _against(parent: int, files: Sequence[tuple[Touched, str]], texts: Texts, commit: Commit, problems: list[Problem]) -> list[Difference]:
    before, after = list[Version](), list[Version]()
    for file, kind in files:
        old, new = texts.get(file.before[parent], []), texts.get(file.after, [])
        for blocks, others, side, where in ((old, new, before, f"{commit.id[:9]}^{parent + 1}"), (new, old, after, commit.id[:9])):
            for line, text in only_in(blocks, others):
                side += versions_in(kind, file.path, line, text, where, problems)
    return differences(before, after, same)


def blocks_of(text: bytes) -> Blocks:
    """Records without their last line end; one begins where a line begins with `- `. A file where none does is one block."""
    if text.startswith(b"\xef\xbb\xbf") or b"\r" in text:
        return [text]
    return re.split(rb"\n(?=- )", text.removesuffix(b"\n"))


def only_in(blocks: Blocks, others: Blocks) -> Iterator[tuple[int, bytes]]:
    """What the other side does not have, with the line it begins in."""
    left = Counter(others)
    for i, text in enumerate(blocks):
        if left[text]:
            left[text] -= 1
        else:
            yield 1 + i + b"".join(blocks[:i]).count(b"\n"), text + b"\n"


def versions_in(kind: str, path: str, line: int, text: bytes, where: str, problems: list[Problem]) -> Iterator[Version]:
    try:
        top = fast.load(decode_utf8(text, path), path)
    except PropopsError as error:
        problems += [problem._replace(path=f"{where}:{path}", line=max(problem.line, 1) + line - 1) for problem in error.problems]
        return
    records = [top] if isinstance(top, Map) else top or ()
    yield from (Version(kind, path, record.line + line - 1, record) for record in records if isinstance(record, Map))
