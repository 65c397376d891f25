"""Blocks as WordprocessingML. `Place` is what a block must know of its page: the look and the width of the text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from propops.documents import bars
from propops.documents.blocks import (
    Bars,
    BulletList,
    Code,
    Cut,
    Gap,
    Heading,
    Lines,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Runs,
    Seal,
    Signature,
    Table,
)
from propops.documents.looks import LOOKS, Look
from propops.documents.numerals import counting
from propops.documents.word_codes import drawing
from propops.documents.word_tables import table_xml
from propops.documents.word_xml import HINT, HINT_BOLD, TAB, paragraph, runs_xml, spacer, twips

LEVELS = {1: "title", 2: "section", 3: "centre", 4: "lead"}
GAP_BETWEEN_FIELDS = 8


@dataclass(frozen=True)
class Place:
    style: str
    width: float
    item_after: float = 0

    @property
    def look(self) -> Look:
        return LOOKS[self.style]

    def paragraph(self, kind: str, content: str, properties: str = "") -> str:
        return paragraph(f"{self.style}-{kind}", content, properties)

    def runs(self, runs: Runs) -> str:
        return runs_xml(runs, self.look.small)


def block_xml(block: object, place: Place) -> str:
    return WRITERS[type(block)](block, place)


def _heading(block: Heading, place: Place) -> str:
    return place.paragraph(LEVELS.get(block.level, "lead"), place.runs(block.runs))


def _paragraph(block: Paragraph, place: Place) -> str:
    return place.paragraph("body", place.runs(block.runs))


def _note(block: Note, place: Place) -> str:
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="4" w:color="777777"/>' for edge in ("top", "left", "bottom", "right"))
    # The frame stands outside the text: drawn in by its own distance it ends where the tables do.
    properties = f'<w:pBdr>{edges}</w:pBdr><w:ind w:left="100" w:right="100"/>'
    body = "".join(place.paragraph("note", place.runs(runs), properties) for runs in block.paragraphs)
    return spacer(2) + body + spacer(4)


def _bullets(block: BulletList, place: Place) -> str:
    return "".join(_item("•\t", item, place) for item in block.items)


def _numbers(block: NumberedList, place: Place) -> str:
    marks = (f"{counting(number)}、" if block.chinese else f"{number}.\t" for number in range(block.start, block.start + len(block.items)))
    return "".join(_item(mark, item, place) for mark, item in zip(marks, block.items, strict=True))


def _item(mark: str, item: Runs, place: Place) -> str:
    """The mark is text: numbers that Word counts itself go on counting into the next form of the file."""
    text = f"<w:r><w:rPr>{_mark_face(place.look)}</w:rPr><w:t>{mark.rstrip()}</w:t></w:r>" + (TAB if mark.endswith("\t") else "")
    after = f'<w:spacing w:after="{round(place.item_after * 20)}"/>' if place.item_after else ""
    return place.paragraph("item", text + place.runs(item), after)


def _mark_face(look: Look) -> str:
    return f'{HINT_BOLD}<w:b/><w:color w:val="{look.ink}"/>' if any(look.frame) else HINT


def _table(block: Table, place: Place) -> str:
    return table_xml(block, place.style, place.width) + spacer(5)


def _sign(block: Signature, place: Place) -> str:
    return "".join(_sign_row(row, place) for row in block.rows)


def _sign_row(row: Sequence[Runs], place: Place) -> str:
    """Each field ends at a tab stop that draws the line, the next begins at one that draws nothing."""
    step = (place.width + GAP_BETWEEN_FIELDS) / len(row)
    fields = list(zip(row, accumulate([step] * len(row)), strict=True))
    stops = "".join(_stops(field, end) for field, end in fields)
    texts = TAB.join(_field(field, place) for field in row)
    return place.paragraph("sign", texts, f"<w:keepNext/><w:tabs>{stops}</w:tabs>")


def _stops(field: Runs, end: float) -> str:
    return (_stop(end - GAP_BETWEEN_FIELDS, "underscore") if field and field[-1].blank else "") + _stop(end, "none")


def _field(field: Runs, place: Place) -> str:
    if field and field[-1].blank:
        return place.runs(field[:-1]) + TAB
    return place.runs(field)


def _stop(millimetres: float, leader: str) -> str:
    return f'<w:tab w:val="left" w:leader="{leader}" w:pos="{twips(millimetres)}"/>'


def _seal(block: Seal, place: Place) -> str:
    indent = f'<w:ind w:left="{twips(place.width * 0.44)}"/>'
    keep = "<w:keepNext/>"
    first = f'{keep}<w:spacing w:before="{twips(place.look.seal)}"/>{indent}'
    rest = keep + indent
    lines = enumerate(block.lines)
    return "".join(place.paragraph("seal", place.runs(line), rest if index else first) for index, line in lines)


def _lines(block: Lines, place: Place) -> str:
    return place.paragraph("line", TAB, f"<w:tabs>{_stop(place.width, 'underscore')}</w:tabs>") * block.count


def _gap(block: Gap, place: Place) -> str:
    return spacer(block.millimetres * 72 / 25.4)


def _cut(block: Cut, place: Place) -> str:
    line = '<w:pBdr><w:bottom w:val="dashed" w:sz="8" w:space="1" w:color="555555"/></w:pBdr>'
    return spacer(14, line) + spacer(11)


def _code(block: Code, place: Place) -> str:
    if block.corner:
        return spacer(0.05).replace("</w:p>", f"{drawing(block)}</w:p>")
    return f'<w:p><w:pPr><w:spacing w:before="40" w:after="40"/><w:jc w:val="center"/></w:pPr>{drawing(block)}</w:p>'


def _break(block: PageBreak, place: Place) -> str:
    return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


WRITERS: Mapping[type, Callable[[Any, Place], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Note: _note,
    BulletList: _bullets,
    NumberedList: _numbers,
    Table: _table,
    Signature: _sign,
    Seal: _seal,
    Lines: _lines,
    Gap: _gap,
    Cut: _cut,
    Bars: lambda block, place: _table(bars.table(block), place),
    Code: _code,
    PageBreak: _break,
}
