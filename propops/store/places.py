"""What `fast` reads -> the places that `reader.parse` gives, without a parser, and only in the records that are to be changed."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import Any

from propops.store import fast
from propops.store.inline import QUOTED, QUOTES, Odd, bare, make_list
from propops.store.reader import Document, Map, Seq, parse
from propops.store.sections import Section
from propops.tuples import NamedTuple


def located(text: str, path: str, ids: Collection[str], known: Mapping[str, Section] = MappingProxyType({})) -> Document:
    """A document to splice from. What `fast` reads has lines only in the records with other ids: none of their keys has a place.

    Where the sections of the text are `known`, by the ids of their records, those of other ids are not even read, but for what
    the order of records goes by.
    """
    top = _of_sections(known, ids) if known else fast.read(text)
    try:
        return parse(text, path) if top is None else _placed(text, path, top, ids, known)
    except Odd:
        return parse(text, path)


def _placed(text: str, path: str, top: Map | Seq, ids: Collection[str], known: Mapping[str, Section]) -> Document:
    is_cut = not text.endswith("\n")
    text += "\n" * is_cut
    places = _Places(text, dict(_starts_in(known, ids)) if known else dict(enumerate(_starts(text), 1)))
    if isinstance(top, Map):
        return Document(path, text, places.mapping(top, 0), is_cut)
    records = places.sequence(top, 0, lambda record: not isinstance(record, Map) or record.get("id") in ids)
    return Document(path, text, records, is_cut)


def _of_sections(known: Mapping[str, Section], ids: Collection[str]) -> Seq | None:
    top = make_list()
    for id, section in known.items():
        record = fast.read_record(section.text, section.line) if id in ids else _stub(id, section)
        if record is None:
            return None
        top.append(record)
        top.lines.append(section.line)
    return top


class _Stub(Map):
    """What a record's place among the others follows from. Of its own places only that of its dash is known."""

    __slots__ = ()


def _stub(id: str, section: Section) -> _Stub | None:
    unit = fast.peek(section.text, "unit")
    if unit is None:
        return None
    found = _Stub.__new__(_Stub)
    found["unit"], found["id"] = unit, id
    return found


class _Spot(NamedTuple):
    """What stands before a value: its line, the offset behind the colon or dash, and the column of the key or dash."""

    line: int
    behind: int
    column: int


_spaces = re.compile(" *+").match


def _starts(text: str, offset: int = 0) -> Iterator[int]:
    """Where each line begins, and where the text ends. A file has thousands of lines: nothing here is called for each."""
    return accumulate(map((1).__add__, map(len, text.removesuffix("\n").split("\n"))), initial=offset)


def _starts_in(known: Mapping[str, Section], ids: Collection[str]) -> Iterator[tuple[int, int]]:
    """The same by line, as far as it will be asked for: of sections with other ids the first line."""
    offset = 0
    for id, section in known.items():
        yield from enumerate(_starts(section.text, offset) if id in ids else (offset,), section.line)
        offset += len(section.text)


