"""A quarter in the life of five households, at the keyboard: nothing owed, paid or promised disappears."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from propops.estate import Estate
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.planning.beancount import balances, ledger
from tests.conftest import Desk
from tests.planning.test_roll_forward import loaded

PAYER, TENANT_HOME, SOLD, NEW_HOME = "1-1-101", "2-1-101", "1-1-301", "2-1-302"


@pytest.fixture(scope="module")
def quarter(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Quarter"]:
    """Lived once; the tests only look."""
    root = tmp_path_factory.mktemp("quarter") / "estate"
    shutil.copytree(prepared, root)
    desk = Desk(root)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (("PROPOPS_LANG", "en"), ("PROPOPS_USER", "li-na"), ("GIT_CONFIG_GLOBAL", os.devnull)):
            environment.setenv(name, value)
        desk.write("estate.yaml", desk.read("estate.yaml") + "fees:\n  pro_rata: true\n  fixed:\n  - item: parking\n    monthly: 120.00\n")
        desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "prices")
        lived = Quarter(desk, environment)
        live(lived)
    yield lived


@pytest.fixture(autouse=True)
def afterwards(monkeypatch: pytest.MonkeyPatch, fixed_environment: None) -> None:
    monkeypatch.setenv("PROPOPS_NOW", "2027-01-04T10:00")


@dataclass(frozen=True)
class Quarter:
    desk: Desk
    environment: pytest.MonkeyPatch

    def on(self, day: str) -> Desk:
        self.environment.setenv("PROPOPS_NOW", f"{day}T10:00")
        return self.desk

    def owes(self, unit: str) -> dict[str, str]:
        return {row["payer"]: row["balance"] for row in self.desk.json("fee", "account", unit)}


def live(quarter: Quarter) -> None:
    desk = quarter.on("2026-10-01")
    desk.ok("fee", "charge", PAYER, "parking")
    desk.ok("fee", "pay", "1-1-102", "1000", "--way", "bank")  # ahead
    desk.ok("fee", "bill", "2026q4")
    desk = quarter.on("2026-10-12")
    desk.ok("fee", "pay", PAYER, "1000", "--way", "wechat")  # a part of three bills
    desk.ok("fee", "pay", SOLD, "75.06", "--way", "cash")  # mistyped
    desk.ok("fee", "correct", "R261012-002", "少记一位", "--amount", "750.62")
    desk = quarter.on("2026-11-02")
    desk.ok("remind", "plan", "2026-11")
    desk.ok("remind", "promise", "2-1-202", "2026-11-10", "--amount", "1000")
    desk = quarter.on("2026-11-10")
    desk.ok("fee", "pay", "2-1-202", "400", "--way", "cash")
    desk = quarter.on("2026-11-16")
    desk.ok("resident", "edit", "1-1-301-we", "--moved-out", "2026-11-16")
    desk.ok("resident", "add", SOLD, "--name", "买方", "--role", "owner", "--moved-in", "2026-11-16", "--payer", "property")
    desk.ok("fee", "correct", "b-2026q4-1-1-301-property", "11月16日过户", "--amount", "375.31")
    desk.ok("fee", "refund", SOLD, "375.31", "--way", "bank")
    desk = quarter.on("2026-12-01")
    desk.ok("fee", "pay", "2-1-202", "1000", "--way", "alipay")
    desk = quarter.on("2027-01-04")
    desk.ok("unit", "edit", NEW_HOME, "--occupancy", "owner-occupied", "--handed-over", "2027-01-04")
    desk.ok("resident", "add", NEW_HOME, "--name", "新住户", "--role", "owner", "--moved-in", "2027-01-04", "--payer", "property")
    desk.ok("fee", "bill", "2027q1")


def test_everyone_owes_what_is_right(quarter: Quarter) -> None:
    assert quarter.owes(PAYER) == {"1-1-101-wa": "1971.86"}  # 750.62 × 3 + 360 × 2 − 1000
    assert quarter.owes("1-1-102") == {"1-1-102-wb": "501.24"}  # 750.62 × 2 − 1000
    seller, *buyer = quarter.owes(SOLD).items()
    assert seller == ("1-1-301-we", "0.00") and [balance for __, balance in buyer] == ["750.62"]
    assert quarter.owes("2-1-202") == {"2-1-202-wk": "851.86"}  # 750.62 × 3 − 1400
    developer, owner = quarter.owes(NEW_HOME).items()
    assert developer == ("developer", "1526.26") and owner[1] == "725.60"  # 750.62 × 2 and 3 of 90 days; 87 of 90
    assert quarter.desk.run("check").code == 0


def test_the_promise_was_kept_late(quarter: Quarter) -> None:
    (promise,) = quarter.desk.json("remind", "promises", "--why")
    assert (promise["state"], promise["paid"], promise["paid_later"]) == ("late", "400.00", "1000.00")
    assert [id[:2] for id in promise["records"]] == ["r-", "p-", "p-"]
    assert quarter.desk.json("remind", "promises", "--state", "broken") == []


def test_the_receipts_run_on_and_the_books_agree(quarter: Quarter) -> None:
    receipts = [row["receipt"] for row in quarter.desk.json("payment", "list", "date>=2026-10-01") if "receipt" in row]
    assert sorted(receipts) == [
        "R261001-001",
        *(f"R261012-{number:03d}" for number in (1, 2, 3, 4)),
        "R261110-001",
        "R261116-001",
        "R261201-001",
    ]
    store = Estate(quarter.desk.root).store
    bills, payments = store.all(Bill), store.all(Payment)
    theirs = {account: amount for account, amount in loaded(ledger("x", bills, payments)).items() if account[:6] in ("Assets", "Liabil")}
    for account, amount in balances(bills, payments).items():
        assert theirs.get(account, 0) == amount


def test_the_quarter_is_traceable(quarter: Quarter) -> None:
    known = {row["id"] for kind in ("bill", "payment") for row in quarter.desk.json(kind, "list")}
    for report in (("collection",), ("arrears",), ("day", "2026-10-12"), ("account", PAYER)):
        rows = quarter.desk.json("fee", *report, "--why")
        assert rows and all(set(row["records"]) <= known for row in rows)
        for format in ("jsonl", "csv", "yaml"):
            assert quarter.desk.ok("fee", *report, "--format", format)
