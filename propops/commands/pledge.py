"""Service pledges: issue, print, record the signature"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from propops.desk import paper
from propops.desk.record_sheets import pledge_values
from propops.documents import Document
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _, speaking
from propops.models.pledge import Pledge
from propops.models.staff import Role, Staff
from propops.terminal.options import by_option, paper_options, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import DAY, RecordId
from propops.terminal.verbs import kind_group

command = kind_group("pledge", __doc__)


@command.command("issue", help=_("A pledge for each officer who has none of this version yet, from the text in the settings."))
@click.argument("version")
@by_option
@pass_estate
def issue(estate: Estate, version: str, by: str | None) -> None:
    policy = estate.settings.pledge
    if not policy.items:
        raise refuse("no-text", _("The settings hold no promises."), path="records/estate.yaml", hint=_("Add pledge: items: to them."))
    have = {pledge.staff for pledge in estate.store.all(Pledge) if pledge.version == version}
    due = [person for person in estate.store.all(Staff) if person.role is Role.OFFICER and person.is_employed(estate.today)]
    with estate.change("pledge issue", N_("Pledges %(version)s issued, %(count)d"), estate.user(by), version=version) as change:
        for person in due:
            if person.id not in have:
                change.add(Pledge(staff=person.id, version=version, items=policy.items, penalty=policy.penalty, issued=estate.today))
    echo(_("%(count)d pledges issued.") % {"count": len(change.added)})


@command.command("print", help=_("Print pledges, one to a page: of one person, of a version, or every current one."))
@click.argument("pledge", type=RecordId("pledge"), required=False)
@click.option("--version", help=_("Only this version."))
@paper_options
@pass_estate
def print_pledges(estate: Estate, pledge: Pledge | None, version: str | None, format: str | None, out: Path | None, language: str) -> None:
    chosen = [pledge] if pledge else _current(estate, version)
    personal = [one for one in chosen if one.staff is not None]
    general = [one for one in chosen if one.staff is None]
    with speaking(language or str(estate.settings.language)):
        pages = _pages(estate, "pledge", personal, language) + _pages(estate, "pledge-estate", general, language)
    name = chosen[0].id if len(chosen) == 1 else "pledges"
    paper.print_out(pages, paper.destination(out, format, name))


def _pages(estate: Estate, template: str, pledges: Sequence[Pledge], language: str) -> list[Document]:
    return paper.documents(estate, template, [pledge_values(estate, one) for one in pledges], language or None) if pledges else []


def _current(estate: Estate, version: str | None) -> list[Pledge]:
    pledges = [pledge for pledge in estate.store.all(Pledge) if version in (None, pledge.version)]
    newest = max((pledge.version for pledge in pledges), default=None)
    return [pledge for pledge in pledges if pledge.version == newest]


@command.command("sign", help=_("Record that a pledge was signed."))
@click.argument("pledge", type=RecordId("pledge"))
@click.option("--on", "day", type=DAY, help=_("On this day; else today."))
@by_option
@pass_estate
def sign(estate: Estate, pledge: Pledge, day: date | None, by: str | None) -> None:
    if pledge.signed_on is not None:
        raise refuse("already-signed", _("%(id)s was signed on %(day)s.") % {"id": pledge.id, "day": pledge.signed_on})
    with estate.change("pledge sign", N_("Pledge signed %(ids)s"), estate.user(by)) as change:
        change.put(replace(pledge, signed_on=day or estate.today))
    echo(_("%(id)s: signed.") % {"id": pledge.id})
