"""`--level`: even days again with the fewest moves."""

from collections import Counter
from dataclasses import replace
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from propops.planning.checker import check
from propops.planning.evening import level_reminders, level_visits
from propops.planning.instance import Instance, Previous, PreviousReminder
from propops.planning.reminders import plan_reminders
from propops.planning.visits import VisitPlan, plan_visits
from tests.planning.examples import account, estate, households, march, officer, visit

DAYS = [9, 10, 11, 12, 13]
LOADS = st.lists(st.integers(0, 4), min_size=len(DAYS), max_size=len(DAYS)).filter(any)


def standing(loads: list[int]) -> Instance:
    """So many visits on each day, as a plan and what happened since have left them."""
    places = list(
        chain.from_iterable([(day, slot) for slot in ("m1", "m1", "m2", "m2")][:load] for day, load in zip(DAYS, loads, strict=True))
    )
    homes = households(len(places))
    previous = tuple(Previous(visit(home.id, day, slot)) for home, (day, slot) in zip(homes, places, strict=True))
    return estate(homes, [officer(quota=len(homes), days=DAYS)], previous=previous)


def loads_of(plan: VisitPlan) -> list[int]:
    counts = Counter(planned.date for planned in plan.visits)
    return [counts[march(day)] for day in DAYS]


@given(LOADS)
def test_days_become_even_with_no_move_too_many(loads: list[int]) -> None:
    instance = standing(loads)
    plan = level_visits(instance, plan_visits(instance, 0), 0)
    assert check(instance, plan.visits) == []
    assert max(loads_of(plan)) - min(loads_of(plan)) <= 1
    low, high = sum(loads) // len(DAYS), -(-sum(loads) // len(DAYS))
    needed = max(sum(max(0, load - high) for load in loads), sum(max(0, low - load) for load in loads))
    before = {previous.assignment for previous in instance.previous}
    assert len(before - {planned.assignment for planned in plan.visits}) == needed


def test_what_was_announced_or_pinned_stays_although_days_are_uneven() -> None:
    instance = standing([4, 0, 0, 0, 0])
    told, pinned = instance.previous[:2], instance.previous[2:]
    fixed = (*(replace(one, status="notified") for one in told), *(replace(one, status="pinned") for one in pinned))
    instance = replace(instance, previous=fixed)
    plan = level_visits(instance, plan_visits(instance, 0), 0)
    assert loads_of(plan) == [4, 0, 0, 0, 0]


def test_even_days_are_left_alone() -> None:
    instance = standing([1, 1, 1, 2, 2])
    plan = plan_visits(instance, 0)
    assert level_visits(instance, plan, 0) is plan


def test_reminders_are_levelled_by_the_same_rule() -> None:
    homes = households(3)
    previous = tuple(PreviousReminder(home.id, visit(home.id, 9), "kept") for home in homes)
    instance = estate(homes, [officer(quota=0, days=DAYS)], [account(home.id) for home in homes], previous_reminders=previous)
    visits = plan_visits(instance, 0)
    kept = plan_reminders(instance, visits)
    assert [one.date for one in kept.reminders] == [march(9)] * 3
    levelled = level_reminders(instance, visits, kept)
    assert check(instance, visits.visits, levelled.reminders) == []
    days = [one.date for one in levelled.reminders]
    assert len(set(days)) == 3 and march(9) in days
