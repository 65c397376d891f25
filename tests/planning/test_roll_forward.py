"""Nothing owed or paid ever disappears: opening + billed − paid = closing to the cent, whatever the desk did, and beancount agrees."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propops.models.base import FeeItem
from propops.models.bill import Bill
from propops.models.payment import Payment, PaymentWay
from propops.models.policies.fees import FeePolicy, FixedFee
from propops.models.resident import Resident, ResidentRole
from propops.models.unit import Charge, Occupancy, Unit
from propops.planning import fees
from propops.planning.beancount import balances, ledger
from propops.planning.billing import bill_period, parse_period
from propops.planning.collection import collection
from propops.planning.corrections import moved_covers, opposite_bill, opposite_payment, right_bill

HOME = Unit(
    id="1-1-101",
    building="1",
    entrance="1",
    room="101",
    area_m2=D("89.36"),
    occupancy=Occupancy.OWNER,
    charges=(Charge(item=FeeItem.PARKING, count=2),),
)
PERIODS = ("2026q1", "2026q2", "2026q3", "2026q4")
START = date(2026, 1, 1)


@dataclass
class Books:
    """One home through a year, by the same pure functions that the commands use."""

    pro_rata: bool
    sold_on: date
    today: date = START
    bills: list[Bill] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    @property
    def people(self) -> list[Resident]:
        seller = Resident(id="1-1-101-wa", unit="1-1-101", name="甲", role=ResidentRole.OWNER, moved_out=self.sold_on)
        return [seller, Resident(id="1-1-101-wb", unit="1-1-101", name="乙", role=ResidentRole.OWNER, moved_in=self.sold_on)]

    def bill(self, period: str) -> None:
        policy = FeePolicy(fixed=(FixedFee(item=FeeItem.PARKING, monthly=D("133.33")),), pro_rata=self.pro_rata)
        self.bills += bill_period(parse_period(period), [HOME], self.people, self.bills, policy).bills
        self.draw()

    def draw(self) -> None:
        drawn = {payment.id: payment for payment in fees.draw_down(self.payments, self.bills)}
        self.payments = [drawn.get(payment.id, payment) for payment in self.payments]

    def add(self, payment: Payment) -> None:
        self.payments.append(replace(payment, id=f"p-{self.today:%y%m%d}-{len(self.payments):04d}", date=self.today))

    def pay(self, payer: str, amount: D) -> None:
        left = fees.owed(self.bills, self.payments)
        open_bills = [bill for bill in fees.by_age(self.bills) if bill.payer == payer and left[bill.id] > 0]
        covers = fees.spread(amount, open_bills, left)
        self.add(Payment(unit=HOME.id, payer=payer, date=self.today, amount=amount, way=PaymentWay.CASH, covers=covers))

    def refund(self, payer: str, amount: D) -> None:
        amount = min(amount, fees.prepaid(one for one in self.payments if one.payer == payer))
        if amount:
            self.add(Payment(unit=HOME.id, payer=payer, date=self.today, amount=-amount, way=PaymentWay.BANK))

    def void_payment(self, which: int) -> None:
        gone = {one.reverses for one in self.payments} | {one.id for one in self.payments if one.reverses or not one.amount}
        standing = [one for one in self.payments if one.id not in gone]
        before = list(self.payments)
        if standing:
            self.add(opposite_payment(standing[which % len(standing)], self.today, "x"))
            self.settle()
        if any(total([one.rest for one in self.payments if one.payer == payer]) < 0 for payer in ("1-1-101-wa", "1-1-101-wb")):
            self.payments = before  # it was given back meanwhile: refused

    def correct_bill(self, which: int, payer: str, amount: D) -> None:
        gone = {one.reverses for one in self.bills} | {one.id for one in self.bills if one.reverses}
        standing = [one for one in self.bills if one.id not in gone]
        if standing:
            wrong = standing[which % len(standing)]
            stem = "-".join(wrong.id.split("-")[:6])
            numbers = (f"{stem}-{len(self.bills) + more}" for more in (1, 2))
            right = (opposite_bill(wrong, self.today, "x"), right_bill(wrong, self.today, payer, amount))
            self.bills += [replace(bill, id=id) for bill, id in zip(right, numbers, strict=True)]
            self.settle()

    def settle(self) -> None:
        for moved in moved_covers(self.bills, self.payments, self.today):
            self.add(moved)
        self.draw()


PAYERS = st.sampled_from(["1-1-101-wa", "1-1-101-wb"])
AMOUNTS = st.decimals("0.01", "5000.00", places=2)
STEPS = st.one_of(
    st.tuples(st.just("bill"), st.sampled_from(PERIODS)),
    st.tuples(st.just("pay"), PAYERS, AMOUNTS),
    st.tuples(st.just("refund"), PAYERS, AMOUNTS),
    st.tuples(st.just("void_payment"), st.integers(0, 20)),
    st.tuples(st.just("correct_bill"), st.integers(0, 20), PAYERS, AMOUNTS),
)


@st.composite
def books(draw: st.DrawFn) -> Books:
    found = Books(draw(st.booleans()), START + timedelta(draw(st.integers(1, 360))))
    for step in draw(st.lists(STEPS, min_size=4, max_size=25)):
        found.today += timedelta(draw(st.integers(0, 25)))
        getattr(found, step[0])(*step[1:])
    return found


def total(amounts: Sequence[D]) -> D:
    return sum(amounts, D(0))


@given(books(), st.integers(0, 500))
@settings(max_examples=150, deadline=None)
def test_opening_and_billed_less_paid_is_closing(books: Books, days: int) -> None:
    since = START + timedelta(days)
    lines = fees.statement(books.bills, books.payments)
    left = fees.owed(books.bills, books.payments)
    for statement in fees.statements(lines, since, date.max):
        billed = total([bill.amount for bill in books.bills if bill.payer == statement.payer and fees.charged_on(bill) >= since])
        paid = total([one.amount for one in books.payments if one.payer == statement.payer and one.date >= since])
        assert statement.opening + billed - paid == statement.closing
        owes = total([left[bill.id] for bill in books.bills if bill.payer == statement.payer])
        assert owes - fees.prepaid(one for one in books.payments if one.payer == statement.payer) == statement.closing
    assert all(0 <= left[bill.id] <= max(bill.amount, D(0)) for bill in books.bills)
    payers = {bill.id: bill.payer for bill in books.bills}
    assert all(payers[cover.bill] == one.payer for one in books.payments for cover in one.covers)


@given(books())
@settings(max_examples=60, deadline=None)
def test_what_fell_due_was_collected_or_is_owed(books: Books) -> None:
    left = fees.owed(books.bills, books.payments)
    for part in collection(books.bills, books.payments, date(2027, 12, 31)):
        assert part.due - part.collected == total([left[id] for id in part.bills])
        assert part.rate is None or 0 <= part.rate <= 100


@given(st.dates(START + timedelta(1), date(2026, 12, 30)))
def test_the_parts_of_a_period_make_the_whole(sold_on: date) -> None:
    whole, shared = Books(False, sold_on), Books(True, sold_on)
    for period in PERIODS:
        whole.bill(period)
        shared.bill(period)
    for period in PERIODS:
        sums = [total([bill.amount for bill in books.bills if bill.period == period]) for books in (whole, shared)]
        assert sums[0] == sums[1]
    for bill in shared.bills:
        last = bill.to or parse_period(bill.period).end - timedelta(1)
        assert (last < sold_on) == (bill.payer == "1-1-101-wa")


# --- the accountants' own tool ----------------------------------------------------------------------------------------


def loaded(text: str) -> dict[str, D]:
    """The balances by beancount's own sums; it must have nothing to complain about."""
    loader, realization = pytest.importorskip("beancount.loader"), pytest.importorskip("beancount.core.realization")
    entries, errors, __ = loader.load_string(text)
    assert errors == []
    root = realization.realize(entries)
    nodes = ((node.account, node.balance.reduce(lambda position: position.units)) for node in realization.iter_children(root))
    return {account: amount.get_currency_units("CNY").number for account, amount in nodes if not amount.is_empty()}


