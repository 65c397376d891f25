"""The day's list."""

from tests.conftest import Desk


def test_today_gathers_what_the_day_brings(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.ok("visit", "add", "1-1-102", "--officer", "wang-fang", "--date", "今天", "--slot", "pm")
    rows = desk.json("today", "--officer", "li-na")
    assert [(row["what"], row["unit"], row["when"]) for row in rows] == [("visit", "1-1-101", "am")]
    assert len(desk.json("today", "--officer", "all")) == 2


def test_what_is_late_comes_first(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "昨天", "--slot", "am")
    desk.ok("visit", "add", "1-1-102", "--officer", "li-na", "--date", "今天", "--slot", "am")
    assert [(row["unit"], row["late"]) for row in desk.json("today")] == [("1-1-101", True), ("1-1-102", False)]


def test_a_promise_for_today_is_on_the_list(desk: Desk) -> None:
    desk.ok("remind", "plan", "2026-12")
    desk.ok("remind", "promise", "1-1-101", "2026-12-03")
    rows = desk.json("today", "--date", "2026-12-03", "--officer", "all")
    assert ("promise", "1-1-101") in [(row["what"], row["unit"]) for row in rows]


def test_an_empty_day_says_so(desk: Desk) -> None:
    result = desk.run("today")
    assert result.code == 0 and "2026-11-30 Mon" in result.out and "Nothing to show" in result.err


def test_an_overdue_complaint_is_marked_and_a_solver_is_not_asked_to_call_back(desk: Desk) -> None:
    late = desk.ok(
        "complaint",
        "add",
        "1-1-101",
        "楼道灯不亮",
        "--category",
        "repair",
        "--source",
        "phone",
        "--received",
        "2026-11-20T10:00",
        "--late",
        "纸质",
    )
    solved = desk.ok("complaint", "add", "1-1-102", "门禁失灵", "--category", "repair", "--source", "phone")
    desk.ok("complaint", "accept", solved.strip())
    desk.ok("complaint", "resolve", solved.strip(), "已修好")
    rows = {row["id"]: row for row in desk.json("today")}
    assert rows[late.strip()]["late"] is True
    assert solved.strip() not in rows
    assert solved.strip() in {row["id"] for row in desk.json("today", "--officer", "wang-fang")}
