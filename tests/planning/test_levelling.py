from propops.planning.draft import draft
from propops.planning.instance import Instance
from propops.planning.levelling import DAY, Levels, level
from propops.planning.rota import Rota
from tests.planning.examples import estate, household, households, march, officer


def rota(instance: Instance) -> Rota:
    return draft(instance).rota("wang")


def test_a_chain_of_moves_evens_what_no_single_move_can() -> None:
    """Day 2 can only give to day 3, and day 3 only to day 4."""
    homes = [
        household("1-0101", do_not_disturb=((march(4), march(31)),)),
        household("1-0201", do_not_disturb=((march(2), march(2)),)),
        household("1-0301", moved_out=march(3)),
    ]
    found = rota(estate(homes, [officer(quota=3, days=[2, 3, 4])]))
    found.groups = {1: [0, 2], 2: [1], 3: []}
    assert not level(found).excess()
    assert found.groups == {1: [2], 2: [0], 3: [1]}


def test_what_cannot_be_even_is_as_even_as_possible() -> None:
    homes = [household(f"1-{n:02}01", moved_out=march(3)) for n in range(1, 5)]
    found = rota(estate(homes, [officer(quota=4, days=[2, 3])]))
    assert level(found).excess() // DAY == 4


def test_shares_of_weeks_are_in_proportion_to_their_days() -> None:
    """Three days in the first week, five in the second."""
    found = rota(estate(households(20), [officer(quota=20, days=[4, 5, 6, 9, 10, 11, 12, 13])]))
    levels = Levels(found.timetable, 20)
    assert {(share.low, share.high) for share in levels.week.values()} == {(7, 8), (12, 13)}
    assert {(share.low, share.high) for share in levels.day.values()} == {(2, 3)}
