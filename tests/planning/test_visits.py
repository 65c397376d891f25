import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propops.errors import PropopsError
from propops.planning.checker import check
from propops.planning.instance import Building, Instance, Slot, Window
from propops.planning.visits import VisitPlan, plan_visits
from propops.planning.workdays import Kind
from tests.planning.examples import RULES, calendar, estate, household, households, march, officer, visit


def loads(plan: VisitPlan, instance: Instance, name: str = "wang") -> list[int]:
    days = next(o for o in instance.officers if o.id == name).shifts
    return [sum(v.date == day and v.officer == name for v in plan.visits) for day in sorted(days)]


def planned(plan: VisitPlan) -> dict[str, str]:
    return {v.unit: v.reason.code for v in plan.visits}


def skipped(plan: VisitPlan) -> dict[str, str]:
    return {unit: reason.code for unit, reason in plan.skipped.items()}


def test_whoever_has_waited_longest_is_visited() -> None:
    homes = [household("1-0101", 250), household("1-0201", 90), household("1-0301", 190), household("1-0401", 130)]
    plan = plan_visits(estate(homes, [officer(quota=2)]))
    assert planned(plan) == {"1-0101": "wait", "1-0301": "wait"}
    assert skipped(plan) == {"1-0201": "waits", "1-0401": "waits"}
    assert plan.skipped["1-0401"].facts == {"bucket": 4, "cut_off": 6, "position": 1, "waiting": 2, "month": "2026-04"}


def test_equal_waits_go_to_the_doors_with_the_least_walking() -> None:
    """Days of two visits each, so every day is spent on one storey where the choice allows it."""
    homes = [household(f"1-{storey:02}0{door}") for storey in range(1, 10) for door in (1, 2)]
    plan = plan_visits(estate(homes, [officer(quota=8, days=range(2, 6))]))
    storeys = [sorted(v.unit[:4] for v in plan.visits if v.date == march(day)) for day in range(2, 6)]
    assert all(len(set(pair)) == 1 for pair in storeys)
    assert set(planned(plan).values()) == {"tie"}
    assert len(skipped(plan)) == 10
    assert set(skipped(plan).values()) == {"tie-lost"}


def test_days_are_even() -> None:
    instance = estate(households(40), [officer(quota=33)])
    assert sorted(set(loads(plan_visits(instance), instance))) == [1, 2]


def test_due_comes_before_waiting_and_in_time() -> None:
    homes = [household("1-0101", 20, min_gap=3, due_by=march(4)), household("1-0201", 400)]
    plan = plan_visits(estate(homes, [officer(quota=1)]))
    assert planned(plan) == {"1-0101": "due"}
    assert plan.visits[0].date <= march(4)
    assert skipped(plan) == {"1-0201": "quota-met"}


def test_due_before_anyone_may_come_is_visited_as_soon_as_possible() -> None:
    home = household("1-0101", due_by=march(10), do_not_disturb=((march(1), march(12)),))
    plan = plan_visits(estate([home]))
    assert planned(plan) == {"1-0101": "due-late"}
    assert plan.visits[0].date == march(13)


def test_a_due_visit_already_made_is_not_made_again() -> None:
    home = household("1-0101", min_gap=3, due_by=march(10))
    plan = plan_visits(estate([home], done=(visit("1-0101", 5),), today=march(6), officers=(officer(quota=1),)))
    assert planned(plan) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"opted_out": True}, "opted-out"),
        ({"occupied": False}, "vacant"),
        ({"moved_out": march(1)}, "moved-out"),
        ({"last_visit": date(2027, 4, 5)}, "future-last-visit"),
        ({"last_visit": date(2026, 2, 10)}, "interval-until"),
        ({"do_not_disturb": ((march(1), march(31)),)}, "do-not-disturb"),
        ({"window": Window("only", (6,), ("a1",))}, "no-common-day"),
        ({"building": "2"}, "no-officer"),
    ],
)
def test_everyone_left_out_has_a_reason(changes: dict[str, object], code: str) -> None:
    home = replace(household("1-0101"), **changes)  # type: ignore[arg-type]
    instance = estate([home], buildings=(Building("1", ("wang",)), Building("2", ("li",))))
    plan = plan_visits(instance)
    assert skipped(plan) == {"1-0101": code}
    assert not plan.visits


