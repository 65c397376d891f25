"""Columns that are right with Chinese."""

import pytest

from propops.terminal.help import Formatter, width, wrap


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("走访", 4), ("a走b", 4), ("，", 2), ("", 0)])
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


def test_chinese_is_broken_within_the_columns_and_marks_do_not_begin_a_line() -> None:
    lines = wrap("排下个月的走访计划，写清楚每一户为什么排、为什么不排。", 20)
    assert all(width(line) <= 22 for line in lines)
    assert not any(line[0] in "，。、" for line in lines)
    assert "".join(lines) == "排下个月的走访计划，写清楚每一户为什么排、为什么不排。"


def test_words_stay_whole() -> None:
    assert wrap("one two three four", 9) == ["one two", "three", "four"]


def test_definitions_line_up() -> None:
    formatter = Formatter(width=60)
    formatter.write_dl([("--单位 TEXT", "说明一"), ("--by", "说明二")])
    first, second = formatter.getvalue().splitlines()
    assert width(first[: first.index("说")]) == width(second[: second.index("说")])
