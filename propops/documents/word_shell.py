"""The package around the pages, made by python-docx: styles, footers, properties. Imports python-docx inside, it is slow to load."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from propops.documents.fill import Document
from propops.documents.footers import PAGE, PAGES, numbering
from propops.documents.template import Sheet
from propops.documents.word_styles import NAMESPACE, fonts, styles

BODY = "word/document.xml"
# python-docx's own template carries its author and a date of 2013.
EPOCH = datetime(1980, 1, 1)
# Its template names theme fonts, which have no Chinese.
DEFAULTS = (
    f'<w:rPrDefault {NAMESPACE}><w:rPr>{fonts(False)}<w:sz w:val="21"/><w:szCs w:val="21"/>'
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
)
WORD = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">{0}</w:t></w:r>'
FIELD = '<w:fldSimple w:instr="{0}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def shell(documents: Sequence[Document]) -> tuple[dict[str, bytes], Mapping[str, str]]:
    """The parts by name, and the relationship of each footer by its text."""
    from docx import Document as new

    made = new()
    _properties(made, documents)
    _settings(made)
    _styles(made, list(dict.fromkeys(document.sheet.look for document in documents)))
    footers = {key: _footer(made, parts) for key, parts in _footers(documents).items()}
    target = BytesIO()
    made.save(target)
    with ZipFile(target) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist(), key=_order)}, footers


def footer_of(sheet: Sheet, alone: bool) -> str:
    """Which footer: Word counts the pages of the file, so that only a document alone in it says of how many."""
    return "none" if not sheet.numbered else f"{sheet.language} {'of' if alone else 'page'}"


def _footers(documents: Sequence[Document]) -> dict[str, list[str]]:
    languages = dict.fromkeys(document.sheet.language for document in documents)
    return {"none": []} | {f"{one} {kind}": numbering(one, kind == "of") for one in languages for kind in ("page", "of")}


def _order(name: str) -> tuple[bool, bool, str]:
    """Readers expect the content types first."""
    return (name != "[Content_Types].xml", not name.startswith("_rels"), name)


def _properties(made: Any, documents: Sequence[Document]) -> None:
    properties = made.core_properties
    properties.title = " · ".join(dict.fromkeys(document.title for document in documents))[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = EPOCH
    properties.language = documents[0].sheet.lang
    package = made.part.package
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def _settings(made: Any) -> None:
    """A line that ends with a break is not stretched over the whole width."""
    from docx.oxml import parse_xml

    made.settings.element.xpath("w:compat")[0].insert(0, parse_xml(f"<w:doNotExpandShiftReturn {NAMESPACE}/>"))


def _styles(made: Any, looks: Sequence[str]) -> None:
    from docx.oxml import parse_xml

    element = made.styles.element
    defaults = element.xpath("w:docDefaults/w:rPrDefault")[0]
    defaults.getparent().replace(defaults, parse_xml(DEFAULTS))
    for look in looks:
        for style in styles(look):
            element.append(parse_xml(style))


def _footer(made: Any, parts: Sequence[str]) -> str:
    """A section of its own gives each footer its part; the sections of the pages then refer to them."""
    from docx.oxml import parse_xml

    section = made.add_section()
    section.footer.is_linked_to_previous = False
    empty = section.footer.paragraphs[0]._p
    empty.getparent().replace(empty, parse_xml(_footer_xml(parts)))
    return str(section._sectPr.footerReference_lst[0].rId)


def _footer_xml(parts: Sequence[str]) -> str:
    if not parts:
        # An empty line of usual height would take its room from a page with a narrow margin.
        return f'<w:p {NAMESPACE}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    words = (FIELD.format(part) if part in (PAGE, PAGES) else WORD.format(part) for part in parts)
    return f'<w:p {NAMESPACE}><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(words)}</w:p>'
