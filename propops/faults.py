"""YAML values -> a record, or every fault in them, worded and with its place: for what `decode` does not find simply right."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from propops.errors import Problem
from propops.i18n import N_, _
from propops.models.base import Record, Source
from propops.schema import MAX_TEXT, YEARS, Ambiguous, Found, Spec, is_no_text, no_text, shown, specs, within


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


def value_faults(spec: Spec, value: Any) -> Iterator[Problem]:
    """Rules on one value that its `Field` states."""
    about = spec.about
    if isinstance(value, str) and is_no_text(value):
        yield no_text()
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
