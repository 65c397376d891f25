from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propops.errors import PropopsError
from propops.planning.deadlines import WorkingHours, due, opening, parse_limit
from propops.planning.workdays import Calendar, Kind

HOURS = WorkingHours(((time(8, 30), time(12)), (time(13, 30), time(18))))
YEAR = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
KINDS = {day: Kind.WEEKEND if day.weekday() > 4 else Kind.WORKDAY for day in YEAR}
KINDS |= {date(2026, 2, day): Kind.HOLIDAY for day in range(15, 24)}
KINDS |= {date(2026, 2, 14): Kind.MAKEUP, date(2026, 2, 28): Kind.MAKEUP}
CALENDAR = Calendar(KINDS)


def when(received: str, limit: str) -> str:
    return due(datetime.fromisoformat(received), limit, HOURS, CALENDAR).isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        ("2026-03-04 10:00", "15wm", "2026-03-04 10:15"),
        ("2026-03-04 11:50", "15wm", "2026-03-04 13:35"),  # over lunch
        ("2026-03-04 12:10", "15wm", "2026-03-04 13:45"),  # received at lunch
        ("2026-03-04 17:50", "15wm", "2026-03-05 08:35"),  # over night
        ("2026-03-04 18:00", "15wm", "2026-03-05 08:45"),  # received as the office closes
        ("2026-03-04 11:45", "15wm", "2026-03-04 12:00"),  # ends as the office closes
        ("2026-03-06 17:00", "2wh", "2026-03-09 09:30"),  # over the weekend
        ("2026-03-07 10:00", "15wm", "2026-03-09 08:45"),  # received on a Saturday
        ("2026-02-14 10:00", "15wm", "2026-02-14 10:15"),  # a Saturday that is worked
        ("2026-02-14 17:30", "2wh", "2026-02-24 10:00"),  # over the Spring Festival
        ("2026-03-04 08:30", "16wh", "2026-03-05 18:00"),  # two whole days of eight hours
        ("2026-03-04 10:00", "24h", "2026-03-05 10:00"),
        ("2026-02-14 17:30", "3d", "2026-02-17 17:30"),  # the calendar clock knows no holidays
        ("2026-03-04 10:20", "5wd", "2026-03-11 10:20"),
        ("2026-02-13 10:20", "2wd", "2026-02-24 10:20"),
        ("2026-03-07 10:00", "1wd", "2026-03-10 08:30"),  # starts when the office opens on Monday
        ("2026-03-04 20:00", "1wd", "2026-03-06 08:30"),
    ],
)
def test_due(received: str, limit: str, expected: str) -> None:
    assert when(received, limit) == expected


def test_the_offset_stays() -> None:
    received = datetime(2026, 3, 7, 10, tzinfo=timezone(timedelta(hours=8)))
    assert due(received, "15wm", HOURS, CALENDAR).isoformat() == "2026-03-09T08:45:00+08:00"


def test_a_plain_limit_needs_no_calendar_but_a_working_limit_does() -> None:
    assert due(datetime(2026, 3, 4, 10), "24h", HOURS, Calendar({})) == datetime(2026, 3, 5, 10)
    with pytest.raises(PropopsError) as caught:
        due(datetime(2026, 12, 31, 17, 50), "15wm", HOURS, CALENDAR)
    assert caught.value.problems[0].code == "calendar-missing"


@pytest.mark.parametrize("text", ["", "15", "wm", "15 wm", "-3d", "3w", "1.5h", "3dd"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(PropopsError) as caught:
        parse_limit(text)
    assert caught.value.problems[0].code == "bad-limit"


def test_limits_are_written_as_they_are_read() -> None:
    assert [str(parse_limit(text)) for text in ("15wm", "2wh", "24h", "3d", "5WD")] == ["15wm", "2wh", "24h", "3d", "5wd"]


@pytest.mark.parametrize("spans", [(), ((time(9), time(9)),), ((time(9), time(12)), (time(11), time(18)))])
def test_working_hours_must_be_spans_in_order(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(PropopsError):
        WorkingHours(spans)


moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 11, 30))


@given(moments, st.integers(0, 3000), st.integers(0, 3000))
def test_minutes_add_up(received: datetime, first: int, second: int) -> None:
    """Counting one limit after the other is counting both at once, up to the same point on the working clock."""
    at_once = due(received, f"{first + second}wm", HOURS, CALENDAR)
    in_turn = due(due(received, f"{first}wm", HOURS, CALENDAR), f"{second}wm", HOURS, CALENDAR)
    assert opening(at_once, HOURS, CALENDAR) == opening(in_turn, HOURS, CALENDAR)


@given(moments, st.integers(1, 600))
def test_a_working_limit_ends_within_working_time(received: datetime, minutes: int) -> None:
    end = due(received, f"{minutes}wm", HOURS, CALENDAR)
    assert CALENDAR.is_workday(end.date())
    assert any(begin < end.time() <= close for begin, close in HOURS.spans)
    assert end - received >= timedelta(minutes=minutes)