class _Places:
    """Goes through what `fast.read` found. Odd: a flow collection that is not empty, or a scalar that goes on in the next line.

    `starts` tells where lines begin, by their numbers, and where the last of them ends.
    """

    def __init__(self, text: str, starts: Mapping[int, int]) -> None:
        self.text, self.starts = text, starts

    # --- values with their places

    def mapping(self, read: Map, behind: int) -> Map:
        start = self.begin(read, behind)
        found = Map(start, read.line, start - self.starts[read.line], False)
        found.lines = read.lines
        for key, value in read.items():
            spot = self.behind_colon(key, read.lines[key], found.column)
            found[key] = self.value(value, spot)
            found.spans[key] = (self.starts[spot.line] + spot.column, spot.behind, self.start(value, spot), self.end(value, spot))
        return found

    def sequence(self, read: Seq, behind: int, is_meant: Callable[[Any], bool] = lambda item: True) -> Seq:
        found = Seq(self.begin(read, behind), False)
        found.lines = read.lines
        column = found.start - self.starts[read.lines[0]]
        for value, line in zip(read, read.lines, strict=True):
            spot = self.behind_dash(line, column)
            found.append(self.value(value, spot) if is_meant(value) else value)
            found.dashes.append(spot.behind - 1)
            found.spans.append(self.span(value, spot))
        found.end = found.spans[-1][1]
        return found

    def value(self, read: Any, spot: _Spot) -> Any:
        if isinstance(read, Map):
            return self.mapping(read, spot.behind) if read else self.braces(spot)
        if isinstance(read, Seq):
            return self.sequence(read, spot.behind) if read else self.brackets(spot)
        return read

    def braces(self, spot: _Spot) -> Map:
        start = self.content(spot.behind)
        return Map(start, spot.line, start - self.starts[spot.line], True)

    def brackets(self, spot: _Spot) -> Seq:
        found = Seq(self.content(spot.behind), True)
        found.end = self.end_of_scalar(spot)
        return found

    # --- where a value stands

    def behind_colon(self, key: str, line: int, column: int) -> _Spot:
        start = self.starts[line] + column
        quoted = QUOTED.match(self.text, start)
        return _Spot(line, (quoted.end() if quoted else start + len(key)) + 1, column)

    def behind_dash(self, line: int, column: int) -> _Spot:
        return _Spot(line, self.starts[line] + column + 1, column)

    def content(self, at: int) -> int:
        """Behind the spaces that stand there."""
        spaces = _spaces(self.text, at)
        assert spaces is not None
        return spaces.end()

    def begin(self, read: Map | Seq, behind: int) -> int:
        """Of the first line of what stands behind a colon or a dash, or below it."""
        start = self.content(max(self.starts[read.line if isinstance(read, Map) else read.lines[0]], behind))
        if self.text[start] in "[{":
            raise Odd
        return start

    def span(self, value: Any, spot: _Spot) -> tuple[int, int]:
        if type(value) is _Stub:
            return spot.behind, spot.behind
        return self.start(value, spot), self.end(value, spot)

    def start(self, value: Any, spot: _Spot) -> int:
        if isinstance(value, (Map, Seq)) and value:
            return self.begin(value, spot.behind)
        return self.content(spot.behind) if self.token(spot) else spot.behind

    def token(self, spot: _Spot) -> str:
        return bare(self.text[spot.behind : self.starts[spot.line + 1] - 1])

    def end(self, value: Any, spot: _Spot) -> int:
        """The end of the last line that says something; a nested value ends with the last one in it."""
        while isinstance(value, (Map, Seq)) and value:
            begin = self.begin(value, spot.behind)
            if isinstance(value, Map):
                key = next(reversed(value))
                spot = self.behind_colon(key, value.lines[key], begin - self.starts[value.line])
                value = value[key]
            else:
                spot = self.behind_dash(value.lines[-1], begin - self.starts[value.lines[0]])
                value = value[-1]
        return self.end_of_scalar(spot)

    def end_of_scalar(self, spot: _Spot) -> int:
        token = self.token(spot)
        if token and token[0] in "|>":
            return self.end_of_block(spot.line + 1)
        if self.goes_on(token, spot):
            raise Odd
        return self.content(spot.behind) + len(token) if token else spot.behind

    def goes_on(self, token: str, spot: _Spot) -> bool:
        if token and token[0] in QUOTES and not QUOTED.fullmatch(token):
            return True
        below = self.content(self.starts[spot.line + 1])
        return self.text[below : below + 1] not in ("", "\n", "#") and below - self.starts[spot.line + 1] > spot.column

    def end_of_block(self, line: int) -> int:
        margin = self.text[self.starts[line] : self.content(self.starts[line])]
        while line + 1 in self.starts and self.text.startswith(("\n", margin), self.starts[line]):
            line += 1
        return len(self.text[: self.starts[line]].rstrip("\n "))
