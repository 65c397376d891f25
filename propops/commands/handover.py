"""Handovers at the shift's end: what is open, signed by both"""

from datetime import date
from pathlib import Path

import click

from propops.desk import handover as desk
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _
from propops.models.handover import Handover
from propops.models.staff import Staff
from propops.terminal.counter import STAFF, fresh
from propops.terminal.options import by_option, format_option, paper_options, pass_estate
from propops.terminal.output import echo, show_rows
from propops.terminal.params import DAY, TEXT, RecordId
from propops.terminal.verbs import kind_group, say_record

command = kind_group("handover", __doc__, without=("add",))

HANDOVER = RecordId("handover")


@command.command("make", help=_("Write down what is open now for the next shift; made again until somebody signs."))
@click.option("--shift", type=TEXT, help=_("Which shift ends; else your own, or the one whose end is nearest."))
@click.option("--date", "day", type=DAY, help=_("Of this day, if not today."))
@click.option("--to", type=STAFF, help=_("Who takes over; else who is on duty next."))
@click.option("--remarks", type=TEXT, help=_("What the next shift has to know besides."))
@click.option("--sign", is_flag=True, help=_("Sign it at once as who hands over."))
@by_option
@format_option
@pass_estate
def make(
    estate: Estate,
    shift: str | None,
    day: date | None,
    to: Staff | None,
    remarks: str | None,
    sign: bool,
    by: str | None,
    format: str,
) -> None:
    who = estate.user(by)
    if day is not None and day > estate.today:
        raise click.UsageError(_("%(time)s is still to come.") % {"time": day})
    draft = desk.drafted(estate, who, day or estate.today, shift, to, remarks)
    with estate.change("handover make", N_("Handover %(ids)s"), who) as change:
        before = desk.known(estate, draft)
        handover = desk.made_again(before, draft)
        handover = desk.signed(estate, handover, who) if sign else handover
        handover = change.put(handover) if before else change.add(handover)
    _show_items(handover, format)
    say_record(estate, handover, format, _summary(estate, handover))


def _show_items(handover: Handover, format: str) -> None:
    if format == "table" and handover.items:
        rows = [{"late": "!" if item.late else "", "what": item.what, "text": item.text, "id": item.id} for item in handover.items]
        show_rows(rows, format, ("late", "what", "text", "id"), ("!", _("what"), _("text"), _("ID")))


def _summary(estate: Estate, handover: Handover) -> str:
    names = names_of_staff(estate)
    words = {
        "id": handover.id,
        "count": len(handover.items),
        "from": names[handover.from_],
        "to": names.get(handover.to or "", "–"),
    }
    return _("%(id)s: %(count)d open things, %(from)s to %(to)s.") % words


@command.command("sign", help=_("Who hands over and who takes over sign; the last unsigned one unless another is named."))
@click.argument("handover", type=HANDOVER, required=False)
@by_option
@pass_estate
def sign(estate: Estate, handover: Handover | None, by: str | None) -> None:
    who = estate.user(by)
    chosen = handover or desk.latest_open(estate)
    with estate.change("handover sign", N_("Handover signed %(ids)s"), who) as change:
        after = change.put(desk.signed(estate, fresh(change, chosen), who))
    names = names_of_staff(estate)
    missing = [names.get(id or "", "–") for id, at in ((after.from_, after.signed_from), (after.to, after.signed_to)) if at is None]
    text = _("%(id)s: signed by %(name)s.") % {"id": after.id, "name": who.name}
    echo(text + (" " + _("Still to sign: %(names)s.") % {"names": ", ".join(missing)} if missing else ""))


@command.command("print", help=_("The handover as a sheet to sign; the last one unless others are named."))
@click.argument("handovers", type=HANDOVER, nargs=-1)
@paper_options
@pass_estate
def print_handovers(estate: Estate, handovers: tuple[Handover, ...], format: str | None, out: Path | None, language: str) -> None:
    from propops.desk import paper

    last = sorted(estate.store.all(Handover), key=lambda one: (one.at, one.id))[-1:]
    chosen = list(handovers) or last
    pages = paper.documents(estate, "handover", [{"handover": desk.sheet(estate, one)} for one in chosen], language or None)
    paper.print_out(pages, paper.destination(out, format, chosen[0].id if len(chosen) == 1 else "handovers"))
