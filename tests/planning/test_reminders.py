from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propops.planning.balance import BLOCKED
from propops.planning.checker import check
from propops.planning.instance import Account, Household, Instance, Previous, PreviousReminder, Window
from propops.planning.levelling import fair_share, outside
from propops.planning.reminders import SCALE, ReminderPlan, even_days, plan_reminders
from propops.planning.visits import plan_visits
from tests.planning.examples import account, estate, household, households, march, officer, visit


def remind(accounts: Sequence[Account], homes: Sequence[Household] = (), **changes: object) -> ReminderPlan:
    """With no visits unless pinned ones are given: the quota is 0."""
    homes = homes or [household(found.unit) for found in accounts]
    instance = replace(estate(homes, [officer(quota=0)], accounts), **changes)  # type: ignore[arg-type]
    visits = plan_visits(instance)
    plan = plan_reminders(instance, visits)
    assert check(instance, visits.visits, plan.reminders) == []
    return plan


def days(plan: ReminderPlan) -> dict[str, int]:
    return {reminder.unit: reminder.date.day for reminder in plan.reminders}


def test_a_promise_is_followed_up_on_the_first_day_on_duty_after_it() -> None:
    plan = remind([account("1-0101", promise=march(10)), account("1-0201", promise=march(27))])
    assert days(plan) == {"1-0101": 11}
    assert plan.reminders[0].reason.code == "promise"
    assert plan.skipped["1-0201"].code == "no-common-day"


def test_a_promise_is_not_followed_up_late_by_a_colleague_of_who_visits_the_household_first() -> None:
    officers = [officer("li", quota=0, days=[10, 12], reminder_cap=1), officer("wang", quota=0, days=[12, 13], reminder_cap=1)]
    homes = [household("1-0101", do_not_disturb=((march(11), march(13)),)), household("1-0201")]
    accounts = [account("1-0101", promise=march(9), amount=600_000), account("1-0201", promise=march(9))]
    instance = estate(homes, officers, accounts, previous=(Previous(visit("1-0201", 12, officer="li"), "notified"),))
    plan = plan_reminders(instance, plan_visits(instance))
    assert days(plan) == {"1-0101": 10}
    assert plan.skipped["1-0201"].code == "no-capacity"  # tomorrow's plan has li's next day for it


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hold": "dispute"}, "hold"),
        ({"opted_out": True}, "opted-out"),
        ({"promise": march(31)}, "promise-pending"),
        ({"stage": "notice", "last_reminder": march(2)}, "gap-until"),
        ({"last_reminder": date(2026, 2, 28), "deadline": march(5)}, "gap-past-deadline"),
        ({"deadline": march(1)}, "deadline-passed"),
        ({"unit": "9-0101"}, "unknown-unit"),
    ],
)
def test_every_account_left_out_has_a_reason(changes: dict[str, object], code: str) -> None:
    plan = remind([replace(account("1-0101"), **changes)], [household("1-0101")])  # type: ignore[arg-type]
    assert {account: reason.code for account, reason in plan.skipped.items()} == {"1-0101": code}


def test_an_open_complaint_holds_the_reminder() -> None:
    plan = remind([account("1-0101")], [household("1-0101", flags=("complaint",))])
    assert plan.skipped["1-0101"].facts == {"hold": "complaint"}


def test_when_days_are_full_promises_and_the_heaviest_come_first() -> None:
    homes = households(4)
    accounts = [
        account(homes[0].id),
        account(homes[1].id, amount=600_000),
        account(homes[2].id, deadline=march(2)),
        account(homes[3].id, overdue_days=400),
    ]
    instance = estate(homes, [officer(quota=0, days=[2], reminder_cap=3)], accounts)
    plan = plan_reminders(instance, plan_visits(instance))
    assert set(days(plan)) == {homes[1].id, homes[2].id, homes[3].id}
    assert plan.skipped[homes[0].id].code == "no-capacity"


def own_visit(day: int, **changes: object) -> Instance:
    home = replace(household("1-0101"), **changes)  # type: ignore[arg-type]
    return estate([home], [officer()], [account("1-0101")], previous=(Previous(visit("1-0101", day), "notified"),))


