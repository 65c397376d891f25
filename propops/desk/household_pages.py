"""A household's file and its timeline on the screen, and as data."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from propops import schema
from propops.desk.cashier import name_of
from propops.desk.household import File, PayerAccount, accounts_of, happened, promises_of
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.jsonable import jsonable
from propops.models import model
from propops.models.base import Record
from propops.models.unit import Unit
from propops.planning.completeness import Completeness
from propops.terminal.output import echo, show_row, shown
from propops.terminal.plain import cell, labelled
from propops.terminal.records import rows_of

LATEST = 5

Names = Mapping[str, str]


def show_file(estate: Estate, unit: Unit, file: File, known: Completeness, reveal: bool, format: str) -> None:
    if format == "table":
        for line in _lines(estate, unit, file, known, reveal):
            echo(line)
    else:
        show_row(_data(estate, unit, file, known, reveal), format)


def _lines(estate: Estate, unit: Unit, file: File, known: Completeness, reveal: bool) -> Iterator[str]:
    names = names_of_staff(estate)
    yield f"{unit.id}  {summary(unit, reveal, names)}"
    yield _("File %(score)d %% complete") % {"score": known.score} + _missing(known)
    yield from account_lines(estate, file, reveal)
    for kind, records in file.items():
        yield ""
        yield f"{_(model(kind).label)} ({len(records)})"
        chosen = _chosen(records)
        yield from (f"  {_day(happened(one))}  {summary(one, reveal, names)}  [{one.id}]" for one in chosen)
        if len(records) > len(chosen):
            yield "  " + _("… and %(count)d more: propops unit timeline %(unit)s") % {"count": len(records) - len(chosen), "unit": unit.id}


def _chosen(records: Sequence[Record]) -> list[Record]:
    """What is open, and the latest."""
    return [one for i, one in enumerate(records) if i < LATEST or getattr(one, "is_open", False)]


def _day(moment: date | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else " " * 10


def _missing(known: Completeness) -> str:
    labels = _(", ").join(_(criterion.label) for criterion in known.missing)
    return _("; missing: %(labels)s") % {"labels": labels} if labels else ""


def summary(record: Record, reveal: bool, names: Names) -> str:
    """What sums a record up, in one line: its kind says which fields; numbers and yes or no with their labels."""
    of: Any = type(record)
    values = schema.encode(record)
    skipped = ("id", "unit", _dated_key(record))
    keys = [key for key in (*(record.told_by or record.columns), "note") if key not in skipped]
    return "  ".join(_told(of, key, values[key], reveal, names) for key in keys if key in values)


def _dated_key(record: Record) -> str:
    of: Any = type(record)
    when = happened(record)
    return next((spec.key for spec in schema.specs(of) if when is not None and getattr(record, spec.name) is when), "")


def _told(of: Any, key: str, value: Any, reveal: bool, names: Names) -> str:
    spec = schema.spec_of(of, key)
    is_bare = spec is not None and (spec.base in (int, Decimal, bool, date, datetime) or spec.is_part)
    text = " ".join(cell(of, key, value, reveal, names).split())
    return f"{labelled(of, key)} {text}" if is_bare else text


# --- money ------------------------------------------------------------------------------------------------------------


def account_lines(estate: Estate, file: File, reveal: bool) -> Iterator[str]:
    for account in accounts_of(file):
        yield _account_line(account, name_of(estate.store, account.payer, reveal))
    for promise in promises_of(file):
        words = {"amount": promise.promised_amount or promise.amount, "day": promise.promised_on, "id": promise.id}
        yield _("Promised: %(amount)s yuan for %(day)s  [%(id)s]") % words


def _account_line(account: PayerAccount, name: str) -> str:
    words = {"name": name, "owed": account.owed, "oldest": account.oldest, "prepaid": account.prepaid}
    if account.oldest is not None:
        return _("Account %(name)s: owes %(owed)s yuan, oldest due %(oldest)s; prepaid %(prepaid)s") % words
    return _("Account %(name)s: nothing owed; prepaid %(prepaid)s") % words


# --- as data ----------------------------------------------------------------------------------------------------------


def _data(estate: Estate, unit: Unit, file: File, known: Completeness, reveal: bool) -> dict[str, Any]:
    accounts = [{"payer": one.payer, "owed": one.owed, "prepaid": one.prepaid, "oldest_due": one.oldest} for one in accounts_of(file)]
    missing = [criterion.token for criterion in known.missing]
    return rows_of([unit], reveal)[0] | {
        "completeness": {"score": known.score, "missing": missing},
        "account": [jsonable(account) for account in accounts],
        "promises": [promise.id for promise in promises_of(file)],
        "records": {kind: rows_of(records, reveal) for kind, records in file.items()},
    }


# --- the timeline -----------------------------------------------------------------------------------------------------


def events(unit: Unit, file: File, reveal: bool, names: Names) -> list[dict[str, Any]]:
    """Oldest first: each record when it happened, and every other time that it or its log knows of."""
    records = [unit, *(record for records in file.values() for record in records)]
    found = [event for record in records for event in _events(record, reveal, names)]
    return sorted(found, key=lambda event: (event["at"][:10], event["at"], event["kind"], event["id"]))


def _events(record: Record, reveal: bool, names: Names) -> Iterator[dict[str, Any]]:
    of: Any = type(record)
    first = _dated_key(record)
    for spec in schema.specs(of):
        value = getattr(record, spec.name)
        if spec.is_part:
            yield from _part_events(record, spec, value if spec.many else (value,), reveal, names)
        elif isinstance(value, date):
            text = summary(record, reveal, names) if spec.key == first else labelled(of, spec.key)
            yield _event(record, value, spec.key, text)


def _part_events(record: Record, spec: schema.Spec, parts: Sequence[Any], reveal: bool, names: Names) -> Iterator[dict[str, Any]]:
    of: Any = type(record)
    for part in parts:
        moment = next((one for item in schema.specs(spec.base) if part and isinstance(one := getattr(part, item.name), date)), None)
        if moment is not None:
            values = {key: value for key, value in schema.encode(part).items() if value != moment}
            yield _event(record, moment, spec.key, f"{labelled(of, spec.key)} {cell(of, spec.key, values, reveal, names)}")


def _event(record: Record, moment: date, field: str, text: str) -> dict[str, Any]:
    return {"at": moment.isoformat(), "kind": record.kind, "id": record.id, "field": field, "text": text}


def for_people(event: Mapping[str, Any]) -> dict[str, Any]:
    return {**event, "at": shown(event["at"].replace("T", " ")[:16]), "kind": _(model(event["kind"]).label)}
