"""When a claim can no longer be enforced: three years after it fell due, or after what last interrupted that (Civil Code 188, 195)."""

from collections.abc import Iterable, Sequence
from datetime import date

from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus, ReminderWay

YEARS = 3
WARNING_DAYS = 90
# A demand counts if it can be shown: what was written, or what somebody kept the proof of.
_WRITTEN = (ReminderWay.WECHAT, ReminderWay.TEXT, ReminderWay.LETTER)


def lapses_on(bills: Iterable[Bill], reminders: Sequence[Reminder], payments: Sequence[Payment]) -> date:
    """The earliest day on which one of these bills lapses; reminders and payments are those of the same payer and home."""
    return min(_lapse(bill, reminders, payments) for bill in bills)


def _lapse(bill: Bill, reminders: Sequence[Reminder], payments: Sequence[Payment]) -> date:
    """A demand comes too late once the claim has lapsed; a promise or a part payment revives it."""
    demanded = [one.date for one in reminders if bill.id in one.bills and _is_demand(one)]
    conceded = [one.date for one in reminders if bill.id in one.bills and _is_promise(one)]
    conceded += [payment.date for payment in payments if any(cover.bill == bill.id and cover.amount > 0 for cover in payment.covers)]
    lapse = _later(bill.due)
    for day, is_conceded in sorted([(day, False) for day in demanded] + [(day, True) for day in conceded]):
        if is_conceded or day <= lapse:
            lapse = max(lapse, _later(day))
    return lapse


def _is_demand(reminder: Reminder) -> bool:
    return reminder.status is ReminderStatus.DONE and (reminder.way in _WRITTEN or bool(reminder.evidence))


def _is_promise(reminder: Reminder) -> bool:
    return reminder.status is ReminderStatus.DONE and reminder.result is ReminderResult.PROMISED


def _later(day: date) -> date:
    """Three years on; of a 29 February, the 28th."""
    try:
        return day.replace(year=day.year + YEARS)
    except ValueError:
        return day.replace(year=day.year + YEARS, day=28)
