"""A home at a glance, masked: who lives there and what is open, for whoever is on the phone with them."""

from collections.abc import Iterator

from propops.desk.agenda import OPEN_REPAIRS, OPEN_VISITS, UNRESOLVED
from propops.estate import Estate
from propops.i18n import _
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.planning.fees import NOTHING, owed
from propops.prompt.lookup import masked, people_of
from propops.store.query import EMPTY, Test
from propops.store.rows import Rows

# Kind, what of it is open, and which of its fields say what it is.
_OPEN = (
    ("complaint", (*UNRESOLVED, "resolved"), ("content",)),
    ("repair", OPEN_REPAIRS, ("item",)),
    ("visit", OPEN_VISITS, ("date", "slot")),
    ("reminder", ("planned",), ("date",)),
)


def card(estate: Estate, unit: str) -> Iterator[str]:
    """The lines of the card."""
    people = "；".join(map(masked, people_of(estate, unit)))
    yield f"{unit}  " + (people or _("nobody is recorded here"))
    for line in _open_items(estate, unit):
        yield "  " + line


def _open_items(estate: Estate, unit: str) -> Iterator[str]:
    yield from _debts(estate, unit)
    for kind, states, fields in _OPEN:
        for row in estate.rows.select(kind, [Test("unit", "=", unit)]):
            if row["status"] in states:
                yield "  ".join([_label(kind), *(str(row[field]) for field in fields if row.get(field)), row["id"]])
    for row in estate.rows.select("contact", [Test("unit", "=", unit), Test("answer", EMPTY), Test("becomes", EMPTY)]):
        yield _("contact to answer") + f"  {row['request']}  {row['id']}"
    yield from _things(estate.rows, unit)


def _debts(estate: Estate, unit: str) -> Iterator[str]:
    bills = estate.store.where(Bill, "unit", unit)
    left = owed(bills, estate.store.where(Payment, "unit", unit))
    open_bills = [bill for bill in bills if left[bill.id] > 0]
    if open_bills:
        words = {
            "amount": sum((left[bill.id] for bill in open_bills), NOTHING),
            "count": len(open_bills),
            "due": min(bill.due for bill in open_bills),
        }
        yield _("owed %(amount)s yuan, bills %(count)d, the oldest due on %(due)s") % words


def _things(rows: Rows, unit: str) -> Iterator[str]:
    """Keys that are out, parcels that wait."""
    for key in rows.select("key", [Test("unit", "=", unit)]):
        for loan in rows.select("key-loan", [Test("key", "=", key["id"]), Test("in_at", EMPTY), Test("lost_on", EMPTY)]):
            due = loan["due_at"][5:16].replace("T", " ")
            yield "  ".join((_("key out"), key.get("location", key["id"]), due, loan["id"]))
    for row in rows.select("parcel", [Test("unit", "=", unit), Test("collected_at", EMPTY)]):
        yield "  ".join(filter(None, (_("parcel"), row.get("shelf"), row["id"])))


def _label(kind: str) -> str:
    from propops.models import model

    return _(model(kind).label)
