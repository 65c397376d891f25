"""Visitors: who came to which home, and left again"""

from dataclasses import replace
from typing import Any

import click

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.visitor import Visitor
from propops.terminal.counter import AskedArgument, fresh
from propops.terminal.options import by_option, format_option, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import TEXT, UNIT, RecordId
from propops.terminal.verbs import kind_group, say_record

command = kind_group("visitor", __doc__, without=("add",))


@command.command("add", help=_("Note a visitor; prints the id. No name, no number of a document."))
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("Whom they visit."))
@click.argument("purpose", type=TEXT, required=False)
@click.option("--plate", type=TEXT, help=_("The number plate of the car."))
@by_option
@format_option
@pass_estate
def add(estate: Estate, unit: str, by: str | None, format: str, **given: Any) -> None:
    with estate.change("visitor add", N_("Visitor %(unit)s %(ids)s came"), estate.user(by)) as change:
        visitor = change.add(Visitor(at=estate.now, unit=unit, **given))
    say_record(estate, visitor, format, visitor.id)


@command.command("leave", help=_("The visitor has left."))
@click.argument("visitor", cls=AskedArgument, type=RecordId("visitor", only_open=True))
@by_option
@pass_estate
def leave(estate: Estate, visitor: Visitor, by: str | None) -> None:
    with estate.change("visitor leave", N_("Visitor %(unit)s %(ids)s left"), estate.user(by)) as change:
        before = fresh(change, visitor)
        if not before.is_open:
            raise refuse("not-open", _("%(id)s has left already.") % {"id": visitor.id})
        change.put(replace(before, left_at=estate.now))
    echo(_("%(id)s: left.") % {"id": visitor.id})
