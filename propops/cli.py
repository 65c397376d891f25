"""The root command: finds the estate, imports a command's module only when it is asked for, and shows every error once."""

import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from propops import __version__, i18n, place
from propops.errors import Problem, PropopsError
from propops.i18n import N_, _
from propops.terminal.help import Folder, Formatter, Group, Option, flag

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

HOUSE = os.path.dirname(__file__)
SHARED_VERBS = ("list", "show", "add", "edit", "remove", "history")
COMMANDS, MODELS = os.path.join(HOUSE, "commands"), os.path.join(HOUSE, "models")


class Commands(Group):
    """Lists the folder `commands/`: the first line of a module's docstring is its help, read without importing it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(name[:-3].replace("_", "-") for name in os.listdir(COMMANDS) if name.endswith(".py") and name[0] != "_")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        from importlib import import_module

        command: click.Command = import_module("propops.commands." + cmd_name.replace("-", "_")).command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """A verb that every kind has is answered without importing what else the kind's module can do."""
        if len(args) > 1 and self._is_shared(ctx, args[0], args[1]):
            verb = _shared_verb(args[0], args[1], is_completing=ctx.resilient_parsing)
            return args[0], Group(args[0], commands={args[1]: verb}), args[1:]
        return super().resolve_command(ctx, args)

    def _is_shared(self, ctx: click.Context, name: str, verb: str) -> bool:
        is_kind = verb in SHARED_VERBS and name in self.list_commands(ctx) and os.path.isfile(_module(MODELS, name))
        # To complete `show` an id is asked for, whatever a kind shows then.
        return is_kind and ((ctx.resilient_parsing and verb == "show") or verb not in _replaced_verbs(_module(COMMANDS, name)))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        fitting = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        items = [CompletionItem(name, help=_(first_line(_module(COMMANDS, name)))) for name in fitting]
        return items + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, _(first_line(_module(COMMANDS, name)))) for name in self.list_commands(ctx)]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def _shared_verb(kind: str, verb: str, is_completing: bool) -> click.Command:
    if verb == "list":
        from propops.terminal.listing import list_of

        return list_of(kind)
    from propops.terminal.verbs import VERBS, show_verb

    if verb == "show" and is_completing:
        return show_verb(kind)
    from propops.models import model

    return VERBS[verb](model(kind))


def _module(folder: str, name: str) -> str:
    return os.path.join(folder, name.replace("-", "_") + ".py")


def _replaced_verbs(module: str) -> list[str]:
    """The shared verbs that a kind has its own of: read off its text, as its help is."""
    with open(module, encoding="utf-8") as text:
        found = re.search(r"kind_group\(.*without=\((.*?)\)\)", text.read())
    return re.findall(r"[a-z]+", found[1]) if found else []


def first_line(module: str) -> str:
    with open(module, encoding="utf-8") as lines:
        return next(lines).strip().strip('"')


def _language(arguments: Sequence[str]) -> str:
    """The settings' language is looked up without reading YAML: `--help` must not wait for a parser."""
    given = arguments[list(arguments).index("--estate") + 1] if "--estate" in arguments[:-1] else "."
    root = place.find_root(given)
    return i18n.choose(os.environ, _language_of(root) if root else None)


def _language_of(root: str) -> str | None:
    try:
        with open(f"{root}/{place.SETTINGS}", encoding="utf-8", errors="replace") as settings:
            found = re.search(r"^language: *([a-z]+)", settings.read(), re.MULTILINE)
    except OSError:
        return None  # whoever needs the settings will say why they cannot be read
    return found[1] if found else None


def build(arguments: Sequence[str] = ()) -> click.Group:
    """The command tree in the reader's language."""
    i18n.activate(_language(arguments))
    click.Context.formatter_class = Formatter

    estate = Option(["--estate"], type=Folder(), metavar=N_("DIR"), help=N_("The estate's folder; else the nearest one upwards."))
    return Commands(
        "propops",
        params=[estate, flag("--version", callback=_show_version, help=N_("Show the version."))],
        callback=lambda estate: None,
        help=N_("Customer service of a residential estate, kept in plain files."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"propops {__version__}")
        ctx.exit()


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
    except OSError as error:
        return _refused([Problem("no-access", error.strerror or str(error), path=str(error.filename or ""))], 1)
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
