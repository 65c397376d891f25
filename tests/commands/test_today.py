"""The day's list."""

from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.golden import as_read_in, equals_golden


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


def late_complaint(desk: Desk) -> str:
    how = ("--category", "repair", "--source", "phone", "--received", "2026-10-20T10:00", "--late", "纸质")
    return desk.ok("complaint", "add", "1-1-101", "楼道灯不亮", *how).strip()


def test_a_complaint_changed_by_hand_is_due_when_it_now_is(desk: Desk) -> None:
    """A text told otherwise leaves the clock as it is; another time sets it anew."""
    id = desk.ok("complaint", "add", "1-1-101", "楼道灯不亮", "--category", "repair", "--source", "phone").strip()
    before = desk.json("today")[0]
    file = desk.root / "records/complaint/2026-11.yaml"
    file.write_text(file.read_text("utf-8").replace("楼道灯不亮", "楼道灯又不亮"), "utf-8")
    assert desk.json("today") == [before | {"text": "楼道灯又不亮"}]
    file.write_text(file.read_text("utf-8").replace("2026-11-30T09:00", "2026-11-30T08:40"), "utf-8")
    after = desk.json("today")[0]
    assert (after["id"], after["text"]) == (id, "楼道灯又不亮") and after["due"] < before["due"]


def test_a_reminder_on_the_way_of_a_visit_stands_below_it(desk: Desk) -> None:
    for unit, slot in (("1-1-101", "am"), ("1-1-301", "am")):
        desk.ok("visit", "add", unit, "--officer", "li-na", "--date", "今天", "--slot", slot)
    visit = desk.json("visit", "list", "unit=1-1-101")[0]["id"]
    bill = ("--payer", "1-1-101-wa", "--amount", "750.62", "--bills", "b-2026q3-1-1-101-property")
    desk.ok("reminder", "add", "1-1-101", *bill, "--officer", "li-na", "--date", "今天", "--slot", "am", "--with-visit", visit)
    assert [(row["what"], row["unit"]) for row in desk.json("today")] == [
        ("visit", "1-1-101"),
        ("reminder", "1-1-101"),
        ("visit", "1-1-301"),
    ]
    assert "└ fee reminder" in desk.ok("today")


def test_a_promise_stays_on_the_list_until_money_comes_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok("remind", "plan", "2026-12")
    desk.ok("remind", "promise", "1-1-101", "2026-12-03")
    monkeypatch.setenv("PROPOPS_NOW", "2026-12-05T09:00")
    (row,) = (row for row in desk.json("today", "--officer", "all") if row["what"] == "promise")
    assert (row["late"], row["due"]) == (True, "2026-12-03")
    desk.ok("fee", "pay", "1-1-101", "750.62", "--way", "cash")
    assert [row for row in desk.json("today", "--officer", "all") if row["what"] == "promise"] == []


def test_who_stands_in_for_a_colleague_on_leave_has_their_work_too(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.ok("staff", "edit", "wang-fang", "--backup", "1")
    away = desk.read("staff.yaml").replace("- id: li-na\n", "- id: li-na\n  absences:\n  - from: 2026-11-29\n    to: 2026-12-02\n")
    desk.write("staff.yaml", away)
    rows = desk.json("today", "--officer", "wang-fang")
    assert [(row["what"], row["id"]) for row in rows] == [("cover", "li-na"), ("visit", "v-2611-1-1-101")]
    assert "for 李娜 in building 1" in desk.ok("today", "--officer", "wang-fang")


def test_a_building_without_a_stand_in_waits_for_a_decision(desk: Desk) -> None:
    leave = "  absences:\n  - from: 2026-11-29\n    to: 2026-12-02\n"
    desk.write("staff.yaml", desk.read("staff.yaml").replace("- id: li-na\n", "- id: li-na\n" + leave))
    desk.ok("staff", "edit", "wang-fang", "--left", "2026-11-01")
    assert ("uncovered", "li-na") in waiting(desk)


def waiting(desk: Desk) -> list[tuple[str, str]]:
    return [(row["what"], row["id"]) for row in desk.json("today", "--team")["decide"]]


def test_what_a_supervisor_has_to_decide(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    raised = late_complaint(desk)
    desk.ok("complaint", "escalate", raised, "--reason", "久拖不决")
    solved = desk.ok("complaint", "add", "1-1-102", "门禁失灵", "--category", "order", "--source", "phone").strip()
    desk.ok("complaint", "accept", solved)
    desk.ok("complaint", "resolve", solved, "已修好")
    for hour in (10, 11, 12):
        monkeypatch.setenv("PROPOPS_NOW", f"2026-11-30T{hour}:00")
        desk.run("complaint", "callback", solved, "unreachable", "--by", "wang-fang")
    disputed = ("held", "b-2026q3-2-1-102-property")
    assert waiting(desk) == [("escalation", raised), ("unreachable", solved), ("held", raised), disputed]
    desk.ok("fee", "pay", "1-1-101", "750.62", "--way", "cash")
    assert waiting(desk) == [("escalation", raised), ("unreachable", solved), disputed]


def test_an_officer_is_not_kept_waiting_for_the_teams_figures(desk: Desk) -> None:
    assert "To be decided" in desk.ok("today", "--officer", "chen-jing")
    assert "To be decided" not in desk.ok("today", "--officer", "li-na")


def test_the_figures_of_the_team_name_their_records(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    assert "李娜: v-2611-1-1-101" in desk.ok("today", "--officer", "all", "--why")


def test_the_supervisors_screen(desk: Desk) -> None:
    late_complaint(desk)
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-11-27", "--slot", "am")
    desk.ok("visit", "add", "1-1-102", "--officer", "li-na", "--date", "今天", "--slot", "am")
    equals_golden(as_read_in("zh", desk, "today", "--officer", "all"), "today_team.zh.txt")
    equals_golden(as_read_in("zh", desk, "today"), "today.zh.txt")


def test_the_day_sheet_names_whom_one_calls_on(desk: Desk, tmp_path: Path) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    for name in ("day.txt", "day.html", "day.docx"):
        desk.ok("today", "--print", str(tmp_path / name))
    assert "1-1-101　张先生" in (tmp_path / "day.txt").read_text("utf-8")
    desk.refused("today", "--print", str(tmp_path / "no/such/day.txt"), code="write-failed")
