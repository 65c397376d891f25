"""A month on the terminal: weeks as rows, Monday to Sunday, columns of equal width whatever the script."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from wcwidth import wcswidth

from propops.terminal.output import echo, weekday_name

NARROWEST, WIDEST = 80, 120


def show_month(first: date, cells: Mapping[date, Sequence[str]]) -> None:
    """`cells` holds the lines of each day of the month."""
    column = (min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST) - 8) // 7
    rule = "+" + ("-" * column + "+") * 7
    echo(rule)
    echo(_row([weekday_name(day) for day in range(7)], column))
    monday = first - timedelta(first.weekday())
    while monday <= max(cells):
        week = [cells.get(monday + timedelta(n), ()) for n in range(7)]
        echo(rule)
        for line in range(max(map(len, week))):
            echo(_row([cell[line] if line < len(cell) else "" for cell in week], column))
        monday += timedelta(7)
    echo(rule)


def _row(texts: Sequence[str], column: int) -> str:
    return "|" + "|".join(fitted(text, column) for text in texts) + "|"


def fitted(text: str, width: int) -> str:
    """Cut or filled to this many columns of a terminal; a Chinese character takes two."""
    while wcswidth(text) > width:
        text = text[:-1]
    return text + " " * (width - max(0, wcswidth(text)))
