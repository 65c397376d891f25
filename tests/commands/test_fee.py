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


# --- fixed items, and periods that are shared -------------------------------------------------------------------------


def settle_on(desk: Desk, fees: str) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml") + f"fees:\n{fees}")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "fees")


PRICES = """\
  fixed:
  - item: parking
    monthly: 120.00
  - item: other
    monthly: 5.00
    every_home: true
"""


def test_fixed_items_are_billed_beside_the_property_fee(desk: Desk) -> None:
    settle_on(desk, PRICES)
    desk.ok("fee", "charge", "1-1-101", "parking", "--count", "2")
    desk.ok("fee", "charge", "1-1-102", "parking", "--monthly", "99.99", "--from", "2026-10-01")
    out = desk.ok(*BILL)
    assert "new bills 26, 10207.41 yuan" in out
    assert "parking: 1019.97" in out and "other: 180.00" in out
    bills = {bill["id"]: bill["amount"] for bill in desk.json("bill", "list", "item=parking")}
    assert bills == {"b-2026q4-1-1-101-parking": "720.00", "b-2026q4-1-1-102-parking": "299.97"}
    desk.ok("fee", "charge", "1-1-101", "parking", "--end", "2026-12-31")
    assert "new bills 25" in desk.ok("fee", "bill", "2027q1")


def test_the_tenant_pays_what_was_agreed_and_the_owner_the_rest(desk: Desk) -> None:
    settle_on(desk, PRICES)
    desk.ok("fee", "charge", "2-1-101", "parking")
    who = ("--name", "租户", "--role", "tenant", "--payer", "parking", "--moved-in", "2026-01-01")
    tenant = desk.ok("resident", "add", "2-1-101", *who).strip()
    desk.ok(*BILL, "--unit", "2-1-101")
    bills = {bill["item"]: bill["payer"] for bill in desk.json("bill", "list", "period=2026q4")}
    assert bills == {"property": "2-1-101-wg", "parking": tenant, "other": "2-1-101-wg"}


def test_a_period_is_shared_by_days_where_the_settings_say_so(desk: Desk) -> None:
    settle_on(desk, "  pro_rata: true\n")
    desk.ok("unit", "edit", "2-1-302", "--occupancy", "owner-occupied", "--handed-over", "2026-11-01")
    who = ("--name", "新业主", "--role", "owner", "--payer", "property", "--moved-in", "2026-11-10")
    owner = desk.ok("resident", "add", "2-1-302", *who).strip()
    desk.ok(*BILL, "--unit", "2-1-302")
    bills = [
        (bill["id"], bill["payer"], bill["amount"], bill["from"], bill["to"], bill["due"])
        for bill in desk.json("bill", "list", "period=2026q4")
    ]
    assert bills == [
        ("b-2026q4-2-1-302-property", "developer", "252.93", "2026-10-01", "2026-10-31", "2026-10-16"),
        ("b-2026q4-2-1-302-property-2", owner, "497.69", "2026-11-01", "2026-12-31", "2026-11-16"),
    ]
    assert "new bills 0" in desk.ok(*BILL, "--unit", "2-1-302")
    assert desk.run("check").code == 0


# --- money that goes back, and what was written down wrongly ----------------------------------------------------------


def test_a_refund_is_a_record_of_its_own_and_never_more_than_was_prepaid(desk: Desk) -> None:
    desk.ok("fee", "pay", "1-1-102", "500", "--way", "wechat")
    refund = ("fee", "refund", "1-1-102", "--way", "bank")
    assert "王** has prepaid 500.00" in desk.refused(*refund, "500.01", code="not-prepaid")
    desk.refused("fee", "refund", "1-1-101", "1", "--way", "bank", code="not-prepaid")
    assert "Receipt R261130-002: 200.00 yuan back to 王**." in desk.ok(*refund, "200", "--note", "多缴")
    assert {"+  amount: -200.00", "+  receipt: R261130-002", "+  note: 多缴"} <= set(desk.changed_lines())
    assert not [line for line in desk.changed_lines() if line.startswith("-")]
    assert "prepaid 300.00, balance -300.00" in desk.ok("fee", "account", "1-1-102")
    desk.ok(*BILL, "--unit", "1-1-102")
    assert "owed 450.62, prepaid 0.00" in desk.ok("fee", "account", "1-1-102")


