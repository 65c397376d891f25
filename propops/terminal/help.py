"""Help texts in columns that are right with Chinese: click counts characters, a terminal counts columns."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import click

from propops.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem


def width(text: str) -> int:
    """Columns on a terminal; wcwidth would do it too, but costs as much as click to import."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrap(text: str, columns: int) -> list[str]:
    """Breaks between words, and between Chinese characters, but never before a closing mark."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > columns and piece[0] not in "，。；：、！？）】》”":
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] or not piece.isspace() else ""
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character == " " or width(character) == 2:
            yield from filter(None, (word if character != " " else word + " ", character if character != " " else ""))
            word = ""
        else:
            word += character
    if word:
        yield word


class Formatter(click.HelpFormatter):
    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = list(rows)
        first = min(max((width(term) for term, _text in rows), default=0), col_max) + col_spacing
        room = max(self.width - first - self.current_indent - 2, 20)
        for term, text in rows:
            lines = wrap(text, room)
            head = " " * self.current_indent + term
            if width(term) > first - col_spacing:
                self.write(f"{head}\n")
                head = " " * self.current_indent
            self.write(f"{head}{' ' * (self.current_indent + first - width(head))}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{' ' * (self.current_indent + first)}{line}\n")

    def write_text(self, text: str) -> None:
        for paragraph in text.split("\n\n"):
            for line in wrap(paragraph, self.width - self.current_indent - 2):
                self.write(f"{' ' * self.current_indent}{line}\n")


# Texts of what a script may run are msgids, translated when they are shown: a command that only runs needs no catalogue.


class Option(click.Option):
    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help, self.metavar = _shown(self.help), _shown(self.metavar)
        return super().get_help_record(ctx)


class Argument(click.Argument):
    def make_metavar(self, ctx: click.Context) -> str:
        self.metavar = _shown(self.metavar)
        return super().make_metavar(ctx)


def _shown(text: str | None) -> str | None:
    return _(text) if text else text


class Folder(click.ParamType[str]):
    """click.Path looks its name up as soon as it is made."""

    name = "folder"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="dir")]


class File(click.ParamType["Path"]):
    """A file to be written. click.Path, too, is translated as soon as it is made."""

    name = "file"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return _("file").upper()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Path":
        from pathlib import Path

        found: Path = click.Path(path_type=Path, dir_okay=False).convert(value, param, ctx)
        return found

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class Command(click.Command):
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """click's own is translated as soon as it is made."""
        names = self.get_help_option_names(ctx)
        return _help_option(tuple(sorted(names))) if names and self.add_help_option else None

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = _shown(self.help)
        super().format_help_text(ctx, formatter)


@cache
def _help_option(names: tuple[str, ...]) -> Option:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), color=ctx.color)
            ctx.exit()

    return flag(*names, callback=show, help=N_("Show this message and exit."))


def flag(*names: str, callback: Callable[[click.Context, click.Parameter, bool], None], help: str) -> Option:
    """An option that says something and ends the command."""
    return Option(list(names), is_flag=True, expose_value=False, is_eager=True, callback=callback, help=help)


class Group(Command, click.Group):
    """Says what each command does in full; click would cut the sentence."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _shown(command.help) or "") for name, command in commands if command is not None])
