"""What a new plan says about the last one."""

from dataclasses import replace

from propops.planning.changes import visit_changes
from propops.planning.instance import Instance, Previous
from propops.planning.visits import plan_visits
from tests.planning.examples import estate, household, march, officer, visit

HOME = household("1-0101")


def told(instance: Instance) -> list[tuple[str, str]]:
    return [(change.what, change.reason.code) for change in visit_changes(instance, plan_visits(instance))]


def planned_on(day: int, **changes: object) -> Instance:
    return estate([replace(HOME, **changes)], previous=(Previous(visit("1-0101", day)),))  # type: ignore[arg-type]


def test_each_reason_by_what_has_happened() -> None:
    assert told(planned_on(10)) == [("kept", "kept")]
    assert told(planned_on(10, opted_out=True)) == [("dropped", "opted-out")]
    assert told(planned_on(10, do_not_disturb=((march(10), march(10)),))) == [("moved", "H6")]
    assert told(planned_on(28)) == [("moved", "H2")]
    assert told(planned_on(10, due_by=march(5))) == [("moved", "due-sooner")]
    assert told(estate([HOME])) == [("added", "wait")]


def test_a_plan_made_afresh_says_so() -> None:
    forgotten = Previous(visit("1-0101", 26, "m2"), "forgotten")
    instance = estate([HOME, household("1-0102")], [officer(quota=2)], previous=(forgotten,))
    assert sorted(told(instance)) == [("added", "wait"), ("moved", "fresh")]


def test_of_two_visits_to_one_home_the_announced_one_stays() -> None:
    twice = (Previous(visit("1-0101", 5)), Previous(visit("1-0101", 20), "notified"))
    changes = visit_changes(instance := estate([HOME], previous=twice), plan_visits(instance))
    assert [(change.what, change.reason.code, change.breaks_a_promise) for change in changes] == [
        ("dropped", "second-visit", False),
        ("kept", "notified", False),
    ]


def test_a_broken_promise() -> None:
    instance = estate([HOME], previous=(Previous(visit("1-0101", 28), "notified"),))
    (change,) = visit_changes(instance, plan_visits(instance))
    assert change.breaks_a_promise and change.after is not None
