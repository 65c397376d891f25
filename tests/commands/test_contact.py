"""The front desk's log: a line for every call, and what becomes of it."""

import pytest

from tests.conftest import Desk


def test_a_call_is_one_line(desk: Desk) -> None:
    id = desk.ok("contact", "add", "1-1-201", "问停车费", "--rings", "2", "--answer", "每月150元").strip()
    assert desk.changed_lines() == [
        f"+- id: {id}",
        "+  at: 2026-11-30T09:00:00+08:00",
        "+  channel: phone",
        "+  unit: 1-1-201",
        "+  rings: 2",
        "+  request: 问停车费",
        "+  answer: 每月150元",
        "+  handled_by: li-na",
    ]
    assert "停车" not in desk.git("log", "-1", "--format=%B")


def test_who_calls_may_be_nobody_of_a_home(desk: Desk) -> None:
    desk.ok("contact", "add", "-", "问物业招聘", "--name", "刘先生", "--channel", "counter", "--answer", "请投简历")
    assert "刘**" in desk.ok("contact", "list", "--columns", "name,request")
    desk.refused("contact", "add", "-", "问招聘", "--channel", "wechat", "--rings", "2", code="no-phone")
    desk.refused("contact", "add", "9-9-999", "问停车费", code="unknown-reference")


def test_a_call_becomes_a_complaint_in_one_commit(desk: Desk) -> None:
    commits = int(desk.git("rev-list", "--count", "HEAD"))
    call = desk.ok("contact", "add", "1-1-201", "楼上装修噪音", "--caller", "1-1-201", "--complaint", "noise").strip()
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 1
    (complaint,) = desk.json("complaint", "list")
    assert desk.json("contact", "show", call)["becomes"] == {"complaint": complaint["id"]}
    taken = ("contact", "source", "category", "content", "complainant", "received_by")
    assert [complaint[key] for key in taken] == [call, "phone", "noise", "楼上装修噪音", "1-1-201-wc", "li-na"]
    assert desk.json("check") == []


def test_what_the_complaint_command_says_of_a_repeat_is_said_here_too(desk: Desk) -> None:
    desk.ok("complaint", "add", "1-1-201", "噪音", "--category", "noise", "--source", "phone")
    result = desk.run("contact", "add", "1-1-201", "还在吵", "--complaint", "noise", "--class", "emergency")
    assert "dispatch now" in result.err and "level 2" in result.err
    assert sorted(row["level"] for row in desk.json("complaint", "list")) == [1, 2]


def test_a_call_becomes_a_repair_or_a_visit(desk: Desk) -> None:
    desk.ok("contact", "add", "-", "北门路灯不亮", "--place", "北门", "--repair", "--urgency", "urgent")
    (repair,) = desk.json("repair", "list")
    assert (repair["place"], repair["item"], repair["urgency"]) == ("北门", "北门路灯不亮", "urgent")
    call = desk.ok("contact", "add", "1-1-102", "想谈谈保洁", "--visit", "明天", "--slot", "am").strip()
    (visit,) = desk.json("visit", "list")
    assert [visit[key] for key in ("officer", "date", "slot", "type", "pinned", "contact")] == [
        "li-na",
        "2026-12-01",
        "am",
        "special",
        True,
        call,
    ]
    assert [row for row in desk.json("check") if row["code"] == "one-way"] == []


@pytest.mark.parametrize(
    "wish", [("--complaint", "noise", "--repair"), ("--repair", "--visit", "明天"), ("--complaint", "noise", "--visit", "明天")]
)
def test_it_becomes_one_thing(desk: Desk, wish: tuple[str, ...]) -> None:
    desk.refused("contact", "add", "1-1-201", "漏水", *wish, code="usage", exit_code=2)


def test_without_a_home_or_a_place_nothing_comes_of_it(desk: Desk) -> None:
    desk.refused("contact", "add", "-", "漏水", "--repair", code="no-place")
    desk.refused("contact", "add", "-", "漏水", "--visit", "明天", code="no-unit")


def test_what_is_left_open_is_answered_or_passed_on_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = desk.ok("contact", "add", "1-1-201", "问电梯年检").strip()
    second = desk.ok("contact", "add", "1-1-102", "水龙头坏了").strip()
    monkeypatch.setenv("PROPOPS_NOW", "2026-12-01T09:00")
    assert {row["id"] for row in desk.json("check")} == {first, second}
    assert {row["id"] for row in desk.json("today") if row["what"] == "contact" and row["late"]} == {first, second}
    desk.ok("contact", "answer", "1-1-201", "周五完成")
    desk.refused("contact", "answer", first, "周五完成", code="not-open")
    desk.refused("contact", "pass", second, code="usage", exit_code=2)
    desk.ok("contact", "pass", "1-1-102", "--repair")
    assert desk.json("repair", "list")[0]["contact"] == second
    assert desk.json("check") == []


def test_a_link_that_goes_one_way_is_found(desk: Desk) -> None:
    call = desk.ok("contact", "add", "1-1-201", "噪音", "--complaint", "noise").strip()
    (complaint,) = desk.json("complaint", "list")
    desk.ok("contact", "edit", call, "--clear", "becomes", "--answer", "已解释")
    assert [(row["code"], row["id"]) for row in desk.json("check")] == [("one-way", complaint["id"])]


# --- rings ------------------------------------------------------------------------------------------------------------


def test_rings_self_reported_and_tested(desk: Desk) -> None:
    own = [desk.ok("contact", "add", "1-1-201", f"问{n}", "--rings", str(n), "--answer", "好").strip() for n in (1, 2, 4)]
    desk.ok("contact", "add", "1-1-201", "没记", "--answer", "好")
    test = desk.ok("contact", "test", "li-na", "5", "--by", "chen-jing").strip()
    rows = {row["what"]: row for row in desk.json("contact", "rings", "--why")}
    assert list(rows) == ["self-reported", "self-reported 李娜", "test calls", "test calls 李娜"]
    assert [rows["self-reported"][key] for key in ("calls", "average", "within", "share")] == [3, "2.3", 2, "67%"]
    assert (sorted(rows["self-reported"]["records"]), rows["test calls"]["records"]) == (sorted(own), [test])
    assert rows["test calls"]["share"] == "0%"
    assert "test calls: " + test in desk.ok("contact", "rings", "2026-11", "--why")
    assert desk.json("contact", "rings", "2026-10") == []


def test_only_the_supervisor_makes_test_calls(desk: Desk) -> None:
    desk.refused("contact", "test", "wang-fang", "2", code="not-senior")
    desk.refused("contact", "test", "chen-jing", "2", "--by", "chen-jing", code="own-test")


def test_the_greeting_names_the_estate(desk: Desk) -> None:
    name = desk.json("settings", "show")["name"]
    assert name in desk.ok("contact", "greeting")
