"""What a model says once in its type hints: its fields, for reading, checking and the command line; and a record -> YAML values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache, partial
from types import GenericAlias, NoneType, UnionType
from typing import TYPE_CHECKING, Any

from propops.choices import Choice
from propops.errors import Problem, PropopsError
from propops.hints import layer
from propops.i18n import Label, _
from propops.jsonable import jsonable
from propops.models.base import Field, Record
from propops.tuples import NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

MAX_TEXT = 20_000
YEARS = range(1900, 2200)  # outside of these a day is a slip, and sums with it would fail


def is_no_text(value: str) -> bool:
    """Bytes that were no UTF-8, or NUL: what no file can hold."""
    return not value.isprintable() and bool(re.search("[\x00\ud800-\udfff]", value))


def no_text() -> Problem:
    return Problem("not-text", _("The text holds bytes that are no characters."))


class Ambiguous(str):
    """A plain scalar that YAML readers disagree about (`0301`, `12:30`, `yes`): text only once it is quoted."""


class Shape(NamedTuple):
    """The known keys of a mapping in their canonical order, and the shapes of the mappings inside it."""

    keys: tuple[str, ...]
    inner: Mapping[str, "Shape"]


class Spec(NamedTuple):
    """One field of a model, taken from its type hint: `tuple[Log, ...]` is `many` of the base type `Log`."""

    name: str
    key: str
    base: type
    many: bool
    required: bool
    about: Field

    @property
    def is_part(self) -> bool:
        return is_dataclass(self.base)

    @property
    def is_decimal(self) -> bool:
        """Told by the name: to load that module takes long, and most kinds have no such field."""
        return self.base.__name__ == "Decimal"

    @property
    def is_choice(self) -> bool:
        return issubclass(self.base, Choice)


def specs(model: Any) -> tuple[Spec, ...]:
    """The fields of a model in canonical order: `id` first, `note` last."""
    return _specs(model)


def spec_of(model: Any, key: str) -> Spec | None:
    return _by_key(model).get(key)


def shape(model: Any) -> Shape:
    return _shape(model)


def masks(model: Any) -> dict[str, Any]:
    """How what is personal is masked, by key; for a mapping inside, the masks of its keys."""
    return _masks(model)


@cache
def _masks(model: Any) -> dict[str, Any]:
    found = {spec.key: masks(spec.base) if spec.is_part else spec.about.personal for spec in specs(model)}
    return {key: how for key, how in found.items() if how}


@cache
def _specs(model: Any) -> tuple[Spec, ...]:
    found = [_spec(model, item) for item in fields(model) if item.name != "source"]
    return tuple(sorted(found, key=lambda spec: (spec.key != "id", spec.key == "note")))


@cache
def _by_key(model: Any) -> dict[str, Spec]:
    return {spec.key: spec for spec in specs(model)}


@cache
def _shape(model: Any) -> Shape:
    inner = {spec.key: shape(spec.base) for spec in specs(model) if spec.is_part}
    return Shape(tuple(spec.key for spec in specs(model)), inner)


def _spec(model: Any, item: Any) -> Spec:
    hint, about = _peeled(item.type, None)
    many = isinstance(hint, GenericAlias)  # tuple[…, ...]
    if many:
        hint, about = _peeled(hint.__args__[0], about)
    key = item.name.rstrip("_")
    about = about or Field("")
    label = Label(about.label or item.name, f"{model.__name__}.{key}")
    is_required = item.default is MISSING and item.default_factory is MISSING
    return Spec(item.name, key, hint, many, is_required, Field._make((label, *about[1:])))


def _peeled(hint: Any, about: Field | None) -> tuple[Any, Field | None]:
    """The bare type, and what the layers of `Annotated` and `| None` around it say; outer layers win."""
    hint = _without_none(hint)
    while (outer := layer(hint)) is not None:
        hint, about = _without_none(outer[0]), outer[1] if about is None else _merge(about, outer[1])
    return hint, about


def _merge(outer: Field, inner: Field) -> Field:
    """`Annotated[UnitId, Field(…)]` and `tuple[UnitId, ...]` are labelled by the outer field and constrained by the inner one."""
    return Field(
        outer.label or inner.label,
        outer.ref or inner.ref,
        outer.personal or inner.personal,
        outer.pattern or inner.pattern,
        outer.example or inner.example,
        inner.low if outer.low is None else outer.low,
        inner.high if outer.high is None else outer.high,
    )


def _without_none(hint: Any) -> Any:
    return next(option for option in hint.__args__ if option is not NoneType) if isinstance(hint, UnionType) else hint


# --- values read ------------------------------------------------------------------------------------------------------


class Found(NamedTuple):
    """A record read from YAML, or why there is none."""

    record: Any
    problems: tuple[Problem, ...]


def shown(raw: Any) -> str:
    text = raw.isoformat() if isinstance(raw, (date, datetime)) else "…" if isinstance(raw, (list, dict)) else str(raw)
    return text if len(text) <= 40 else text[:39] + "…"


def within(value: "int | Decimal", about: Field) -> bool:
    return (about.low is None or value >= about.low) and (about.high is None or value <= about.high)


# --- a record -> YAML values -----------------------------------------------------------------------------------------


def encode(record: Any) -> dict[str, Any]:
    """Plain values in canonical order; what is absent is not written, nor an empty list unless the field would not be empty without it."""
    model: Any = type(record)
    return _encoded(record, _encoders(model))


_Encode = Callable[[Any], Any]
_Encoders = tuple[tuple[str, str, _Encode, Any], ...]  # name, key, how a value is written, and which one need not be


def _encoded(record: Any, encoders: _Encoders) -> dict[str, Any]:
    values = ((key, one, getattr(record, name), absent) for name, key, one, absent in encoders)
    return {key: one(value) for key, one, value, absent in values if value is not None and value != absent}


@cache
def _encoders(model: Any) -> _Encoders:
    return _encoders_by(_encoder, model)


@cache
def _plain_encoders(model: Any) -> _Encoders:
    return _encoders_by(plain_encoder, model)


def plain_defaults(model: Any) -> dict[str, Any]:
    """What a plain row says of the fields that the file does not name."""
    return _encoded(model, tuple(encoders for encoders in _plain_encoders(model) if hasattr(model, encoders[0])))


def _encoders_by(encoder: Callable[[Spec], _Encode], model: Any) -> _Encoders:
    filled = {item.name for item in fields(model) if isinstance(item.default, tuple) and item.default}
    return tuple(
        (spec.name, spec.key, _many(encoder(spec)) if spec.many else encoder(spec), None if spec.name in filled else ())
        for spec in specs(model)
    )


def _many(one: _Encode) -> _Encode:
    return lambda values: list(map(one, values))


def _encoder(spec: Spec) -> _Encode:
    if spec.is_part:
        return encode
    if spec.is_choice:
        return str
    return partial(_text, spec.key) if spec.base is str else as_it_is


def plain_encoder(spec: Spec) -> _Encode:
    """`jsonable` of what `_encoder` gives, in one step: the index takes in whole files."""
    if spec.is_part:
        return _plain
    if spec.is_choice:
        return str.__str__
    by_type: dict[type, _Encode] = {date: date.isoformat, datetime: datetime.isoformat}
    return str if spec.is_decimal else by_type.get(spec.base, as_it_is)


def _text(key: str, value: str) -> str:
    if is_no_text(value):
        raise PropopsError(no_text()._replace(field=key))  # a byte of the command line that was not UTF-8
    return value


def as_it_is(value: Any) -> Any:
    return value


def everything(record: Record) -> dict[str, Any]:
    """The record as YAML values, unknown keys last."""
    return encode(record) | (_unknown(type(record), record.source.values) if record.source is not None else {})


def plain(record: Record) -> dict[str, Any]:
    """What scripts see: the YAML keys, money and dates as text, unknown keys last."""
    return _plain(record) | (plain_unknown(type(record), record.source.values) if record.source is not None else {})


def plain_unknown(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: jsonable(value) for key, value in _unknown(model, values).items()}


def _unknown(model: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    of_model = known(model)
    return {} if of_model.issuperset(values) else {key: value for key, value in values.items() if key not in of_model}


@cache
def known(model: Any) -> frozenset[str]:
    return frozenset(spec.key for spec in specs(model))


def _plain(record: Any) -> dict[str, Any]:
    model: Any = type(record)
    return _encoded(record, _plain_encoders(model))
