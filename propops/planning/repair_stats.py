"""Figures about repairs, each with the repairs behind it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from propops.choices import Choice
from propops.i18n import N_
from propops.models.base import building_of, month_of
from propops.models.complaint import CallbackOutcome
from propops.models.repair import Repair


class Grouping(Choice):
    CATEGORY = "category", N_("category")
    BUILDING = "building", N_("building")
    ENGINEER = "engineer", N_("engineer")
    MONTH = "month", N_("month")


_KEYS: Mapping[Grouping, Callable[[Repair], str]] = {
    Grouping.CATEGORY: lambda repair: str(repair.category),
    Grouping.BUILDING: lambda repair: building_of(repair.unit or ""),
    Grouping.ENGINEER: lambda repair: repair.dispatched_to or "",
    Grouping.MONTH: lambda repair: month_of(repair.received_at),
}

_ANSWERS = (CallbackOutcome.SATISFIED, CallbackOutcome.DISSATISFIED, CallbackOutcome.EXPLAINED)


@dataclass(frozen=True)
class Figures:
    """Of the repairs of one group. Times run from the call, or from the last reopening, by the clock on the wall."""

    group: str
    repairs: tuple[Repair, ...]
    reworked: frozenset[str]  # of all repairs: those that did not last

    @property
    def received(self) -> int:
        return len(self.repairs)

    @property
    def done(self) -> list[Repair]:
        """Finished once at least, and be it that it did not last."""
        return [repair for repair in self.repairs if repair.is_done or repair.reworked]

    @property
    def to_arrive(self) -> list[timedelta]:
        return [repair.arrived_at - repair.begun_at for repair in self.repairs if repair.arrived_at]

    @property
    def to_finish(self) -> list[timedelta]:
        return [repair.finished_at - repair.begun_at for repair in self.repairs if repair.finished_at]

    @property
    def rework_rate(self) -> Fraction | None:
        return share(sum(repair.id in self.reworked for repair in self.done), len(self.done))

    @property
    def callback_rate(self) -> Fraction | None:
        return share(sum(bool(repair.calls) for repair in self.done), len(self.done))

    @property
    def satisfied_rate(self) -> Fraction | None:
        """Of those who answered."""
        answers = [call.outcome for repair in self.repairs for call in repair.calls if call.outcome in _ANSWERS]
        return share(answers.count(CallbackOutcome.SATISFIED), len(answers))


def figures(repairs: Sequence[Repair], by: Grouping, everything: Iterable[Repair]) -> list[Figures]:
    """`everything` may hold rework outside of what is counted here."""
    reworked = frozenset(reworks(everything))
    groups: dict[str, list[Repair]] = {}
    for repair in repairs:
        groups.setdefault(_KEYS[by](repair), []).append(repair)
    return [Figures(group, tuple(groups[group]), reworked) for group in sorted(groups)]


def reworks(repairs: Iterable[Repair]) -> Iterable[str]:
    """The ids of work that had to be done again, under the same order or a new one."""
    for repair in repairs:
        if repair.reworked:
            yield repair.id
        if repair.reworks:
            yield repair.reworks


def share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
