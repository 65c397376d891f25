"""The package around the pages, made by python-docx: styles, footers, properties. Imports python-docx inside, it is slow to load."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from propops.documents.fill import Document
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
    footers = {
        footer: _footer(made, footer) for footer in dict.fromkeys(("", *(footer_of(one.sheet, len(documents)) for one in documents)))
    }
    target = BytesIO()
    made.save(target)
    with ZipFile(target) as archive:
        return {name: archive.read(name) for name in sorted(archive.namelist(), key=_order)}, footers


def footer_of(sheet: Sheet, count: int) -> str:
    """Word counts the pages of the file: in a stack of documents it can say a page's number, but not of how many."""
    if not sheet.numbered:
        return ""
    before, between, after = sheet.page_words
    return f"{before}{{PAGE}}{between}{{NUMPAGES}}{after}" if count == 1 else f"{before}{{PAGE}}{after}"


def _order(name: str) -> tuple[bool, bool, str]:
    """Readers expect the content types first."""
    return (name != "[Content_Types].xml", not name.startswith("_rels"), name)


def _properties(made: Any, documents: Sequence[Document]) -> None:
    properties = made.core_properties
    properties.title = " · ".join(dict.fromkeys(document.title for document in documents))[:255]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = EPOCH
    properties.language = "zh-CN"
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


def _footer(made: Any, text: str) -> str:
    """A section of its own gives each footer its part; the sections of the pages then refer to them."""
    from docx.oxml import parse_xml

    section = made.add_section()
    section.footer.is_linked_to_previous = False
    empty = section.footer.paragraphs[0]._p
    empty.getparent().replace(empty, parse_xml(_footer_xml(text)))
    return str(section._sectPr.footerReference_lst[0].rId)


def _footer_xml(text: str) -> str:
    if not text:
        # An empty line of usual height would take its room from a page with a narrow margin.
        return f'<w:p {NAMESPACE}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    words = (FIELD.format(part) if part.isupper() else WORD.format(part) for part in re.split("[{}]", text) if part)
    return f'<w:p {NAMESPACE}><w:pPr><w:jc w:val="center"/></w:pPr>{"".join(words)}</w:p>'
