from dataclasses import replace
from datetime import date

import pytest

from propops.planning.checker import check
from propops.planning.evening import level_visits
from propops.planning.instance import Assignment, Instance, Previous, Slot, Status, Window
from propops.planning.visits import Summary, VisitPlan, plan_visits
from tests.planning.examples import RULES, estate, household, households, march, officer, visit


def midway(instance: Instance, plan: VisitPlan, day: int, notified_until: int = 0) -> Instance:
    """Everything before the day was done; the rest is the plan so far."""
    done = tuple(v.assignment for v in plan.visits if v.date < march(day))
    rest = [v.assignment for v in plan.visits if v.date >= march(day)]
    previous = tuple(Previous(a, "notified" if a.date <= march(notified_until or 1) else "planned") for a in rest)
    return replace(instance, today=march(day), done=done, previous=previous)


def places(plan: VisitPlan) -> dict[str, Assignment]:
    return {v.unit: v.assignment for v in plan.visits}


ESTATE = estate(households(40), [officer(quota=26)])
FIRST = plan_visits(ESTATE)


def test_nothing_happened_nothing_moves() -> None:
    again = midway(ESTATE, FIRST, 12)
    plan = plan_visits(again)
    assert [v.assignment for v in plan.visits] == [p.assignment for p in again.previous]
    assert plan.summary == Summary(kept=len(again.previous))
    assert {v.reason.code for v in plan.visits} == {"kept"}


def test_illness_moves_only_the_visits_of_those_days() -> None:
    again = midway(ESTATE, FIRST, 12)
    away = (march(16), march(17))
    ill = replace(again.officers[0], shifts={day: shift for day, shift in again.officers[0].shifts.items() if day not in away})
    again = replace(again, officers=(ill,))
    plan = plan_visits(again)
    hit = {p.assignment.unit for p in again.previous if p.assignment.date in away}
    assert plan.summary == Summary(kept=len(again.previous) - len(hit), moved=len(hit))
    assert {v.unit for v in plan.visits if v.reason.code == "moved"} == hit
    assert check(again, plan.visits) == []


def test_an_announced_visit_stays_and_a_broken_promise_is_listed() -> None:
    again = midway(ESTATE, FIRST, 12, notified_until=14)
    promised = [p.assignment for p in again.previous if p.status == "notified"]
    gone = promised[0].unit
    homes = tuple(replace(h, opted_out=True) if h.id == gone else h for h in again.households)
    plan = plan_visits(replace(again, households=homes))
    assert plan.broken_promises == (promised[0],)
    assert plan.skipped[gone].code == "opted-out"
    assert all(places(plan)[a.unit] == a for a in promised[1:])
    assert {v.reason.code for v in plan.visits if v.unit in {a.unit for a in promised[1:]}} == {"notified"}


def test_announced_visits_stay_although_days_hold_fewer_now() -> None:
    announced = [visit(home.id, 20) for home in households(3)]
    instance = estate(households(6), [officer(max_day=2, max_slot=1)], previous=tuple(Previous(a, "notified") for a in announced))
    plan = plan_visits(instance)
    assert [v.assignment for v in plan.visits if v.date == march(20)] == announced
    assert len(plan.visits) == 6


EVENINGS = replace(RULES, slots=(Slot("m1", "E"), Slot("n1", "L", appointment=True)))


@pytest.mark.parametrize(
    ("status", "window", "stays"),
    [
        ("notified", None, True),
        ("pinned", None, True),
        ("pinned", Window("prefer", (0,), ("m1",)), True),
        ("pinned", Window("only", (0,), ("m1",)), False),  # its own hours bind nevertheless
        ("planned", None, False),
        ("planned", Window("prefer", (1,), ("n1",)), True),
    ],
)
def test_an_appointment_names_its_hour(status: Status, window: Window | None, stays: bool) -> None:
    """On a day of nothing but appointments, by the only officer."""
    late = officer(shifts={march(9): "E", march(10): "L"})
    agreed = visit("1-0101", 10, "n1")
    instance = estate([household("1-0101", window=window)], [late], rules=EVENINGS, previous=(Previous(agreed, status),))
    assert ([v.code for v in check(instance, [agreed])] == []) is stays
    plan = plan_visits(instance)
    assert (agreed in places(plan).values()) is stays
    assert check(instance, plan.visits) == []
    levelled = level_visits(instance, plan, 0)
    assert places(levelled) == places(plan)


def test_an_appointment_is_kept_by_an_officer_who_has_no_other_hours() -> None:
    agreed = visit("1-0101", 10, "n1")
    late = officer(shifts={march(10): "L", march(11): "L"})
    instance = estate(households(2), [late], rules=EVENINGS, previous=(Previous(agreed, "pinned"),))
    plan = plan_visits(instance)
    assert places(plan) == {"1-0101": agreed}
    assert check(instance, plan.visits) == []


def test_last_months_visits_that_are_still_open_are_not_this_months() -> None:
    instance = estate(households(1), today=date(2026, 2, 20), previous=(Previous(replace(visit("1-0101", 1), date=date(2026, 2, 25))),))
    assert plan_visits(instance).summary.moved == 1


def test_a_missed_visit_is_made_up_for_by_one_more() -> None:
    again = midway(ESTATE, FIRST, 12)
    plan = plan_visits(replace(again, done=again.done[1:]))
    assert plan.summary == Summary(kept=len(again.previous), added=1)


def test_a_new_complaint_takes_a_planned_visits_place_only_when_there_is_no_room() -> None:
    homes = [*households(8), household("2-0101", 20)]
    instance = estate(homes, [officer(quota=8, days=[10, 11])])
    again = midway(instance, plan_visits(instance), 10)
    homes[-1] = replace(homes[-1], min_gap=3, due_by=march(10))
    plan = plan_visits(replace(again, households=tuple(homes)))
    assert places(plan)["2-0101"].date == march(10)
    assert plan.summary == Summary(kept=7, dropped=1, added=1)


def test_a_visit_fixed_by_hand_stays_even_after_its_due_date() -> None:
    home = household("1-0101", due_by=march(5))
    pinned = Previous(visit("1-0101", 20), "pinned")
    plan = plan_visits(estate([home], previous=(pinned,)))
    assert [v.assignment for v in plan.visits] == [pinned.assignment]


def test_a_planned_visit_that_has_become_due_earlier_moves() -> None:
    home = household("1-0101", due_by=march(5))
    plan = plan_visits(estate([home], previous=(Previous(visit("1-0101", 20)),)))
    assert plan.visits[0].date <= march(5)
    assert plan.summary == Summary(moved=1)


def test_what_is_late_anyway_makes_room_for_what_can_be_met() -> None:
    late, in_time = household("1-0101", due_by=march(2)), household("1-0201", due_by=march(9))
    instance = estate([late, in_time], [officer(days=[9, 20], max_day=1)], today=march(9), previous=(Previous(visit("1-0101", 9)),))
    assert {unit: place.date.day for unit, place in places(plan_visits(instance)).items()} == {"1-0101": 20, "1-0201": 9}


def test_the_last_day_and_a_day_off() -> None:
    assert plan_visits(estate(households(3), today=march(31))).visits == ()
    on_sunday = plan_visits(estate(households(3), today=march(15)))
    assert len(on_sunday.visits) == 3
