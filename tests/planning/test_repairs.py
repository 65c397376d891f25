"""Whom to call back, what kind a repair is, and nearest ranks."""

from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from propops.planning.percentiles import percentile
from propops.planning.repairs import Done, picked
from tests.store.samples import CHINA

START = datetime(2026, 10, 1, tzinfo=CHINA)
HOURS = st.integers(0, 24 * 90)
FINISHED = st.lists(st.tuples(HOURS, st.booleans()), max_size=60)


def done(given: list[tuple[int, bool]]) -> list[Done]:
    return [Done(START + timedelta(hours=hours), f"w-{nth}", leak) for nth, (hours, leak) in enumerate(given)]


@given(FINISHED, st.integers(0, 100))
def test_every_leak_and_no_fewer_than_so_many_of_each_hundred(given: list[tuple[int, bool]], percent: int) -> None:
    repairs = done(given)
    chosen = picked(repairs, percent)
    assert {one.id for one in repairs if one.is_leak} <= chosen
    for month in (10, 11, 12):
        others = [one for one in repairs if one.finished_at.month == month and not one.is_leak]
        called = sum(one.id in chosen for one in others)
        assert Fraction(percent, 100) * len(others) <= called < Fraction(percent, 100) * len(others) + 1


@given(FINISHED, st.integers(0, 100))
def test_what_is_finished_later_changes_nobody_s_turn(given: list[tuple[int, bool]], percent: int) -> None:
    repairs = sorted(done(given))
    for count in range(0, len(repairs), 7):
        early = repairs[:count]
        assert picked(early, percent) == picked(reversed(repairs), percent) & {one.id for one in early}


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(1, 100))
def test_a_nearest_rank_is_the_smallest_that_so_many_do_not_exceed(minutes: list[int], percent: int) -> None:
    found = percentile([timedelta(minutes=count) for count in minutes], percent)
    enough = [span for span in minutes if sum(other <= span for other in minutes) * 100 >= percent * len(minutes)]
    assert found == timedelta(minutes=min(enough))


def test_of_nothing_there_is_no_rank() -> None:
    assert percentile([], 50) is None
