"""A month that is planned again: what stays, what moves, what is said about it."""

import re
from datetime import date

import pytest

from propops.desk.plan_report import WORDS
from propops.desk.reminder_plan import KEPT_OUT
from propops.planning.explain import SENTENCES
from tests.conftest import Desk

PLAN = ("visit", "plan", "2026-12")
LEAVE = ("staff", "edit", "li-na")


def visit_of(desk: Desk, unit: str) -> dict[str, str]:
    found = [visit for visit in desk.json("visit", "list", f"unit={unit}") if visit["status"] in ("planned", "notified")]
    assert len(found) == 1
    return {key: str(value) for key, value in found[0].items()}


def first_visit(desk: Desk, officer: str = "li-na") -> dict[str, str]:
    return min(desk.json("visit", "list", f"officer={officer}"), key=lambda visit: (visit["date"], visit["unit"]))


def away(desk: Desk, officer: str, day: str) -> None:
    """Leave is a list of small mappings, written in the file."""
    text = desk.read("staff.yaml")
    head, tail = text.split(f"- id: {officer}\n")
    lines = tail.split("\n- id: ", 1)
    entry = f"  - from: {day}\n    to: {day}"
    own = f"{lines[0]}\n{entry}" if "absences:" in lines[0] else f"{lines[0]}\n  absences:\n{entry}"
    desk.write("staff.yaml", f"{head}- id: {officer}\n" + "\n- id: ".join([own, *lines[1:]]))


def test_the_commit_of_a_plan_says_what_it_came_from(desk: Desk) -> None:
    desk.ok(*PLAN)
    assert re.fullmatch(
        r"\d+, effort 8, input [0-9a-f]{16}\n", desk.git("log", "-1", "--format=%(trailers:key=Planner,valueonly,separator=)")
    )


def test_an_illness_moves_only_the_visits_of_that_day_and_says_why(desk: Desk) -> None:
    desk.ok(*PLAN)
    visit = first_visit(desk)
    away(desk, "li-na", visit["date"])
    dry = desk.ok(*PLAN, "--dry-run")
    assert f"moved     {visit['unit']}" in dry and "officer off" in dry and "→" in dry
    out = desk.ok(*PLAN)
    assert "kept 7, moved 1, dropped 0, added 0." in out
    assert "moved 1: officer off 1" in out
    assert visit_of(desk, visit["unit"])["date"] != visit["date"]


@pytest.mark.parametrize("way", ["command", "editor", "committed"])
def test_a_visit_moved_by_hand_stays_as_if_pinned(desk: Desk, way: str) -> None:
    desk.ok(*PLAN)
    unit = "1-1-301"
    old = visit_of(desk, unit)
    if way == "command":
        desk.ok("visit", "edit", old["id"], "--date", "2026-12-01", "--slot", "am")
    else:
        text = desk.read("visit/2026-12/1-1.yaml")
        at = text.index(f"- id: {old['id']}")
        moved = text[at:].replace(f"date: {old['date']}", "date: 2026-12-01", 1).replace(f"slot: {old['slot']}", "slot: am", 1)
        desk.write("visit/2026-12/1-1.yaml", text[:at] + moved)
    if way == "committed":
        desk.git("-c", "user.name=x", "-c", "user.email=x@y.z", "commit", "-qam", "by hand")
    assert visit_of(desk, unit)["date"] == "2026-12-01"
    for mode in ((), ("--level",)):
        desk.ok(*PLAN, *mode)
        assert visit_of(desk, unit)["date"] == "2026-12-01"
    assert visit_of(desk, unit)["pinned"] == "True"
    assert "announced or fixed by hand" in desk.ok(*PLAN, "--explain", old["officer"])


@pytest.mark.parametrize("way", ["postponed", "edited", "announced"])
def test_an_hour_by_appointment_that_the_desk_agreed_on_is_kept(desk: Desk, way: str) -> None:
    desk.ok(*PLAN)
    desk.ok("remind", "plan", "2026-12")
    old = visit_of(desk, "1-1-101")
    if way == "postponed":
        desk.ok("visit", "postpone", old["id"], "2026-12-08", "--slot", "ev")
    else:
        desk.ok("visit", "edit", old["id"], "--date", "2026-12-08", "--slot", "ev")
    agreed = visit_of(desk, "1-1-101")
    if way == "announced":
        desk.ok("visit", "edit", agreed["id"], "--pinned", "false")
        desk.ok("visit", "notify", agreed["id"])
    for mode in ((), ("--level",), ("--replan",)):
        assert "Phone" not in desk.ok(*PLAN, *mode)
    stands = visit_of(desk, "1-1-101")
    assert (stands["id"], stands["date"], stands["slot"]) == (agreed["id"], "2026-12-08", "ev")
    desk.ok("remind", "plan", "2026-12")
    assert desk.ok("visit", "check-plan", "2026-12") == "2026-12: 0 findings.\n"


