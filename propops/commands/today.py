"""What to do today: visits, reminders, deadlines, keys, call-backs"""

from datetime import date

import click

from propops.desk.agenda import LABELS, agenda
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.terminal.options import format_option, pass_estate
from propops.terminal.output import day_text, echo, show_rows
from propops.terminal.params import DAY


@click.command(help=_("What to do on a day, overdue first: visits, reminders, promises, complaints, call-backs, keys, repairs."))
@click.option("--officer", default="me", help=_("me, an id, or all."))
@click.option("--date", "day", type=DAY, help=_("Another day than today."))
@format_option
@pass_estate
def command(estate: Estate, officer: str, day: date | None, format: str) -> None:
    whose = None if officer == "all" else estate.user(None if officer == "me" else officer).id
    on = day or estate.today
    items = agenda(estate, on, whose)
    if format == "table":
        whom = names_of_staff(estate)[whose] if whose else _("everybody")
        echo(f"{day_text(on)}  {whom}")
    rows = [
        {
            "late": item.late,
            "what": _(LABELS[item.what]) if format == "table" else item.what,
            "when": item.when,
            "unit": item.unit,
            "text": item.text,
            "officer": item.officer,
            "id": item.id,
        }
        for item in items
    ]
    if format == "table":
        names = names_of_staff(estate)
        rows = [row | {"late": "!" if row["late"] else "", "officer": names.get(str(row["officer"]), "")} for row in rows]
    labels = ("!", _("what"), _("when"), _("unit"), _("text"), _("officer"), _("ID"))
    show_rows(rows, format, ("late", "what", "when", "unit", "text", "officer", "id"), labels)
