"""Type hints <-> YAML values. What a model says once is read here for reading, writing, checking and the command line."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from types import GenericAlias, NoneType, UnionType
from typing import Any, cast

from propops.choices import Choice
from propops.errors import Problem, PropopsError
from propops.hints import layer
from propops.i18n import N_, Label, _
from propops.jsonable import jsonable
from propops.models.base import Field, R, Record, Source
from propops.tuples import NamedTuple

MAX_TEXT = 20_000
YEARS = range(1900, 2200)  # outside of these a day is a slip, and sums with it would fail


def is_no_text(value: str) -> bool:
    """Bytes that were no UTF-8, or NUL: what no file can hold."""
    return not value.isprintable() and bool(re.search("[\x00\ud800-\udfff]", value))


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


# --- YAML values -> a record -----------------------------------------------------------------------------------------


class Found(NamedTuple):
    """A record read from YAML, or why there is none."""

    record: Any
    problems: tuple[Problem, ...]


def decode(model: type[Record], values: Mapping[str, Any], path: str, line: int, lines: Mapping[str, int]) -> Found:
    """Builds the record; every fault is a problem with the line of its key. Unknown keys stay in `source` alone."""
    faults: list[Problem] = []
    arguments = _decode_fields(model, values, faults, lines)
    identity = values.get("id")
    id = identity if isinstance(identity, str) else ""
    if not any(fault.severity == "error" for fault in faults):
        record = model(**arguments, source=Source(path, line, values, lines))
        return Found(record, tuple(_placed(fault, path, line, lines, id) for fault in faults))
    return Found(None, tuple(_placed(fault, path, line, lines, id) for fault in faults))


def _placed(fault: Problem, path: str, line: int, lines: Mapping[str, int], id: str) -> Problem:
    at = fault.line or lines.get(fault.field.split(".")[0].split("[")[0], line)
    return fault._replace(path=path, line=at, id=id)


def placed(fault: Problem, record: Record) -> Problem:
    """A model's own finding, with the place of the record it is about."""
    source = record.source
    if source is None:
        return fault._replace(id=record.id)
    line = fault.line or _line_of(fault.field, source.values)
    return _placed(fault._replace(line=line), source.path, source.line, source.lines, record.id)


def _line_of(field: str, values: Any) -> int:
    """The line of `log[2].by`, or of as much of it as stands there; 0 where nothing does."""
    line = 0
    for step in re.findall(r"[^.\[\]]+", field):
        lines = getattr(values, "lines", {})
        if isinstance(values, list):
            if not step.isdecimal() or int(step) >= len(values):
                break
            line, values = lines[int(step)] if lines else line, values[int(step)]
        elif isinstance(values, Mapping) and step in values:
            line, values = lines.get(step, line), values[step]
        else:
            break
    return line


