"""Options that many commands share, and the options that follow from a model's fields."""

import sys
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Literal, TypeVar

import click

from propops.i18n import N_, _
from propops.terminal.help import File, Option
from propops.terminal.output import FORMATS
from propops.terminal.params import estate_of

F = TypeVar("F", bound=Callable[..., Any])


def format_option(function: F) -> F:
    return click.option("--format", "format", cls=Option, type=click.Choice(FORMATS), default="table", help=N_("How to print it."))(
        function
    )


def by_option(function: F) -> F:
    return click.option("--by", cls=Option, metavar=N_("STAFF"), help=N_("Who does this; else PROPOPS_USER or `desk login`."))(function)


def reveal_option(function: F) -> F:
    return click.option("--reveal", cls=Option, is_flag=True, help=N_("Show names and phones in full."))(function)


def dry_run_option(function: F) -> F:
    return click.option("--dry-run", cls=Option, is_flag=True, help=N_("Show what would happen, write nothing."))(function)


Mode = Literal["replan", "level", "fresh"]


def plan_mode_options(function: F) -> F:
    """What becomes of the month's last plan. Without any of these it is made again as `--replan` does, or for the first time."""

    def mode(name: Mode, help: str) -> Callable[[F], F]:
        return click.option(f"--{name}", "mode", flag_value=name, default=None, type=click.STRING, help=help)

    function = click.option("--assume-weekends", is_flag=True, help=_("Go on without next year's holidays."))(function)
    function = mode("fresh", _("Forget the last plan but for what was announced or pinned."))(function)
    function = mode("level", _("Plan again, then move the fewest so that days and weeks are even again."))(function)
    return mode("replan", _("Plan again with the fewest changes: the default, but refused if there is no plan yet."))(function)


def paper_options(function: F) -> F:
    """How something is printed, and into which file."""
    formats = click.Choice(("html", "docx", "pdf", "text"))
    function = click.option("--language", type=click.Choice(("", "zh", "en")), default="", help=_("Language of the paper."))(function)
    function = click.option("--out", type=File(), help=_("Write this file."))(function)
    return click.option("--format", "format", type=formats, help=_("Kind of file; else as --out ends, else html."))(function)


def pass_estate(function: Callable[..., Any]) -> Callable[..., Any]:
    """Hands a command its estate as the first argument."""

    @click.pass_context
    def run(context: click.Context, /, *arguments: Any, **options: Any) -> Any:
        return function(estate_of(context), *arguments, **options)

    return update_wrapper(run, function)


def confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise click.UsageError(question + " " + _("Say --yes in a script."))
    click.confirm(question, abort=True)
