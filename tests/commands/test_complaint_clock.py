"""When a complaint falls due: classes, desk and office, clocks that stand still, deadlines that stay once it is closed."""

import json
from typing import Any

import pytest

from tests.conftest import Desk

ADD = ("complaint", "add", "1-1-101", "楼上装修噪音", "--category", "noise", "--source", "phone")


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("PROPOPS_NOW", moment)


def preview(desk: Desk, class_: str, received: str) -> Any:
    return json.loads(desk.ok("complaint", "due", "--class", class_, "--received", received, "--format", "json"))


def owed(desk: Desk, id: str) -> dict[str, Any]:
    """By duty: when it is due, and its state in words."""
    return {row["what"]: (row["due"], row["state"]) for row in desk.json("complaint", "due", id)}


@pytest.mark.parametrize(
    ("class_", "received", "expected"),
    [
        ("general", "2026-03-06T17:50", {"acknowledge": "2026-03-09T08:35", "dispatch": "2026-03-06T18:20", "close": "2026-03-09T17:50"}),
        ("general", "2026-03-07T10:00", {"acknowledge": "2026-03-09T08:45", "dispatch": "2026-03-07T10:30", "reply": "2026-03-08T10:00"}),
        ("general", "2026-03-04T20:45", {"acknowledge": "2026-03-05T08:45", "dispatch": "2026-03-05T07:15"}),
        ("general", "2026-03-04T11:50", {"acknowledge": "2026-03-04T13:35", "dispatch": "2026-03-04T12:20"}),
        ("complex", "2026-02-13T17:30", {"acknowledge": "2026-02-13T17:45", "close": "2026-02-27T17:30"}),
        ("complex", "2026-02-16T11:00", {"acknowledge": "2026-02-24T08:45", "dispatch": "2026-02-16T11:30", "close": "2026-03-02T08:30"}),
        ("urgent", "2026-10-01T22:00", {"acknowledge": "2026-10-08T08:45", "dispatch": "2026-10-02T07:15", "reply": "2026-10-02T00:00"}),
        ("emergency", "2026-02-17T03:00", {"acknowledge": "2026-02-17T03:05", "on_site": "2026-02-17T03:30", "close": "2026-02-18T03:00"}),
    ],
)
def test_office_desk_and_round_the_clock(desk: Desk, class_: str, received: str, expected: dict[str, str]) -> None:
    """The desk is there on weekends and holidays, the departments are not; an emergency waits for nobody."""
    found = preview(desk, class_, received)
    assert {duty: found[duty] for duty in expected} == {duty: f"{due}:00+08:00" for duty, due in expected.items()}


def test_each_limit_stands_beside_the_hours_that_it_counts(desk: Desk) -> None:
    found = preview(desk, "emergency", "2026-03-04T10:00")
    assert found["limits"] == {"acknowledge": "5m", "on_site": "30m", "reply": "2h", "close": "24h"}
    assert found["desk_limits"] == {"dispatch": "5m"}
    assert set(found) - {"class", "received"} == {
        *("limits", "working_hours", "desk_limits", "desk_hours"),
        *(found["limits"] | found["desk_limits"]),
    }


def test_an_estate_has_its_own_hours_and_limits(desk: Desk) -> None:
    own = (
        'office_hours:\n- from: "09:00"\n  to: "17:00"\ncomplaints:\n  classes:\n  - class: general\n    acknowledge: 2wh\n'
        "    reply: 1wd\n    close: 3d\n"
    )
    desk.write("estate.yaml", desk.read("estate.yaml") + own)
    found = preview(desk, "general", "2026-03-04T16:30")
    assert (found["working_hours"], found["desk_limits"]) == ([["09:00", "17:00"]], {})
    assert (found["acknowledge"], found["reply"]) == ("2026-03-05T10:30:00+08:00", "2026-03-05T16:30:00+08:00")
    desk.refused("complaint", "due", "--class", "complex", code="no-limits")


