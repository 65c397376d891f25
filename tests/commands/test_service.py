"""The catalogue: what is offered at which price, who was told of it, what was ordered and what that costs."""

from pathlib import Path

import pytest

from tests.conftest import Desk

DRAIN = ("service", "add", "疏通下水管道", "--type", "special", "--price", "80", "--price-unit", "次", "--valid-from", "2026-01-01")
CARE = ("service", "add", "特需关怀", "--type", "public", "--price", "0", "--valid-from", "2026-01-01")


@pytest.fixture
def offering(desk: Desk) -> Desk:
    desk.ok(*DRAIN)
    desk.ok(*CARE)
    return desk


def untold(desk: Desk) -> dict[str, list[str]]:
    return {row["building"]: row["records"] for row in desk.json("service", "informed", "--why")}


def test_every_household_is_told_once(offering: Desk) -> None:
    assert "1 household told" in offering.ok("service", "inform", "visit", "1-1-101")
    told = offering.ok("service", "inform", "board")
    homes = len(offering.json("unit", "list")) - len(offering.json("unit", "list", "occupancy=not-handed-over"))
    assert told.startswith(f"{homes - 1} households told")
    head = offering.git("rev-parse", "HEAD")
    assert offering.ok("service", "inform", "letter").startswith("0 households")
    assert offering.git("rev-parse", "HEAD") == head
    assert {row["way"] for row in offering.json("service-notice", "list", "unit=1-1-101")} == {"visit"}
    assert not any(untold(offering).values())


def test_a_building_is_told_and_the_others_are_named(offering: Desk) -> None:
    offering.ok("service", "inform", "letter", "1栋")
    left = untold(offering)
    assert left["1"] == [] and left["2"] and all(home.startswith("2-") for home in left["2"])
    offering.refused("service", "inform", "letter", "9-9-999", code="no-such-unit")
    offering.refused("service", "inform", "letter", "九栋", code="usage", exit_code=2)


def test_a_new_price_has_to_be_told_anew(offering: Desk) -> None:
    offering.ok("service", "inform", "board")
    offering.ok("service", "price", "疏通", "90", "--from", "2027-01-01")
    assert all(untold(offering).values())
    rows = {row["price"]: row for row in offering.json("service", "list", "name=疏通下水管道")}
    assert rows["80.00"]["valid_until"] == "2026-12-31" and rows["90.00"]["valid_from"] == "2027-01-01"


def test_a_published_price_stays(offering: Desk) -> None:
    id = offering.json("service", "list", "name=疏通下水管道")[0]["id"]
    assert "service price" in offering.refused("service", "edit", id, "--price", "70", code="fixed")
    offering.refused("service", "price", id, "70", "--from", "2025-01-01", code="not-offered")
    offering.refused(*DRAIN, code="offered-twice")


def test_what_was_ordered_and_done_is_billed(offering: Desk) -> None:
    order = offering.ok("service", "order", "1-1-101", "疏通", "--wanted", "2026-12-02").strip()
    assert "80.00" in offering.ok("service", "done", order)
    bill = offering.json("service-order", "show", order)["bill"]
    found = offering.json("bill", "show", bill)
    assert (found["unit"], found["item"], found["amount"], found["payer"]) == ("1-1-101", "service", "80.00", "1-1-101-wa")
    assert found["note"] == "疏通下水管道"
    offering.refused("service", "done", order, code="not-open")


def test_the_same_service_twice_in_a_month(offering: Desk) -> None:
    for __ in range(2):
        offering.ok("service", "done", offering.ok("service", "order", "1-1-101", "疏通").strip())
    assert len(offering.json("bill", "list", "item=service")) == 2
    assert "0 errors" in offering.ok("check")
    again = ("--payer", "1-1-101-wa", "--item", "property", "--period", "2026q3", "--amount", "1", "--due", "2026-07-01")
    offering.refused("bill", "add", "1-1-101", *again, code="billed-twice")


def test_what_is_free_or_called_off_has_no_bill(offering: Desk) -> None:
    offering.ok("service", "done", offering.ok("service", "order", "1-1-101", "特需关怀").strip())
    order = offering.ok("service", "order", "1-1-101", "疏通", "--price", "70").strip()
    offering.ok("service", "cancel", order, "自己修好了")
    offering.refused("service", "done", order, code="not-open")
    assert offering.json("bill", "list", "item=service") == []


def test_a_name_that_fits_several(offering: Desk) -> None:
    offering.ok("service", "add", "疏通马桶", "--type", "special", "--price", "90", "--price-unit", "次", "--valid-from", "2026-01-01")
    assert "疏通马桶" in offering.refused("service", "order", "1-1-101", "疏通", code="ambiguous")
    offering.ok("service", "order", "1-1-101", "疏通马桶")


def test_nothing_can_be_made_known_without_a_catalogue(desk: Desk) -> None:
    desk.refused("service", "inform", "board", code="no-catalogue")


def test_the_catalogue_and_the_price_notice_say_what_is_recorded(offering: Desk, tmp_path: Path) -> None:
    offering.ok("service", "price", "疏通", "90", "--from", "2027-01-01")
    version = offering.json("service", "informed")[0]["version"]
    for name in ("service-catalogue", "price-notice"):
        out = tmp_path / f"{name}.txt"
        offering.ok("doc", "render", name, "--out", str(out))
        text = out.read_text("utf-8")
        assert text.count("疏通下水管道") == 2 and "80.00" in text and "90.00" in text
    assert version in (tmp_path / "service-catalogue.txt").read_text("utf-8")
    assert "特需关怀" in (tmp_path / "service-catalogue.txt").read_text("utf-8")
