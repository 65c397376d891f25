"""What the desk says and never says: lists, cards, a look through texts"""

import sys
from pathlib import Path

import click

from propops.estate import Estate
from propops.i18n import _
from propops.models.staff import Role, Staff
from propops.terminal.counter import STAFF
from propops.terminal.help import Group
from propops.terminal.options import format_option, paper_options, pass_estate

command = Group("phrase", help=_("What the desk says and never says: lists, cards, a look through texts."))


@command.command("list", help=_("The courteous phrases and the forbidden ones, with what to say instead."))
@click.option("--courteous", "type", flag_value="courteous", default=None, type=click.STRING, help=_("Only the courteous ones."))
@click.option("--forbidden", "type", flag_value="forbidden", default=None, type=click.STRING, help=_("Only the forbidden ones."))
@format_option
@pass_estate
def list_phrases(estate: Estate, type: str | None, format: str) -> None:
    from propops.desk import phrases

    phrases.show(estate, type, format)


@command.command("lint", help=_("Look for forbidden phrases in a text or a file, - for the standard input; exit code 1 if there are any."))
@click.argument("text", metavar="TEXT|FILE")
@format_option
@click.pass_context
def lint(context: click.Context, text: str, format: str) -> None:
    from propops.desk import phrases
    from propops.terminal.params import estate_of

    said = sys.stdin.read() if text == "-" else phrases.text_of(text)
    found = phrases.slips(estate_of(context), text if said is None else said)
    phrases.show_slips(found, format)
    context.exit(1 if found else 0)


@command.command("print", help=_("A card for the desk, or one with the name of each officer."))
@click.option("--staff", type=STAFF, multiple=True, help=_("For this member of staff."))
@click.option("--all", "everyone", is_flag=True, help=_("For each officer."))
@paper_options
@pass_estate
def print_cards(estate: Estate, staff: tuple[Staff, ...], everyone: bool, format: str | None, out: Path | None, language: str) -> None:
    from propops.desk import paper, phrases

    people: list[Staff | None] = [*staff]
    if everyone:
        officers = (one for one in estate.store.all(Staff) if one.role is Role.OFFICER and one.is_employed(estate.today))
        people += [person for person in officers if person not in staff]
    pages = phrases.cards(estate, people or [None], language or None)
    paper.print_out(pages, paper.destination(out, format, "phrase-card"))
