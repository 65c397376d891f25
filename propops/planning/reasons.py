"""The reason of every visit that is planned and of every household that is not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from propops.planning.candidates import Candidate
from propops.planning.draft import Draft
from propops.planning.explain import Fact, Reason


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How many visits an officer stays below the quota, and why no more are possible."""

    officer: str
    missing: int
    reason: Reason


def planned_reason(draft: Draft, unit: str, officer: str, day: int) -> Reason:
    candidate = draft.candidates[unit]
    mask = dict(candidate.options)[officer]
    facts: dict[str, Fact] = {"days_open": mask.bit_count(), "days": len(draft.network.timetables[officer].days)}
    previous = draft.kept.fixed.get(unit) or draft.kept.planned.get(unit) or draft.kept.displaced.get(unit)
    if previous:
        stays = previous.assignment.date == draft.span.days[day] and previous.assignment.officer == officer
        if not stays:
            return Reason("moved", facts | {"was": previous.assignment.date})
        return Reason("kept" if previous.status == "planned" else previous.status, facts)
    if candidate.due:
        late = draft.span.days[day] > candidate.due
        return Reason("due-late" if late else "due", facts | {"due_by": candidate.due, "date": draft.span.days[day]})
    return _turn(draft, candidate, officer, facts)


def _turn(draft: Draft, candidate: Candidate, officer: str, facts: dict[str, Fact]) -> Reason:
    cut_off = draft.selection.cut_off.get(officer, candidate.bucket)
    facts |= {"bucket": candidate.bucket, "cut_off": cut_off}
    pool = draft.selection.pool.get(officer, [])
    if candidate.bucket > cut_off or len(pool) < 2:
        return Reason("wait", facts)
    chosen = sum(unit in draft.network.place for unit in pool)
    return Reason("tie" if chosen < len(pool) else "wait", facts | {"chosen": chosen, "pool": len(pool)})


def skipped_reasons(draft: Draft, planned: set[str]) -> dict[str, Reason]:
    """Of the households that could have been visited; the others have theirs already."""
    result = {unit: Reason("no-room") for unit in draft.selection.blocked if unit not in planned}
    left = [candidate for unit, candidate in draft.candidates.items() if unit not in planned and unit not in result]
    positions: Counter[str] = Counter()
    months = [_month_after(draft.instance.month, count) for count in range(1, 121)]
    for candidate in sorted(left, key=lambda candidate: (-candidate.bucket, candidate.unit)):
        officer = candidate.options[0][0]
        positions[officer] += 1
        result[candidate.unit] = _waiting(draft, candidate, officer, positions[officer], months)
    return result


def _waiting(draft: Draft, candidate: Candidate, officer: str, position: int, months: list[str]) -> Reason:
    cut_off = draft.selection.cut_off.get(officer)
    if cut_off is None:
        return Reason("quota-met", {"bucket": candidate.bucket, "position": position})
    quota = draft.network.timetables[officer].officer.quota
    month = months[min((position - 1) // max(1, quota), len(months) - 1)]
    code = "tie-lost" if candidate.bucket >= cut_off else "waits"
    return Reason(code, {"bucket": candidate.bucket, "cut_off": cut_off, "position": position, "month": month})


def _month_after(month: date, count: int) -> str:
    months = month.year * 12 + month.month - 1 + count
    return f"{months // 12:04}-{months % 12 + 1:02}"


def shortfalls(draft: Draft) -> tuple[Shortfall, ...]:
    eligible = Counter(name for candidate in draft.candidates.values() for name, _mask in candidate.options)
    zones = {name for building in draft.instance.buildings for name in building.officers}
    found = []
    for name, table in sorted(draft.network.timetables.items()):
        planned = draft.network.officers[name].used
        missing = table.officer.quota - draft.done[name] - planned
        if missing > 0:
            found.append(Shortfall(name, missing, _cause(draft, name, planned, eligible, zones)))
    return tuple(found)


def _cause(draft: Draft, name: str, planned: int, eligible: Mapping[str, int], zones: set[str]) -> Reason:
    table = draft.network.timetables[name]
    facts: dict[str, Fact] = {"officer": name, "capacity": table.capacity, "eligible": eligible.get(name, 0)}
    if not table.days:
        return Reason("off-duty", facts)
    if name not in zones:
        return Reason("no-zone", facts)
    if planned >= table.capacity:
        return Reason("capacity", facts)
    return Reason("eligible" if _all_taken(draft, name) else "blocked", facts)


def _all_taken(draft: Draft, name: str) -> bool:
    """Everyone the officer could visit is visited, by a colleague perhaps."""
    place = draft.network.place
    return all(unit in place for unit, c in draft.candidates.items() if any(name == option for option, _mask in c.options))
