"""What commits changed, record by record, deletions first"""

from datetime import date

import click

from propops.errors import Problem, UsageError
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _
from propops.terminal.help import Argument, Command, Option
from propops.terminal.options import pass_estate, reveal_option
from propops.terminal.output import echo, show_problems, show_rows
from propops.terminal.params import DAY

FORMATS = ("table", "md", "json", "jsonl")


@click.command(
    cls=Command,
    help=N_("What commits changed, record by record and field by field; deletions and rewritten logs first. Without REV: today's."),
)
@click.argument("revision", cls=Argument, required=False, metavar=N_("[REV[..REV]]"))
@click.option("--since", cls=Option, type=DAY, help=N_("Everything that was committed since this day."))
@click.option("--format", "format", cls=Option, type=click.Choice(FORMATS), default="table", help=N_("How to print it."))
@reveal_option
@pass_estate
def command(estate: Estate, revision: str | None, since: date | None, format: str, reveal: bool) -> None:
    from propops.desk import review_pages
    from propops.desk.reviewing import reviewed

    if revision and since:
        raise UsageError(Problem("usage", _("Give a revision or --since, not both.")))
    found = reviewed(estate, revision, since)
    if format.startswith("json"):
        show_problems([problem for one in found for problem in one.problems])
        show_rows(review_pages.rows(found, reveal), format, (), ())
        return
    lines = list(review_pages.lines(found, reveal, names_of_staff(estate)))
    form = review_pages.as_markdown if format == "md" else review_pages.as_text
    echo("\n".join(form(lines)).lstrip("\n"))
