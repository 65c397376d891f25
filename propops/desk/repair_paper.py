"""The work order that an engineer takes along."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from propops.choices import Choice
from propops.desk import paper
from propops.desk.repair_times import clock_of
from propops.documents import Document
from propops.estate import Estate, names_of_staff
from propops.i18n import _, speaking
from propops.models.complaint import CallbackOutcome
from propops.models.policies.repairs import RepairPolicy
from propops.models.repair import Repair, RepairCategory, Urgency
from propops.models.resident import Resident
from propops.planning.repairs import Duty, due_times

MOMENTS = ("received_at", "dispatched_at", "accepted_at", "arrived_at", "finished_at")
BLANK: dict[str, Any] = dict.fromkeys(
    (
        *("id", "unit", "requested_by", "phone", "received_by", "category", "urgency", "rework", "reworks", "source", "due_at", "item"),
        *("engineer", "charge", "price", "amount", "result", "callback", "callback_by", "callback_at"),
        *MOMENTS,
    )
) | {"materials": []}


def orders(estate: Estate, repairs: Sequence[Repair], blank: int, language: str | None) -> list[Document]:
    with speaking(language or estate.language):
        sheets = [sheet(estate, repair) for repair in [*repairs, *[None] * blank]]
    return paper.documents(estate, "repair-order", sheets, language)


def sheet(estate: Estate, repair: Repair | None) -> dict[str, Any]:
    """Without a repair everything is left to the pen."""
    filled = _filled(estate, repair, names_of_staff(estate)) if repair else BLANK
    return {"repair": filled, "options": _options(), "warranty_days": estate.policy(RepairPolicy).warranty_days}


def _filled(estate: Estate, repair: Repair, names: Mapping[str, str]) -> dict[str, Any]:
    caller = estate.store.find(Resident, repair.requested_by)
    who = {
        "requested_by": caller and caller.name,
        "phone": caller and caller.phone,
        "received_by": names.get(repair.received_by or ""),
        "engineer": names.get(repair.dispatched_to or ""),
    }
    return {"id": repair.id, "unit": repair.unit or repair.place} | who | _matter(estate, repair) | _outcome(repair, names)


def _matter(estate: Estate, repair: Repair) -> dict[str, Any]:
    is_rework = repair.reworks or repair.reworked
    return {
        "category": _word(repair.category),
        "urgency": _word(repair.urgency),
        "rework": _("yes") if is_rework else _("no"),
        "reworks": repair.reworks,
        "source": ", ".join(id for id in (repair.complaint, repair.visit) if id),
        "item": repair.item,
        "due_at": due_times(repair, *clock_of(estate))[Duty.FINISH],
    }


def _outcome(repair: Repair, names: Mapping[str, str]) -> dict[str, Any]:
    call = repair.callback
    charge = _("paid work") if repair.is_paid else _("free of charge")
    return {key: getattr(repair, key) for key in (*MOMENTS, "amount", "result")} | {
        "charge": charge,
        "price": repair.price_agreed,
        "materials": [{"name": one.name, "quantity": _quantity(one.quantity), "amount": one.amount} for one in repair.materials],
        "callback": call and _word(call.outcome),
        "callback_by": call and names.get(call.by),
        "callback_at": call and call.at,
    }


def _word(member: Choice) -> str:
    """A document takes plain text only, and an untranslated label is a little more."""
    return str(_(member.label))


def _quantity(count: Decimal | None) -> str:
    return "" if count is None else f"{count:f}"


def _options() -> dict[str, list[str]]:
    """What the form lets one tick, in the language of the paper."""
    choices: dict[str, type[Choice]] = {"categories": RepairCategory, "urgencies": Urgency, "outcomes": CallbackOutcome}
    return {name: [_word(member) for member in choice] for name, choice in choices.items()} | {
        "charges": [_("paid work"), _("free of charge")],
        "answers": [_("yes"), _("no")],
    }
