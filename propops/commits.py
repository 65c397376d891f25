"""Which commits touched which record files, or one record, read from git's plumbing."""

import re
from collections.abc import Iterator, Sequence

from propops.errors import PropopsError, refuse
from propops.git import Git
from propops.i18n import _
from propops.tuples import NamedTuple

_FIELDS = ("%H", "%P", "%cI", "%(trailers:key=Change,valueonly,separator=%x2C)", "%an", "%s")


class Touched(NamedTuple):
    """A file that a commit changed: git's names of its content in each parent, and in the commit; empty where there is none."""

    path: str
    before: tuple[str, ...]
    after: str


class Commit(NamedTuple):
    """`is_ours`: a command of propops made it; else someone edited files, or another tool did."""

    id: str
    at: str
    by: str
    subject: str
    is_ours: bool
    parents: int
    files: tuple[Touched, ...]


def commits_in(git: Git, revision: str | None, since: str | None, paths: Sequence[str] = ()) -> list[Commit]:
    """The commits that touched records, or these files, newest first: of `A..B`, of one revision alone, or all since an instant."""
    which = ["--max-count=1"] if revision and ".." not in revision else []
    when = [f"--since={since}"] if since else []
    # A merge shows what differs from all its parents; a branch whose work a merge threw away is shown too.
    # Without paths git need not simplify the history, which takes it as long again as all the rest.
    how = ["--full-history", "-c", "--raw", "-z", "--no-renames", "--no-abbrev", "--format=%x1e" + "%x1f".join(_FIELDS)]
    try:
        out = git.must("log", *how, *which, *when, "--end-of-options", *([revision] if revision else []), "--", *paths)
    except PropopsError as error:
        if "does not have any commits yet" in str(error):
            return []
        if not revision or not re.search("bad revision|bad object|Invalid revision range", str(error)):
            raise
        raise refuse("unknown-revision", _("git does not know %(revision)s.") % {"revision": revision}, hint=str(error)) from None
    return [_commit(header, files) for header, files in _touching(iter(out.split("\0")), git.prefix) if files]


def _touching(tokens: Iterator[str], prefix: str) -> Iterator[tuple[str, list[Touched]]]:
    header, files = "", list[Touched]()
    for token in tokens:
        if token.startswith("\x1e"):
            yield header, files
            header, files = token[1:], []
        elif token.strip():
            *before, after = _objects(token)
            if (name := next(tokens)).startswith(f"{prefix}records/"):
                files.append(Touched(name.removeprefix(prefix), tuple(before), after))
    yield header, files


def _objects(token: str) -> list[str]:
    """`::mode mode mode object object object MM`: as many colons as parents; the commit's own object stands last."""
    modes, __, rest = token.strip().rpartition(":")
    return [name if name.strip("0") else "" for name in rest.split()[len(modes) + 2 : -1]]


def _commit(header: str, files: Sequence[Touched]) -> Commit:
    id, parents, at, change, by, subject = header.split("\x1f", 5)
    is_ours = re.fullmatch(r"[0-9a-f]{16}", change) is not None
    return Commit(id, at, by, subject, is_ours, max(1, len(parents.split())), tuple(files))


def history_of(git: Git, path: str, id: str) -> list[dict[str, str]]:
    """Every commit that touched one record, newest first: at, by, subject, commit. git follows the record's lines."""
    text = git.run("show", f"HEAD:./{path}").stdout  # the lines as git knows them: someone may be editing the file
    found = _lines_of(text, id) or (None if _is_list(text) else (1, len(text.splitlines())))
    if not text or found is None:
        return []
    out = git.must("log", "-z", "-s", "--format=%aI%x1f%an%x1f%s%x1f%h", f"-L{found[0]},{found[1]}:{path}")
    rows = [entry.strip("\n").split("\x1f") for entry in out.split("\0") if entry.strip()]
    return [dict(zip(("at", "by", "subject", "commit"), row, strict=True)) for row in rows]


def _lines_of(text: str, id: str) -> tuple[int, int] | None:
    """First and last line of the record with this id, counted from 1. No parser: what once was committed may be anything."""
    lines = text.splitlines()
    begins = re.compile(rf"""( *)- (.*[{{ ])?id: *["']?{re.escape(id)}["']?[ ,}}]*(#.*)?$""")
    for n, line in enumerate(lines):
        if match := begins.match(line):
            dash = match[1] + "- "
            return n + 1, next((m for m in range(n + 1, len(lines)) if lines[m].startswith(dash)), len(lines))
    return None


def _is_list(text: str) -> bool:
    """A list of records, not the one mapping of the settings."""
    return bool(re.match(r"(?: *(?:#.*|---)?\n)* *-(?: |\n)", text))
