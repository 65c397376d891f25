"""The catalogue of services: ordered, billed, priced anew, printed, and made known to every household."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from propops.desk.plain_records import Values, plain_record
from propops.errors import refuse
from propops.estate import Estate, the_one
from propops.i18n import _
from propops.models.base import FeeItem, building_of, month_of
from propops.models.bill import Bill
from propops.models.resident import Resident
from propops.models.service import Service
from propops.models.service_notice import NoticeWay, ServiceNotice
from propops.models.service_order import ServiceOrder
from propops.models.unit import Unit
from propops.parsing import parse_unit
from propops.planning import services as planning
from propops.planning.billing import payer_of
from propops.terminal.figures import RECORDS, show_figures

if TYPE_CHECKING:
    from propops.store.change import Change
    from propops.store.store import Store


def service_meant(text: str, estate: Estate) -> Service:
    """By a part of its name, of what is offered today, else by its id."""
    offered = [one for one in estate.store.all(Service) if one.is_offered(estate.today)]
    named = [one for one in offered if one.name == text] or [one for one in offered if text in one.name]
    if len(named) > 1:
        names = _(", ").join(one.name for one in named)
        raise refuse("ambiguous", _("%(given)s fits several: %(ids)s.") % {"given": text, "ids": names})
    return named[0] if named else the_one(estate, Service, text)


# --- orders -----------------------------------------------------------------------------------------------------------


def bill_of(change: "Change", order: ServiceOrder, day: date) -> Bill:
    """Addressed to whoever ordered it, else to who pays for paid services of this home."""
    unit = change.store.find(Unit, order.unit)
    residents = change.store.where(Resident, "unit", order.unit)
    payer = order.payer or (payer_of(unit, residents, day, FeeItem.SERVICE) if unit else None)
    if payer is None:
        message = _("Nobody is recorded who pays for %(unit)s.") % {"unit": order.unit}
        raise refuse("no-payer", message, hint=_("propops service-order edit %(id)s --payer RESIDENT") % {"id": order.id})
    service = change.store.find(Service, order.service)
    return Bill(
        unit=order.unit,
        payer=payer,
        item=FeeItem.SERVICE,
        period=month_of(day),
        amount=order.price_agreed,
        due=day,
        note=service.name if service else None,
    )


def reprice(change: "Change", service: Service, price: Decimal, day: date) -> Service:
    """The old price ends the day before; what it was stays readable."""
    if not service.is_offered(day - timedelta(1)):
        message = _("%(id)s is not offered on the day before %(day)s.") % {"id": service.id, "day": day}
        raise refuse("not-offered", message, hint=_("propops service list"))
    change.put(replace(service, valid_until=day - timedelta(1)))
    return change.add(replace(service, id="", price=price, valid_from=day, source=None))


# --- making it known --------------------------------------------------------------------------------------------------


def version(store: "Store") -> str:
    found = planning.version_of(store.all(Service))
    if found is None:
        raise refuse("no-catalogue", _("No service is recorded that could be made known."), hint=_("propops service add NAME"))
    return found


def homes_meant(text: str, estate: Estate) -> list[str]:
    """A building's households, or one home."""
    homes = [unit.id for unit in planning.households(estate.store.all(Unit))]
    building = text.upper().removesuffix("栋")
    found = [home for home in homes if building_of(home) == building] or [home for home in (parse_unit(text),) if home in homes]
    if not found:
        raise refuse("no-such-unit", _("There is no home %(unit)s.") % {"unit": text})
    return found


def notices_for(store: "Store", homes: Collection[str], informed_on: date, way: NoticeWay, by: str) -> list[ServiceNotice]:
    """One for each of these homes that does not know the present catalogue yet; for every home where none is named."""
    current = version(store)
    untold = planning.untold(store.all(Unit), store.where(ServiceNotice, "version", current), current)
    return [
        ServiceNotice(unit=unit, version=current, informed_on=informed_on, way=way, informed_by=by)
        for unit in untold
        if not homes or unit in homes
    ]


def show_told(estate: Estate, format: str, why: bool) -> None:
    """By building; behind each figure stand the homes that were not told yet."""
    current = version(estate.store)
    told = planning.told_by_building(estate.store.all(Unit), estate.store.where(ServiceNotice, "version", current), current)
    rows: list[dict[str, Any]] = [_told_row(one, current) for one in told]
    columns = ("building", "homes", "told", *map(str, NoticeWay), "untold")
    labels = (_("building"), _("households"), _("told"), *(_(way.label) for way in NoticeWay), _("not told yet"))
    show_figures(rows, format, columns, labels, why)


def _told_row(told: planning.Told, current: str) -> dict[str, Any]:
    ways = {str(way): sum(notice.way is way for notice in told.notices) for way in NoticeWay}
    counts = {"homes": len(told.homes), "told": len(told.notices), **ways, "untold": len(told.untold)}
    return {"building": told.building, **counts, "version": current, RECORDS: list(told.untold)}


# --- on paper ---------------------------------------------------------------------------------------------------------


def paper_values(estate: Estate) -> Values:
    """`free` and `paid` services of the present catalogue, and which one it is."""
    services = estate.store.all(Service)
    listed = planning.catalogue(services, estate.today)
    return {
        "free": [plain_record(estate, one) for one in listed if not one.price],
        "paid": [plain_record(estate, one) for one in listed if one.price],
        "version": planning.version_of(services),
    }
