"""A month of visits: planned, explained, carried out."""

from datetime import date

import pytest

from tests.conftest import Desk

PLAN = ("visit", "plan", "2026-12")


def test_a_dry_run_shows_the_plan_and_writes_nothing(desk: Desk) -> None:
    out = desk.ok(*PLAN, "--dry-run")
    assert "Dry run: nothing was written." in out
    assert desk.git("status", "--porcelain") == ""
    assert desk.json("visit", "list") == []


def test_every_quota_is_met_on_allowed_days(desk: Desk) -> None:
    desk.ok(*PLAN)
    visits = desk.json("visit", "list")
    assert len(visits) == 8
    by_unit = {visit["unit"]: visit for visit in visits}
    assert "1-1-201" not in by_unit  # opted out
    assert "1-1-302" not in by_unit and "2-1-302" not in by_unit  # nobody lives there
    only = by_unit["1-1-202"]  # Wednesdays and Fridays, mornings only
    assert date.fromisoformat(only["date"]).weekday() in (2, 4) and only["slot"] == "am"
    quiet = by_unit["2-1-201"]  # not to be disturbed until 15 December
    assert quiet["date"] > "2026-12-15"
    away = [visit["date"] for visit in visits if visit["officer"] == "wang-fang"]
    assert not {"2026-12-09", "2026-12-10", "2026-12-11"} & set(away)


def test_planning_twice_is_planning_once(desk: Desk) -> None:
    desk.ok(*PLAN)
    head = desk.git("rev-parse", "HEAD")
    assert "kept 8, moved 0, dropped 0, added 0" in desk.ok(*PLAN)
    assert desk.git("rev-parse", "HEAD") == head


def test_the_order_of_records_does_not_matter(desk: Desk) -> None:
    plan = desk.json(*PLAN, "--dry-run")
    text = desk.read("unit/1-1.yaml")
    records = ["- id:" + part for part in text.split("- id:")[1:]]
    desk.write("unit/1-1.yaml", "".join(reversed(records)))
    assert desk.json(*PLAN, "--dry-run") == plan


def test_one_opt_out_touches_one_officer(desk: Desk) -> None:
    desk.ok(*PLAN)
    before = desk.json("visit", "list", "officer=wang-fang")
    gone = desk.json("visit", "list", "officer=li-na")[0]["unit"]
    resident = desk.json("resident", "list", f"unit={gone}")[0]["id"]
    desk.ok("resident", "edit", resident, "--visits", "opted-out")
    desk.ok(*PLAN)
    assert desk.json("visit", "list", "officer=wang-fang") == before
    assert gone not in {visit["unit"] for visit in desk.json("visit", "list")}


