"""What stands around a claim: the contacts made about it, why nobody asks for it now, when it lapses."""

from collections.abc import Collection, Sequence
from datetime import date

from propops.estate import Estate
from propops.i18n import _
from propops.models.bill import Bill
from propops.models.complaint import Complaint, ComplaintCategory
from propops.models.payment import Payment
from propops.models.policies.reminders import ReminderPolicy
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus
from propops.planning import fees
from propops.planning.limitation import lapses_on

# Complaints that stand in the way of asking for money: about the service, the bill, or a defect of the home.
GRIEVANCES = (
    ComplaintCategory.REPAIR,
    ComplaintCategory.LEAK,
    ComplaintCategory.SERVICE,
    ComplaintCategory.FEES,
    ComplaintCategory.DEVELOPER,
)


def contacts_made(estate: Estate, claim: fees.Account | Reminder) -> list[Reminder]:
    """Contacts that took place with this payer about this home, oldest first."""
    about_it = [one for one in estate.store.where(Reminder, "unit", claim.unit) if one.payer == claim.payer]
    return sorted((one for one in about_it if one.status is ReminderStatus.DONE), key=lambda one: (one.date, one.id))


def hold_of(estate: Estate, owed: fees.Account, today: date) -> str | None:
    """Why nobody asks this payer for money: a disputed bill, or an open grievance. After the time limit the supervisor decides."""
    if owed.disputed:
        disputed = [bill.id for bill in _bills_of(estate, owed) if bill.disputed]
        return _("bill %(ids)s is disputed (%(why)s)") % {"ids": ", ".join(disputed), "why": owed.disputed}
    for complaint in estate.store.where(Complaint, "unit", owed.unit):
        if complaint.is_unresolved and complaint.category in GRIEVANCES:
            since = complaint.received_at.date()
            if (today - since).days > estate.policy(ReminderPolicy).hold_days:
                return _("complaint %(id)s is open since %(day)s; the supervisor decides") % {"id": complaint.id, "day": since}
            return _("complaint %(id)s is open") % {"id": complaint.id}
    return None


def left_in_peace(estate: Estate, owed: fees.Account, contacts: Sequence[Reminder]) -> str | None:
    """Also while a promise is not yet due."""
    last = contacts[-1] if contacts else None
    if last and last.result is ReminderResult.PROMISED and last.promised_on and last.promised_on >= estate.today:
        return _("promised for %(day)s") % {"day": last.promised_on}
    return hold_of(estate, owed, estate.today)


def lapse_of(estate: Estate, owed: fees.Account, contacts: Sequence[Reminder]) -> date:
    """The day on which the first of these bills can no longer be enforced."""
    payments = [one for one in estate.store.where(Payment, "unit", owed.unit) if one.payer == owed.payer]
    return lapses_on(_bills_of(estate, owed), contacts, payments)


def _bills_of(estate: Estate, owed: fees.Account) -> list[Bill]:
    return [bill for id in owed.bills if (bill := estate.store.find(Bill, id))]


def gather_claims(estate: Estate, units: Collection[str]) -> None:
    """What is about to be asked of the debts of many homes, in one look at each kind."""
    for kind in (Reminder, Complaint, Payment):
        estate.store.gather(kind, "unit", units)
