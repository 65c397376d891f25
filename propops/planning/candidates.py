"""Which households can be visited this month, by whom and on which days; why the others cannot."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from propops.errors import Problem, PropopsError
from propops.i18n import _
from propops.planning.explain import Reason
from propops.planning.instance import Assignment, Household, Instance, Window
from propops.planning.windows import Horizon, Timetable, household_days


@dataclass(slots=True)
class Candidate:
    """`options`: the officers who can come, the preferred one first, each with the days he can."""

    unit: str
    household: Household
    bucket: int
    options: tuple[tuple[str, int], ...]
    due: date | None = None


@dataclass(frozen=True)
class Field:
    candidates: Mapping[str, Candidate]
    skipped: Mapping[str, Reason]
    last: Mapping[str, date]  # visits done this month


def survey(instance: Instance, span: Horizon, tables: Mapping[str, Timetable]) -> Field:
    refuse_duplicates(household.id for household in instance.households)
    officers = {building.id: tuple(building.officers) for building in instance.buildings}
    on_duty = {name for name, table in tables.items() if table.days}
    last, in_time = _done(instance)
    appointments = _appointments(instance, span)
    found: dict[str, Candidate] = {}
    skipped: dict[str, Reason] = {}
    for household in sorted(instance.households, key=lambda household: household.id):
        visited = last.get(household.id, household.last_visit)
        if household.last_visit and visited and household.last_visit > visited:
            visited = household.last_visit
        days = household_days(household, visited, span, instance.rules)
        if isinstance(days, Reason):
            skipped[household.id] = days
            continue
        names = [name for name in officers.get(household.building, ()) if name in on_duty]
        options = _options(household, days, names, tables, appointments.get(household.id, ()))
        if options:
            due = _due(household, in_time.get(household.id), span)
            found[household.id] = Candidate(household.id, household, bucket(household, visited, instance), options, due)
        else:
            skipped[household.id] = Reason("no-common-day" if names else "no-officer")
    return Field(found, skipped, last)


def refuse_duplicates(ids: Iterable[str]) -> None:
    twice = sorted(id for id, count in Counter(ids).items() if count > 1)
    if twice:
        raise PropopsError([Problem("duplicate-id", _("Listed more than once."), id=id) for id in twice])


def bucket(household: Household, visited: date | None, instance: Instance) -> int:
    """Whole periods waited by the first of the month; a household nobody knows anything of has waited longest."""
    rules = instance.rules
    since = visited or household.since
    if since is None:
        return rules.bucket_cap
    return max(0, min(rules.bucket_cap, (instance.month.toordinal() - since.toordinal()) // rules.bucket_days))


def _done(instance: Instance) -> tuple[dict[str, date], dict[str, date]]:
    """The last and the first visit done this month, by unit."""
    last: dict[str, date] = {}
    first: dict[str, date] = {}
    for visit in sorted(instance.done):
        last[visit.unit] = visit.date
        first.setdefault(visit.unit, visit.date)
    return last, first


def _appointments(instance: Instance, span: Horizon) -> dict[str, list[Assignment]]:
    """Of this month, by unit."""
    found: dict[str, list[Assignment]] = {}
    for previous in instance.previous:
        place = previous.assignment
        if previous.is_appointment and span.days[0] <= place.date <= span.days[-1]:
            found.setdefault(place.unit, []).append(place)
    return found


def _options(
    household: Household, days: int, names: list[str], tables: Mapping[str, Timetable], appointments: Sequence[Assignment]
) -> tuple[tuple[str, int], ...]:
    names.sort(key=lambda name: name != household.last_officer)
    return tuple((name, mask) for name in names if (mask := days & _open(household.window, tables[name], appointments)))


def _open(window: Window | None, table: Timetable, appointments: Sequence[Assignment]) -> int:
    mask = table.open(window)
    for place in appointments:
        day = table.horizon.index(place.date)
        if place.officer == table.officer.id and place.slot in table.agreeable(window, day):
            mask |= 1 << day
    return mask


def _due(household: Household, visited: date | None, span: Horizon) -> date | None:
    """The due date, unless it lies beyond the month or was met by a visit already done."""
    due = household.due_by
    if due is None or due > span.days[-1] or (visited and visited <= due):
        return None
    return due
