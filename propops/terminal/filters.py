"""`FIELD=VALUE` filters and sorting, the same for every kind."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import click

from propops import schema
from propops.i18n import _
from propops.models.base import Record, natural
from propops.store.query import Test
from propops.terminal.params import type_of

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda have, want: bool(have == want),
    "!=": lambda have, want: bool(have != want),
    "<": lambda have, want: bool(have < want),
    ">": lambda have, want: bool(have > want),
    "<=": lambda have, want: bool(have <= want),
    ">=": lambda have, want: bool(have >= want),
    "~": lambda have, want: str(want).lower() in str(have).lower(),
}
_FILTER = re.compile(r"\s*([A-Za-z0-9_]+)\s*(!=|<=|>=|=|<|>|~)(.*)", re.DOTALL)


def field_of(of: type[Record], key: str) -> schema.Spec:
    spec = schema.spec_of(of, key.replace("-", "_"))
    if spec is None:
        keys = ", ".join(spec.key for spec in schema.specs(of))
        words = {"kind": _(of.label), "field": key, "fields": keys}
        raise click.UsageError(_("%(kind)s has no field %(field)s; it has: %(fields)s.") % words)
    return spec


def parse_filter(of: type[Record], text: str, context: click.Context) -> Test:
    """`status=open`, `date<2026-12-01`, `content~漏水`, `assignee=` (is empty). A list matches by any of its items."""
    match = _FILTER.fullmatch(text)
    if match is None:
        raise click.UsageError(_("Write a filter as FIELD=VALUE, not %(text)s.") % {"text": text}, context)
    spec, sign, raw = field_of(of, match[1]), match[2], match[3].strip()
    if not raw:
        return Test(spec.key, "is not empty" if sign == "!=" else "is empty")
    return Test(spec.key, sign, raw if sign == "~" or spec.is_part else type_of(spec).convert(raw, None, context))


def passes(record: Record, test: Test) -> bool:
    """What the index answers in SQL, asked of a record."""
    value = getattr(record, field_of(type(record), test.field).name)
    if test.sign in ("is empty", "is not empty"):
        return (value in (None, ())) is (test.sign == "is empty")
    return _matches(value, test.sign, test.value)


def _matches(have: Any, sign: str, wanted: Any) -> bool:
    if sign == "!=":
        return not _matches(have, "=", wanted)
    if isinstance(have, tuple):
        return any(_matches(item, sign, wanted) for item in have)
    if have is None:
        return False
    if isinstance(have, datetime) and sign == "=" and (wanted.hour, wanted.minute) == (0, 0):
        return bool(have.date() == wanted.date())  # a day was typed where an instant stands
    return _OPERATORS[sign](have, wanted)


def sort_records(of: type[Record], records: Iterable[Record], sort: str | None) -> list[Record]:
    """By the given field, `-field` for the other way round, records without it last; ids break ties, naturally."""
    ordered = sorted(records, key=lambda record: natural(record.id))
    if not sort:
        return ordered
    name = field_of(of, sort.lstrip("-")).name
    present = [record for record in ordered if getattr(record, name) not in (None, ())]
    absent = [record for record in ordered if getattr(record, name) in (None, ())]
    return sorted(present, key=lambda record: _sort_key(getattr(record, name)), reverse=sort.startswith("-")) + absent


def _sort_key(value: Any) -> Any:
    return natural(value) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, tuple) else value
