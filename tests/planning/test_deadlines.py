from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propops.errors import PropopsError
from propops.planning.deadlines import Pause, WorkClock, WorkingHours, due, opening, parse_limit
from propops.planning.workdays import Calendar, Kind

HOURS = WorkingHours(((time(8, 30), time(12)), (time(13, 30), time(18))))
YEAR = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
KINDS = {day: Kind.WEEKEND if day.weekday() > 4 else Kind.WORKDAY for day in YEAR}
KINDS |= {date(2026, 2, day): Kind.HOLIDAY for day in range(15, 24)}
KINDS |= {date(2026, 2, 14): Kind.MAKEUP, date(2026, 2, 28): Kind.MAKEUP}
CALENDAR = Calendar(KINDS)
CLOCK = WorkClock(HOURS, CALENDAR)


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


# What users of other help desks reported as wrong, worked out by hand on the calendar of 2026.
@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        # weekends: a ticket of Friday evening was overdue on Saturday (osTicket 1168)
        ("2026-03-06 17:59", "15wm", "2026-03-09 08:44"),
        ("2026-03-06 18:01", "15wm", "2026-03-09 08:45"),
        ("2026-03-07 00:00", "2wh", "2026-03-09 10:30"),
        ("2026-03-08 23:59", "2wh", "2026-03-09 10:30"),
        ("2026-03-06 16:00", "8wh", "2026-03-09 16:00"),
        ("2026-03-06 08:30", "40wh", "2026-03-12 18:00"),  # five whole days; the weekend takes none
        ("2026-03-07 12:00", "2wd", "2026-03-11 08:30"),
        ("2026-03-06 10:00", "1wd", "2026-03-09 10:00"),
        ("2026-03-06 10:00", "5wd", "2026-03-13 10:00"),
        ("2026-03-07 10:00", "24h", "2026-03-08 10:00"),  # the plain clock runs through it
        # lunch: a break in the middle broke the arithmetic (osTicket 6847)
        ("2026-03-04 11:59", "2wm", "2026-03-04 13:31"),
        ("2026-03-04 12:00", "1wm", "2026-03-04 13:31"),
        ("2026-03-04 13:29", "1wm", "2026-03-04 13:31"),
        ("2026-03-04 13:30", "1wm", "2026-03-04 13:31"),
        ("2026-03-04 11:00", "1wh", "2026-03-04 12:00"),  # due as the office closes for lunch, not after it
        ("2026-03-04 11:00", "2wh", "2026-03-04 14:30"),
        ("2026-03-04 08:30", "210wm", "2026-03-04 12:00"),
        ("2026-03-04 08:30", "211wm", "2026-03-04 13:31"),
        ("2026-03-04 12:30", "1wd", "2026-03-05 13:30"),  # received at lunch: from the end of lunch on
        # public holidays and days worked in their stead (osTicket 4969, 1107)
        ("2026-02-13 17:50", "15wm", "2026-02-14 08:35"),  # the Saturday is worked
        ("2026-02-14 17:50", "15wm", "2026-02-24 08:35"),
        ("2026-02-15 10:00", "15wm", "2026-02-24 08:45"),
        ("2026-02-23 23:00", "15wm", "2026-02-24 08:45"),
        ("2026-02-12 10:00", "1wd", "2026-02-13 10:00"),
        ("2026-02-12 10:00", "2wd", "2026-02-14 10:00"),
        ("2026-02-12 10:00", "3wd", "2026-02-24 10:00"),
        ("2026-02-13 17:30", "5wd", "2026-02-27 17:30"),
        ("2026-02-13 17:30", "6wd", "2026-02-28 17:30"),  # a Saturday that is worked counts
        ("2026-02-13 17:30", "7wd", "2026-03-02 17:30"),
        ("2026-02-27 16:00", "8wh", "2026-02-28 16:00"),
        ("2026-02-13 17:30", "3d", "2026-02-16 17:30"),
        # on the very stroke of opening and closing
        ("2026-03-04 08:29", "15wm", "2026-03-04 08:45"),
        ("2026-03-04 08:30", "15wm", "2026-03-04 08:45"),
        ("2026-03-04 17:45", "15wm", "2026-03-04 18:00"),
        ("2026-03-04 17:46", "15wm", "2026-03-05 08:31"),
        ("2026-03-04 18:00", "1wd", "2026-03-06 08:30"),
        ("2026-03-04 17:59", "1wd", "2026-03-05 17:59"),
        ("2026-03-04 08:30", "8wh", "2026-03-04 18:00"),
        ("2026-03-04 09:00", "0wm", "2026-03-04 09:00"),
        ("2026-03-04 20:00", "0wm", "2026-03-05 08:30"),
        # nothing jumps on the nights on which other countries change their clocks
        ("2026-03-29 01:30", "2h", "2026-03-29 03:30"),
        ("2026-10-25 01:30", "24h", "2026-10-26 01:30"),
        # ends of months and years of days
        ("2026-02-28 17:00", "2wh", "2026-03-02 09:30"),
        ("2026-04-30 10:00", "1wd", "2026-05-01 10:00"),  # not a holiday in this calendar
        ("2026-03-31 23:30", "3d", "2026-04-03 23:30"),
        ("2026-11-30 09:00", "15wd", "2026-12-21 09:00"),
    ],
)
def test_what_others_got_wrong(received: str, limit: str, expected: str) -> None:
    assert when(received, limit) == expected


