"""A household's file: everything on record about one home, of whatever kind. A new kind appears by its own fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from propops import schema
from propops.models import kinds, model
from propops.models.base import Record, natural
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus
from propops.models.unit import Unit
from propops.planning.fees import NOTHING, by_age, owed, prepaid
from propops.store.store import Store

# Who they are, then what is going on, then money; other kinds follow by name.
ORDER = ("resident", "visit", "complaint", "repair", "key", "key-loan", "reminder", "bill", "payment")

File = Mapping[str, list[Record]]


def file_of(store: Store, unit: Unit) -> File:
    """By kind, newest first: what names the home, and what names something of it, as a loan names its key."""
    found: dict[str, list[Record]] = {}
    every = [kind for kind in (*ORDER, *(kind for kind in kinds() if kind not in ORDER)) if kind != Unit.kind]
    direct = [kind for kind in every if _naming(kind, {Unit.kind})]
    for kind in direct:
        found[kind] = _named(store, kind, {Unit.kind: [unit.id]})
    theirs = {kind: [record.id for record in records] for kind, records in found.items()}
    for kind in every:
        if kind not in direct and _naming(kind, set(theirs)):
            found[kind] = _named(store, kind, theirs)
    return {kind: found[kind] for kind in every if found.get(kind)}


def _naming(kind: str, others: set[str]) -> list[schema.Spec]:
    of: Any = model(kind)
    return [spec for spec in schema.specs(of) if spec.about.ref in others and not spec.is_part]


def _named(store: Store, kind: str, ids: Mapping[str, list[str]]) -> list[Record]:
    specs = _naming(kind, set(ids))
    found = {record.id: record for spec in specs for id in ids[spec.about.ref] for record in store.where(model(kind), spec.name, id)}
    by_id = sorted(found.values(), key=lambda record: natural(record.id))
    return sorted(by_id, key=lambda record: str(happened(record) or ""), reverse=True)


def happened(record: Record) -> date | None:
    """When it happened, a day or an instant: what its kind is dated by, else the first such value."""
    if record.dated_by:
        value: date | None = getattr(record, record.dated_by)
        return value
    of: Any = type(record)
    values = (getattr(record, spec.name) for spec in schema.specs(of))
    return next((value for value in values if isinstance(value, date)), None)


# --- money ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PayerAccount:
    """What one payer owes for the home and has prepaid; `oldest` is the due day of the oldest bill not paid."""

    payer: str
    owed: Decimal
    prepaid: Decimal
    oldest: date | None


def accounts_of(file: File) -> list[PayerAccount]:
    bills = by_age(bill for bill in file.get("bill", ()) if isinstance(bill, Bill))
    payments = [payment for payment in file.get("payment", ()) if isinstance(payment, Payment)]
    left = owed(bills, payments)
    payers = dict.fromkeys([*(bill.payer for bill in bills), *(payment.payer for payment in payments)])
    return [_account(payer, [bill for bill in bills if bill.payer == payer], payments, left) for payer in payers]


def _account(payer: str, bills: list[Bill], payments: list[Payment], left: Mapping[str, Decimal]) -> PayerAccount:
    unpaid = [bill for bill in bills if left[bill.id] > 0]
    credit = prepaid([payment for payment in payments if payment.payer == payer])
    return PayerAccount(payer, sum((left[bill.id] for bill in unpaid), NOTHING), credit, unpaid[0].due if unpaid else None)


def promises_of(file: File) -> Iterator[Reminder]:
    """The last word of each payer, if it was a promise and no money has come since."""
    contacts = [one for one in file.get("reminder", ()) if isinstance(one, Reminder) and one.status is ReminderStatus.DONE]
    last = {one.payer: one for one in sorted(contacts, key=lambda one: (one.date, one.id))}
    paid = {payment.payer: payment.date for payment in reversed(file.get("payment", ())) if isinstance(payment, Payment)}
    for one in last.values():
        if one.result is ReminderResult.PROMISED and paid.get(one.payer, date.min) <= one.date:
            yield one
