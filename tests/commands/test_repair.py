"""A work order from the call to the call-back."""

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
