"""Keys as people and scripts see them: what is out, what is late, who held what when, what hangs on the board."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from propops.desk.key_lookup import open_loans
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.models.base import natural
from propops.models.key import Key
from propops.models.key_loan import KeyLoan
from propops.terminal.counter import how_long
from propops.terminal.output import echo, mask_name, mask_phone, show_row, show_rows
from propops.terminal.records import label_of, rows_of, show_one


def loans_out(estate: Estate) -> list[KeyLoan]:
    """The one that is due first comes first."""
    return sorted(open_loans(estate), key=lambda loan: (loan.due_at, natural(loan.key)))


def loans_overdue(estate: Estate) -> list[KeyLoan]:
    """By borrower: one call is about all that somebody has."""
    late = [loan for loan in loans_out(estate) if loan.due_at < estate.now]
    return sorted(late, key=lambda loan: (loan.borrower, loan.phone or ""))


_COLUMNS = ("borrower", "organisation", "phone", "key", "name", "location", "quantity", "out_at", "due_at", "late", "called", "id")


def show_loans(estate: Estate, loans: Sequence[KeyLoan], format: str, reveal: bool) -> None:
    own = {"name": label_of(Key, "name"), "location": label_of(Key, "location"), "late": _("late by"), "called": _("called")}
    labels = [own.get(key) or label_of(KeyLoan, key) for key in _COLUMNS]
    show_rows([_loan_row(estate, loan, reveal) for loan in loans], format, _COLUMNS, labels)


def _loan_row(estate: Estate, loan: KeyLoan, reveal: bool) -> dict[str, Any]:
    key = estate.store.find(Key, loan.key)
    late = estate.now - loan.due_at
    is_late = late.total_seconds() > 0
    return {
        **_borrower(loan, reveal),
        "key": loan.key,
        "name": key and key.name,
        "location": key and key.location,
        "unit": key and key.unit,
        "quantity": loan.still_out,
        "reason": loan.reason,
        "out_at": loan.out_at,
        "due_at": loan.due_at,
        "late_minutes": int(late.total_seconds()) // 60 if is_late else 0,
        "late": how_long(late) if is_late else "",
        "calls": len(loan.calls),
        "called": f"{loan.calls[-1].at:%m-%d %H:%M} {loan.calls[-1].text}" if loan.calls else "",
        "id": loan.id,
    }


def _borrower(loan: KeyLoan, reveal: bool) -> dict[str, Any]:
    return {
        "borrower": loan.borrower if reveal else mask_name(loan.borrower),
        "organisation": loan.organisation,
        "phone": loan.phone and (loan.phone if reveal else mask_phone(loan.phone)),
    }


# --- who held it when -------------------------------------------------------------------------------------------------

_HOLDER_COLUMNS = ("out_at", "in_at", "borrower", "organisation", "reason", "quantity", "out_by", "in_by", "lost_on", "id")


def show_holders(estate: Estate, key: Key, on: date | None, format: str, reveal: bool) -> None:
    """Newest first; with a day, those who had it at some time of that day."""
    loans = [loan for loan in estate.store.where(KeyLoan, "key", key.id) if on is None or _held(loan, on)]
    names = names_of_staff(estate) if format == "table" else {}
    rows = [_holder_row(loan, reveal, names) for loan in sorted(loans, key=lambda loan: loan.out_at, reverse=True)]
    show_rows(rows, format, _HOLDER_COLUMNS, [label_of(KeyLoan, column) for column in _HOLDER_COLUMNS])


def _held(loan: KeyLoan, day: date) -> bool:
    end = loan.in_at.date() if loan.in_at else loan.lost_on
    return loan.out_at.date() <= day and (end is None or day <= end)


def _holder_row(loan: KeyLoan, reveal: bool, names: dict[str, str]) -> dict[str, Any]:
    plain = {column: getattr(loan, column) for column in _HOLDER_COLUMNS}
    people = {column: names.get(plain[column], plain[column]) for column in ("out_by", "in_by")}
    return plain | people | _borrower(loan, reveal)


# --- the board --------------------------------------------------------------------------------------------------------

_REGISTER_COLUMNS = ("location", "name", "unit", "place", "type", "quantity", "here", "out_to", "due_at", "id")


def show_register(estate: Estate, board: str | None, format: str, reveal: bool) -> None:
    """The kept keys in the order of their hooks."""
    keys = [key for key in estate.store.all(Key) if key.is_kept and board in (None, key.board)]
    out = by_key(loans_out(estate))
    keys.sort(key=lambda key: (key.location is None, natural(key.location or ""), natural(key.id)))
    own = {"here": _("here"), "out_to": _("out to"), "due_at": label_of(KeyLoan, "due_at")}
    labels = [own.get(column) or label_of(Key, column) for column in _REGISTER_COLUMNS]
    show_rows([_register_row(key, out.get(key.id, []), reveal) for key in keys], format, _REGISTER_COLUMNS, labels)


def _register_row(key: Key, loans: Sequence[KeyLoan], reveal: bool) -> dict[str, Any]:
    plain = {column: getattr(key, column) for column in ("location", "name", "unit", "place", "type", "quantity")}
    borrowers = [_borrower(loan, reveal)["borrower"] for loan in loans]
    return plain | {"here": here(key, loans), "out_to": borrowers, "due_at": loans[0].due_at if loans else None, "id": key.id}


def by_key(loans: Iterable[KeyLoan]) -> dict[str, list[KeyLoan]]:
    found: dict[str, list[KeyLoan]] = {}
    for loan in loans:
        found.setdefault(loan.key, []).append(loan)
    return found


def here(key: Key, loans: Sequence[KeyLoan]) -> int:
    """How many hang on the board."""
    return key.quantity - sum(loan.still_out for loan in loans) if key.is_kept else 0


def show_key(estate: Estate, key: Key, format: str, reveal: bool) -> None:
    loans = [loan for loan in estate.store.where(KeyLoan, "key", key.id) if loan.is_open]
    if format != "table":
        show_row(rows_of([key], reveal)[0] | {"here": here(key, loans), "out": rows_of(loans, reveal)}, format)
        return
    show_one(key, format, reveal)
    echo(_("On the board: %(here)d of %(all)d.") % {"here": here(key, loans), "all": key.quantity})
    if loans:
        show_loans(estate, loans, format, reveal)