def test_a_reminder_rides_on_the_households_own_visit() -> None:
    instance = own_visit(12)
    plan = plan_reminders(instance, plan_visits(instance))
    assert [(r.date.day, r.slot, r.piggyback) for r in plan.reminders] == [(12, "m1", "unit")]


def test_a_visit_that_must_not_carry_a_reminder_keeps_its_day_free_of_it() -> None:
    instance = own_visit(2, fold_reminder=False)
    plan = plan_reminders(instance, plan_visits(instance))
    assert [(r.date.day, r.piggyback) for r in plan.reminders] == [(3, None)]


def test_a_reminder_rides_on_a_neighbours_visit_when_given_in_person() -> None:
    homes = [household("1-0101"), household("1-0201")]
    accounts = [account("1-0201")]
    previous = (Previous(visit("1-0101", 4, "m2"), "notified"),)
    plan = remind(accounts, homes, previous=previous)
    assert [(r.date.day, r.slot, r.piggyback) for r in plan.reminders] == [(4, "m2", "building")]
    plan = remind([replace(accounts[0], stage="call")], homes, previous=previous)
    assert [(r.date.day, r.piggyback) for r in plan.reminders] == [(2, None)]


def test_hours_a_household_insists_on_bind_calls_but_not_letters() -> None:
    home = household("1-0101", window=Window("only", (4,), ("m2",)))
    called = remind([account("1-0101", stage="call")], [home])
    assert [(r.date.day, r.slot) for r in called.reminders] == [(6, "m2")]
    assert days(remind([account("1-0101", stage="lawyer")], [home])) == {"1-0101": 2}


def test_two_payers_of_one_unit_are_two_accounts() -> None:
    accounts = [account("1-0101", id="a-owner"), account("1-0101", id="a-tenant")]
    plan = remind(accounts, [household("1-0101")])
    assert sorted(r.account for r in plan.reminders) == ["a-owner", "a-tenant"]


def test_an_announced_reminder_does_not_move() -> None:
    before = PreviousReminder("1-0101", visit("1-0101", 20), "notified")
    assert days(remind([account("1-0101")], previous_reminders=(before,))) == {"1-0101": 20}
    planned = replace(before, status="planned")
    assert days(remind([account("1-0101")], previous_reminders=(planned,))) == {"1-0101": 2}


def test_the_other_officer_reminds_when_only_he_is_there() -> None:
    officers = [officer("li", days=range(2, 10)), officer("wang", days=range(10, 20))]
    instance = estate([household("1-0101")], officers, [account("1-0101", last_reminder=march(8))], today=march(9))
    plan = plan_reminders(instance, plan_visits(instance))
    assert [(r.officer, r.date.day) for r in plan.reminders] == [("wang", 15)]


WEEKS = ["w10", "w10", "w11", "w11"]


def goals(chosen: Sequence[int], costs: Sequence[Sequence[int]]) -> tuple[int, int, int]:
    """Uneven days, cost, uneven weeks, in the order of their weight."""
    width = len(costs[0])
    weeks = WEEKS[:width]
    days = sum(outside(chosen.count(day), *fair_share(len(chosen), 1, width)) for day in range(width))
    in_week = Counter(weeks[day] for day in chosen)
    uneven = sum(outside(in_week[week], *fair_share(len(chosen), weeks.count(week), width)) for week in set(weeks))
    return days, sum(row[day] for row, day in zip(costs, chosen, strict=True)), uneven


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 7), st.integers(1, 4), st.integers(2, 7), st.integers(0, 10**6))
def test_as_good_as_trying_all_ways(count: int, width: int, cap: int, seed: int) -> None:
    random = Random(seed)
    costs = [[SCALE * random.randrange(-3, 4) if random.random() < 0.7 else BLOCKED for _ in range(width)] for _ in range(count)]
    for row in costs:
        row[random.randrange(width)] = SCALE * random.randrange(-3, 4)
    ways = [
        goals(chosen, costs)
        for chosen in product(range(width), repeat=count)
        if max(map(chosen.count, chosen)) <= cap and all(row[day] < BLOCKED for row, day in zip(costs, chosen, strict=True))
    ]
    if ways:
        assert goals(even_days(costs, WEEKS[:width], cap), costs) == min(ways)
