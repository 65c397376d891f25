"""What the fee commands gather and decide: the bills of a period, and the payment that somebody makes at the counter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from propops.errors import Problem, UsageError, refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.bill import DEVELOPER, Bill
from propops.models.payment import Payment, PaymentWay
from propops.models.resident import Resident
from propops.models.settings import Settings
from propops.models.unit import Unit
from propops.planning.billing import Billing, Period, bill_period, payer_of, period_of, property_fee
from propops.planning.fees import by_age, draw_down, next_receipt, owed, prepaid, spread
from propops.store.store import Store
from propops.terminal.output import mask_name


def name_of(store: Store, payer: str, reveal: bool) -> str:
    """The developer is a company and has nothing to hide."""
    if payer == DEVELOPER:
        return store.settings.developer or _("developer")
    resident = store.find(Resident, payer)
    name = resident.name if resident else payer
    return name if reveal else mask_name(name)


# --- billing ----------------------------------------------------------------------------------------------------------


def billing_of(store: Store, period: Period, unit: Unit | None) -> tuple[Billing, tuple[Payment, ...]]:
    """The new bills, and the prepayments that settle some of them at once."""
    policy = store.settings.fees
    if policy.months_per_period in (1, 3, 12) and period.months != policy.months_per_period:
        hint = _("Write it like %(example)s.") % {"example": period_of(period.first, policy.months_per_period).name}
        message = _("This estate bills by %(months)d months; %(period)s has %(has)d.")
        words = {"months": policy.months_per_period, "period": period.name, "has": period.months}
        raise refuse("wrong-period", message % words, hint=hint)
    if unit is None:
        units, residents, bills, payments = store.all(Unit), store.all(Resident), store.all(Bill), store.all(Payment)
    else:
        units, residents = [unit], store.where(Resident, "unit", unit.id)
        bills, payments = store.where(Bill, "unit", unit.id), store.where(Payment, "unit", unit.id)
    billing = bill_period(period, units, residents, bills, policy)
    return billing, draw_down(payments, [*bills, *billing.bills])


# --- paying -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Money:
    """What is laid on the counter, as far as it was said."""

    unit: Unit
    amount: Decimal
    way: PaymentWay
    day: date
    payer: str | None = None
    bills: str | None = None
    receipt: str | None = None
    note: str | None = None


def payment_of(estate: Estate, store: Store, money: Money, cashier: str, also: Sequence[Payment] = ()) -> Payment:
    """Covers the bills named, else the payer's oldest first; what is left over is a prepayment. `also` is about to be recorded too."""
    if money.amount <= 0:
        raise UsageError(Problem("usage", _("A payment is more than nothing; fee refund gives money back.")))
    bills = by_age(store.where(Bill, "unit", money.unit.id))
    payments = [*store.where(Payment, "unit", money.unit.id), *(one for one in also if one.unit == money.unit.id)]
    left = owed(bills, payments)
    open_bills = [bill for bill in bills if left[bill.id] > 0]
    named = [_named(part, bills, open_bills) for part in re.split("[,，、 ]+", money.bills or "") if part]
    payer = _payer(estate, store, money, named or open_bills)
    covers = spread(money.amount, named or [bill for bill in open_bills if bill.payer == payer], left)
    payment = Payment(
        unit=money.unit.id,
        payer=payer,
        date=money.day,
        amount=money.amount,
        way=money.way,
        receipt=money.receipt or receipt_of(store, money.day, also),
        covers=covers,
        received_by=cashier,
        note=money.note,
    )
    theirs = [before for before in payments if before.payer == payer]
    _require_below_cap(money.unit, payment, prepaid(theirs), store.settings)
    return payment


def receipt_of(store: Store, day: date, also: Sequence[Payment] = ()) -> str:
    """The next number of the day. It comes from the day's payments: a paper book's own numbers stand beside it."""
    return next_receipt([*store.where(Payment, "date", day), *also], day)


def _named(part: str, bills: Sequence[Bill], open_bills: Sequence[Bill]) -> Bill:
    found = [bill for bill in open_bills if part.lower() in bill.id]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(bill.id for bill in found)
        raise refuse("ambiguous", _("%(given)s fits several: %(ids)s.") % {"given": part, "ids": ids})
    if any(part.lower() in bill.id for bill in bills):
        raise refuse("already-paid", _("Nothing is owed of %(bill)s.") % {"bill": part})
    ids = ", ".join(bill.id for bill in open_bills) or "–"
    raise refuse("no-such-bill", _("The home has no bill %(bill)s.") % {"bill": part}, hint=_("Owed: %(ids)s.") % {"ids": ids})


def _payer(estate: Estate, store: Store, money: Money, bills: Sequence[Bill]) -> str:
    """Whoever was named; else the only one who owes; else who pays for the home now."""
    owing = list(dict.fromkeys(bill.payer for bill in bills))
    if money.payer is not None:
        if money.bills and owing != [money.payer]:
            raise refuse("not-theirs", _("Not all of these bills are addressed to %(payer)s.") % {"payer": money.payer})
        _require_of_home(store, money, owing)
        return money.payer
    if len(owing) > 1:
        listed = ", ".join(f"{payer} ({name_of(store, payer, False)})" for payer in owing)
        raise refuse(
            "which-payer", _("Several people owe for this home: %(payers)s.") % {"payers": listed}, hint=_("Name one with --payer.")
        )
    payer = owing[0] if owing else payer_of(money.unit, store.where(Resident, "unit", money.unit.id), estate.today)
    if payer is None:
        raise refuse("no-payer", _("Nobody is recorded who pays for %(unit)s.") % {"unit": money.unit.id}, hint=_("Name one with --payer."))
    return payer


def _require_of_home(store: Store, money: Money, owing: Sequence[str]) -> None:
    """Money put down for a home that is not the payer's would be lost from sight."""
    resident = store.find(Resident, money.payer)
    if money.payer not in (*owing, DEVELOPER) and (resident is None or resident.unit != money.unit.id):
        message = _("%(payer)s has nothing to do with %(unit)s.") % {"payer": money.payer, "unit": money.unit.id}
        raise refuse("not-theirs", message, hint=_("Name the home that it is paid for."))


def _require_below_cap(unit: Unit, payment: Payment, before: Decimal, settings: Settings) -> None:
    months = settings.fees.prepay_cap_months
    if months is None or payment.rest <= 0:
        return
    cap = property_fee(unit, months, settings.fees)
    if before + payment.rest > cap:
        message = _("A prepayment of %(rest)s would be more than %(months)d months (%(cap)s).")
        raise refuse("prepay-cap", message % {"rest": before + payment.rest, "months": months, "cap": cap})
