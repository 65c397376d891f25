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
    facts |= {"bucket": candidate.bucket} | ({"due_by": candidate.due} if candidate.due else {})
    previous = draft.kept.fixed.get(unit) or draft.kept.planned.get(unit) or draft.kept.displaced.get(unit)
    if previous:
        stays = previous.assignment.date == draft.span.days[day] and previous.assignment.officer == officer
        if not stays:
            return Reason("moved", facts | {"was": previous.assignment.date})
        return Reason("kept" if previous.status == "planned" else previous.status, facts)
    if candidate.due:
        late = draft.span.days[day] > candidate.due
        return Reason("due-late" if late else "due", facts | {"date": draft.span.days[day]})
    return _turn(draft, candidate, officer, facts)


def _turn(draft: Draft, candidate: Candidate, officer: str, facts: dict[str, Fact]) -> Reason:
    cut_off = draft.selection.cut_off.get(officer, candidate.bucket)
    facts |= {"cut_off": cut_off}
    pool = draft.selection.pool.get(officer, [])
    if candidate.bucket > cut_off or len(pool) < 2:
        return Reason("wait", facts)
    chosen = sum(unit in draft.network.place for unit in pool)
    return Reason("tie" if chosen < len(pool) else "wait", facts | {"chosen": chosen, "pool": len(pool)})


def skipped_reasons(draft: Draft, planned: set[str]) -> dict[str, Reason]:
    """Of the households that could have been visited; the others have theirs already."""
    result = {unit: Reason("no-room") for unit in draft.selection.blocked if unit not in planned}
    left = [candidate for unit, candidate in draft.candidates.items() if unit not in planned and unit not in result]
    queue = _Queue(draft, Counter(candidate.options[0][0] for candidate in left))
    for candidate in sorted(left, key=lambda candidate: (-candidate.bucket, candidate.unit)):
        result[candidate.unit] = queue.next(candidate)
    return result


class _Queue:
    """Who waits for each officer, longest first: a household's place in it, and the month in which its turn should come."""

    def __init__(self, draft: Draft, waiting: Counter[str]) -> None:
        self.draft, self.waiting = draft, waiting
        self.positions: Counter[str] = Counter()
        self.cut_offs = _cut_offs(draft)
        self.months = [_month_after(draft.instance.month, count) for count in range(1, 121)]

    def next(self, candidate: Candidate) -> Reason:
        officer = candidate.options[0][0]
        self.positions[officer] += 1
        position, quota = self.positions[officer], self.draft.network.timetables[officer].officer.quota
        month = self.months[min((position - 1) // max(1, quota), len(self.months) - 1)]
        facts: dict[str, Fact] = {"bucket": candidate.bucket, "position": position, "waiting": self.waiting[officer], "month": month}
        cut_off = self.cut_offs.get(officer)
        if cut_off is None:
            return Reason("quota-met", facts)
        return Reason(self._code(candidate, officer, cut_off), facts | {"cut_off": cut_off})

    def _code(self, candidate: Candidate, officer: str, cut_off: int) -> str:
        if candidate.bucket < cut_off:
            return "waits"
        return "tie-lost" if officer in self.draft.selection.cut_off or candidate.bucket == cut_off else "plan-kept"


def _cut_offs(draft: Draft) -> dict[str, int]:
    """The shortest wait that an officer's turn has come to, whether in this plan or in the one it keeps."""
    found = dict(draft.selection.cut_off)
    for unit in draft.kept.planned:
        candidate, cell = draft.candidates[unit], draft.network.place.get(unit)
        if cell and not candidate.due and cell.officer not in draft.selection.cut_off:
            found[cell.officer] = min(candidate.bucket, found.get(cell.officer, candidate.bucket))
    return found


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
