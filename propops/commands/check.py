"""Every problem in the records, with its place"""

import click

from propops.desk.checking import problems_of
from propops.estate import Estate
from propops.i18n import N_, _, ngettext
from propops.terminal.help import Command, Option
from propops.terminal.options import format_option, pass_estate
from propops.terminal.output import echo, show_problems


@click.command(cls=Command, help=N_("Check every record: files, fields, references, rules between records. Exit 1 on any error."))
@click.argument("paths", nargs=-1, metavar=_("[PATH]..."))
@click.option("--quiet", cls=Option, is_flag=True, help=N_("Errors only, no warnings."))
@format_option
@pass_estate
def command(estate: Estate, paths: tuple[str, ...], quiet: bool, format: str) -> int:
    estate.rows.ignore_index()  # not even for the time: the settings are read anyway
    problems = problems_of(estate.store, paths)
    errors = [problem for problem in problems if problem.severity == "error"]
    show_problems(errors if quiet else problems, format)
    if format == "table":
        warnings = len(problems) - len(errors)
        counted = ngettext("%(count)d error", "%(count)d errors", len(errors)) % {"count": len(errors)}
        echo(counted + _(", ") + ngettext("%(count)d warning", "%(count)d warnings", warnings) % {"count": warnings})
    return 1 if errors else 0
