"""Repairs, from the call to the call-back"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import click

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.complaint import CallbackOutcome, Complaint
from propops.models.repair import Repair, RepairCallback, RepairStatus, Urgency
from propops.models.staff import Staff
from propops.terminal.counter import NO_UNIT, STAFF, UNIT_OR_PLACE, AskedArgument, fresh, not_to_come, unit_or_place
from propops.terminal.options import by_option, format_option, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import AMOUNT, TEXT, TIME, ChoiceType, RecordId
from propops.terminal.verbs import kind_group, say_record

command = kind_group("repair", __doc__, without=("add",))

REPAIR = RecordId("repair")
OPEN, DISPATCHED, ACCEPTED, ON_SITE = RepairStatus.OPEN, RepairStatus.DISPATCHED, RepairStatus.ACCEPTED, RepairStatus.ON_SITE
UNDER_WAY = (DISPATCHED, ACCEPTED, ON_SITE)


@command.command("add", help=_("Record a repair; prints its id. UNIT may be - with --place."))
@click.argument("unit", cls=AskedArgument, type=UNIT_OR_PLACE, help=_("The home."))
@click.argument("item", cls=AskedArgument, type=TEXT, metavar="ITEM", help=_("What is broken."))
@click.option("--urgency", type=ChoiceType(Urgency), default=Urgency.NORMAL, help=_("How soon."))
@click.option("--place", type=TEXT, help=_("Where, if not in a home."))
@click.option("--requested-by", type=RecordId("resident"), help=_("The resident who asks."))
@click.option("--complaint", type=RecordId("complaint"), help=_("The complaint it comes from."))
@click.option("--price", type=AMOUNT, help=_("The price agreed, if it is paid work."))
@click.option("--to", type=STAFF, help=_("Dispatch it to them at once."))
@click.option("--received", type=TIME, help=_("When, if not now."))
@by_option
@format_option
@pass_estate
def add(estate: Estate, by: str | None, format: str, **given: Any) -> None:
    who = estate.user(by)
    repair = _repair(estate, who, given)
    if given["to"]:
        repair = dispatched(repair, estate.now, given["to"], None)
    with estate.change("repair add", N_("Repair %(unit)s %(ids)s received"), who) as change:
        repair = change.add(repair)
    say_record(estate, repair, format, repair.id)


def _repair(estate: Estate, who: Staff, given: dict[str, Any]) -> Repair:
    complaint: Complaint | None = given["complaint"]
    unit, place = _where(given["unit"], given["place"], complaint)
    return Repair(
        unit=unit,
        place=place,
        item=given["item"],
        urgency=given["urgency"],
        received_at=not_to_come(given["received"], estate),
        received_by=who.id,
        requested_by=given["requested_by"] and given["requested_by"].id,
        complaint=complaint.id if complaint else None,
        price_agreed=given["price"],
    )


def _where(unit: str, place: str | None, complaint: Complaint | None) -> tuple[str | None, str | None]:
    """A repair that comes from a complaint is where the complaint is, unless told otherwise."""
    if unit == NO_UNIT and not place and complaint:
        return complaint.unit, complaint.place
    return unit_or_place(unit, place), place


# --- the steps --------------------------------------------------------------------------------------------------------

Step = Callable[[Repair, datetime, Staff], Repair]


def _take(estate: Estate, repair: Repair, by: str | None, verb: str, subject: str, step: Step) -> None:
    who = estate.user(by)
    with estate.change(f"repair {verb}", subject, who) as change:
        after = change.put(step(fresh(change, repair), estate.now, who))
    echo(_("%(id)s: %(status)s.") % {"id": after.id, "status": _(after.status.label)})


def _require(repair: Repair, *allowed: RepairStatus) -> None:
    if repair.status not in allowed:
        message = _("%(id)s cannot do this: its status is %(status)s.") % {"id": repair.id, "status": _(repair.status.label)}
        hint = _("It goes dispatch, accept, arrive, finish, callback.")
        raise refuse("wrong-status", message, hint=hint)


def dispatched(repair: Repair, at: datetime, to: Staff, price: Decimal | None) -> Repair:
    """Sent to somebody, or to somebody else: who had it before is free of it."""
    _require(repair, OPEN, DISPATCHED, ACCEPTED)
    price = repair.price_agreed if price is None else price
    return replace(repair, status=DISPATCHED, dispatched_to=to.id, dispatched_at=at, accepted_at=None, price_agreed=price)


@command.command("dispatch", help=_("Send somebody."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("staff", cls=AskedArgument, type=STAFF, help=_("Who is to do it."))
@click.option("--price", type=AMOUNT, help=_("The price agreed, if it is paid work."))
@by_option
@pass_estate
def dispatch(estate: Estate, repair: Repair, staff: Staff, price: Decimal | None, by: str | None) -> None:
    def step(before: Repair, at: datetime, who: Staff) -> Repair:
        return dispatched(before, at, staff, price)

    _take(estate, repair, by, "dispatch", N_("Repair %(unit)s %(ids)s dispatched"), step)


@command.command("accept", help=_("Whoever was sent takes it; an open one is taken by who records this."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@by_option
@pass_estate
def accept(estate: Estate, repair: Repair, by: str | None) -> None:
    def step(before: Repair, at: datetime, who: Staff) -> Repair:
        _require(before, OPEN, DISPATCHED)
        taken = before if before.status is DISPATCHED else dispatched(before, at, who, None)
        return replace(taken, status=ACCEPTED, accepted_at=at)

    _take(estate, repair, by, "accept", N_("Repair %(unit)s %(ids)s accepted"), step)


@command.command("arrive", help=_("Somebody is on site."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@by_option
@pass_estate
def arrive(estate: Estate, repair: Repair, by: str | None) -> None:
    def step(before: Repair, at: datetime, who: Staff) -> Repair:
        _require(before, DISPATCHED, ACCEPTED)
        return replace(before, status=ON_SITE, arrived_at=at)

    _take(estate, repair, by, "arrive", N_("Repair %(unit)s %(ids)s: on site"), step)


@command.command("finish", help=_("The work is done."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("result", cls=AskedArgument, type=TEXT, metavar="RESULT", help=_("What was done."))
@click.option("--amount", type=AMOUNT, help=_("What it costs, of the price agreed."))
@click.option("--price", type=AMOUNT, help=_("The price agreed before, if it was not noted yet."))
@click.option("--signed", is_flag=True, default=None, help=_("The resident has signed."))
@by_option
@pass_estate
def finish(estate: Estate, repair: Repair, by: str | None, price: Decimal | None, **given: Any) -> None:
    def step(before: Repair, at: datetime, who: Staff) -> Repair:
        _require(before, *UNDER_WAY)
        noted = {key: value for key, value in given.items() if value is not None}
        agreed = before.price_agreed if price is None else price
        return replace(before, status=RepairStatus.FINISHED, finished_at=at, price_agreed=agreed, **noted)

    _take(estate, repair, by, "finish", N_("Repair %(unit)s %(ids)s finished"), step)


@command.command("callback", help=_("What the resident says to the work; who is dissatisfied gets it done again."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("outcome", cls=AskedArgument, type=ChoiceType(CallbackOutcome), help=_("What came of it."))
@click.option("--comment", type=TEXT, help=_("What was said."))
@by_option
@pass_estate
def callback(estate: Estate, repair: Repair, outcome: CallbackOutcome, comment: str | None, by: str | None) -> None:
    def step(before: Repair, at: datetime, who: Staff) -> Repair:
        _require(before, RepairStatus.FINISHED)
        if who.id == before.dispatched_to:
            hint = _("Let a colleague call, and name them with --by.")
            raise refuse("own-callback", _("Whoever did the work does not make the call-back."), hint=hint)
        return called_back(before, RepairCallback(at=at, by=who.id, outcome=outcome, comment=comment))

    _take(estate, repair, by, "callback", N_("Repair %(unit)s %(ids)s called back"), step)


def called_back(repair: Repair, callback: RepairCallback) -> Repair:
    """Closed; open for another try if nobody was reached; to be done again if the resident is dissatisfied."""
    called = replace(repair, callback=callback)
    if callback.outcome is CallbackOutcome.UNREACHABLE:
        return called
    if callback.outcome is not CallbackOutcome.DISSATISFIED:
        return replace(called, status=RepairStatus.CLOSED)
    return replace(called, status=OPEN, reworked=True, dispatched_at=None, accepted_at=None, arrived_at=None, finished_at=None)


@command.command("cancel", help=_("It will not be done."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def cancel(estate: Estate, repair: Repair, reason: str, by: str | None) -> None:
    def step(before: Repair, at: datetime, who: Staff) -> Repair:
        _require(before, OPEN, *UNDER_WAY)
        return replace(before, status=RepairStatus.CANCELLED, result=reason)

    _take(estate, repair, by, "cancel", N_("Repair %(unit)s %(ids)s cancelled"), step)
