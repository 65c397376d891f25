"""Workbooks: the package itself is looked at first, for what is hidden, merged, reckoned, or a trap."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from propops.errors import PropopsError, refuse
from propops.i18n import _, ngettext
from propops.tables import plain_book, plain_sheet
from propops.tables.plain_book import Book, Sheet
from propops.tables.table import Cell, Row, Table, column_number, head_and_rows, limited, said

MAX_UNPACKED = 128 * 1024 * 1024
MAX_PARTS = 2_000
MAX_RATIO = 200  # of what a part unpacks to; sheets of equal rows reach about 30

# Each is asked only where its plain word occurs: that is seen at once, while a pattern walks through every cell.
_HIDDEN_ROWS = re.compile(rb'<(?:\w+:)?row\b[^>]*\br="(\d+)"[^>]*\bhidden="(?:1|true)"')
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="(\d+)")(?=[^>]*\bmax="(\d+)")')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_NOT_RECKONED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def table(path: Path, data: bytes, sheet: str | None) -> Table:
    """PropopsError: it is damaged, a trap, or not one table."""
    try:
        return _table(path, data, sheet)
    except PropopsError:
        raise
    except Exception as error:  # zipfile, zlib, openpyxl and the XML parser below it let whatever they met come through
        raise _broken(path, error) from None


def _table(path: Path, data: bytes, sheet: str | None) -> Table:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _refuse_traps(path, package)
        page = _chosen(path, _pages(data, package), sheet)
        _refuse_unreckoned(path, page)
        rows = _unmerged(list(limited(str(path), page.rows())), page.raw)
    header, body = head_and_rows(str(path), rows)
    return Table(str(path), page.sheet.title, header, body, tuple(_remarks(page.raw)))


def _refuse_traps(path: Path, package: zipfile.ZipFile) -> None:
    """A package that grows beyond measure, or whose XML defines entities of its own."""
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or any(map(_is_bomb, parts)):
        raise refuse("zip-bomb", _("The workbook unpacks to more than any table needs; it is not opened."), path=str(path))
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with package.open(part) as file:
                _refuse_entities(path, file.read(4096))


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 1 << 20 and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def _refuse_entities(path: Path, head: bytes) -> None:
    if b"<!DOCTYPE" in head.replace(b"\0", b"") or b"<!ENTITY" in head.replace(b"\0", b""):
        raise refuse(
            "xml-entities", _("The workbook defines XML entities, which no spreadsheet program does; it is not opened."), path=str(path)
        )


def _broken(path: Path, error: Exception) -> PropopsError:
    message = _("The workbook is damaged: %(why)s.") % {"why": str(error).rstrip(".") or type(error).__name__}
    return refuse("bad-xlsx", message, path=str(path), hint=_("Open it in a spreadsheet program and save it again."))


def _chosen(path: Path, pages: Sequence["_Page"], sheet: str | None) -> "_Page":
    """The sheet that is asked for, else the only visible one with anything in it."""
    if sheet is not None:
        names = [page.sheet.title for page in pages]
        if sheet not in names:
            raise refuse("no-such-sheet", _("There is no sheet %(name)s.") % {"name": sheet}, path=str(path), hint=", ".join(names))
        return pages[names.index(sheet)]
    filled = [page for page in pages if page.sheet.is_visible and any(any(map(said, row.cells)) for row in page.rows())]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        raise refuse("empty-table", _("There is nothing in the table."), path=str(path))
    hint = _("Say which with --sheet: %(names)s.") % {"names": ", ".join(page.sheet.title for page in filled)}
    raise refuse("several-sheets", _("The workbook has several sheets."), path=str(path), hint=hint)


def _refuse_unreckoned(path: Path, page: "_Page") -> None:
    found = _NOT_RECKONED.search(page.raw) if b"<f" in page.raw or b":f" in page.raw else None
    if found:
        message = _("%(sheet)s!%(cell)s is a formula whose result is not in the file.") % {
            "sheet": page.sheet.title,
            "cell": found[1].decode(),
        }
        hint = _("Open the file in a spreadsheet program and save it, or paste the values.")
        raise refuse("formula", message, path=str(path), hint=hint)


# --- sheets -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Page:
    """One of a workbook's sheets. openpyxl opens the workbook only where something is not plain."""

    book: Book
    place: int
    package: zipfile.ZipFile
    opened: Callable[[], Any]

    @property
    def sheet(self) -> Sheet:
        return self.book.sheets[self.place]

    @cached_property
    def raw(self) -> bytes:
        return self.package.read(self.sheet.part)

    @cached_property
    def _plain(self) -> list[Row] | None:
        return plain_sheet.rows(self.book, self.raw)

    def rows(self) -> Iterator[Row]:
        return self._opened_rows() if self._plain is None else iter(self._plain)

    def _opened_rows(self) -> Iterator[Row]:
        """The size that the file states may be a lie: rows beyond it would be lost."""
        page = self.opened().worksheets[self.place]
        page.reset_dimensions()
        for number, cells in enumerate(page.iter_rows(values_only=True), 1):
            yield Row(number, tuple(cells))


