"""A work order from the call to the call-back."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from propops.parsing import parse_material
from tests.conftest import Desk

ADD = ("repair", "add", "1-1-102", "厨房漏水", "--urgency", "urgent")


def test_from_the_call_to_the_call_back(desk: Desk) -> None:
    id = desk.ok(*ADD, "--requested-by", "1-1-102").strip()
    assert id.startswith("w-261130-")
    desk.ok("repair", "dispatch", "1-1-102", "赵刚", "--price", "80")
    assert desk.changed_lines() == [
        "-  status: open",
        "+  status: dispatched",
        "+  price_agreed: 80.00",
        "+  dispatched_to: zhao-gang",
        "+  dispatched_at: 2026-11-30T09:00:00+08:00",
    ]
    desk.ok("repair", "accept", "1-1-102")
    desk.ok("repair", "arrive", "1-1-102")
    desk.ok("repair", "finish", "1-1-102", "换三角阀", "--amount", "80", "--signed")
    desk.refused("repair", "callback", id, "satisfied", "--by", "zhao-gang", code="own-callback")
    assert desk.ok("repair", "callback", id, "satisfied") == f"{id}: closed.\n"
    record = desk.json("repair", "show", id)
    assert (record["amount"], record["signed"], record["callback"]["outcome"]) == ("80.00", True, "satisfied")


def test_an_open_one_is_taken_by_whoever_accepts_it(desk: Desk) -> None:
    desk.ok(*ADD)
    desk.ok("repair", "accept", "1-1-102", "--by", "zhao-gang")
    assert desk.json("repair", "show", "1-1-102")["dispatched_to"] == "zhao-gang"


def test_steps_out_of_order_are_refused(desk: Desk) -> None:
    desk.ok(*ADD)
    for step in (("arrive",), ("finish", "好了"), ("callback", "satisfied")):
        desk.refused("repair", step[0], "1-1-102", *step[1:], code="wrong-status")
    desk.ok("repair", "cancel", "1-1-102", "业主自修")
    desk.refused("repair", "dispatch", "1-1-102", "zhao-gang", code="wrong-status")


def test_work_that_nobody_agreed_a_price_for_is_free(desk: Desk) -> None:
    desk.ok(*ADD, "--to", "zhao-gang")
    desk.refused("repair", "finish", "1-1-102", "换阀", "--amount", "80", code="no-price")
    desk.ok("repair", "finish", "1-1-102", "换阀", "--amount", "80", "--price", "80")


def test_bad_work_is_done_again(desk: Desk) -> None:
    id = desk.ok(*ADD, "--to", "zhao-gang").strip()
    desk.ok("repair", "finish", id, "换阀")
    desk.ok("repair", "callback", id, "dissatisfied", "--comment", "还滴水")
    record = desk.json("repair", "show", id)
    assert (record["status"], record["reworked"]) == ("open", True) and "finished_at" not in record
    desk.ok("repair", "dispatch", id, "zhao-gang")
    desk.ok("repair", "finish", id, "重装")
    desk.ok("repair", "callback", id, "satisfied")


def test_a_repair_may_come_from_a_complaint(desk: Desk) -> None:
    complaint = desk.ok("complaint", "add", "1-1-201", "渗水", "--category", "leak", "--source", "phone").strip()
    record = desk.json("repair", "add", "-", "查渗水", "--complaint", complaint)
    assert (record["unit"], record["complaint"]) == ("1-1-201", complaint)
    desk.refused("repair", "add", "-", "灯", code="usage", exit_code=2)


# --- a leak, from the call to the call-back -----------------------------------------------------------------------------

Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return lambda moment: monkeypatch.setenv("PROPOPS_NOW", moment)


def test_a_leak_from_the_call_to_the_call_back_and_done_again(desk: Desk, clock: Clock) -> None:
    clock("2026-11-30T09:00")
    complaint = desk.ok("complaint", "add", "1-1-201", "顶棚滴水", "--category", "leak", "--source", "phone").strip()
    id = desk.ok("repair", "add", "-", "楼上地漏渗水", "--complaint", complaint, "--urgency", "urgent", "--paid").strip()
    assert desk.ok("repair", "dispatch", id) == f"{id}: dispatched.\n赵刚 is on duty: sent.\n"
    desk.ok("repair", "accept", id, "--by", "zhao-gang")
    clock("2026-11-30T09:40")
    desk.refused("repair", "arrive", id, "--by", "zhao-gang", code="no-price")
    desk.ok("repair", "price", id, "120")
    desk.ok("repair", "arrive", id, "--by", "zhao-gang")
    clock("2026-11-30T11:00")
    finished = desk.run(
        "repair", "finish", id, "换地漏", "--material", "地漏芯×2=36", "--material", "玻璃胶", "--amount", "120", "--signed"
    )
    assert f"complaint resolve {complaint}" in finished.err
    (used, glue) = desk.json("repair", "show", id)["materials"]
    assert (used, glue) == ({"name": "地漏芯", "quantity": "2", "amount": "36.00"}, {"name": "玻璃胶"})
    assert [(row["id"], row["what"]) for row in desk.json("repair", "callbacks")] == [(id, "callback")]
    clock("2026-12-01T16:00")
    assert [(row["id"], row["late_minutes"]) for row in desk.json("repair", "overdue")] == [(id, 300)]
    desk.ok("repair", "callback", id, "dissatisfied", "--comment", "还渗", "--by", "wang-fang")
    again = desk.json("repair", "show", id)
    assert (again["status"], again["reworked"], again["reopened_for"]) == ("open", True, "还渗")
    assert "callback" not in again and [call["outcome"] for call in again["earlier_callbacks"]] == ["dissatisfied"]
    clock("2026-12-01T16:30")
    desk.ok("repair", "dispatch", id, "zhao-gang")
    clock("2026-12-02T09:00")
    desk.ok("repair", "finish", id, "重做防水")
    clock("2026-12-02T10:00")
    assert desk.ok("repair", "callback", id, "satisfied") == f"{id}: closed.\n"
    assert desk.ok("check").startswith("0 errors")


def test_the_same_again_within_the_warranty_is_rework(desk: Desk, clock: Clock) -> None:
    first = desk.ok(*ADD, "--to", "zhao-gang").strip()
    desk.refused("repair", "add", "-", "又漏", "--reworks", first, code="not-finished")
    desk.ok("repair", "finish", first, "换阀")
    clock("2026-12-20T09:00")
    told = desk.run(*ADD).err
    assert first in told and "--reworks" in told
    again = desk.json("repair", "add", "-", "又漏", "--reworks", first)
    assert (again["unit"], again["reworks"]) == ("1-1-102", first)
    assert desk.json("repair", "show", first)["linked"] == {"repair": [again["id"]]}
    clock("2027-01-05T09:00")
    desk.refused("repair", "add", "-", "又漏", "--reworks", first, code="out-of-warranty")
    (leaks,) = desk.json("repair", "stats", "--by", "engineer", "--to", "2026-11", "--why")
    assert (leaks["engineer"], leaks["done"], leaks["rework_rate"], leaks["records"]) == ("zhao-gang", 1, 1.0, [first])


def test_three_calls_in_vain_close_it(desk: Desk) -> None:
    id = desk.ok(*ADD, "--to", "zhao-gang").strip()
    desk.ok("repair", "finish", id, "换阀")
    assert "1 of 3" in desk.run("repair", "callback", id, "unreachable").err
    desk.ok("repair", "callback", id, "unreachable")
    assert desk.ok("repair", "callback", id, "unreachable") == f"{id}: closed.\n"
    assert len(desk.json("repair", "show", id)["earlier_callbacks"]) == 2


def test_what_was_cancelled_is_opened_again(desk: Desk, clock: Clock) -> None:
    id = desk.ok(*ADD).strip()
    desk.refused("repair", "reopen", id, "还要修", code="wrong-status")
    desk.ok("repair", "cancel", id, "业主自修")
    clock("2026-12-03T09:00")
    desk.ok("repair", "reopen", id, "业主没修好")
    record = desk.json("repair", "show", id)
    assert record["status"] == "open" and "reworked" not in record
    (row,) = desk.json("repair", "board")[:1]
    assert (row["dispatched_to"], row["due"], row["late_minutes"]) == (None, "2026-12-03T09:30:00+08:00", 0)


# --- lists and figures ------------------------------------------------------------------------------------------------


def test_the_board_says_who_has_what_and_how_late(desk: Desk, clock: Clock) -> None:
    clock("2026-11-30T08:40")
    desk.ok("repair", "add", "1-1-101", "插座没电")
    mine = desk.ok("repair", "add", "1-1-102", "门锁坏", "--to", "zhao-gang").strip()
    clock("2026-11-30T15:30")
    nobody, his = desk.json("repair", "board")
    assert (nobody["dispatched_to"], nobody["category"], nobody["late_minutes"]) == (None, "electricity", 80)
    assert (his["dispatched_to"], his["id"], his["what"], his["due"]) == ("zhao-gang", mine, "respond", "2026-11-30T14:10:00+08:00")
    assert his["late_minutes"] == 80
    assert [row["late"] for row in desk.json("today", "--officer", "zhao-gang") if row["what"] == "repair"] == [True, True]


def test_of_a_hundred_repairs_thirty_are_called_back_and_every_leak(desk: Desk, clock: Clock) -> None:
    rooms = ("1-1-101", "1-1-102", "1-1-201", "1-1-202")
    for nth in range(8):
        clock(f"2026-11-30T09:{nth:02d}")
        item = "渗水" if nth == 5 else "灯不亮"
        id = desk.ok("repair", "add", rooms[nth % 4], item, "--to", "zhao-gang").strip()
        desk.ok("repair", "finish", id, "好了")
    chosen = [(row["id"], row["category"]) for row in desk.json("repair", "callbacks")]
    assert [category for __, category in chosen] == ["electricity", "electricity", "leak", "electricity"]
    desk.ok("repair", "callback", chosen[0][0], "satisfied")
    assert [(row["id"], row["category"]) for row in desk.json("repair", "callbacks")] == chosen[1:]


def test_figures_name_their_repairs(desk: Desk, clock: Clock) -> None:
    ids = []
    for minutes in (10, 20, 60):
        clock("2026-11-30T09:00")
        id = desk.ok("repair", "add", "1-1-101", f"灯不亮{minutes}", "--to", "zhao-gang").strip()
        clock(f"2026-11-30T{9 + minutes // 60:02d}:{minutes % 60:02d}")
        desk.ok("repair", "arrive", id)
        desk.ok("repair", "finish", id, "换灯")
        ids.append(id)
    desk.ok("repair", "callback", ids[0], "satisfied")
    (row,) = desk.json("repair", "stats", "--by", "building", "--why")
    assert (row["building"], row["received"], row["done"]) == ("1", 3, 3)
    assert (row["arrive_median_minutes"], row["arrive_p90_minutes"]) == (20, 60)
    assert (row["callback_rate"], row["satisfied_rate"], row["rework_rate"]) == (0.3333, 1.0, 0.0)
    assert sorted(row["records"]) == sorted(ids)
    assert ids[0] in desk.ok("repair", "stats", "--why")
    assert desk.ok("repair", "stats", "--to", "2026-10") == ""


def test_a_complaint_and_a_visit_show_their_repair(desk: Desk) -> None:
    visit = desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am", "--format", "json")
    visit_id = json.loads(visit)["id"]
    complaint = desk.ok("complaint", "add", "1-1-201", "渗水", "--category", "leak", "--source", "phone").strip()
    heard = desk.json("repair", "add", "-", "门铃不响", "--visit", visit_id)["id"]
    asked = desk.json("repair", "add", "-", "查渗水", "--complaint", complaint)["id"]
    assert desk.json("visit", "show", visit_id)["linked"] == {"repair": [heard]}
    assert asked in desk.ok("complaint", "show", complaint)


def test_an_emergency_is_told_until_somebody_is_sent(desk: Desk) -> None:
    burst = ("repair", "add", "1-1-101", "水管爆裂", "--urgency", "emergency")
    assert "dispatch now" in desk.run(*burst).err
    assert desk.run(*burst, "--to", "zhao-gang").err == ""


def test_nobody_is_sent_who_is_away(desk: Desk) -> None:
    id = desk.ok(*ADD).strip()
    desk.write("staff.yaml", desk.read("staff.yaml") + "  absences:\n  - from: 2026-11-30\n    to: 2026-11-30\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@example.invalid", "commit", "-qam", "leave")
    desk.refused("repair", "dispatch", id, code="nobody-on-duty")
    desk.ok("repair", "dispatch", id, "zhao-gang")
    assert "engineer-away" in desk.run("check").err + desk.run("check").out


def test_the_work_order_is_printed(desk: Desk, tmp_path: Path) -> None:
    id = desk.ok(*ADD, "--requested-by", "1-1-102", "--to", "zhao-gang").strip()
    out = tmp_path / "order.html"
    assert "3 sheets" in desk.ok("repair", "print", id, "--blank", "2", "--out", str(out))
    page = out.read_text("utf-8")
    assert id in page and "厨房漏水" in page and "赵刚" in page and "■\u00a0加急" in page
    desk.refused("repair", "print", code="nothing-to-print")


@pytest.mark.parametrize(
    ("text", "name", "quantity", "amount"),
    [
        ("三角阀", "三角阀", None, None),
        ("三角阀×2", "三角阀", "2", None),
        ("PPR管 DN50 x 1.5＝30元", "PPR管 DN50", "1.5", "30.00"),
        ("胶=5", "胶", None, "5.00"),
    ],
)
def test_materials_in_a_word(text: str, name: str, quantity: str | None, amount: str | None) -> None:
    expected = (name, *(Decimal(number) if number else None for number in (quantity, amount)))
    assert parse_material(text) == expected
