"""The daily job: sends each officer's day, once"""

from collections.abc import Sequence
from datetime import date

import click

from propops.estate import Estate
from propops.i18n import N_, _
from propops.terminal.help import Group, Option
from propops.terminal.options import dry_run_option, pass_estate
from propops.terminal.output import echo, show_problems
from propops.terminal.params import DAY

command = Group("cron", help=_("The daily job: sends each officer's day, once."))

STATES = {"sent": N_("sent"), "before": N_("sent before"), "failed": N_("not delivered"), "planned": N_("to be sent")}
IN_PART = 4


@command.command("run", help=_("Send each officer's day, once a day however often it runs; what could not be delivered is tried again."))
@click.option("--to", cls=Option, default="stdout", metavar=N_("file:DIR|stdout|smtp"), help=N_("Where to."))
@click.option("--date", "day", cls=Option, type=DAY, help=N_("Another day than today."))
@dry_run_option
@pass_estate
def run(estate: Estate, to: str, day: date | None, dry_run: bool) -> int:
    from propops.desk import daily

    on = day or estate.today
    send = daily.sender(estate, to)
    show_problems(list(daily.left_undone(estate, on)))
    states = []
    for one in daily.planned(estate, on) if dry_run else daily.deliver(estate, on, send):
        states.append(one.state)
        echo(_line(one.to, one.id, one.state, one.why), err=to == "stdout" or one.state == "failed")
    return _exit_code(states)


def _line(to: str, id: str, state: str, why: str) -> str:
    text = f"{to}  {_(STATES[state])}  <{id}>"
    return f"{text}  {why}" if why else text


def _exit_code(states: Sequence[str]) -> int:
    """4 when some arrived and some did not, 1 when none did."""
    if "failed" not in states:
        return 0
    return IN_PART if set(states) - {"failed"} else 1


@command.command("show", help=_("The line for crontab; it works in cron's bare environment."))
@click.option("--to", cls=Option, default="stdout", metavar=N_("file:DIR|stdout|smtp"), help=N_("Where to."))
@pass_estate
def show(estate: Estate, to: str) -> None:
    from propops.desk import crontab, daily
    from propops.store.files import FOLDER, make_folder

    make_folder(estate.root / FOLDER, 0o700)  # where the shell opens the log, before propops starts
    if to != "smtp":  # whether its variables are set is not known here
        daily.sender(estate, to)
    echo(_("# Add this line with: crontab -e"))
    echo(crontab.crontab_line(estate, to))
