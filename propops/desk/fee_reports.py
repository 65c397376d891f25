"""The reports on money, each figure with the records behind it: accounts, arrears, the day's takings, the collection rate."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from propops.desk.cashier import name_of
from propops.desk.claims import contacts_made, gather_claims, lapse_of, left_in_peace
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.models.bill import Bill
from propops.models.payment import Payment
from propops.models.reminder import Reminder
from propops.planning import fees, till
from propops.planning.collection import Collection, collection, summed
from propops.planning.limitation import WARNING_DAYS
from propops.terminal.figures import RECORDS, show_figures
from propops.terminal.output import echo

NOTHING = fees.NOTHING

# --- the account of a home --------------------------------------------------------------------------------------------


def show_account(estate: Estate, unit: str, since: date | None, until: date, format: str, reveal: bool, why: bool) -> None:
    bills, payments = estate.store.where(Bill, "unit", unit), estate.store.where(Payment, "unit", unit)
    lines = fees.statement(bills, payments)
    found = fees.statements(lines, since or date.min, until)
    names = {statement.payer: name_of(estate.store, statement.payer, reveal) for statement in found}
    behind = _behind(payments)
    rows = [{"name": names[statement.payer], **row} for statement in found for row in _statement_rows(statement, since, behind)]
    columns = ("date", "name", "text", "charged", "paid", "open", "balance", "id")
    labels = (_("day"), _("payer"), _("what"), _("charged"), _("paid"), _("still open"), _("balance"), _("ID"))
    table = [_without_zeros(row) for row in rows] if format == "table" else rows
    show_figures(table, format, columns, labels, why)
    if format == "table":
        for statement in found:
            _show_balance(names[statement.payer], statement, [line for line in lines if line.payer == statement.payer])


def _behind(payments: Iterable[Payment]) -> dict[str, list[str]]:
    """By bill the payments that cover it, by payment the bills that it covers: what the open sum follows from."""
    found: dict[str, list[str]] = {payment.id: list(payment.bills_covered) for payment in payments}
    for payment, bills in list(found.items()):
        for bill in bills:
            found.setdefault(bill, []).append(payment)
    return found


def _statement_rows(statement: fees.Statement, since: date | None, behind: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    opening = {"payer": statement.payer, "date": since, "type": "opening", "text": _("opening balance"), "balance": statement.opening}
    return [*([opening] if since else []), *(_line(line, behind) for line in statement.lines)]


def _line(line: fees.Line, behind: Mapping[str, list[str]]) -> dict[str, Any]:
    record = line.record
    type, text = ("bill", bill_text(record)) if isinstance(record, Bill) else ("payment", payment_text(record))
    return {
        "payer": line.payer,
        "date": line.date,
        "type": type,
        "id": record.id,
        "text": text,
        "charged": line.charged,
        "paid": line.paid,
        "open": line.open,
        "balance": line.balance,
        RECORDS: [record.id, *behind.get(record.id, ())],
    }


def bill_text(bill: Bill) -> str:
    days = f" {bill.from_:%m-%d}…{bill.to:%m-%d}" if bill.from_ and bill.to else ""
    text = f"{_(bill.item.label)} {bill.period}{days}"
    return _("credit note %(text)s") % {"text": text} if bill.reverses else text


def payment_text(payment: Payment) -> str:
    text = f"{_(payment.way.label)} {payment.receipt or ''}".strip()
    if payment.reverses:
        return _("reversal %(text)s") % {"text": text}
    return _("refund %(text)s") % {"text": text} if payment.amount < 0 else text


def _without_zeros(row: Mapping[str, Any]) -> dict[str, Any]:
    """A zero says nothing in a column of sums."""
    return {**row, **{key: row.get(key) or "" for key in ("charged", "paid", "open")}}


def _show_balance(name: str, statement: fees.Statement, lines: Sequence[fees.Line]) -> None:
    """First how the balance came about in the span, then how things stand now."""
    charged, paid = _total(line.charged for line in statement.lines), _total(line.paid for line in statement.lines)
    words = {"name": name, "opening": statement.opening, "charged": charged, "paid": paid, "closing": statement.closing}
    echo(_("%(name)s: opening %(opening)s + charged %(charged)s − paid %(paid)s = closing %(closing)s.") % words)
    owes = _total(line.open for line in lines if isinstance(line.record, Bill))
    ahead = fees.prepaid(line.record for line in lines if isinstance(line.record, Payment))
    words = {"name": name, "owes": owes, "ahead": ahead, "balance": lines[-1].balance}
    echo(_("%(name)s: owed %(owes)s, prepaid %(ahead)s, balance %(balance)s.") % words)


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)


# --- arrears ----------------------------------------------------------------------------------------------------------


def show_arrears(estate: Estate, found: Sequence[fees.Account], bands: bool, format: str, reveal: bool, why: bool) -> None:
    gather_claims(estate, {owing.unit for owing in found})
    rows = [_arrears_row(estate, owing, contacts_made(estate, owing), reveal) for owing in found]
    for row, owing in zip(rows, found, strict=True):
        row |= {str(age): amount for age, amount in owing.bands.items()}
    if bands:
        columns: tuple[str, ...] = ("unit", "name", "amount", *map(str, fees.AgeClass))
        labels: tuple[str, ...] = (_("unit"), _("payer"), _("amount"), *(_(age.label) for age in fees.AgeClass))
    else:
        columns = ("unit", "name", "bills", "amount", "oldest_due", "days", "age", "hold", "lapses_on")
        labels = (_("unit"), _("payer"), _("bills"), _("amount"), _("oldest due"), _("days"), _("age"), _("held"), _("lapses on"))
    table = [_for_the_eye(row, estate.today) for row in rows] if format == "table" else rows
    show_figures(table, format, columns, labels, why)
    if format == "table" and found:
        _show_totals(estate, found, rows)


def _arrears_row(estate: Estate, owing: fees.Account, contacts: Sequence[Reminder], reveal: bool) -> dict[str, Any]:
    payments = [one for one in estate.store.where(Payment, "unit", owing.unit) if set(one.bills_covered) & set(owing.bills)]
    return {
        "unit": owing.unit,
        "payer": owing.payer,
        "name": name_of(estate.store, owing.payer, reveal),
        "bills": list(owing.bills),
        "amount": owing.amount,
        "oldest_due": owing.oldest_due,
        "days": owing.overdue_days,
        "age": owing.age,
        "disputed": owing.disputed,
        "hold": left_in_peace(estate, owing, contacts),
        "lapses_on": lapse_of(estate, owing, contacts),
        RECORDS: [*owing.bills, *(one.id for one in payments)],
    }


def _for_the_eye(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    """How many bills, no zeros, and the day on which a claim lapses only where it is near."""
    near = row["lapses_on"] if is_near(row["lapses_on"], today) else None
    return {**row, "bills": len(row["bills"]), "lapses_on": near, **{str(age): row[str(age)] or "" for age in fees.AgeClass}}


def is_near(lapse: date, today: date) -> bool:
    return (lapse - today).days <= WARNING_DAYS


def _show_totals(estate: Estate, found: Sequence[fees.Account], rows: Sequence[Mapping[str, Any]]) -> None:
    echo(_("%(count)d payers, %(amount)s yuan.") % {"count": len(found), "amount": _total(owing.amount for owing in found)})
    sums = {age: _total(owing.bands[age] for owing in found) for age in fees.AgeClass}
    echo(_("; ").join(f"{_(age.label)} {amount}" for age, amount in sums.items() if amount))
    for row in rows:
        if is_near(row["lapses_on"], estate.today):
            words = {"unit": row["unit"], "amount": row["amount"], "day": row["lapses_on"]}
            echo(_("%(unit)s: a part of %(amount)s yuan lapses on %(day)s unless it is demanded in writing before.") % words)


# --- the day's takings ------------------------------------------------------------------------------------------------


def show_day(estate: Estate, day: date, format: str, why: bool) -> None:
    """By cashier and way, the sums by way, and all of it."""
    payments = estate.store.where(Payment, "date", day)
    parts = till.takings(payments)
    names = names_of_staff(estate)
    rows = [_takings_row(part, names.get(part.cashier, part.cashier)) for part in parts]
    sums = [_takings_row(part, _("all cashiers")) for part in till.by_way(parts)]
    whole = _takings_row(till.Takings("", None, tuple(one for part in parts for one in part.payments)), _("total"))
    columns = ("name", "way", "count", "received", "paid_out", "net", "receipts")
    labels = (_("cashier"), _("way"), _("count"), _("taken in"), _("paid out"), _("net"), _("receipts"))
    shown_rows = [*rows, *sums, whole] if rows else []
    show_figures([_receipts_joined(row) for row in shown_rows] if format == "table" else shown_rows, format, columns, labels, why)
    missing = till.missing_receipts(payments)
    if format == "table" and missing:
        echo(_("Receipts that are missing: %(numbers)s.") % {"numbers": ", ".join(missing)})


def _takings_row(part: till.Takings, name: str) -> dict[str, Any]:
    first, last = part.receipts or (None, None)
    return {
        "name": name,
        "cashier": part.cashier or None,
        "way": part.way,
        "count": len(part.payments),
        "received": part.received,
        "paid_out": part.paid_out,
        "net": part.net,
        "first_receipt": first,
        "last_receipt": last,
        RECORDS: [payment.id for payment in part.payments],
    }


def _receipts_joined(row: Mapping[str, Any]) -> dict[str, Any]:
    ends = dict.fromkeys(number for number in (row["first_receipt"], row["last_receipt"]) if number)
    return {**row, "receipts": "…".join(ends)}


# --- the collection rate ----------------------------------------------------------------------------------------------


def show_collection(estate: Estate, months: tuple[str, str], building: str | None, as_of: date, format: str, why: bool) -> None:
    """By month and building, each month summed up, and all of it."""
    found = collection(estate.store.all(Bill), estate.store.all(Payment), as_of)
    parts = [part for part in found if months[0] <= part.month <= months[1] and building in (None, part.building)]
    rows: list[dict[str, Any]] = []
    for month in dict.fromkeys(part.month for part in parts):
        of_month = [part for part in parts if part.month == month]
        rows += [_collection_row(part, estate) for part in of_month]
        if len(of_month) > 1:
            rows.append(_collection_row(summed(of_month, month, _("all buildings")), estate))
    if parts:
        rows.append(_collection_row(summed(parts, _("total"), ""), estate))
    columns = ("month", "building", "billed", "due", "collected", "owed", "percent")
    labels = (_("month"), _("building"), _("billed"), _("due"), _("collected"), _("still owed"), _("rate %"))
    show_figures(rows, format, columns, labels, why)
    if format == "table" and rows:
        words = {"day": as_of}
        echo(
            _("Rate = paid until %(day)s of the bills that fell due in the month, in percent of these bills; corrections included.") % words
        )


def _collection_row(part: Collection, estate: Estate) -> dict[str, Any]:
    payments = {one.id: None for bill in part.bills for one in estate.store.where(Payment, "bills_covered", bill)}
    return {
        "month": part.month,
        "building": part.building,
        "billed": part.billed,
        "due": part.due,
        "collected": part.collected,
        "owed": part.due - part.collected,
        "percent": part.rate,
        RECORDS: [*part.bills, *payments],
    }
