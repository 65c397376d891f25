"""Parcels: what waits on the shelf for which home"""

import unicodedata
from dataclasses import replace

import click

from propops.errors import refuse
from propops.estate import Estate, the_one
from propops.i18n import N_, _, ngettext
from propops.models.parcel import Parcel
from propops.parsing import parse_unit
from propops.terminal.counter import AskedArgument, fresh
from propops.terminal.options import by_option, format_option, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import TEXT, UNIT, Typed
from propops.terminal.verbs import kind_group, say_record

command = kind_group("parcel", __doc__, without=("add",))


@command.command("add", help=_("A parcel arrived for a home; prints its id."))
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("For whom."))
@click.argument("shelf", type=TEXT, required=False)
@by_option
@format_option
@pass_estate
def add(estate: Estate, unit: str, shelf: str | None, by: str | None, format: str) -> None:
    with estate.change("parcel add", N_("Parcel %(unit)s %(ids)s arrived"), estate.user(by)) as change:
        parcel = change.add(Parcel(unit=unit, shelf=shelf, arrived_at=estate.now))
    say_record(estate, parcel, format, parcel.id)


def find_waiting(text: str, estate: Estate) -> list[Parcel]:
    """By the place on the shelf or the id: one; by the room: all that wait for it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    waiting = [parcel for parcel in estate.store.all(Parcel) if parcel.is_open]
    found = [parcel for parcel in waiting if parcel.shelf and parcel.shelf.lower() == plain.lower()]
    return found or _of_home(plain, waiting) or [the_one(estate, Parcel, plain, only_open=True)]


def _of_home(text: str, waiting: list[Parcel]) -> list[Parcel]:
    try:
        unit = parse_unit(text)
    except ValueError:
        return []
    return [parcel for parcel in waiting if parcel.unit == unit]


WAITING = Typed("parcel", "B-07, 3-2-1001, x-261130-abcd", find_waiting)


@command.command("collect", help=_("Handed out: one by its shelf or id, or all that wait for a home."))
@click.argument("parcels", cls=AskedArgument, type=WAITING, metavar="UNIT|SHELF|PARCEL")
@by_option
@pass_estate
def collect(estate: Estate, parcels: list[Parcel], by: str | None) -> None:
    who = estate.user(by)
    with estate.change("parcel collect", N_("Parcel %(unit)s %(ids)s collected"), who) as change:
        for parcel in parcels:
            change.put(replace(_waiting(fresh(change, parcel)), collected_at=estate.now, handed_out_by=who.id))
    text = ngettext("%(count)d parcel of %(unit)s handed out.", "%(count)d parcels of %(unit)s handed out.", len(parcels))
    echo(text % {"count": len(parcels), "unit": parcels[0].unit})


def _waiting(parcel: Parcel) -> Parcel:
    if not parcel.is_open:
        raise refuse("not-open", _("%(id)s was collected already.") % {"id": parcel.id})
    return parcel
