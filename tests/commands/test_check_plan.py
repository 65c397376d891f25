"""`visit check-plan`: a plan broken by hand, rule by rule, is found with its place and what to type."""

import re

import pytest

from tests.conftest import Desk

MONTH = "2026-12"
CHECK = ("visit", "check-plan", MONTH)
UNIT = "1-1-101"


@pytest.fixture
def planned(desk: Desk) -> Desk:
    desk.ok("visit", "plan", MONTH)
    desk.ok("remind", "plan", MONTH)
    return desk


def change(desk: Desk, path: str, id: str, **fields: str) -> None:
    """As a person with an editor would, past every rule a command would ask."""
    text = desk.read(path)
    head, tail = text.split(f"- id: {id}\n")
    own, *others = re.split(r"(?m)^(?=- id: )", tail, maxsplit=1)
    for key, value in fields.items():
        line = f"  {key}: {value}\n"
        own = re.sub(rf"(?m)^  {key}: .*\n", line, own) if f"  {key}: " in own else own + line
    desk.write(path, f"{head}- id: {id}\n{own}{''.join(others)}")


def found(desk: Desk) -> list[tuple[str, str]]:
    return [(problem["code"], problem["id"]) for problem in _json(desk)]


def _json(desk: Desk) -> list[dict[str, str]]:
    import json

    result = desk.run(*CHECK, "--format", "json")
    problems: list[dict[str, str]] = json.loads(result.out)
    assert result.code == bool([problem for problem in problems if problem["severity"] == "error"])
    return problems


VISIT = f"v-2612-{UNIT}"
FILE = "visit/2026-12/1-1.yaml"


def test_a_plan_as_it_was_made_is_sound(planned: Desk) -> None:
    assert planned.ok(*CHECK) == "2026-12: 0 findings.\n"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"slot": "midnight"}, "plan-h1"),
        ({"date": "2026-12-05"}, "plan-h2"),  # a Saturday, the officer's day off
        ({"officer": "sun-li"}, "plan-h1"),  # a cashier
    ],
)
def test_a_visit_that_was_put_where_it_cannot_be(planned: Desk, fields: dict[str, str], code: str) -> None:
    change(planned, FILE, VISIT, **fields)
    assert (code, VISIT) in found(planned)
    place = planned.read(FILE)[: planned.read(FILE).index(VISIT)].count("\n") + 1
    err = planned.run(*CHECK).err
    assert f"records/{FILE}:{place}: {VISIT}" in err and "propops visit" in err


def test_h3_a_public_holiday(planned: Desk) -> None:
    day = planned.json("visit", "show", VISIT)["date"]
    planned.ok("calendar", "add", "--from", day, "--type", "holiday", "--name", "停工")
    assert ("plan-h3", VISIT) in found(planned)


def test_h4_somebody_elses_building(planned: Desk) -> None:
    planned.write("staff.yaml", planned.read("staff.yaml").replace('zone:\n  - "1"\n', 'zone:\n  - "2"\n', 1))
    assert ("plan-h4", VISIT) in found(planned)


@pytest.mark.parametrize(
    ("resident", "fields", "code"),
    [
        ("1-1-101-wa", {"visits": "opted-out"}, "plan-h5"),
        ("1-1-101-wa", {"moved_out": "2026-12-01"}, "plan-h5"),
        ("1-1-101-wa", {"do_not_disturb": "[{from: 2026-12-01, to: 2026-12-31}]"}, "plan-h6"),
        ("1-1-101-wa", {"contact": "{mode: only, weekdays: [sun], slots: [am]}"}, "plan-h7"),
    ],
)
def test_a_household_that_has_changed_since(planned: Desk, resident: str, fields: dict[str, str], code: str) -> None:
    change(planned, "resident/1-1.yaml", resident, **fields)
    assert (code, VISIT) in found(planned)


def test_h8_visited_in_between(planned: Desk) -> None:
    planned.ok("visit", "add", UNIT, "--officer", "li-na", "--date", "2026-11-20", "--status", "done")
    assert found(planned) == [("plan-h8", VISIT)]


