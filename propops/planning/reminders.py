"""Fee reminders spread over the daily work: each payer once, on days that are even, on visits planned anyway where possible.

An officer's month is a transportation problem, accounts to days; it is solved exactly as an assignment of accounts to seats.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from propops.planning.accounts import Surroundings, Target, slots_of, surroundings, target
from propops.planning.assignment import assign
from propops.planning.balance import BLOCKED, Bin, balance
from propops.planning.candidates import refuse_duplicates
from propops.planning.explain import Fact, Reason
from propops.planning.instance import Account, Assignment, Instance, PreviousReminder, Slot
from propops.planning.levelling import Share, fair_share
from propops.planning.network import Guest, Network
from propops.planning.visits import VisitPlan
from propops.planning.windows import Horizon, Timetable

UNEVEN = 10**12  # one reminder more or less than a day's share outweighs all walking
SCALE, STAYS, WEEK = 10**6, 10**3, 1  # below the cost for what only breaks ties: staying where the last plan had it, then even weeks


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """`piggyback`: on the household's own visit ("unit"), on one in its building ("building"), or None."""

    date: date
    officer: str
    slot: str
    unit: str
    account: str
    stage: str
    piggyback: str | None
    reason: Reason

    @property
    def assignment(self) -> Assignment:
        return Assignment(self.date, self.officer, self.slot, self.unit)


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """`reminders` by (date, officer, slot, unit, account); every other account is in `skipped`, by account."""

    reminders: tuple[PlannedReminder, ...]
    skipped: Mapping[str, Reason]


@dataclass(frozen=True)
class _Route:
    """Where visits take the officers: what a reminder can ride on."""

    around: Surroundings
    building_slots: Mapping[tuple[str, int, str], Sequence[str]]  # officer, day, building
    before: Mapping[str, PreviousReminder]

    def ride(self, item: Target, name: str, day: int) -> str | None:
        if (name, day, item.household.building) not in self.building_slots:
            return None
        own = self.around.visits.get(item.account.unit)
        if own and own[:2] == (name, day) and own[2] in slots_of(item, name, day, self.around):
            return "unit"
        return "building" if item.account.stage in self.around.instance.rules.inperson_stages else None

    def costs(self, item: Target, name: str, days: Sequence[int]) -> list[int]:
        """Of each day, given in order; the sooner the better."""
        weights, weight, mask = self.around.instance.rules.weights, item.weight, dict(item.options)[name]
        saved = {"unit": weights.with_visit, "building": weights.same_building, None: 0}
        return [
            SCALE * (weight * place - saved[self.ride(item, name, day)]) - STAYS * bool(self.slot_before(item, name, day))
            if mask >> day & 1
            else BLOCKED
            for place, day in enumerate(days)
        ]

    def slot_before(self, item: Target, name: str, day: int) -> str:
        """The slot in which the last plan had this account with this officer on this day, if it had."""
        before = self.before.get(item.account.id)
        stays = before and before.assignment.officer == name and self.around.span.index(before.assignment.date) == day
        return before.assignment.slot if before and stays else ""


def plan_reminders(instance: Instance, visits: VisitPlan) -> ReminderPlan:
    """Plans one reminder ahead per account, after the visits; to be planned anew whenever visits, payments or promises change."""
    refuse_duplicates(account.id for account in instance.accounts)
    route = _route(instance, visits)
    targets: list[Target] = []
    skipped: dict[str, Reason] = {}
    for account in sorted(instance.accounts, key=lambda account: account.id):
        found = target(account, route.around)
        if isinstance(found, Reason):
            skipped[account.id] = found
        else:
            targets.append(_held_in_place(found, route))
    network = _admit(targets, route, skipped)
    by_officer: dict[str, list[Target]] = {name: [] for name in network.timetables}
    for item in targets:
        if item.account.id in network.place:
            by_officer[network.place[item.account.id].officer].append(item)
    reminders = [r for name, items in by_officer.items() if items for r in _spread(items, name, route)]
    reminders.sort(key=lambda r: (r.assignment, r.account))
    return ReminderPlan(tuple(reminders), dict(sorted(skipped.items())))


def _route(instance: Instance, visits: VisitPlan) -> _Route:
    around = surroundings(instance, visits)
    building_slots: defaultdict[tuple[str, int, str], list[str]] = defaultdict(list)
    for visit in visits.visits:
        building_slots[visit.officer, around.span.index(visit.date), around.households[visit.unit].building].append(visit.slot)
    return _Route(around, building_slots, {previous.account: previous for previous in instance.previous_reminders})


