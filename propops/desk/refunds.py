"""What the cashier puts right: money given back, and what was written down wrongly. All of it is recorded anew, nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from propops.desk.cashier import Money, name_of, payment_of, receipt_of
from propops.errors import Problem, UsageError, refuse
from propops.estate import Estate, the_one
from propops.i18n import _
from propops.models.bill import Bill
from propops.models.payment import Payment, PaymentWay
from propops.models.unit import Unit
from propops.planning.corrections import moved_covers, opposite_bill, opposite_payment, right_bill
from propops.planning.fees import draw_down, prepaid
from propops.store.change import Change
from propops.store.store import Store


def refund_of(store: Store, money: Money, cashier: str, also: Sequence[Payment] = ()) -> Payment:
    """At most what the payer has prepaid for this home."""
    payments = [one for one in (*store.where(Payment, "unit", money.unit.id), *also) if one.unit == money.unit.id]
    purses = {payer: prepaid(one for one in payments if one.payer == payer) for payer in dict.fromkeys(one.payer for one in payments)}
    payer = money.payer or _only_purse(store, money.unit, purses)
    available = purses.get(payer, Decimal(0))
    if not 0 < money.amount <= available:
        message = _("%(payer)s has prepaid %(available)s yuan for %(unit)s.")
        words = {"payer": name_of(store, payer, False), "available": available, "unit": money.unit.id}
        raise refuse("not-prepaid", message % words, hint=_("propops fee correct puts a payment right that was written down wrongly."))
    return Payment(
        unit=money.unit.id,
        payer=payer,
        date=money.day,
        amount=-money.amount,
        way=money.way,
        receipt=money.receipt or receipt_of(store, money.day, also),
        received_by=cashier,
        note=money.note,
    )


def _only_purse(store: Store, unit: Unit, purses: dict[str, Decimal]) -> str:
    found = [payer for payer, amount in purses.items() if amount > 0]
    if len(found) == 1:
        return found[0]
    if not found:
        raise refuse("not-prepaid", _("Nothing is prepaid for %(unit)s.") % {"unit": unit.id})
    listed = ", ".join(f"{payer} ({name_of(store, payer, False)})" for payer in found)
    message = _("Several people have prepaid for this home: %(payers)s.") % {"payers": listed}
    raise refuse("which-payer", message, hint=_("Name one with --payer."))


# --- corrections ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Correction:
    """What is right instead, as far as it was said. `is_void`: there is nothing right about it."""

    why: str
    is_void: bool = False
    amount: Decimal | None = None
    payer: str | None = None
    unit: Unit | None = None
    way: PaymentWay | None = None
    bills: str | None = None

    @property
    def says_nothing(self) -> bool:
        return not self.is_void and (self.amount, self.payer, self.unit, self.way, self.bills) == (None,) * 5


def wrong_record(text: str, estate: Estate) -> Bill | Payment:
    """By a receipt's number, or by any unique part of an id, which begins with b- or p-."""
    is_payment = text.startswith("p-") or estate.store.where(Payment, "receipt", text)
    return payment_meant(text, estate) if is_payment else the_one(estate, Bill, text)


def payment_meant(text: str, estate: Estate) -> Payment:
    by_receipt = estate.store.where(Payment, "receipt", text)
    return by_receipt[0] if len(by_receipt) == 1 else the_one(estate, Payment, text)


def put_right(change: Change, estate: Estate, wrong: Bill | Payment, right: Correction, cashier: str) -> list[Bill | Payment]:
    """The records written, the reversal first."""
    if right.says_nothing:
        raise UsageError(Problem("usage", _("Say what is right (--amount, --payer …), or --void if nothing is.")))
    _require_standing(change.store, wrong)
    found = (
        _bill_right(change, estate, wrong, right, cashier)
        if isinstance(wrong, Bill)
        else _payment_right(change, estate, wrong, right, cashier)
    )
    return found + [
        moved for unit in dict.fromkeys(record.unit for record in found) for moved in _settle(change, unit, estate.today, cashier)
    ]


def _require_standing(store: Store, wrong: Bill | Payment) -> None:
    later = store.where(type(wrong), "reverses", wrong.id)
    if later or wrong.reverses:
        other = later[0].id if later else wrong.id
        raise refuse("corrected-already", _("%(id)s was put right already (%(other)s).") % {"id": wrong.id, "other": other})
    if isinstance(wrong, Payment) and wrong.way is PaymentWay.OFFSET:
        raise refuse("not-money", _("%(id)s is no money: it goes with the correction of a bill.") % {"id": wrong.id})


def _bill_right(change: Change, estate: Estate, wrong: Bill, right: Correction, cashier: str) -> list[Bill | Payment]:
    if right.way or right.unit or right.bills:
        raise UsageError(Problem("usage", _("Of a bill, --amount and --payer can be put right.")))
    day = estate.today
    found: list[Bill | Payment] = [change.add(opposite_bill(wrong, day, right.why))]
    if not right.is_void:
        amount = wrong.amount if right.amount is None else right.amount
        made = change.add(right_bill(wrong, day, right.payer or wrong.payer, amount))
        found.append(made)
    return found


def _payment_right(change: Change, estate: Estate, wrong: Payment, right: Correction, cashier: str) -> list[Bill | Payment]:
    day, store = estate.today, change.store
    opposite = replace(opposite_payment(wrong, day, right.why), receipt=receipt_of(store, day), received_by=cashier)
    opposite = change.add(opposite)
    if right.is_void:
        return [opposite]
    unit = right.unit or store.find(Unit, wrong.unit)
    assert unit is not None
    payer = right.payer or (wrong.payer if right.unit is None else None)
    amount = abs(wrong.amount) if right.amount is None else right.amount
    money = Money(unit, amount, right.way or wrong.way, day, payer, right.bills)
    made = refund_of(store, money, cashier, [opposite]) if wrong.amount < 0 else payment_of(estate, store, money, cashier, [opposite])
    return [opposite, change.add(replace(made, replaces=wrong.id))]


def _settle(change: Change, unit: str, day: date, cashier: str) -> list[Payment]:
    """Money follows the bills that were put right, and what it leaves over pays what else is open, as it would have at once."""
    bills = _with_added(change, Bill, unit)
    moved = [change.add(replace(one, received_by=cashier)) for one in moved_covers(bills, _with_added(change, Payment, unit), day)]
    for payment in draw_down(_with_added(change, Payment, unit), bills):
        change.put(payment)
    return moved


M = TypeVar("M", bound=Bill | Payment)


def _with_added(change: Change, of: type[M], unit: str) -> list[M]:
    """The home's records as they will be."""
    added = [record for record in change.added.values() if isinstance(record, of)]
    return [*change.store.where(of, "unit", unit), *(record for record in added if record.unit == unit)]