def test_a_payment_for_the_wrong_home_is_put_right_by_two_new_records(desk: Desk) -> None:
    desk.ok("fee", "pay", "1-1-101", "750.62", "--way", "cash")
    rows = desk.json("fee", "correct", "R261130-001", "记错房号", "--unit", "2-1-202")
    assert [(row["amount"], row["receipt"], row["payer"]) for row in rows] == [
        ("-750.62", "R261130-002", "1-1-101-wa"),
        ("750.62", "R261130-003", "2-1-202-wk"),
    ]
    assert not [line for line in desk.changed_lines() if line.startswith("-")]
    assert {row["unit"] for row in desk.json("fee", "arrears")} == {"1-1-101", "2-1-102", "2-1-302"}
    desk.refused("fee", "correct", "R261130-001", "x", "--void", code="corrected-already")
    desk.refused("fee", "correct", "R261130-002", "x", "--void", code="corrected-already")
    assert desk.run("check").code == 0


def test_a_wrong_bill_gets_a_credit_note_and_what_was_paid_moves_along(desk: Desk) -> None:
    bill = "b-2026q3-1-1-102-property"
    rows = desk.json("fee", "correct", bill, "面积有误", "--amount", "700")
    assert [(row["id"], row["amount"]) for row in rows[:2]] == [(f"{bill}-2", "-750.62"), (f"{bill}-3", "700.00")]
    assert "owed 0.00, prepaid 50.62, balance -50.62" in desk.ok("fee", "account", "1-1-102")
    desk.refused("fee", "correct", bill, "x", "--void", code="corrected-already")
    desk.refused("fee", "correct", f"{bill}-3", "x", "--way", "cash", code="usage", exit_code=2)
    desk.refused("fee", "correct", f"{bill}-3", "x", code="usage", exit_code=2)
    desk.ok("fee", "correct", "R260710-001", "支票退票", "--void")
    assert "owed 700.00, prepaid 0.00, balance 700.00" in desk.ok("fee", "account", "1-1-102")
    assert "new bills 0" in desk.ok("fee", "bill", "2026q3", "--unit", "1-1-102")
    assert desk.run("check").code == 0


def test_a_bill_that_should_never_have_been_is_taken_back(desk: Desk) -> None:
    desk.ok("fee", "correct", "b-2026q3-1-1-101-property", "开发商承担", "--payer", "developer")
    rows = {(row["unit"], row["payer"]) for row in desk.json("fee", "arrears", "--building", "1")}
    assert rows == {("1-1-101", "developer")}
    desk.ok("fee", "correct", "b-2026q3-1-1-101-property-3", "免收", "--void")
    assert desk.json("fee", "arrears", "--building", "1") == []


def test_bills_and_payments_are_not_removed(desk: Desk) -> None:
    for kind, id in (("bill", "b-2026q3-1-1-101-property"), ("payment", "p-260710-ab2c")):
        desk.refused(kind, "remove", id, "--yes", code="usage", exit_code=2)
        desk.refused(kind, "edit", id, "--amount", "1", code="fixed")


def test_money_that_a_correction_sets_free_pays_what_else_is_open(desk: Desk) -> None:
    desk.ok(*BILL, "--unit", "1-1-102")
    desk.ok("fee", "correct", "b-2026q3-1-1-102-property", "免收", "--void")
    assert "owed 0.00, prepaid 0.00, balance 0.00" in desk.ok("fee", "account", "1-1-102")
    assert desk.run("check").code == 0


# --- reports ----------------------------------------------------------------------------------------------------------


