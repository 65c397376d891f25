"""Records as people and scripts see them: translated labels, masked names and phones, staff by name."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from propops import schema
from propops.decode import revive
from propops.i18n import _
from propops.jsonable import jsonable
from propops.models import model
from propops.models.base import Record
from propops.terminal.output import Row, echo, mask, show_row, show_rows, show_table, shown


def rows_of(records: Iterable[Record], reveal: bool) -> list[dict[str, Any]]:
    """Plain values of records, masked unless asked for. The names of staff are work names and not marked as personal."""
    return [{key: jsonable(value) for key, value in row.items()} for row in _values_of(records, reveal)]


def _values_of(records: Iterable[Record], reveal: bool) -> list[dict[str, Any]]:
    everything = ((record, schema.everything(record)) for record in records)
    return [values if reveal else mask(values, schema.masks(type(record))) for record, values in everything]


def label_of(model: Any, key: str) -> str:
    spec = schema.spec_of(model, key)
    return _(spec.about.label) if spec is not None else key


def show_records(
    records: Sequence[Record],
    format: str,
    reveal: bool,
    model: type[Record],
    columns: Sequence[str] = (),
    names: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """`names` of staff by id: tables call people by name, scripts get ids."""
    chosen = list(columns or model.columns or ("id",))
    if format == "table":
        labels = [label_of(model, key) for key in chosen]
        show_table([{key: _cell(record, key, reveal, names) for key in chosen} for record in records], chosen, labels)
        return
    rows = _values_of(records, reveal) if format == "yaml" else rows_of(records, reveal)
    if columns:
        rows = [{key: row.get(key) for key in columns} for row in rows]
    show_rows(rows, format, columns or [spec.key for spec in schema.specs(model)], ())


def _cell(record: Record, key: str, reveal: bool, names: Mapping[str, str]) -> Any:
    spec = schema.spec_of(type(record), key)
    if spec is None:
        return record.source.values.get(key) if record.source else None
    return _for_people(spec, getattr(record, spec.name), reveal, names)


def _for_people(spec: schema.Spec, value: Any, reveal: bool, names: Mapping[str, str]) -> Any:
    """A value as a table or a page shows it: masked, staff by name, small mappings in one line."""
    if isinstance(value, tuple):
        return [_for_people(spec, item, reveal, names) for item in value]
    if value is None:
        return None
    if spec.is_part:
        return _part_line(value, reveal, names)
    if spec.about.ref == "staff":
        return names.get(value, value)
    return value if reveal else mask(value, spec.about.personal)


def _part_line(part: Any, reveal: bool, names: Mapping[str, str]) -> str:
    """A log entry reads by itself; a policy's numbers need their labels."""
    values = [(spec, _for_people(spec, getattr(part, spec.name), reveal, names)) for spec in schema.specs(type(part))]
    present = [(spec, shown(value)) for spec, value in values if value not in (None, [])]
    is_bare_number = any(spec.base in (int, Decimal, bool) for spec, text in present)
    return "  ".join(f"{_(spec.about.label)} {text}" if is_bare_number else text for spec, text in present)


def show_one(
    record: Record,
    format: str,
    reveal: bool,
    names: Mapping[str, str] = MappingProxyType({}),
    linked: Mapping[str, Sequence[Row]] = MappingProxyType({}),
) -> None:
    """One record: label and value by line; for scripts one JSON object, or the other formats as in a list.

    `linked` holds, by kind, the rows of what names it: shown below it, and in JSON as ids under `linked`.
    """
    if format == "json":
        ids = {kind: [row["id"] for row in rows] for kind, rows in linked.items()}
        show_row(rows_of([record], reveal)[0] | ({"linked": ids} if ids else {}), format)
    elif format != "table":
        show_records([record], format, reveal, type(record))
    else:
        _show_page(record, reveal, names)
        for kind, rows in linked.items():
            _show_linked(kind, rows, names)


def _show_linked(kind: str, rows: Sequence[Row], names: Mapping[str, str]) -> None:
    of = model(kind)
    columns = [key for key in of.columns if any(row.get(key) for row in rows)]
    echo()
    show_records([revive(of, row, "", 0) for row in rows], "table", False, of, columns, names)


def _show_page(record: Record, reveal: bool, names: Mapping[str, str]) -> None:
    pairs = [(label_of(type(record), spec.key), _cell(record, spec.key, reveal, names)) for spec in schema.specs(type(record))]
    width = max(_width(label) for label, value in pairs)
    for label, value in pairs:
        if value not in (None, []):
            echo(f"{label}{' ' * (width - _width(label))}  {_lines(value, width)}")
    if record.source is not None:
        echo(f"{' ' * width}  {record.source.path}:{record.source.line}")


def _lines(value: Any, width: int) -> str:
    """What takes a line of its own stands one below the other."""
    items = value if isinstance(value, list) and any("  " in str(item) for item in value) else [value]
    return ("\n" + " " * (width + 2)).join(shown(item) for item in items)


def _width(text: str) -> int:
    from wcwidth import wcswidth

    return max(0, int(wcswidth(text)))
