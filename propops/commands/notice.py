"""Notices on the boards: put up in time, taken down when it is over"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.notice import Notice
from propops.models.staff import Staff
from propops.terminal.counter import AskedArgument, fresh
from propops.terminal.options import by_option, format_option, paper_options, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import DAY, TEXT, RecordId
from propops.terminal.verbs import kind_group

command = kind_group("notice", __doc__)

NOTICE = RecordId("notice")
Step = Callable[[Notice, Staff], Notice]


def _take(estate: Estate, notice: Notice, by: str | None, verb: str, subject: str, step: Step) -> None:
    who = estate.user(by)
    with estate.change(f"notice {verb}", subject, who) as change:
        change.put(step(fresh(change, notice), who))
    echo(_("%(id)s: noted.") % {"id": notice.id})


def _require(condition: bool, notice: Notice, message: str) -> None:
    if not condition:
        raise refuse("wrong-status", _(message) % {"id": notice.id}, hint=_("propops notice show %(id)s") % {"id": notice.id})


@command.command("put-up", help=_("It hangs; say where, and whether a photo was taken."))
@click.argument("notice", cls=AskedArgument, type=NOTICE)
@click.argument("places", nargs=-1, type=TEXT, metavar="[PLACE]...")
@click.option("--photo", is_flag=True, default=None, help=_("A photo was taken."))
@click.option("--on", "on", type=DAY, help=_("On this day; else today."))
@by_option
@pass_estate
def put_up(estate: Estate, notice: Notice, places: tuple[str, ...], photo: bool | None, on: date | None, by: str | None) -> None:
    def step(before: Notice, who: Staff) -> Notice:
        _require(before.put_up_on is None, before, N_("%(id)s hangs already."))
        changed = replace(before, put_up_on=on or estate.today, put_up_by=who.id, places=places or before.places)
        return replace(changed, photo_taken=photo or before.photo_taken)

    _take(estate, notice, by, "put-up", N_("Notice %(ids)s put up"), step)


@command.command("photo", help=_("A photo of it on the board was taken."))
@click.argument("notice", cls=AskedArgument, type=NOTICE)
@by_option
@pass_estate
def photo(estate: Estate, notice: Notice, by: str | None) -> None:
    def step(before: Notice, who: Staff) -> Notice:
        _require(before.put_up_on is not None, before, N_("%(id)s was not put up."))
        return replace(before, photo_taken=True)

    _take(estate, notice, by, "photo", N_("Notice %(ids)s: photo"), step)


@command.command("take-down", help=_("It no longer hangs."))
@click.argument("notice", cls=AskedArgument, type=NOTICE)
@click.option("--on", "on", type=DAY, help=_("On this day; else today."))
@by_option
@pass_estate
def take_down(estate: Estate, notice: Notice, on: date | None, by: str | None) -> None:
    def step(before: Notice, who: Staff) -> Notice:
        _require(before.put_up_on is not None and before.taken_down_on is None, before, N_("%(id)s does not hang."))
        return replace(before, taken_down_on=on or estate.today, taken_down_by=who.id)

    _take(estate, notice, by, "take-down", N_("Notice %(ids)s taken down"), step)


@command.command("cancel", help=_("What it announces does not take place; if it hangs, it is to come down."))
@click.argument("notice", cls=AskedArgument, type=NOTICE)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def cancel(estate: Estate, notice: Notice, reason: str, by: str | None) -> None:
    _take(estate, notice, by, "cancel", N_("Notice %(ids)s called off"), lambda before, who: replace(before, cancelled=reason))


@command.command("due", help=_("What has to go up in time, what should come down, what has no photo yet."))
@format_option
@pass_estate
def due(estate: Estate, format: str) -> None:
    from propops.desk import notices

    notices.show_due(estate, format)


@command.command("print", help=_("The notice with room for the seal, for the boards."))
@click.argument("chosen", type=NOTICE, nargs=-1, required=True, metavar="NOTICE...")
@paper_options
@pass_estate
def print_notices(estate: Estate, chosen: tuple[Notice, ...], format: str | None, out: Path | None, language: str) -> None:
    from propops.desk import notices, paper

    pages = paper.documents(estate, "notice", [notices.sheet(notice, estate.today) for notice in chosen], language or None)
    paper.print_out(pages, paper.destination(out, format, chosen[0].id if len(chosen) == 1 else "notices"))


@command.command("text", help=_("The notice as plain text, for the owners' group."))
@click.argument("notice", cls=AskedArgument, type=NOTICE)
@click.option("--language", type=click.Choice(("", "zh", "en")), default="", help=_("Language of the paper."))
@pass_estate
def text(estate: Estate, notice: Notice, language: str) -> None:
    from propops.desk import notices, paper
    from propops.documents import render

    pages = paper.documents(estate, "notice", [notices.sheet(notice, estate.today)], language or None)
    echo(render(pages, "text").decode().rstrip())
