"""Tables for Word: fixed widths, real borders, the heading row again on every page, no row torn apart."""

from itertools import accumulate, pairwise

from propops.documents.blocks import Cell, Row, Table
from propops.documents.looks import LOOKS, Look
from propops.documents.word_xml import paragraph, runs_xml, twips

OUTER, INNER = 8, 4
EDGE = f'<w:tcBorders><w:right w:val="single" w:sz="{OUTER}" w:space="0" w:color="000000"/></w:tcBorders>'
JUSTIFY = {"left": "left", "center": "center", "right": "right"}


def table_xml(table: Table, style: str, width: float) -> str:
    marks = _marks(table, width)
    look = LOOKS[style]
    grid = "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(marks))
    rows = "".join(_row(table, index, style, look, marks) for index in range(len(table.rows)))
    return f"<w:tbl>{_properties(look, marks[-1])}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _marks(table: Table, width: float) -> list[int]:
    whole = sum(table.widths)
    return [round(part / whole * twips(width)) for part in accumulate(table.widths, initial=0.0)]


def _properties(look: Look, width: int) -> str:
    sizes = {"top": OUTER, "left": OUTER, "bottom": OUTER, "right": OUTER, "insideH": INNER, "insideV": INNER}
    borders = "".join(f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>' for edge, size in sizes.items())
    pad = twips(look.pad)
    margins = "".join(
        f'<w:{edge} w:w="{size}" w:type="dxa"/>' for edge, size in (("top", 20), ("left", pad), ("bottom", 20), ("right", pad))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


def _row(table: Table, y: int, style: str, look: Look, marks: list[int]) -> str:
    row = table.rows[y]
    height = twips(row.height or look.row)
    head = "<w:tblHeader/>" if row.heading else ""
    cells = "".join(_cell(table, y, x, style, look, marks) for x in range(len(row.cells)) if not _swallowed(row, x))
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>{cells}</w:tr>'


def _swallowed(row: Row, x: int) -> bool:
    """Covered from the left; a cell covered from above is still written, as a continuation."""
    start = x
    while start and row.cells[start].covered:
        start -= 1
    return row.cells[x].covered and start != x and start + row.cells[start].across > x


def _cell(table: Table, y: int, x: int, style: str, look: Look, marks: list[int]) -> str:
    row = table.rows[y]
    cell = row.cells[x]
    label = cell.label or row.heading
    across = _above(table, y, x).across if cell.covered else cell.across
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    merge = '<w:vMerge w:val="restart"/>' if cell.down > 1 else "<w:vMerge/>" if cell.covered else ""
    # LibreOffice draws the last column with the inner line unless the cell says otherwise.
    edge = EDGE if x + across == len(marks) - 1 else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F0F0F0"/>' if label else ""
    width = f'<w:tcW w:w="{marks[x + across] - marks[x]}" w:type="dxa"/>'
    justify = f'<w:jc w:val="{JUSTIFY[cell.align]}"/>' if cell.align else ""
    place = "top" if row.top and not label else "center"
    text = paragraph(f"{style}-{'label' if label else 'cell'}", runs_xml(cell.runs, look.small), justify)
    return f'<w:tc><w:tcPr>{width}{span}{merge}{edge}{shade}<w:vAlign w:val="{place}"/></w:tcPr>{text}</w:tc>'


def _above(table: Table, y: int, x: int) -> Cell:
    while y and table.rows[y].cells[x].covered:
        y -= 1
    return table.rows[y].cells[x]
