from datetime import date, timedelta

import pytest

from propops.errors import PropopsError
from propops.planning.workdays import Calendar, Kind

# Spring Festival 2026: off from Sunday 15 to Monday 23 February, made up for on Saturdays 14 and 28.
FEBRUARY = {date(2026, 2, day): Kind.WEEKEND if date(2026, 2, day).weekday() > 4 else Kind.WORKDAY for day in range(1, 29)}
FEBRUARY |= {date(2026, 2, day): Kind.HOLIDAY for day in range(15, 24)}
FEBRUARY |= {date(2026, 2, 14): Kind.MAKEUP, date(2026, 2, 28): Kind.MAKEUP}
CALENDAR = Calendar(FEBRUARY)


def test_the_calendar_decides_not_the_weekday() -> None:
    assert CALENDAR.is_workday(date(2026, 2, 14))
    assert not CALENDAR.is_workday(date(2026, 2, 16))


def test_the_holiday_is_skipped_in_both_directions() -> None:
    assert CALENDAR.add_workdays(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert CALENDAR.add_workdays(date(2026, 2, 13), 2) == date(2026, 2, 24)
    assert CALENDAR.add_workdays(date(2026, 2, 24), -1) == date(2026, 2, 14)
    assert CALENDAR.add_workdays(date(2026, 2, 18), 0) == date(2026, 2, 18)
    assert CALENDAR.next_workday(date(2026, 2, 18)) == date(2026, 2, 24)


def test_workdays_of_a_month() -> None:
    days = CALENDAR.workdays_of(date(2026, 2, 1))
    assert len(days) == 16
    assert days[-1] == date(2026, 2, 28)


def test_a_day_that_is_not_in_the_calendar_is_refused() -> None:
    with pytest.raises(PropopsError) as caught:
        CALENDAR.add_workdays(date(2026, 2, 28), 1)
    assert caught.value.problems[0].code == "calendar-missing"
    assert (date(2026, 2, 28) + timedelta(1)).isoformat() in str(caught.value)
