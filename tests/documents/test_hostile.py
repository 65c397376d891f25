"""A value is text, whatever it looks like: it appears literally in every format and changes nothing around it."""

import html
import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from propops.documents import Document, Format, fill, load, render
from propops.documents.plain import clean

Page = Callable[..., Document]

NASTY = "| a | # x {{7*7}} <script> $y$ **b** `c` ~~d~~ [e](f) ![g](h) &amp; \\ ``` ---"
BODY = (
    "# 致{{ v }}\n\n正文{{ v }}，**粗{{ v }}体**。\n\n{{ v }}\n\n| 甲 | 乙 |\n|---|---|\n| {{ v }} | {{ v }} |\n|{{ v }}|{{ v }}|\n\n"
    "- {{ v }}\n\n1) {{ v }}\n\n> {{ v }}\n\n```sign\n{{ v }} | 签名：____\n```\n\n```seal\n{{ v }}\n```\n"
)
PLACES = 12


def _shape(document: Document) -> list[object]:
    return [(type(block).__name__, getattr(block, "widths", None)) for block in document.blocks]


def _html_text(data: bytes) -> str:
    body = data.decode().split("<body>")[1]
    return html.unescape(re.sub("<[^>]*>", "", body))


def _docx_text(data: bytes) -> str:
    made = docx.Document(io.BytesIO(data))
    return "\n".join("".join(text.text or "" for text in paragraph.iter("{*}t")) for paragraph in made.element.body.iter("{*}p"))


def _pdf_text(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _squeezed(text: str) -> str:
    """A PDF knows where letters stand, not what is a space or the end of a line."""
    return re.sub(r"[\s\u200b]+", "", text)


READERS: dict[Format, Callable[[bytes], str]] = {"html": _html_text, "docx": _docx_text, "pdf": _pdf_text, "text": bytes.decode}


@pytest.mark.parametrize("format", READERS)
def test_appears_literally(page: Page, format: Format) -> None:
    printed = READERS[format](render([page(BODY, v=NASTY)], format))
    assert _squeezed(printed).count(_squeezed(NASTY)) >= PLACES - (format == "text")
    assert format == "pdf" or printed.count(NASTY) >= PLACES - (format == "text")


TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: clean(text) != "")
MARKS = st.text(alphabet="|\\`*_#<>^&[]()!~-+.:=$%{}'\" 1a张\n\t\x00\x11\x12\x13\u202e\U000e0060", min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(TEXTS | MARKS.filter(lambda text: clean(text) != ""))
@example("\\")
@example("<")
@example("^")
@example("```sign")
@example("a\n\n# b")
@example("\x11\x11\x11")
@example("\ud800")
@example("0\xa00")
def test_no_value_forges_anything(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    if clean(value) == "":
        return
    document = fill(load(_written(tmp_path_factory)), {"v": value})
    assert _shape(document) == _shape(fill(load(_written(tmp_path_factory)), {"v": "张"}))
    for format in ("html", "docx", "text"):
        assert READERS[format](render([document], format)).count(clean(value)) >= 1, format


@settings(max_examples=20, deadline=None)
@given(st.text(alphabet="|\\`*_#<>^&[]()!~-+.:=$%{}'\"@/ 1a张囍䶮𬱖", min_size=1, max_size=12).filter(lambda text: clean(text) != ""))
def test_no_value_is_typesetting(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    document = fill(load(_written(tmp_path_factory)), {"v": value})
    assert _squeezed(clean(value)) in _squeezed(_pdf_text(render([document], "pdf")))


def _written(factory: pytest.TempPathFactory) -> Path:
    path = factory.getbasetemp() / "hostile.zh.md"
    if not path.exists():
        path.write_text(f"---\ntitle: 试\n---\n{BODY}", encoding="utf-8")
    return path


@pytest.mark.parametrize("format", ["html", "docx"])
def test_control_characters_are_dropped(page: Page, format: Format) -> None:
    data = render([page("{{ v }}", v="a\x00b\x0bc\x1b[31m\u202ed\ufffee")], format)
    assert READERS[format](data).strip().startswith("ab c[31mde")


def test_only_the_template_draws_a_line_to_write_on(page: Page) -> None:
    text = render([page("____ {{ a }}", a="____")], "html").decode()
    assert text.count('class="u"') == 1
    assert "____" in text


@pytest.mark.parametrize("format", READERS)
def test_a_value_that_leaves_nothing_stops_nothing(page: Page, format: Format) -> None:
    made = page("甲\n\n| 乙 | {{ v|kept }} |\n|---|---|\n| {{ v }} | {{ v|kept }} |\n", v="\u202e\x00")
    assert "甲" in READERS[format](render([made], format))
