"""The life of a complaint at the counter: received, handed over, solved, called back, and late."""

import json

import pytest

from tests.conftest import Desk

ADD = ("complaint", "add", "1-1-101", "楼上装修噪音", "--category", "noise", "--source", "phone")


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("PROPOPS_NOW", moment)


def test_a_call_is_recorded_in_one_line(desk: Desk) -> None:
    id = desk.ok(*ADD, "--by", "li-na").strip()
    assert id.startswith("c-261130-")
    assert desk.changed_lines() == [
        f"+- id: {id}",
        "+  unit: 1-1-101",
        "+  received_at: 2026-11-30T09:00:00+08:00",
        "+  source: phone",
        "+  category: noise",
        "+  class: general",
        "+  content: 楼上装修噪音",
        "+  received_by: li-na",
        "+  level: 1",
        "+  status: open",
        "+  log:",
        "+  - at: 2026-11-30T09:00:00+08:00",
        "+    by: li-na",
        "+    action: receive",
    ]


def test_scripts_get_the_record(desk: Desk) -> None:
    record = desk.json(*ADD, "--external", "20261130-77", "--deadline", "2026-12-03T17:00", "--anonymous")
    assert record["external"] == {"number": "20261130-77", "deadline": "2026-12-03T17:00:00+08:00"}
    assert (record["anonymous"], record["status"]) == (True, "open")


def test_a_place_will_do_instead_of_a_home(desk: Desk) -> None:
    lamp = ("complaint", "add", "-", "大堂灯不亮", "--category", "repair", "--source", "visit")
    desk.refused(*lamp, code="usage", exit_code=2)
    record = desk.json(*lamp, "--place", "1栋大堂", "--department", "engineering", "--assignee", "赵刚")
    assert (record["place"], record["assignee"]) == ("1栋大堂", "zhao-gang") and "unit" not in record


def test_what_is_missing_or_wrong_is_refused(desk: Desk) -> None:
    desk.refused("complaint", "add", "1-1-101", "吵", "--category", "noise", code="usage", exit_code=2)
    desk.refused("complaint", "add", "1-1-101", "吵", "--source", "phone", code="usage", exit_code=2)
    desk.refused(*ADD, "--received", "2026-12-01T09:00", code="usage", exit_code=2)
    desk.refused("complaint", "add", "9-9-999", *ADD[3:], code="unknown-reference")
    desk.refused(*ADD, "--anonymous", "--name", "张三", code="not-anonymous")
    desk.refused("complaint", "accept", "whatever", code="no-such-record")


def test_a_late_entry_carries_its_reason(desk: Desk) -> None:
    late = (*ADD, "--received", "2026-11-20T10:00")
    desk.refused(*late, code="usage", exit_code=2)
    record = desk.json(*late, "--late", "纸质登记")
    assert (record["id"][:8], record["late_entry"], record["log"][0]["at"]) == ("c-261130", "纸质登记", "2026-11-20T10:00:00+08:00")