def _pages(data: bytes, package: zipfile.ZipFile) -> list[_Page]:
    opened = cache(lambda: _opened(data))
    book = plain_book.read(package) or _told(opened())
    return [_Page(book, place, package, opened) for place in range(len(book.sheets))]


def _opened(data: bytes) -> Any:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _told(opened: Any) -> Book:
    """What openpyxl says of a workbook that is not plain."""
    sheets = [Sheet(page.title, page.sheet_state == "visible", page._worksheet_path) for page in opened.worksheets]
    texts = opened.worksheets[0]._shared_strings if sheets else []
    return Book(sheets, texts, opened.epoch, opened._date_formats, opened._timedelta_formats)


# --- what is merged, what is hidden -----------------------------------------------------------------------------------


def _unmerged(rows: list[Row], raw: bytes) -> list[Row]:
    """Merged cells each get the value of the first: a header over two columns names both."""
    values: dict[int, dict[int, Cell]] = {}
    by_number = {row.number: row for row in rows}
    widest = max((len(row.cells) for row in rows), default=0)
    for left, top, right, bottom in _merges(raw):
        first = by_number.get(top)
        if first is None or left >= len(first.cells) or (left == 0 and right + 1 >= widest):
            continue  # a title over the whole width stays a title
        for number in range(top, min(bottom, len(rows)) + 1):
            values.setdefault(number, {}).update(dict.fromkeys(range(left, min(right + 1, widest)), first.cells[left]))
    return [_with(row, values[row.number], widest) if row.number in values else row for row in rows]


def _merges(raw: bytes) -> Iterator[tuple[int, int, int, int]]:
    for left, top, right, bottom in _MERGED.findall(raw) if b"mergeCell" in raw else ():
        yield column_number(left.decode()) or 0, int(top), column_number(right.decode()) or 0, int(bottom)


def _with(row: Row, values: Mapping[int, Cell], width: int) -> Row:
    cells = (*row.cells, *(None,) * (width - len(row.cells)))
    return Row(row.number, tuple(values.get(place, cell) for place, cell in enumerate(cells)))


def _remarks(raw: bytes) -> Iterator[str]:
    if b"hidden" not in raw:
        return
    rows = [int(number) for number in _HIDDEN_ROWS.findall(raw)]
    if rows:
        text = ngettext("%(count)d hidden row is read too: %(which)s.", "%(count)d hidden rows are read too: %(which)s.", len(rows))
        yield text % {"count": len(rows), "which": ", ".join(map(str, rows[:10])) + ("…" if len(rows) > 10 else "")}
    columns = sum(int(last) - int(first) + 1 for first, last in _HIDDEN_COLUMNS.findall(raw))
    if columns:
        text = ngettext("%(count)d hidden column is read too.", "%(count)d hidden columns are read too.", columns)
        yield text % {"count": columns}
