"""YAML values -> a record, several times faster than `schema.decode` and with the same result.

Almost every record is right, so almost none needs anything said about it: one closure per field takes a value or doubts it, and
the first doubt sends the whole record to `schema.decode`, which finds and words the problems. Types are compared exactly: True
equals 1, and Ambiguous("yes") equals "yes".
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from propops import schema
from propops.frozen import of_right
from propops.models.base import Part, R, Record, Source
from propops.schema import MAX_TEXT, YEARS, Found, Spec, is_no_text, specs, value_faults, within

P = TypeVar("P", bound=Part)

_Take = Callable[[Any], Any]


class _Doubt(Exception):
    """A value that is not simply right."""


def decode(model: type[Record], values: Mapping[str, Any], path: str, line: int, lines: Mapping[str, int]) -> Found:
    """Builds the record; every fault is a problem with the line of its key. Unknown keys stay in `source` alone."""
    try:
        arguments = _plan(cast(Any, model))(values)
    except _Doubt:
        return schema.decode(model, values, path, line, lines)
    arguments["source"] = Source(path, line, values, lines)
    return Found(of_right(model, arguments), ())


def revive(model: type[R], row: Mapping[str, Any], path: str, line: int) -> R:
    """The record of which `schema.plain` made this row. Unknown keys keep their plain form."""
    return cast(R, decode(model, _typed(cast(Any, model), row), path, line, {}).record)


def revive_part(model: type[P], row: Mapping[str, Any]) -> P:
    """The same of a mapping inside a record."""
    return of_right(model, _plan(cast(Any, model))(_typed(model, row)))


def _typed(model: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    readers = _readers(model)
    return {key: read(value) if (read := readers.get(key)) else value for key, value in row.items()}


@cache
def _readers(model: Any) -> dict[str, _Take]:
    """What plain values of some fields have to go through; the others are as they were."""
    return {spec.key: _many(one) if spec.many else one for spec in specs(model) if (one := _reader(spec)) is not None}


def _reader(spec: Spec) -> _Take | None:
    if spec.is_part:
        return lambda row: _typed(spec.base, row)
    by_type: dict[type, _Take] = {date: date.fromisoformat, datetime: datetime.fromisoformat, Decimal: Decimal}
    return by_type.get(spec.base)


def _many(one: _Take) -> _Take:
    return lambda items: list(map(one, items))


_REMEMBERED = 10_000  # texts per field known to be right, 40 characters at most: units, officers, times


class _Takes(dict[str, "tuple[str, _Take] | None"]):
    """By key: the field's name and how it is taken. Made when a key is first met, as most files name few of those that may be."""

    def __init__(self, model: Any) -> None:
        self._specs = {spec.key: spec for spec in specs(model)}

    def __missing__(self, key: str) -> tuple[str, _Take] | None:
        spec = self._specs.get(key)
        self[key] = None if spec is None else (spec.name, _take(spec))
        return self[key]


@cache
def _plan(model: Any) -> _Take:
    """Values -> arguments. Goes by the keys that are there, which are fewer than those that may be."""
    takes = _Takes(model)
    required = {spec.name for spec in specs(model) if spec.required}

    def arguments(values: Any) -> Any:
        found = {}
        for key, raw in values.items():
            if raw is not None and (field := takes[key]) is not None:
                name, take = field
                found[name] = take(raw)
        if required <= found.keys():
            return found
        raise _Doubt

    return arguments


def _take(spec: Spec) -> _Take:
    one = _take_part(spec.base) if spec.is_part else _take_choice(spec) if spec.is_choice else _TAKES[spec.base](spec)
    return _take_many(one) if spec.many else one


def _take_many(one: _Take) -> _Take:
    def take(raw: Any) -> Any:
        if isinstance(raw, list):
            return tuple([one(item) for item in raw])
        raise _Doubt

    return take


def _take_part(base: Any) -> _Take:
    plan = _plan(base)

    def take(raw: Any) -> Any:
        if isinstance(raw, dict):
            return of_right(base, plan(raw))
        raise _Doubt

    return take


def _take_choice(spec: Spec) -> _Take:
    members = {str(member): member for member in cast(Any, spec.base) if not any(value_faults(spec, member))}

    def take(raw: Any) -> Any:
        if type(raw) is str and raw in members:
            return members[raw]
        raise _Doubt

    return take


def _take_text(spec: Spec) -> _Take:
    fits = re.compile(spec.about.pattern or "(?s:.*)").fullmatch
    right: set[str] = set()

    def take(raw: Any) -> Any:
        if type(raw) is not str:
            raise _Doubt
        if raw in right:
            return raw
        if not raw.strip() or len(raw) > MAX_TEXT or is_no_text(raw) or not fits(raw):
            raise _Doubt
        if len(raw) <= 40 and len(right) < _REMEMBERED:
            right.add(raw)
        return raw

    return take


def _take_number(spec: Spec) -> _Take:
    about, is_decimal = spec.about, spec.base is Decimal

    def take(raw: Any) -> Any:
        if (type(raw) is int or (is_decimal and type(raw) is Decimal)) and within(raw, about):
            return Decimal(raw) if is_decimal else raw
        raise _Doubt

    return take


def _take_truth(spec: Spec) -> _Take:
    def take(raw: Any) -> Any:
        if type(raw) is bool and within(raw, spec.about):
            return raw
        raise _Doubt

    return take


def _take_day(spec: Spec) -> _Take:
    def take(raw: Any) -> Any:
        if type(raw) is date and raw.year in YEARS:
            return raw
        raise _Doubt

    return take


def _take_instant(spec: Spec) -> _Take:
    def take(raw: Any) -> Any:
        if type(raw) is datetime and raw.tzinfo is not None and raw.year in YEARS:
            return raw
        raise _Doubt

    return take


_TAKES: dict[type, Callable[[Spec], _Take]] = {
    str: _take_text,
    int: _take_number,
    Decimal: _take_number,
    bool: _take_truth,
    date: _take_day,
    datetime: _take_instant,
}