def test_the_same_again_raises_the_level(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok(*ADD)
    assert "level 2, 陈静" in desk.run(*ADD[:3], "还在吵", *ADD[4:]).err
    assert desk.json("complaint", "add", "1-1-102", *ADD[3:])["level"] == 1
    assert desk.json(*ADD[:5], "cleaning", "--source", "phone")["level"] == 1
    at(monkeypatch, "2027-01-05T09:00")
    assert desk.json(*ADD)["level"] == 1


def test_three_households_make_it_major(desk: Desk) -> None:
    parent = desk.ok("complaint", "add", "2-1-101", "停水", "--category", "repair", "--source", "phone").strip()
    child = ("--category", "repair", "--source", "phone", "--parent", parent)
    first = desk.ok("complaint", "add", "2-1-102", "没水", *child).strip()
    assert "major" not in desk.json("complaint", "show", parent)
    assert f"{parent} is major: tell 陈静" in desk.run("complaint", "add", "2-1-201", "没水", *child).err
    shown = desk.json("complaint", "show", parent)
    assert shown["major"] and [entry["action"] for entry in shown["log"]] == ["receive", "call", "call"]
    desk.refused("complaint", "add", "2-1-202", "没水", *child[:-1], first, code="nested-parent")


def test_children_share_the_fate_of_their_parent(desk: Desk) -> None:
    parent = desk.ok("complaint", "add", "2-1-101", "停水", "--category", "repair", "--source", "phone").strip()
    desk.ok("complaint", "add", "2-1-102", "没水", "--category", "repair", "--source", "phone", "--parent", parent)

    def states() -> set[str]:
        return {row["status"] for row in desk.json("complaint", "list")}

    desk.ok("complaint", "resolve", parent, "水管已修")
    assert states() == {"resolved"}
    desk.ok("complaint", "callback", parent, "satisfied", "--by", "chen-jing")
    assert states() == {"closed"}
    desk.ok("complaint", "reopen", parent, "又停了")
    assert states() == {"reopened"}


def test_from_the_call_to_the_call_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok(*ADD)
    desk.ok("complaint", "accept", "1-1-101")
    assert desk.changed_lines() == [
        "+  assignee: li-na",
        "-  status: open",
        "+  status: accepted",
        "+  - at: 2026-11-30T09:00:00+08:00",
        "+    by: li-na",
        "+    action: accept",
    ]
    desk.ok("complaint", "transfer", "1-1-101", "security", "--text", "夜间巡查")
    desk.ok("complaint", "log", "1-1-101", "已劝阻")
    desk.ok("complaint", "wait", "1-1-101", "等城管")
    assert "Level 2: tell 陈静." in desk.run("complaint", "escalate", "1-1-101", "--reason", "业主不满").err
    at(monkeypatch, "2026-11-30T15:00")
    desk.ok("complaint", "resolve", "1-1-101", "楼上同意周末停工")
    desk.refused("complaint", "callback", "1-1-101", "satisfied", code="own-callback")
    assert "closed" in desk.ok("complaint", "callback", "1-1-101", "satisfied", "--by", "wang-fang")
    record = desk.json("complaint", "show", "1-1-101")
    assert [entry["action"] for entry in record["log"]] == [
        "receive",
        "accept",
        "transfer",
        "note",
        "wait",
        "escalate",
        "resolve",
        "callback",
    ]
    subjects = desk.git("log", "--format=%s%n%(trailers:key=Command,valueonly)").split("\n")
    assert "complaint callback" in subjects and "complaint add" in subjects


def test_steps_out_of_order_say_what_to_do_instead(desk: Desk) -> None:
    desk.ok(*ADD)
    assert "resolve" in desk.refused("complaint", "callback", "1-1-101", "satisfied", code="wrong-status")
    assert "resolve" in desk.refused("complaint", "reopen", "1-1-101", "x", code="wrong-status")
    desk.ok("complaint", "withdraw", "1-1-101", "业主撤回")
    for step in (("accept",), ("transfer", "security"), ("resolve", "x"), ("withdraw", "x"), ("wait", "x"), ("escalate", "--reason", "x")):
        assert "reopen" in desk.refused("complaint", step[0], "1-1-101", *step[1:], code="wrong-status")
    desk.ok("complaint", "reopen", "1-1-101", "又吵")


def test_no_level_above_the_third(desk: Desk) -> None:
    desk.ok(*ADD)
    for __ in range(2):
        desk.ok("complaint", "escalate", "1-1-101", "--reason", "不满")
    desk.refused("complaint", "escalate", "1-1-101", "--reason", "不满", code="top-level")


def test_whoever_is_dissatisfied_gets_it_done_again(desk: Desk) -> None:
    desk.ok(*ADD)
    desk.ok("complaint", "resolve", "1-1-101", "已劝阻")
    desk.ok("complaint", "callback", "1-1-101", "dissatisfied", "--comment", "还在吵", "--by", "wang-fang")
    record = desk.json("complaint", "show", "1-1-101")
    assert record["status"] == "reopened" and "result" not in record
    desk.ok("complaint", "resolve", "1-1-101", "签了承诺", "--by", "wang-fang")  # who called back may solve it now
    desk.ok("complaint", "callback", "1-1-101", "dissatisfied-explained", "--by", "chen-jing")


def test_after_three_tries_the_supervisor_may_close(desk: Desk) -> None:
    desk.ok(*ADD)
    desk.ok("complaint", "resolve", "1-1-101", "已劝阻")
    call = ("complaint", "callback", "1-1-101", "unreachable", "--by")
    assert "call-back due" in desk.ok(*call, "chen-jing")
    assert "2 of 3" in desk.run(*call, "wang-fang").err
    assert "the supervisor may close it" in desk.run(*call, "wang-fang").err
    assert "closed" in desk.ok(*call, "chen-jing")


def test_only_an_anonymous_complaint_is_closed_without_a_call(desk: Desk) -> None:
    desk.ok(*ADD)
    desk.ok("complaint", "resolve", "1-1-101", "已劝阻")
    desk.refused("complaint", "callback", "1-1-101", "anonymous", code="not-anonymous")
    desk.ok("complaint", "add", "1-1-102", *ADD[3:], "--anonymous")
    desk.ok("complaint", "resolve", "1-1-102", "已劝阻")
    desk.ok("complaint", "callback", "1-1-102", "anonymous")


def test_what_is_late_and_by_how_much(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok(*ADD).strip()
    assert desk.json("complaint", "overdue") == []
    at(monkeypatch, "2026-11-30T11:30")
    row, next_row = desk.json("complaint", "overdue")
    assert (row["id"], row["what"], row["due"], row["late_minutes"]) == (id, "acknowledge", "2026-11-30T09:15:00+08:00", 135)
    assert (next_row["what"], next_row["due"]) == ("dispatch", "2026-11-30T09:30:00+08:00")
    assert "2 h 15 min" in desk.ok("complaint", "overdue")
    desk.ok("complaint", "accept", id)
    assert desk.json("complaint", "overdue") == []
    at(monkeypatch, "2026-12-03T10:00")
    assert [row["what"] for row in desk.json("complaint", "overdue")] == ["reply", "close"]
    desk.ok("complaint", "resolve", id, "已劝阻")
    at(monkeypatch, "2026-12-04T10:01")
    assert [(row["what"], row["late_minutes"]) for row in desk.json("complaint", "overdue")] == [("callback", 1)]


def test_an_unknown_next_year_does_not_hide_what_is_late_now(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-12-31T19:00")
    desk.ok(*ADD, "--class", "complex")
    desk.refused("complaint", "due", "1-1-101", code="calendar-missing")
    assert desk.json("complaint", "overdue") == []


def test_due_times_of_a_class_as_scripts_see_them(desk: Desk) -> None:
    found = json.loads(desk.ok("complaint", "due", "--class", "complex", "--received", "2026-02-13T17:30", "--format", "json"))
    assert found == {
        "class": "complex",
        "received": "2026-02-13T17:30:00+08:00",
        "limits": {"acknowledge": "15wm", "reply": "24h", "close": "5wd"},
        "working_hours": [["08:30", "12:00"], ["13:30", "18:00"]],
        "desk_limits": {"dispatch": "30wm"},
        "desk_hours": [["07:00", "21:00"]],
        "acknowledge": "2026-02-13T17:45:00+08:00",
        "dispatch": "2026-02-13T18:00:00+08:00",
        "reply": "2026-02-14T17:30:00+08:00",
        "close": "2026-02-27T17:30:00+08:00",
    }


def test_an_emergency_runs_round_the_clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-29T03:00")  # a Sunday night
    result = desk.run(*ADD, "--class", "emergency")
    assert "Emergency: dispatch now." in result.err
    out = desk.ok("complaint", "due", result.out.strip())
    assert "2026-11-29 03:05" in out and "2026-11-29 03:30" in out
