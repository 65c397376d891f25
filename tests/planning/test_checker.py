"""One plan broken by hand per rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from propops.planning.checker import MESSAGES, check
from propops.planning.explain import Reason
from propops.planning.instance import Account, Assignment, Instance, Previous, Window
from propops.planning.reminders import PlannedReminder
from propops.planning.workdays import Kind
from tests.planning.examples import account, calendar, estate, household, march, officer, visit

HOME = household("1-0101")


def codes(instance: Instance, visits: Sequence[Assignment], reminders: Sequence[PlannedReminder] = ()) -> list[str]:
    return [violation.code for violation in check(instance, visits, reminders)]


def test_a_plan_that_keeps_all_rules() -> None:
    assert codes(estate([HOME]), [visit("1-0101", 3)]) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (visit("9-9999", 3), "H1"),
        (visit("1-0101", 3, officer="nobody"), "H1"),
        (visit("1-0101", 3, slot="midnight"), "H1"),
        (replace(visit("1-0101", 3), date=date(2026, 4, 3)), "H1"),
        (visit("1-0101", 3, slot="a1"), "H2"),
        (visit("1-0101", 28), "H2"),
        (visit("1-0101", 3, officer="li"), "H4"),
        (visit("1-0101", 2), "H11"),
    ],
)
def test_one_wrong_visit(wrong: Assignment, code: str) -> None:
    instance = estate([HOME], today=march(3))
    assert codes(replace(instance, officers=(officer(), officer("li"))), [wrong]) == [code]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"opted_out": True}, "H5"),
        ({"occupied": False}, "H5"),
        ({"moved_out": march(3)}, "H5"),
        ({"do_not_disturb": ((march(1), march(3)),)}, "H6"),
        ({"window": Window("only", (0,), ("m1",))}, "H7"),
        ({"window": Window("only", (1,), ("m2",))}, "H7"),
        ({"last_visit": date(2026, 1, 3)}, "H8"),
        ({"last_visit": date(2026, 2, 1), "min_gap": 31}, "H8"),
    ],
)
def test_a_household_that_must_not_be_visited_that_day(changes: dict[str, object], code: str) -> None:
    assert codes(estate([replace(HOME, **changes)]), [visit("1-0101", 3)]) == [code]  # type: ignore[arg-type]


def test_h0_listed_twice() -> None:
    assert codes(estate([HOME, HOME]), []) == ["H0"]


def test_h3_a_public_holiday() -> None:
    assert codes(estate([HOME], calendar=calendar() | {march(3): Kind.HOLIDAY}), [visit("1-0101", 3)]) == ["H3"]


def test_h8_visited_this_month() -> None:
    assert codes(estate([HOME], done=(visit("1-0101", 2),)), [visit("1-0101", 20)]) == ["H8"]


def test_h9_a_full_slot_and_a_full_day() -> None:
    homes = [household(f"1-010{n}") for n in range(1, 6)]
    slot = [visit(home.id, 3) for home in homes[:3]]
    assert codes(estate(homes), slot) == ["H9"]
    day = [visit(home.id, 3, slot) for home, slot in zip(homes, ("m1", "m1", "m2", "m2", "m2"), strict=True)]
    assert codes(estate(homes, [officer(max_slot=3)]), day) == ["H9"]


def test_h10_two_visits_to_one_household() -> None:
    assert codes(estate([HOME]), [visit("1-0101", 3), visit("1-0101", 4)]) == ["H10"]


def test_h11_an_announced_visit_that_moved() -> None:
    instance = estate([HOME], previous=(Previous(visit("1-0101", 3), "notified"),))
    assert codes(instance, [visit("1-0101", 4)]) == ["H11"]
    assert codes(instance, [visit("1-0101", 3)]) == []
    assert codes(replace(instance, households=(replace(HOME, opted_out=True),)), []) == []


def test_h14_out_of_order() -> None:
    assert codes(estate([HOME, household("1-0102")]), [visit("1-0102", 4), visit("1-0101", 3)]) == ["H14"]


def reminder(day: int = 10, **changes: object) -> PlannedReminder:
    result = PlannedReminder(march(day), "wang", "m1", "1-0101", "1-0101", "friendly", None, Reason("owed"))
    return replace(result, **changes)  # type: ignore[arg-type]


def reminded(found: Account, *reminders: PlannedReminder, visits: Sequence[Assignment] = (), **household_changes: object) -> list[str]:
    home = replace(HOME, **household_changes)  # type: ignore[arg-type]
    return codes(estate([home], [officer(), officer("li")], [found], today=march(2)), visits, reminders)


OWED = account("1-0101")


def test_a_reminder_that_keeps_all_rules() -> None:
    assert reminded(OWED, reminder()) == []


@pytest.mark.parametrize(
    ("changes", "wrong", "code"),
    [
        ({}, reminder(account="1-0102"), "R1"),
        ({}, reminder(day=1), "R1"),
        ({}, reminder(slot="a1"), "R2"),
        ({}, reminder(day=28), "R2"),
        ({"hold": "dispute"}, reminder(), "R4"),
        ({"opted_out": True}, reminder(), "R4"),
        ({"last_reminder": march(4)}, reminder(), "R5"),
        ({"promise": march(10)}, reminder(), "R6"),
        ({"promise": march(8)}, reminder(), "R6"),
        ({}, reminder(stage="call"), "R9"),
        ({"deadline": march(9)}, reminder(), "R11"),
        ({}, reminder(piggyback="unit"), "R13"),
        ({}, reminder(piggyback="building"), "R13"),
    ],
)
def test_one_wrong_reminder(changes: dict[str, object], wrong: PlannedReminder, code: str) -> None:
    assert reminded(replace(OWED, **changes), wrong) == [code]  # type: ignore[arg-type]


def test_a_promise_is_followed_up_on_the_next_day_on_duty() -> None:
    assert reminded(replace(OWED, promise=march(9)), reminder()) == []


def test_r3_another_officers_building() -> None:
    instance = replace(estate([HOME], accounts=[OWED]), officers=(officer(), officer("li")))
    assert codes(instance, [], [reminder(officer="li")]) == ["R3"]


@pytest.mark.parametrize(
    ("household_changes", "stage", "code"),
    [
        ({"flags": ("complaint",)}, "friendly", ["R4"]),
        ({"moved_out": march(10)}, "friendly", ["R4"]),
        ({"do_not_disturb": ((march(10), march(11)),)}, "friendly", ["R7"]),
        ({"window": Window("only", (0,), ("m1",))}, "call", ["R7"]),
        ({"window": Window("only", (0,), ("m1",))}, "friendly", []),
    ],
)
def test_a_household_that_must_not_be_reminded_that_day(household_changes: dict[str, Any], stage: str, code: list[str]) -> None:
    assert reminded(replace(OWED, stage=stage), reminder(stage=stage), **household_changes) == code


def test_r8_a_full_day() -> None:
    homes = [household(f"1-010{n}") for n in range(1, 3)]
    found = [account(home.id) for home in homes]
    plan = [reminder(), reminder(unit="1-0102", account="1-0102")]
    assert codes(estate(homes, [officer(reminder_cap=1)], found), [], plan) == ["R8", "R8"]


def test_r10_two_reminders_to_one_payer() -> None:
    assert reminded(OWED, reminder(), reminder(day=20)) == ["R10"]


def test_r12_the_households_own_visit() -> None:
    own = visit("1-0101", 10)
    assert reminded(OWED, reminder(piggyback="unit"), visits=[own]) == []
    assert reminded(OWED, reminder(piggyback="unit"), visits=[own], fold_reminder=False) == ["R12"]
    assert reminded(OWED, reminder(), visits=[visit("1-0101", 10, officer="li")]) == ["R12"]


def test_r13_the_right_label() -> None:
    own = visit("1-0101", 10, slot="m2")
    assert reminded(OWED, reminder(piggyback="building"), visits=[own]) == []
    assert reminded(OWED, reminder(piggyback="unit", slot="m2"), visits=[own]) == []
    assert reminded(OWED, reminder(), visits=[own]) == ["R13"]


def test_every_code_has_a_message() -> None:
    assert check(estate([HOME, HOME]), [])[0].message == MESSAGES["H0"]
