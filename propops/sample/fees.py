"""Quarterly bills, and who pays them when: most at once, some late, about one in ten not yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from propops.models.base import FeeItem
from propops.models.bill import Bill
from propops.models.payment import Cover, Payment, PaymentWay
from propops.models.reminder import ArrearsReason
from propops.sample.days import at, name_of_quarter, quarter_of, quarters_back, workday_from
from propops.sample.dice import Dice
from propops.sample.homes import DEVELOPER, Home
from propops.sample.team import CASHIER
from propops.sample.world import PARKING_MONTHLY, RATE, SHOWN, Receipt, World, yuan

DUE_DAYS = 15
_WAYS = ((6, PaymentWay.WECHAT), (3, PaymentWay.ALIPAY), (1, PaymentWay.CASH), (2, PaymentWay.BANK))

# (how many of 240 homes, quarters owed, why). The last one stopped paying long ago and pays again, but not what is old.
_DEBTORS = (
    (9, 1, ArrearsReason.FORGOT),
    (2, 1, ArrearsReason.AWAY),
    (2, 2, ArrearsReason.AWAY),
    (2, 2, ArrearsReason.UNHAPPY),
    (2, 3, ArrearsReason.HARDSHIP),
    (2, 4, ArrearsReason.REFUSES),
    (1, 4, ArrearsReason.UNREACHABLE),
    (1, 6, ArrearsReason.VACANT),
)
OLD_DEBT_QUARTERS = 11  # its first bill reaches the three years of limitation soon after the end


@dataclass(frozen=True)
class Debtor:
    home: Home
    first: date  # the first quarter owed
    last: date
    reason: ArrearsReason


@dataclass(frozen=True)
class Account:
    """What became of the bills of one payer for one home and quarter; `paid` is None while they are owed."""

    home: Home
    payer: str
    bills: tuple[Bill, ...]
    paid: date | None
    reason: ArrearsReason


def debtors(world: World) -> dict[str, Debtor]:
    latest = quarter_of(world.span.until)
    free = world.dice("debtors").mixed([home for home in world.ordinary if home.people and home.id != SHOWN])
    found: dict[str, Debtor] = {}
    for count, owed, reason in _DEBTORS:
        for __ in range(round(count * world.size)):
            home = _take(free, reason)
            found[home.id] = Debtor(home, quarters_back(latest, owed - 1), latest, reason)
    for __ in range(round(world.size)):
        home = _take(free, ArrearsReason.VACANT)
        first = quarters_back(latest, OLD_DEBT_QUARTERS)
        found[home.id] = Debtor(home, first, quarters_back(latest, OLD_DEBT_QUARTERS - 1), ArrearsReason.VACANT)
    return found


def _take(free: list[Home], reason: ArrearsReason) -> Home:
    """An empty home for those who owe because it is empty."""
    vacant = reason is ArrearsReason.VACANT
    home = next((home for home in free if home.lived_in != vacant), free[0])
    free.remove(home)
    return home


def charge(world: World) -> list[Account]:
    """Bills every quarter; the accounts of all ordinary homes."""
    owing = debtors(world)
    latest, first = quarter_of(world.span.until), quarter_of(world.span.start)
    accounts: list[Account] = []
    quarter = quarters_back(latest, OLD_DEBT_QUARTERS)
    while quarter <= latest:
        homes = world.ordinary if quarter >= first else [owing[id].home for id in owing if owing[id].first <= quarter]
        accounts += [account for home in homes for account in _accounts(world, home, quarter, owing.get(home.id))]
        quarter = _next(quarter)
    return accounts


def _next(quarter: date) -> date:
    return quarter_of(quarter + timedelta(100))


def issue(world: World) -> None:
    """One act for all bills of a quarter."""
    for quarter, bills in world.issued.items():
        moment = at(workday_from(quarter), 9, 20)
        world.journal.act(moment, CASHIER, "fee bill", f"开账 {name_of_quarter(quarter)} 共{len(bills)}笔", *bills)


def bill_for(world: World, home: Home, item: FeeItem, payer: str, quarter: date, disputed: str | None = None) -> Bill:
    amount = PARKING_MONTHLY * 3 if item is FeeItem.PARKING else quarterly(home)
    bill = Bill(
        unit=home.id,
        payer=payer,
        item=item,
        period=name_of_quarter(quarter),
        amount=amount,
        due=quarter + timedelta(DUE_DAYS),
        disputed=disputed,
    )
    return world.bill(bill, quarter)


def quarterly(home: Home, months: int = 3) -> Decimal:
    assert home.unit.area_m2 is not None
    return yuan(home.unit.area_m2 * RATE * months)


def _accounts(world: World, home: Home, quarter: date, debtor: Debtor | None) -> Iterator[Account]:
    items = (FeeItem.PROPERTY, FeeItem.PARKING) if home.parking else (FeeItem.PROPERTY,)
    by_payer: dict[str, list[Bill]] = {}
    for item in items:
        bill = bill_for(world, home, item, home.payer(item), quarter)
        by_payer.setdefault(bill.payer, []).append(bill)
    for payer, bills in by_payer.items():
        owes = debtor is not None and payer == home.payer(FeeItem.PROPERTY) and debtor.first <= quarter <= debtor.last
        paid = None if owes else _pay(world, home, quarter, bills)
        yield Account(home, payer, tuple(bills), paid, debtor.reason if debtor else ArrearsReason.FORGOT)


def _pay(world: World, home: Home, quarter: date, bills: Sequence[Bill]) -> date:
    dice = world.dice("pay", home.id, quarter, bills[0].payer)
    if bills[0].payer == DEVELOPER:
        moment, way = at(workday_from(quarter + timedelta(9)), 10, 30), PaymentWay.BANK
    else:
        days = dice.number(1, 18) if dice.chance(0.83) else dice.number(22, 52)
        moment, way = office_moment(quarter + timedelta(days), dice), dice.weighted(_WAYS)
    world.pay(moment, bills, way)
    return moment.date()


def office_moment(day: date, dice: Dice) -> datetime:
    """Some time of the cashier's next working day."""
    minute = dice.number(0, 200) if dice.chance(0.55) else dice.number(300, 530)
    return at(workday_from(day), 8, 35 + minute)


def settle(world: World) -> None:
    """Gives the money its receipts in the order of time."""
    numbers: dict[str, int] = {}
    ids: dict[Receipt | None, str] = {}
    for receipt in sorted(world.till, key=lambda receipt: receipt.at):
        month = f"{receipt.at:%y%m}"
        numbers[month] = numbers.get(month, 0) + 1
        payment = Payment(
            unit=receipt.unit,
            payer=receipt.payer,
            date=receipt.at.date(),
            amount=receipt.amount,
            way=receipt.way,
            receipt=f"SJ{month}-{numbers[month]:04d}",
            covers=tuple(Cover(bill=bill, amount=amount) for bill, amount in receipt.covers),
            received_by=CASHIER,
            note=receipt.note,
            reverses=ids.get(receipt.reverses),
            replaces=ids.get(receipt.replaces),
        )
        ids[receipt] = world.journal.add(receipt.at, CASHIER, *receipt.act, payment).id
