"""Reminders planned again: what stays, what is said about it, and what must never happen."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.conftest import Desk

PLAN = ("remind", "plan", "2026-12")
UNIT, PAYER, REMINDER = "1-1-101", "1-1-101-wa", "r-2612-1-1-101-wa"


def owe(desk: Desk, *units: str) -> None:
    """Another bill for each of these homes, four months overdue."""
    for unit in units:
        payer = desk.json("resident", "list", f"unit={unit}")[0]["id"]
        desk.ok("bill", "add", unit, "--payer", payer, "--item", "parking", "--period", "2026q2", "--amount", "600", "--due", "2026-07-20")


def places(desk: Desk) -> dict[str, tuple[str, str, str]]:
    return {one["unit"]: (one["date"], one["officer"], one["slot"]) for one in desk.json("reminder", "list", "status=planned")}


def at_any_time(desk: Desk, visit: str) -> bool:
    unit = desk.json("visit", "show", visit)["unit"]
    return all(one.get("contact", {}).get("mode") != "only" for one in desk.json("resident", "list", f"unit={unit}"))


def test_who_has_paid_drops_out_and_the_others_stay_where_they_are(desk: Desk) -> None:
    owe(desk, "1-1-102", "1-1-301", "2-1-201", "2-1-301")
    desk.ok(*PLAN)
    before = places(desk)
    assert len(before) == 6
    desk.ok("fee", "pay", "1-1-301", "600", "--way", "wechat")
    dry = desk.ok(*PLAN, "--dry-run")
    assert "dropped   1-1-301" in dry and "paid" in dry
    out = desk.ok(*PLAN)
    assert "kept 5, moved 0, dropped 1, added 0." in out and "dropped 1: paid 1" in out
    assert places(desk) == {unit: place for unit, place in before.items() if unit != "1-1-301"}


def test_a_reminder_follows_the_visit_it_rides_on(desk: Desk) -> None:
    desk.ok("visit", "plan", "2026-12")
    desk.ok(*PLAN)
    riding = [one for one in desk.json("reminder", "list") if one.get("with_visit")]
    reminder = next(one for one in riding if at_any_time(desk, one["with_visit"]))
    others = {unit: place for unit, place in places(desk).items() if unit != reminder["unit"]}
    days = desk.json("visit", "calendar", "2026-12", "--officer", reminder["officer"])
    day = next(row for row in reversed(days) if row["duty"] in ("early", "late") and row["date"] != reminder["date"])
    desk.ok("visit", "edit", reminder["with_visit"], "--date", day["date"], "--slot", {"early": "am", "late": "pm"}[day["duty"]])
    assert "moved 1: visit elsewhere 1" in desk.ok(*PLAN)
    assert desk.json("reminder", "show", reminder["id"])["date"] != reminder["date"]
    assert {unit: place for unit, place in places(desk).items() if unit != reminder["unit"]} == others
    assert desk.run("visit", "check-plan", "2026-12").code == 0


def test_a_reminder_moved_by_hand_stays(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("reminder", "edit", REMINDER, "--date", "2026-12-31", "--slot", "am")
    for mode in ((), ("--level",)):
        desk.ok(*PLAN, *mode)
        assert desk.json("reminder", "show", REMINDER)["date"] == "2026-12-31"
    assert desk.json("reminder", "show", REMINDER)["pinned"] is True


def test_fresh_and_level(desk: Desk) -> None:
    owe(desk, "1-1-102", "1-1-301")
    desk.ok(*PLAN)
    for id in desk.json("reminder", "list", "officer=li-na"):
        desk.ok("reminder", "edit", id["id"], "--date", "2026-12-03", "--slot", "am", "--pinned", "false")
    assert "kept 4, moved 0" in desk.ok(*PLAN, "--dry-run")
    assert "moved 2: levelled 2" in desk.ok(*PLAN, "--level", "--dry-run")
    assert "planned afresh" in desk.ok(*PLAN, "--fresh")
    assert len({place[0] for place in places(desk).values()}) > 1


@pytest.mark.parametrize(
    ("setup", "code", "words"),
    [
        (("fee", "pay", UNIT, "750.62", "--way", "cash"), "", ""),
        (("remind", "hold", UNIT, "面积有误"), "hold", "bill b-2026q3-1-1-101-property is disputed (面积有误)"),
        (("complaint", "add", UNIT, "渗水", "--category", "leak", "--source", "phone"), "hold", "complaint c-261130-"),
    ],
)
def test_explain_one_reason_with_its_numbers(desk: Desk, setup: Sequence[str], code: str, words: str) -> None:
    desk.ok(*setup)
    if not code:
        desk.refused(*PLAN, "--explain", UNIT, code="nothing-owed")
        return
    assert words in desk.ok(*PLAN, "--explain", UNIT)
    (row,) = desk.json(*PLAN, "--explain", UNIT)
    assert (row["reason"], row["planned"], Decimal(row["amount"])) == (code, False, Decimal("750.62"))


def test_explain_names_the_visit_it_rides_on(desk: Desk) -> None:
    desk.ok("visit", "plan", "2026-12")
    rows = [row for unit in (UNIT, "2-1-202") for row in desk.json(*PLAN, "--explain", unit)]
    assert {row["rides"] for row in rows} <= {"unit", "building"}
    for row in rows:
        text = desk.ok(*PLAN, "--explain", row["unit"])
        assert "On the household's own visit." in text if row["rides"] == "unit" else f"{row['visit_of']} in the same building" in text


def test_a_promise_for_the_last_day_is_followed_up_next_month(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("remind", "promise", UNIT, "2026-12-31")
    assert desk.json(*PLAN, "--explain", UNIT)[0]["reason"] == "promise-pending"
    january = desk.json("remind", "plan", "2027-01", "--assume-weekends", "--explain", UNIT)[0]
    assert (january["reason"], january["date"][:7]) == ("promise", "2027-01")
    days = [row["date"] for row in desk.json("visit", "calendar", "2027-01", "--officer", "li-na") if row["duty"] in ("early", "late")]
    assert january["date"] == min(days)


def test_a_refused_visit_does_not_silence_a_reminder(desk: Desk) -> None:
    desk.ok("visit", "plan", "2026-12")
    desk.ok("visit", "declined", UNIT, "--content", "说不需要")
    assert UNIT in {row["unit"] for row in desk.json(*PLAN, "--dry-run")}


# --- what must never happen ---------------------------------------------------------------------------------------------


def test_debts_choose_no_visit(desk: Desk) -> None:
    plan = desk.json("visit", "plan", "2026-12", "--dry-run")
    owe(desk, "1-1-101", "1-1-202", "2-1-101", "2-1-301")
    assert desk.json("visit", "plan", "2026-12", "--dry-run") == plan


@pytest.mark.parametrize("kind", ["complaint-callback", "repair-callback", "special", "move-in"])
def test_no_talk_of_money_on_these_visits(desk: Desk, kind: str) -> None:
    desk.ok("visit", "add", UNIT, "--officer", "li-na", "--date", "2026-12-01", "--slot", "am", "--type", kind)
    desk.ok(*PLAN)
    reminder = desk.json("reminder", "show", REMINDER)
    assert reminder["date"] != "2026-12-01" and "with_visit" not in reminder


@pytest.mark.parametrize("flag", ["elderly-alone", "needs-help", "bereaved", "new-move-in"])
def test_no_talk_of_money_where_a_household_is_cared_for(desk: Desk, flag: str) -> None:
    desk.ok("resident", "edit", PAYER, "--care", flag, "--consent-on", "2026-01-01")
    desk.ok("visit", "add", UNIT, "--officer", "li-na", "--date", "2026-12-01", "--slot", "am")
    desk.ok(*PLAN)
    assert desk.json("reminder", "show", REMINDER)["date"] != "2026-12-01"


@pytest.mark.parametrize(("last", "folded"), [("2026-07-10", False), ("2026-04-10", True)])
def test_folded_into_the_households_own_visit_at_most_once_in_half_a_year(desk: Desk, last: str, folded: bool) -> None:
    desk.ok("visit", "add", UNIT, "--officer", "li-na", "--date", last, "--status", "done")
    visit = desk.json("visit", "list", f"unit={UNIT}")[0]["id"]
    money = ("--amount", "750.62", "--status", "done", "--result", "no-answer", "--with-visit", visit)
    desk.ok("reminder", "add", UNIT, "--payer", PAYER, "--officer", "li-na", "--date", last, *money)
    desk.ok("visit", "add", UNIT, "--officer", "li-na", "--date", "2026-12-01", "--slot", "am")
    desk.ok(*PLAN)
    rides = desk.json("reminder", "show", REMINDER).get("with_visit") == f"v-2612-{UNIT}"
    assert rides is folded
