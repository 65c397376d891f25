"""Plain text for WeChat: short, no markup, nothing to write on."""

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from propops.documents import bars
from propops.documents.blocks import (
    Bars,
    BulletList,
    Code,
    Cut,
    Heading,
    Note,
    NumberedList,
    Paragraph,
    Row,
    Run,
    Runs,
    Seal,
    Signature,
    Table,
)
from propops.documents.fill import Document
from propops.documents.filters import EMPTY_BOX, FULL_BOX
from propops.documents.numerals import counting

BETWEEN = "\n\n――――――――\n\n"


def text(documents: Sequence[Document]) -> bytes:
    return (BETWEEN.join(map(_document, documents)) + "\n").encode()


def _document(document: Document) -> str:
    """What stands below the cut is a slip of paper to hand back."""
    blocks = takewhile(lambda block: not isinstance(block, Cut), document.blocks)
    parts = (WRITERS[type(block)](block) for block in blocks if type(block) in WRITERS)
    return "\n".join(part for part in parts if part.strip())


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs)).strip()


def _run(run: Run) -> str:
    if run.blank:
        return "_" * run.blank
    return run.text.replace("\xa0", " ", 1) if run.kept else run.text


def _heading(block: Heading) -> str:
    words = _runs(block.runs)
    return f"【{words}】" if block.level == 1 else f"\n{words}" if block.level == 2 else words


def _paragraph(block: Paragraph) -> str:
    return _runs(block.runs)


def _note(block: Note) -> str:
    return "\n".join(map(_runs, block.paragraphs))


def _bullets(block: BulletList) -> str:
    return "\n".join(f"· {_runs(item)}" for item in block.items)


def _numbers(block: NumberedList) -> str:
    items = enumerate(block.items, block.start)
    return "\n".join(f"{counting(number)}、{_runs(item)}" if block.chinese else f"{number}. {_runs(item)}" for number, item in items)


def _table(block: Table) -> str:
    rows = [row for row in block.rows if not row.heading]
    return "\n".join(filter(None, map(_row, rows)))


def _row(row: Row) -> str:
    """Label and value belong together; what nobody filled in or ticked means nothing in a message."""
    words, label = [], ""
    for cell in row.cells:
        word = _runs(tuple(_ticked(run) for run in cell.runs)).strip("□_ \u3000")
        if cell.label and len(row.cells) > cell.across:
            label = f"{word}："
        elif word and not any(run.blank for run in cell.runs):
            words.append(label + word)
            label = ""
    return "　".join(words)


def _ticked(run: Run) -> Run:
    if not run.kept or run.text[:1] not in (EMPTY_BOX, FULL_BOX):
        return run
    return Run(run.text[2:] if run.text[:1] == FULL_BOX else "")


def _sign(block: Signature) -> str:
    return "\n".join("　".join(_runs(field) for field in row if not field[-1].blank) for row in block.rows).strip()


def _seal(block: Seal) -> str:
    return "\n".join(map(_runs, block.lines))


def _code(block: Code) -> str:
    return "" if block.corner else block.text


WRITERS: Mapping[type, Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Note: _note,
    BulletList: _bullets,
    NumberedList: _numbers,
    Table: _table,
    Signature: _sign,
    Seal: _seal,
    Bars: bars.words,
    Code: _code,
}
