"""The PDF: pages, numbers and text as they should be, values as data, and a plain word where it is not installed."""

import io
import sys
from collections.abc import Callable

import pypdf
import pytest

from propops.documents import Document, render
from propops.documents.pdf import undrawn
from propops.errors import PropopsError
from tests.documents.samples import SAMPLES, sample

Page = Callable[..., Document]


def pages(*documents: Document) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render(documents, "pdf"))).pages]


@pytest.mark.parametrize("name", SAMPLES)
def test_one_page_each(name: str) -> None:
    assert len(pages(sample(name))) == sample(name).copies


def test_a_stack_numbers_each_document_for_itself() -> None:
    texts = pages(sample("visit-list"), sample("key-loan-register"), sample("pledge"))
    assert ["共 1 页" in text for text in texts] == [True, True, False]


def test_an_english_paper_is_numbered_in_english_beside_a_chinese_one() -> None:
    english, chinese = pages(sample("pledge-actual-en"), sample("pledge-actual"))
    assert "Page 1 of 1" in english and "页" not in english
    assert "第 1 页　共 1 页" in chinese


def test_copies_and_page_breaks(page: Page) -> None:
    made = page("甲\n\n```pagebreak\n```\n\n乙\n")
    assert [text.strip() for text in pages(made, made)] == ["甲", "乙", "甲", "乙"]


def test_a_very_long_entry_goes_on_overleaf(page: Page) -> None:
    texts = pages(page("| 甲 | 乙 |\n|---|---|\n| {{ v }} | 尾 |\n", v="字" * 8000))
    assert len(texts) > 2
    assert "".join(texts).count("字") == 8000


def test_chinese_can_be_searched_and_copied(page: Page) -> None:
    assert pages(page("为了更好地为您服务我们诚恳地请您留出几分钟时间"))[0] == "为了更好地为您服务我们诚恳地请您留出几分钟时间"


@pytest.mark.parametrize("value", ["w" * 300, "%2e" * 100])
def test_a_word_without_end_stays_on_the_paper(page: Page, value: str) -> None:
    """Broken into many short lines: where it leaves its cell it would be one long one."""
    (text,) = pages(page("| 甲 | 乙 | 丙 | 丁 | 戊 |\n|---|---|---|---|---|\n| {{ v }} | 尾 | | | |\n", v=value))
    lines = [line.replace("\u200b", "") for line in text.split("\n")]
    assert value in "".join(lines) and max(map(len, lines)) < 40


@pytest.mark.parametrize("value", ["#panic()", '#read("/etc/passwd")', "$x$ @a <b> *c* _d_ `e` = f\\", "#set page(height: 1pt)"])
def test_a_value_is_no_source(page: Page, value: str) -> None:
    assert pages(page("{{ v }}", v=value)) == [value]


def test_it_is_said_how_to_install_it(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PropopsError) as refused:
        render([page("甲")], "pdf")
    problem = refused.value.problems[0]
    assert (problem.code, problem.hint) == ("no-pdf", "pip install 'propops[pdf]'")


def test_what_the_font_cannot_draw_is_known(page: Page) -> None:
    assert undrawn([page("张{{ v }}", v="𠮷㛃")]) == {"𠮷"}
    assert undrawn([page("张□囍é")]) == set()


@pytest.mark.parametrize(("name", "words"), [("survey-report", "共 1 页"), ("survey-report-en", "Page 1 of 1")])
def test_pages_are_counted_in_the_language_of_the_paper(name: str, words: str) -> None:
    assert words in pages(sample(name))[0]
    assert words[:2] in render([sample(name)], "html").decode()