@pytest.mark.parametrize(
    ("days", "received", "limit", "expected"),
    [
        ("tue wed thu fri sat", "2026-03-07 17:00", "2wh", "2026-03-10 09:30"),
        ("tue wed thu fri sat", "2026-03-08 10:00", "15wm", "2026-03-10 08:45"),
        ("mon wed fri", "2026-03-04 17:30", "1wh", "2026-03-06 09:00"),
        ("mon wed fri", "2026-03-04 10:00", "3wd", "2026-03-11 10:00"),
        ("sun", "2026-03-02 10:00", "1wd", "2026-03-15 08:30"),
        ("sat sun", "2026-03-06 10:00", "8wh", "2026-03-07 18:00"),
        ("mon tue wed thu fri sat sun", "2026-03-07 17:50", "15wm", "2026-03-08 08:35"),
    ],
)
def test_any_set_of_weekdays(days: str, received: str, limit: str, expected: str) -> None:
    """Some sets gave a wrong day elsewhere (osTicket 6739)."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    calendar = Calendar({day: Kind.WORKDAY if names[day.weekday()] in days.split() else Kind.WEEKEND for day in YEAR})
    assert due(datetime.fromisoformat(received), limit, HOURS, calendar).isoformat(" ", "minutes") == expected


@pytest.mark.parametrize(
    ("limit", "since", "to", "expected"),
    [
        ("24h", "2026-03-04 12:00", "2026-03-05 12:00", "2026-03-06 10:00"),  # a day's pause is a day later
        ("24h", "2026-03-04 10:00", "2026-03-07 00:00", "2026-03-08 00:00"),  # from the start: counted from its end
        ("24h", "2026-03-05 10:00", "2026-03-09 00:00", "2026-03-05 10:00"),  # it was due already
        ("24h", "2026-03-01 10:00", "2026-03-02 10:00", "2026-03-05 10:00"),  # before it came in
        ("2wh", "2026-03-04 11:00", "2026-03-06 00:00", "2026-03-06 09:30"),  # an hour was left
        ("2wh", "2026-03-04 11:00", "2026-03-04 13:00", "2026-03-04 14:30"),  # an hour was left, and lunch is no working time
        ("2wh", "2026-03-04 11:00", "2026-03-07 10:00", "2026-03-09 09:30"),
        ("5wd", "2026-03-05 10:00", "2026-03-09 10:00", "2026-03-13 10:00"),  # two working days later
        ("5wd", "2026-03-07 00:00", "2026-03-09 00:00", "2026-03-11 10:00"),  # a pause at the weekend takes nothing
    ],
)
def test_a_pause_leaves_what_was_left(limit: str, since: str, to: str, expected: str) -> None:
    pause = Pause(datetime.fromisoformat(since), datetime.fromisoformat(to))
    found = CLOCK.due(datetime(2026, 3, 4, 10), limit, [pause])
    assert found is not None and found.isoformat(" ", "minutes") == expected


def test_while_the_clock_stands_still_nothing_is_due() -> None:
    start = datetime(2026, 3, 4, 10)
    assert CLOCK.due(start, "24h", [Pause(datetime(2026, 3, 4, 11), None)]) is None
    assert CLOCK.due(start, "15wm", [Pause(datetime(2026, 3, 4, 11), None)]) == datetime(2026, 3, 4, 10, 15)


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


# --- a second opinion: a walk, minute by minute -----------------------------------------------------------------------

MINUTE = timedelta(minutes=1)


def is_open(moment: datetime) -> bool:
    works = KINDS[moment.date()] in (Kind.WORKDAY, Kind.MAKEUP)
    return works and ("08:30" <= f"{moment:%H:%M}" < "12:00" or "13:30" <= f"{moment:%H:%M}" < "18:00")


def walked(moment: datetime, minutes: int, working: bool, stopped: tuple[datetime, datetime] | None = None) -> datetime:
    """Minutes that count are counted; the limit ends when the last one has gone by."""
    while minutes:
        minutes -= (is_open(moment) or not working) and not (stopped and stopped[0] <= moment < stopped[1])
        moment += MINUTE
    return moment


def days_walked(moment: datetime, days: int) -> datetime:
    while not is_open(moment):
        moment += MINUTE
    while days:
        moment += timedelta(1)
        days -= KINDS[moment.date()] in (Kind.WORKDAY, Kind.MAKEUP)
    return moment


@given(moments, st.integers(1, 900))
def test_working_minutes_as_walked(received: datetime, minutes: int) -> None:
    received = received.replace(second=0, microsecond=0)
    assert due(received, f"{minutes}wm", HOURS, CALENDAR) == walked(received, minutes, working=True)


@given(moments, st.integers(1, 12))
def test_working_days_as_walked(received: datetime, days: int) -> None:
    received = received.replace(second=0, microsecond=0)
    assert due(received, f"{days}wd", HOURS, CALENDAR) == days_walked(received, days)


@given(moments, st.integers(1, 900), st.booleans(), st.integers(0, 3000), st.integers(0, 3000))
def test_pauses_as_walked(received: datetime, minutes: int, working: bool, after: int, long: int) -> None:
    received = received.replace(second=0, microsecond=0)
    since = received + after * MINUTE
    stopped = since, since + long * MINUTE
    found = CLOCK.due(received, f"{minutes}{'w' if working else ''}m", [Pause(*stopped)])
    assert found == walked(received, minutes, working, stopped)
