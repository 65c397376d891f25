"""Options that many commands share, and the options that follow from a model's fields."""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import update_wrapper
from pathlib import Path
from typing import Any, TypeVar

import click

from propops import schema
from propops.i18n import _
from propops.models.base import Record
from propops.terminal.output import FORMATS
from propops.terminal.params import TEXT, estate_of, parse_value, type_of

F = TypeVar("F", bound=Callable[..., Any])


def format_option(function: F) -> F:
    return click.option("--format", "format", type=click.Choice(FORMATS), default="table", help=_("How to print it."))(function)


def by_option(function: F) -> F:
    return click.option("--by", metavar=_("STAFF"), help=_("Who does this; else PROPOPS_USER or `desk login`."))(function)


def reveal_option(function: F) -> F:
    return click.option("--reveal", is_flag=True, help=_("Show names and phones in full."))(function)


def dry_run_option(function: F) -> F:
    return click.option("--dry-run", is_flag=True, help=_("Show what would happen, write nothing."))(function)


def paper_options(function: F) -> F:
    """How something is printed, and into which file."""
    formats = click.Choice(("html", "docx", "text"))
    function = click.option("--language", type=click.Choice(("", "zh", "en")), default="", help=_("Language of the paper."))(function)
    function = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=_("Write this file."))(function)
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


# --- options made from a model ----------------------------------------------------------------------------------------


def field_options(of: type[Record], positional: Sequence[str] = (), with_id: bool = False) -> list[click.Parameter]:
    """`--field VALUE` for every field that fits on a line; lists of small mappings are for $EDITOR or a verb of their own."""
    parameters: list[click.Parameter] = [_argument(of, key) for key in positional]
    for spec in schema.specs(of):
        if not spec.is_part and spec.key not in positional and (spec.key != "id" or with_id):
            parameters.append(_option(spec))
    return parameters


def _argument(of: type[Record], key: str) -> click.Argument:
    spec = schema.spec_of(of, key)
    assert spec is not None
    return click.Argument([f"field_{spec.name}"], type=type_of(spec), required=False, metavar=key.upper())


def _option(spec: schema.Spec) -> click.Option:
    notes = _(" (required)") if spec.required else ""
    if spec.many:
        notes += _("; several with commas")
    kind = TEXT if spec.many else type_of(spec)
    return click.Option([f"--{flag(spec)}", f"field_{spec.name}"], type=kind, help=_(spec.about.label) + notes)


def flag(spec: schema.Spec) -> str:
    """`--format` is how to print; the settings' own field of that name steps aside."""
    return spec.key.replace("_", "-") if spec.key != "format" else "record-format"


def values_given(of: type[Record], given: Mapping[str, Any], context: click.Context) -> dict[str, Any]:
    """The fields that were given as options, as the model wants them."""
    values: dict[str, Any] = {}
    for spec in schema.specs(of):
        value = given.get(f"field_{spec.name}")
        if value is not None:
            values[spec.name] = parse_value(spec, value, context) if spec.many else value
    return values


def ask_for_missing(of: type[Record], values: dict[str, Any], context: click.Context) -> dict[str, Any]:
    """Required fields that are missing are asked for on a terminal and are an error in a script."""
    missing = [spec for spec in schema.specs(of) if spec.required and spec.name not in values]
    if missing and (not sys.stdin.isatty() or any(spec.is_part for spec in missing)):
        listed = ", ".join(f"--{flag(spec)} ({_(spec.about.label)})" for spec in missing)
        raise click.UsageError(_("Missing: %(fields)s.") % {"fields": listed}, context)
    return values | {spec.name: _ask(spec, context) for spec in missing}


def _ask(spec: schema.Spec, context: click.Context) -> Any:
    kind = TEXT if spec.many else type_of(spec)
    answer = click.prompt(_(spec.about.label), value_proc=lambda text: kind.convert(text, None, context))
    return parse_value(spec, answer, context) if spec.many else answer
