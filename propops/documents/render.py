"""Many filled documents in one file, each on a new page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from propops.documents.fill import Document
from propops.errors import refuse
from propops.i18n import _

Format = Literal["html", "docx", "text"]
FORMATS: tuple[Format, ...] = ("html", "docx", "text")


def render(documents: Sequence[Document], format: Format) -> bytes:
    """The same documents give the same bytes."""
    if not documents:
        raise refuse("nothing-to-print", _("There is nothing to print."))
    if format not in FORMATS:
        raise refuse("no-such-format", _("There is no format “%(format)s”.") % {"format": format})
    return _writers()[format](documents if format == "text" else _copied(documents))


def _copied(documents: Sequence[Document]) -> list[Document]:
    return [document for document in documents for _copy in range(document.copies)]


def _writers() -> Mapping[Format, Callable[[Sequence[Document]], bytes]]:
    from propops.documents import html, text, word

    return {"html": html.html, "docx": word.docx, "text": text.text}
