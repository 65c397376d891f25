"""The official calendar of a span of days: the calendar package's years, and the estate's own files for the years it lacks.

Next year's holidays are announced in November; a year that nobody entered is refused, never guessed.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from propops.decode import revive_part
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.calendar import Calendar as OwnDay
from propops.models.calendar import DayType
from propops.models.policies.hours import Hours
from propops.planning.workdays import Calendar, Kind


def calendar_for(estate: Estate, first: date, last: date, assume_weekends: bool = False) -> Calendar:
    """Every day from `first` to `last`. A missing year: PropopsError calendar-missing, or plain weeks with `assume_weekends`."""
    own = _own_days(estate)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Calendar({day: _kind(day, own, assume_weekends) for day in days})


def _own_days(estate: Estate) -> dict[date, Kind]:
    kinds = {DayType.HOLIDAY: Kind.HOLIDAY, DayType.MAKEUP: Kind.MAKEUP}
    found: dict[date, Kind] = {}
    for entry in estate.store.all(OwnDay):
        for n in range(((entry.to or entry.from_) - entry.from_).days + 1):
            found[entry.from_ + timedelta(days=n)] = kinds[entry.type]
    return found


def _kind(day: date, own: Mapping[date, Kind], assume_weekends: bool) -> Kind:
    if day in own:
        return own[day]
    if day.year in {entered.year for entered in own}:
        return _plain_week(day)
    official = _official(day)
    if official is not None:
        return official
    if assume_weekends:
        return _plain_week(day)
    message = _("The holidays of %(year)d are not known yet.") % {"year": day.year}
    hint = _(
        "Enter the State Council's notice: propops calendar add --from %(year)d-01-01 --name 元旦 (records/calendar/%(year)d.yaml). "
        "A plan also goes on with --assume-weekends."
    )
    raise refuse("calendar-missing", message, hint=hint % {"year": day.year})


def _plain_week(day: date) -> Kind:
    return Kind.WEEKEND if day.weekday() >= 5 else Kind.WORKDAY


def _official(day: date) -> Kind | None:
    from chinese_calendar import is_holiday

    try:
        is_free = is_holiday(day)
    except NotImplementedError:
        return None
    if day.weekday() >= 5:
        return (Kind.HOLIDAY if _is_public_holiday(day) else Kind.WEEKEND) if is_free else Kind.MAKEUP
    return Kind.HOLIDAY if is_free else Kind.WORKDAY


def _is_public_holiday(day: date) -> bool:
    """A Sunday in the middle of the Spring Festival is a public holiday, not a weekend like any other."""
    from chinese_calendar import get_holiday_detail

    return get_holiday_detail(day)[1] is not None


class _Days(dict[date, Kind]):
    """Looks up a month of the calendar when a day of it is asked for: an unknown next year troubles only who needs it."""

    def __init__(self, estate: Estate, known_until: date) -> None:
        super().__init__()
        self.estate, self.known_until = estate, known_until

    def __missing__(self, day: date) -> Kind:
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        self.update(calendar_for(self.estate, first, last, assume_weekends=first > self.known_until).days)
        return self[day]


def hours_of(estate: Estate, field: str) -> tuple[Hours, ...]:
    """Those of the office or of the desk, as the settings have them."""
    return tuple(revive_part(Hours, span) for span in estate.rows.settings[field])


def calendar_of(estate: Estate) -> Calendar:
    return Calendar(_Days(estate, date.max))


def calendar_until_today(estate: Estate) -> Calendar:
    """To tell what is late now: what would need a later month is not late, whatever its holidays are."""
    return Calendar(_Days(estate, estate.today))
