"""Promises to pay, held against what was paid: nobody has to say that one was kept or broken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from propops.choices import Choice
from propops.i18n import N_
from propops.models.payment import Payment
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus


class PromiseState(Choice):
    OPEN = "open", N_("promise not yet due")
    KEPT = "kept", N_("promise kept")
    LATE = "late", N_("promise kept late")
    BROKEN = "broken", N_("promise broken")


@dataclass(frozen=True, slots=True)
class Promise:
    """`paid` is what came in from the day of the promise to its day, `paid_later` what came after it while something was missing."""

    reminder: Reminder
    day: date
    amount: Decimal
    paid: Decimal
    paid_later: Decimal
    state: PromiseState
    payments: tuple[str, ...]


def promises(reminders: Iterable[Reminder], payments: Iterable[Payment], today: date) -> tuple[Promise, ...]:
    """In the order of their days. A payment that replaces another counts from the day of the first: the money was there."""
    payments = list(payments)
    by_id = {payment.id: payment for payment in payments}
    by_payer: dict[tuple[str, str], list[tuple[date, Payment]]] = {}
    for payment in payments:
        by_payer.setdefault((payment.unit, payment.payer), []).append((_came_in(payment, by_id), payment))
    made = [one for one in reminders if one.status is ReminderStatus.DONE and one.result is ReminderResult.PROMISED and one.promised_on]
    found = [_promise(one, by_payer.get((one.unit, one.payer), []), today) for one in made]
    return tuple(sorted(found, key=lambda promise: (promise.day, promise.reminder.id)))


def _came_in(payment: Payment, by_id: Mapping[str, Payment]) -> date:
    """A correction, either half of it, stands for the day of what it corrects."""
    first = by_id.get(payment.replaces or payment.reverses or "")
    return payment.date if first is None or first is payment else min(payment.date, first.date)


def _promise(reminder: Reminder, payments: Sequence[tuple[date, Payment]], today: date) -> Promise:
    assert reminder.promised_on is not None
    wanted = reminder.promised_amount or reminder.amount
    since = [(day, payment) for day, payment in payments if day >= reminder.date]
    in_time = sum((payment.amount for day, payment in since if day <= reminder.promised_on), Decimal("0.00"))
    late = [] if in_time >= wanted else [payment.amount for day, payment in since if day > reminder.promised_on]
    later = sum(late, Decimal("0.00"))
    state = _state(wanted, in_time, later, reminder.promised_on < today)
    ids = tuple(payment.id for __, payment in since)
    return Promise(reminder, reminder.promised_on, wanted, in_time, later, state, ids)


def _state(wanted: Decimal, in_time: Decimal, later: Decimal, is_past: bool) -> PromiseState:
    if in_time >= wanted:
        return PromiseState.KEPT
    if not is_past:
        return PromiseState.OPEN
    return PromiseState.LATE if in_time + later >= wanted else PromiseState.BROKEN
