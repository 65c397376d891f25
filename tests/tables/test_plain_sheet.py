"""What is read without openpyxl is what openpyxl reads, whatever became of the sheet; what is in doubt is left to it."""

import io
import zipfile
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from propops.tables import plain_book, plain_sheet
from propops.tables.table import Row
from tests.tables.test_read import book

SHEET = "xl/worksheets/sheet1.xml"
VALUES = (
    st.none()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.datetimes(datetime(1900, 3, 1), datetime(2199, 1, 1)).map(lambda moment: moment.replace(microsecond=0))
    | st.sampled_from(["很好", " a ", "<b>&amp;", "#N/A", "5", "两\n行", "x" * 300])
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=9)
)
ROWS = st.lists(st.lists(VALUES, max_size=6), max_size=6)
# What a cell, a row and a sheet are made of.
PIECES = st.sampled_from(
    [
        *(
            " ",
            "<",
            ">",
            '"',
            "&",
            "&lt;",
            "&#x8d;",
            "1",
            "-",
            "e5",
            "s",
            "t",
            "r",
            "A",
            "D7",
            "<!-- -->",
            "\r\n",
            "\0",
            "\x80",
            "<v/>",
            "<is/>",
        ),
        *(
            "<row>",
            "</row>",
            '<row r="9"/>',
            '<c r="D2"/>',
            '<c r="E1" t="b"><v>1</v></c>',
            '<c r="F1" t="d"><v>2026-06-03</v></c>',
            "<f>1</f>",
        ),
        *(' xmlns="x"', ' s="1"', ' t="s"', ' t="n"', ' t="str"', "<sheetData>", "</sheetData>", "<![CDATA[x]]>", '<?xml version="1.1"?>'),
    ]
)


def packed(rows: list[list[Any]], inline: bool) -> bytes:
    made = Workbook(write_only=True) if inline else book(*rows)
    if inline:
        page = made.create_sheet()
        for row in rows:
            page.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def rewritten(package: bytes, sheet: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == SHEET else old.read(name))
    return file.getvalue()


def sheet_of(package: bytes) -> bytes:
    return zipfile.ZipFile(io.BytesIO(package)).read(SHEET)


def both(package: bytes) -> tuple[list[Row] | None, list[Row] | None]:
    """As it is read here, and as openpyxl reads it; None for what is left to it, and for what it refuses."""
    try:
        page: Any = load_workbook(io.BytesIO(package), read_only=True, data_only=True).worksheets[0]
    except Exception:
        return None, None
    book = plain_book.read(zipfile.ZipFile(io.BytesIO(package)))
    mine = None if book is None else plain_sheet.rows(book, sheet_of(package))
    page.reset_dimensions()
    try:
        return mine, [Row(number, tuple(cells)) for number, cells in enumerate(page.iter_rows(values_only=True), 1)]
    except Exception:
        return mine, None


@given(ROWS, st.booleans())
@settings(deadline=None, max_examples=60)
def test_whatever_a_sheet_holds(rows: list[list[Any]], inline: bool) -> None:
    mine, theirs = both(packed(rows, inline))
    assert repr(mine) == repr(theirs)  # 1 is True and 1.0 elsewhere
    assert mine is not None or not any(rows)


MADE = [
    packed([["序号", "评价", "时间"], [1, "好 & <坏>", datetime(2026, 6, 3, 20, 15)], [2, True, -1.5e30]], inline)
    for inline in (True, False)
]


@given(st.sampled_from(MADE), st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), PIECES), min_size=1, max_size=3))
@settings(deadline=None, max_examples=150)
def test_whatever_became_of_its_cells(package: bytes, changes: list[tuple[int, int, str]]) -> None:
    sheet = sheet_of(package)
    start = sheet.index(b"<row")
    for at, length, piece in changes:
        at = start + at % (sheet.rindex(b"</row>") - start)
        sheet = sheet[:at] + piece.encode() + sheet[at + length :]
    mine, theirs = both(rewritten(package, sheet))
    assert mine is None or repr(mine) == repr(theirs)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"<v>2</v>", b"<f>A2+1</f><v>2</v>"),
        ("<t>序号</t>".encode(), "<r><t>序</t></r><r><t>号</t></r>".encode()),
        (b'<row r="3">', b'<row r="2">'),
        (b'<c r="B3"', b'<c r="A3"'),
        (b'<row r="3">', b'<row r="100001">'),
    ],
)
def test_what_is_left_to_openpyxl(old: bytes, new: bytes) -> None:
    sheet = sheet_of(MADE[0]).replace(b"&#24207;&#21495;", "序号".encode())
    assert old in sheet
    assert both(rewritten(MADE[0], sheet.replace(old, new, 1)))[0] is None


def test_rows_and_cells_that_the_file_leaves_out() -> None:
    sheet = sheet_of(MADE[0]).replace(b'r="3"', b'r="5"').replace(b'<c r="B2"', b'<c r="E2"').replace(b'<c r="C2"', b'<c r="G2"')
    mine, theirs = both(rewritten(MADE[0], sheet))
    assert mine == theirs and mine is not None
    assert [len(row.cells) for row in mine] == [3, 7, 0, 0, 3]
