"""A workbook's package as spreadsheet programs write it -> what is in it, without openpyxl; None where there is any doubt."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from propops.tuples import NamedTuple

_EPOCH, _MAC_EPOCH = datetime(1899, 12, 30), datetime(1904, 1, 1)
_SHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHARED = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}si"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_TRUTHS = {"0": False, "false": False, "1": True, "true": True}
_NO_DAYS = (*range(5), *range(9, 14), *range(37, 45), 48, 49)  # built-in formats that show a number as one


class Sheet(NamedTuple):
    title: str
    is_visible: bool
    part: str


@dataclass(frozen=True)
class Book:
    """What a sheet alone does not say: texts that several cells share, and which styles show a number as a day or a duration."""

    sheets: Sequence[Sheet]
    texts: Sequence[str]
    epoch: datetime
    days: Collection[int]
    durations: Collection[int]


class Odd(Exception):
    """Something that is left to openpyxl."""


def read(package: ZipFile) -> Book | None:
    try:
        return _book(package)
    except (Odd, ET.ParseError, KeyError, ValueError):
        return None


def _book(package: ZipFile) -> Book:
    kinds = {part.attrib["ContentType"]: part.attrib["PartName"] for part in _xml(package, "[Content_Types].xml").findall("{*}Override")}
    if kinds[_KIND.format("sheet.main")] != "/xl/workbook.xml":
        raise Odd
    workbook = _xml(package, "xl/workbook.xml")
    strings = kinds.get(_KIND.format("sharedStrings"))
    is_of_mac = any(_TRUTHS[about.get("date1904", "0")] for about in workbook.findall("{*}workbookPr"))
    sheets = _sheets(workbook, _xml(package, "xl/_rels/workbook.xml.rels"), package.namelist())
    texts = [_text(item) for item in _xml(package, strings[1:]).iter(_SHARED)] if strings else []
    return Book(sheets, texts, _MAC_EPOCH if is_of_mac else _EPOCH, *_days(_xml(package, "xl/styles.xml")))


def _xml(package: ZipFile, part: str) -> ET.Element:
    raw = package.read(part)
    if b"<!" in raw:
        raise Odd
    return ET.fromstring(raw)


def _sheets(workbook: ET.Element, links: ET.Element, parts: Sequence[str]) -> list[Sheet]:
    targets = {link.attrib["Id"]: link.attrib["Target"] for link in links.findall("{*}Relationship") if link.get("Type") == _SHEET}
    sheets = []
    for sheet in workbook.findall("{*}sheets/*"):
        target = targets[sheet.attrib[_LINK]]
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        if part not in parts:
            raise Odd
        sheets.append(Sheet(sheet.attrib["name"], sheet.get("state", "visible") == "visible", part))
    return sheets


def _text(item: ET.Element) -> str:
    """Plain, or in pieces of several styles; how it is pronounced is left out."""
    found = "".join(_own_text(piece) for piece in (item, *item.findall("{*}r")))
    if "x005F_" in found:
        raise Odd
    return found


def _own_text(piece: ET.Element) -> str:
    found = piece.findall("{*}t")
    if len(found) > 1:
        raise Odd
    return found[0].text or "" if found else ""


def _days(styles: ET.Element) -> tuple[set[int], set[int]]:
    """The numbers of the styles that show days, and of those among them that show durations."""
    codes = {code.attrib["numFmtId"]: code.attrib["formatCode"] for code in styles.findall("{*}numFmts/{*}numFmt")}
    used = [style.get("numFmtId", "0") for style in styles.findall("{*}cellXfs/{*}xf")]
    shown = [_shows(int(id), codes.get(id)) for id in used]
    return {style for style, (day, __) in enumerate(shown) if day}, {style for style, (__, duration) in enumerate(shown) if duration}


@cache
def _shows(id: int, code: str | None) -> tuple[bool, bool]:
    """Whether a format shows days, and durations."""
    if code is None and id in _NO_DAYS:
        return False, False
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    format = BUILTIN_FORMATS.get(id) if code is None else code
    return is_date_format(format), is_timedelta_format(format)
