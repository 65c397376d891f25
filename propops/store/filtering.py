"""Filters and sorts over records: the answers that the index gives in SQL, asked of the records themselves."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from propops import schema
from propops.models.base import Record, natural
from propops.store.query import EMPTY, NOT_EMPTY, ONE_OF, Test

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda have, want: bool(have == want),
    "<": lambda have, want: bool(have < want),
    ">": lambda have, want: bool(have > want),
    "<=": lambda have, want: bool(have <= want),
    ">=": lambda have, want: bool(have >= want),
    "~": lambda have, want: str(want).lower() in str(have).lower(),
}


def select(of: type[Record], records: Iterable[Record], tests: Sequence[Test], sort: str | None, limit: int | None) -> list[Record]:
    return sort_records(of, (record for record in records if all(passes(record, test) for test in tests)), sort)[:limit]


def passes(record: Record, test: Test) -> bool:
    value = getattr(record, _name_of(type(record), test.field))
    if test.sign in (EMPTY, NOT_EMPTY):
        return (value in (None, ())) is (test.sign == EMPTY)
    if test.sign == ONE_OF:
        return any(_matches(value, "=", one) for one in test.value)
    return _matches(value, test.sign, test.value)


def _name_of(of: type[Record], key: str) -> str:
    spec = schema.spec_of(of, key)
    assert spec is not None
    return spec.name


def _matches(have: Any, sign: str, wanted: Any) -> bool:
    """A list matches by any of its items."""
    if sign == "!=":
        return not _matches(have, "=", wanted)
    if isinstance(have, tuple):
        return any(_matches(item, sign, wanted) for item in have)
    if have is None:
        return False
    wanted = wanted if sign == "~" else _like(have, wanted)
    if isinstance(have, datetime) and sign == "=" and (wanted.hour, wanted.minute) == (0, 0):
        return bool(have.date() == wanted.date())  # a day was typed where an instant stands
    return _OPERATORS[sign](have, wanted)


def _like(have: Any, wanted: Any) -> Any:
    """A day, an instant or an amount may be wanted in its plain form."""
    if isinstance(wanted, str) and isinstance(have, date):
        return type(have).fromisoformat(wanted)
    return type(have)(wanted) if isinstance(wanted, str) and type(have).__name__ == "Decimal" else wanted


def sort_records(of: type[Record], records: Iterable[Record], sort: str | None) -> list[Record]:
    """By the given field, `-field` for the other way round, records without it last; ids break ties, naturally."""
    ordered = sorted(records, key=lambda record: natural(record.id))
    if not sort:
        return ordered
    name = _name_of(of, sort.lstrip("-"))
    present = [record for record in ordered if getattr(record, name) not in (None, ())]
    absent = [record for record in ordered if getattr(record, name) in (None, ())]
    return sorted(present, key=lambda record: _sort_key(getattr(record, name)), reverse=sort.startswith("-")) + absent


def _sort_key(value: Any) -> Any:
    return natural(value) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, tuple) else value
