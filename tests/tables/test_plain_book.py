"""What is known of a workbook without openpyxl is what openpyxl knows of it, whatever became of its parts."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from propops.tables import plain_book
from propops.tables.plain_book import Book, Sheet

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
OVERRIDE = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}"/>'.encode()
FORMATS = ("General", "0.00", "yyyy-mm-dd", "yyyy年m月d日", "[h]:mm", 'h:mm "d"', '"day" 0', "[Red]0;yy", "@", "m/d/yy h:mm", "# ?/?")
TEXTS = (
    "<t>序号</t>",
    '<t xml:space="preserve"> a </t>',
    "<t>&lt;b&gt;&amp;amp;</t>",
    "<t>两\n行</t>",
    "<t/>",
    "",
    "<r><rPr><b/></rPr><t>序</t></r><r><t>号</t></r><rPh sb='0' eb='1'><t>xu</t></rPh>",
)
PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml")
PIECES = (
    '"',
    "<",
    "/",
    "1",
    "14",
    "true",
    "worksheet",
    " ",
    "&#8212;",
    "<!-- -->",
    "<r><t>x</t></r>",
    "<t/>",
    "rId2",
    'Target="x"',
    'state="hidden"',
)


def packed(formats: list[str], texts: list[str], is_of_mac: bool = False) -> bytes:
    """openpyxl itself writes no shared texts."""
    made = Workbook()
    made.create_sheet("二期").sheet_state = "hidden"
    made.epoch = CALENDAR_MAC_1904 if is_of_mac else made.epoch
    for row, format in enumerate(formats, 1):
        made.active.cell(row, 1, 5).number_format = format
    made.save(file := io.BytesIO())
    items = "".join(f"<si>{text}</si>" for text in texts)
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{len(texts)}">{items}</sst>'
    return rewritten(file.getvalue(), PARTS[0], lambda raw: raw.replace(b"<Override", OVERRIDE + b"<Override", 1), {PARTS[3]: shared})


def rewritten(package: bytes, part: str, change: Callable[[bytes], bytes], more: Mapping[str, str] | None = None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file := io.BytesIO(), "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        for name, text in (more or {}).items():
            new.writestr(name, text)
    return file.getvalue()


def both(package: bytes) -> tuple[Book | None, Book | None]:
    """As it is read here, and as openpyxl reads it; None for what is left to it, and for what it refuses."""
    mine = plain_book.read(zipfile.ZipFile(io.BytesIO(package)))
    try:
        opened: Any = load_workbook(io.BytesIO(package), read_only=True, data_only=True)
        sheets = [Sheet(page.title, page.sheet_state == "visible", page._worksheet_path) for page in opened.worksheets]
        return mine, Book(sheets, opened.worksheets[0]._shared_strings, opened.epoch, opened._date_formats, opened._timedelta_formats)
    except Exception:
        return mine, None


@given(st.lists(st.sampled_from(FORMATS), max_size=5), st.lists(st.sampled_from(TEXTS), max_size=5), st.booleans())
@settings(deadline=None, max_examples=40)
def test_whatever_a_workbook_holds(formats: list[str], texts: list[Any], is_of_mac: bool) -> None:
    mine, theirs = both(packed(formats, texts, is_of_mac))
    assert mine == theirs is not None


MADE = packed(["yyyy-mm-dd", "0.00"], [TEXTS[0], TEXTS[-1]])


@given(st.sampled_from(PARTS), st.integers(0, 9000), st.integers(0, 20), st.sampled_from(PIECES))
@settings(deadline=None, max_examples=200)
@pytest.mark.filterwarnings("ignore")
def test_whatever_became_of_its_parts(part: str, at: int, length: int, piece: str) -> None:
    mine, theirs = both(rewritten(MADE, part, lambda raw: raw[: at % len(raw)] + piece.encode() + raw[at % len(raw) + length :]))
    assert mine is None or theirs is None or mine == theirs


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("[Content_Types].xml", b"sheet.main+xml", b"template.main+xml"),
        ("xl/workbook.xml", b"<sheets>", b"<!-- --><sheets>"),
        ("xl/_rels/workbook.xml.rels", b"relationships/worksheet", b"relationships/chartsheet"),
        ("xl/_rels/workbook.xml.rels", b"sheet1.xml", b"sheet9.xml"),
        ("xl/sharedStrings.xml", b"</si>", b""),
        ("xl/sharedStrings.xml", "序号".encode(), b"_x005F_"),
        ("xl/styles.xml", b'numFmtId="2"', b'numFmtId="x"'),
    ],
)
def test_what_is_left_to_openpyxl(part: str, old: bytes, new: bytes) -> None:
    assert old in zipfile.ZipFile(io.BytesIO(MADE)).read(part)
    assert both(rewritten(MADE, part, lambda raw: raw.replace(old, new)))[0] is None
