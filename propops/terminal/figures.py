"""Reports of figures, each traceable: with `--why` a row names the records that it counts."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from propops.i18n import N_, _
from propops.terminal.help import Option
from propops.terminal.output import Row, echo, show_rows, shown

F = TypeVar("F", bound=Callable[..., Any])

RECORDS = "records"


def why_option(function: F) -> F:
    return click.option("--why", cls=Option, is_flag=True, help=N_("Name the records behind each figure."))(function)


def show_figures(rows: Sequence[Row], format: str, columns: Sequence[str], labels: Sequence[str], why: bool) -> None:
    """Rows whose key `records` holds the ids behind them; the first column says what a row is about."""
    show_rows([{key: value for key, value in row.items() if why or key != RECORDS} for row in rows], format, columns, labels)
    if why and format == "table":
        echo("\n".join(reasons(rows, columns[0])))


def reasons(rows: Sequence[Row], key: str) -> list[str]:
    """A line for each row, which is told by this key: the records behind it."""
    return [_("%(what)s: %(ids)s") % {"what": shown(row.get(key)), "ids": _(", ").join(row.get(RECORDS, ())) or "–"} for row in rows]
