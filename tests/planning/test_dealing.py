from collections.abc import Sequence

from propops.planning.chains import Board
from propops.planning.costs import Costs
from propops.planning.dealing import Days, Dealer
from propops.planning.draft import draft
from propops.planning.instance import Household
from propops.planning.levelling import Levels
from propops.planning.places import Places
from tests.planning.examples import RULES, estate, household, march, officer

DAYS = (2, 3, 4)


def home(unit: str, *days: int) -> Household:
    """To be visited on these days of the month only."""
    return household(unit, do_not_disturb=tuple((march(day), march(day)) for day in range(1, 32) if day not in days))


def dealer(homes: Sequence[Household]) -> Dealer:
    """The first home is planned for the first day, and so on."""
    rota = draft(estate(homes, [officer(quota=len(homes), days=DAYS)])).rota("wang")
    rota.groups = {day - 1: [visit] for visit, day in enumerate(DAYS)}
    places = Places(rota, Costs(rota, RULES.weights))
    return Dealer(Board(rota, places, Levels(rota.timetable, rota.total)), places)


def test_a_group_gets_a_day_though_that_is_taken_by_passing_days_on() -> None:
    """Two homes changed places: the one on the first day may be visited on the second only, whose holder has to go to the third."""
    found = dealer([home("1-0101", 3), home("2-0101", 3, 4), home("3-0101", 2, 4)])
    changed: Days = {1: (0,)}
    assert found.house(changed)
    assert changed == {2: (0,), 3: (1,), 1: (2,)}


def test_no_more_groups_move_than_must() -> None:
    found = dealer([home("1-0101", 3, 4), home("2-0101", *DAYS), home("3-0101", *DAYS)])
    changed: Days = {1: (0,)}
    assert found.house(changed)
    assert changed == {2: (0,), 1: (1,)}


def test_a_group_without_a_day_is_not_housed() -> None:
    found = dealer([home("1-0101", 3), home("2-0101", 3), home("3-0101", 2, 4)])
    assert not found.house({1: (0,)})