def test_the_account_opens_and_closes(desk: Desk) -> None:
    desk.ok("fee", "pay", "1-1-102", "100", "--way", "cash")
    desk.ok(*BILL, "--unit", "1-1-102")
    rows = desk.json("fee", "account", "1-1-102", "--since", "2026-07-05")
    assert [(row["type"], row["balance"]) for row in rows] == [
        ("opening", "750.62"),
        ("payment", "0.00"),
        ("bill", "750.62"),
        ("payment", "650.62"),
    ]
    out = desk.ok("fee", "account", "1-1-102", "--since", "2026-07-05")
    assert "opening 750.62 + charged 750.62 − paid 850.62 = closing 650.62." in out
    assert "closing 750.62." in desk.ok("fee", "account", "1-1-102", "--until", "2026-07-05")
    why = desk.ok("fee", "account", "1-1-102", "--why")
    assert "2026-07-01: b-2026q3-1-1-102-property, p-260710-ab2c" in why


def test_arrears_by_the_age_of_the_bills(desk: Desk) -> None:
    desk.ok(*BILL)
    row = next(row for row in desk.json("fee", "arrears", "--why") if row["unit"] == "1-1-101")
    assert (row["to-90-days"], row["to-1-year"], row["amount"]) == ("750.62", "750.62", "1501.24")
    assert row["records"] == ["b-2026q3-1-1-101-property", "b-2026q4-1-1-101-property"]
    assert "31 to 90 days 9007.44; 91 days to 1 year 3002.48" in desk.ok("fee", "arrears", "--bands")
    held = {row["unit"]: row["hold"] for row in desk.json("fee", "arrears")}
    assert "墙面渗水未修" in held["2-1-102"] and held["1-1-101"] is None


def test_the_day_sheet_by_cashier_and_way(desk: Desk) -> None:
    desk.ok("fee", "pay", "1-1-101", "1000", "--way", "cash")
    desk.ok("fee", "pay", "1-1-102", "300", "--way", "wechat", "--by", "zhao-gang")
    desk.ok("fee", "refund", "1-1-101", "100", "--way", "cash")
    desk.ok("fee", "correct", "b-2026q3-1-1-102-property", "免收", "--void")  # no money moves
    rows = [(row["cashier"], row["way"], row["count"], row["received"], row["paid_out"], row["net"]) for row in desk.json("fee", "day")]
    assert rows == [
        ("li-na", "cash", 2, "1000.00", "100.00", "900.00"),
        ("zhao-gang", "wechat", 1, "300.00", "0.00", "300.00"),
        (None, "cash", 2, "1000.00", "100.00", "900.00"),
        (None, "wechat", 1, "300.00", "0.00", "300.00"),
        (None, None, 3, "1300.00", "100.00", "1200.00"),
    ]
    out = desk.ok("fee", "day", "今天", "--why")
    assert "R261130-001…R261130-003" in out and "total: p-261130-" in out
    desk.ok("fee", "pay", "1-1-101", "1", "--way", "cash", "--receipt", "R261130-006")
    assert "missing: R261130-004, R261130-005" in desk.ok("fee", "day")


def test_the_collection_rate_by_month_and_building(desk: Desk) -> None:
    desk.ok(*BILL)
    desk.ok("fee", "pay", "1-1-101", "1000", "--way", "cash")
    rows = {(row["month"], row["building"]): row for row in desk.json("fee", "collection", "--since", "2026-07", "--why")}
    july = rows["2026-07", "1"]
    assert (july["billed"], july["due"], july["collected"], july["percent"]) == ("1501.24", "1501.24", "1501.24", "100.0")
    october = rows["2026-10", "1"]
    assert (october["due"], october["collected"], october["owed"], october["percent"]) == ("4503.72", "249.38", "4254.34", "5.5")
    assert len(october["records"]) == 7
    before = {(row["month"], row["building"]): row for row in desk.json("fee", "collection", "--as-of", "2026-07-31")}
    assert before["2026-07", "1"]["collected"] == "750.62"
    assert "Rate = paid until 2026-11-30 of the bills that fell due" in desk.ok("fee", "collection")


