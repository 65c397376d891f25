"""Services: the catalogue with its prices, what households order of it, and who was told of it"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import click

from propops.desk import services
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _, ngettext
from propops.models.resident import Resident
from propops.models.service import Service
from propops.models.service_notice import NoticeWay
from propops.models.service_order import ServiceOrder
from propops.terminal.counter import AskedArgument, fresh
from propops.terminal.figures import why_option
from propops.terminal.options import by_option, format_option, pass_estate
from propops.terminal.output import echo
from propops.terminal.params import AMOUNT, DAY, TEXT, UNIT, ChoiceType, RecordId, Typed
from propops.terminal.verbs import kind_group, say_record

command = kind_group("service", __doc__)

SERVICE = Typed("service", "管道疏通, sv-261101-k7qm", services.service_meant)
HOMES = Typed("unit", "3, 3栋, 3-2-1001", services.homes_meant)
ORDER = RecordId("service-order", only_open=True)


@command.command(
    "order", help=_("A household orders a service, at the price of the catalogue unless another is agreed; prints the order's id.")
)
@click.argument("unit", cls=AskedArgument, type=UNIT, help=_("The home that orders."))
@click.argument("service", cls=AskedArgument, type=SERVICE, help=_("What it orders."))
@click.option("--wanted", "wanted_on", type=DAY, help=_("On this day."))
@click.option("--price", type=AMOUNT, help=_("The price agreed, if not that of the catalogue."))
@click.option("--payer", type=RecordId("resident"), help=_("Who pays, if not whoever pays for paid services of this home."))
@click.option("--note", type=TEXT, help=_("note"))
@by_option
@format_option
@pass_estate
def order(
    estate: Estate,
    unit: str,
    service: Service,
    wanted_on: date | None,
    price: Decimal | None,
    payer: Resident | None,
    note: str | None,
    by: str | None,
    format: str,
) -> None:
    ordered = ServiceOrder(
        unit=unit,
        service=service.id,
        ordered_on=estate.today,
        wanted_on=wanted_on,
        price_agreed=service.price if price is None else price,
        payer=payer.id if payer else None,
        note=note,
    )
    with estate.change("service order", N_("Service ordered %(unit)s %(ids)s"), estate.user(by)) as change:
        ordered = change.add(ordered)
    say_record(estate, ordered, format, ordered.id)


@command.command("done", help=_("An order was carried out; what it costs becomes a bill."))
@click.argument("order", cls=AskedArgument, type=ORDER)
@click.option("--on", "on", type=DAY, help=_("On this day; else today."))
@click.option("--who", "done_by", type=TEXT, help=_("Who did it."))
@by_option
@pass_estate
def done(estate: Estate, order: ServiceOrder, on: date | None, done_by: str | None, by: str | None) -> None:
    day = on or estate.today
    with estate.change("service done", N_("Service done %(unit)s %(ids)s"), estate.user(by)) as change:
        before = _still_open(fresh(change, order))
        bill = change.add(services.bill_of(change, before, day)) if before.price_agreed else None
        change.put(replace(before, done_on=day, done_by=done_by, bill=bill.id if bill else None))
    echo(_("%(id)s: noted.") % {"id": order.id})
    if bill is not None:
        echo(_("Bill %(id)s: %(amount)s yuan.") % {"id": bill.id, "amount": bill.amount})


@command.command("cancel", help=_("An order is called off."))
@click.argument("order", cls=AskedArgument, type=ORDER)
@click.argument("reason", cls=AskedArgument, type=TEXT, metavar="REASON", help=_("Why."))
@by_option
@pass_estate
def cancel(estate: Estate, order: ServiceOrder, reason: str, by: str | None) -> None:
    with estate.change("service cancel", N_("Service called off %(unit)s %(ids)s"), estate.user(by)) as change:
        change.put(replace(_still_open(fresh(change, order)), cancelled=reason))
    echo(_("%(id)s: noted.") % {"id": order.id})


def _still_open(order: ServiceOrder) -> ServiceOrder:
    if not order.is_open:
        hint = _("propops service-order show %(id)s") % {"id": order.id}
        raise refuse("not-open", _("%(id)s was done or called off already.") % {"id": order.id}, hint=hint)
    return order


@command.command("price", help=_("A new price from a day on; the old one ends the day before. Households are to be told anew."))
@click.argument("service", cls=AskedArgument, type=SERVICE, help=_("Of which service."))
@click.argument("price", cls=AskedArgument, type=AMOUNT, help=_("How much."))
@click.option("--from", "from_", type=DAY, required=True, help=_("From this day on."))
@by_option
@format_option
@pass_estate
def price(estate: Estate, service: Service, price: Decimal, from_: date, by: str | None, format: str) -> None:
    with estate.change("service price", N_("New price %(ids)s"), estate.user(by)) as change:
        new = services.reprice(change, fresh(change, service), price, from_)
    say_record(estate, new, format, new.id)


@command.command(
    "inform",
    help=_("Households were told of the catalogue: all, or the homes and buildings named. Who knows it already is passed over."),
)
@click.argument("way", cls=AskedArgument, type=ChoiceType(NoticeWay), help=_("How."))
@click.argument("homes", nargs=-1, type=HOMES, metavar="[BUILDING|UNIT]...")
@click.option("--on", "on", type=DAY, help=_("On this day; else today."))
@by_option
@pass_estate
def inform(estate: Estate, way: NoticeWay, homes: tuple[list[str], ...], on: date | None, by: str | None) -> None:
    who, chosen = estate.user(by), {home for named in homes for home in named}
    with estate.change("service inform", N_("Services made known (%(count)d records)"), who) as change:
        made = [change.add(one) for one in services.notices_for(change.store, chosen, on or estate.today, way, who.id)]
    text = ngettext("%(count)d household told of catalogue %(version)s.", "%(count)d households told of catalogue %(version)s.", len(made))
    echo(text % {"count": len(made), "version": services.version(estate.store)})


@command.command("informed", help=_("Which households know the present catalogue, by building and way; --why names those not told yet."))
@why_option
@format_option
@pass_estate
def informed(estate: Estate, why: bool, format: str) -> None:
    services.show_told(estate, format, why)
