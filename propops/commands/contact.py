"""Contacts: who called or came by, what for, and what became of it"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

import click

from propops.desk import contacts
from propops.desk.contacts import Wish
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _, translate
from propops.models.complaint import ComplaintCategory, ComplaintClass
from propops.models.contact import Channel, Contact
from propops.models.repair import Urgency
from propops.models.staff import Staff
from propops.planning.complaint_steps import Act
from propops.terminal.counter import NO_UNIT, STAFF, UNIT_OR_PLACE, AskedArgument, fresh, not_to_come
from propops.terminal.figures import why_option
from propops.terminal.options import by_option, format_option, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import DAY, MONTH, TEXT, TIME, WHOLE, ChoiceType, RecordId
from propops.terminal.verbs import kind_group, say_record

command = kind_group("contact", __doc__, without=("add",))

CONTACT = RecordId("contact", only_open=True)
F = TypeVar("F", bound=Callable[..., Any])


def wish_options(function: F) -> F:
    """What it is to become."""
    for option in reversed(
        (
            click.option("--complaint", type=ChoiceType(ComplaintCategory), help=_("Make it a complaint of this category.")),
            click.option("--class", "class_", type=ChoiceType(ComplaintClass), default=ComplaintClass.GENERAL, help=_("Its deadlines.")),
            click.option("--repair", is_flag=True, help=_("Make it a repair.")),
            click.option("--urgency", type=ChoiceType(Urgency), default=Urgency.NORMAL, help=_("How soon.")),
            click.option("--visit", type=DAY, help=_("Make it a visit on this day.")),
            click.option("--officer", type=STAFF, help=_("Who visits, if not the home's officer.")),
            click.option("--slot", type=TEXT, help=_("In this slot.")),
        )
    ):
        function = option(function)
    return function


def _wish(given: dict[str, Any]) -> Wish:
    wish = Wish(**given)
    if wish.count > 1:
        raise click.UsageError(_("A contact becomes one thing: a complaint, a repair or a visit."))
    return wish


@command.command("add", help=_("Note a call or a person at the counter in one line; prints its id. UNIT may be -."))
@click.argument("unit", cls=AskedArgument, type=UNIT_OR_PLACE, help=_("The home that calls."))
@click.argument("request", cls=AskedArgument, type=TEXT, metavar="REQUEST", help=_("What for."))
@click.option("--rings", type=WHOLE, help=_("After how many rings it was answered."))
@click.option("--channel", type=ChoiceType(Channel), default=Channel.PHONE, help=_("How, if not by phone."))
@click.option("--caller", type=RecordId("resident"), help=_("The resident who calls."))
@click.option("--name", type=TEXT, help=_("Who calls, if not a resident."))
@click.option("--place", type=TEXT, help=_("What it is about, if not a home."))
@click.option("--at", "at", type=TIME, help=_("When, if not now."))
@click.option("--answer", type=TEXT, help=_("What was answered."))
@wish_options
@by_option
@format_option
@pass_estate
def add(estate: Estate, by: str | None, format: str, unit: str, at: datetime | None, caller: Any, **given: Any) -> None:
    who = estate.user(by)
    noted = {key: given.pop(key) for key in ("request", "rings", "channel", "name", "place", "answer")}
    wish, act = _wish(given), Act(not_to_come(at, estate), who.id)
    home = None if unit == NO_UNIT else unit
    contact = Contact(at=act.at, unit=home, caller=caller and caller.id, handled_by=who.id, **noted)
    with estate.change("contact add", N_("Contact %(unit)s %(ids)s noted"), who) as change:
        contact = change.add(contact)
        if wish.count:
            contact = contacts.pass_on(estate, change, contact, wish, act)
    contacts.tell_what_became(contact)
    say_record(estate, contact, format, contact.id)


@command.command("answer", help=_("Note the answer to one that was left open."))
@click.argument("contact", cls=AskedArgument, type=CONTACT)
@click.argument("text", cls=AskedArgument, type=TEXT, help=_("What was answered."))
@by_option
@pass_estate
def answer(estate: Estate, contact: Contact, text: str, by: str | None) -> None:
    with estate.change("contact answer", N_("Contact %(unit)s %(ids)s answered"), estate.user(by)) as change:
        change.put(replace(_still_open(fresh(change, contact)), answer=text))
    echo(_("%(id)s: answered.") % {"id": contact.id})


@command.command("pass", help=_("Turn one that was left open into a complaint, a repair or a visit."))
@click.argument("contact", cls=AskedArgument, type=CONTACT)
@wish_options
@by_option
@pass_estate
def pass_on(estate: Estate, contact: Contact, by: str | None, **given: Any) -> None:
    wish, who = _wish(given), estate.user(by)
    if not wish.count:
        raise click.UsageError(_("Say what it becomes: --complaint CATEGORY, --repair or --visit DAY."))
    with estate.change("contact pass", N_("Contact %(unit)s %(ids)s passed on"), who) as change:
        after = contacts.pass_on(estate, change, _still_open(fresh(change, contact)), wish, Act(estate.now, who.id))
    contacts.tell_what_became(after)


def _still_open(contact: Contact) -> Contact:
    if not contact.is_open:
        hint = _("propops contact show %(id)s") % {"id": contact.id}
        raise refuse("not-open", _("%(id)s was answered or passed on already.") % {"id": contact.id}, hint=hint)
    return contact


# --- rings and greeting -----------------------------------------------------------------------------------------------


@command.command("test", help=_("Note a test call: who answered it, after how many rings. Made by the supervisor."))
@click.argument("officer", cls=AskedArgument, type=STAFF, metavar="OFFICER", help=_("Who answered."))
@click.argument("rings", cls=AskedArgument, type=WHOLE, metavar="RINGS", help=_("After how many rings."))
@click.option("--note", type=TEXT, help=_("How it went: greeting, room and name asked."))
@by_option
@format_option
@pass_estate
def test(estate: Estate, officer: Staff, rings: int, note: str | None, by: str | None, format: str) -> None:
    who, request = estate.user(by), translate(N_("test call"), estate.language)
    call = Contact(at=estate.now, request=request, rings=rings, handled_by=officer.id, test_call=who.id, note=note)
    with estate.change("contact test", N_("Test call %(ids)s"), who) as change:
        call = change.add(call)
    say_record(estate, call, format, call.id)


@command.command("rings", help=_("How soon the phone is answered, self-reported and by test calls; this month unless told otherwise."))
@click.argument("month", type=MONTH, required=False)
@why_option
@format_option
@pass_estate
def rings(estate: Estate, month: str | None, why: bool, format: str) -> None:
    contacts.show_rings(estate, month or f"{estate.today:%Y-%m}", format, why)


@command.command("greeting", help=_("What is said on picking up the phone."))
@pass_estate
def greeting(estate: Estate) -> None:
    echo(contacts.greeting(estate.settings))
