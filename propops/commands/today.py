"""What to do today: visits, reminders, deadlines, keys, call-backs"""

from datetime import date
from pathlib import Path

import click

from propops.desk.agenda import KINDS, agenda
from propops.estate import Estate
from propops.i18n import N_, _
from propops.terminal.figures import why_option
from propops.terminal.help import Command, Option
from propops.terminal.options import format_option, pass_estate
from propops.terminal.output import echo, show_row, show_rows
from propops.terminal.params import DAY

KEYS = ("late", "what", "when", "unit", "text", "officer", "id", "due", "with_visit")


@click.command(
    cls=Command,
    help=N_(
        "What to do on a day, overdue first: visits, reminders, promises, complaints, call-backs, keys, repairs. "
        "For a supervisor, and with --officer all, the team and what waits for a decision come first as tables."
    ),
)
@click.option("--officer", cls=Option, default="me", help=N_("me, an id, or all."))
@click.option("--date", "day", cls=Option, type=DAY, help=N_("Another day than today."))
@click.option("--print", "sheet", cls=Option, metavar=N_("FILE"), help=N_("Print the day sheet: .html, .docx or .txt."))
@click.option("--team", cls=Option, is_flag=True, help=N_("Only how much each has to do, and what waits for a decision."))
@why_option
@format_option
@pass_estate
def command(estate: Estate, officer: str, day: date | None, sheet: str | None, team: bool, why: bool, format: str) -> None:
    estate.rows.look_at(*KINDS)
    whose = None if officer == "all" or team else estate.user_id(None if officer == "me" else officer)
    on = day or estate.today
    if sheet is not None:
        from propops.desk.day_sheet import print_sheet

        print_sheet(estate, on, whose, Path(sheet))
    elif format == "table":
        _show(estate, on, whose, team, why)
    elif team:
        from propops.desk.day_screen import team_data

        show_row(team_data(estate, on), format)
    else:
        show_rows([{key: getattr(item, key) for key in KEYS} for item in agenda(estate, on, whose)], format, KEYS, ())


def _show(estate: Estate, on: date, whose: str | None, only_team: bool, why: bool) -> None:
    from propops.desk import day_screen
    from propops.desk.team import is_senior

    echo(day_screen.heading(estate, on, whose))
    if whose is None or is_senior(estate, whose):
        echo("\n" + "\n".join(day_screen.team_lines(estate, on, why)) + "\n")
    if only_team:
        return
    items = agenda(estate, on, whose)
    if items:
        echo(day_screen.item_table(estate, items))
    else:
        echo(_("Nothing to show."), err=True)