def _decode_fields(model: type, values: Mapping[str, Any], faults: list[Problem], lines: Mapping[str, int]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for spec in specs(model):
        raw = values.get(spec.key)
        line = lines.get(spec.key, 0)
        if raw is None:
            if spec.required:
                faults.append(Problem("missing-field", _("This field is required."), line=line, field=spec.key))
            continue
        arguments[spec.name] = _decode_value(spec, raw, faults, line)
    return arguments


def _decode_value(spec: Spec, raw: Any, faults: list[Problem], line: int) -> Any:
    if not spec.many:
        return _decode_one(spec, raw, faults, line, spec.key)
    if not isinstance(raw, list):
        faults.append(Problem("wrong-type", _("A list is expected here."), line=line, field=spec.key))
        return ()
    at = getattr(raw, "lines", [line] * len(raw))
    return tuple(_decode_one(spec, item, faults, at[i], f"{spec.key}[{i}]") for i, item in enumerate(raw))


def _decode_one(spec: Spec, raw: Any, faults: list[Problem], line: int, where: str) -> Any:
    if spec.is_part:
        return _decode_part(spec, raw, faults, line, where)
    fault = _scalar_fault(spec, raw)
    if fault is not None:
        faults.append(Problem(fault.code, fault.message, line=line, field=where, hint=fault.hint))
        return None
    value = spec.base(raw) if spec.is_choice or spec.base is Decimal else raw
    faults.extend(Problem(f.code, f.message, line=line, field=where, hint=f.hint) for f in value_faults(spec, value))
    return str(value) if type(value) is Ambiguous else value


def _decode_part(spec: Spec, raw: Any, faults: list[Problem], line: int, where: str) -> Any:
    if not isinstance(raw, dict):
        faults.append(Problem("wrong-type", _("A group of `key: value` lines is expected here."), line=line, field=where))
        return None
    inner: list[Problem] = []
    arguments = _decode_fields(spec.base, raw, inner, getattr(raw, "lines", {}))
    faults.extend(Problem(f.code, f.message, line=f.line or line, field=f"{where}.{f.field}", hint=f.hint) for f in inner)
    return None if inner else spec.base(**arguments)


_EXPECTED: dict[type, tuple[tuple[type, ...], str]] = {
    str: ((str,), N_('Text is expected here; put it in quotes: "%(value)s".')),
    int: ((int,), N_("A whole number is expected here, not %(value)s.")),
    Decimal: ((Decimal, int), N_("A number is expected here, not %(value)s.")),
    bool: ((bool,), N_("true or false is expected here, not %(value)s.")),
    date: ((date,), N_("A day such as 2026-12-01 is expected here, not %(value)s.")),
    datetime: ((datetime,), N_("A time such as 2026-12-01T09:30:00+08:00 is expected here, not %(value)s.")),
}


def _scalar_fault(spec: Spec, raw: Any) -> Problem | None:
    if spec.is_choice:
        return _choice_fault(spec, raw)
    types, message = _EXPECTED[spec.base]
    confused = (isinstance(raw, bool) and spec.base is not bool) or (isinstance(raw, datetime) and spec.base is date)
    if isinstance(raw, datetime) and raw.tzinfo is None:
        confused = True  # nobody could say which comes first, this or one with an offset
    if isinstance(raw, types) and not confused and type(raw) is not Ambiguous:
        return None
    code = "quote-text" if spec.base is str and not isinstance(raw, (list, dict)) else "wrong-type"
    return Problem(code, _(message) % {"value": shown(raw)})


def _choice_fault(spec: Spec, raw: Any) -> Problem | None:
    tokens = [str(member) for member in cast(Any, spec.base)]
    if raw in tokens and isinstance(raw, str):
        return None
    return Problem("unknown-choice", _("%(value)s is not one of the choices.") % {"value": shown(raw)}, hint=", ".join(tokens))


def shown(raw: Any) -> str:
    text = raw.isoformat() if isinstance(raw, (date, datetime)) else "…" if isinstance(raw, (list, dict)) else str(raw)
    return text if len(text) <= 40 else text[:39] + "…"


def value_faults(spec: Spec, value: Any) -> Iterator[Problem]:
    """Rules on one value that its `Field` states."""
    about = spec.about
    if isinstance(value, str) and is_no_text(value):
        yield _no_text()
    elif isinstance(value, str) and spec.required and not value.strip():
        yield Problem("missing-field", _("This field is required."))
    elif isinstance(value, str) and len(value) > MAX_TEXT:
        yield Problem("too-long", _("The text is longer than %(limit)d characters.") % {"limit": MAX_TEXT})
    elif about.pattern and isinstance(value, str) and not re.fullmatch(about.pattern, value):
        message = _("%(value)s does not look right here.") % {"value": shown(value)}
        yield Problem("bad-pattern", message, hint=_("Write it like %(example)s.") % {"example": about.example} if about.example else "")
    if isinstance(value, date) and value.year not in YEARS:
        yield Problem("out-of-range", _("The year must lie in %(first)d…%(last)d.") % {"first": YEARS[0], "last": YEARS[-1]})
    if isinstance(value, (int, Decimal)) and not within(value, about):
        bounds = {"low": "" if about.low is None else f"{about.low:g}", "high": "" if about.high is None else f"{about.high:g}"}
        yield Problem("out-of-range", _("The number must lie in %(low)s…%(high)s.") % bounds)


def _no_text() -> Problem:
    return Problem("not-text", _("The text holds bytes that are no characters."))


def within(value: int | Decimal, about: Field) -> bool:
    return (about.low is None or value >= about.low) and (about.high is None or value <= about.high)


def with_source(record: R, source: Source | None) -> R:
    """The record as if it had been read from there: a write then finds what changed."""
    return replace(record, source=source)


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
    by_type: dict[type, _Encode] = {date: date.isoformat, datetime: datetime.isoformat, Decimal: str}
    return by_type.get(spec.base, as_it_is)


def _text(key: str, value: str) -> str:
    if is_no_text(value):
        raise PropopsError(_no_text()._replace(field=key))  # a byte of the command line that was not UTF-8
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
