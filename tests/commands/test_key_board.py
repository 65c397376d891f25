"""A week at the key board: what went out came back, or somebody knows why not."""

import io
from collections.abc import Callable

import pytest

from tests.conftest import Desk

At = Callable[[str], None]


@pytest.fixture
def board(desk: Desk) -> Desk:
    home = ("--unit", "1-1-201", "--name", "入户门", "--type", "owner-entrusted", "--location", "A-17")
    desk.ok("key", "add", "k-1-1-201", *home, "--mandate-until", "2026-12-02")
    desk.ok("key", "add", "k-roof", "--place", "1栋", "--name", "屋面门", "--type", "common", "--location", "B-03", "--quantity", "3")
    desk.ok("key", "add", "k-pump", "--place", "1栋", "--name", "水泵房", "--type", "plant", "--location", "B-17")
    return desk


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """`at("12-02T09:00")`: from here on it is then."""
    return lambda moment: monkeypatch.setenv("PROPOPS_NOW", f"2026-{moment}")


CONSENT = ("--consent-by", "1-1-201", "--consent-way", "电话")
ROOFER = ("--borrower", "马师傅", "--reason", "补漏")


def test_a_week(board: Desk, at: At) -> None:
    # Monday: three to the roof, one comes back; the home's key with its owner's word.
    at("11-30T09:10")
    roof = board.ok("key", "lend", "3", *ROOFER, "--quantity", "3", "--phone", "138 0000 7777", "--id-checked", "identity-card").strip()
    board.ok("key", "lend", "A-17", "--borrower", "张师傅", "--reason", "查漏水", *CONSENT)
    at("11-30T11:00")
    assert board.ok("key", "return", "17", "--room-checked") == "k-1-1-201 is back.\n"
    at("11-30T17:30")
    assert board.ok("key", "return", "3", "--quantity", "1", "--returned-by", "小马") == "k-roof: 2 still out.\n"

    # In the evening the rest is late: a call, then the supervisor lets him keep them.
    at("11-30T18:30")
    (late,) = board.json("key", "overdue")
    assert [late[key] for key in ("id", "quantity", "late_minutes", "calls")] == [roof, 2, 30, 0]
    board.ok("key", "called", "B-03", "说明天还")
    assert "11-30 18:30 说明天还" in board.ok("key", "overdue")
    board.ok("key", "extend", "B-03", "明天 12:00", "--by", "chen-jing", "--reason", "没补完")
    assert board.json("key", "overdue") == []

    # Tuesday noon: late again by an hour, then all are back.
    at("12-01T13:00")
    assert board.ok("key", "return", "B-03") == "k-roof is back, 1 h 0 min late.\n"
    assert board.json("key", "register")[1]["here"] == 3

    # Thursday: the owner's mandate is over, the key is not lent any more.
    at("12-03T09:00")
    board.refused("key", "lend", "A-17", "--borrower", "张师傅", "--reason", "查漏水", *CONSENT, code="mandate-ended")
    assert [row["code"] for row in board.json("check")] == ["mandate-ended"]
    board.ok("key", "edit", "k-1-1-201", "--returned-to-owner-on", "2026-12-03")
    assert board.json("check") == []

    # Who held the roof's keys on Monday evening?
    (held,) = board.json("key", "holders", "B-03", "--on", "11-30", "--reveal")
    assert [held[key] for key in ("borrower", "quantity", "out_by", "in_by")] == ["马师傅", 3, "li-na", "li-na"]
    assert board.json("key", "holders", "B-03", "--on", "12-02") == []


# --- short ways -------------------------------------------------------------------------------------------------------


def test_a_number_is_a_hook_before_it_is_part_of_an_id(board: Desk) -> None:
    assert "A-17" in board.refused("key", "lend", "17", *ROOFER, code="ambiguous")
    board.ok("key", "lend", "B-17", *ROOFER)  # today's ids hold a 3 and a 17 may be among their letters
    board.ok("key", "lend", "03", *ROOFER)
    assert board.ok("key", "return", "１７") == "k-pump is back.\n"
    assert board.ok("key", "return", "3") == "k-roof is back.\n"
    board.refused("key", "return", "3", code="not-out")


def test_it_is_said_where_to_hang_it(board: Desk) -> None:
    board.ok("key", "lend", "k-pump", *ROOFER)
    assert "Hang it on B-17." in board.run("key", "return", "k-pump").err


# --- parts ------------------------------------------------------------------------------------------------------------


