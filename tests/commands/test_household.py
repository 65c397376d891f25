"""A household's file, its timeline, how complete it is, and moving in and out."""

import re
from pathlib import Path
from typing import Any

import pytest

from propops.planning.completeness import CRITERIA
from tests.conftest import Desk
from tests.golden import as_read_in, equals_golden

LOAN = """\
- id: l-261130-abcd
  key: k-1-1-101
  borrower: 马军
  reason: 查漏水
  owner_consent:
    by: 1-1-101-wa
    at: 2026-11-30T08:00:00+08:00
    way: 电话
  out_at: 2026-11-30T08:30:00+08:00
  out_by: li-na
  due_at: 2026-11-30T18:00:00+08:00
"""


def lived_in(desk: Desk) -> str:
    """A home with something of every kind; the id of its complaint."""
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.ok(
        "visit", "done", "1-1-101", "--opinion", "希望增加充电桩", "--satisfaction", "4", "--met", "1-1-101-wa", "--enrich", "宠物=一只猫"
    )
    desk.ok("key", "add", "k-1-1-101", "--unit", "1-1-101", "--name", "入户门", "--type", "owner-entrusted", "--location", "A-12")
    desk.write("key-loan/2026-11.yaml", LOAN)
    desk.git("add", "records")
    desk.git("-c", "user.name=x", "-c", "user.email=x@estate.invalid", "commit", "--quiet", "-m", "借钥匙")
    desk.ok("remind", "plan", "2026-12")
    desk.ok("remind", "promise", "1-1-101", "2026-12-10")
    return desk.ok("complaint", "add", "1-1-101", "楼道灯不亮", "--category", "repair", "--source", "phone").strip()


def test_the_file_on_the_screen(desk: Desk) -> None:
    lived_in(desk)
    equals_golden(as_read_in("zh", desk, "unit", "show", "1-1-101"), "unit_show.zh.txt")
    equals_golden(as_read_in("zh", desk, "unit", "timeline", "1-1-101"), "unit_timeline.zh.txt")


def test_the_file_as_data_has_everything_and_masks_it(desk: Desk) -> None:
    complaint = lived_in(desk)
    file = desk.json("unit", "show", "1-1-101")
    assert (file["id"], file["occupancy"]) == ("1-1-101", "owner-occupied")
    assert set(file["records"]) == {"resident", "visit", "complaint", "key", "key-loan", "reminder", "bill"}
    assert file["records"]["complaint"][0]["id"] == complaint
    assert file["account"] == [{"payer": "1-1-101-wa", "owed": "750.62", "prepaid": "0.00", "oldest_due": "2026-07-15"}]
    assert file["promises"] == [file["records"]["reminder"][0]["id"]]
    assert "138 0000 1001" not in str(file) and "138 0000 1001" in str(desk.json("unit", "show", "1-1-101", "--reveal"))


def test_the_timeline_is_in_the_order_of_time_and_knows_who_changed_what(desk: Desk) -> None:
    complaint = lived_in(desk)
    desk.ok("complaint", "accept", complaint)
    rows = desk.json("unit", "timeline", "1-1-101", "--since", "2026-11-01")
    assert [row["at"][:10] for row in rows] == sorted(row["at"][:10] for row in rows)
    assert [row["text"] for row in rows if row["id"] == complaint and row["field"] == "log"] == ["log 李娜  received", "log 李娜  accepted"]
    changed = [row["text"] for row in desk.json("unit", "timeline", "1-1-101", "--changes") if row["text"].startswith("✎")]
    assert any("changed: assignee, status, log  (李娜, " in text for text in changed)


# --- completeness -----------------------------------------------------------------------------------------------------


def test_what_is_missing_costs_its_points(desk: Desk) -> None:
    (before,) = desk.json("unit", "completeness", "1-1-101")
    assert (before["score"], before["tokens"]) == (75, ["layout", "preference", "emergency", "profile", "visited"])
    lived_in(desk)
    (after,) = desk.json("unit", "completeness", "1-1-101")
    assert (after["score"], after["tokens"]) == (85, ["layout", "preference", "emergency"])


