"""Blocks as the plain data that page.typ draws."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from propops.documents import bars
from propops.documents.blocks import (
    Bars,
    BulletList,
    Cell,
    Code,
    Cut,
    Gap,
    Heading,
    Lines,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Runs,
    Seal,
    Signature,
    Table,
)
from propops.documents.numerals import counting
from propops.documents.qr import svg

Data = dict[str, object]
# More than a narrow cell, or than a line, can hold: it may be broken anywhere, as in the browser; Chinese always may.
LONG_WORD = re.compile("[^\\s\u2e80-\U0010ffff]{30,}|[^\\W_\u2e80-\U0010ffff]{13,}")
# An id that is longer than a date may be broken behind its hyphens.
LONG_ID = re.compile(r"[\w@/-]{11,}", re.ASCII)
JOINT = re.compile(r"(?<=[-_/@])(?=\w)")
ZERO_WIDTH_SPACE = "\u200b"
# A row with more text than this may have to go on overleaf.
LONG_ROW = 600


def block_data(block: object) -> Data:
    return WRITERS[type(block)](block)


def _runs(runs: Runs) -> list[Data]:
    return [_run(run) for run in runs]


def _run(run: Run) -> Data:
    if run.text == "\n":
        return {"break": True}
    text: Data = {"blank": run.blank} if run.blank else {"text": LONG_WORD.sub(_breakable, run.text)}
    return text | {face: True for face in ("bold", "small", "kept") if getattr(run, face)}


def _breakable(word: re.Match[str]) -> str:
    return ZERO_WIDTH_SPACE.join(word[0])


def _jointed(id: re.Match[str]) -> str:
    return JOINT.sub(ZERO_WIDTH_SPACE, id[0])


def _heading(block: Heading) -> Data:
    return {"kind": "heading", "level": block.level, "runs": _runs(block.runs)}


def _paragraph(block: Paragraph) -> Data:
    return {"kind": "paragraph", "runs": _runs(block.runs)}


def _note(block: Note) -> Data:
    return {"kind": "note", "paragraphs": [_runs(runs) for runs in block.paragraphs]}


def _bullets(block: BulletList) -> Data:
    return {"kind": "items", "marks": ["•\u2002"] * len(block.items), "items": [_runs(item) for item in block.items]}


def _numbers(block: NumberedList) -> Data:
    numbers = range(block.start, block.start + len(block.items))
    marks = [f"{counting(number)}、" if block.chinese else f"{number}.\u2002" for number in numbers]
    return {"kind": "items", "marks": marks, "items": [_runs(item) for item in block.items]}


def _table(block: Table) -> Data:
    return {"kind": "table", "widths": list(block.widths), "rows": [_row(row, y) for y, row in enumerate(block.rows)]}


def _row(row: Row, y: int) -> Data:
    cells = [_cell(cell, x, row.heading) for x, cell in enumerate(row.cells) if not cell.covered]
    is_long = sum(len(run.text) for cell in row.cells for run in cell.runs) > LONG_ROW
    return {"y": y, "heading": row.heading, "height": row.height, "top": row.top, "long": is_long, "cells": cells}


def _cell(cell: Cell, x: int, heading: bool) -> Data:
    align = cell.align or ("center" if cell.label or heading else "left")
    runs = [_run(run if run.kept else replace(run, text=LONG_ID.sub(_jointed, run.text))) for run in cell.runs]
    return {"x": x, "across": cell.across, "down": cell.down, "label": cell.label, "align": align, "runs": runs}


def _signature(block: Signature) -> Data:
    return {"kind": "signature", "rows": [[_runs(field) for field in row] for row in block.rows]}


def _seal(block: Seal) -> Data:
    return {"kind": "seal", "lines": [_runs(line) for line in block.lines]}


def _lines(block: Lines) -> Data:
    return {"kind": "lines", "count": block.count}


def _gap(block: Gap) -> Data:
    return {"kind": "gap", "size": block.millimetres}


def _cut(block: Cut) -> Data:
    return {"kind": "cut"}


def _code(block: Code) -> Data:
    return {"kind": "code", "size": block.millimetres, "corner": block.corner, "svg": svg(block.text)}


def _bars(block: Bars) -> Data:
    return {"kind": "picture", "svg": bars.svg(block).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)}


def _break(block: PageBreak) -> Data:
    return {"kind": "page-break"}


WRITERS: Mapping[type, Callable[[Any], Data]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Note: _note,
    BulletList: _bullets,
    NumberedList: _numbers,
    Table: _table,
    Signature: _signature,
    Seal: _seal,
    Lines: _lines,
    Gap: _gap,
    Cut: _cut,
    Code: _code,
    Bars: _bars,
    PageBreak: _break,
}