def test_the_planners_own_visit_does_not_stay_in_an_hour_by_appointment(desk: Desk) -> None:
    desk.ok(*PLAN)
    visit = visit_of(desk, "1-1-101")
    desk.ok("visit", "edit", visit["id"], "--date", "2026-12-08", "--slot", "ev", "--pinned", "false")
    assert "[plan-h7]" in desk.run("visit", "check-plan", "2026-12").err
    assert "moved 1: outside the household's times 1" in desk.ok(*PLAN)


def test_only_what_was_changed_by_hand_is_pinned(desk: Desk) -> None:
    desk.ok(*PLAN)
    away(desk, "li-na", first_visit(desk)["date"])
    desk.ok(*PLAN)
    assert [visit for visit in desk.json("visit", "list") if visit.get("pinned")] == []


def test_an_announced_visit_that_must_move_is_a_call_to_make(desk: Desk) -> None:
    desk.ok(*PLAN)
    visit = first_visit(desk)
    desk.ok("visit", "notify", visit["id"])
    assert "kept 8" in desk.ok(*PLAN)
    away(desk, "li-na", visit["date"])
    out = desk.ok(*PLAN)
    assert f"Phone {visit['unit']} (" in out and "**" in out and "138****" in out and "--reveal" in out
    moved = visit_of(desk, visit["unit"])
    assert (moved["status"], moved["date"] != visit["date"]) == ("planned", True)
    assert visit["date"] in moved["note"]


def test_an_announced_visit_that_is_impossible_waits_for_the_call(desk: Desk) -> None:
    desk.ok(*PLAN)
    visit = first_visit(desk)
    desk.ok("visit", "notify", visit["id"])
    resident = desk.json("resident", "list", f"unit={visit['unit']}")[0]["id"]
    desk.ok("resident", "edit", resident, "--visits", "opted-out")
    assert "then visit postpone or visit cancel" in desk.ok(*PLAN)
    assert visit_of(desk, visit["unit"])["status"] == "notified"
    assert "[plan-h5]" in desk.run("visit", "check-plan", "2026-12").err


def test_fresh_forgets_all_but_what_was_announced_or_pinned(desk: Desk) -> None:
    desk.ok(*PLAN)
    told = first_visit(desk)
    desk.ok("visit", "notify", told["id"])
    other = first_visit(desk, "wang-fang")
    desk.ok("visit", "edit", other["id"], "--date", "2026-12-26", "--slot", "am")
    out = desk.ok(*PLAN, "--fresh")
    assert visit_of(desk, told["unit"])["date"] == told["date"]
    assert visit_of(desk, other["unit"])["date"] != "2026-12-26" and "planned afresh" in out


def test_level_moves_the_fewest_to_make_days_and_weeks_even(desk: Desk) -> None:
    desk.ok(*PLAN)
    mine = desk.json("visit", "list", "officer=li-na")
    crowded = "2026-12-02"
    units = [visit for visit in mine if visit["date"] != crowded][:2]
    for visit in units:  # as a plan would have left them: moved, and handed back to the planner
        desk.ok("visit", "edit", visit["id"], "--date", crowded, "--slot", "am", "--pinned", "false")
    assert weeks_of(desk, "li-na") == [49, 49, 49, 50]
    assert "moved 0" in desk.ok(*PLAN, "--dry-run")
    assert "moved 2: levelled 2" in desk.ok(*PLAN, "--level")
    assert weeks_of(desk, "li-na") == [49, 50, 51, 53]


def weeks_of(desk: Desk, officer: str) -> list[int]:
    return sorted(date.fromisoformat(visit["date"]).isocalendar().week for visit in desk.json("visit", "list", f"officer={officer}"))


