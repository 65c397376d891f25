"""Sums and shares: what is billed, who pays, what is owed, how money is spread."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from propops.models.base import FeeItem
from propops.models.bill import Bill
from propops.models.payment import Cover, Payment, PaymentWay
from propops.models.policies.fees import FeePolicy
from propops.models.resident import Resident, ResidentRole
from propops.models.unit import Occupancy, Unit
from propops.planning import fees
from propops.planning.billing import Skip, bill_period, parse_period, payer_of, period_of, property_fee

DAY = date(2026, 11, 30)
Q4 = parse_period("2026q4")
HOME = Unit(id="1-1-101", building="1", entrance="1", room="101", area_m2=D("89.36"), occupancy=Occupancy.OWNER)


def person(id: str, role: ResidentRole = ResidentRole.OWNER, *payer: FeeItem, **more: Any) -> Resident:
    return Resident(id=f"1-1-101-{id}", unit="1-1-101", name="甲", role=role, payer=payer, **more)


def bill(period: str, amount: str = "750.62", payer: str = "1-1-101-wa", unit: str = "1-1-101", disputed: str | None = None) -> Bill:
    first = parse_period(period).first
    return Bill(
        id=f"b-{period}-{unit}-property",
        unit=unit,
        payer=payer,
        item=FeeItem.PROPERTY,
        period=period,
        amount=D(amount),
        due=first.replace(day=16),
        disputed=disputed,
    )


def paid(amount: str, *covers: tuple[Bill, str], day: date = DAY, payer: str = "1-1-101-wa", id: str = "p-261130-aaaa") -> Payment:
    parts = tuple(Cover(bill=one.id, amount=D(part)) for one, part in covers)
    return Payment(id=id, unit="1-1-101", payer=payer, date=day, amount=D(amount), way=PaymentWay.CASH, covers=parts)


# --- billing ----------------------------------------------------------------------------------------------------------


def test_area_times_rate_times_months_to_the_fen() -> None:
    assert property_fee(HOME, 3, FeePolicy()) == D("750.62")


@pytest.mark.parametrize(("area", "fee"), [("0.5", "0.01"), ("1.5", "0.02"), ("2.5", "0.03")])
def test_half_a_fen_is_rounded_up(area: str, fee: str) -> None:
    home = Unit(id="1-1", building="1", room="1", area_m2=D(area), occupancy=Occupancy.OWNER, fee_rate=D("0.01"))
    assert property_fee(home, 1, FeePolicy()) == D(fee)


@pytest.mark.parametrize("text", ["2026q4", "2026Q4", "2026年第4季度", "2026年四季度", "２０２６ｑ４"])
def test_a_quarter_however_it_is_written(text: str) -> None:
    assert parse_period(text) == Q4 == period_of(date(2026, 11, 3), 3)
    assert (Q4.first, Q4.end, Q4.months) == (date(2026, 10, 1), date(2027, 1, 1), 3)


@pytest.mark.parametrize("text", ["", "2026q5", "2026-13", "26q4", "2026q4x", "四季度"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError):
        parse_period(text)


OWNER, TENANT = ResidentRole.OWNER, ResidentRole.TENANT


@pytest.mark.parametrize(
    ("people", "payer"),
    [
        ((person("wa"),), "1-1-101-wa"),
        ((person("wa"), person("tb", TENANT, FeeItem.PROPERTY)), "1-1-101-tb"),  # agreed so
        ((person("wa"), person("tb", TENANT, FeeItem.PARKING)), "1-1-101-wa"),
        ((person("wa", moved_out=date(2026, 9, 1)), person("wb", moved_in=date(2026, 9, 1))), "1-1-101-wb"),  # sold before
        ((person("wa", moved_out=date(2026, 11, 1)), person("wb", moved_in=date(2026, 11, 1))), "1-1-101-wa"),  # sold during it
        ((person("wa", moved_in=date(2027, 3, 1)),), "1-1-101-wa"),  # owns it, lives elsewhere
        ((person("wf", ResidentRole.FAMILY),), None),
        ((), None),
    ],
)
def test_who_pays(people: tuple[Resident, ...], payer: str | None) -> None:
    assert payer_of(HOME, people, Q4.first) == payer


def test_the_developer_pays_until_the_home_is_handed_over() -> None:
    later = Unit(id="1-1", building="1", room="1", occupancy=Occupancy.OWNER, handed_over=date(2026, 10, 20))
    assert payer_of(later, [person("wa")], Q4.first) == "developer"
    assert payer_of(later, [person("wa")], date(2027, 1, 1)) == "1-1-101-wa"


def test_a_home_is_left_out_with_the_reason() -> None:
    def skipped(unit: Unit, *bills: Bill, people: tuple[Resident, ...] = (person("wa"),), rate: str = "2.80") -> Any:
        return [reason for __, reason in bill_period(Q4, [unit], people, bills, FeePolicy(rate=D(rate))).skipped]

    no_area = Unit(id="1-1-101", building="1", entrance="1", room="101", occupancy=Occupancy.OWNER)
    assert skipped(no_area) == [Skip.NO_AREA]
    assert skipped(HOME, people=()) == [Skip.NO_PAYER]
    assert skipped(HOME, rate="0") == [Skip.NO_RATE]
    assert skipped(HOME, bill("2026-11")) == [Skip.OVERLAP]
    assert skipped(HOME, bill("2026q3")) == []


def test_billing_twice_changes_nothing() -> None:
    first = bill_period(Q4, [HOME], [person("wa")], [], FeePolicy())
    assert [(made.id, made.amount, made.due) for made in first.bills] == [("b-2026q4-1-1-101-property", D("750.62"), date(2026, 10, 16))]
    again = bill_period(Q4, [HOME], [person("wb")], first.bills, FeePolicy())
    assert (again.bills, again.existing) == ((), first.bills)


# --- owed and paid ----------------------------------------------------------------------------------------------------

OLD, NEW = bill("2026q3"), bill("2026q4")


def test_part_payments_leave_the_rest_owed() -> None:
    assert fees.owed([OLD, NEW], [paid("800.00", (OLD, "750.62"), (NEW, "49.38"))]) == {OLD.id: D("0.00"), NEW.id: D("701.24")}


def test_money_goes_to_the_bills_in_order_and_the_rest_is_left() -> None:
    left = fees.owed([OLD, NEW], [])
    covers = fees.spread(D("1000.00"), [OLD, NEW], left)
    assert [(cover.bill, cover.amount) for cover in covers] == [(OLD.id, D("750.62")), (NEW.id, D("249.38"))]
    assert sum(cover.amount for cover in fees.spread(D("9999"), [OLD, NEW], left)) == D("1501.24")


def test_arrears_begin_the_day_after_the_due_day() -> None:
    assert fees.accounts([(NEW, NEW.amount)], NEW.due) == ()
    (account,) = fees.accounts([(NEW, NEW.amount)], date(2026, 10, 17))
    assert (account.overdue_days, account.amount, account.bills) == (1, D("750.62"), (NEW.id,))


def test_one_account_for_each_payer_and_home() -> None:
    buyer = bill("2026q4", payer="1-1-101-wb")
    disputed = bill("2026q3", unit="1-1-102", disputed="漏水未修")
    bills = [buyer, OLD, disputed]
    left = fees.owed(bills, [paid("0.62", (OLD, "0.62"))])
    found = fees.accounts([(bill, left[bill.id]) for bill in bills], DAY)
    assert [(account.unit, account.payer, account.amount, account.disputed) for account in found] == [
        ("1-1-101", "1-1-101-wa", D("750.00"), None),
        ("1-1-101", "1-1-101-wb", D("750.62"), None),
        ("1-1-102", "1-1-101-wa", D("750.62"), "漏水未修"),
    ]


@pytest.mark.parametrize(
    ("days", "age"), [(1, "to-30-days"), (30, "to-30-days"), (31, "to-90-days"), (365, "to-1-year"), (1096, "over-3-years")]
)
def test_ages(days: int, age: str) -> None:
    assert fees.Account("1-1", "developer", (), D(1), DAY, days).age == age


def test_prepayments_settle_new_bills_oldest_money_first() -> None:
    first, second = paid("500.00", id="p-260101-aaaa", day=date(2026, 1, 1)), paid("500.00", id="p-260201-aaaa", day=date(2026, 2, 1))
    stranger = paid("900.00", payer="1-1-101-wb", id="p-260301-aaaa")
    drawn = fees.draw_down([second, stranger, first], [NEW])
    assert [(payment.id, payment.covers[-1].amount, payment.rest) for payment in drawn] == [
        (first.id, D("500.00"), D("0.00")),
        (second.id, D("250.62"), D("249.38")),
    ]


def test_what_was_refunded_is_not_used_again() -> None:
    (drawn,) = fees.draw_down([paid("500.00"), paid("-400.00", id="p-261130-bbbb")], [NEW])
    assert drawn.covers[-1].amount == D("100.00")


def test_receipts_are_numbered_by_day() -> None:
    taken = [Payment(unit="1-1", payer="developer", date=DAY, amount=D(1), way=PaymentWay.CASH, receipt=f"R261130-{n:03d}") for n in (1, 4)]
    assert fees.next_receipt(taken, DAY) == "R261130-005"
    assert fees.next_receipt(taken, date(2026, 12, 1)) == "R261201-001"


def test_the_balance_runs_payer_by_payer() -> None:
    lines = fees.statement([NEW, OLD], [paid("1000.00", (OLD, "750.62"), (NEW, "249.38"), day=date(2026, 10, 5))])
    assert [(f"{line.date}", line.open, line.balance) for line in lines] == [
        ("2026-07-01", D("0.00"), D("750.62")),
        ("2026-10-01", D("501.24"), D("1501.24")),
        ("2026-10-05", D("0.00"), D("501.24")),
    ]
