"""What a new plan does to the last one, visit by visit or reminder by reminder, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from propops.planning.checker import broken_rules
from propops.planning.explain import Reason
from propops.planning.instance import Assignment, Instance, Previous, PreviousReminder, Status
from propops.planning.reminders import ReminderPlan
from propops.planning.replan import urgency
from propops.planning.visits import VisitPlan

What = Literal["kept", "moved", "dropped", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """One place of the last plan and what stands in it now; `before` or `after` is None where something came or went."""

    unit: str
    before: Assignment | None
    after: Assignment | None
    reason: Reason
    status: Status = "planned"  # of what stood there before

    @property
    def what(self) -> What:
        if self.before is None:
            return "added"
        if self.after is None:
            return "dropped"
        return "kept" if self.before == self.after else "moved"

    @property
    def breaks_a_promise(self) -> bool:
        """Somebody was told of the visit, or agreed to it."""
        return self.status in ("notified", "pinned") and self.what in ("moved", "dropped")


def visit_changes(instance: Instance, plan: VisitPlan, otherwise: str = "gave-way") -> list[Change]:
    """Of every visit from today on, in the order of its place. `otherwise` is why a visit moved that need not have."""
    planned = {visit.unit: visit for visit in plan.visits}
    due = {household.id: household.due_by for household in instance.households}
    old = sorted(instance.previous, key=lambda previous: (urgency(previous.status), previous.assignment))
    rules = dict(zip(old, broken_rules(instance, [previous.assignment for previous in old]), strict=True))
    found: list[Change] = []
    seen: set[str] = set()
    for previous in old:
        unit = previous.assignment.unit
        after = planned[unit].assignment if unit in planned and unit not in seen else None
        if unit in seen:
            reason = Reason("second-visit")
        elif after is None:
            reason = plan.skipped.get(unit, Reason("gone"))
        elif after == previous.assignment:
            reason = planned[unit].reason
        else:
            reason = _moved(previous, rules[previous], due.get(unit), otherwise)
        seen.add(unit)
        found.append(Change(unit, previous.assignment, after, reason, previous.status))
    found += [Change(unit, None, visit.assignment, visit.reason) for unit, visit in planned.items() if unit not in seen]
    return sorted(found, key=_place)


def _moved(previous: Previous, rules: Sequence[str], due: date | None, otherwise: str) -> Reason:
    if rules:
        return Reason(rules[0])
    if previous.status == "forgotten":
        return Reason("fresh")
    if due is not None and previous.assignment.date > due:
        return Reason("due-sooner", {"due_by": due})
    return Reason(otherwise)


def _place(change: Change) -> tuple[Assignment, str]:
    place = change.before or change.after
    assert place is not None
    return place, change.unit


# Why a reminder stands elsewhere, by how much the plan was to respect it.
_ELSEWHERE: Mapping[Status, str] = {"planned": "way-changed", "forgotten": "fresh"}


def reminder_changes(
    before: Iterable[PreviousReminder], plan: ReminderPlan, left_out: Mapping[str, Reason], otherwise: str = "no-longer"
) -> list[Change]:
    """Of every reminder from today on; `left_out` are the accounts that no planner was asked about."""
    planned = {one.account: one for one in plan.reminders}
    reasons = {**plan.skipped, **left_out}
    found = []
    for previous in before:
        after = planned.pop(previous.account, None)
        reason = after.reason if after else reasons.get(previous.account, Reason("settled"))
        if after and after.assignment != previous.assignment:
            reason = Reason(_ELSEWHERE.get(previous.status, otherwise))
        found.append(Change(previous.assignment.unit, previous.assignment, after.assignment if after else None, reason, previous.status))
    found += [Change(one.unit, None, one.assignment, one.reason) for one in planned.values()]
    return sorted(found, key=_place)
