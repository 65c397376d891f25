"""Paper: a template and plain values become blocks, and blocks become HTML, DOCX or text."""

from propops.documents.fill import Document, fill
from propops.documents.find import find, languages, names
from propops.documents.render import FORMATS, Format, render
from propops.documents.template import Sheet, Template, load

__all__ = ["FORMATS", "Document", "Format", "Sheet", "Template", "fill", "find", "languages", "load", "names", "render"]
