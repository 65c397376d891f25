"""The root command: finds the estate, imports a command's module only when it is asked for, and shows every error once."""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from propops import __version__, i18n
from propops.errors import Problem, PropopsError
from propops.i18n import _
from propops.terminal.help import Formatter

COMMANDS = Path(__file__).parent / "commands"


class Commands(click.Group):
    """Lists the folder `commands/`: the first line of a module's docstring is its help, read without importing it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(file.stem.replace("_", "-") for file in COMMANDS.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        from importlib import import_module

        command: click.Command = import_module("propops.commands." + cmd_name.replace("-", "_")).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _(first_line(COMMANDS / f"{name.replace('-', '_')}.py"))) for name in self.list_commands(ctx)]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def first_line(module: Path) -> str:
    with module.open(encoding="utf-8") as lines:
        return next(lines).strip().strip('"')


def _language(arguments: Sequence[str]) -> str:
    """The settings' language is looked up without reading YAML: `--help` must not wait for a parser."""
    start = _start(arguments)
    files = (folder / "records/estate.yaml" for folder in (start, *start.parents))
    settings = next((file for file in files if file.is_file()), None)
    found = re.search(r"^language: *([a-z]+)", settings.read_text("utf-8", "replace"), re.MULTILINE) if settings else None
    return i18n.choose(os.environ, found[1] if found else None)


def _start(arguments: Sequence[str]) -> Path:
    given = arguments[list(arguments).index("--estate") + 1] if "--estate" in arguments[:-1] else "."
    return Path(given).absolute()


def build(arguments: Sequence[str] = ()) -> click.Group:
    """The command tree in the reader's language."""
    i18n.activate(_language(arguments))
    click.Context.formatter_class = Formatter

    @click.group(
        cls=Commands,
        help=_("Customer service of a residential estate, kept in plain files."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.option(
        "--estate", type=click.Path(file_okay=False), metavar=_("DIR"), help=_("The estate's folder; else the nearest one upwards.")
    )
    @click.version_option(__version__, message="propops %(version)s", help=_("Show the version."))
    def propops(estate: str | None) -> None:
        pass

    return propops


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit code; the one place where errors are caught."""
    try:
        code: Any = build(sys.argv[1:] if arguments is None else arguments).main(arguments, prog_name="propops", standalone_mode=False)
    except PropopsError as error:
        return _refused(error.problems, error.exit_code)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return error.exit_code
    except click.ClickException as error:
        return _refused([_usage_problem(error)], error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped; nothing was changed."), err=True)
        return 130
    except SystemExit as stop:
        # `propops visit list | head`: the reader has seen enough, which click would call a failure.
        return 0 if "PacifyFlush" in type(sys.stdout).__name__ else int(stop.code or 0)
    return code if isinstance(code, int) else 0


def _refused(problems: Sequence[Problem], code: int) -> int:
    from propops.terminal.output import show_problems

    show_problems(problems)
    return code


def _usage_problem(error: click.ClickException) -> Problem:
    context = getattr(error, "ctx", None)
    hint = _("See %(command)s --help.") % {"command": context.command_path} if context is not None else ""
    return Problem("usage", error.format_message(), hint=hint)
