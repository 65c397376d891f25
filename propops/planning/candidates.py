"""Which households can be visited this month, by whom and on which days; why the others cannot."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from propops.errors import Problem, PropopsError
from propops.i18n import _
from propops.planning.explain import Reason
from propops.planning.instance import Household, Instance
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
        options = _options(household, days, names, tables)
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


def _options(household: Household, days: int, names: list[str], tables: Mapping[str, Timetable]) -> tuple[tuple[str, int], ...]:
    window = household.window
    if len(names) == 1:
        mask = days & tables[names[0]].open(window)
        return ((names[0], mask),) if mask else ()
    names.sort(key=lambda name: name != household.last_officer)
    return tuple((name, mask) for name in names if (mask := days & tables[name].open(window)))


def _due(household: Household, visited: date | None, span: Horizon) -> date | None:
    """The due date, unless it lies beyond the month or was met by a visit already done."""
    due = household.due_by
    if due is None or due > span.days[-1] or (visited and visited <= due):
        return None
    return due
