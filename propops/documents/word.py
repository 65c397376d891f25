"""One DOCX: python-docx makes the package once, the pages are written straight into its body."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from propops.documents.fill import Document
from propops.documents.looks import LOOKS
from propops.documents.template import Sheet
from propops.documents.word_blocks import Place, block_xml
from propops.documents.word_codes import with_pictures
from propops.documents.word_shell import BODY, footer_of, shell
from propops.documents.word_spread import spread
from propops.documents.word_xml import spacer, twips

# The earliest a zip can say: a clock in the file would make every printing a change.
EPOCH = (1980, 1, 1, 0, 0, 0)
PAGE_BREAK = "<w:pageBreakBefore/>"


def docx(documents: Sequence[Document]) -> bytes:
    parts, footers = shell(documents)
    head, tail = parts[BODY].split(b"<w:body>", 1)[0], b"</w:body></w:document>"
    body = "".join(_sections(documents, footers)).encode()
    return _zipped(with_pictures({**parts, BODY: head + b"<w:body>" + body + tail}, documents))


def _sections(documents: Sequence[Document], footers: Mapping[str, str]) -> Iterator[str]:
    known: dict[tuple[int, Place], str] = {}
    groups = [list(group) for _key, group in groupby(enumerate(documents), key=_section_key)]
    for number, group in enumerate(groups, 1):
        sheet = group[0][1].sheet
        for index, (_place, document) in enumerate(group):
            yield _pages(document, first=index == 0, known=known)
        # Only the last section's properties stand in the body itself, all others in their last paragraph.
        yield _end(sheet, footers, len(documents), last=number == len(groups))


def _section_key(numbered: tuple[int, Document]) -> object:
    """Page numbers begin again with each document that has them."""
    index, document = numbered
    return (document.sheet, index if document.sheet.numbered else None)


def _pages(document: Document, first: bool, known: dict[tuple[int, Place], str]) -> str:
    place = Place(document.sheet.look, _text_width(document.sheet), _item_after(document))
    body = "".join(_written(block, place, known) for block in document.blocks)
    return body if first else _broken(body)


def _written(block: object, place: Place, known: dict[tuple[int, Place], str]) -> str:
    key = (id(block), place)
    if key not in known:
        known[key] = block_xml(block, place)
    return known[key]


def _broken(body: str) -> str:
    """The first paragraph begins the page; before a table an invisible one does."""
    start = body.find("<w:pStyle")
    end = body.find("/>", start) + 2
    if not body.startswith("<w:p><w:pPr><w:pStyle"):
        return spacer(1, PAGE_BREAK) + body
    rest = body[end:]
    kept = "<w:keepNext/>" if rest.startswith("<w:keepNext/>") else ""
    return body[:end] + kept + PAGE_BREAK + rest.removeprefix(kept)


def _end(sheet: Sheet, footers: Mapping[str, str], count: int, last: bool) -> str:
    properties = _properties(sheet, footers, count)
    return properties if last else spacer(1, "").replace("</w:pPr>", f"{properties}</w:pPr>")


def _properties(sheet: Sheet, footers: Mapping[str, str], count: int) -> str:
    """docGrid has no type: lines of a grid would stretch the rows and push one page to two."""
    width, height = map(twips, sheet.size)
    top, right, bottom, left = map(twips, _margins(sheet))
    landscape = ' w:orient="landscape"' if width > height else ""
    footer = footers[footer_of(sheet, count)]
    numbers = '<w:pgNumType w:start="1"/>' if sheet.numbered else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{landscape}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
        f' w:header="{twips(6)}" w:footer="{twips(6)}" w:gutter="0"/>{_frame(sheet)}{numbers}<w:cols w:space="425"/>'
        '<w:docGrid w:linePitch="312"/></w:sectPr>'
    )


def _margins(sheet: Sheet) -> list[float]:
    """Word draws a frame around the page, not around the text: its distance is part of the margin."""
    return [margin + frame for margin, frame in zip(sheet.margins, LOOKS[sheet.look].frame, strict=True)]


def _item_after(document: Document) -> float:
    look = LOOKS[document.sheet.look]
    top, _right, bottom, _left = _margins(document.sheet)
    return spread(document.blocks, look, _text_width(document.sheet), document.sheet.size[1] - top - bottom) if any(look.frame) else 0


def _text_width(sheet: Sheet) -> float:
    _top, right, _bottom, left = _margins(sheet)
    return sheet.size[0] - right - left


def _frame(sheet: Sheet) -> str:
    look = LOOKS[sheet.look]
    if not any(look.frame):
        return ""
    edges = ("top", "left", "bottom", "right")
    lines = "".join(f'<w:{edge} w:val="double" w:sz="12" w:space="31" w:color="{look.ink}"/>' for edge in edges)
    return f'<w:pgBorders w:offsetFrom="page">{lines}</w:pgBorders>'


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, data, compresslevel=6)
    return target.getvalue()
