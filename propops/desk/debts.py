"""What is unpaid in the whole estate: all bills and payments are weighed as plain rows, and only open bills become records."""

from decimal import Decimal

from propops.estate import Estate
from propops.models.bill import Bill
from propops.planning import fees
from propops.store.rows import Rows


def unpaid(estate: Estate) -> list[fees.Unpaid]:
    """Every bill of which something is left to be paid, whether it is due yet or not."""
    left = estate.rows.memo("unpaid", ("bill", "payment"), lambda: _left(estate.rows))
    estate.store.gather(Bill, "id", left)
    return [(bill, Decimal(amount)) for id, amount in left.items() if (bill := estate.store.find(Bill, id))]


def _left(rows: Rows) -> dict[str, str]:
    charges = ((bill["id"], Decimal(bill["amount"]), bill.get("reverses")) for bill in rows.select("bill"))
    covers = (cover for payment in rows.select("payment") for cover in payment.get("covers", ()))
    left = fees.rest_of(charges, ((cover["bill"], Decimal(cover["amount"])) for cover in covers))
    return {id: str(amount) for id, amount in left.items() if amount > 0}
