"""Billing a period: what each home costs, who pays it, and which homes are left out and why."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TypeVar

from propops.choices import Choice
from propops.i18n import N_
from propops.models.base import FeeItem, natural
from propops.models.bill import DEVELOPER, Bill
from propops.models.policies.fees import FeePolicy
from propops.models.resident import Resident, ResidentRole
from propops.models.unit import Charge, Occupancy, Unit

_PERIOD = re.compile(r"([0-9]{4})[年-]?(?:q([1-4])|第?([1-4])季度?|(0?[1-9]|1[0-2])月?)?")
_NUMERALS = str.maketrans("一二三四", "1234")


@dataclass(frozen=True, slots=True)
class Period:
    """`2026q4`, `2026-11` or `2026`, and the months it spans."""

    name: str
    first: date
    months: int

    @property
    def end(self) -> date:
        """The first day after it."""
        years, month = divmod(self.first.month - 1 + self.months, 12)
        return date(self.first.year + years, month + 1, 1)

    def overlaps(self, other: "Period") -> bool:
        return self.first < other.end and other.first < self.end


def parse_period(text: str) -> Period:
    """Also 2026年第4季度 and 2026年11月. ValueError otherwise."""
    match = _PERIOD.fullmatch(unicodedata.normalize("NFKC", text).strip().lower().translate(_NUMERALS))
    if match is None:
        raise ValueError(text)
    year, quarter, month = int(match[1]), match[2] or match[3], match[4]
    if quarter:
        return Period(f"{year}q{quarter}", date(year, 3 * int(quarter) - 2, 1), 3)
    if month:
        return Period(f"{year}-{int(month):02d}", date(year, int(month), 1), 1)
    return Period(f"{year}", date(year, 1, 1), 12)


def period_of(day: date, months: int) -> Period:
    """The period of a month, a quarter or a year that the day lies in: what an estate that bills by `months` types."""
    forms = {1: f"{day:%Y-%m}", 3: f"{day.year}q{(day.month + 2) // 3}"}
    return parse_period(forms.get(months, f"{day.year}"))


# --- what and whom ----------------------------------------------------------------------------------------------------


def to_the_fen(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def property_fee(unit: Unit, months: int, policy: FeePolicy) -> Decimal:
    """Area × rate × months, rounded half up to the fen: 89.36 m² × 2.80 × 3 = 750.62."""
    return to_the_fen(monthly(unit, FeeItem.PROPERTY, date.min, policy) * months)


def monthly(unit: Unit, item: FeeItem, day: date, policy: FeePolicy) -> Decimal:
    """What an item costs this home a month as of a day, not rounded yet: area × rate, or the fixed prices that apply."""
    if item is FeeItem.PROPERTY:
        rate = policy.rate if unit.fee_rate is None else unit.fee_rate
        return (unit.area_m2 or Decimal(0)) * rate
    own = [charge for charge in unit.charges if charge.item is item]
    prices = [fixed for fixed in policy.fixed if fixed.item is item]
    price = sum((fixed.monthly for fixed in prices), Decimal(0))
    if own:
        return sum(
            (charge.count * (price if charge.monthly is None else charge.monthly) for charge in own if charge.holds(day)), Decimal(0)
        )
    return sum((fixed.monthly for fixed in prices if fixed.every_home), Decimal(0))


def ended(unit: Unit, item: FeeItem, day: date) -> tuple[Charge, ...]:
    """The home's fixed fees, with those of this item closed on their last day."""
    return tuple(replace(charge, to=day) if charge.item is item and charge.holds(day) else charge for charge in unit.charges)


def items_of(unit: Unit, policy: FeePolicy) -> list[FeeItem]:
    """The property fee first, then the fixed items that this home has a price for."""
    fixed = {charge.item for charge in unit.charges} | {fixed.item for fixed in policy.fixed if fixed.every_home}
    return [item for item in FeeItem if item is FeeItem.PROPERTY or item in fixed]


def payer_of(unit: Unit, residents: Iterable[Resident], day: date, item: FeeItem = FeeItem.PROPERTY) -> str | None:
    """The developer until the home is handed over; then whoever agreed to pay, else the owner, living there or not."""
    if unit.occupancy is Occupancy.NOT_HANDED_OVER or (unit.handed_over and unit.handed_over > day):
        return DEVELOPER
    candidates = [
        resident
        for resident in residents
        if (resident.moved_out is None or day < resident.moved_out) and (item in resident.payer or resident.role is ResidentRole.OWNER)
    ]

    def fitness(resident: Resident) -> tuple[object, ...]:
        is_owner = resident.role is ResidentRole.OWNER
        return not resident.lives_here(day), item not in resident.payer, not is_owner, natural(resident.id)

    return min(candidates, key=fitness).id if candidates else None


# --- who owes which part of it ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """What one payer owes of an item, not rounded yet; `first` to `end` are the days it is for, `end` not included."""

    payer: str | None
    first: date
    end: date
    amount: Decimal


