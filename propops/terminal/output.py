"""What people and scripts see: one `--format`, translated labels, masked names and phones, nothing raw to a terminal."""

import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import click

from propops import schema
from propops.errors import Problem
from propops.i18n import _
from propops.models.base import Choice, Record

FORMATS = ("table", "json", "jsonl", "csv", "yaml")

Row = Mapping[str, Any]


# --- masking ----------------------------------------------------------------------------------------------------------


def mask_phone(text: str) -> str:
    """138 0000 1234 -> 138****1234: whoever knows the number recognises it, nobody else can call it."""
    digits = re.sub(r"[^0-9]", "", text)
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 8 else "****"


def mask_name(text: str) -> str:
    return text[:1] + "**"


_MASKS: dict[str, Callable[[str], str]] = {"name": mask_name, "phone": mask_phone}


def masked(value: Any, model: Any) -> Any:
    """A record's plain values with what is personal covered, also in the small mappings inside it."""
    return {key: _masked_field(item, schema.spec_of(model, key)) for key, item in value.items()}


def _masked_field(value: Any, spec: schema.Spec | None) -> Any:
    if spec is None:
        return value
    if isinstance(value, (list, tuple)):
        return [_masked_field(item, spec) for item in value]
    if spec.is_part:
        return masked(value, spec.base) if isinstance(value, Mapping) else value
    mask = _MASKS.get(spec.about.personal)
    return mask(value) if mask and isinstance(value, str) else value


# --- rows -------------------------------------------------------------------------------------------------------------


def rows_of(records: Iterable[Record], reveal: bool) -> list[dict[str, Any]]:
    """Plain values of records, masked unless asked for. The names of staff are work names and not marked as personal."""
    return [{key: schema.jsonable(value) for key, value in row.items()} for row in _values_of(records, reveal)]


def _values_of(records: Iterable[Record], reveal: bool) -> list[dict[str, Any]]:
    everything = ((record, schema.everything(record)) for record in records)
    return [values if reveal else masked(values, type(record)) for record, values in everything]


def label_of(model: Any, key: str) -> str:
    spec = schema.spec_of(model, key)
    return _(spec.about.label) if spec is not None else key


def shown(value: Any) -> str:
    """One cell: choices translated, lists joined, nothing that moves a cursor."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Choice):
        return _(value.label)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Mapping):
        return " ".join(f"{key}={shown(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return _(", ").join(map(shown, value))
    return safe(str(value))


_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """Controls and bidi marks as `\\x1b`: a record must not be able to repaint the terminal."""
    return _UNSAFE.sub(lambda match: _escaped(ord(match[0])), text)


def _escaped(code: int) -> str:
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def echo(text: str = "", err: bool = False) -> None:
    _print(safe(text), err)


def _print(text: str, err: bool = False) -> None:
    """What a terminal of another encoding cannot show is escaped, not a crash in the middle of a table."""
    stream = sys.stderr if err else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=err)


# --- formats ----------------------------------------------------------------------------------------------------------


def show_rows(rows: Sequence[Row], format: str, columns: Sequence[str], labels: Sequence[str]) -> None:
    """Prints rows. Scripts get every key of the rows, in order; the table gets the columns with their labels."""
    if format == "table":
        _show_table(rows, columns, labels)
    elif format == "json":
        _print(_json(list(map(schema.jsonable, rows)), indent=1))
    elif format == "jsonl":
        for row in rows:
            _print(_json(schema.jsonable(row)))
    elif format == "csv":
        _show_csv(rows, columns)
    else:
        from propops.store.writer import write_records

        text = write_records([{key: _plain(value) for key, value in row.items() if value is not None} for row in rows])
        if text:
            _print(text.removesuffix("\n"))


def _json(value: Any, indent: int | None = None) -> str:
    """JSON of which no byte means anything to a terminal; what is escaped reads as the same text."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], text)


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
        _show_table([{key: _cell(record, key, reveal, names) for key in chosen} for record in records], chosen, labels)
        return
    rows = _values_of(records, reveal) if format == "yaml" else rows_of(records, reveal)
    if columns:
        rows = [{key: row.get(key) for key in columns} for row in rows]
    show_rows(rows, format, columns or [spec.key for spec in schema.specs(model)], ())


