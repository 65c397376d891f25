"""On which days which officer may remind which payer, or why nobody may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from propops.planning.explain import Reason
from propops.planning.instance import Account, Building, Household, Instance, Rules, Window
from propops.planning.visits import VisitPlan
from propops.planning.windows import Horizon, Timetable, horizon, timetables

Options = tuple[tuple[str, int], ...]  # officers with the days they may


@dataclass(frozen=True, slots=True)
class Target:
    """An account that may be reminded; `options` as for a visit, the officer of the household's own visit first."""

    account: Account
    household: Household
    options: Options

    @property
    def weight(self) -> int:
        """Amount class times age class."""
        amount, age = self.account.amount, self.account.overdue_days
        return (1 + (amount >= 100_000) + (amount >= 500_000)) * (1 + (age >= 90) + (age >= 365))

    @property
    def must(self) -> bool:
        return bool(self.account.promise or self.account.deadline)


@dataclass(frozen=True)
class Surroundings:
    """What a reminder has to fit in with; `visits` holds officer, day and slot of the household's own planned visit."""

    instance: Instance
    span: Horizon
    tables: Mapping[str, Timetable]
    households: Mapping[str, Household]
    buildings: Mapping[str, Building]
    visits: Mapping[str, tuple[str, int, str]]


def surroundings(instance: Instance, visits: VisitPlan) -> Surroundings:
    span = horizon(instance)
    return Surroundings(
        instance,
        span,
        timetables(instance, span),
        {household.id: household for household in instance.households},
        {building.id: building for building in instance.buildings},
        {visit.unit: (visit.officer, span.index(visit.date), visit.slot) for visit in visits.visits},
    )


def target(account: Account, around: Surroundings) -> Target | Reason:
    household = around.households.get(account.unit)
    if household is None:
        return Reason("unknown-unit")
    days = _account_days(account, household, around.span, around.instance.rules)
    if isinstance(days, Reason):
        return days
    building = around.buildings.get(household.building)
    names = [name for name in (building.officers if building else ()) if name in around.tables and around.tables[name].days]
    if not names:
        return Reason("no-officer")
    own = around.visits.get(account.unit)
    if own:
        names.sort(key=lambda name: name != own[0])
    options = _options(account, household, days, names, around)
    return Target(account, household, options) if options else _no_day(account, around)


def _options(account: Account, household: Household, days: int, names: Sequence[str], around: Surroundings) -> Options:
    """A promise is followed up on an officer's first day, or by a colleague on his; later only where neither may."""
    open_days = {name: _officer_days(account, household, days, name, around) for name in names}
    free = {name: mask & ~_taboo(account, household, name, around) for name, mask in open_days.items()}
    if not account.promise:
        return _with_days(free)
    at_once = {name: _first(open_days[name]) & mask for name, mask in free.items()}
    return _with_days(at_once) or _with_days({name: _first(mask) for name, mask in free.items()})


def _with_days(masks: Mapping[str, int]) -> Options:
    return tuple((name, mask) for name, mask in masks.items() if mask)


def _first(mask: int) -> int:
    return mask & -mask


def _account_days(account: Account, household: Household, span: Horizon, rules: Rules) -> int | Reason:
    if account.hold or "complaint" in household.flags:
        return Reason("hold", {"hold": account.hold or "complaint"})
    if account.opted_out:
        return Reason("opted-out")
    mask = span.mask
    if not mask:
        return Reason("no-day-left")
    if household.moved_out:
        mask &= ~span.since(household.moved_out)
        if not mask:
            return Reason("moved-out", {"date": household.moved_out})
    allowed_from = _first_day(account, rules)
    if allowed_from:
        mask &= span.since(allowed_from)
        if not mask:
            return _too_early(account, allowed_from)
    return _undisturbed(household, mask, span)


def _undisturbed(household: Household, mask: int, span: Horizon) -> int | Reason:
    for begin, end in household.do_not_disturb:
        mask &= ~(span.since(begin) & span.until(end))
    return mask or Reason("do-not-disturb")


def _first_day(account: Account, rules: Rules) -> date | None:
    """A promise replaces the gap: it is followed up at once, and never before it has lapsed."""
    if account.promise:
        return account.promise + timedelta(1)
    if account.last_reminder:
        return account.last_reminder + timedelta(rules.stage_gap_days.get(account.stage, 0))
    return None


def _too_early(account: Account, allowed_from: date) -> Reason:
    if account.promise:
        return Reason("promise-pending", {"date": account.promise})
    if account.deadline and account.deadline < allowed_from:
        return Reason("gap-past-deadline", {"deadline": account.deadline, "date": allowed_from})
    return Reason("gap-until", {"date": allowed_from})


def _officer_days(account: Account, household: Household, days: int, name: str, around: Surroundings) -> int:
    mask = days & around.tables[name].open(window_of(account, household, around.instance.rules))
    return mask & around.span.until(account.deadline) if account.deadline else mask


def _taboo(account: Account, household: Household, name: str, around: Surroundings) -> int:
    """The day of a visit that must not carry a reminder, and of one by a colleague: nobody is called on twice a day."""
    own = around.visits.get(account.unit)
    if own is None or (own[0] == name and household.fold_reminder):
        return 0
    return 1 << own[1]


def _no_day(account: Account, around: Surroundings) -> Reason:
    first = _first_day(account, around.instance.rules)
    if account.deadline and first and account.deadline < first:
        return _too_early(account, first)
    if account.deadline and account.deadline < around.span.days[-1]:
        return Reason("deadline-passed", {"date": account.deadline})
    return Reason("no-common-day")


def window_of(account: Account, household: Household, rules: Rules) -> Window | None:
    """Hours a household insists on bind those stages only that disturb it."""
    return household.window if account.stage in rules.windowed_stages else None


def slots_of(item: Target, name: str, day: int, around: Surroundings) -> tuple[str, ...]:
    """The slots for a reminder that day; the household's own visit may be by appointment and carry it all the same."""
    slots = around.tables[name].allowed(window_of(item.account, item.household, around.instance.rules), day)
    own = around.visits.get(item.account.unit)
    if own and own[:2] == (name, day) and own[2] not in slots and _admitted(item, around):
        return (*slots, own[2])
    return slots


def _admitted(item: Target, around: Surroundings) -> bool:
    window = window_of(item.account, item.household, around.instance.rules)
    return window is None or window.mode == "prefer"
