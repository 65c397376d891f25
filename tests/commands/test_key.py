"""Keys out and in: nothing goes out twice, nothing stays out unseen."""

import pytest

from tests.conftest import Desk


@pytest.fixture
def board(desk: Desk) -> Desk:
    desk.ok("key", "add", "k-1-1-201", "--unit", "1-1-201", "--name", "101家门", "--type", "owner-entrusted", "--location", "A-12")
    desk.ok("key", "add", "k-pump", "--place", "水泵房", "--name", "水泵房", "--type", "plant", "--location", "A-01", "--quantity", "2")
    return desk


LEND = ("key", "lend", "k-pump", "--borrower", "李师傅", "--reason", "检修")
CONSENT = ("--consent-by", "1-1-201", "--consent-way", "phone")


def test_a_key_goes_out_until_the_evening(board: Desk) -> None:
    id = board.ok(*LEND, "--phone", "138 0000 7777", "--id-checked", "staff-card").strip()
    assert board.changed_lines() == [
        f"+- id: {id}",
        "+  key: k-pump",
        "+  quantity: 1",
        "+  borrower: 李师傅",
        '+  phone: "138 0000 7777"',
        "+  id_checked: staff-card",
        "+  reason: 检修",
        "+  out_at: 2026-11-30T09:00:00+08:00",
        "+  out_by: li-na",
        "+  due_at: 2026-11-30T18:00:00+08:00",
    ]
    assert "李师傅" not in board.git("log", "-1", "--format=%B")


def test_late_in_the_day_it_is_due_the_next(board: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROPOPS_NOW", "2026-11-30T17:30")
    assert board.json(*LEND)["due_at"] == "2026-12-01T18:00:00+08:00"
    assert board.json(*LEND, "--due", "明天 9:00")["due_at"] == "2026-12-01T09:00:00+08:00"


def test_no_more_goes_out_than_there_is(board: Desk) -> None:
    board.refused(*LEND, "--quantity", "3", code="already-out")
    board.ok(*LEND)
    board.refused(*LEND, "--quantity", "2", code="already-out")
    board.ok(*LEND)
    board.refused(*LEND, code="already-out")


def test_an_entrusted_key_needs_the_owners_word(board: Desk) -> None:
    lend = ("key", "lend", "a-12", "--borrower", "张师傅", "--reason", "查漏水")
    assert "--consent-by" in board.refused(*lend, code="no-consent")
    board.refused(*lend, "--consent-by", "1-1-201", code="usage", exit_code=2)
    loan = board.json(*lend, *CONSENT)
    assert loan["owner_consent"] == {"by": "1-1-201-wc", "at": "2026-11-30T09:00:00+08:00", "way": "phone"}


def test_what_is_missing_is_a_usage_error_in_a_script(board: Desk) -> None:
    board.refused("key", "lend", "k-pump", "--reason", "检修", code="usage", exit_code=2)
    board.refused("key", "lend", "k-pump", "--borrower", "李师傅", code="usage", exit_code=2)
    board.refused(*LEND[:4], "李**", *LEND[5:], code="usage", exit_code=2)


@pytest.mark.parametrize("spelling", ["k-1-1-201", "1-1-201", "1栋1单元201", "A-12", "a-12"])
def test_back_by_key_room_or_hook(board: Desk, spelling: str) -> None:
    board.ok("key", "lend", spelling, "--borrower", "张师傅", "--reason", "查漏水", *CONSENT)
    assert board.ok("key", "return", spelling, "--room-checked") == "k-1-1-201 is back.\n"
    assert board.changed_lines() == ["+  in_at: 2026-11-30T09:00:00+08:00", "+  in_by: li-na", "+  room_checked: true"]
    board.refused("key", "return", spelling, code="not-out")


def test_two_loans_of_one_set_are_told_apart(board: Desk) -> None:
    first, second = board.ok(*LEND).strip(), board.ok(*LEND[:4], "王师傅", *LEND[5:]).strip()
    assert first in board.refused("key", "return", "k-pump", code="ambiguous")
    board.ok("key", "return", second, "--returned-by", "小王")
    board.ok("key", "return", "k-pump")


def test_who_has_what(board: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = board.ok(*LEND, "--phone", "138 0000 7777").strip()
    assert "李**" in board.ok("key", "out") and "138****7777" in board.ok("key", "out")
    assert "李师傅" in board.ok("key", "out", "--reveal")
    assert "On the board: 1 of 2." in board.ok("key", "show", "k-pump")
    shown = board.json("key", "show", "k-pump")
    assert (shown["here"], [loan["id"] for loan in shown["out"]]) == (1, [id])
    assert board.json("key", "overdue") == []
    monkeypatch.setenv("PROPOPS_NOW", "2026-11-30T19:30")
    assert [(row["id"], row["borrower"], row["late_minutes"]) for row in board.json("key", "overdue")] == [(id, "李**", 90)]
    assert board.ok("key", "return", "k-pump") == "k-pump is back, 1 h 30 min late.\n"


def test_a_lost_key_ends_its_loans_and_orders_a_lock(board: Desk) -> None:
    board.ok(*LEND)
    out = board.ok("key", "lost", "k-pump")
    assert "New lock ordered: w-261130-" in out
    assert (board.json("key", "show", "k-pump")["lost_on"], board.json("key", "out")) == ("2026-11-30", [])
    (repair,) = board.json("repair", "list")
    assert (repair["place"], repair["urgency"]) == ("水泵房", "urgent")
    board.refused(*LEND, code="key-gone")
    board.refused("key", "lost", "k-pump", code="key-gone")
    assert board.json("check") == []