def _held_in_place(item: Target, route: _Route) -> Target:
    """What is for today, announced or fixed by hand does not move while it is possible."""
    before = route.before.get(item.account.id)
    if before is None or (before.status == "planned" and before.assignment.date != route.around.instance.today):
        return item
    day = route.around.span.index(before.assignment.date)
    options = tuple((name, 1 << day) for name, mask in item.options if name == before.assignment.officer and day >= 0 and mask >> day & 1)
    return replace(item, options=options) if options else item


def _admit(targets: Sequence[Target], route: _Route, skipped: dict[str, Reason]) -> Network:
    """Who is reminded at all, when the days are full: promises and deadlines first, then the weightiest."""
    network = Network({name: _reminder_table(table, route.around.span) for name, table in route.around.tables.items()})

    def urgency(item: Target) -> tuple[bool, bool, int, int, str]:
        held = item.options != () and item.account.id in route.before and item.options[0][1].bit_count() == 1
        return (not held, not item.must, -item.weight, -item.account.amount, item.account.id)

    for item in sorted(targets, key=urgency):
        if not network.add(Guest(item.account.id, None, item.options)):
            skipped[item.account.id] = Reason("no-capacity")
    return network


def _reminder_table(table: Timetable, span: Horizon) -> Timetable:
    """The same days with the cap on reminders for room, whatever the slots."""
    cap = table.officer.reminder_cap
    officer = replace(table.officer, max_day=cap, max_slot=cap)
    return Timetable(officer, span, tuple((Slot("", ""),) if slots else () for slots in table.slots))


def _spread(items: Sequence[Target], name: str, route: _Route) -> list[PlannedReminder]:
    days = route.around.tables[name].days
    costs = [route.costs(item, name, days) for item in items]
    weeks = [route.around.span.weeks[day] for day in days]
    chosen = [days[place] for place in even_days(costs, weeks, route.around.tables[name].officer.reminder_cap)]
    used: Counter[tuple[int, str]] = Counter()
    return [_reminder(item, name, day, route, used) for item, day in zip(items, chosen, strict=True)]


def even_days(costs: Sequence[Sequence[int]], weeks: Sequence[Hashable], cap: int) -> list[int]:
    """The day of each item at least cost among the most even ways, and of these one with even weeks."""
    bins = day_bins(weeks, len(costs), cap)
    return balance(_seated(costs, cap), costs, bins)


def day_bins(weeks: Sequence[Hashable], total: int, cap: int) -> list[Bin]:
    """One for each day; `weeks` says to which week it belongs."""
    of_week = {week: Share(WEEK, *fair_share(total, count, len(weeks))) for week, count in Counter(weeks).items()}
    return [Bin((Share(UNEVEN, *fair_share(total, 1, len(weeks))), of_week[week]), cap) for week in weeks]


def _seated(costs: Sequence[Sequence[int]], cap: int) -> list[int]:
    """The same whatever the weeks: a day has seats for its share and, dearer, for more."""
    count = len(costs[0])
    low, high = fair_share(len(costs), 1, count)
    for room in (min(high, cap), cap):
        seats = [(day, -UNEVEN if k < low else 0 if k < high else UNEVEN) for day in range(count) for k in range(room)]
        if len(seats) >= len(costs):
            columns = assign([[row[day] + extra for day, extra in seats] for row in costs])
            found = [seats[column][0] for column in columns]
            if all(costs[k][day] < BLOCKED for k, day in enumerate(found)):
                break
    return found


def _reminder(item: Target, name: str, day: int, route: _Route, used: Counter[tuple[int, str]]) -> PlannedReminder:
    ride = route.ride(item, name, day)
    slot = _slot(item, name, day, route, used, ride)
    used[day, slot] += 1
    account = item.account
    return PlannedReminder(
        route.around.span.days[day], name, slot, account.unit, account.id, account.stage, ride, _reason(account, item, ride)
    )


def _slot(item: Target, name: str, day: int, route: _Route, used: Mapping[tuple[int, str], int], ride: str | None) -> str:
    if ride == "unit":
        return route.around.visits[item.account.unit][2]
    slots = slots_of(item, name, day, route.around)
    if (before := route.slot_before(item, name, day)) in slots:
        return before
    passing = [s for s in slots if ride and s in route.building_slots[name, day, item.household.building]]
    return min(passing or slots, key=lambda slot: (used.get((day, slot), 0), slot))


def _reason(account: Account, item: Target, ride: str | None) -> Reason:
    facts: dict[str, Fact] = {"overdue_days": account.overdue_days, "weight": item.weight, "piggyback": ride or ""}
    if account.promise:
        return Reason("promise", facts | {"promise": account.promise})
    if account.deadline:
        return Reason("deadline", facts | {"deadline": account.deadline})
    return Reason("owed", facts)
