"""The sample estate to play with"""

from datetime import date
from pathlib import Path

import click

from propops.errors import refuse
from propops.i18n import _
from propops.terminal.output import day_text, echo

LIFE_FROM = date(2026, 9, 1)  # what came before is the first commit


@click.command(help=_("Write the sample estate into DIR as a git repository with three months of life in it."))
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), metavar=_("DIR"))
def command(directory: Path) -> None:
    from propops.sample import build, write_repository

    if directory.exists() and any(directory.iterdir()):
        raise refuse("exists", _("%(dir)s is not empty.") % {"dir": directory}, hint=_("Name a new folder."))
    history = build()
    write_repository(history, directory, LIFE_FROM)
    day = history.now.date()
    echo(_("%(dir)s holds the sample estate. Its clock stands at %(day)s.") % {"dir": directory, "day": day_text(day)})
    echo(_("Try: cd %(dir)s; propops today --officer all; propops visit plan 2026-12 --by chen-jing") % {"dir": directory})
