"""What stands around a claim: the contacts made about it, why nobody asks for it now, when it lapses."""

from collections.abc import Sequence
from datetime import date

from propops.estate import Estate
from propops.i18n import _
from propops.models.bill import Bill
from propops.models.complaint import Complaint, ComplaintCategory
from propops.models.payment import Payment
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


def contacts_made(estate: Estate) -> dict[tuple[str, str], list[Reminder]]:
    """Contacts that took place, by home and payer, oldest first."""
    found: dict[tuple[str, str], list[Reminder]] = {}
    for reminder in sorted(estate.store.all(Reminder), key=lambda reminder: (reminder.date, reminder.id)):
        if reminder.status is ReminderStatus.DONE:
            found.setdefault((reminder.unit, reminder.payer), []).append(reminder)
    return found


def hold_of(estate: Estate, owed: fees.Account, today: date) -> str | None:
    """Why nobody asks this payer for money: a disputed bill, or an open grievance. After the time limit the supervisor decides."""
    if owed.disputed:
        disputed = [bill.id for bill in estate.store.where(Bill, "unit", owed.unit) if bill.disputed and bill.id in owed.bills]
        return _("bill %(ids)s is disputed (%(why)s)") % {"ids": ", ".join(disputed), "why": owed.disputed}
    for complaint in estate.store.where(Complaint, "unit", owed.unit):
        if complaint.is_unresolved and complaint.category in GRIEVANCES:
            since = complaint.received_at.date()
            if (today - since).days > estate.settings.reminders.hold_days:
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
    bills = [bill for bill in estate.store.where(Bill, "unit", owed.unit) if bill.id in owed.bills]
    payments = [one for one in estate.store.where(Payment, "unit", owed.unit) if one.payer == owed.payer]
    return lapses_on(bills, contacts, payments)
