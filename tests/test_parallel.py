"""Work in two processes gives what it gives in one."""

from collections.abc import Sequence

import pytest

from propops.desk import checking
from propops.desk.parallel import halved
from tests.conftest import Desk


@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_both_halves_in_order(count: int) -> None:
    assert halved(lambda items: [item * item for item in items], list(range(count))) == [item * item for item in range(count)]


def test_what_fails_in_the_other_process_fails_here() -> None:
    def work(items: Sequence[int]) -> list[int]:
        return [10 // item for item in items]

    with pytest.raises(ZeroDivisionError):
        halved(work, [1, 2, 0])


def test_check_finds_the_same_in_two_processes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in ("bill/2026q3/1-1.yaml", "resident/2-1.yaml"):
        desk.write(file, desk.read(file).replace("unit: ", "unit: 9-"))
    alone = desk.run("check", "--format", "json")
    monkeypatch.setattr(checking, "MANY", 0)
    assert desk.run("check", "--format", "json") == alone
    assert alone.code == 1 and "unknown-reference" in alone.out
