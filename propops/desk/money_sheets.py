"""Letters about money: one for each payer who owes something past its day."""

from collections.abc import Iterator

from propops.desk.debts import unpaid
from propops.desk.fee_papers import notice_values, open_bills
from propops.desk.plain_records import Values
from propops.desk.wishes import Sheet, Wish
from propops.estate import Estate
from propops.models.bill import DEVELOPER
from propops.models.policies.reminders import ReminderPolicy
from propops.planning import fees

BLANK: Values = {
    **dict.fromkeys(("unit", "total", "prepaid", "overdue_days", "as_of", "issued", "pay_by", "title", "text")),
    "payer": {"name": None, "address_form": None},
    "bills": [dict.fromkeys(("item", "period", "due", "amount", "note"))] * 4,
    "ways": [],
}


def arrears(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    """What is disputed is talked about, not demanded; what the developer owes is settled between companies."""
    if wish.blank:
        pay_within = {"pay_within": list(estate.policy(ReminderPolicy).pay_within_days)}
        yield from (Sheet("", BLANK | pay_within) for __ in range(wish.blank))
        return
    claims = [(bill, left) for bill, left in unpaid(estate) if not bill.disputed and bill.payer != DEVELOPER]
    for account in fees.accounts(claims, estate.today):
        if not wish.units or account.unit in wish.units:
            bills = open_bills(estate, account.unit, account.payer, account.bills)
            yield Sheet(f"{account.unit}-{account.payer}", notice_values(estate, account.unit, account.payer, bills))
