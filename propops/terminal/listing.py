"""`propops KIND list`: what passes the filters, from the index. Scripts ask for it all day, so it imports no model unless it must."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from propops.i18n import N_
from propops.terminal.filters import key_of, parse_filter
from propops.terminal.help import Argument, Command, Option
from propops.terminal.output import FORMATS, Row, mask, show_rows
from propops.terminal.params import estate_of

if TYPE_CHECKING:
    from propops.estate import Estate
    from propops.store.query import Kind

PLAIN = ("json", "jsonl", "csv")


def list_of(kind: str) -> click.Command:
    """The command for a kind named as the user names it."""

    @click.pass_context
    def run(
        context: click.Context, /, filters: Sequence[str], sort: str | None, limit: int | None, columns: str | None, **how: Any
    ) -> None:
        estate = estate_of(context)
        known = estate.rows.kind(kind)
        tests = [parse_filter(known, text, context) for text in filters]
        chosen = [key_of(known, name.strip()) for name in columns.split(",")] if columns else []
        by = sort and sort[: len(sort) - len(sort.lstrip("-"))] + key_of(known, sort.lstrip("-"))
        rows = estate.rows.select(kind, tests, by, limit)
        show = _show_plain if how["format"] in PLAIN else _show_records
        show(estate, known, rows, chosen, **how)

    return Command("list", callback=run, params=_params(), help=N_("List records; filter with FIELD=VALUE, !=, <, >, ~ (contains)."))


def _params() -> list[click.Parameter]:
    return [
        Argument(["filters"], nargs=-1, metavar=N_("[FIELD=VALUE]...")),
        Option(["--sort"], metavar=N_("FIELD"), help=N_("Sort by this field; -FIELD for the other way round.")),
        Option(["--limit"], type=click.IntRange(min=0), help=N_("Show this many at most.")),
        Option(["--columns"], metavar=N_("FIELD,..."), help=N_("These columns only.")),
        Option(["--format"], type=click.Choice(FORMATS), default="table", help=N_("How to print it.")),
        Option(["--reveal"], is_flag=True, help=N_("Show names and phones in full.")),
    ]


def _show_plain(estate: "Estate", kind: "Kind", rows: Sequence[Row], columns: Sequence[str], format: str, reveal: bool) -> None:
    shown: Sequence[Row] = rows if reveal else [mask(row, kind.masks) for row in rows]
    if columns:
        shown = [{key: row.get(key) for key in columns} for row in shown]
    show_rows(shown, format, columns or tuple(kind.fields), ())


def _show_records(estate: "Estate", kind: "Kind", rows: Sequence[Row], columns: Sequence[str], format: str, reveal: bool) -> None:
    from propops.decode import revive
    from propops.estate import names_of_staff
    from propops.models import model
    from propops.terminal.records import show_records

    of = model(kind.name)
    names = names_of_staff(estate) if format == "table" else {}
    show_records([revive(of, row, "", 0) for row in rows], format, reveal, of, columns, names)
