"""What is owed: bills against payments, money spread over bills, arrears by age, the account of a home."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from propops.choices import Choice
from propops.i18n import N_
from propops.models.base import natural
from propops.models.bill import Bill
from propops.models.payment import Cover, Payment
from propops.planning.billing import parse_period

NOTHING = Decimal("0.00")

# A bill and what is left to be paid of it.
Unpaid = tuple[Bill, Decimal]


def owed(bills: Iterable[Bill], payments: Iterable[Payment]) -> Mapping[str, Decimal]:
    """What is still to be paid of each bill, by id; zero for one that is settled, or was reversed."""
    charges = ((bill.id, bill.amount, bill.reverses) for bill in bills)
    return rest_of(charges, ((cover.bill, cover.amount) for payment in payments for cover in payment.covers))


def rest_of(charges: Iterable[tuple[str, Decimal, str | None]], covers: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The same of bills as (id, amount, what it reverses) and what payments cover as (bill, amount)."""
    charges = list(charges)
    paid: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for bill, part in covers:
        paid[bill] += part
    gone = {reverses for *__, reverses in charges if reverses}
    return {id: (NOTHING if reverses or id in gone else amount) - paid[id] for id, amount, reverses in charges}


def prepaid(payments: Iterable[Payment]) -> Decimal:
    """What one payer has paid beyond all bills; a refund takes from it."""
    return max(sum((payment.rest for payment in payments), NOTHING), NOTHING)


def by_age(bills: Iterable[Bill]) -> list[Bill]:
    return sorted(bills, key=_seniority)


def _seniority(bill: Bill) -> tuple[date, tuple[tuple[int, int, str], ...]]:
    return bill.due, natural(bill.id)


# --- arrears ----------------------------------------------------------------------------------------------------------


class AgeClass(Choice):
    """How long the oldest bill is overdue. A claim that nobody made for three years can no longer be enforced."""

    MONTH = "to-30-days", N_("up to 30 days")
    QUARTER = "to-90-days", N_("31 to 90 days")
    YEAR = "to-1-year", N_("91 days to 1 year")
    THREE_YEARS = "to-3-years", N_("1 to 3 years")
    OLDER = "over-3-years", N_("over 3 years")


_AGES = ((30, AgeClass.MONTH), (90, AgeClass.QUARTER), (365, AgeClass.YEAR), (3 * 365, AgeClass.THREE_YEARS))


@dataclass(frozen=True, slots=True)
class Account:
    """What one payer owes for one home past the due day."""

    unit: str
    payer: str
    bills: tuple[str, ...]
    amount: Decimal
    oldest_due: date
    overdue_days: int
    disputed: str | None = None
    parts: tuple[tuple[date, Decimal], ...] = ()  # what is owed of each bill, with its due day

    @property
    def age(self) -> AgeClass:
        return _age(self.overdue_days)

    @property
    def bands(self) -> dict[AgeClass, Decimal]:
        """What is owed by the age of the bill; the ages of all bills make the whole."""
        today = self.oldest_due + timedelta(self.overdue_days)
        found = dict.fromkeys(AgeClass, NOTHING)
        for due, amount in self.parts:
            found[_age((today - due).days)] += amount
        return found


def _age(days: int) -> AgeClass:
    return next((age for limit, age in _AGES if days <= limit), AgeClass.OLDER)


def accounts(unpaid: Iterable[Unpaid], today: date) -> tuple[Account, ...]:
    """One for each home and payer with something owed whose due day has passed, in the order of homes."""
    groups: dict[tuple[str, str], list[Unpaid]] = defaultdict(list)
    for bill, left in unpaid:
        if left > 0 and bill.due < today:
            groups[bill.unit, bill.payer].append((bill, left))
    keys = sorted(groups, key=lambda key: (natural(key[0]), natural(key[1])))
    return tuple(account_of(groups[key], today) for key in keys)


def account_of(unpaid: Iterable[Unpaid], today: date) -> Account:
    unpaid = sorted(unpaid, key=lambda part: _seniority(part[0]))
    oldest = unpaid[0][0]
    return Account(
        unit=oldest.unit,
        payer=oldest.payer,
        bills=tuple(bill.id for bill, __ in unpaid),
        amount=sum((left for __, left in unpaid), NOTHING),
        oldest_due=oldest.due,
        overdue_days=(today - oldest.due).days,
        disputed=next((bill.disputed for bill, __ in unpaid if bill.disputed), None),
        parts=tuple((bill.due, left) for bill, left in unpaid),
    )


# --- money over bills -------------------------------------------------------------------------------------------------


