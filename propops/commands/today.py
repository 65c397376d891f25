"""What to do today: visits, reminders, deadlines, keys, call-backs"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from propops.desk.agenda import KINDS, LABELS, agenda
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _
from propops.terminal.help import Command, Option
from propops.terminal.options import format_option, pass_estate
from propops.terminal.output import day_text, echo, show_rows
from propops.terminal.params import DAY


@click.command(
    cls=Command, help=N_("What to do on a day, overdue first: visits, reminders, promises, complaints, call-backs, keys, repairs.")
)
@click.option("--officer", cls=Option, default="me", help=N_("me, an id, or all."))
@click.option("--date", "day", cls=Option, type=DAY, help=N_("Another day than today."))
@format_option
@pass_estate
def command(estate: Estate, officer: str, day: date | None, format: str) -> None:
    estate.rows.look_at(*KINDS)
    whose = None if officer == "all" else estate.user_id(None if officer == "me" else officer)
    on = day or estate.today
    items = agenda(estate, on, whose)
    keys = ("late", "what", "when", "unit", "text", "officer", "id")
    rows: list[dict[str, Any]] = [{key: getattr(item, key) for key in keys} for item in items]
    if format == "table":
        names = names_of_staff(estate)
        echo(f"{day_text(on)}  {names[whose] if whose else _('everybody')}")
        rows = [_for_people(row, names) for row in rows]
    labels = ("!", _("what"), _("when"), _("unit"), _("text"), _("officer"), _("ID")) if format == "table" else ()
    show_rows(rows, format, keys, labels)


def _for_people(row: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return row | {"late": "!" if row["late"] else "", "what": _(LABELS[row["what"]]), "officer": names.get(row["officer"], "")}