def test_a_vacant_home_is_asked_for_less(desk: Desk) -> None:
    assert desk.json("unit", "completeness", "1-1-302")[0]["tokens"] == ["layout"]
    assert desk.json("unit", "completeness", "2-1-302")[0]["tokens"] == ["layout"]


def test_buildings_and_zones_name_the_homes_behind_the_figures(desk: Desk) -> None:
    one, two = desk.json("unit", "completeness", "--why")
    assert (one["name"], one["homes"], one["complete"], len(one["records"])) == ("1", 6, 0, 6)
    zones = desk.json("unit", "completeness", "--officer", "--why")
    assert [(row["name"], row["score"]) for row in zones] == [("li-na", one["score"]), ("wang-fang", two["score"])]
    homes = desk.json("unit", "completeness", "--officer", "li-na")
    assert homes == desk.json("unit", "completeness", "--building", "1") and len(homes) == 6


def test_the_page_says_the_rule_and_a_home_that_is_lived_in_has_a_hundred_points() -> None:
    page = (Path(__file__).parents[2] / "docs/completeness.md").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z-]+) [^|]*\| ([0-9]+) \|", page, re.MULTILINE)
    assert rows == [(criterion.token, str(criterion.points)) for criterion in CRITERIA]
    assert sum(criterion.points for criterion in CRITERIA) == 100


# --- moving -----------------------------------------------------------------------------------------------------------