def show_plain(rows: Sequence[Row], format: str, reveal: bool, model: type[Record], columns: Sequence[str] = ()) -> None:
    """Rows as the index keeps them: plain values, of which no record needs to be made for a script."""
    shown_rows: Sequence[Row] = rows if reveal else [masked(row, model) for row in rows]
    if columns:
        shown_rows = [{key: row.get(key) for key in columns} for row in shown_rows]
    show_rows(shown_rows, format, columns or [spec.key for spec in schema.specs(model)], ())


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
    mask = None if reveal else _MASKS.get(spec.about.personal)
    return mask(value) if mask else value


def _part_line(part: Any, reveal: bool, names: Mapping[str, str]) -> str:
    """A log entry reads by itself; a policy's numbers need their labels."""
    values = [(spec, _for_people(spec, getattr(part, spec.name), reveal, names)) for spec in schema.specs(type(part))]
    present = [(spec, shown(value)) for spec, value in values if value not in (None, [])]
    is_bare_number = any(spec.base in (int, Decimal, bool) for spec, text in present)
    return "  ".join(f"{_(spec.about.label)} {text}" if is_bare_number else text for spec, text in present)


def show_row(row: Row, format: str) -> None:
    """One thing for scripts: a JSON object; the other formats are as for a list."""
    if format == "json":
        _print(_json(schema.jsonable(row), indent=1))
    else:
        show_rows([row], format, tuple(row), tuple(row))


def show_one(record: Record, format: str, reveal: bool, names: Mapping[str, str] = MappingProxyType({})) -> None:
    """One record: label and value by line; for scripts one JSON object, or the other formats as in a list."""
    if format == "json":
        show_row(rows_of([record], reveal)[0], format)
    elif format != "table":
        show_records([record], format, reveal, type(record))
    else:
        _show_page(record, reveal, names)


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


def _show_table(rows: Sequence[Row], columns: Sequence[str], labels: Sequence[str]) -> None:
    from tabulate import tabulate

    if not rows:
        echo(_("Nothing to show."), err=True)
        return
    cells = [[_short(shown(row.get(key))) for key in columns] for row in rows]
    used = [i for i, key in enumerate(columns) if any(row[i] for row in cells)]
    table = tabulate([[row[i] for i in used] for row in cells], [labels[i] for i in used], tablefmt="simple", disable_numparse=True)
    echo("\n".join(line.rstrip() for line in table.splitlines()))


def _short(text: str, limit: int = 40) -> str:
    """A table is for the eye: one line, and no longer than it needs to be recognised."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _width(text: str) -> int:
    from wcwidth import wcswidth

    return max(0, int(wcswidth(text)))


def _show_csv(rows: Sequence[Row], columns: Sequence[str]) -> None:
    import csv

    keys = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_csv_cell, keys))
    writer.writerows([[_csv_cell(row.get(key)) for key in keys] for row in rows])
    _print(out.getvalue().removesuffix("\n"))


# A cell that begins like this is run as a formula by Excel.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def _csv_cell(value: Any) -> str:
    plain = schema.jsonable(value)
    text = "" if plain is None else json.dumps(plain, ensure_ascii=False) if isinstance(plain, (list, dict, bool)) else str(plain)
    is_number = isinstance(value, (int, Decimal)) or re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text)
    return safe("'" + text if text.startswith(_FORMULA) and not is_number else text)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Choice) else value


# --- problems ---------------------------------------------------------------------------------------------------------


def show_problems(problems: Sequence[Problem], format: str = "table") -> None:
    """On stderr for people, one line each; as data on stdout for scripts."""
    if format == "table":
        for problem in problems:
            prefix = _("warning") if problem.severity == "warning" else _("error")
            echo(f"{prefix} [{problem.code}] {' '.join(str(problem).split())}", err=True)
        return
    keys = ("code", "path", "line", "id", "field", "severity", "message", "hint")
    show_rows([{key: getattr(problem, key) for key in keys} for problem in problems], format, keys, keys)


def day_text(day: date) -> str:
    """2026-12-01 周二: people plan by weekday."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return f"{day:%Y-%m-%d} {names[day.weekday()]}"
