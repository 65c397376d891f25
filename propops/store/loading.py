"""Values of a file -> its records, and everything wrong with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from propops.decode import decode
from propops.errors import Problem, PropopsError
from propops.i18n import _
from propops.models.base import Record
from propops.store import fast
from propops.store.freshness import State
from propops.store.homes import bad_id, home
from propops.store.inline import make_list
from propops.store.reader import Map, Seq
from propops.store.sections import Section, sections
from propops.tuples import NamedTuple

# The records of a file by their place in the list, and everything wrong with it.
Decoded = tuple[Sequence[Record | None], Sequence[Problem]]


class Loaded(NamedTuple):
    """One file as it was read."""

    records: Sequence[Record | None]
    problems: Sequence[Problem]
    state: State | None
    may_hold_numbers: bool

    def require(self) -> "Loaded":
        errors = [problem for problem in self.problems if problem.severity == "error"]
        if errors:
            raise PropopsError(errors)
        return self


_AS_ZEROS = bytes.maketrans(b"0123456789", b"0" * 10)


def may_hold_numbers(text: str) -> bool:
    """Whether as many digits as a phone has stand together anywhere: most files have none, and this is quick to tell."""
    return "\\" in text or b"0" * 11 in text.encode("utf-8", "surrogatepass").translate(_AS_ZEROS, b" -\n")


def decode_all(path: str, top: Seq, of: type[Record]) -> Decoded:
    records: list[Record | None] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for values, line in zip(top, top.lines, strict=True):
        if not isinstance(values, Map):
            problems.append(Problem("not-a-record", _("A record begins with `- id:`."), path, line))
            records.append(None)
            continue
        id = values.get("id")
        if isinstance(id, str) and id not in seen and home(of, id) is not None:
            seen[id] = values.line
        else:
            problems.append(_identity_problem(values, path, seen, of))
        found = decode(of, values, path, values.line, values.lines)
        records.append(found.record)
        problems.extend(found.problems)
    return records, problems


def _identity_problem(values: Map, path: str, seen: Mapping[str, int], of: type[Record]) -> Problem:
    id: Any = values.get("id")
    if not isinstance(id, str) or not id:
        message = _("A record begins with `- id:`, and an id that looks like a number stands in quotes.")
        return Problem("missing-id", message, path, values.lines.get("id", values.line), field="id")
    if id in seen:
        message = _("The id stands twice in this file (first in line %(line)d).") % {"line": seen[id]}
        return Problem("duplicate-id", message, path, values.line, id)
    return bad_id(of, id)._replace(path=path, line=values.lines.get("id", values.line))


# --- section by section -----------------------------------------------------------------------------------------------


def read_section(section: Section, path: str, of: type[Record]) -> Record | None:
    """The record of a section; None where the file must be read as a whole to say what it holds or what is wrong with it."""
    values = fast.read_record(section.text, section.line)
    if values is None:
        return None
    top = make_list()
    top.append(values)
    top.lines.append(section.line)
    (record,), problems = decode_all(path, top, of)
    return None if problems else record


class Overlay(NamedTuple):
    """A text laid over a known file: the line of each record, and those records whose sections are others."""

    lines: Mapping[str, int]
    changed: Mapping[str, Record]


def overlay(before: Mapping[str, Section], text: str, path: str, of: type[Record]) -> Overlay | None:
    """None where the text must be read as a whole. `before` holds the known sections by the ids of their records."""
    known = {section.text: id for id, section in before.items()}
    lines: dict[str, int] = {}
    changed: dict[str, Record] = {}
    for section in sections(text) if known else ():
        id = known.get(section.text)
        if id is None:
            record = read_section(section, path, of)
            if record is None:
                return None
            id, changed[record.id] = record.id, record
        if id in lines:
            return None
        lines[id] = section.line
    return Overlay(lines, changed) if lines else None