def test_a_visit_is_possible_before_the_day_of_moving_out() -> None:
    plan = plan_visits(estate([household("1-0101", moved_out=march(3))]))
    assert [v.date for v in plan.visits] == [march(2)]


def test_nobody_knows_when_the_household_moved_in() -> None:
    homes = [household("1-0101", 700), household("1-0201", last_visit=None, since=None)]
    plan = plan_visits(estate(homes, [officer(quota=1)]))
    assert planned(plan) == {"1-0201": "wait"}


def test_a_new_household_waits_from_the_day_it_moved_in() -> None:
    homes = [household("1-0101", 100), household("1-0201", last_visit=None, since=date(2026, 2, 20))]
    plan = plan_visits(estate(homes, [officer(quota=1)]))
    assert planned(plan) == {"1-0101": "wait"}


def test_shortfalls_name_their_cause() -> None:
    homes = [*households(20), household("2-0101")]
    officers = [
        officer("away", days=[]),
        officer("chen", quota=9, days=[2, 3]),
        officer("dong", quota=3),
        officer("idle", quota=2),
    ]
    buildings = (Building("1", ("chen", "away")), Building("2", ("dong",)))
    plan = plan_visits(estate(homes, officers, buildings=buildings))
    assert [(s.officer, s.missing, s.reason.code) for s in plan.shortfall] == [
        ("away", 6, "off-duty"),
        ("chen", 1, "capacity"),
        ("dong", 2, "eligible"),
        ("idle", 2, "no-zone"),
    ]


def test_a_colleague_makes_room_for_whoever_only_one_can_visit() -> None:
    """Both serve building 1; without moving its visits to Li, Wang could not take building 2 as well."""
    homes = [*households(4, "1"), *households(4, "2")]
    officers = [officer("wang", quota=4), officer("li", quota=4)]
    plan = plan_visits(estate(homes, officers, buildings=(Building("1", ("wang", "li")), Building("2", ("wang",)))))
    assert len(plan.visits) == 8
    assert not plan.shortfall


def test_officers_exchange_households_to_keep_to_those_who_know_them() -> None:
    homes = [household(f"1-{n:02}01", last_officer=("li", "wang")[n % 2]) for n in range(1, 9)]
    officers = [officer("li", quota=4), officer("wang", quota=4)]
    plan = plan_visits(estate(homes, officers))
    assert {v.unit: v.officer for v in plan.visits} == {home.id: home.last_officer for home in homes}


def test_a_slot_by_appointment_is_for_those_who_asked_for_it() -> None:
    rules = replace(RULES, slots=(Slot("m1", "E"), Slot("late", "E", appointment=True)))
    homes = [*households(5), household("2-0101", window=Window("only", (2,), ("late",)))]
    plan = plan_visits(estate(homes, [officer(days=range(2, 6))], rules=rules))
    assert {v.unit: v.slot for v in plan.visits if v.slot == "late"} == {"2-0101": "late"}
    assert len(plan.visits) == 6


def test_a_wish_is_met_where_nothing_speaks_against_it() -> None:
    homes = [household("1-0101", window=Window("prefer", (3,), ("m2",))), household("1-0102")]
    plan = plan_visits(estate(homes, [officer(quota=2)]))
    wished = next(v for v in plan.visits if v.unit == "1-0101")
    assert (wished.date.weekday(), wished.slot) == (3, "m2")


def test_holidays_are_free_and_a_made_up_saturday_is_worked() -> None:
    days = calendar() | {march(2): Kind.HOLIDAY, march(7): Kind.MAKEUP}
    rules = replace(RULES, visit_day_kinds=(Kind.WORKDAY, Kind.MAKEUP))
    plan = plan_visits(estate(households(4), [officer(days=[1, 2, 7])], calendar=days, rules=rules))
    assert {v.date for v in plan.visits} == {march(7)}


