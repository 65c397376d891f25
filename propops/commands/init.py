"""A new, empty estate"""

import sys
from pathlib import Path
from typing import Any

import click

from propops.desk.founding import found
from propops.errors import refuse
from propops.i18n import _
from propops.models.settings import Settings
from propops.models.staff import Role, Staff
from propops.terminal.output import echo


@click.command(help=_("Make an empty estate in DIR: settings, first member of staff, git repository. Asks for what is not given."))
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), metavar=_("DIR"))
@click.option("--name", help=_("Name of the estate."))
@click.option("--company", help=_("The property company."))
@click.option("--hotline", help=_("Telephone of the service centre."))
@click.option("--address", help=_("Address of the service centre."))
@click.option("--supervisor", metavar=_("ID"), help=_("A short Latin id for the supervisor, such as chen-jing."))
@click.option("--supervisor-name", help=_("The supervisor's name."))
def command(directory: Path, **given: Any) -> None:
    if (directory / "records").exists():
        raise refuse("exists", _("%(dir)s holds records already.") % {"dir": directory})
    questions = {
        "name": _("Name of the estate"),
        "company": _("The property company"),
        "supervisor": _("A short Latin id for the supervisor"),
    }
    answers = {key: given[key] or _ask(key, text) for key, text in questions.items()}
    name = given["supervisor_name"] or answers["supervisor"]
    settings = Settings(format=1, name=answers["name"], company=answers["company"], hotline=given["hotline"], address=given["address"])
    found(directory, settings, [Staff(id=answers["supervisor"], name=name, role=Role.SUPERVISOR)])
    echo(_("%(dir)s is an estate now. Next: propops unit add, propops staff add, propops resident add.") % {"dir": directory})


def _ask(key: str, text: str) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(_("Missing: %(fields)s.") % {"fields": f"--{key}"})
    answer: str = click.prompt(text)
    return answer
