"""Who lives in the sample estate, and that its year keeps every rule."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from propops.models import kinds, model
from propops.models.resident import Welcome
from propops.models.settings import Settings
from propops.sample import History, build
from propops.sample.days import is_holiday
from propops.store.rules import faults
from propops.store.store import Store

OfKind = Callable[..., list[Any]]


def test_240_homes_in_three_buildings_with_their_proportions(of_kind: OfKind) -> None:
    units = of_kind("unit")
    assert Counter(unit.building for unit in units) == {"1": 80, "2": 80, "3": 80}
    assert Counter(str(unit.occupancy) for unit in units) == {"owner-occupied": 158, "let": 48, "vacant": 29, "not-handed-over": 5}
    assert 6 <= len(of_kind("resident", visits=Welcome.OPTED_OUT)) <= 8


def test_building_2_has_no_storey_called_4_or_14(of_kind: OfKind) -> None:
    storeys = {unit.room: unit.storey for unit in of_kind("unit", building="2")}
    assert (storeys["3A01"], storeys["13A02"]) == (4, 14)
    assert not {"401", "1401"} & storeys.keys()
    assert of_kind("unit", id="1-1-401")


def test_a_quarter_of_8936_square_metres_costs_75062(of_kind: OfKind) -> None:
    areas = {unit.id: unit.area_m2 for unit in of_kind("unit")}
    amounts = {bill.amount for bill in of_kind("bill") if areas[bill.unit] == Decimal("89.36") and bill.item == "property"}
    assert amounts == {Decimal("750.62")}


def test_every_telephone_number_is_made_up_and_stands_once(files: dict[str, str]) -> None:
    text = "\n".join(files.values())
    phones = re.findall(r'phone: "?([^"\n]*)', text)
    assert all(re.fullmatch(r"138 0000 \d{4}", phone) for phone in phones)
    assert len(phones) == len(set(phones)) > 300
    assert not re.search(r"\d{11}", text)


@pytest.mark.parametrize("month", [None, date(2026, 10, 1)], ids=["end", "october"])
def test_no_rule_is_broken(history: History, month: date | None, tmp_path: Path) -> None:
    """Not even a warning at the end; half-way, what was to come is not held against it."""
    moment = history.now if month is None else history.now.replace(month=month.month, day=month.day)
    store = Store(tmp_path, moment, dict(history.files(moment)))
    found = [str(fault) for kind in kinds() for record in _records(store, kind) for fault in faults(record, store)]
    assert found == []


def _records(store: Store, kind: str) -> list[Any]:
    return [store.settings] if kind == Settings.kind else list(store.all(model(kind)))


def test_visits_keep_to_shifts_slots_and_limits(of_kind: OfKind) -> None:
    staff = {person.id: person for person in of_kind("staff")}
    slots = {slot.id: slot.shift for slot in of_kind("settings")[0].visit_slots}
    visits = [visit for visit in of_kind("visit") if visit.slot]
    assert all(staff[visit.officer].shift_on(visit.date) == slots[visit.slot] for visit in visits)
    assert not any(is_holiday(visit.date) for visit in visits)
    assert max(Counter((visit.officer, visit.date) for visit in visits).values()) <= 8
    assert max(Counter((visit.officer, visit.date, visit.slot) for visit in visits).values()) <= 4


def test_nobody_is_visited_who_does_not_want_it_or_is_not_there(of_kind: OfKind) -> None:
    empty = {unit.id for unit in of_kind("unit") if unit.occupancy in ("vacant", "not-handed-over")}
    refusing = {person.unit for person in of_kind("resident", visits=Welcome.OPTED_OUT)}
    assert not {visit.unit for visit in of_kind("visit")} & (empty | refusing)


def test_nobody_is_reminded_at_a_door_that_stays_shut(of_kind: OfKind) -> None:
    empty = {unit.id for unit in of_kind("unit") if unit.occupancy in ("vacant", "not-handed-over")}
    refusing = {person.unit for person in of_kind("resident", visits=Welcome.OPTED_OUT)}
    at_door = {reminder.unit for reminder in of_kind("reminder", way="door")}
    assert at_door
    assert not at_door & (empty | refusing)


def test_most_households_were_visited_twice(of_kind: OfKind) -> None:
    done = Counter(visit.unit for visit in of_kind("visit") if visit.status == "done")
    assert Counter(done.values()).most_common(1)[0][0] == 2
    attempts = Counter(str(visit.status) for visit in of_kind("visit"))
    assert min(attempts[status] for status in ("no-answer", "postponed", "declined", "cancelled")) > 3


def test_every_shift_of_a_year_has_an_officer(of_kind: OfKind) -> None:
    officers = of_kind("staff", role="officer")
    days = [date.fromordinal(date(2025, 12, 1).toordinal() + n) for n in range(365 + 31)]
    empty = [day for day in days if not any(person.shift_on(day) for person in officers)]
    assert empty == []


def test_nine_tenths_of_the_fees_came_in(of_kind: OfKind) -> None:
    paid: dict[str, Decimal] = {}
    for payment in of_kind("payment"):
        for cover in payment.covers:
            paid[cover.bill] = paid.get(cover.bill, Decimal(0)) + cover.amount
    latest = of_kind("bill", period="2026q4")
    rate = sum(paid.get(bill.id, Decimal(0)) for bill in latest) / sum(bill.amount for bill in latest)
    assert Decimal("0.88") <= rate <= Decimal("0.92")
    assert 22 <= len({bill.payer for bill in of_kind("bill") if paid.get(bill.id, Decimal(0)) < bill.amount}) <= 28


def test_the_last_morning_has_work(of_kind: OfKind) -> None:
    today = date(2026, 11, 30)
    assert sum(visit.is_open for visit in of_kind("visit", date=today)) >= 3
    assert len([case for case in of_kind("complaint") if case.is_unresolved]) == 3
    assert len(of_kind("complaint", status="resolved")) == 1
    assert len([loan for loan in of_kind("key-loan") if loan.is_open]) == 1
    assert len(of_kind("reminder", promised_on=today)) == 1
    assert len(of_kind("visit", follow_up_on=today)) == 1


@pytest.mark.parametrize(
    ("households", "months", "until"), [(12, 1, date(2026, 11, 30)), (60, 3, date(2025, 3, 15)), (600, 2, date(2026, 10, 7))]
)
def test_other_sizes_and_days_keep_the_rules_too(households: int, months: int, until: date, tmp_path: Path) -> None:
    history = build(households, months, 7, until)
    store = Store(tmp_path, history.now, dict(history.files()))
    found = [str(fault) for kind in kinds() for record in _records(store, kind) for fault in faults(record, store)]
    assert found == []
