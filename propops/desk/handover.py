"""The handover at a shift's end: what is open is gathered from the day's list and written down as it stands; both sign."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from propops.desk.agenda import agenda, keys_out
from propops.desk.shifts import ending_shift, next_shift, shifts
from propops.errors import refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import _, speaking
from propops.models.handover import Handover, HandoverItem, Matter, Taking, handover_id
from propops.models.payment import PaymentWay
from propops.models.staff import Role, Staff
from propops.store.query import Test

LONGEST = 60  # characters of an item: a line to recognise it by


# --- gathering --------------------------------------------------------------------------------------------------------


def drafted(estate: Estate, who: Staff, day: date, shift: str | None, to: Staff | None, remarks: str | None) -> Handover:
    """What this person hands over now. Their own shift unless another is named, to whoever is on duty next."""
    named = shift or who.shift_on(day) or ending_shift(estate)
    if named not in shifts(estate):
        message = _("The settings have no shift %(shift)s.") % {"shift": named}
        raise refuse("unknown-shift", message, hint=", ".join(shifts(estate)))
    taker = to or _taker(estate, who, *next_shift(estate, day, named))
    return Handover(
        date=day,
        shift=named,
        from_=who.id,
        to=taker.id if taker else None,
        at=estate.now,
        items=tuple(_items(estate)),
        takings=tuple(_takings(estate, day)),
        remarks=remarks,
    )


def _taker(estate: Estate, who: Staff, day: date, shift: str) -> Staff | None:
    officers = [person for person in estate.store.all(Staff) if person.role is Role.OFFICER and person.id != who.id]
    return next((person for person in sorted(officers, key=lambda one: one.id) if person.shift_on(day) == shift), None)


def _items(estate: Estate) -> Iterator[HandoverItem]:
    """In the order of the forms: complaints first, notices last. Every key that is out, due or not."""
    with speaking(estate.language):
        open_things = [item for item in agenda(estate, estate.today, None) if item.what != Matter.KEY]
    for matter in Matter:
        for item in (item for item in (*open_things, *keys_out(estate)) if item.what == matter):
            text = " ".join(f"{item.unit} {item.text} {item.when if matter is Matter.KEY else ''}".split())
            yield HandoverItem(what=matter, id=item.id, late=item.late or None, text=text[:LONGEST])


def _takings(estate: Estate, day: date) -> Iterator[Taking]:
    payments = estate.rows.select("payment", [Test("date", "=", day)])
    for way in PaymentWay:
        amounts = [Decimal(payment["amount"]) for payment in payments if payment["way"] == way]
        if amounts:
            yield Taking(way=way, count=len(amounts), amount=sum(amounts, Decimal(0)))


def made_again(before: Handover | None, draft: Handover) -> Handover:
    """Until somebody signed it, a handover may be made again; what was remarked stays."""
    if before is None:
        return draft
    if before.signed_from or before.signed_to:
        raise refuse("signed-already", _("%(id)s is signed; what was handed over no longer changes.") % {"id": before.id})
    changes = {key: getattr(draft, key) for key in ("from_", "to", "at", "items", "takings")}
    return replace(before, remarks=draft.remarks or before.remarks, **changes)


def known(estate: Estate, draft: Handover) -> Handover | None:
    return estate.store.find(Handover, handover_id(draft.date, draft.shift))


def latest_open(estate: Estate) -> Handover:
    """The last one that is not signed by both."""
    unsigned = [handover for handover in estate.store.all(Handover) if handover.is_open]
    if not unsigned:
        raise refuse("nothing-to-sign", _("No handover waits for a signature."), hint=_("propops handover make makes one."))
    return max(unsigned, key=lambda handover: (handover.at, handover.id))


def signed(estate: Estate, handover: Handover, who: Staff) -> Handover:
    """Whoever hands over signs for that; anybody else takes over."""
    if who.id == handover.from_:
        if handover.signed_from:
            raise refuse(
                "already-signed", _("%(name)s has signed already.") % {"name": who.name}, hint=_("Who takes over signs with --by.")
            )
        return replace(handover, signed_from=estate.now)
    if handover.signed_to:
        taker = names_of_staff(estate).get(handover.to or "", "")
        raise refuse("already-signed", _("%(name)s has signed already.") % {"name": taker})
    return replace(handover, to=who.id, signed_to=estate.now)


# --- on paper ---------------------------------------------------------------------------------------------------------


def sheet(estate: Estate, handover: Handover) -> dict[str, Any]:
    names = names_of_staff(estate)
    hours = next((f"{shift.from_}–{shift.to}" for shift in estate.settings.shifts if shift.id == handover.shift), handover.shift)
    groups = [{"name": str(_(matter.label)), "items": _lines(handover, matter)} for matter in Matter]
    takings = [{"way": str(_(one.way.label)), "count": one.count, "amount": one.amount} for one in handover.takings]
    return {
        "id": handover.id,
        "date": handover.date,
        "hours": hours,
        "at": handover.at,
        "from": names.get(handover.from_),
        "to": names.get(handover.to or ""),
        "groups": groups,
        "takings": takings,
        "total": sum((one.amount for one in handover.takings), Decimal(0)),
        "remarks": handover.remarks,
        "signed_from": handover.signed_from,
        "signed_to": handover.signed_to,
    }


def _lines(handover: Handover, matter: Matter) -> list[dict[str, Any]]:
    return [{"id": item.id, "text": item.text, "late": bool(item.late)} for item in handover.items if item.what is matter]
