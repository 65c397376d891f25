"""One self-contained HTML file: look at it, print it."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
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
from propops.documents.fill import Document
from propops.documents.html_style import style
from propops.documents.numerals import counting
from propops.documents.qr import svg

ALIGNS = {"left": "l", "center": "c", "right": "r"}


def html(documents: Sequence[Document]) -> bytes:
    sheets = list(dict.fromkeys(document.sheet for document in documents))
    known: dict[int, str] = {}
    pages = "".join(_page(document, sheets.index(document.sheet), known) for document in documents)
    title = escape(" · ".join(dict.fromkeys(document.title for document in documents)))
    head = f'<meta charset="utf-8"><title>{title}</title><style>{style(sheets)}</style>'
    return f'<!DOCTYPE html>\n<html lang="{sheets[0].lang}"><head>{head}</head>\n<body>\n{pages}</body></html>\n'.encode()


def _page(document: Document, index: int, known: dict[int, str]) -> str:
    body = "".join(_written(block, known) for block in document.blocks)
    return f'<section class="doc {document.sheet.look} s{index}"><div>\n{body}</div></section>\n'


def _written(block: object, known: dict[int, str]) -> str:
    """Equal chunks of a stack of forms are one object, alive as long as the documents: written once."""
    if id(block) not in known:
        known[id(block)] = WRITERS[type(block)](block)
    return known[id(block)]


def _runs(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.text == "\n":
        return "<br>"
    text = f'<span class="u" style="width:{run.blank / 2}em"></span>' if run.blank else escape(run.text)
    text = f'<span class="n">{text}</span>' if run.kept else text
    text = f"<b>{text}</b>" if run.bold else text
    return f"<small>{text}</small>" if run.small else text


def _heading(block: Heading) -> str:
    return f"<h{block.level}>{_runs(block.runs)}</h{block.level}>\n"


def _paragraph(block: Paragraph) -> str:
    return f"<p>{_runs(block.runs)}</p>\n"


def _note(block: Note) -> str:
    return '<div class="note">' + "".join(f"<p>{_runs(runs)}</p>" for runs in block.paragraphs) + "</div>\n"


def _bullets(block: BulletList) -> str:
    return "<ul>" + "".join(f'<li><span class="n">•&ensp;</span><span>{_runs(item)}</span></li>' for item in block.items) + "</ul>\n"


def _numbers(block: NumberedList) -> str:
    numbers = range(block.start, block.start + len(block.items))
    marks = [f"{counting(number)}、" if block.chinese else f"{number}.&ensp;" for number in numbers]
    items = zip(marks, block.items, strict=True)
    return "<ol>" + "".join(f'<li><span class="n k1">{mark}</span><span>{_runs(item)}</span></li>' for mark, item in items) + "</ol>\n"


def _table(block: Table) -> str:
    whole = sum(block.widths)
    columns = "".join(f'<col style="width:{100 * width / whole:.2f}%">' for width in block.widths)
    heads = [_row(row, "th") for row in block.rows if row.heading]
    rows = [_row(row, "td") for row in block.rows if not row.heading]
    head = f"<thead>{''.join(heads)}</thead>" if heads else ""
    return f"<table><colgroup>{columns}</colgroup>{head}<tbody>\n{''.join(rows)}</tbody></table>\n"


def _row(row: Row, tag: str) -> str:
    height = f' style="height:{row.height}mm"' if row.height else ""
    return f"<tr{height}>" + "".join(_cell(cell, tag, row.top) for cell in row.cells if not cell.covered) + "</tr>\n"


def _cell(cell: Cell, tag: str, top: bool) -> str:
    kind = " ".join(filter(None, ("k" if cell.label else "t" if top else "", ALIGNS.get(cell.align, ""))))
    spans = (f' class="{kind}"' if kind else "") + (f' colspan="{cell.across}"' if cell.across > 1 else "")
    spans += f' rowspan="{cell.down}"' if cell.down > 1 else ""
    return f"<{tag}{spans}>{_runs(cell.runs)}</{tag}>"


def _sign(block: Signature) -> str:
    rows = ("".join(f"<span>{_field(field)}</span>" for field in row) for row in block.rows)
    return '<div class="sign">' + "".join(f"<div>{row}</div>" for row in rows) + "</div>\n"


def _field(runs: Runs) -> str:
    if runs and runs[-1].blank:
        return _runs(runs[:-1]) + "<i></i>"
    return f"<span>{_runs(runs)}</span>"


def _seal(block: Seal) -> str:
    return '<div class="seal">' + "<br>".join(map(_runs, block.lines)) + "</div>\n"


def _lines(block: Lines) -> str:
    return '<div class="lines">' + "<i></i>" * block.count + "</div>\n"


def _gap(block: Gap) -> str:
    return f'<div style="height:{block.millimetres}mm"></div>\n'


def _cut(block: Cut) -> str:
    return '<div class="cut"></div>\n'


def _code(block: Code) -> str:
    corner = " corner" if block.corner else ""
    return f'<div class="qr{corner}" style="width:{block.millimetres}mm">{svg(block.text)}</div>\n'


def _break(block: PageBreak) -> str:
    return '<div class="break"></div>\n'


WRITERS: Mapping[type, Callable[[Any], str]] = {
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
    Bars: bars.svg,
    Code: _code,
    PageBreak: _break,
}
