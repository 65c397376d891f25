"""What people and scripts see of plain rows: one `--format`, nothing raw to a terminal, problems in one line each."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click

from propops.errors import Problem
from propops.i18n import N_, _
from propops.jsonable import jsonable

FORMATS = ("table", "json", "jsonl", "csv", "yaml")

Row = Mapping[str, Any]


# --- masking ----------------------------------------------------------------------------------------------------------


def mask_phone(text: str) -> str:
    """138 0000 1234 -> 138****1234: whoever knows the number recognises it, nobody else can call it."""
    digits = re.sub(r"[^0-9]", "", text)
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 8 else "****"


def mask_name(text: str) -> str:
    return text[:1] + "**"


_MASKS: Mapping[str, Callable[[str], str]] = {"name": mask_name, "phone": mask_phone}


def mask(value: Any, how: Any) -> Any:
    """A value with what is personal covered. `how` is what `schema.masks` says of it: a mask's name, or the masks of a mapping's keys."""
    if not how:
        return value
    if isinstance(value, (list, tuple)):
        return [mask(item, how) for item in value]
    if isinstance(how, str):
        return _MASKS[how](value) if isinstance(value, str) else value
    return {key: mask(item, how.get(key)) for key, item in value.items()} if isinstance(value, Mapping) else value


# --- cells ------------------------------------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """One cell: choices translated, lists joined, nothing that moves a cursor."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "label"):  # a choice; its class would cost an import
        return _(value.label)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Mapping):
        return " ".join(f"{key}={shown(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return _(", ").join(map(shown, value))
    return safe(str(value))


_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"


def safe(text: str, escaped: Callable[[str], str] | None = None) -> str:
    """Controls and bidi marks as `\\x1b`: a record must not be able to repaint the terminal."""
    # Most texts are found clean without the pattern, which takes its time to compile.
    if text.replace("\n", "").isprintable():
        return text
    return re.sub(_UNSAFE, lambda match: (escaped or _escaped)(match[0]), text)


def _escaped(character: str) -> str:
    code = ord(character)
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
        show_table(rows, columns, labels)
    elif format == "json":
        _print(_json(list(map(jsonable, rows)), indent=1))
    elif format == "jsonl":
        for row in rows:
            _print(_json(jsonable(row)))
    elif format == "csv":
        _show_csv(rows, columns)
    else:
        from propops.store.writer import write_records

        text = write_records([{key: _yaml_value(value) for key, value in row.items() if value is not None} for row in rows])
        if text:
            _print(text.removesuffix("\n"))


def _json(value: Any, indent: int | None = None) -> str:
    """JSON of which no byte means anything to a terminal; what is escaped reads as the same text."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return safe(text, lambda character: json.dumps(character)[1:-1])


def show_row(row: Row, format: str) -> None:
    """One thing for scripts: a JSON object; the other formats are as for a list."""
    if format == "json":
        _print(_json(jsonable(row), indent=1))
    else:
        show_rows([row], format, tuple(row), tuple(row))


def show_table(rows: Sequence[Row], columns: Sequence[str], labels: Sequence[str]) -> None:
    if rows:
        echo(table_text(rows, columns, labels))
    else:
        echo(_("Nothing to show."), err=True)


def table_text(rows: Sequence[Row], columns: Sequence[str], labels: Sequence[str]) -> str:
    """Without the columns that are empty."""
    from tabulate import tabulate

    cells = [[_short(shown(row.get(key))) for key in columns] for row in rows]
    used = [i for i, key in enumerate(columns) if any(row[i] for row in cells)]
    table = tabulate([[row[i] for i in used] for row in cells], [labels[i] for i in used], tablefmt="simple", disable_numparse=True)
    return "\n".join(line.rstrip() for line in table.splitlines())


def _short(text: str, limit: int = 40) -> str:
    """A table is for the eye: one line, and no longer than it needs to be recognised."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _show_csv(rows: Sequence[Row], columns: Sequence[str]) -> None:
    import csv
    import io

    keys = list(dict.fromkeys([*columns, *(key for row in rows for key in row)]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_csv_cell, keys))
    writer.writerows([[_csv_cell(row.get(key)) for key in keys] for row in rows])
    _print(out.getvalue().removesuffix("\n"))


_NUMBER = r"-?[0-9]+(\.[0-9]+)?(E[+-][0-9]+)?"
# A cell that begins like this is run as a formula by Excel.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def _csv_cell(value: Any) -> str:
    import json

    plain = jsonable(value)
    text = "" if plain is None else json.dumps(plain, ensure_ascii=False) if isinstance(plain, (list, dict, bool)) else str(plain)
    return safe("'" + text if text.startswith(_FORMULA) and not re.fullmatch(_NUMBER, text) else text)


def _yaml_value(value: Any) -> Any:
    """The writer of records knows no floats: what they hold is exact."""
    if isinstance(value, list):
        return list(map(_yaml_value, value))
    if isinstance(value, float):
        from decimal import Decimal

        return Decimal(repr(value))
    return str(value) if hasattr(value, "label") else value


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


WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def joined(*sentences: str) -> str:
    """A Chinese full stop brings its own gap."""
    return "".join(text if text.endswith(("。", "；", "：")) else text + " " for text in sentences if text).rstrip()


def day_text(day: date) -> str:
    """2026-12-01 周二: people plan by weekday."""
    return f"{day:%Y-%m-%d} {weekday_name(day)}"


def weekday_name(day: date | int) -> str:
    """Of a day, or of a number counted from Monday = 0."""
    return _(WEEKDAYS[day if isinstance(day, int) else day.weekday()])
