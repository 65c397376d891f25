"""A table as it was read: a header, rows with the numbers they have in the file, and what is to be said about them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from propops.errors import PropopsError, refuse
from propops.i18n import _

Cell = str | int | float | bool | date | datetime | time | None
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
HEAD_ROWS = 10  # above the header may stand a title and a few remarks


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """`remarks` are for people: hidden rows that were read all the same, cells that were merged."""

    path: str
    sheet: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()

    def place(self, row: Row, column: int) -> str:
        """Sheet, row and column as the program that made the file shows them."""
        words = {"sheet": self.sheet, "row": row.number, "column": letters(column), "header": self.header[column]}
        return (_("sheet %(sheet)s, ") % words if self.sheet else "") + _("row %(row)d, column %(column)s (%(header)s)") % words


def said(cell: Cell) -> str:
    """A cell as text: 5.0 is 5, an empty one nothing."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def letters(column: int) -> str:
    """0 -> A, 26 -> AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int | None:
    """`C` or `3` -> 2; None for what is neither."""
    plain = name.strip().upper()
    if re.fullmatch("[1-9][0-9]{0,3}", plain):
        return int(plain) - 1
    if not re.fullmatch("[A-Z]{1,3}", plain):
        return None
    number = 0
    for letter in plain:
        number = number * 26 + ord(letter) - 64
    return number - 1


def head_and_rows(path: str, rows: Sequence[Row]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The header is the first row that fills more than one cell and most of the widest; what stands above it is a title."""
    filled = [row for row in rows if any(said(cell) for cell in row.cells)]
    if not filled:
        raise refuse("empty-table", _("There is nothing in the table."), path=path)
    start = _header_at(filled)
    header = tuple(said(cell) for cell in filled[start].cells)
    while header and not header[-1]:
        header = header[:-1]
    return header, tuple(filled[start + 1 :])


def _header_at(rows: Sequence[Row]) -> int:
    widths = [_width(row) for row in rows[:HEAD_ROWS]]
    return next(place for place, width in enumerate(widths) if width * 2 > max(widths))


def _width(row: Row) -> int:
    return sum(bool(said(cell)) for cell in row.cells)


def limited(path: str, rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        if row.number > MAX_ROWS or len(row.cells) > MAX_COLUMNS:
            raise too_large(path)
        yield row


def too_large(path: str) -> PropopsError:
    message = _("The table has more than %(rows)d rows or %(columns)d columns.") % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
    return refuse("table-too-large", message, path=path, hint=_("Delete what is not needed, or split the file."))
