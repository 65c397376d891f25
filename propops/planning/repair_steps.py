"""The life of a repair, step by step: each step is a function from a repair to the changed one, or a refusal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from propops.errors import refuse
from propops.i18n import N_, _
from propops.models.complaint import CallbackOutcome
from propops.models.repair import DONE, OPEN_REPAIRS, Repair, RepairCallback, RepairStatus
from propops.planning.complaint_steps import Act

OPEN, DISPATCHED, ACCEPTED, ON_SITE = OPEN_REPAIRS
UNDER_WAY = (DISPATCHED, ACCEPTED, ON_SITE)

_NEXT = {
    OPEN: N_("Now: propops repair dispatch %(id)s."),
    DISPATCHED: N_("Now: propops repair accept %(id)s."),
    ACCEPTED: N_("Now: propops repair arrive %(id)s."),
    ON_SITE: N_("Now: propops repair finish %(id)s RESULT."),
    RepairStatus.FINISHED: N_("Now: propops repair callback %(id)s OUTCOME, or reopen %(id)s REASON."),
    RepairStatus.CLOSED: N_("It can be opened again: propops repair reopen %(id)s REASON."),
    RepairStatus.CANCELLED: N_("It can be opened again: propops repair reopen %(id)s REASON."),
}


def dispatch(repair: Repair, act: Act, to: str, price: Decimal | None = None) -> Repair:
    """Sent to somebody, or to somebody else: who had it before is free of it."""
    _require(repair, OPEN, DISPATCHED, ACCEPTED)
    return replace(priced(repair, price), status=DISPATCHED, dispatched_to=to, dispatched_at=act.at, accepted_at=None)


def accept(repair: Repair, act: Act) -> Repair:
    """Whoever was sent takes it; what nobody was sent to is taken by whoever says so."""
    _require(repair, OPEN, DISPATCHED)
    taken = repair if repair.status is DISPATCHED else dispatch(repair, act, act.by)
    return replace(taken, status=ACCEPTED, accepted_at=act.at)


def arrive(repair: Repair, act: Act, price: Decimal | None = None) -> Repair:
    _require(repair, DISPATCHED, ACCEPTED)
    begun = priced(repair, price)
    _require_price(begun)
    return replace(begun, status=ON_SITE, arrived_at=act.at)


def finish(repair: Repair, act: Act, price: Decimal | None = None, **noted: Any) -> Repair:
    """`noted` are result, materials, amount and signature, as far as they were said."""
    _require(repair, *UNDER_WAY)
    done = replace(priced(repair, price), **{key: value for key, value in noted.items() if value not in (None, ())})
    _require_price(done)
    return replace(done, status=RepairStatus.FINISHED, finished_at=act.at)


def agree(repair: Repair, act: Act, price: Decimal) -> Repair:
    """What the resident agrees to pay, before it is done."""
    _require(repair, *OPEN_REPAIRS)
    return priced(repair, price)


def cancel(repair: Repair, act: Act, reason: str) -> Repair:
    _require(repair, *OPEN_REPAIRS)
    return replace(repair, status=RepairStatus.CANCELLED, result=reason)


def reopen(repair: Repair, act: Act, reason: str | None) -> Repair:
    """To be done, or done again: its deadlines start again, and what was done before counts as work that did not last."""
    _require(repair, *DONE, RepairStatus.CANCELLED)
    return replace(
        repair,
        status=OPEN,
        reworked=True if repair.is_done else repair.reworked,
        reopened_at=act.at,
        reopened_for=reason,
        dispatched_at=None,
        accepted_at=None,
        arrived_at=None,
        finished_at=None,
        callback=None,
        earlier_callbacks=repair.calls,
    )


def priced(repair: Repair, price: Decimal | None) -> Repair:
    return repair if price is None else replace(repair, price_agreed=price)


# --- the call-back ----------------------------------------------------------------------------------------------------


def call_back(repair: Repair, act: Act, outcome: CallbackOutcome, comment: str | None, attempts: int) -> Repair:
    """Closes it, opens it again, or leaves it for another try until so many were in vain."""
    _require(repair, RepairStatus.FINISHED)
    if act.by == repair.dispatched_to:
        hint = _("Let a colleague call, and name them with --by.")
        raise refuse("own-callback", _("Whoever did the work does not make the call-back."), hint=hint)
    callback = RepairCallback(at=act.at, by=act.by, outcome=outcome, comment=comment)
    called = replace(repair, earlier_callbacks=repair.calls, callback=callback)
    if outcome is CallbackOutcome.DISSATISFIED:
        return reopen(called, act, comment)
    if outcome is CallbackOutcome.UNREACHABLE and tries(called) < attempts:
        return called
    return replace(called, status=RepairStatus.CLOSED)


def tries(repair: Repair) -> int:
    """Calls without an answer since it was finished."""
    since = repair.finished_at
    return sum(1 for call in repair.calls if call.outcome is CallbackOutcome.UNREACHABLE and (since is None or call.at >= since))


# --- the same again ---------------------------------------------------------------------------------------------------


def require_warranty(repair: Repair, first: Repair, days: int) -> None:
    """What is reworked was finished, and not longer ago than the warranty lasts."""
    if first.finished_at is None:
        raise refuse("not-finished", _("%(id)s is not finished: add to it, or reopen it.") % {"id": first.id})
    if repair.received_at - first.finished_at > timedelta(days=days):
        message = _("The warranty of %(days)d days was over.") % {"days": days}
        raise refuse("out-of-warranty", message, hint=_("Leave out --reworks: it is a new repair."))


def alike(repair: Repair, others: Sequence[Repair], days: int) -> list[Repair]:
    """Finished work of the same kind in the same place that is still under warranty, latest first."""
    found = [other for other in others if _is_alike(repair, other, timedelta(days=days))]
    return sorted(found, key=lambda other: (other.finished_at or other.received_at, other.id), reverse=True)


def _is_alike(repair: Repair, other: Repair, warranty: timedelta) -> bool:
    same_place = (other.unit, other.place) == (repair.unit, repair.place)
    if other.id == repair.id or not same_place or other.category is not repair.category or other.finished_at is None:
        return False
    return timedelta() <= repair.received_at - other.finished_at <= warranty


# --- below ------------------------------------------------------------------------------------------------------------


def _require(repair: Repair, *allowed: RepairStatus) -> None:
    if repair.status not in allowed:
        message = _("%(id)s cannot do this: its status is %(status)s.") % {"id": repair.id, "status": _(repair.status.label)}
        raise refuse("wrong-status", message, hint=_(_NEXT[repair.status]) % {"id": repair.id})


def _require_price(repair: Repair) -> None:
    if repair.price_agreed is None and (repair.paid or repair.amount):
        hint = _("Agree on it with the resident: propops repair price %(id)s AMOUNT.") % {"id": repair.id}
        raise refuse("no-price", _("Paid work needs a price agreed beforehand."), hint=hint)
