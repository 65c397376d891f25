"""Bars: what is drawn is what was counted, in every format."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propops.documents import bars
from propops.documents.blocks import Bar, Bars

NAMES = ("好", "中", "差")


def test_a_bar_is_as_long_as_its_share_and_bears_its_number() -> None:
    drawn = bars.svg(Bars(NAMES, (Bar("态度", (30, 10, 0), "75%"),)))
    widths = [float(width) for width in re.findall(r'width="([0-9.]+)" height="5.50"', drawn)]
    assert len(widths) == 2 and widths[0] == pytest.approx(3 * widths[1], abs=0.02)
    assert ">30<" in drawn and ">10<" in drawn and ">75%<" in drawn


def test_what_people_wrote_is_text_in_a_drawing() -> None:
    assert "<script>" not in bars.svg(Bars(NAMES, (Bar("<script>", (1, 0, 0), ""),)))


@given(st.lists(st.integers(0, 10_000), min_size=5, max_size=5))
def test_as_a_table_every_row_fills_the_width(parts: list[int]) -> None:
    table = bars.table(Bars(("a", "b", "c", "d", "e"), (Bar("x", tuple(parts), ""),)))
    for row in table.rows:
        assert len(row.cells) == len(table.widths)
        assert sum(cell.across for cell in row.cells if not cell.covered) == len(table.widths)


def test_words_name_what_was_chosen() -> None:
    assert bars.words(Bars(NAMES, (Bar("态度", (3, 0, 1), "75%"),))) == "态度：好 3，差 1（75%）"


@pytest.mark.parametrize(
    ("names", "row"), [("", "a | 1"), ("a, b, c, d, e, f", "x | 1 2 3 4 5 6"), ("a, b", "x | 1"), ("a, b", "x | 1 -2")]
)
def test_a_bar_without_its_numbers_is_refused(names: str, row: str) -> None:
    with pytest.raises(ValueError):
        bars.read(names, [row])
