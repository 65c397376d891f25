"""What a plain scalar means, and that what we write means the same to every reader."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings

from propops.schema import Ambiguous
from propops.store.scalars import is_block, resolve, write_scalar
from tests.store.samples import SCALARS, TEXTS, as_others_read_it, ours, ours_without_c, ruamel


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("12", 12),
        ("-3", -3),
        ("89.36", Decimal("89.36")),
        ("2026-12-01", date(2026, 12, 1)),
        ("2026-12-01T09:30:00", datetime(2026, 12, 1, 9, 30)),
        ("漏水", "漏水"),
        ("3-2-1001", "3-2-1001"),
        ("3０", "3０"),
        ("1,000", "1,000"),
        ("no one", "no one"),
    ],
)
def test_what_a_plain_word_says(text: str, value: Any) -> None:
    assert (resolve(text), type(resolve(text))) == (value, type(value))


DISPUTED = [
    "0301",
    "yes",
    "No",
    "ON",
    "y",
    "12:30",
    "1_000",
    "0x1f",
    "1e3",
    ".5",
    "1.",
    ".inf",
    "=",
    "<<",
    "2026-02-30",
    "2026-1-1",
    "2026-13-01T00:00",
    "True",
    "NULL",
    "007",
]


@pytest.mark.parametrize("text", [*DISPUTED, "9" * 31, "9" * 10_000, "0." + "3" * 40])
def test_what_readers_disagree_about_is_no_text_without_quotes(text: str) -> None:
    assert type(resolve(text)) is Ambiguous
    assert write_scalar(text)[0] == '"'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("张伟", "张伟"),
        ("138 0000 0001", '"138 0000 0001"'),
        ("18:00", '"18:00"'),
        ("3-2-1001", "3-2-1001"),
        ("1001", '"1001"'),
        ("", '""'),
        ("a: b", '"a: b"'),
        ("电话：138", "电话：138"),
        ("\x1b[31m", '"\\u001b[31m"'),
        ("\u202e", '"\\u202e"'),
        ("\U000e0041", '"\\U000e0041"'),
        (Decimal("1E+3"), "1000"),
        (True, "true"),
        (date(2026, 12, 1), "2026-12-01"),
    ],
)
def test_how_a_value_is_written(value: Any, written: str) -> None:
    assert write_scalar(value) == written


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("一\n二", True),
        ("一\n二\n", True),
        ("一\n\n三", True),
        ("一\n  二", True),
        ("一", False),
        ("一\n", False),
        (" 一\n二", False),
        ("一 \n二", False),
        ("一\n\t二", False),
        ("一\n二\n\n", False),
        ("\n一\n二", False),
        ("一\n\u202e二", False),
    ],
)
def test_what_stands_in_lines_of_its_own(text: str, block: bool) -> None:
    assert is_block(text) == block


@settings(max_examples=200, deadline=None)
@given(SCALARS)
@example("-")
@example("\u0085")
def test_every_reader_reads_what_was_written(value: Any) -> None:
    text = f"- id: {write_scalar(value)}\n"
    assert ours(text) == ours_without_c(text) == [{"id": value}]
    assert ruamel(text, pure=False) == ruamel(text, pure=True) == [{"id": as_others_read_it(value)}]


@given(TEXTS)
@settings(deadline=None)
def test_a_written_text_is_one_visible_line(text: str) -> None:
    written = write_scalar(text)
    assert "\n" not in written and all(character == " " or character.isprintable() or ord(character) > 127 for character in written)