def shares(unit: Unit, item: FeeItem, period: Period, residents: Sequence[Resident], policy: FeePolicy) -> list[Share]:
    """Whoever pays on the first day owes the whole period; where the settings share it by days, each payer owes theirs."""
    days = _turning_points(unit, item, period, residents) if policy.pro_rata else [period.first, period.end]
    found: dict[str | None, Share] = {}
    for first, end in pairwise(days):
        payer, price = payer_of(unit, residents, first, item), monthly(unit, item, first, policy)
        amount = price * period.months * (end - first).days / (period.end - period.first).days
        before = found.get(payer, Share(payer, first, end, Decimal(0)))
        found[payer] = replace(before, end=end, amount=before.amount + amount)
    return [share for share in found.values() if share.amount]


def _turning_points(unit: Unit, item: FeeItem, period: Period, residents: Sequence[Resident]) -> list[date]:
    """The days of the period on which somebody else begins to pay, or something else costs."""
    days = {period.first, period.end, unit.handed_over}
    days |= {day for resident in residents for day in (resident.moved_in, resident.moved_out)}
    for charge in (charge for charge in unit.charges if charge.item is item):
        days |= {charge.from_, charge.to and charge.to + timedelta(1)}
    return sorted(day for day in days if day and period.first <= day <= period.end)


def rounded(shares: Sequence[Share]) -> list[Decimal]:
    """Half up to the fen; the last one takes what rounding leaves, so that the parts make the whole."""
    total = to_the_fen(sum((share.amount for share in shares), Decimal(0)))
    parts = [to_the_fen(share.amount) for share in shares[:-1]]
    return [*parts, total - sum(parts, Decimal(0))]


# --- a period ---------------------------------------------------------------------------------------------------------


class Skip(Choice):
    NO_AREA = "no-area", N_("the area is not recorded")
    NO_RATE = "no-rate", N_("the rate is zero")
    NO_PAYER = "no-payer", N_("nobody is recorded who pays")
    OVERLAP = "overlap", N_("another bill covers a part of the period")


@dataclass(frozen=True, slots=True)
class Billing:
    """New bills with their ids, the bills that were there already, and the homes left out."""

    bills: tuple[Bill, ...]
    existing: tuple[Bill, ...]
    skipped: tuple[tuple[str, Skip], ...]


def standing(bills: Iterable[Bill]) -> list[Bill]:
    """Without those that were reversed, and their reversals."""
    bills = list(bills)
    gone = {bill.reverses for bill in bills if bill.reverses}
    return [bill for bill in bills if not bill.reverses and bill.id not in gone]


def bill_period(period: Period, units: Iterable[Unit], residents: Iterable[Resident], bills: Iterable[Bill], policy: FeePolicy) -> Billing:
    """Every item of every home that has no bill for the period yet. One that was reversed is not made again."""
    people, before = _by_unit(residents), _by_unit(bills)
    made: list[Bill] = []
    existing: list[Bill] = []
    skipped: dict[tuple[str, Skip], None] = {}
    for unit in sorted(units, key=lambda unit: natural(unit.id)):
        for item in items_of(unit, policy):
            same_item = [bill for bill in before[unit.id] if bill.item is item]
            same = [bill for bill in same_item if bill.period == period.name]
            existing += standing(same)
            found = [] if same else _bills(unit, item, period, people[unit.id], same_item, policy)
            if isinstance(found, Skip):
                skipped[unit.id, found] = None
            else:
                made += found
    return Billing(tuple(made), tuple(existing), tuple(skipped))


def _bills(
    unit: Unit, item: FeeItem, period: Period, residents: Sequence[Resident], before: Sequence[Bill], policy: FeePolicy
) -> list[Bill] | Skip:
    if any(period.overlaps(parse_period(bill.period)) for bill in standing(before)):
        return Skip.OVERLAP
    if item is FeeItem.PROPERTY and unit.area_m2 is None:
        return Skip.NO_AREA
    found = shares(unit, item, period, residents, policy)
    if any(share.payer is None for share in found):
        return Skip.NO_PAYER
    if not found:
        return _nothing_due(unit, item, period, residents)
    due = period.first + timedelta(days=policy.due_days)
    first = Bill(unit=unit.id, payer="", item=item, period=period.name, amount=Decimal(0), due=due)
    ids = first.ids(period.first)
    return [
        replace(_shared(first, share, period), id=next(ids), amount=amount)
        for share, amount in zip(found, rounded(found), strict=True)
        if amount
    ]


def _nothing_due(unit: Unit, item: FeeItem, period: Period, residents: Sequence[Resident]) -> list[Bill] | Skip:
    """A parking place given up costs nothing, and there is nothing to wonder about."""
    if item is not FeeItem.PROPERTY:
        return []
    return Skip.NO_PAYER if payer_of(unit, residents, period.first) is None else Skip.NO_RATE


def _shared(bill: Bill, share: Share, period: Period) -> Bill:
    """A part of the period says which; whoever came later has as long to pay."""
    assert share.payer is not None
    if (share.first, share.end) == (period.first, period.end):
        return replace(bill, payer=share.payer)
    due = bill.due + (share.first - period.first)
    return replace(bill, payer=share.payer, due=due, from_=share.first, to=share.end - timedelta(1))


B = TypeVar("B", Bill, Resident)


def _by_unit(records: Iterable[B]) -> dict[str, list[B]]:
    found: dict[str, list[B]] = defaultdict(list)
    for record in records:
        found[record.unit].append(record)
    return found
