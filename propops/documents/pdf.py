"""One PDF, set by typst: the documents go in as data, never as source. Needs the extra `pdf`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from propops.documents import pdf_fonts
from propops.documents.fill import Document
from propops.documents.footers import numbering
from propops.documents.looks import LOOKS
from propops.documents.pdf_blocks import Data, block_data
from propops.documents.template import Sheet
from propops.errors import refuse
from propops.i18n import _

SOURCE = Path(__file__).with_name("page.typ")
SERIF, SANS = "Noto Serif SC", "Noto Sans SC"
# 1980-01-01, as in a zip: a clock in the file would make every printing a change.
EPOCH = 315_532_800
MANY = 100


def pdf(documents: Sequence[Document]) -> bytes:
    typst = _typst()
    data = _written(documents)
    fonts = pdf_fonts.with_those_of_the_system() if pdf_fonts.missing([data]) else pdf_fonts.packaged()
    made = typst.compile(SOURCE, root=SOURCE.parent, font_paths=fonts, sys_inputs={"data": data}, timestamp=EPOCH, pdf_tags=False)
    if len(documents) >= MANY:
        _forget(typst)
    return bytes(made)


def undrawn(documents: Sequence[Document]) -> set[str]:
    """Characters that only a font of the system can draw, if one does."""
    return pdf_fonts.missing([_written(documents)])


def _forget(typst: Any) -> None:
    """What typst drew it keeps for its next ten papers, half a megabyte a form: after ten empty ones the memory is free again."""
    for __ in range(11):
        typst.compile(b"", font_paths=pdf_fonts.packaged())


def _typst() -> Any:
    try:
        import typst
    except ImportError:
        raise refuse("no-pdf", _("PDF is not installed here."), hint="pip install 'propops[pdf]'") from None
    return typst


def _written(documents: Sequence[Document]) -> str:
    return json.dumps(_data(documents), ensure_ascii=False)


def _data(documents: Sequence[Document]) -> Data:
    """Equal blocks of a stack of forms are one object: written once, and drawn once."""
    sheets = list(dict.fromkeys(document.sheet for document in documents))
    places: dict[tuple[int, str], int] = {}
    blocks: list[Data] = []
    for document in documents:
        for block in document.blocks:
            key = (id(block), document.sheet.look)
            if key not in places:
                places[key] = len(blocks)
                blocks.append(block_data(block) | {"look": document.sheet.look})
    return {
        "title": " · ".join(dict.fromkeys(document.title for document in documents)),
        "serif": SERIF,
        "sans": SANS,
        "looks": {name: asdict(look) for name, look in LOOKS.items()},
        "sheets": [_sheet(sheet) for sheet in sheets],
        "blocks": blocks,
        "documents": [
            {"sheet": sheets.index(document.sheet), "blocks": [places[id(block), document.sheet.look] for block in document.blocks]}
            for document in documents
        ],
    }


def _sheet(sheet: Sheet) -> Data:
    return {
        "size": sheet.size,
        "margins": sheet.margins,
        "numbering": numbering(sheet.language) if sheet.numbered else [],
        "look": sheet.look,
    }
