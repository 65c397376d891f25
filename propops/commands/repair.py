"""Repairs, from the call to the call-back"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.complaint import CallbackOutcome, Complaint
from propops.models.policies.repairs import RepairPolicy
from propops.models.repair import Material, Repair, RepairCategory, RepairStatus, Urgency
from propops.models.staff import Staff
from propops.models.visit import Visit
from propops.parsing import parse_material
from propops.planning import repair_steps as steps
from propops.planning.complaint_steps import Act
from propops.planning.repair_stats import Grouping
from propops.planning.suggest import repair_category
from propops.terminal.counter import NO_UNIT, STAFF, UNIT_OR_PLACE, AskedArgument, fresh, not_to_come, unit_or_place
from propops.terminal.figures import why_option
from propops.terminal.options import by_option, format_option, paper_options, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import AMOUNT, MONTH, TEXT, TIME, ChoiceType, RecordId, Typed
from propops.terminal.verbs import kind_group, say_record

command = kind_group("repair", __doc__, without=("add",))

REPAIR = RecordId("repair")


def _material(text: str, estate: Estate) -> Material:
    name, quantity, amount = parse_material(text)
    return Material(name=name, quantity=quantity, amount=amount)


MATERIAL = Typed("material", "三角阀, 三角阀×2, 三角阀×2=50", _material)


# --- receiving --------------------------------------------------------------------------------------------------------


@command.command("add", help=_("Record a repair; prints its id. UNIT may be - with --place, --complaint, --visit or --reworks."))
@click.argument("unit", cls=AskedArgument, type=UNIT_OR_PLACE, help=_("The home."))
@click.argument("item", cls=AskedArgument, type=TEXT, metavar="ITEM", help=_("What is broken."))
@click.option("--category", type=ChoiceType(RepairCategory), help=_("What kind of repair; else as the words say."))
@click.option("--urgency", type=ChoiceType(Urgency), default=Urgency.NORMAL, help=_("How soon."))
@click.option("--place", type=TEXT, help=_("Where, if not in a home."))
@click.option("--requested-by", type=RecordId("resident"), help=_("The resident who asks."))
@click.option("--complaint", type=RecordId("complaint"), help=_("The complaint it comes from."))
@click.option("--visit", type=RecordId("visit"), help=_("The visit on which it was asked for."))
@click.option("--reworks", type=REPAIR, help=_("The repair that did not last, within its warranty."))
@click.option("--paid", is_flag=True, default=None, help=_("The resident pays: a price is agreed before the work begins."))
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
        repair = steps.dispatch(repair, Act(estate.now, who.id), given["to"].id)
    with estate.change("repair add", N_("Repair %(unit)s %(ids)s received"), who) as change:
        before = change.store.where(Repair, "unit", repair.unit) if repair.unit else []
        repair = change.add(repair)
    if repair.urgency is Urgency.EMERGENCY and not repair.dispatched_to:
        echo(_("Emergency: dispatch now."), err=True)
    _tell_alike(repair, steps.alike(repair, before, estate.policy(RepairPolicy).warranty_days))
    say_record(estate, repair, format, repair.id)


def _repair(estate: Estate, who: Staff, given: dict[str, Any]) -> Repair:
    unit, place = _where(given)
    repair = Repair(
        unit=unit,
        place=place,
        received_at=not_to_come(given["received"], estate),
        received_by=who.id,
        category=given["category"] or repair_category(given["item"]),
        price_agreed=given["price"],
        **{key: given[key] for key in ("item", "urgency", "paid")},
        **{key: given[key] and given[key].id for key in ("requested_by", "complaint", "visit", "reworks")},
    )
    if given["reworks"]:
        steps.require_warranty(repair, given["reworks"], estate.policy(RepairPolicy).warranty_days)
    return repair


def _where(given: dict[str, Any]) -> tuple[str | None, str | None]:
    """A repair that comes from a complaint, a visit or an earlier repair is where that was, unless told otherwise."""
    origin: Complaint | Visit | Repair | None = given["complaint"] or given["visit"] or given["reworks"]
    if given["unit"] == NO_UNIT and not given["place"] and origin:
        return origin.unit, getattr(origin, "place", None)
    return unit_or_place(given["unit"], given["place"]), given["place"]


def _tell_alike(repair: Repair, found: list[Repair]) -> None:
    if found and not repair.reworks:
        words = {"id": found[0].id, "item": found[0].item, "this": repair.id}
        echo(_("Under warranty: %(id)s %(item)s. The same again? propops repair edit %(this)s --reworks %(id)s") % words, err=True)


# --- the steps --------------------------------------------------------------------------------------------------------

Step = Callable[..., Repair]


def _take(estate: Estate, repair: Repair, by: str | None, verb: str, subject: str, step: Step, *arguments: Any, **noted: Any) -> Repair:
    who = estate.user(by)
    act = Act(estate.now, who.id)
    with estate.change(f"repair {verb}", subject, who) as change:
        after = change.put(step(fresh(change, repair), act, *arguments, **noted))
    echo(_("%(id)s: %(status)s.") % {"id": after.id, "status": _(after.status.label)})
    return after


@command.command("dispatch", help=_("Send somebody; else who is on duty for the building and has the fewest open repairs."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("staff", type=STAFF, required=False)
@click.option("--price", type=AMOUNT, help=_("The price agreed, if it is paid work."))
@by_option
@pass_estate
def dispatch(estate: Estate, repair: Repair, staff: Staff | None, price: Decimal | None, by: str | None) -> None:
    to = staff or _on_duty(estate, repair)
    _take(estate, repair, by, "dispatch", N_("Repair %(unit)s %(ids)s dispatched"), steps.dispatch, to.id, price)
    if staff is None:
        echo(_("%(name)s is on duty: sent.") % {"name": to.name})


def _on_duty(estate: Estate, repair: Repair) -> Staff:
    from propops.desk import repair_times

    found = repair_times.suggested(estate, repair)
    if found is None:
        raise refuse("nobody-on-duty", _("No engineer is on duty now."), hint=_("Say whom to send: propops repair dispatch REPAIR STAFF."))
    return found


@command.command("accept", help=_("Whoever was sent takes it; an open one is taken by who records this."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@by_option
@pass_estate
def accept(estate: Estate, repair: Repair, by: str | None) -> None:
    _take(estate, repair, by, "accept", N_("Repair %(unit)s %(ids)s accepted"), steps.accept)


@command.command("price", help=_("The resident agrees to a price; paid work does not begin without one."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("amount", cls=AskedArgument, type=AMOUNT, help=_("The price agreed."))
@by_option
@pass_estate
def price(estate: Estate, repair: Repair, amount: Decimal, by: str | None) -> None:
    _take(estate, repair, by, "price", N_("Repair %(unit)s %(ids)s: price agreed"), steps.agree, amount)


@command.command("arrive", help=_("Somebody is on site and begins."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.option("--price", type=AMOUNT, help=_("The price agreed before, if it was not noted yet."))
@by_option
@pass_estate
def arrive(estate: Estate, repair: Repair, price: Decimal | None, by: str | None) -> None:
    _take(estate, repair, by, "arrive", N_("Repair %(unit)s %(ids)s: on site"), steps.arrive, price)


@command.command("finish", help=_("The work is done."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("result", cls=AskedArgument, type=TEXT, metavar="RESULT", help=_("What was done."))
@click.option("--material", "materials", type=MATERIAL, multiple=True, help=_("What was used: NAME, NAME×2, NAME×2=50; may be repeated."))
@click.option("--amount", type=AMOUNT, help=_("What it costs, of the price agreed."))
@click.option("--price", type=AMOUNT, help=_("The price agreed before, if it was not noted yet."))
@click.option("--signed", is_flag=True, default=None, help=_("The resident has signed."))
@by_option
@pass_estate
def finish(estate: Estate, repair: Repair, by: str | None, price: Decimal | None, **noted: Any) -> None:
    after = _take(estate, repair, by, "finish", N_("Repair %(unit)s %(ids)s finished"), steps.finish, price, **noted)
    complaint = estate.store.find(Complaint, after.complaint)
    if complaint and complaint.is_unresolved:
        echo(_("The complaint is still open: propops complaint resolve %(id)s RESULT") % {"id": complaint.id}, err=True)


@command.command("callback", help=_("What the resident says to the work; who is dissatisfied gets it done again."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("outcome", cls=AskedArgument, type=ChoiceType(CallbackOutcome), help=_("What came of it."))
@click.option("--comment", type=TEXT, help=_("What was said."))
@by_option
@pass_estate
def callback(estate: Estate, repair: Repair, outcome: CallbackOutcome, comment: str | None, by: str | None) -> None:
    limit, subject = estate.policy(RepairPolicy).callback_attempts, N_("Repair %(unit)s %(ids)s called back")
    after = _take(estate, repair, by, "callback", subject, steps.call_back, outcome, comment, limit)
    if outcome is CallbackOutcome.UNREACHABLE and after.status is RepairStatus.FINISHED:
        made = steps.tries(after)
        echo(_("Not reached %(made)d of %(limit)d times; try again at another hour.") % {"made": made, "limit": limit}, err=True)


@command.command("cancel", help=_("It will not be done."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def cancel(estate: Estate, repair: Repair, reason: str, by: str | None) -> None:
    _take(estate, repair, by, "cancel", N_("Repair %(unit)s %(ids)s cancelled"), steps.cancel, reason)


@command.command("reopen", help=_("It did not last, or is to be done after all; its deadlines start again."))
@click.argument("repair", cls=AskedArgument, type=REPAIR)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def reopen(estate: Estate, repair: Repair, reason: str, by: str | None) -> None:
    _take(estate, repair, by, "reopen", N_("Repair %(unit)s %(ids)s reopened"), steps.reopen, reason)


# --- who has what -----------------------------------------------------------------------------------------------------


@command.command("board", help=_("Who has which repair, what comes next and how late it is; who has nothing."))
@format_option
@pass_estate
def board(estate: Estate, format: str) -> None:
    from propops.desk import repair_times

    repair_times.show_board(estate, format)


@command.command("overdue", help=_("Repairs and call-backs that are late, and by how much."))
@format_option
@pass_estate
def overdue(estate: Estate, format: str) -> None:
    from propops.desk import repair_times

    repair_times.show_overdue(estate, format)


@command.command("callbacks", help=_("Whom to call back: every leak, and so many of each month's others as the settings say."))
@format_option
@pass_estate
def callbacks(estate: Estate, format: str) -> None:
    from propops.desk import repair_times

    repair_times.show_callbacks(estate, format)


@command.command("stats", help=_("Repairs counted: how soon begun and done, done again, called back, satisfied."))
@click.option("--by", "grouping", type=ChoiceType(Grouping), default=Grouping.CATEGORY, help=_("One line for each."))
@click.option("--from", "first", type=MONTH, help=_("Received in this month or later."))
@click.option("--to", "last", type=MONTH, help=_("Received in this month or before."))
@why_option
@format_option
@pass_estate
def stats(estate: Estate, grouping: Grouping, first: str | None, last: str | None, why: bool, format: str) -> None:
    from propops.desk import repair_report

    repair_report.show_stats(estate, grouping, (first, last), format, why)


@command.command("print", help=_("The work order to take along, or so many blank ones."))
@click.argument("repairs", type=REPAIR, nargs=-1)
@click.option("--blank", type=click.IntRange(1, 100), default=None, help=_("So many empty ones."))
@paper_options
@pass_estate
def print_orders(
    estate: Estate, repairs: tuple[Repair, ...], blank: int | None, format: str | None, out: Path | None, language: str
) -> None:
    from propops.desk import paper, repair_paper

    pages = repair_paper.orders(estate, repairs, blank or 0, language or None)
    name = repairs[0].id if len(repairs) == 1 else "repairs"
    paper.print_out(pages, paper.destination(out, format, name))
