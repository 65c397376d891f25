"""A new survey: when, of whom, and what."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from propops.desk import survey_ground
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _, translate
from propops.models.base import month_of
from propops.models.survey import Survey
from propops.surveys.forms import sample

LASTS_DAYS = 14


@dataclass(frozen=True)
class Wish:
    """What was asked for; None is left to the estate's settings."""

    id: str | None
    title: str | None
    opens: date | None
    closes: date | None
    anonymous: bool
    questions: Path | None
    size: int | None
    previous: str | None
    language: str


def made(estate: Estate, wish: Wish) -> Survey:
    opens = wish.opens or next_opening(estate.today, estate.settings.survey_months)
    language = wish.language or estate.language
    questions = survey_ground.questionnaire(wish.questions) if wish.questions else survey_ground.standard(estate, language)
    title = wish.title or translate(N_("Resident satisfaction survey %(year)d-%(month)02d"), language) % {
        "year": opens.year,
        "month": opens.month,
    }
    survey = Survey(
        id=wish.id or f"survey-{month_of(opens)}",
        title=title,
        opens=opens,
        closes=wish.closes or opens + timedelta(LASTS_DAYS - 1),
        anonymous=wish.anonymous,
        questions=questions,
        units=(),
    )
    return _with_sample(estate, _with_previous(estate, survey, wish.previous), wish.size)


def _with_previous(estate: Estate, survey: Survey, previous: str | None) -> Survey:
    from dataclasses import replace

    return replace(survey, previous=previous or survey_ground.last_before(estate, survey))


def _with_sample(estate: Estate, survey: Survey, size: int | None) -> Survey:
    from dataclasses import replace

    homes = survey_ground.lived_in(estate)
    if size is not None and size > len(homes):
        message = _("Only %(count)d homes are lived in; a sample of %(size)d cannot be drawn.") % {"count": len(homes), "size": size}
        raise refuse("sample-too-large", message)
    return replace(survey, units=sample(survey.id, homes, size)) if size else survey


def next_opening(today: date, months: tuple[int, ...]) -> date:
    """The first day of the next month in which the estate asks; today's month counts until its middle."""
    if not months:
        raise refuse("no-survey-months", _("The settings name no month for surveys."), hint=_("Say --opens DAY, or set survey_months."))
    starts = [date(year, month, 1) for year in (today.year, today.year + 1) for month in sorted(months)]
    return next(start for start in starts if start + timedelta(LASTS_DAYS) >= today)