def test_h9_more_than_the_day_holds(planned: Desk) -> None:
    for id in (VISIT, "v-2612-1-1-301", "v-2612-1-1-102"):
        change(planned, FILE, id, date="2026-12-01", slot="am")
    assert "plan-h9" in {code for code, _id in found(planned)}


def test_h10_two_visits_of_one_home(planned: Desk) -> None:
    planned.ok("visit", "add", UNIT, "--officer", "li-na", "--date", "2026-12-31", "--slot", "am")
    assert {id for code, id in found(planned) if code == "plan-h10"} == {VISIT, f"{VISIT}-2"}


def test_h11_changed_after_it_was_announced(planned: Desk) -> None:
    """Only since the household was told: the planner may have moved the visit before."""
    change(planned, FILE, VISIT, date="2026-12-30", slot="am")
    planned.ok("visit", "notify", VISIT)
    assert ("plan-h11", VISIT) not in found(planned)
    change(planned, FILE, VISIT, date="2026-12-31")
    assert ("plan-h11", VISIT) in found(planned)
    err = planned.run(*CHECK).err
    assert "announced for 2026-12-30 am" in err and f"propops visit edit {VISIT} --date 2026-12-30 --slot am" in err
    planned.ok("visit", "edit", VISIT, "--date", "2026-12-30")
    assert ("plan-h11", VISIT) not in found(planned)


def test_yesterday_without_outcome_is_a_warning(planned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROPOPS_NOW", "2026-12-31T09:00")
    result = planned.run("visit", "check-plan", MONTH)
    assert (result.code, "[no-outcome]" in result.err) == (0, True)


# --- reminders ------------------------------------------------------------------------------------------------------------

REMINDER = "r-2612-1-1-101-wa"
REMINDERS = "reminder/2026-12/1-1.yaml"
ADD = ("reminder", "add", UNIT, "--payer", "1-1-101-wa", "--officer", "li-na", "--amount", "750.62")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"date": "2026-12-05"}, "plan-r2"),
        ({"stage": "2"}, "plan-r9"),
        ({"with_visit": "v-2612-1-1-301", "date": "2026-12-31", "slot": "pm"}, "plan-r13"),
    ],
)
def test_a_reminder_put_where_it_cannot_be(planned: Desk, fields: dict[str, str], code: str) -> None:
    change(planned, REMINDERS, REMINDER, **fields)
    assert (code, REMINDER) in found(planned)
    assert "propops remind plan 2026-12" in planned.run(*CHECK).err


def test_r1_paid_meanwhile(planned: Desk) -> None:
    planned.ok("fee", "pay", UNIT, "750.62", "--way", "wechat")
    assert found(planned) == [("plan-r1", REMINDER)]


def test_r4_an_open_grievance(planned: Desk) -> None:
    planned.ok("complaint", "add", UNIT, "外墙渗水", "--category", "leak", "--source", "phone")
    assert ("plan-r4", REMINDER) in found(planned)


def test_r5_r6_reminded_and_promised_meanwhile(planned: Desk) -> None:
    change(planned, REMINDERS, REMINDER, date="2026-12-03", slot="am")
    planned.ok(*ADD, "--date", "2026-11-30", "--status", "done", "--result", "no-answer")
    assert ("plan-r5", REMINDER) in found(planned)
    planned.ok("reminder", "edit", "r-2611-1-1-101-wa", "--result", "promised", "--promised-on", "2026-12-30")
    assert ("plan-r6", REMINDER) in found(planned)


def test_r7_r12_not_to_be_disturbed(planned: Desk) -> None:
    quiet = {"do_not_disturb": "[{from: 2026-12-01, to: 2026-12-31}]", "care": "[elderly-alone]", "consent_on": "2026-01-01"}
    change(planned, "resident/1-1.yaml", "1-1-101-wa", **quiet)
    day = planned.json("visit", "show", VISIT)["date"]
    change(planned, REMINDERS, REMINDER, date=day)
    assert {"plan-r7", "plan-r12"} <= {code for code, id in found(planned) if id == REMINDER}


def test_r10_twice_in_one_plan(planned: Desk) -> None:
    planned.ok(*ADD, "--date", "2026-12-31", "--slot", "am")
    assert {id for code, id in found(planned) if code == "plan-r10"} == {REMINDER, f"{REMINDER}-2"}
