"""What the commands of the counter share: asking for what is missing, staff by name, how late something is, days on demand."""

import sys
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import click
from click.core import ParameterSource

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import R
from propops.params import Typed
from propops.planning.workdays import Calendar, Kind
from propops.store.change import Change

STAFF = Typed("staff", "zhao-gang, 赵刚", lambda text, estate: estate.user(text))


class _Asked(click.Parameter):
    """Asked for on a terminal when it is missing; in a script that is a usage error."""

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> tuple[Any, ParameterSource]:
        value, source = super().consume_value(ctx, opts)
        if not self.value_is_missing(value) or ctx.resilient_parsing or not sys.stdin.isatty():
            return value, source
        label = getattr(self, "help", None) or self.human_readable_name
        answer = click.prompt(label.rstrip("."), value_proc=lambda text: self.type.convert(text, self, ctx))
        return answer, ParameterSource.PROMPT


class AskedArgument(_Asked, click.Argument):
    pass


class AskedOption(_Asked, click.Option):
    pass


def fresh(change: Change, record: R) -> R:
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


class _Days(dict[date, Kind]):
    """Looks up a month of the calendar when a day of it is asked for: an unknown next year troubles only who needs it."""

    def __init__(self, estate: Estate) -> None:
        super().__init__()
        self.estate = estate

    def __missing__(self, day: date) -> Kind:
        from propops.workcalendar import calendar_for

        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        self.update(calendar_for(self.estate, first, last).days)
        return self[day]


def calendar_of(estate: Estate) -> Calendar:
    return Calendar(_Days(estate))
