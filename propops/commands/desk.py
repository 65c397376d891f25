"""The front desk: one prompt for the whole counter, and who is at this keyboard"""

import click

from propops.estate import Estate
from propops.i18n import _
from propops.terminal.help import Group
from propops.terminal.options import pass_estate
from propops.terminal.output import echo
from propops.terminal.params import estate_of


@click.group(
    cls=Group, invoke_without_command=True, help=_("The prompt of the counter; ? shows what can be typed. Also: who is at this keyboard.")
)
@click.pass_context
def command(context: click.Context) -> int:
    """Exit 1 if any line was refused."""
    return 0 if context.invoked_subcommand else _at_the_counter(estate_of(context))


def _at_the_counter(estate: Estate) -> int:
    """Each line is a command line of its own, in this process."""
    from propops.cli import main
    from propops.prompt.session import Session
    from propops.terminal.keyboard import Keyboard

    estate.rows.close()
    return 1 if Session(estate.folder, main, Keyboard()).go_on() else 0


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
