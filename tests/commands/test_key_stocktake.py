"""Counting the key board, by eye and by name."""

import contextlib
import io
import os
import pty
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.conftest import Desk, Result


class Keyboard(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def board(desk: Desk) -> Desk:
    for number, name in ((1, "水泵房"), (2, "配电房"), (3, "屋面门"), (10, "电梯机房")):
        place = ("--place", "1栋", "--type", "plant", "--location", f"A-{number:02d}", "--received-on", "2026-11-02")
        desk.ok("key", "add", f"k-{number}", "--name", name, *place)
    return desk


@dataclass(frozen=True)
class Clerk:
    """Somebody who stands before the board with a terminal."""

    desk: Desk
    monkeypatch: pytest.MonkeyPatch

    def types(self, *lines: str) -> Result:
        self.monkeypatch.setattr(sys, "stdin", Keyboard("".join(f"{line}\n" for line in lines)))
        return self.desk.run("key", "stocktake")


@pytest.fixture
def clerk(board: Desk, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    return Clerk(board, monkeypatch)


def test_by_name_in_a_script(board: Desk) -> None:
    board.refused("key", "stocktake", code="usage", exit_code=2)
    board.ok("key", "lend", "k-10", "--borrower", "李师傅", "--reason", "检修")
    out = board.ok("key", "stocktake", "--missing", "A-01", "--elsewhere", "k-3=前台抽屉")
    assert out.splitlines()[1:] == ["  k-1 missing", "  k-3 elsewhere 前台抽屉"]
    (done,) = board.json("key-stocktake", "list")
    assert done["differences"] == [{"key": "k-1", "found": "missing"}, {"key": "k-3", "found": "elsewhere", "where": "前台抽屉"}]
    assert (done["there"], done["out"], done["counted_by"]) == (["k-2"], ["k-10"], "li-na")


def test_what_is_missing_is_settled_or_lost(board: Desk) -> None:
    board.ok("key", "stocktake", "--missing", "A-01", "--missing", "A-02")
    assert [row["code"] for row in board.json("check")] == ["key-missing", "key-missing"]
    board.ok("key", "settle", "A-01", "在工具柜找到")
    board.refused("key", "settle", "A-01", "在工具柜找到", code="not-missing")
    board.ok("key", "lost", "A-02")
    assert board.json("check") == []
    difference = board.json("key-stocktake", "list")[0]["differences"][0]
    assert (difference["settled_on"], difference["settled"]) == ("2026-11-30", "在工具柜找到")


def test_a_later_stocktake_that_finds_it_settles_it_too(board: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    board.ok("key", "stocktake", "--missing", "A-01")
    monkeypatch.setenv("PROPOPS_NOW", "2026-12-01T09:00")
    board.ok("key", "stocktake", "--there")
    assert board.json("check") == []


def test_what_is_not_on_the_board_is_not_counted(board: Desk) -> None:
    board.ok("key", "lend", "k-10", "--borrower", "李师傅", "--reason", "检修")
    board.refused("key", "stocktake", "--missing", "k-10", code="not-on-board")
    board.refused("key", "stocktake", "--board", "Z", "--there", code="no-keys")


# --- by eye -----------------------------------------------------------------------------------------------------------


def test_hook_by_hook_with_digits(clerk: Clerk) -> None:
    out = clerk.types("", "2", "3 B-09", "１").out
    assert "1/4 A-01 1栋 水泵房:" in out and "4/4 A-10 1栋 电梯机房:" in out
    assert out.splitlines()[-2:] == ["  k-2 missing", "  k-3 elsewhere B-09"]


def test_a_slip_is_taken_back_and_nonsense_asked_again(clerk: Clerk) -> None:
    result = clerk.types("2", "0", "", "x", "", "3", "前台抽屉", "0", "3", "", "", "")
    assert result.err == "Type 1, 2, 3, 0 or 9, or Enter alone.\n"
    (done,) = clerk.desk.json("key-stocktake", "list")
    assert done["there"] == ["k-1", "k-2", "k-3", "k-10"] and "differences" not in done


def test_it_goes_on_where_it_was_broken_off(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "broken off after 2" in clerk.types("", "2", "9").out
    (begun,) = clerk.desk.json("key-stocktake", "list")
    assert "finished_at" not in begun
    clerk.desk.ok("key", "lend", "k-10", "--borrower", "李师傅", "--reason", "检修")
    monkeypatch.setenv("PROPOPS_NOW", "2026-11-30T15:00")
    result = clerk.types("0", "", "")
    assert "2 of 3" in result.err and "3/3 A-03" in result.out
    (done,) = clerk.desk.json("key-stocktake", "list")
    assert (done["id"], done["there"], done["out"]) == (begun["id"], ["k-1", "k-2", "k-3"], ["k-10"])
    assert (done["started_at"][11:16], done["finished_at"][11:16]) == ("09:00", "15:00")


def test_the_end_of_the_input_keeps_what_was_said(clerk: Clerk) -> None:
    clerk.types("")
    assert clerk.desk.json("key-stocktake", "list")[0]["there"] == ["k-1"]


def test_who_says_nothing_writes_nothing(clerk: Clerk) -> None:
    head = clerk.desk.git("rev-parse", "HEAD")
    assert "[nothing-counted]" in clerk.types("9").err
    assert clerk.desk.git("rev-parse", "HEAD") == head


def test_on_a_real_terminal(board: Desk) -> None:
    main, terminal = pty.openpty()
    command = [sys.executable, "-m", "propops", "--estate", str(board.root), "key", "stocktake"]
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, env=os.environ | {"TERM": "dumb"})
    os.close(terminal)
    os.write(main, "\n2\n0\n3 前台\n1\n\n".encode())
    seen = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
        while chunk := os.read(main, 4096):
            seen += chunk
    assert process.wait() == 0, seen.decode()
    os.close(main)
    (done,) = board.json("key-stocktake", "list")
    assert done["differences"] == [{"key": "k-2", "found": "elsewhere", "where": "前台"}]


# --- when it is due ---------------------------------------------------------------------------------------------------


def test_check_and_today_tell_when_it_is_due(board: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def due(moment: str) -> tuple[int, bool | None]:
        monkeypatch.setenv("PROPOPS_NOW", moment)
        today = [item["late"] for item in board.json("today") if item["what"] == "stocktake"]
        return [row["code"] for row in board.json("check")].count("stocktake-due"), next(iter(today), None)

    assert due("2026-12-02T09:00") == (0, None)
    assert due("2026-12-03T09:00") == (0, False)
    assert due("2026-12-04T09:00") == (1, True)
    board.ok("key", "stocktake", "--board", "A", "--there")
    assert due("2026-12-04T09:00") == (1, True)
    board.ok("key", "stocktake", "--there")
    assert due("2027-01-03T09:00") == (0, None)
    assert due("2027-01-05T09:00") == (1, True)
