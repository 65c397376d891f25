"""The fees as a beancount ledger, so that accountants can check our sums with a tool of their own.

Every payer of a home has a receivable and a prepayment account. The file ends with what we say is owed and prepaid: bean-check
refuses it unless its own sums agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from propops.models.bill import DEVELOPER, Bill, is_of_home
from propops.models.payment import Payment
from propops.planning.fees import NOTHING, charged_on, owed

OPENING = "Equity:Opening-Balances"

Posting = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction; its postings add up to zero."""

    day: date
    text: str
    id: str
    postings: tuple[Posting, ...]


def ledger(title: str, bills: Sequence[Bill], payments: Sequence[Payment], since: date | None = None) -> str:
    """The whole file. With `since`, what came before is one opening balance for each account."""
    found = sorted(entries(bills, payments), key=lambda entry: (entry.day, entry.id))
    if since is not None:
        found = [*_opening([entry for entry in found if entry.day < since], since), *(entry for entry in found if entry.day >= since)]
    head = [f'option "title" "{_quoted(title)}"', 'option "operating_currency" "CNY"', ""]
    return "\n".join([*head, *_openings(found), "", *map(_transaction, found), *_balances(found, bills, payments)]) + "\n"


# --- accounts ---------------------------------------------------------------------------------------------------------


def receivable(unit: str, payer: str) -> str:
    return f"Assets:Receivable:{_names(unit, payer)}"


def prepaid_account(unit: str, payer: str) -> str:
    return f"Liabilities:Prepaid:{_names(unit, payer)}"


def _names(unit: str, payer: str) -> str:
    """`3-2-1001:WX`, `3-2-1001:Developer`: beancount wants ASCII, and each part to begin with a capital or a digit."""
    if payer == DEVELOPER:
        return f"{unit.upper()}:Developer"
    return f"{unit.upper()}:{(payer.removeprefix(f'{unit}-') if is_of_home(payer, unit) else payer).upper()}"


# --- transactions -----------------------------------------------------------------------------------------------------


def entries(bills: Iterable[Bill], payments: Iterable[Payment]) -> Iterator[Entry]:
    by_id = {bill.id: bill for bill in bills}
    for bill in by_id.values():
        income = f"Income:{str(bill.item).capitalize()}"
        yield Entry(
            charged_on(bill),
            f"{bill.item} {bill.period}",
            bill.id,
            ((receivable(bill.unit, bill.payer), bill.amount), (income, -bill.amount)),
        )
    for payment in payments:
        yield from _of_payment(payment, by_id)


def _of_payment(payment: Payment, bills: dict[str, Bill]) -> Iterator[Entry]:
    """All money is a prepayment until the bill it covers stands; for most that is the same day."""
    purse = prepaid_account(payment.unit, payment.payer)
    by_day: dict[date, list[Posting]] = defaultdict(list)
    by_day[payment.date].append((f"Assets:{str(payment.way).capitalize()}", payment.amount))
    by_day[payment.date].append((purse, -payment.amount))
    for cover in payment.covers:
        bill = bills[cover.bill]
        day = max(payment.date, charged_on(bill))
        by_day[day] += [(purse, cover.amount), (receivable(bill.unit, bill.payer), -cover.amount)]
    for day, postings in by_day.items():
        text = " ".join(part for part in (str(payment.way), payment.receipt) if part)
        yield Entry(day, text, payment.id, _added_up(postings))


def _added_up(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    sums: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    for account, amount in postings:
        sums[account] += amount
    return tuple((account, amount) for account, amount in sums.items() if amount)


def _opening(before: Sequence[Entry], since: date) -> list[Entry]:
    postings = [posting for entry in before for posting in entry.postings if not posting[0].startswith("Income:")]
    sums = _added_up(postings)
    return [Entry(since, "opening balances", "opening", (*sums, (OPENING, -sum((amount for __, amount in sums), NOTHING))))] if sums else []


# --- text -------------------------------------------------------------------------------------------------------------


def _openings(found: Sequence[Entry]) -> list[str]:
    first = min((entry.day for entry in found), default=date(2000, 1, 1))
    accounts = sorted({account for entry in found for account, __ in entry.postings})
    return [f"{first} open {account} CNY" for account in accounts]


def _transaction(entry: Entry) -> str:
    lines = [f'{entry.day} * "{_quoted(entry.text)}"', f'  id: "{_quoted(entry.id)}"']
    lines += [f"  {account}  {amount:.2f} CNY" for account, amount in entry.postings]
    return "\n".join(lines) + "\n"


def _balances(found: Sequence[Entry], bills: Iterable[Bill], payments: Iterable[Payment]) -> list[str]:
    """Our own sums, not those of the entries above; only of accounts that are open."""
    if not found:
        return []
    day = max(entry.day for entry in found) + timedelta(1)
    is_open = {account for entry in found for account, __ in entry.postings}
    sums = balances(bills, payments)
    return [f"{day} balance {account}  {sums[account]:.2f} ~ 0 CNY" for account in sorted(sums) if account in is_open]


def balances(bills: Iterable[Bill], payments: Iterable[Payment]) -> dict[str, Decimal]:
    """What every payer owes for a home, and, below zero, has prepaid."""
    bills, payments = list(bills), list(payments)
    left, sums = owed(bills, payments), defaultdict[str, Decimal](lambda: NOTHING)
    for bill in bills:
        sums[receivable(bill.unit, bill.payer)] += left[bill.id]
    for payment in payments:
        sums[prepaid_account(payment.unit, payment.payer)] -= payment.rest
    return sums


def _quoted(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
