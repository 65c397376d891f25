"""Many filled documents in one file, each on a new page."""

from collections.abc import Callable, Sequence
from typing import Literal

from propops.documents.fill import Document
from propops.errors import refuse
from propops.i18n import _

Format = Literal["html", "docx", "pdf", "text"]
FORMATS: tuple[Format, ...] = ("html", "docx", "pdf", "text")


def render(documents: Sequence[Document], format: Format) -> bytes:
    """The same documents give the same bytes."""
    if not documents:
        raise refuse("nothing-to-print", _("There is nothing to print."))
    if format not in FORMATS:
        raise refuse("no-such-format", _("There is no format “%(format)s”.") % {"format": format})
    writer = _writer(format)
    return writer(documents if format == "text" else _copied(documents))


def _copied(documents: Sequence[Document]) -> list[Document]:
    return [document for document in documents for _copy in range(document.copies)]


def _writer(format: Format) -> Callable[[Sequence[Document]], bytes]:
    """Each format imports what the others do without."""
    from importlib import import_module

    module = {"html": "html", "docx": "word", "pdf": "pdf", "text": "text"}[format]
    writer: Callable[[Sequence[Document]], bytes] = getattr(import_module(f"propops.documents.{module}"), format)
    return writer
