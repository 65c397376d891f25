"""click types: what people type at an option, with completion."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from propops.errors import PropopsError
from propops.i18n import N_, _
from propops.parsing import parse_amount, parse_day, parse_instant, parse_month, parse_number, parse_unit, refuse_masked
from propops.store.query import Test

if TYPE_CHECKING:
    from propops import schema
    from propops.choices import Choice
    from propops.estate import Estate
    from propops.models.base import Record


def estate_of(context: click.Context) -> "Estate":
    """The estate of this call, found when it is first asked for."""
    root = context.find_root()
    if root.obj is None:
        from propops.estate import Estate, find_root
        from propops.terminal.output import show_problems

        root.obj = Estate(find_root(root.params.get("estate") or "."))
        root.call_on_close(root.obj.rows.close)
        root.obj.tell = show_problems
        root.obj.recover()
    estate: Estate = root.obj
    return estate


class Typed(click.ParamType[Any]):
    """A value that needs to know the day, or the estate, to be understood."""

    examples = ""

    def __init__(self, name: str, examples: str, parse: Callable[[str, "Estate"], Any]) -> None:
        self.name, self.examples, self.parse = name, examples, parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str) or ctx is None:
            return value
        try:
            return self.parse(value, estate_of(ctx))
        except ValueError:
            message = _("%(value)s is not understood here; write it like %(examples)s.")
            raise click.BadParameter(message % {"value": value, "examples": _(self.examples)}, ctx, param) from None

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return _(self.name.upper())


DAY = Typed("day", "2026-12-01, 12月1日, 明天, 下周一", lambda text, estate: parse_day(text, estate.today))
MONTH = Typed("month", "2026-12, 12月, 下月", lambda text, estate: parse_month(text, estate.today))
AMOUNT = Typed("amount", "1234.5, 1,234.50", lambda text, estate: parse_amount(text))
NUMBER = Typed("number", "89.36", lambda text, estate: parse_number(text))
WHOLE = Typed("number", "12", lambda text, estate: int(unicodedata.normalize("NFKC", text)))
UNIT = Typed("unit", "3-2-1001, 3栋2单元1001", lambda text, estate: parse_unit(text))
TIME = Typed("time", "2026-12-01T09:30, 明天 9:30, 09:30", lambda text, estate: parse_instant(text, estate.now))


def _text(text: str, estate: "Estate") -> str:
    try:
        refuse_masked(text)
    except ValueError:
        raise click.BadParameter(_("%(value)s is masked; give it in full (--reveal shows it).") % {"value": text}) from None
    return text


TEXT = Typed("text", N_("plain text; **** stands for something masked"), _text)


# A member of staff by id, any unique part of it, or name: what tables show can be typed.
STAFF_ID = Typed("staff", "li-na, 李娜", lambda text, estate: estate.user(text).id)


class ChoiceType(click.ParamType[Any]):
    """The tokens of a Choice; its translated labels are understood too, so that 物业费 works as well as `property`."""

    name = "choice"

    def __init__(self, choice: "type[Choice]") -> None:
        self.choice = choice

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "[" + "|".join(map(str, self.choice)) + "]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Choice":
        found = next((member for member in self.choice if value in (member, _(member.label))), None)
        if found is not None:
            return found
        listed = ", ".join(f"{member} ({_(member.label)})" for member in self.choice)
        raise click.BadParameter(_("%(value)s is not one of: %(listed)s.") % {"value": value, "listed": listed}, ctx, param)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(str(member), help=_(member.label)) for member in self.choice if str(member).startswith(incomplete)]


class RecordId(click.ParamType[Any]):
    """Any unique part of an id; for kinds with a unit, the room when only one (open) record has it."""

    def __init__(self, kind: str, only_open: bool = False) -> None:
        self.kind = self.name = kind
        self.only_open = only_open

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return _(self.kind.upper())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str) or ctx is None:
            return value
        from propops.estate import the_one
        from propops.models import model

        return the_one(estate_of(ctx), model(self.kind), value, self.only_open)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        try:
            rows = estate_of(ctx).rows.select(self.kind, [Test("id", "~", incomplete.lower())], limit=200)
        except PropopsError:
            return []
        return [CompletionItem(row["id"]) for row in rows]


def type_of(spec: "schema.Spec") -> click.ParamType[Any]:
    """The click type of a model's field."""
    from datetime import date, datetime

    if spec.is_choice:
        return ChoiceType(spec.base)
    if spec.about.ref == "unit":
        return UNIT
    if spec.about.ref == "staff":
        return STAFF_ID
    if spec.is_decimal:
        return AMOUNT if spec.key in ("amount", "promised_amount", "price", "price_agreed") else NUMBER
    by_base: dict[type, click.ParamType[Any]] = {date: DAY, datetime: TIME, int: WHOLE, bool: click.BOOL}
    return by_base.get(spec.base, TEXT)


def parse_value(spec: "schema.Spec", text: str, context: click.Context) -> Any:
    """A field's value from `FIELD=VALUE`; a list is written with commas."""
    kind = type_of(spec)
    if not spec.many:
        return kind.convert(text, None, context)
    return tuple(kind.convert(part.strip(), None, context) for part in re.split("[,，、]", text) if part.strip())


def assigned(of: "type[Record]", assignments: Sequence[str], context: click.Context) -> tuple[dict[str, Any], dict[str, str]]:
    """`field=value` arguments, apart: fields that the model has, parsed, and everything else as text."""
    from propops import schema

    fields: dict[str, Any] = {}
    others: dict[str, str] = {}
    for key, text in pairs(assignments):
        spec = schema.spec_of(of, key.replace("-", "_"))
        if spec is None:
            others[key] = text.strip()
        elif spec.is_part or spec.key in ("id", *of.positional, *of.settled):
            raise click.UsageError(_("%(field)s is changed with: %(kind)s edit.") % {"field": key, "kind": of.kind}, context)
        else:
            fields[spec.name] = parse_value(spec, text.strip(), context)
    return fields, others


def pairs(assignments: Sequence[str]) -> list[tuple[str, str]]:
    """`field=value` arguments; the value may hold further equals signs."""
    found = [assignment.partition("=") for assignment in assignments]
    for key, sign, __ in found:
        if not sign or not key.strip():
            raise click.UsageError(_("Write it as FIELD=VALUE, not %(text)s.") % {"text": key})
    return [(key.strip(), value) for key, __, value in found]
