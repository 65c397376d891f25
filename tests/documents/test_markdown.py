"""What a template may write, and the blocks it gives."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest

from propops.documents import Document
from propops.documents.blocks import (
    BulletList,
    Cut,
    Gap,
    Heading,
    Lines,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Run,
    Seal,
    Signature,
    Table,
)
from propops.errors import PropopsError

Page = Callable[..., Document]


@pytest.mark.parametrize(
    ("text", "bold"),
    [("**3栋（共268户）**的", "3栋（共268户）"), ("**“满意度调查”**中", "“满意度调查”"), ("于**2026年12月1日**前", "2026年12月1日")],
)
def test_bold_next_to_chinese_punctuation(page: Page, text: str, bold: str) -> None:
    (paragraph,) = page(text).blocks
    assert isinstance(paragraph, Paragraph)
    assert [run.text for run in paragraph.runs if run.bold] == [bold]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("## 一、甲", Heading(2, (Run("一、甲"),))),
        ("甲\n乙\na\nb", Paragraph((Run("甲"), Run(""), Run("乙"), Run(""), Run("a"), Run(" "), Run("b")))),
        ("甲<br>*乙*", Paragraph((Run("甲"), Run("\n"), Run("乙", small=True)))),
        ("姓名：____年", Paragraph((Run("姓名："), Run("", blank=4), Run("年")))),
        ("- 甲\n- 乙", BulletList(((Run("甲"),), (Run("乙"),)))),
        ("3. 甲", NumberedList(((Run("甲"),),), start=3)),
        ("1) 甲", NumberedList(((Run("甲"),),), chinese=True)),
        ("> 甲", Note(((Run("甲"),),))),
        ("---", Cut()),
        ("```lines 3\n```", Lines(3)),
        ("```gap 5\n```", Gap(5)),
        ("```pagebreak\n```", PageBreak()),
        ("```seal\n甲\n乙\n```", Seal(((Run("甲"),), (Run("乙"),)))),
        ("```sign\n甲：____ | 乙\n```", Signature((((Run("甲："), Run("", blank=4)), (Run("乙"),)),))),
        ("<b>甲</b> [乙](http://x) `丙`", Paragraph((Run("<b>甲</b> [乙](http://x) `丙`"),))),
    ],
)
def test_blocks(page: Page, text: str, block: object) -> None:
    assert page(text).blocks == (block,)


def test_a_table_with_widths_heights_and_joined_cells(page: Page) -> None:
    columns = "```columns\nwidths 1 2 3\nheights 8 20\n```\n\n"
    body = columns + "| 甲 | 乙 | 丙 |\n|---|:-:|--:|\n| **栋** | < | < |\n| 一 | 二 | 三 |\n| ^ | 四 | 五 |\n"
    (table,) = page(body).blocks
    assert isinstance(table, Table)
    assert table.widths == (1, 2, 3)
    assert [row.height for row in table.rows] == [8, 0, 20, 20]
    assert [row.heading for row in table.rows] == [True, False, False, False]
    assert [cell.align for cell in table.rows[0].cells] == ["", "center", "right"]
    assert table.rows[1].cells[0].across == 3
    assert table.rows[2].cells[0].down == 2
    assert table.rows[3].cells[0].covered


def test_a_table_without_a_heading_row(page: Page) -> None:
    (table,) = page("|  |  |\n|---|---|\n| **房号** | 3-2-1001 |\n").blocks
    assert isinstance(table, Table)
    assert [cell.label for cell in table.rows[0].cells] == [True, False]


@pytest.mark.parametrize(
    "body",
    [
        "```nothing\n```",
        "```lines x\n```",
        "```lines 99\n```",
        "- a\n  - b",
        "> # a",
        "```columns\nwidths 1\n```\n| a | b |\n|---|---|\n| c | d |",
    ],
)
def test_what_cannot_be_printed_is_refused(page: Page, body: str) -> None:
    with pytest.raises(PropopsError) as refused:
        page(body)
    assert refused.value.problems[0].code == "bad-template"


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("v|day", date(2026, 12, 1), "2026年12月1日"),
        ("v|weekday", date(2026, 12, 1), "周二"),
        ("v|clock", time(9, 5), "09:05"),
        ("v|moment", datetime(2026, 12, 1, 9, 5), "2026年12月1日 09:05"),
        ("v|short", datetime(2026, 12, 1, 9, 5), "12-01 09:05"),
        ("v|sentence", "甲。", "甲。"),
        ("v|sentence", "甲", "甲。"),
        ("v|blank(4)", "甲", "甲"),
        ("v", date(2026, 12, 1), "2026-12-01"),
        ("v", None, ""),
        ("v|join('、')", ["甲", "乙"], "甲、乙"),
    ],
)
def test_filters(page: Page, expression: str, value: object, text: str) -> None:
    blocks = page(f"-{{{{ {expression} }}}}-", v=value).blocks
    assert blocks == page(f"-{text}-").blocks


def test_an_empty_value_leaves_room_to_write(page: Page) -> None:
    (paragraph,) = page("{{ v|blank(6) }}", v=None).blocks
    assert paragraph == Paragraph((Run("", blank=6),))


def test_boxes_tick_what_was_chosen(page: Page) -> None:
    (paragraph,) = page("{{ v|boxes(w) }}", v=["甲", "乙|"], w="乙|").blocks
    assert isinstance(paragraph, Paragraph)
    assert [run.text for run in paragraph.runs if run.kept] == ["□\xa0甲", "■\xa0乙|"]
