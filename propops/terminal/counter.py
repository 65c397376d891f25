"""What the commands of the counter share: asking for what is missing, staff by name, how late something is, days on demand."""

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import R
from propops.parsing import parse_unit
from propops.terminal.params import ChoiceType, Typed

if TYPE_CHECKING:
    from propops.store.change import Change

STAFF = Typed("staff", "zhao-gang, 赵刚", lambda text, estate: estate.user(text))

NO_UNIT = "-"
UNIT_OR_PLACE = Typed("unit", "3-2-1001, 3栋2单元1001, -", lambda text, estate: text if text == NO_UNIT else parse_unit(text))


def unit_or_place(unit: str, place: str | None) -> str | None:
    """The home, or None where the place alone says it."""
    if unit == NO_UNIT and not place:
        raise click.UsageError(_("Without a home, say where: --place."))
    return None if unit == NO_UNIT else unit


def not_to_come(at: datetime | None, estate: Estate) -> datetime:
    """Now, or a time that was given and has been."""
    if at is not None and at > estate.now:
        raise click.UsageError(_("%(time)s is still to come.") % {"time": f"{at:%Y-%m-%d %H:%M}"})
    return at or estate.now


class _Asked(click.Parameter):
    """Asked for on a terminal when it is missing; in a script that is a usage error."""

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> tuple[Any, ParameterSource]:
        value, source = super().consume_value(ctx, opts)
        if not self.value_is_missing(value) or ctx.resilient_parsing or not sys.stdin.isatty():
            return value, source
        answer = click.prompt(self._question(), value_proc=lambda text: self.type.convert(text, self, ctx))
        return answer, ParameterSource.PROMPT

    def _question(self) -> str:
        label = (getattr(self, "help", None) or self.human_readable_name).rstrip(".。")
        if isinstance(self.type, ChoiceType):
            label += f" ({', '.join(_(member.label) for member in self.type.choice)})"
        return label


class AskedArgument(_Asked, click.Argument):
    def __init__(self, param_decls: Sequence[str], help: str = "", **attrs: Any) -> None:
        super().__init__(param_decls, **attrs)
        self.help = help  # click itself takes and shows it from 8.5 on


class AskedOption(_Asked, click.Option):
    pass


def fresh(change: "Change", record: R) -> R:
    """The record as it stands now that nobody else can write."""
    found = change.store.find(type(record), record.id)
    if found is None:
        raise refuse("changed-meanwhile", _("%(id)s was moved or removed meanwhile.") % {"id": record.id})
    return found


def how_long(span: timedelta) -> str:
    """2 d 3 h, 3 h 20 min: two units are enough to act on."""
    minutes = int(span.total_seconds()) // 60
    words = {"days": minutes // 1440, "hours": minutes // 60 % 24, "minutes": minutes % 60}
    if words["days"]:
        return _("%(days)d d %(hours)d h") % words
    return _("%(hours)d h %(minutes)d min") % words if words["hours"] else _("%(minutes)d min") % words