def test_a_month_without_a_calendar_is_refused() -> None:
    with pytest.raises(PropopsError) as caught:
        plan_visits(estate(households(1), calendar={}))
    assert caught.value.problems[0].code == "calendar-missing"


def test_a_household_listed_twice_is_refused() -> None:
    with pytest.raises(PropopsError) as caught:
        plan_visits(estate([household("1-0101"), household("1-0101")]))
    assert [(problem.code, problem.id) for problem in caught.value.problems] == [("duplicate-id", "1-0101")]


def test_after_the_month_the_plan_is_empty() -> None:
    plan = plan_visits(estate(households(2), today=date(2026, 4, 1)))
    assert plan.visits == ()
    assert set(skipped(plan).values()) == {"no-day-left"}


WINDOWS = (None, None, None, Window("only", (5, 6), ("m1", "a1")), Window("only", (0, 2), ("e1",)), Window("prefer", (1, 3), ("m2",)))


@st.composite
def estates(draw: st.DrawFn) -> Instance:
    random = Random(draw(st.integers(0, 10**6)))
    officers = []
    for name in ("li", "wang"):
        days = [day for day in range(1, 32) if random.random() < draw(st.sampled_from((0.1, 0.5, 0.8)))]
        quota = random.choice((5, 20, 60))
        officers.append(officer(name, quota=quota, shifts={march(day): "EL"[day // 8 % 2] for day in days}))
    homes = []
    for n in range(draw(st.integers(1, 60))):
        unit = f"{random.choice('123')}-{n:02}01"
        homes.append(household(unit, random.randrange(20, 300), window=random.choice(WINDOWS), min_gap=random.choice((None, 10))))
        if random.random() < 0.1:
            homes[-1] = replace(homes[-1], due_by=march(random.randrange(1, 32)))
    buildings = (Building("1", ("li",)), Building("2", ("li", "wang")), Building("3", ("wang",)))
    return estate(homes, officers, buildings=buildings)


@settings(max_examples=60, deadline=None)
@given(estates(), st.randoms(use_true_random=False))
def test_every_plan_keeps_the_rules_and_accounts_for_everyone(instance: Instance, random: Random) -> None:
    plan = plan_visits(instance, effort=2)
    assert check(instance, plan.visits) == []
    assert {v.unit for v in plan.visits} | set(plan.skipped) == {h.id for h in instance.households}
    assert len(plan.visits) + len(plan.skipped) == len(instance.households)
    assert sum(s.missing for s in plan.shortfall) == sum(
        max(0, o.quota - sum(v.officer == o.id for v in plan.visits)) for o in instance.officers
    )
    mixed = replace(
        instance,
        households=tuple(random.sample(instance.households, len(instance.households))),
        officers=instance.officers[::-1],
        buildings=instance.buildings[::-1],
    )
    assert plan_visits(mixed, effort=2) == plan


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40), st.integers(1, 31))
def test_without_wishes_days_differ_by_one_visit_at_most(count: int, days: int) -> None:
    instance = estate(households(count), [officer(quota=40, days=range(1, days + 1))])
    found = loads(plan_visits(instance, effort=1), instance)
    assert max(found) - min(found) <= 1
    assert sum(found) == min(count, 4 * days)


@pytest.mark.parametrize("seed", ["0", "1", "4321"])
def test_the_hash_seed_does_not_matter(seed: str) -> None:
    program = (
        "from tests.planning.examples import *\n"
        "from propops.planning.visits import plan_visits\n"
        "plan = plan_visits(estate(households(30), [officer('li', quota=9), officer('wang', quota=9)]))\n"
        "print([(v.unit, v.officer, v.date.day, v.slot) for v in plan.visits], list(plan.skipped))\n"
    )
    environment = dict(os.environ, PYTHONHASHSEED=seed)
    result = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    plan = plan_visits(estate(households(30), [officer("li", quota=9), officer("wang", quota=9)]))
    here = [(v.unit, v.officer, v.date.day, v.slot) for v in plan.visits]
    assert result.stdout == f"{here} {list(plan.skipped)}\n"
