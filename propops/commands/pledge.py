"""Service pledges: issue, print, sign, hold against the records"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from propops.errors import refuse
from propops.estate import Estate, the_one
from propops.i18n import N_, _
from propops.models.breach import DEFAULT_PENALTY, Breach
from propops.models.parts.promise import PenaltyKind
from propops.models.pledge import Pledge
from propops.models.staff import Role, Staff
from propops.planning.billing import Period, parse_period, period_of
from propops.terminal.counter import STAFF, AskedArgument
from propops.terminal.figures import why_option
from propops.terminal.help import File
from propops.terminal.options import by_option, format_option, paper_options, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import AMOUNT, DAY, NUMBER, TEXT, WHOLE, ChoiceType, RecordId, Typed
from propops.terminal.verbs import kind_group, say_record

if TYPE_CHECKING:
    from propops.desk.pledge_actual import Review

command = kind_group("pledge", __doc__)


def _newest(text: str, estate: Estate) -> Pledge:
    """By its id, or by whose it is: then the newest."""
    of_staff = [pledge for pledge in estate.store.all(Pledge) if pledge.staff == text]
    return max(of_staff, key=lambda pledge: pledge.issued) if of_staff else the_one(estate, Pledge, text)


PLEDGE = Typed("pledge", "pledge-2027-li-na, li-na", _newest)
PERIOD = Typed("period", "2026-11, 2026q4, 2026", lambda text, estate: parse_period(text))
BREACH = RecordId("breach", only_open=True)


@command.command(
    "issue", help=_("A pledge for each officer who has none of this version yet: the estate's own text, else the standard one.")
)
@click.argument("version")
@click.option("--estate", "for_estate", is_flag=True, help=_("The estate's own pledge, for the wall, instead of the officers'."))
@by_option
@pass_estate
def issue(estate: Estate, version: str, for_estate: bool, by: str | None) -> None:
    from propops.desk.pledge_text import wording

    have = {pledge.staff for pledge in estate.store.all(Pledge) if pledge.version == version}
    due: list[str | None] = [None] if for_estate else [*_officers(estate)]
    text = wording(estate)
    with estate.change("pledge issue", N_("Pledges %(version)s issued, %(count)d"), estate.user(by), version=version) as change:
        for staff in (staff for staff in due if staff not in have):
            change.add(Pledge(staff=staff, version=version, issued=estate.today, **text._asdict()))
    echo(_("%(count)d pledges issued.") % {"count": len(change.added)})


def _officers(estate: Estate) -> list[str]:
    return [person.id for person in estate.store.all(Staff) if person.role is Role.OFFICER and person.is_employed(estate.today)]


@command.command("print", help=_("Print pledges, one to a page: of one person, of a version, or every current one."))
@click.argument("pledge", type=PLEDGE, required=False)
@click.option("--version", help=_("Only this version."))
@paper_options
@pass_estate
def print_pledges(estate: Estate, pledge: Pledge | None, version: str | None, format: str | None, out: Path | None, language: str) -> None:
    from propops.desk import paper, pledge_paper

    chosen = [pledge] if pledge else pledge_paper.current(estate, version)
    name = chosen[0].id if len(chosen) == 1 else "pledges"
    paper.print_out(pledge_paper.pages(estate, chosen, language or None), paper.destination(out, format, name))


@command.command("sheet", help=_("Print the sheet on which all sign."))
@click.option("--version", help=_("Only this version."))
@paper_options
@pass_estate
def sheet(estate: Estate, version: str | None, format: str | None, out: Path | None, language: str) -> None:
    from propops.desk import paper, pledge_paper

    pages = pledge_paper.signing_sheet(estate, pledge_paper.current(estate, version), language or None)
    paper.print_out(pages, paper.destination(out, format, "pledge-signing-sheet"))


@command.command("sign", help=_("Record that a pledge was signed."))
@click.argument("pledge", type=PLEDGE)
@click.option("--on", "day", type=DAY, help=_("On this day; else today."))
@by_option
@pass_estate
def sign(estate: Estate, pledge: Pledge, day: date | None, by: str | None) -> None:
    if pledge.signed_on is not None:
        raise refuse("already-signed", _("%(id)s was signed on %(day)s.") % {"id": pledge.id, "day": pledge.signed_on})
    with estate.change("pledge sign", N_("Pledge signed %(ids)s"), estate.user(by)) as change:
        change.put(replace(pledge, signed_on=day or estate.today))
    echo(_("%(id)s: signed.") % {"id": pledge.id})


# --- breaches ---------------------------------------------------------------------------------------------------------


@command.command(
    "breach", help=_("Record that a promise, by its number, was not kept; name the records that show it, or say what happened.")
)
@click.argument("pledge", cls=AskedArgument, type=PLEDGE, help=_("Whose pledge."))
@click.argument("item", cls=AskedArgument, type=WHOLE, metavar="ITEM", help=_("Which promise, by its number."))
@click.argument("what", type=TEXT, required=False)
@click.option("--evidence", multiple=True, metavar=_("ID"), help=_("A record that shows it."))
@click.option("--on", "day", type=DAY, help=_("On this day; else today."))
@click.option("--found-by", type=STAFF, help=_("Who found it, if not who records this."))
@click.option("--penalty", type=ChoiceType(PenaltyKind), multiple=True, help=_("What follows; else points and retraining."))
@click.option("--points", type=NUMBER, help=_("How many points off the appraisal."))
@click.option("--fine", type=AMOUNT, help=_("The fine in yuan, where the estate has opted in to fines."))
@by_option
@format_option
@pass_estate
def breach(
    estate: Estate,
    pledge: Pledge,
    item: int,
    what: str | None,
    evidence: tuple[str, ...],
    day: date | None,
    found_by: Staff | None,
    penalty: tuple[PenaltyKind, ...],
    points: Decimal | None,
    fine: Decimal | None,
    by: str | None,
    format: str,
) -> None:
    who = estate.user(by)
    made = Breach(
        pledge=pledge.id,
        item=item,
        date=day or estate.today,
        found_by=(found_by or who).id,
        what=what,
        evidence=evidence,
        penalty=penalty or DEFAULT_PENALTY,
        points=points,
        fine=fine,
    )
    with estate.change("pledge breach", N_("Breach recorded %(ids)s"), who) as change:
        made = change.add(made)
    say_record(estate, made, format, made.id)


@command.command("dispute", help=_("Note that whoever promised disputes the breach; it stays open until it is settled or withdrawn."))
@click.argument("breach", cls=AskedArgument, type=BREACH)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def dispute(estate: Estate, breach: Breach, reason: str, by: str | None) -> None:
    from propops.desk import pledge_breaches

    subject = N_("Breach disputed %(ids)s")
    pledge_breaches.take(estate, breach, by, "dispute", subject, lambda before, who: replace(before, disputed=reason))


@command.command("settle", help=_("The penalty was served; by the supervisor or above."))
@click.argument("breach", cls=AskedArgument, type=BREACH)
@click.option("--on", "day", type=DAY, help=_("On this day; else today."))
@click.option("--note", type=TEXT, help=_("How."))
@by_option
@pass_estate
def settle(estate: Estate, breach: Breach, day: date | None, note: str | None, by: str | None) -> None:
    from propops.desk import pledge_breaches

    def step(before: Breach, who: Staff) -> Breach:
        return replace(before, settled_on=day or estate.today, settled_by=who.id, note=note or before.note)

    pledge_breaches.take(estate, breach, by, "settle", N_("Penalty settled %(ids)s"), step)


@command.command("withdraw", help=_("It was no breach after all, say why; by the supervisor or above."))
@click.argument("breach", cls=AskedArgument, type=BREACH)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def withdraw(estate: Estate, breach: Breach, reason: str, by: str | None) -> None:
    from propops.desk import pledge_breaches

    def step(before: Breach, who: Staff) -> Breach:
        return replace(before, withdrawn=reason, withdrawn_by=who.id)

    pledge_breaches.take(estate, breach, by, "withdraw", N_("Breach withdrawn %(ids)s"), step)


@command.command("penalties", help=_("Breaches whose penalty is still to be settled; with --all the others too."))
@click.option("--officer", type=STAFF, help=_("Of this member of staff."))
@click.option("--all", "every", is_flag=True, help=_("Also those that are settled or withdrawn."))
@format_option
@pass_estate
def penalties(estate: Estate, officer: Staff | None, every: bool, format: str) -> None:
    from propops.desk import pledge_breaches

    pledge_breaches.show(estate, officer.id if officer else None, not every, format)


# --- promised and actual ----------------------------------------------------------------------------------------------


@command.command("actual", help=_("Every promise beside what the records of a period show; what no record shows is said."))
@click.option("--officer", type=STAFF, help=_("Of this member of staff."))
@click.option("--estate", "of_estate", is_flag=True, help=_("Of the whole estate, against its own pledge."))
@click.option("--period", type=PERIOD, help=_("The month, the quarter or the year; else this month."))
@click.option("--breaches", is_flag=True, help=_("List what the records hold against a promise and is not yet recorded as a breach."))
@click.option("--print", "out", type=File(), help=_("Print it into this file, one page for each."))
@click.option("--language", type=click.Choice(("", "zh", "en")), default="", help=_("Language of the paper."))
@why_option
@format_option
@pass_estate
def actual(
    estate: Estate,
    officer: Staff | None,
    of_estate: bool,
    period: Period | None,
    breaches: bool,
    out: Path | None,
    language: str,
    why: bool,
    format: str,
) -> None:
    from propops.desk import paper, pledge_actual

    review = pledge_actual.Review(estate, period or period_of(estate.today, 1))
    chosen = _chosen(review, officer, of_estate)
    if out is not None:
        paper.print_out(pledge_actual.pages(review, chosen, language or None), paper.destination(out, None, ""))
    elif breaches:
        pledge_actual.show_breaches(review, chosen if of_estate else [pledge for pledge in chosen if pledge.staff], format)
    else:
        pledge_actual.show(review, chosen, format, why)


def _chosen(review: "Review", officer: Staff | None, of_estate: bool) -> list[Pledge]:
    """Everybody's, unless one officer's or the estate's is asked for."""
    if officer is None and not of_estate:
        found = review.pledges
    else:
        found = [pledge for pledge in review.pledges if pledge.staff == (officer.id if officer else None)]
    if not found:
        hint = _("propops pledge issue VERSION, with --estate for the estate's own.")
        raise refuse("no-pledge", _("Nothing was promised by %(day)s.") % {"day": review.period.end}, hint=hint)
    return found
