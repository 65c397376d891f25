"""The front desk: who is at this keyboard"""

import click

from propops.estate import Estate
from propops.i18n import _
from propops.terminal.help import Group
from propops.terminal.options import pass_estate
from propops.terminal.output import echo

command = Group("desk", help=_("The front desk: who is at this keyboard."))


@command.command("login", help=_("From now on, what is written on this machine is written in this name."))
@click.argument("staff")
@pass_estate
def login(estate: Estate, staff: str) -> None:
    person = estate.user(staff)
    estate.git.must("config", "propops.officer", person.id)
    echo(_("Hello, %(name)s.") % {"name": person.name})


@command.command("logout", help=_("Forget who is at this keyboard."))
@pass_estate
def logout(estate: Estate) -> None:
    estate.git.run("config", "--unset", "propops.officer")
    echo(_("Nobody is at this keyboard now."))


@command.command("who", help=_("Say who is at this keyboard."))
@pass_estate
def who(estate: Estate) -> None:
    person = estate.user()
    echo(f"{person.id}  {person.name}  {_(person.role.label)}")