def test_replan_means_there_is_a_plan(desk: Desk) -> None:
    desk.refused(*PLAN, "--replan", code="no-plan")
    desk.refused(*PLAN, "--level", code="no-plan")
    desk.refused("remind", "plan", "2026-12", "--replan", code="no-plan")
    desk.ok(*PLAN)
    assert "kept 8" in desk.ok(*PLAN, "--replan")


def test_a_visit_that_a_reminder_rides_on_can_fall_out(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("remind", "plan", "2026-12")
    reminder = desk.json("reminder", "list")[0]
    visit = desk.json("visit", "show", reminder["with_visit"])
    resident = desk.json("resident", "list", f"unit={visit['unit']}")[0]["id"]
    desk.ok("resident", "edit", resident, "--visits", "opted-out")
    assert "propops remind plan 2026-12" in desk.ok(*PLAN)
    again = desk.json("reminder", "show", reminder["id"])
    assert "with_visit" not in again and again["way"] != "door"
    assert "kept" in desk.ok("remind", "plan", "2026-12")


def test_a_visit_with_a_cause_of_its_own_is_not_the_planners(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-11-20", "--status", "done")
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-12-03", "--slot", "am", "--type", "complaint-callback")
    desk.ok(*PLAN)
    desk.ok(*PLAN, "--fresh")
    visit = visit_of(desk, "1-1-101")
    assert (visit["date"], visit["type"], "pinned" in visit) == ("2026-12-03", "complaint-callback", False)
    assert desk.run("visit", "check-plan", "2026-12").code == 0


def test_what_the_desk_called_off_does_not_come_back_this_month(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("visit", "cancel", "1-1-101", "--content", "住户出差")
    desk.ok(*PLAN)
    assert [visit["status"] for visit in desk.json("visit", "list", "unit=1-1-101")] == ["cancelled"]
    assert "cancelled" in desk.ok(*PLAN, "--explain", "1-1-101")
    assert desk.run("visit", "plan", "2027-01", "--assume-weekends", "--explain", "1-1-101").out.startswith("1-1-101: 2027-01-")


def test_a_visit_put_off_to_next_month_is_not_planned_before_it(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("visit", "postpone", "1-1-101", "2027-01-05")
    desk.ok(*PLAN)
    assert [visit["status"] for visit in desk.json("visit", "list", "unit=1-1-101")] == ["postponed", "planned"]
    assert "planned for 2027-01-05" in desk.ok(*PLAN, "--explain", "1-1-101")
    assert desk.run("visit", "check-plan", "2026-12").code == 0


def test_what_was_agreed_for_this_month_comes_before_the_visit_of_the_next(desk: Desk) -> None:
    agreed = ("--status", "done", "--follow-up-on", "2026-12-10")
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-11-20", *agreed)
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2027-01-05", "--slot", "am")
    assert "Due by 2026-12-10" in desk.ok(*PLAN, "--explain", "1-1-101")


def test_a_day_without_outcome_counts_until_it_is_known(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok(*PLAN)
    monkeypatch.setenv("PROPOPS_NOW", "2026-12-20T09:00")
    past = desk.json("visit", "list", "status=planned", "date<today")
    assert past and all(visit["date"] < "2026-12-20" for visit in past)
    out = desk.ok(*PLAN, "--dry-run")
    assert "added 0" in out and f"{len(past)} visits in the past have no outcome yet" in out
    desk.ok("visit", "no-answer", past[0]["id"])
    assert "added 1" in desk.ok(*PLAN, "--dry-run")


@pytest.mark.parametrize("today", ["2026-12-31T09:00", "2027-01-04T09:00"])
def test_on_the_last_day_and_after_it_there_is_nothing_left_to_plan(desk: Desk, monkeypatch: pytest.MonkeyPatch, today: str) -> None:
    monkeypatch.setenv("PROPOPS_NOW", today)
    visits = desk.json(*PLAN, "--dry-run")
    assert {visit["date"] for visit in visits} <= {"2026-12-31"}
    desk.ok(*PLAN)
    desk.ok("remind", "plan", "2026-12")


def test_traps_are_named_not_hidden(desk: Desk) -> None:
    text = desk.read("staff.yaml").replace('  zone:\n  - "2"\n  backup:\n  - "1"\n', "").replace('  backup:\n  - "2"\n', "")
    desk.write("staff.yaml", text.replace("  shift: early-in-odd-weeks\n", "  shift: early-in-odd-weeks\n  quota: 60\n"))
    out = desk.ok(*PLAN, "--dry-run")
    assert "王芳: 4 short of the quota. 王芳 has no buildings." in out
    assert "Building 2 has no officer: 5 homes are left out." in out
    assert "李娜: 56 short of the quota. 李娜 has only 4 households that can be visited." in out


def test_an_officer_on_leave_all_month_has_no_visits(desk: Desk) -> None:
    desk.write(
        "staff.yaml", desk.read("staff.yaml").replace("from: 2026-12-09\n    to: 2026-12-11", "from: 2026-12-01\n    to: 2026-12-31")
    )
    assert {row["officer"] for row in desk.json(*PLAN, "--dry-run")} == {"li-na"}
    assert "王芳 has no day on duty left." in desk.ok(*PLAN, "--dry-run")


def test_all_opted_out_is_an_empty_plan(desk: Desk) -> None:
    for file in ("resident/1-1.yaml", "resident/2-1.yaml"):
        text = desk.read(file).replace("  visits: opted-out\n", "")
        desk.write(file, text.replace("  role: owner\n", "  role: owner\n  visits: opted-out\n"))
    assert desk.json(*PLAN, "--dry-run") == []
    desk.ok(*PLAN)


# --- why ------------------------------------------------------------------------------------------------------------------


def test_explain_a_home_with_its_numbers(desk: Desk) -> None:
    out = desk.ok(*PLAN, "--explain", "1-1-202")  # Wednesdays and Fridays, mornings only
    assert "a day the household allows" in out and "Days open to it: " in out and "an even share is 0 to 1" in out
    data = desk.json(*PLAN, "--explain", "1-1-202")
    assert (data["planned"], data["officer"], data["day"]["why"]) == (True, "li-na", "only-window")
    assert date.fromisoformat(data["date"]).weekday() in (2, 4)
    assert data["day"]["days_open"] < data["day"]["days"]


def test_explain_says_the_same_once_it_is_planned(desk: Desk) -> None:
    waits = desk.json("visit", "plan", "2026-12", "--explain", _left_out(desk))
    desk.ok(*PLAN)
    again = desk.json("visit", "plan", "2026-12", "--explain", waits["unit"])
    assert (again["reason"], again["position"], again["waiting"], again["month"]) == ("tie-lost", 1, 1, "2027-01")
    assert (waits["reason"], waits["cut_off"]) == ("tie-lost", again["cut_off"])


def _left_out(desk: Desk) -> str:
    planned = {row["unit"] for row in desk.json(*PLAN, "--dry-run")}
    lived_in: set[str] = {unit["id"] for unit in desk.json("unit", "list") if unit["occupancy"] in ("owner-occupied", "let")}
    (unit,) = lived_in - planned - {"1-1-201"}  # opted out
    return unit


def test_explain_an_officers_quota(desk: Desk) -> None:
    assert "王芳: quota 4; 4 = 4 at the cut-off." in desk.ok(*PLAN, "--explain", "王芳")
    data = desk.json(*PLAN, "--explain", "wang-fang")
    assert data["quota"] == data["done"] + data["due"] + data["fixed"] + data["longer"] + data["marginal"] == 4
    assert desk.refused(*PLAN, "--explain", "sun-li", code="no-officer")
    desk.refused(*PLAN, "--explain", "9-9-999", code="no-such-unit")
    desk.refused(*PLAN, "--explain", "somebody", code="no-such-unit")


def test_a_refusal_is_named_with_the_day_it_ends(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("visit", "declined", "1-1-101", "--content", "说不需要", "--by", "li-na")
    planned_on = desk.json("visit", "list", "unit=1-1-101")[0]["date"]
    assert desk.json(*PLAN, "--explain", "1-1-101")["reason"] == "declined"
    assert "declined a visit; it is left alone until 2027-0" in desk.ok(*PLAN, "--explain", "1-1-101"), planned_on


def test_every_reason_can_be_counted() -> None:
    of_officers = {"capacity", "eligible", "off-duty", "no-zone", "blocked"}
    rules_of_one_visit = {f"H{number}" for number in range(1, 9)} | {"H11"}
    assert (SENTENCES.keys() | KEPT_OUT.keys() | rules_of_one_visit) - of_officers <= WORDS.keys()
