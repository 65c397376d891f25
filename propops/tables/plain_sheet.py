"""A worksheet as spreadsheet programs write it -> its rows, several times faster than openpyxl gives them; None where there is any doubt.

This only ever accepts: formulas, rich text and whatever else is not known here go to openpyxl, which also finds out what is damaged.
"""

import re
from collections.abc import Iterator
from functools import cache

from propops.tables.plain_book import Book, Odd
from propops.tables.table import MAX_ROWS, Cell, Row, column_number

_CELL = (
    r'<c r="([A-Z]{1,3})[1-9][0-9]*"(?: s="([0-9]+)")?(?: t="(\w+)")?'
    r'(?:/>|>(?:<v>([^<>]*)</v>|<is><t(?: xml:space="preserve")?>([^<>]+)</t></is>)?</c>)'
)
_CELLS = re.sub(r"\((?!\?)", "(?:", _CELL)
_cells = re.compile(_CELL.encode()).findall
_row = re.compile(rf'<row r="([1-9][0-9]*)"(?: [\w:]+="[^"<>]*")*+(?:/>|>((?:{_CELLS})*+)</row>)'.encode()).match
_head = re.compile(
    rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])?(?: standalone=["'](?:yes|no)["'])? ?\?>\s*)?"""
    rb'<worksheet (?:[^<>]* )?xmlns="http://schemas\.openxmlformats\.org/spreadsheetml/2006/main"'
).match
_may_hide_rows = re.compile(rb"<!|[<:]row[\s/>]").search


def rows(book: Book, raw: bytes) -> list[Row] | None:
    """Of a sheet that stands as `raw` in the book's package."""
    head, __, rest = raw.partition(b"<sheetData>")
    data, end, tail = rest.partition(b"</sheetData>")
    is_plain = end and _head(head) and head.count(b" xmlns=") == 1 and b"xmlns" not in data and b"\r" not in data
    if not is_plain or _may_hide_rows(head + tail):
        return None
    try:
        _require_well_formed(raw)
        return list(_rows(data, _Values(book)))
    except (Odd, ValueError, IndexError, OverflowError):
        return None


def _require_well_formed(raw: bytes) -> None:
    from xml.parsers import expat

    try:
        expat.ParserCreate().Parse(raw, True)
    except expat.ExpatError:
        raise Odd from None


def _rows(data: bytes, values: "_Values") -> Iterator[Row]:
    """Those that the file leaves out are empty."""
    at = last = 0
    while at < len(data):
        found = _row(data, at)
        number = int(found[1]) if found else 0
        if found is None or not last < number <= MAX_ROWS:
            raise Odd
        yield from (Row(missing, ()) for missing in range(last + 1, number))
        yield Row(number, tuple(_in_columns(_cells(found[2] or b""), values)))
        at, last = found.end(), number


def _in_columns(cells: list[tuple[bytes, ...]], values: "_Values") -> list[Cell]:
    placed: list[Cell] = []
    for cell in cells:
        place = _place(cell[0])
        if place < len(placed):
            raise Odd
        placed += [None] * (place - len(placed))
        placed.append(values[cell[1:]])
    return placed


@cache
def _place(column: bytes) -> int:
    return column_number(column.decode()) or 0


class _Values(dict[tuple[bytes, ...], Cell]):
    """Style, type, value and inline text of a cell -> what it says. Thousands of rows have a handful of answers."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def __missing__(self, cell: tuple[bytes, ...]) -> Cell:
        style, kind, value, inline = cell
        self[cell] = found = self._said(int(style or 0), kind.decode(), _text(inline if kind == b"inlineStr" else value))
        return found

    def _said(self, style: int, kind: str, text: str) -> Cell:
        if not text:
            return None
        if kind in ("inlineStr", "str", "e"):
            return text
        if kind == "s":
            return self._book.texts[int(text)]
        if kind == "b":
            return bool(int(text))
        if kind not in ("", "n"):
            raise Odd
        return self._number(style, float(text) if set(text) & set(".eE") else int(text))

    def _number(self, style: int, number: float) -> Cell:
        """A day is a number that is shown as one."""
        if style not in self._book.days:
            return number
        from openpyxl.utils.datetime import from_excel

        day: Cell = from_excel(number, self._book.epoch, timedelta=style in self._book.durations)
        return day


def _text(raw: bytes) -> str:
    from xml.etree.ElementTree import XML

    return (XML(b"<t>%b</t>" % raw).text or "") if b"&" in raw else raw.decode()