def spread(amount: Decimal, bills: Iterable[Bill], left: Mapping[str, Decimal]) -> tuple[Cover, ...]:
    """Covers for the bills in the order given, until the money is used up; the rest is a prepayment."""
    covers: list[Cover] = []
    for bill in bills:
        part = min(amount, left[bill.id])
        if part > 0:
            covers.append(Cover(bill=bill.id, amount=part))
            amount -= part
    return tuple(covers)


def draw_down(payments: Iterable[Payment], bills: Iterable[Bill]) -> tuple[Payment, ...]:
    """Settles open bills from prepayments of the same payer for the same home, oldest money and oldest bills first, but for those in
    dispute: the payments with their new covers."""
    payments, bills = list(payments), list(bills)
    left = dict(owed(bills, payments))
    purses: dict[tuple[str, str], list[Payment]] = defaultdict(list)
    for payment in payments:
        purses[payment.unit, payment.payer].append(payment)
    wanted: dict[tuple[str, str], list[Bill]] = defaultdict(list)
    for bill in by_age(bills):
        if left[bill.id] > 0 and not bill.disputed:
            wanted[bill.unit, bill.payer].append(bill)
    return tuple(payment for key, due in wanted.items() for payment in _draw(purses.get(key, []), due, left))


def _draw(purse: list[Payment], bills: Sequence[Bill], left: dict[str, Decimal]) -> Iterable[Payment]:
    """What was reversed holds no money any more, however it looks."""
    available = prepaid(purse)
    gone = {payment.reverses for payment in purse if payment.reverses}
    for payment in sorted(purse, key=lambda payment: (payment.date, payment.id)):
        covers = () if payment.id in gone or payment.reverses else spread(min(available, payment.rest), bills, left)
        for cover in covers:
            left[cover.bill] -= cover.amount
            available -= cover.amount
        if covers:
            yield replace(payment, covers=(*payment.covers, *covers))


def next_receipt(payments: Iterable[Payment], day: date) -> str:
    """R261130-001, one above the last of the day."""
    prefix = f"R{day:%y%m%d}-"
    taken = [payment.receipt.removeprefix(prefix) for payment in payments if payment.receipt and payment.receipt.startswith(prefix)]
    return f"{prefix}{max((int(number) for number in taken if number.isdecimal()), default=0) + 1:03d}"


# --- the account of a home --------------------------------------------------------------------------------------------


def charged_on(bill: Bill) -> date:
    """The day a bill stands on: the first one of its period, or of the part that is billed; that of a correction is its own."""
    return bill.issued or bill.from_ or parse_period(bill.period).first


@dataclass(frozen=True, slots=True)
class Line:
    """One bill or payment. `balance` is what the payer owes after it, below zero what is prepaid."""

    payer: str
    date: date
    record: Bill | Payment
    charged: Decimal
    paid: Decimal
    open: Decimal  # still owed of this bill, or not yet used of this payment
    balance: Decimal


def statement(bills: Iterable[Bill], payments: Iterable[Payment]) -> tuple[Line, ...]:
    """Payer by payer in the order of time, within a day in that of the receipts."""
    bills, payments = list(bills), list(payments)
    left = owed(bills, payments)
    dated: list[tuple[date, int, str, Bill | Payment]] = [(charged_on(bill), 0, bill.id, bill) for bill in bills]
    dated += [(payment.date, 1 if payment.receipt else 2, payment.receipt or payment.id, payment) for payment in payments]
    lines: dict[str, list[Line]] = {}
    for day, *__, record in sorted(dated, key=lambda entry: (*entry[:3], entry[3].id)):
        before = lines.setdefault(record.payer, [])
        charged, paid = (record.amount, NOTHING) if isinstance(record, Bill) else (NOTHING, record.amount)
        still = left[record.id] if isinstance(record, Bill) else record.rest
        balance = (before[-1].balance if before else NOTHING) + charged - paid
        before.append(Line(record.payer, day, record, charged, paid, still, balance))
    return tuple(line for group in lines.values() for line in group)


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines of one payer within a span; `opening` is the balance before it."""

    payer: str
    opening: Decimal
    lines: tuple[Line, ...]

    @property
    def closing(self) -> Decimal:
        return self.lines[-1].balance if self.lines else self.opening


def statements(lines: Iterable[Line], since: date, until: date) -> tuple[Statement, ...]:
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.payer].append(line)
    return tuple(_within(payer, group, since, until) for payer, group in groups.items())


def _within(payer: str, lines: Sequence[Line], since: date, until: date) -> Statement:
    before = [line for line in lines if line.date < since]
    within = tuple(line for line in lines if since <= line.date <= until)
    return Statement(payer, before[-1].balance if before else NOTHING, within)