def steps(moved: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    done, remains = ([(step["what"], step["id"]) for step in moved[key]] for key in ("done", "remains"))
    return done, remains


def test_a_sale_closes_what_ends_and_keeps_what_is_owed(desk: Desk) -> None:
    complaint = lived_in(desk)
    promise = desk.json("reminder", "list", "unit=1-1-101")[0]["id"]
    desk.ok(
        "bill",
        "add",
        "1-1-101",
        "--payer",
        "1-1-101-wa",
        "--item",
        "property",
        "--period",
        "2027q1",
        "--amount",
        "750.62",
        "--due",
        "2027-01-15",
    )
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-12-02", "--slot", "am")
    done, remains = steps(desk.json("unit", "move-out", "1-1-101", "今天", "--sold"))
    assert done == [("moved-out", "1-1-101-wa"), ("vacant", "1-1-101"), ("visit-cancelled", "v-2612-1-1-101")]
    assert remains == [
        ("bill-without-payer", "b-2027q1-1-1-101-property"),
        ("debt-stays", "1-1-101-wa"),
        ("promise-stays", promise),
        ("key-to-return", "k-1-1-101"),
        ("complaint-open", complaint),
        ("reachable", "1-1-101"),
    ]
    assert "1-1-101" in desk.git("log", "-1", "--format=%s")
    assert desk.json("fee", "account", "1-1-101")[0]["payer"] == "1-1-101-wa"
    assert desk.git("status", "--porcelain") == ""


def test_who_buys_inherits_the_bills_of_the_time_after_and_no_debt(desk: Desk) -> None:
    desk.ok(
        "bill",
        "add",
        "1-1-101",
        "--payer",
        "1-1-101-wa",
        "--item",
        "property",
        "--period",
        "2027q1",
        "--amount",
        "750.62",
        "--due",
        "2027-01-15",
    )
    desk.ok("unit", "move-out", "1-1-101", "今天", "--sold")
    moved = desk.json("unit", "move-in", "1-1-101", "--name", "钱多", "--role", "owner", "--phone", "138 0000 2001")
    done, remains = steps(moved)
    assert done[1:] == [("occupancy", "1-1-101"), ("bill-readdressed", "b-2027q1-1-1-101-property")]
    assert remains == [("welcome-visit", "1-1-101")]
    owed = [(bill["payer"], bill["amount"]) for bill in desk.json("bill", "list", "unit=1-1-101", "period=2027q1")]
    assert owed == [("1-1-101-wa", "750.62"), ("1-1-101-wa", "-750.62"), (done[0][1], "750.62")]
    assert desk.json("unit", "show", "1-1-101")["occupancy"] == "owner-occupied"
    desk.ok("check")


def test_a_bill_that_somebody_was_reminded_of_stays_with_them(desk: Desk) -> None:
    desk.ok("remind", "plan", "2026-12")
    done, remains = steps(desk.json("unit", "move-out", "1-1-101", "2026-07-01", "--sold"))
    assert ("bill-asked-for", "b-2026q3-1-1-101-property") in remains and "bill-readdressed" not in dict(done)
    done, remains = steps(desk.json("unit", "move-in", "1-1-101", "--name", "钱多", "--role", "owner", "--on", "2026-07-01"))
    assert ("bill-asked-for", "b-2026q3-1-1-101-property") in remains and "bill-readdressed" not in dict(done)


def test_an_owner_who_only_moves_away_pays_on(desk: Desk) -> None:
    done, __ = steps(desk.json("unit", "move-out", "1-1-101", "今天"))
    assert done == [("owner-stays", "1-1-101-wa"), ("vacant", "1-1-101")]
    assert desk.json("resident", "show", "1-1-101-wa").get("moved_out") is None
    desk.refused("unit", "move-out", "1-1-101", "今天", code="nobody-here")


def test_a_tenant_comes_and_goes(desk: Desk) -> None:
    done, remains = steps(desk.json("unit", "move-in", "1-1-302", "--name", "赵一", "--role", "tenant", "--pays", "property"))
    assert done[1:] == [("occupancy", "1-1-302"), ("pays-no-longer", "1-1-302-wf")]
    assert ("phone-missing", "1-1-302") in remains
    tenant = done[0][1]
    desk.ok("visit", "add", "1-1-302", "--officer", "li-na", "--date", "2026-12-02", "--slot", "am")
    done, __ = steps(desk.json("unit", "move-out", "1-1-302", "2026-12-01"))
    assert done == [("moved-out", tenant), ("visit-cancelled", "v-2612-1-1-302")]


def test_one_of_several_leaves_and_visits_stay(desk: Desk) -> None:
    desk.ok("unit", "move-in", "1-1-101", "--name", "张小", "--role", "family")
    child = next(row["id"] for row in desk.json("resident", "list", "unit=1-1-101") if row["role"] == "family")
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-12-02", "--slot", "am")
    done, remains = steps(desk.json("unit", "move-out", child, "今天"))
    assert done == [("moved-out", child), ("visit-kept", "v-2612-1-1-101")] and remains == []


def test_what_lies_ahead_is_left_to_the_day(desk: Desk) -> None:
    __, remains = steps(desk.json("unit", "move-out", "1-1-101", "2026-12-20", "--sold"))
    assert ("vacant-then", "1-1-101") in remains
    assert desk.json("unit", "show", "1-1-101")["occupancy"] == "owner-occupied"


def test_a_reminder_is_no_longer_made_at_an_empty_door(desk: Desk) -> None:
    bill = ("--payer", "1-1-101-wa", "--amount", "750.62", "--bills", "b-2026q3-1-1-101-property")
    desk.ok("reminder", "add", "1-1-101", *bill, "--officer", "li-na", "--date", "2026-12-02", "--slot", "am", "--way", "door")
    done, __ = steps(desk.json("unit", "move-out", "1-1-101", "今天"))
    assert [what for what, __ in done] == ["owner-stays", "vacant", "reminder-by-phone"]
    assert desk.json("reminder", "list", "unit=1-1-101")[0]["way"] == "phone"


@pytest.mark.parametrize("verb", [("move-out", "1-1-101", "今天"), ("move-in", "1-1-101", "--name", "钱多", "--role", "family")])
def test_a_dry_run_changes_nothing(desk: Desk, verb: tuple[str, ...]) -> None:
    head = desk.git("rev-parse", "HEAD")
    assert "This would be done:" in desk.ok("unit", *verb, "--dry-run")
    assert (desk.git("rev-parse", "HEAD"), desk.git("status", "--porcelain")) == (head, "")


def test_a_move_as_people_read_it(desk: Desk) -> None:
    lived_in(desk)
    equals_golden(as_read_in("zh", desk, "unit", "move-out", "1-1-101", "今天", "--sold", "--dry-run"), "unit_move_out.zh.txt")