def test_a_pinned_visit_stays_where_it_was_put(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("visit", "edit", "v-2612-1-1-101", "--date", "2026-12-02", "--slot", "am", "--pinned", "true")
    desk.ok(*PLAN)
    assert desk.json("visit", "show", "v-2612-1-1-101")["date"] == "2026-12-02"


@pytest.mark.parametrize(
    ("unit", "why"),
    [("1-1-201", "wants no visits"), ("1-1-302", "Nobody lives there"), ("1-1-202", "2026-12-")],
)
def test_explain(desk: Desk, unit: str, why: str) -> None:
    assert why in desk.ok(*PLAN, "--explain", unit)


def test_an_unknown_year_is_refused_until_it_is_entered(desk: Desk) -> None:
    assert "2027" in desk.refused("visit", "plan", "2027-01", code="calendar-missing")
    assert desk.run("visit", "plan", "2027-01", "--dry-run", "--assume-weekends").code == 0
    desk.ok("calendar", "add", "--from", "2027-01-01", "--to", "2027-01-03", "--type", "holiday", "--name", "元旦")
    desk.ok("visit", "plan", "2027-01", "--dry-run")
    assert desk.git("show", "--format=", "--name-only", "HEAD").strip() == "records/calendar/2027.yaml"


def test_done_with_enrich_is_one_commit_in_two_files(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok(
        "visit",
        "done",
        "1-1-101",
        "--content",
        "一切正常",
        "--satisfaction",
        "5",
        "--enrich",
        "pets=猫一只",
        "--enrich",
        "phone=138 0000 4321",
    )
    assert desk.git("show", "--format=", "--name-only", "HEAD").split() == ["records/resident/1-1.yaml", "records/visit/2026-12/1-1.yaml"]
    assert desk.changed_lines() == [
        '-  phone: "138 0000 1001"',
        '+  phone: "138 0000 4321"',
        "+  profile:",
        "+  - key: pets",
        "+    value: 猫一只",
        "+    noted_on: 2026-11-30",
        f"-  date: {_planned_day(desk)}",
        "+  date: 2026-11-30",
        "-  status: planned",
        "+  status: done",
        "+  content: 一切正常",
        "+  satisfaction: 5",
    ]


def _planned_day(desk: Desk) -> str:
    before = desk.git("show", "HEAD~1:records/visit/2026-12/1-1.yaml")
    record = before.split("- id: v-2612-1-1-101\n")[1]
    return record.split("date: ")[1].split("\n")[0]


def test_nobody_in_and_another_try(desk: Desk) -> None:
    desk.ok(*PLAN)
    assert "v-2612-1-1-101-2" in desk.ok("visit", "no-answer", "1-1-101", "--retry", "12月12日", "--slot", "pm")
    retry = desk.json("visit", "show", "v-2612-1-1-101-2")
    assert (retry["follows"], retry["date"], retry["status"]) == ("v-2612-1-1-101", "2026-12-12", "planned")
    assert desk.json("visit", "show", "v-2612-1-1-101")["status"] == "no-answer"


def test_postponing_closes_one_visit_and_opens_another(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("visit", "postpone", "1-1-101", "2026-12-18")
    assert [visit["status"] for visit in desk.json("visit", "list", "unit=1-1-101")] == ["postponed", "planned"]
    desk.refused("visit", "postpone", "v-2612-1-1-101", "2026-12-19", code="not-open")
    desk.refused("visit", "postpone", "1-1-101", "2026-11-01", code="in-past")


@pytest.mark.parametrize(
    ("command", "when", "near"),
    [
        (("postpone", "1-1-101", "2026-12-05"), "--slot: The officer is not on duty on 2026-12-05 am.", "2026-12-04, 2026-12-14"),
        (("postpone", "1-1-101", "2026-12-01", "--slot", "ev"), "--slot: The officer is not on duty on 2026-12-01 ev.", "2026-12-07"),
        (("no-answer", "1-1-101", "--retry", "2026-12-06", "--slot", "pm"), "on 2026-12-06 pm.", "2026-12-07"),
        (
            ("add", "1-1-101", "--officer", "li-na", "--date", "2026-12-19"),
            "--date: The officer is not on duty on 2026-12-19.",
            "2026-12-18, 2026-12-21",
        ),
        (("edit", "v-2612-1-1-101", "--date", "2026-12-05"), "The officer is not on duty on 2026-12-05 am.", "2026-12-04, 2026-12-14"),
        (("edit", "v-2612-1-1-101", "--officer", "wang-fang"), "The officer is not on duty on 2026-12-02 am.", "2026-12-12"),
    ],
)
def test_a_day_off_duty_is_told_before_the_household_hears_of_it(desk: Desk, command: tuple[str, ...], when: str, near: str) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-12-02", "--slot", "am")
    result = desk.run("visit", *command)
    assert (result.code, result.err.count("warning [off-shift]")) == (0, 1), result.err
    assert f"{when} On duty: {near}." in result.err
    assert "[off-shift]" in desk.run("check").err


def test_a_day_off_duty_is_told_once_and_leave_is_refused(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-12-05", "--slot", "am")
    assert desk.run("visit", "edit", "v-2612-1-1-101", "--content", "要带图纸").err == ""
    assert "2026-12-06 am. On duty" in desk.run("visit", "edit", "v-2612-1-1-101", "--date", "2026-12-06").err
    assert desk.run("visit", "edit", "v-2612-1-1-101", "--date", "2026-12-04").err == ""
    desk.refused("visit", "edit", "v-2612-1-1-101", "--officer", "wang-fang", "--date", "2026-12-09", code="officer-absent")


def test_declined_rests_half_a_year(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("visit", "declined", "1-1-101", "--content", "说不需要")
    assert "1-1-101" not in {row["unit"] for row in desk.json(*PLAN, "--dry-run")}


def test_three_missed_attempts_are_followed_by_a_call(desk: Desk) -> None:
    for day in ("2026-09-03", "2026-10-14", "2026-11-11"):
        desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", day, "--status", "no-answer")
    desk.ok(*PLAN)
    assert desk.json("visit", "list", "unit=1-1-101", "date>2026-12-01")[0]["method"] == "phone"


def test_a_visit_still_to_come_this_month_keeps_its_distance_to_the_next_plan(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-11-30", "--slot", "am")
    assert "1-1-101" not in {row["unit"] for row in desk.json(*PLAN, "--dry-run")}
    assert "2027-01-29" in desk.ok(*PLAN, "--explain", "1-1-101")


def test_a_result_recorded_twice_does_not_close_the_next_visit(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "李娜", "--date", "今天", "--slot", "am")
    desk.ok("visit", "no-answer", "1-1-101", "--retry", "12月2日")
    assert "2026-12-02" in desk.refused("visit", "no-answer", "1-1-101", code="recorded-already")


def test_a_visit_does_not_rename_anybody(desk: Desk) -> None:
    assert "resident edit" in desk.refused("visit", "enrich", "1-1-101", "name=张三", code="usage", exit_code=2)


def test_officers_are_found_by_the_name_the_table_shows(desk: Desk) -> None:
    desk.ok(*PLAN)
    assert desk.json("visit", "list", "officer=李娜") == desk.json("visit", "list", "officer=li-na") != []
    desk.refused("visit", "list", "officer=nobody", code="unknown-staff")
