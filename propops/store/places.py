"""Canonical text -> the places that `reader.parse` gives, without a parser, and only in the records that are to be changed."""

from collections.abc import Callable, Collection, Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from propops.store import fast
from propops.store.reader import Document, Map, Seq, parse
from propops.store.sections import Section
from propops.tuples import NamedTuple


def located(text: str, path: str, ids: Collection[str], known: Mapping[str, Section] = MappingProxyType({})) -> Document:
    """A document to splice from. In canonical text the records with other ids have lines only: none of their keys has a place.

    Where the sections of the text are `known`, by the ids of their records, those of other ids are not even read, but for what
    the order of records goes by.
    """
    top = _of_sections(known, ids) if known else fast.read(text)
    if top is None:
        return parse(text, path)
    places = _Places(text)
    if isinstance(top, Map):
        return Document(path, text, places.mapping(top, 0))
    return Document(path, text, places.sequence(top, 0, lambda record: not isinstance(record, Map) or record.get("id") in ids))


def _of_sections(known: Mapping[str, Section], ids: Collection[str]) -> Seq | None:
    top = fast.make_list()
    for id, section in known.items():
        record = fast.read_record(section.text, section.line) if id in ids else _stub(id, section)
        if record is None:
            return None
        top.append(record)
        top.lines.append(section.line)
    return top


def _stub(id: str, section: Section) -> Map | None:
    """What a record's place among the others follows from."""
    unit = fast.peek(section.text, "unit")
    if unit is None:
        return None
    found = fast.make_mapping(section.line)
    found |= {"id": id, "unit": unit}
    found.lines = dict.fromkeys(found, section.line)
    return found


class _Spot(NamedTuple):
    """Where a value stands, and the columns of what may be below: the dashes of a list, the keys of a mapping or lines of a text."""

    line: int
    behind: int  # offset behind the colon or the dash
    dashes: int
    column: int


class _Places:
    """Goes through what `fast.read` found: in canonical text the columns follow from how deep a value is, so nothing is searched for."""

    def __init__(self, text: str) -> None:
        self.text = text
        lengths = map((1).__add__, map(len, text.split("\n")))  # a file has thousands of lines: nothing here is called for each
        self.starts = [0, *accumulate(lengths, initial=0)]  # of lines, which count from 1

    # --- values with their places

    def mapping(self, read: Map, column: int) -> Map:
        found = Map(self.starts[read.line] + column, read.line, column, False)
        found.lines = read.lines
        for key, value in read.items():
            spot = self.behind_colon(key, read.lines[key], column)
            found[key] = self.value(value, spot)
            found.spans[key] = (self.starts[spot.line] + column, spot.behind, self.start(value, spot), self.end(value, spot))
        return found

    def sequence(self, read: Seq, column: int, is_meant: Callable[[Any], bool] = lambda item: True) -> Seq:
        found = Seq(self.starts[read.lines[0]] + column, False)
        found.lines = read.lines
        for value, line in zip(read, read.lines, strict=True):
            spot = self.behind_dash(line, column)
            found.append(self.value(value, spot) if is_meant(value) else value)
            found.dashes.append(spot.behind - 1)
            found.spans.append((self.start(value, spot), self.end(value, spot)))
        found.end = found.spans[-1][1]
        return found

    def value(self, read: Any, spot: _Spot) -> Any:
        if isinstance(read, Map):
            return self.mapping(read, spot.column) if read else self.braces(spot)
        if isinstance(read, Seq):
            return self.sequence(read, spot.dashes) if read else self.brackets(spot)
        return read

    def braces(self, spot: _Spot) -> Map:
        start = spot.behind + 1
        return Map(start, spot.line, start - self.starts[spot.line], True)

    def brackets(self, spot: _Spot) -> Seq:
        found = Seq(spot.behind + 1, True)
        found.end = found.start + 2
        return found

    # --- where a value stands

    def behind_colon(self, key: str, line: int, column: int) -> _Spot:
        start = self.starts[line] + column
        quoted = fast.QUOTED.match(self.text, start)
        return _Spot(line, (quoted.end() if quoted else start + len(key)) + 1, column, column + 2)

    def behind_dash(self, line: int, column: int) -> _Spot:
        return _Spot(line, self.starts[line] + column + 1, column + 2, column + 2)

    def start(self, value: Any, spot: _Spot) -> int:
        if isinstance(value, Map) and value:
            return self.starts[value.line] + spot.column
        if isinstance(value, Seq) and value:
            return self.starts[value.lines[0]] + spot.dashes
        return spot.behind + (self.text[spot.behind] == " ")

    def end(self, value: Any, spot: _Spot) -> int:
        """The end of the last line that says something; a nested value ends with the last one in it."""
        while isinstance(value, (Map, Seq)) and value:
            if isinstance(value, Map):
                key = next(reversed(value))
                value, spot = value[key], self.behind_colon(key, value.lines[key], spot.column)
            else:
                value, spot = value[-1], self.behind_dash(value.lines[-1], spot.dashes)
        end = self.starts[spot.line + 1] - 1
        return self.end_of_block(spot) if self.text[spot.behind : end] in (" |", " |-") else end

    def end_of_block(self, spot: _Spot) -> int:
        line, margin = spot.line + 1, " " * spot.column
        while line < len(self.starts) - 1 and self.text.startswith(("\n", margin), self.starts[line]):
            line += 1
        return len(self.text[: self.starts[line]].rstrip("\n"))
