"""The DOCX: it opens, its elements stand in the schema's order, its pages are what was asked for."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest

from propops.documents import render
from tests.documents.samples import SAMPLES, sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b i color spacing sz szCs u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgBorders pgNumType cols vAlign titlePg docGrid",
    "style": "name basedOn next qFormat pPr rPr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "body": "",
}


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _elements(name: str) -> Iterator[Any]:
    made = docx.Document(io.BytesIO(render([sample(name)], "docx")))
    yield from made.element.body.iter()
    yield from (
        node
        for style in made.styles.element.iter(f"{W}style")
        if style.get(f"{W}styleId").startswith(("form-", "letter-", "wall-"))
        for node in style.iter()
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_elements_stand_in_the_schemas_order(name: str) -> None:
    for element in _elements(name):
        tag = element.tag.removeprefix(W)
        if ORDER.get(tag):
            order = ORDER[tag].split()
            places = [order.index(child.tag.removeprefix(W)) for child in element]
            assert places == sorted(places), (tag, [child.tag.removeprefix(W) for child in element])


def test_opens_with_title_and_tables() -> None:
    made = docx.Document(io.BytesIO(render([sample("survey-form")], "docx")))
    assert made.core_properties.title == "满意度调查表"
    assert made.paragraphs[0].text == "幸福里小区2026年下半年满意度调查表"
    assert made.paragraphs[0].style is not None and made.paragraphs[0].style.name == "form title"
    assert [row.cells[2].text for row in made.tables[0].rows][1] == "客服人员的服务态度和礼仪"
    assert [len(table.columns) for table in made.tables] == [9]


def test_every_document_begins_a_page() -> None:
    body = _parts(render([sample("survey-form")] * 3, "docx"))["word/document.xml"].decode()
    assert body.count("<w:pageBreakBefore/>") == 2
    assert body.count("<w:sectPr>") == 1


def test_numbered_documents_number_their_own_pages() -> None:
    data = render([sample("visit-list"), sample("visit-list"), sample("pledge")], "docx")
    made = docx.Document(io.BytesIO(data))
    assert [section.footer.paragraphs[0].text.replace("1", "") for section in made.sections] == ["第  页", "第  页", ""]
    assert _parts(data)["word/document.xml"].count(b'<w:pgNumType w:start="1"/>') == 2
    alone = _parts(render([sample("visit-list")], "docx"))
    assert any(b"NUMPAGES" in part for name, part in alone.items() if "footer" in name)


def test_paper_margins_and_long_tables() -> None:
    made = docx.Document(io.BytesIO(render([sample("key-loan-register")], "docx")))
    section = made.sections[0]
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    table = made.tables[0]._tbl
    assert len(table.findall(f".//{W}tblHeader")) == 1
    assert len(table.findall(f".//{W}cantSplit")) == len(table.findall(f"{W}tr"))


def test_the_package_tells_no_time_and_no_author() -> None:
    data = render([sample("pledge")], "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    core = _parts(data)["docProps/core.xml"].decode()
    assert "python-docx" not in core and "2013" not in core
    assert not any("thumbnail" in name for name in _parts(data))


def test_copies_are_printed_as_often_as_the_template_says() -> None:
    from dataclasses import replace

    twice = replace(sample("pledge"), copies=2)
    assert render([twice], "html").count(b"<section") == 2
    assert render([twice], "text") == render([sample("pledge")], "text")


@pytest.mark.parametrize(("name", "footer"), [("pledge-actual-en", "Page 1 of 1"), ("pledge-actual", "第 1 页　共 1 页")])
def test_the_pages_are_numbered_in_the_language_of_the_paper(name: str, footer: str) -> None:
    made = docx.Document(io.BytesIO(render([sample(name)], "docx")))
    assert made.sections[0].footer._element.xpath("string()") == footer