@given(books(), st.none() | st.dates(START, date(2027, 1, 1)))
@settings(max_examples=40, deadline=None)
def test_beancount_comes_to_the_same_balances(books: Books, since: date | None) -> None:
    theirs = loaded(ledger("园", books.bills, books.payments, since))
    ours = {account: amount for account, amount in balances(books.bills, books.payments).items() if amount}
    assert {account: amount for account, amount in theirs.items() if account.startswith(("Assets:Receivable:", "Liabilities:"))} == ours


def test_a_wrong_balance_would_be_found() -> None:
    books = Books(False, date(2026, 12, 31))
    books.bill("2026q1")
    text = ledger("园", books.bills, books.payments)
    wrong = text.replace("balance Assets:Receivable:1-1-101:WA  1550.60 ~", "balance Assets:Receivable:1-1-101:WA  1550.61 ~")
    assert wrong != text
    with pytest.raises(AssertionError):
        loaded(wrong)


def test_bean_check_has_nothing_to_say_of_the_sample_estate(tmp_path: Path) -> None:
    out = tmp_path / "books.beancount"
    root = str(Path(__file__).parent.parent.parent)
    for more in ((), ("--since", "2026-07-01")):
        command = [sys.executable, "-m", "propops", "--estate", root, "fee", "export", "--to", "beancount", "--out", str(out), *more]
        subprocess.run(command, check=True, capture_output=True)
        checked = subprocess.run([sys.executable, "-m", "beancount.scripts.check", str(out)], capture_output=True, text=True)
        assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
