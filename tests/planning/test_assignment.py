from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from propops.planning.assignment import assign


def test_nobody_gets_the_best_column_alone() -> None:
    assert assign([[1, 2, 9], [1, 9, 9]]) == [1, 0]


def test_no_rows() -> None:
    assert assign([]) == []


@st.composite
def matrices(draw: st.DrawFn) -> list[list[int]]:
    rows = draw(st.integers(1, 5))
    columns = rows + draw(st.integers(0, 2))
    return [[draw(st.integers(-3, 6)) for _ in range(columns)] for _ in range(rows)]


@given(matrices())
def test_as_cheap_as_the_best_of_all(cost: list[list[int]]) -> None:
    found = assign(cost)
    assert len(set(found)) == len(cost)
    best = min(sum(map(list.__getitem__, cost, columns)) for columns in permutations(range(len(cost[0])), len(cost)))
    assert sum(map(list.__getitem__, cost, found)) == best