def test_what_is_back_of_several_can_be_lent_again(board: Desk) -> None:
    id = board.ok("key", "lend", "k-roof", *ROOFER, "--quantity", "3").strip()
    board.refused("key", "return", id, "--quantity", "4", code="too-many")
    board.refused("key", "return", id, "--quantity", "0", code="too-many")
    board.ok("key", "return", id, "--quantity", "1")
    board.refused("key", "lend", "k-roof", "--borrower", "李师傅", "--reason", "检修", "--quantity", "2", code="already-out")
    other = board.ok("key", "lend", "k-roof", "--borrower", "李师傅", "--reason", "检修").strip()
    assert board.json("key", "show", "k-roof")["here"] == 0
    board.ok("key", "return", id, "--quantity", "2")
    board.ok("key", "return", other)
    loan = board.json("key-loan", "show", id)
    assert ([part["quantity"] for part in loan["part_returns"]], loan["in_by"]) == ([1], "li-na")
    assert board.json("check") == []


# --- extension and calls ----------------------------------------------------------------------------------------------


def test_a_longer_loan_needs_a_senior(board: Desk) -> None:
    id = board.ok("key", "lend", "k-pump", *ROOFER).strip()
    board.refused("key", "extend", id, "明天 12:00", code="not-senior")
    board.refused("key", "extend", id, "12:00", "--approved-by", "chen-jing", code="not-later")
    board.refused("key-loan", "edit", id, "--due-at", "2026-12-05T18:00", code="not-approved")
    board.ok("key", "extend", id, "明天 12:00", "--approved-by", "chen-jing", "--reason", "水泵大修")
    board.ok("key", "extend", id, "12-03 18:00", "--approved-by", "chen-jing")
    loan = board.json("key-loan", "show", id)
    assert loan["due_at"] == "2026-12-03T18:00:00+08:00"
    assert [(one["was"][5:16], one["due"][5:16]) for one in loan["extensions"]] == [
        ("11-30T18:00", "12-01T12:00"),
        ("12-01T12:00", "12-03T18:00"),
    ]


def test_calls_and_extensions_only_grow(board: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    loan = board.ok("key", "lend", "k-pump", *ROOFER).strip()
    board.ok("key", "called", "k-pump", "没接")
    editor = board.root.parent / "editor.sh"
    editor.write_text("#!/bin/sh\nsed -i 's/没接/接了/' \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    board.refused("key-loan", "edit", loan, code="log-rewritten")
    board.ok("key", "called", "k-pump", "接了，下午还")
    assert [call["text"] for call in board.json("key-loan", "show", loan)["calls"]] == ["没接", "接了，下午还"]


def test_nothing_more_is_noted_of_what_is_back(board: Desk) -> None:
    id = board.ok("key", "lend", "k-pump", *ROOFER).strip()
    board.ok("key", "return", id)
    board.refused("key", "called", id, "没接", code="not-out")
    board.refused("key", "extend", id, "明天 12:00", "--approved-by", "chen-jing", code="not-out")


# --- the home after it ------------------------------------------------------------------------------------------------


def test_a_home_is_looked_after_when_its_key_comes_back(board: Desk) -> None:
    board.ok("key", "lend", "A-17", "--borrower", "张师傅", "--reason", "查漏水", *CONSENT)
    board.ok("key", "return", "1-1-201")
    (fault,) = board.json("check")
    assert (fault["code"], fault["severity"]) == ("room-unchecked", "warning")
    board.ok("key-loan", "edit", fault["id"], "--room-checked", "false")
    assert board.json("check") == []


def test_a_lost_key_is_followed_to_the_owner_and_the_lock(board: Desk) -> None:
    board.ok("key", "lost", "A-17")
    assert [row["code"] for row in board.json("check")] == ["owner-not-told"]
    board.refused("key", "told", "B-17", "电话", code="not-lost")
    board.ok("key", "told", "k-1-1-201", "电话")
    key = board.json("key", "show", "k-1-1-201")
    assert (key["owner_told"], key["lock_change"]) == (
        {"at": "2026-11-30T09:00:00+08:00", "by": "li-na", "way": "电话"},
        board.json("repair", "list")[0]["id"],
    )
    assert board.json("check") == []


def test_a_lost_key_whose_lock_stays_is_told(board: Desk) -> None:
    assert board.ok("key", "lost", "A-17", "--no-lock-change", "--told", "微信") == "k-1-1-201: lost.\n"
    assert [row["code"] for row in board.json("check")] == ["no-lock-change"]
    board.ok("key", "edit", "k-1-1-201", "--lock-change", board.ok("repair", "add", "1-1-201", "换锁").strip())
    assert board.json("check") == []


# --- the board --------------------------------------------------------------------------------------------------------


def test_the_board_hook_by_hook(board: Desk) -> None:
    board.ok("key", "lend", "k-roof", *ROOFER, "--quantity", "2")
    rows = board.json("key", "register")
    assert [(row["location"], row["here"], row["out_to"]) for row in rows] == [("A-17", 1, []), ("B-03", 1, ["马**"]), ("B-17", 1, [])]
    assert [row["id"] for row in board.json("key", "register", "--board", "A")] == ["k-1-1-201"]
