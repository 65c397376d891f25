"""Parcels on the shelf and visitors at the gate: little is noted, and not for long."""

import pytest

from tests.conftest import Desk


def test_a_home_collects_all_that_waits_for_it(desk: Desk) -> None:
    first = desk.ok("parcel", "add", "1-1-201", "B-07").strip()
    second = desk.ok("parcel", "add", "1栋1单元201").strip()
    other = desk.ok("parcel", "add", "1-1-102", "B-08").strip()
    assert desk.ok("parcel", "collect", "1-1-201") == "2 parcels of 1-1-201 handed out.\n"
    assert {row["id"] for row in desk.json("parcel", "list", "handed_out_by=li-na")} == {first, second}
    desk.refused("parcel", "collect", first, code="not-open")
    desk.refused("parcel", "collect", "1-1-201", code="no-such-record")
    assert desk.ok("parcel", "collect", "ｂ-08") == "1 parcel of 1-1-102 handed out.\n"
    assert desk.json("parcel", "show", other)["collected_at"] == "2026-11-30T09:00:00+08:00"


def test_one_place_on_the_shelf_for_one_parcel(desk: Desk) -> None:
    first, second = desk.ok("parcel", "add", "1-1-201", "B-07").strip(), desk.ok("parcel", "add", "1-1-102", "B-07").strip()
    assert [row["code"] for row in desk.json("check")] == ["shelf-taken", "shelf-taken"]
    desk.ok("parcel", "collect", first)
    desk.ok("parcel", "collect", second)
    assert desk.json("check") == []


def test_a_visitor_comes_and_leaves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok("visitor", "add", "1-1-201", "探亲", "--plate", "粤B12345").strip()
    desk.refused("visitor", "add", "1-1-201", code="no-purpose")
    monkeypatch.setenv("PROPOPS_NOW", "2026-11-30T10:00")
    assert desk.ok("visitor", "leave", "1-1-201") == f"{id}: left.\n"
    desk.refused("visitor", "leave", "1-1-201", code="no-such-record")
    desk.refused("visitor", "leave", id, code="not-open")


def test_what_is_kept_too_long_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = desk.ok("visitor", "add", "1-1-201", "探亲").strip()
    parcel = desk.ok("parcel", "add", "1-1-201", "B-07").strip()
    desk.ok("parcel", "collect", parcel)
    monkeypatch.setenv("PROPOPS_NOW", "2027-02-28T09:00")
    assert desk.json("check") == []
    monkeypatch.setenv("PROPOPS_NOW", "2027-03-01T09:00")
    assert {(row["code"], row["id"]) for row in desk.json("check")} == {("kept-too-long", parcel), ("kept-too-long", visitor)}