def test_waiting_for_the_resident_stops_the_clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok(*ADD).strip()
    at(monkeypatch, "2026-11-30T10:00")
    said = desk.run("complaint", "wait", id, "等住户约时间", "--for", "resident").err
    assert "waits for the resident since 2026-11-30 10:00: the clock stands still" in said
    assert owed(desk, id)["close"] == (None, "the clock stands still")
    at(monkeypatch, "2026-12-20T09:00")
    assert desk.json("complaint", "overdue") == []
    assert "the clock stands still" in desk.ok("complaint", "show", id) and "stopped: the resident" in desk.ok("complaint", "board")
    at(monkeypatch, "2026-12-20T10:00")
    desk.ok("complaint", "resume", id, "住户已回电")
    assert owed(desk, id)["close"][0] == "2026-12-23T09:00:00+08:00"  # an hour of the three days was used
    at(monkeypatch, "2026-12-24T09:00")
    assert [row["what"] for row in desk.json("complaint", "overdue")] == ["close"]


def test_what_is_put_off_runs_on_from_the_day_agreed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok(*ADD).strip()
    desk.ok("complaint", "wait", id, "约定12月5日上门", "--until", "2026-12-05")
    assert owed(desk, id)["close"][0] == "2026-12-08T00:00:00+08:00"
    assert "stopped until 2026-12-05" in desk.ok("complaint", "board")
    at(monkeypatch, "2026-12-06T09:00")
    assert "stopped" not in desk.ok("complaint", "board")
    at(monkeypatch, "2026-12-08T00:01")
    assert [row["what"] for row in desk.json("complaint", "overdue")] == ["close"]


def test_waiting_for_a_contractor_is_no_excuse(desk: Desk) -> None:
    id = desk.ok(*ADD).strip()
    before = owed(desk, id)["close"]
    assert "The clock runs on." in desk.run("complaint", "wait", id, "等配件", "--for", "others").err
    assert owed(desk, id)["close"] == before


def test_a_wait_needs_a_day_to_come_and_ends_once(desk: Desk) -> None:
    id = desk.ok(*ADD).strip()
    desk.refused("complaint", "wait", id, "等", "--until", "2026-11-30", code="not-to-come")
    desk.refused("complaint", "resume", id, "好了", code="wrong-status")


def test_the_hotline_does_not_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok(*ADD, "--external", "2026-77", "--deadline", "2026-12-01T17:00").strip()
    desk.ok("complaint", "wait", id, "等住户", "--for", "resident")
    at(monkeypatch, "2026-12-01T17:01")
    assert [(row["what"], row["late_minutes"]) for row in desk.json("complaint", "overdue")] == [("external", 1)]


def test_deadlines_are_computed_until_it_is_closed_and_stay_then(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok(*ADD).strip()
    at(monkeypatch, "2026-12-03T09:01")
    desk.ok("complaint", "resolve", id, "已劝阻")
    assert "deadlines" not in desk.json("complaint", "show", id)
    desk.ok("complaint", "callback", id, "satisfied", "--by", "wang-fang")
    record = desk.json("complaint", "show", id)
    assert record["deadlines"][-2:] == [
        {"duty": "close", "due": "2026-12-03T09:00:00+08:00", "done": "2026-12-03T09:01:00+08:00"},
        {"duty": "callback", "due": "2026-12-04T09:01:00+08:00", "done": "2026-12-03T09:01:00+08:00"},
    ]
    policy = "complaints:\n  classes:\n  - class: general\n    acknowledge: 1wh\n    reply: 24h\n    close: 9d\n"
    desk.write("estate.yaml", desk.read("estate.yaml") + policy)
    assert owed(desk, id)["close"] == ("2026-12-03T09:00:00+08:00", "done late")
    desk.ok("complaint", "reopen", id, "又吵")
    assert "deadlines" not in desk.json("complaint", "show", id)
    assert owed(desk, id)["close"][0] == "2026-12-12T09:01:00+08:00"


def test_a_department_has_its_own_time_to_answer_a_hand_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok(*ADD, "--department", "engineering").strip()
    assert owed(desk, id)["take_over"][0] == "2026-11-30T14:30:00+08:00"  # four hours, without lunch
    at(monkeypatch, "2026-11-30T15:00")
    assert [row["what"] for row in desk.json("complaint", "overdue")] == ["take_over"]
    desk.ok("complaint", "refuse", id, "不属工程", "--by", "zhao-gang")
    assert owed(desk, id)["dispatch"] == ("2026-11-30T15:30:00+08:00", "in 30 min")  # the desk owes again
    desk.ok("complaint", "accept", id)
    assert desk.json("complaint", "overdue") == []
