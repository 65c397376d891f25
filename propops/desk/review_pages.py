"""A review as people read it, in a terminal or as Markdown, and as data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from propops.desk.reviewing import Reviewed
from propops.i18n import N_, _
from propops.jsonable import jsonable
from propops.models import model
from propops.review.record_diff import Difference, Field
from propops.terminal.output import mask
from propops.terminal.plain import cell, labelled
from propops.tuples import NamedTuple

WHAT = {"removed": N_("removed"), "changed": N_("changed"), "added": N_("added"), "moved": N_("in another file")}

Names = Mapping[str, str]


class Line(NamedTuple):
    """`depth` 0 is a heading, 1 a commit, 2 a record, 3 a field."""

    depth: int
    text: str


def lines(found: Sequence[Reviewed], reveal: bool, names: Names) -> Iterator[Line]:
    """What a supervisor must see comes first: removed records, rewritten logs, versions that cannot be read. Then commit by commit."""
    alarming = [(one, change) for one in found for change in one.changes if change.is_alarming]
    problems = [problem for one in found for problem in one.problems]
    if alarming or problems:
        yield Line(0, _("Look at these first (%(count)d)") % {"count": len(alarming) + len(problems)})
        for one, change in alarming:
            yield from _record(change, reveal, names, f"{one.commit.id[:7]} {one.commit.by}")
        yield from (Line(2, str(problem)) for problem in problems)
    yield Line(0, _summary(found))
    for one in found:
        yield Line(1, _commit(one))
        for change in one.changes:
            if not change.is_alarming:
                yield from _record(change, reveal, names)
            else:
                yield Line(2, _("%(record)s: see above") % {"record": _title(change)})


def _summary(found: Sequence[Reviewed]) -> str:
    words = {
        "commits": len(found),
        "records": sum(len(one.changes) for one in found),
        "hand": sum(not one.commit.is_ours for one in found),
    }
    return _("%(commits)d commits, %(records)d changed records; by hand or by other tools: %(hand)d") % words


def _commit(one: Reviewed) -> str:
    commit = one.commit
    mark = "" if commit.is_ours else "  " + _("[edited by hand]")
    return f"{commit.id[:7]}  {commit.at[:16].replace('T', ' ')}  {commit.by}  {commit.subject}{mark}"


def _record(change: Difference, reveal: bool, names: Names, commit: str = "") -> Iterator[Line]:
    yield Line(2, _title(change) + (f"  ({commit})" if commit else ""))
    yield from (Line(3, f"! {fault.message}") for fault in change.faults)
    of = model(change.kind)
    for field in change.fields:
        if change.what in ("changed", "removed") or field.key in of.columns:
            yield Line(3, f"{labelled(of, field.key)}  {_values(change, field, reveal, names)}")


def _title(change: Difference) -> str:
    home = "" if change.unit in change.id else change.unit
    return f"{_(WHAT[change.what])}  {_(model(change.kind).label)} {change.id}  {home}".rstrip()


def _values(change: Difference, field: Field, reveal: bool, names: Names) -> str:
    of = model(change.kind)
    old, new = (cell(of, field.key, value, reveal, names) for value in (field.old, field.new))
    if change.what != "changed":
        return old or new
    return f"+ {new}" if field.old is None and isinstance(field.new, list) else f"{old or '–'} → {new or '–'}"


# --- forms ------------------------------------------------------------------------------------------------------------


def as_text(found: Sequence[Line]) -> Iterator[str]:
    for depth, text in found:
        if depth == 0:
            yield ""
        yield "  " * max(0, depth - 1) + " ".join(text.splitlines())


def as_markdown(found: Sequence[Line]) -> Iterator[str]:
    marks = {0: "## ", 1: "### ", 2: "- ", 3: "  - "}
    before = -1
    for depth, text in found:
        if depth < 2 or before < 2:
            yield ""
        yield marks[depth] + _escaped(" ".join(text.splitlines()))
        before = depth


def _escaped(text: str) -> str:
    """What a record says is no Markdown, and no HTML."""
    import re

    return re.sub(r"([\\`*_{}\[\]<>|#!])", r"\\\1", text)


def rows(found: Sequence[Reviewed], reveal: bool) -> list[dict[str, Any]]:
    """One for each changed record, the alarming ones first; `old` and `new` as in the files."""
    every = [_row(one, change, reveal) for one in found for change in one.changes]
    return sorted(every, key=lambda row: not row["alarming"])


def _row(one: Reviewed, change: Difference, reveal: bool) -> dict[str, Any]:
    from propops import schema

    masks: Mapping[str, Any] = {} if reveal else schema.masks(model(change.kind))

    def plain(field: Field) -> dict[str, Any]:
        how = masks.get(field.key)
        return {"field": field.key, "old": jsonable(mask(field.old, how)), "new": jsonable(mask(field.new, how))}

    commit = one.commit
    return {
        "commit": commit.id,
        "at": commit.at,
        "by": commit.by,
        "subject": commit.subject,
        "by_hand": not commit.is_ours,
        "alarming": change.is_alarming,
        "what": change.what,
        "kind": change.kind,
        "id": change.id,
        "unit": change.unit or None,
        "path": change.version.path,
        "line": change.version.line,
        "fields": [plain(field) for field in change.fields],
        "faults": [fault.code for fault in change.faults],
    }
