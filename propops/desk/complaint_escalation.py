"""Raises what has stayed too long at its level; what a nightly cron runs, and what it prints."""

from typing import Any

from propops.desk.complaint_alarm import in_charge
from propops.desk.complaint_times import clock_for, open_complaints
from propops.estate import Estate
from propops.i18n import N_, _, translate
from propops.planning import complaint_steps as steps
from propops.planning.complaint_levels import Expired, expired
from propops.terminal.counter import fresh
from propops.terminal.output import show_rows


def expired_now(estate: Estate) -> list[Expired]:
    return expired(open_complaints(estate), clock_for(estate), estate.now)


def raise_expired(estate: Estate, by: str | None, dry_run: bool, format: str) -> None:
    """Each one level, in one change: a second run at the same time finds nothing to do."""
    found = expired_now(estate)
    rising = [one for one in found if one.can_rise]
    if rising and not dry_run:
        who = estate.user(by)
        act = steps.Act(estate.now, who.id)
        with estate.change("complaint escalate", N_("Complaints %(ids)s escalated: their time has run out"), who) as change:
            for one in rising:
                change.put(steps.escalate(fresh(change, one.complaint), act, _reason(estate, one)))
    show_rows([_row(estate, one) for one in found], format, COLUMNS, [_(label) for label in LABELS])


def _reason(estate: Estate, one: Expired) -> str:
    """It stands in the record, so it is in the estate's language."""
    words = {"level": one.complaint.level, "limit": one.limit}
    return translate(N_("The %(limit)s of level %(level)d have run out"), estate.language) % words


COLUMNS = ("id", "unit", "class", "level", "to", "limit", "due", "tell")
LABELS = (N_("ID"), N_("unit"), N_("class"), N_("level"), N_("now level"), N_("limit"), N_("due"), N_("tell"))


def _row(estate: Estate, one: Expired) -> dict[str, Any]:
    """At the highest level nothing rises any more: it is told again each time until it is solved."""
    complaint = one.complaint
    row = {"id": complaint.id, "unit": complaint.unit or complaint.place, "class": complaint.class_, "level": complaint.level}
    to = min(complaint.level + 1, steps.TOP_LEVEL)
    return row | {"to": to, "limit": one.limit, "due": one.due, "tell": in_charge(estate, to)}
