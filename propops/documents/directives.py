"""The fenced blocks for what Markdown has no sign for: sign, seal, lines, gap, bars, qr, pagebreak, and columns before a table."""

import re
from collections.abc import Callable
from dataclasses import replace

from propops.documents import bars
from propops.documents.blocks import Block, Code, Gap, Lines, PageBreak, Row, Runs, Seal, Signature, Table
from propops.documents.plain import restore
from propops.i18n import _

MAX_LINES = 40
MAX_GAP = 200
MAX_CODE = 80
MAX_CODE_TEXT = 500


def read(directive: tuple[str, str], body: str, line: Callable[[str], Runs]) -> Block:
    name, rest = directive
    rows = [row for row in body.split("\n") if row.strip()]
    if name == "sign":
        return Signature(tuple(tuple(line(field.strip()) for field in row.split("|")) for row in rows))
    if name == "seal":
        return Seal(tuple(line(row.strip()) for row in rows))
    if name == "lines":
        return Lines(_number(name, rest, MAX_LINES))
    if name == "gap":
        return Gap(_number(name, rest, MAX_GAP))
    if name == "bars":
        return bars.read(rest, rows)
    if name == "qr":
        return _code(rest, restore(" ".join(rows)).strip())
    if name == "pagebreak":
        return PageBreak()
    raise ValueError(_("There is no block “%(name)s”.") % {"name": name})


def columns(table: Table, body: str) -> Table:
    """`widths 2 5 2 5` in shares, `heights 9 9 30` in millimetres from the first row on; the last one holds for all that follow."""
    options = dict(_option(row) for row in restore(body).split("\n") if row.strip())
    unknown = set(options) - {"widths", "heights"}
    count = len(table.widths)
    if unknown or len(options.get("widths", (1.0,) * count)) != count:
        raise ValueError(_("columns takes “widths” with one share for each column, and “heights”."))
    heights = options.get("heights", (0.0,))
    rows = tuple(_tall(row, heights[min(index, len(heights) - 1)]) for index, row in enumerate(table.rows))
    return Table(rows, options.get("widths", table.widths))


def _tall(row: Row, height: float) -> Row:
    """A line that only names a group needs no room to write."""
    return row if len(row.cells) > 1 and row.cells[0].across == len(row.cells) else replace(row, height=height)


def _option(row: str) -> tuple[str, tuple[float, ...]]:
    name, *numbers = row.split()
    if not numbers or not all(re.fullmatch(r"\d{1,3}(\.\d)?", number) for number in numbers):
        raise ValueError(_("“%(row)s” is not a name and numbers.") % {"row": row})
    return name, tuple(map(float, numbers))


def _code(rest: str, text: str) -> Code:
    size, __, place = rest.partition(" ")
    if not 1 <= len(text) <= MAX_CODE_TEXT or place not in ("", "corner"):
        raise ValueError(
            _("qr takes its size, perhaps “corner”, and below them a text of at most %(limit)d characters.") % {"limit": MAX_CODE_TEXT}
        )
    return Code(text, _number("qr", size, MAX_CODE), place == "corner")


def _number(name: str, text: str, limit: int) -> int:
    if not re.fullmatch(r"\d{1,3}", text) or not 1 <= int(text) <= limit:
        raise ValueError(_("%(name)s takes a number from 1 to %(limit)d.") % {"name": name, "limit": limit})
    return int(text)