def test_a_claim_that_lapses_soon_is_warned_of(desk: Desk) -> None:
    command = ("bill", "add", "1-1-101", "--payer", "1-1-101-wa", "--item", "property", "--amount", "700")
    desk.ok(*command, "--period", "2023q4", "--due", "2023-12-15")
    out = desk.ok("fee", "arrears", "--building", "1")
    assert "1-1-101: a part of 1450.62 yuan lapses on 2026-12-15 unless it is demanded in writing before." in out
    desk.ok("fee", "pay", "1-1-101", "1", "--way", "cash")  # a part payment admits the rest
    assert "lapses" not in desk.ok("fee", "arrears", "--building", "1").replace("lapses on  ", "")


def test_who_moves_out_keeps_the_debt(desk: Desk) -> None:
    who = ("--name", "租户", "--role", "tenant", "--payer", "property", "--moved-in", "2026-01-01")
    tenant = desk.ok("resident", "add", "2-1-101", *who).strip()
    desk.ok("resident", "edit", "2-1-101-wg", "--clear", "payer")
    desk.ok("fee", "bill", "2026q4", "--unit", "2-1-101")
    desk.ok("resident", "edit", tenant, "--moved-out", "2026-11-15")
    desk.ok("unit", "edit", "2-1-101", "--occupancy", "vacant")
    debt = [(row["payer"], row["amount"]) for row in desk.json("fee", "arrears") if row["unit"] == "2-1-101"]
    assert debt == [(tenant, "750.62")]
    desk.ok("fee", "bill", "2027q1", "--unit", "2-1-101")
    assert {row["payer"] for row in desk.json("bill", "list", "period=2027q1")} == {"2-1-101-wg"}
    assert "2-1-101" in {row["unit"] for row in desk.json("remind", "plan", "2026-12", "--dry-run")}
    desk.ok("fee", "pay", "2-1-101", "750.62", "--way", "bank", "--payer", tenant)
    assert "2-1-101" not in {row["unit"] for row in desk.json("fee", "arrears")}


# --- papers and books -------------------------------------------------------------------------------------------------


def test_a_receipt_is_printed_and_printed_again(desk: Desk) -> None:
    desk.ok("fee", "pay", "1-1-101", "1000", "--way", "cash")
    out = desk.root / "receipt.txt"
    assert "1 sheets" in desk.ok("fee", "receipt", "R261130-001", "--out", str(out))
    text = out.read_text("utf-8")
    assert all(word in text for word in ("R261130-001", "张伟", "1-1-101", "壹仟元整", "750.62", "249.38"))
    desk.ok("fee", "receipt", "R260710-001", "--out", str(out))
    assert "补打" in out.read_text("utf-8")
    desk.refused("fee", "receipt", "R999999-001", code="no-such-record")


def test_a_notice_for_each_payer_who_owes(desk: Desk) -> None:
    out = desk.root / "notice.txt"
    assert "2 sheets" in desk.ok("fee", "notice", "1-1-101", "2-1-102", "2-1-202", "2-1-302", "--out", str(out))
    text = out.read_text("utf-8")
    assert "张伟" in text and "周磊" not in text  # disputed
    desk.refused("fee", "notice", "1-1-102", "--out", str(out), code="nothing-to-print")
    desk.refused("fee", "notice", code="usage", exit_code=2)


def test_the_books_for_beancount(desk: Desk) -> None:
    desk.ok("fee", "pay", "1-1-101", "1000", "--way", "cash")
    text = desk.ok("fee", "export", "--to", "beancount")
    assert '2026-11-30 * "cash R261130-001"' in text
    assert "  Assets:Receivable:1-1-101:WA  -750.62 CNY\n" in text
    assert "2026-12-01 balance Liabilities:Prepaid:1-1-101:WA  -249.38 ~ 0 CNY" in text
    assert text.isascii() is False and "张伟" not in text  # the estate's name, and nobody's
    assert "opening balances" in desk.ok("fee", "export", "--to", "beancount", "--since", "2026-11-01")
