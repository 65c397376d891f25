"""YAML values -> a record, several times faster than `faults.decode` and with the same result.

Almost every record is right, so almost none needs anything said about it: one closure per field takes a value or doubts it, and
the first doubt sends the whole record to `faults.decode`, which finds and words the problems. Types are compared exactly: True
equals 1, and Ambiguous("yes") equals "yes".
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar, cast

from propops import schema
from propops.frozen import of_right
from propops.models.base import Part, R, Record, Source
from propops.schema import MAX_TEXT, YEARS, Found, Spec, is_no_text, specs, within

P = TypeVar("P", bound=Part)

_Take = Callable[[Any], Any]


class _Doubt(Exception):
    """A value that is not simply right."""


def decode(model: type[Record], values: Mapping[str, Any], path: str, line: int, lines: Mapping[str, int]) -> Found:
    """Builds the record; every fault is a problem with the line of its key. Unknown keys stay in `source` alone."""
    try:
        arguments = _arguments(cast(Any, model))(values)
    except _Doubt:
        from propops import faults

        return faults.decode(model, values, path, line, lines)
    arguments["source"] = Source._make((path, line, values, lines))
    return Found._make((of_right(model, arguments), ()))


def plain(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any] | None:
    """What `schema.plain` makes of the record that these values are, without making one; None where they may not be simply right."""
    try:
        return cast(dict[str, Any], _row(cast(Any, model))(values)) | schema.plain_unknown(model, values)
    except _Doubt:
        return None


def revive(model: type[R], row: Mapping[str, Any], path: str, line: int) -> R:
    """The record of which `schema.plain` made this row. Unknown keys keep their plain form."""
    return cast(R, decode(model, _typed(cast(Any, model), row), path, line, {}).record)


def revive_part(model: type[P], row: Mapping[str, Any]) -> P:
    """The same of a mapping inside a record."""
    return of_right(model, _arguments(cast(Any, model))(_typed(model, row)))


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
    by_type: dict[type, _Take] = {date: date.fromisoformat, datetime: datetime.fromisoformat}
    return spec.base if spec.is_decimal else by_type.get(spec.base)


def _many(one: _Take) -> _Take:
    return lambda items: list(map(one, items))


_REMEMBERED = 10_000  # texts per field known to be right, 40 characters at most: units, officers, times


class _Takes(dict[str, "tuple[str, _Take] | None"]):
    """By key: the name for a field's value and how it is taken. Made when a key is first met, as most files name few of those that
    may be."""

    def __init__(self, model: Any, name: Callable[[Spec], str], take: Callable[[Spec], _Take]) -> None:
        self._specs, self._name, self._take = {spec.key: spec for spec in specs(model)}, name, take

    def __missing__(self, key: str) -> tuple[str, _Take] | None:
        spec = self._specs.get(key)
        self[key] = None if spec is None else (self._name(spec), self._take(spec))
        return self[key]


@cache
def _arguments(model: Any) -> _Take:
    """Values -> what the record is made of."""
    return _plan(model, attrgetter("name"), _take)


@cache
def _row(model: Any) -> _Take:
    """Values -> the plain row, but for unknown keys."""
    found = _plan(model, attrgetter("key"), _take_plain)
    defaults = schema.plain_defaults(model)

    @lru_cache(10_000)  # a kind has a few dozen sets of keys
    def frame(keys: tuple[str, ...]) -> dict[str, Any]:
        """In canonical order, with what need not be said."""
        return {spec.key: defaults.get(spec.key) for spec in specs(model) if spec.key in keys or spec.key in defaults}

    return lambda values: frame(tuple(row := found(values))) | row


def _plan(model: Any, name: Callable[[Spec], str], take: Callable[[Spec], _Take]) -> _Take:
    """Goes by the keys that are there, which are fewer than those that may be."""
    takes = _Takes(model, name, take)
    required = {name(spec) for spec in specs(model) if spec.required}

    def taken(values: Any) -> Any:
        found = {}
        for key, raw in values.items():
            if raw is not None and (field := takes[key]) is not None:
                name, take = field
                found[name] = take(raw)
        if required <= found.keys():
            return found
        raise _Doubt

    return taken


def _take(spec: Spec) -> _Take:
    if spec.is_part:
        arguments = _arguments(spec.base)
        one = _take_part(lambda values: of_right(spec.base, arguments(values)))
    else:
        one = _take_choice(spec, schema.as_it_is) if spec.is_choice else _take_one(spec)
    return _take_many(one, tuple) if spec.many else one


def _take_plain(spec: Spec) -> _Take:
    """What `schema.plain` makes of it."""
    if spec.is_part:
        one = _take_part(_row(spec.base))
    elif spec.is_choice:
        one = _take_choice(spec, str)
    else:
        one = _then(_take_one(spec), schema.plain_encoder(spec))
    return _take_many(one, _filled) if spec.many else one


def _then(take: _Take, encode: _Take) -> _Take:
    return take if encode is schema.as_it_is else lambda raw: encode(take(raw))


def _take_many(one: _Take, gather: _Take) -> _Take:
    def take(raw: Any) -> Any:
        if isinstance(raw, list):
            return gather([one(item) for item in raw])
        raise _Doubt

    return take


def _filled(items: list[Any]) -> list[Any]:
    """An empty list stands in a row only where the field would not be empty without it."""
    if items:
        return items
    raise _Doubt


def _take_part(make: _Take) -> _Take:
    def take(raw: Any) -> Any:
        if isinstance(raw, dict):
            return make(raw)
        raise _Doubt

    return take


def _take_choice(spec: Spec, make: _Take) -> _Take:
    members = {str(member): make(member) for member in cast(Any, spec.base)}

    def take(raw: Any) -> Any:
        if type(raw) is str and raw in members:
            return members[raw]
        raise _Doubt

    return take


def _take_text(spec: Spec) -> _Take:
    fits = re.compile(spec.about.pattern).fullmatch if spec.about.pattern else schema.as_it_is
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
    number, about = spec.base, spec.about

    def take(raw: Any) -> Any:
        if type(raw) in (int, number) and within(raw, about):
            return number(raw)
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


def _take_one(spec: Spec) -> _Take:
    return _take_number(spec) if spec.is_decimal else _TAKES[spec.base](spec)


_TAKES: dict[type, Callable[[Spec], _Take]] = {
    str: _take_text,
    int: _take_number,
    bool: _take_truth,
    date: _take_day,
    datetime: _take_instant,
}
