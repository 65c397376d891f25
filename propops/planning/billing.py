"""Billing a period: what each home costs, who pays it, and which homes are left out and why."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from propops.i18n import N_
from propops.models.base import Choice, natural
from propops.models.bill import DEVELOPER, Bill
from propops.models.resident import FeeItem, Resident, ResidentRole
from propops.models.settings import FeePolicy
from propops.models.unit import Occupancy, Unit

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


def property_fee(unit: Unit, months: int, policy: FeePolicy) -> Decimal:
    """Area × rate × months, rounded half up to the fen: 89.36 m² × 2.80 × 3 = 750.62."""
    rate = policy.rate if unit.fee_rate is None else unit.fee_rate
    return ((unit.area_m2 or Decimal(0)) * rate * months).quantize(Decimal("0.01"), ROUND_HALF_UP)


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


def bill_period(period: Period, units: Iterable[Unit], residents: Iterable[Resident], bills: Iterable[Bill], policy: FeePolicy) -> Billing:
    """The property fee of every home that has no bill for the period yet. Whoever pays on its first day owes it."""
    people, before = _by_unit(residents), _by_unit(bill for bill in bills if bill.item is FeeItem.PROPERTY)
    made: list[Bill] = []
    existing: list[Bill] = []
    skipped: list[tuple[str, Skip]] = []
    for unit in sorted(units, key=lambda unit: natural(unit.id)):
        same = [bill for bill in before[unit.id] if bill.period == period.name]
        existing += same
        found = None if same else _bill(unit, period, people[unit.id], before[unit.id], policy)
        if isinstance(found, Skip):
            skipped.append((unit.id, found))
        elif found is not None:
            made.append(found)
    return Billing(tuple(made), tuple(existing), tuple(skipped))


def _bill(unit: Unit, period: Period, residents: Sequence[Resident], before: Sequence[Bill], policy: FeePolicy) -> Bill | Skip:
    if any(period.overlaps(parse_period(bill.period)) for bill in before):
        return Skip.OVERLAP
    if unit.area_m2 is None:
        return Skip.NO_AREA
    payer, amount = payer_of(unit, residents, period.first), property_fee(unit, period.months, policy)
    if payer is None:
        return Skip.NO_PAYER
    if not amount:
        return Skip.NO_RATE
    due = period.first + timedelta(days=policy.due_days)
    bill = Bill(unit=unit.id, payer=payer, item=FeeItem.PROPERTY, period=period.name, amount=amount, due=due)
    return replace(bill, id=next(bill.ids(period.first)))


B = TypeVar("B", Bill, Resident)


def _by_unit(records: Iterable[B]) -> dict[str, list[B]]:
    found: dict[str, list[B]] = defaultdict(list)
    for record in records:
        found[record.unit].append(record)
    return found
