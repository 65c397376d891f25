"""Options that follow from a model's fields."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from propops import schema
from propops.i18n import _
from propops.models.base import Record
from propops.terminal.params import TEXT, parse_value, type_of


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
