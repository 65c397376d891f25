"""Bills, payments, arrears, as the cashier and the supervisor see them."""

from tests.conftest import Desk

BILL = ("fee", "bill", "2026q4")


def test_the_dry_run_writes_nothing(desk: Desk) -> None:
    out = desk.ok(*BILL, "--dry-run")
    assert "2026q4: new bills 12, 9007.44 yuan; there already 0; left out 0." in out
    assert "张**" in out and "张伟" not in out
    assert desk.git("status", "--porcelain") == "" and desk.git("rev-list", "--count", "HEAD") == "1\n"


def test_bills_of_a_quarter_are_made_once(desk: Desk) -> None:
    desk.ok(*BILL)
    bills = {bill["unit"]: bill for bill in desk.json("bill", "list", "period=2026q4")}
    assert len(bills) == 12
    assert (bills["1-1-101"]["payer"], bills["1-1-101"]["amount"], bills["1-1-101"]["due"]) == ("1-1-101-wa", "750.62", "2026-10-16")
    assert bills["1-1-302"]["payer"] == "1-1-302-wf"  # vacant: the owner's
    assert bills["2-1-302"]["payer"] == "developer"
    head = desk.git("rev-parse", "HEAD")
    assert "new bills 0, 0.00 yuan; there already 12" in desk.ok(*BILL)
    assert desk.git("rev-parse", "HEAD") == head


def test_a_home_without_area_is_listed_not_lost(desk: Desk) -> None:
    desk.ok("unit", "edit", "1-1-101", "--clear", "area_m2")
    assert "Left out: 1-1-101, the area is not recorded." in desk.ok(*BILL)
    rows = {row["unit"]: row["state"] for row in desk.json(*BILL)}
    assert (rows["1-1-101"], rows["1-1-102"]) == ("no-area", "existing")


def test_a_month_is_no_quarter(desk: Desk) -> None:
    assert "2026q4" in desk.refused("fee", "bill", "2026-11", code="wrong-period")
    desk.refused("fee", "bill", "November", code="usage", exit_code=2)


def test_a_payment_covers_the_oldest_bills_and_leaves_the_rest_as_a_prepayment(desk: Desk) -> None:
    desk.ok(*BILL)
    out = desk.ok("fee", "pay", "1-1-101", "2,000", "--way", "wechat")
    assert "Receipt R261130-001: 2000.00 yuan from 张**." in out
    assert "b-2026q3-1-1-101-property: 750.62, settled" in out and "Prepayment: 498.76" in out
    added = desk.changed_lines()
    assert added[0].startswith("+- id: p-261130-") and added[1:] == [
        "+  unit: 1-1-101",
        "+  payer: 1-1-101-wa",
        "+  date: 2026-11-30",
        "+  amount: 2000.00",
        "+  way: wechat",
        "+  receipt: R261130-001",
        "+  covers:",
        "+  - bill: b-2026q3-1-1-101-property",
        "+    amount: 750.62",
        "+  - bill: b-2026q4-1-1-101-property",
        "+    amount: 750.62",
        "+  received_by: li-na",
    ]


def test_the_next_bill_is_settled_from_the_prepayment_in_the_same_commit(desk: Desk) -> None:
    desk.ok("fee", "pay", "1-1-102", "2000", "--way", "cash")
    desk.ok(*BILL, "--unit", "1-1-102")
    assert desk.changed_lines()[-3:] == ["+  covers:", "+  - bill: b-2026q4-1-1-102-property", "+    amount: 750.62"]
    desk.ok("fee", "bill", "2027q1", "--unit", "1-1-102")
    assert desk.changed_lines()[-2:] == ["+  - bill: b-2027q1-1-1-102-property", "+    amount: 750.62"]
    assert "owed 0.00, prepaid 498.76, balance -498.76" in desk.ok("fee", "account", "1-1-102")


def test_bills_may_be_named(desk: Desk) -> None:
    desk.ok(*BILL)
    desk.ok("fee", "pay", "1-1-101", "750.62", "--way", "wechat", "--bills", "2026q4")
    assert [row["bills"] for row in desk.json("fee", "arrears", "--building", "1") if row["unit"] == "1-1-101"] == [
        ["b-2026q3-1-1-101-property"]
    ]
    pay = ("fee", "pay", "1-1-101", "750.62", "--way", "wechat")
    desk.refused(*pay, "--bills", "2026q4", code="already-paid")
    desk.refused(*pay, "--bills", "2025q1", code="no-such-bill")
    desk.refused(*pay, "--payer", "2-1-101", code="not-theirs")


def test_what_makes_no_sense_is_a_usage_error(desk: Desk) -> None:
    for wrong in (("12x", "--way", "cash"), ("0", "--way", "cash"), ("12",), ("12", "--way", "cash", "--date", "明天")):
        desk.refused("fee", "pay", "1-1-101", *wrong, code="usage", exit_code=2)


def test_after_a_sale_the_debt_stays_with_the_seller(desk: Desk) -> None:
    desk.ok("resident", "edit", "1-1-101-wa", "--moved-out", "2026-10-01")
    buyer = desk.ok(
        "resident", "add", "1-1-101", "--name", "新业主", "--role", "owner", "--payer", "property", "--moved-in", "2026-10-01"
    ).strip()
    desk.ok(*BILL)
    rows = desk.json("fee", "arrears", "--building", "1")
    assert {(row["payer"], row["amount"], row["days"], row["age"]) for row in rows if row["unit"] == "1-1-101"} == {
        ("1-1-101-wa", "750.62", 138, "to-1-year"),
        (buyer, "750.62", 45, "to-90-days"),
    }
    pay = ("fee", "pay", "1-1-101", "750.62", "--way", "bank")
    assert "1-1-101-wa (张**)" in desk.refused(*pay, code="which-payer")
    assert desk.json(*pay, "--payer", buyer)["covers"] == [{"bill": "b-2026q4-1-1-101-property", "amount": "750.62"}]
    assert [row["payer"] for row in desk.json("fee", "account", "1-1-101")] == ["1-1-101-wa", buyer, buyer]


def test_arrears_are_masked_and_can_be_narrowed(desk: Desk) -> None:
    out = desk.ok("fee", "arrears")
    assert "周**" in out and "周磊" not in out and "4 payers, 3002.48 yuan." in out
    assert "周磊" in desk.ok("fee", "arrears", "--reveal")
    assert [row["unit"] for row in desk.json("fee", "arrears", "--building", "1")] == ["1-1-101"]
    assert desk.json("fee", "arrears", "--older-than", "200") == []


def test_receipts_go_on_by_the_day(desk: Desk) -> None:
    pay = ("fee", "pay", "1-1-101", "100", "--way", "cash")
    assert [desk.json(*pay)["receipt"] for __ in range(2)] == ["R261130-001", "R261130-002"]
    assert desk.json(*pay, "--date", "昨天")["receipt"] == "R261129-001"
    desk.refused(*pay, "--receipt", "R261130-002", code="receipt-twice")


def test_a_prepayment_has_a_cap_where_the_settings_set_one(desk: Desk) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml") + "fees:\n  prepay_cap_months: 12\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "cap")
    desk.refused("fee", "pay", "1-1-102", "3010", "--way", "cash", code="prepay-cap")
    desk.ok("fee", "pay", "1-1-102", "3002.50", "--way", "cash")
