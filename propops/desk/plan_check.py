"""`visit check-plan`: every rule asked again of the month's visits and reminders as they stand in the records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from propops.desk import monthly
from propops.desk.arrears import account_key, arrears_of, open_reminders, reminder_place
from propops.desk.by_hand import announced_elsewhere
from propops.errors import Problem
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.base import Day
from propops.models.reminder import Reminder
from propops.models.visit import Visit
from propops.planning.checker import Violation, check

PLAN_VISITS = N_("propops visit plan %(month)s moves it; or propops visit edit %(id)s.")
CANCEL = N_("propops visit cancel %(id)s.")
PLAN_REMINDERS = N_("propops remind plan %(month)s puts it right.")
HINTS = {
    "H1": N_("propops visit edit %(id)s --slot SLOT --officer OFFICER."),
    "H4": N_("propops visit edit %(id)s --officer OFFICER; or propops staff edit OFFICER --zone BUILDINGS."),
    "H5": CANCEL,
    "H10": CANCEL,
}


@dataclass(frozen=True)
class RecordedReminder:
    """A reminder of the records in the planner's words."""

    record: Reminder
    account: str
    unit: str
    officer: str
    date: Day
    slot: str
    stage: str
    piggyback: str | None


def plan_problems(estate: Estate, month: str) -> list[Problem]:
    """In the order of files and lines; a day that has passed without an outcome is only a warning."""
    visits = [visit for visit in monthly.of_month(estate, Visit, month) if visit.is_open]
    to_come = [visit for visit in visits if visit.date >= estate.today]
    reminders = [_recorded(estate, one) for one in open_reminders(estate, month)]
    instance = arrears_of(estate, month, assume_weekends=True).instance
    found = check(instance, sorted(map(monthly.assignment_of, to_come)), sorted(reminders, key=lambda one: (one.date, one.officer)))
    problems = [problem for violation in found for problem in _placed(violation, month, to_come, reminders)]
    told = announced_elsewhere(estate, month, to_come)
    problems += [_announced_elsewhere(visit, told[visit.id]) for visit in to_come if visit.id in told]
    problems += [_without_outcome(visit) for visit in visits if visit.date < estate.today]
    return sorted(problems, key=lambda problem: (problem.path, problem.line, problem.code))


def _recorded(estate: Estate, reminder: Reminder) -> RecordedReminder:
    place = reminder_place(estate, reminder)
    visit = estate.store.find(Visit, reminder.with_visit)
    piggyback = None if visit is None else "unit" if visit.unit == reminder.unit else "building"
    return RecordedReminder(
        reminder, account_key(reminder), place.unit, place.officer, place.date, place.slot, str(reminder.stage), piggyback
    )


def _placed(violation: Violation, month: str, visits: Sequence[Visit], reminders: Sequence[RecordedReminder]) -> Iterator[Problem]:
    """A finding names a home; every record of it that is meant has a line of its own."""
    is_visit = violation.code.startswith("H")
    records: list[Visit | Reminder] = [visit for visit in visits if is_visit and visit.unit == violation.unit]
    records += [one.record for one in reminders if not is_visit and one.unit == violation.unit]
    for record in records:
        hint = _(HINTS.get(violation.code, PLAN_VISITS if is_visit else PLAN_REMINDERS)) % {"month": month, "id": record.id}
        yield _problem(record, f"plan-{violation.code.lower()}", violation.message, hint)


def _announced_elsewhere(visit: Visit, told: Visit) -> Problem:
    """The household still expects what it was told."""
    place = {"id": visit.id, "day": told.date, "slot": told.slot or "", "officer": told.officer}
    hint = _("propops visit edit %(id)s --date %(day)s --slot %(slot)s --officer %(officer)s puts it back.") % place
    message = _("Changed after it was announced for %(day)s %(slot)s.") % place
    return _problem(visit, "plan-h11", message, hint)


def _without_outcome(visit: Visit) -> Problem:
    hint = _("propops visit done %(id)s, or no-answer, postpone, cancel.") % {"id": visit.id}
    return _problem(visit, "no-outcome", _("The day has passed and no outcome is recorded."), hint, "warning")


def _problem(record: Visit | Reminder, code: str, message: str, hint: str, severity: str = "error") -> Problem:
    path, line = (record.source.path, record.source.line) if record.source else ("", 0)
    return Problem(code, message, path, line, record.id, hint=hint, severity=severity)
