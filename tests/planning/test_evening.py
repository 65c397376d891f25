"""`--level`: even days, weeks and slots again with the fewest moves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from propops.planning.checker import check
from propops.planning.evening import level_reminders, level_visits
from propops.planning.instance import Instance, Previous, PreviousReminder, Slot, Window
from propops.planning.levelling import fair_share, outside
from propops.planning.reminders import plan_reminders
from propops.planning.visits import VisitPlan, plan_visits
from tests.planning.examples import RULES, account, estate, household, households, march, officer, visit

DAYS = [9, 10, 11, 12, 13]
LOADS = st.lists(st.integers(0, 4), min_size=len(DAYS), max_size=len(DAYS)).filter(any)


def standing(loads: list[int]) -> Instance:
    """So many visits on each day, as a plan and what happened since have left them."""
    slots = cycle(("m1", "m2"))
    places = [(day, next(slots)) for day, load in zip(DAYS, loads, strict=True) for _visit in range(load)]
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
    before = {(previous.assignment.unit, previous.assignment.date) for previous in instance.previous}
    assert len(before - {(planned.unit, planned.date) for planned in plan.visits}) == needed


# --- against all ways there are ---------------------------------------------------------------------------------------

ACROSS = {12: "w11", 13: "w11", 16: "w12", 17: "w12"}  # two days each of two weeks
SLOTS = ("m1", "m2")
HOMES = st.lists(
    st.tuples(
        st.sampled_from(list(ACROSS)), st.sampled_from(SLOTS), st.sets(st.sampled_from(list(ACROSS))), st.sampled_from(SLOTS), st.booleans()
    ),
    min_size=1,
    max_size=5,
)


def wishing(homes: list[tuple[int, str, set[int], str, bool]]) -> Instance:
    """Each stands on a day in a slot, may go to some days, likes one slot, and is pinned or not."""
    found, previous = [], []
    full = Counter[tuple[int, str]]()
    for number, (day, slot, others, liked, is_pinned) in enumerate(homes):
        weekdays = tuple(sorted({march(one).weekday() for one in (day, *others)}))
        found.append(household(f"1-{number + 1:02}01", window=Window("only", weekdays, SLOTS if is_pinned else tuple({slot, liked}))))
        full[day, slot] += 1
        previous.append(Previous(visit(found[-1].id, day, slot), "pinned" if is_pinned else "planned"))
    assume(max(full.values()) <= 2)
    return estate(found, [officer(quota=len(found), days=ACROSS)], previous=tuple(previous))


def days_goal(days: Sequence[int], before: Sequence[int]) -> tuple[int, int, int]:
    weeks = Counter(ACROSS[day] for day in days)
    uneven = sum(outside(days.count(day), *fair_share(len(days), 1, 4)) for day in ACROSS)
    return (
        uneven,
        sum(outside(weeks[week], *fair_share(len(days), 2, 4)) for week in ("w11", "w12")),
        sum(a != b for a, b in zip(days, before, strict=True)),
    )


def slots_goal(cells: Sequence[tuple[int, str]], before: Sequence[tuple[int, str]]) -> tuple[int, int]:
    slots = Counter(slot for _day, slot in cells)
    uneven = sum(outside(slots[slot], *fair_share(len(cells), 1, 2)) for slot in SLOTS)
    return uneven, sum(a != b for a, b in zip(cells, before, strict=True))


@settings(max_examples=60)
@given(HOMES)
def test_no_other_way_is_more_even_with_fewer_moves(homes: list[tuple[int, str, set[int], str, bool]]) -> None:
    instance = wishing(homes)
    plan = level_visits(instance, plan_visits(instance, 0), 0)
    assert check(instance, plan.visits) == []
    place = {planned.unit: planned.assignment for planned in plan.visits}
    before = [(previous.assignment.date.day, previous.assignment.slot) for previous in instance.previous]
    after = [(place[previous.assignment.unit].date.day, place[previous.assignment.unit].slot) for previous in instance.previous]
    may_be_on = [
        [day] if previous.status == "pinned" else [one for one in ACROSS if march(one).weekday() in home.window.weekdays]
        for home, previous, (day, _slot) in zip(instance.households, instance.previous, before, strict=True)
        if home.window
    ]
    stood = [day for day, _slot in before]
    days = [day for day, _slot in after]
    assert days_goal(days, stood) == min(days_goal(way, stood) for way in product(*may_be_on))
    may_be_in = [
        [cell] if previous.status == "pinned" else [(day, slot) for slot in home.window.slots]
        for home, previous, cell, day in zip(instance.households, instance.previous, before, days, strict=True)
        if home.window
    ]
    ways = [way for way in product(*may_be_in) if max(Counter(way).values()) <= 2]
    assert slots_goal(after, before) == min(slots_goal(way, before) for way in ways)


def test_what_was_announced_or_pinned_stays_although_days_are_uneven() -> None:
    instance = standing([4, 0, 0, 0, 0])
    told, pinned = instance.previous[:2], instance.previous[2:]
    fixed = (*(replace(one, status="notified") for one in told), *(replace(one, status="pinned") for one in pinned))
    instance = replace(instance, previous=fixed)
    plan = level_visits(instance, plan_visits(instance, 0), 0)
    assert loads_of(plan) == [4, 0, 0, 0, 0]


def test_an_hour_by_appointment_is_kept() -> None:
    slots = (Slot("m1", "E"), Slot("m2", "E"), Slot("n1", "E", appointment=True))
    evenings = Window("prefer", tuple(range(7)), ("n1",))
    homes = tuple(replace(home, window=evenings) for home in households(2))
    previous = (Previous(visit(homes[0].id, 9, "n1")), Previous(visit(homes[1].id, 9, "n1")))
    instance = estate(homes, [officer(quota=2, days=[9, 10])], previous=previous, rules=replace(RULES, slots=slots))
    plan = level_visits(instance, plan_visits(instance, 0), 0)
    assert [(one.date, one.slot) for one in plan.visits] == [(march(9), "n1"), (march(10), "n1")]


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
