"""What people and scripts see: one `--format`, translated labels, masked names and phones, nothing raw to a terminal."""

import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
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
    """Plain values of records, masked unless asked for; staff names are work names and stay."""
    return [{key: schema.jsonable(value) for key, value in row.items()} for row in _values_of(records, reveal)]


def _values_of(records: Iterable[Record], reveal: bool) -> list[dict[str, Any]]:
    everything = ((record, schema.everything(record)) for record in records)
    return [values if reveal or record.kind == "staff" else masked(values, type(record)) for record, values in everything]


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
        return ", ".join(map(shown, value))
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


def show_records(records: Sequence[Record], format: str, reveal: bool, model: type[Record], columns: Sequence[str] = ()) -> None:
    chosen = list(columns or model.columns or ("id",))
    labels = [label_of(model, key) for key in chosen]
    if format == "table":
        _show_table([{key: _cell(record, key, reveal) for key in chosen} for record in records], chosen, labels)
        return
    rows = _values_of(records, reveal) if format == "yaml" else rows_of(records, reveal)
    if columns:
        rows = [{key: row.get(key) for key in columns} for row in rows]
    everything = columns or [spec.key for spec in schema.specs(model)]
    show_rows(rows, format, everything, labels)


def _cell(record: Record, key: str, reveal: bool) -> Any:
    spec = schema.spec_of(type(record), key)
    if spec is None:
        return record.source.values.get(key) if record.source else None
    value = getattr(record, spec.name)
    if spec.is_part or (spec.about.personal and not reveal and record.kind != "staff"):
        return rows_of([record], reveal)[0].get(key)
    return value


def show_one(record: Record, format: str, reveal: bool) -> None:
    """One record: label and value by line, or the same formats as a list."""
    if format != "table":
        show_records([record], "yaml" if format == "yaml" else format, reveal, type(record))
        return
    pairs = [(label_of(type(record), spec.key), _cell(record, spec.key, reveal)) for spec in schema.specs(type(record))]
    width = max(_width(label) for label, value in pairs)
    for label, value in pairs:
        if value not in (None, (), []):
            echo(f"{label}{' ' * (width - _width(label))}  {_lines(value, width)}")
    if record.source is not None:
        echo(f"{' ' * width}  {record.source.path}:{record.source.line}")


def _lines(value: Any, width: int) -> str:
    """A list of small mappings stands one a line, aligned under the first."""
    items = value if isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping) else [value]
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
