"""Plain values of a record, from the index or from an old commit, as people read them: labels, choices, masked, staff by name."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from propops import schema
from propops.i18n import _
from propops.terminal.output import mask, shown

Names = Mapping[str, str]


def labelled(model: Any, key: str) -> str:
    spec = schema.spec_of(model, key)
    return _(spec.about.label) if spec is not None else key


def cell(model: Any, key: str, value: Any, reveal: bool, names: Names) -> str:
    """One field in one line. A value that the model does not know, or that no rule allows, is shown as it is."""
    spec = schema.spec_of(model, key)
    if isinstance(value, list):
        return (" / " if spec is not None and spec.is_part else _(", ")).join(cell(model, key, item, reveal, names) for item in value)
    if spec is None or value is None:
        return _bare(value)
    if spec.is_part and isinstance(value, Mapping):
        return _part(spec.base, value, reveal, names)
    if not reveal and spec.about.personal:
        return shown(mask(value, spec.about.personal))
    return names.get(value, value) if spec.about.ref == "staff" and isinstance(value, str) else _of_type(spec, value)


def _of_type(spec: schema.Spec, value: Any) -> str:
    if spec.is_choice:
        return next((_(member.label) for member in cast(Any, spec.base) if str(member) == value), _bare(value))
    return _bare(value)


def _bare(value: Any) -> str:
    """An instant as a clock says it, whether it comes as one or as text."""
    if isinstance(value, str) and len(value) == 25 and value[10] == "T":
        return value[:16].replace("T", " ")
    return shown(value)


def _part(base: Any, values: Mapping[str, Any], reveal: bool, names: Names) -> str:
    """As on a record's page: a log entry reads by itself, bare numbers need their labels."""
    shown_by_key = {key: cell(base, key, value, reveal, names) for key, value in values.items() if value not in (None, [])}
    is_number = any(isinstance(value, (int, Decimal)) for value in values.values())
    return "  ".join(f"{labelled(base, key)} {text}" if is_number else text for key, text in shown_by_key.items())


def day_of(value: Any) -> str:
    """The day of a date or an instant, in plain form or not."""
    return value.isoformat()[:10] if isinstance(value, (date, datetime)) else str(value or "")[:10]
