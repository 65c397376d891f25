"""What waits for the supervisor's word: escalations, complainants nobody reaches, arrears held too long, buildings without a stand-in."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from propops.desk import covering
from propops.desk.agenda import Item
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.policies.complaints import ComplaintPolicy
from propops.models.policies.reminders import ReminderPolicy

DECISIONS = {
    "escalation": N_("escalated"),
    "unreachable": N_("not reached"),
    "held": N_("arrears on hold"),
    "uncovered": N_("nobody stands in"),
}
BASIS = ("settings", "complaint", "bill", "payment")
KINDS = ("staff", *BASIS)

Fact = list[Any]  # what, day, id, unit, text: a row of the memo


def decisions(estate: Estate) -> list[Item]:
    """In the order of DECISIONS. Worked out again only when a complaint, a bill or a payment changed, or a day has passed."""
    found = estate.rows.memo("decide", BASIS, lambda: _facts(estate), str(estate.today))
    waiting = [Item("", what, day[5:], id, unit, _worded(what, text)) for what, day, id, unit, text in found]
    for absence in covering.absences(estate.rows.select("staff"), estate.today):
        if absence.uncovered:
            text = _("%(name)s is away: building %(buildings)s") % {"name": absence.name, "buildings": _(", ").join(absence.uncovered)}
            waiting.append(Item("", "uncovered", absence.until[5:], absence.officer, "", text))
    return waiting


def _worded(what: str, text: str) -> str:
    """A memo speaks no language."""
    return _("%(amount)s yuan owed") % {"amount": text} if what == "held" else text


def _facts(estate: Estate) -> list[Fact]:
    return [*_escalated(estate), *_unreachable(estate), *_held(estate)]


def _escalated(estate: Estate) -> Iterator[Fact]:
    from propops.models.complaint import Complaint

    for one in estate.store.all(Complaint):
        if one.is_unresolved and one.parent is None and (one.level > 1 or one.major):
            yield ["escalation", one.received_at.date().isoformat(), one.id, one.unit or one.place, one.content]


def _unreachable(estate: Estate) -> Iterator[Fact]:
    from propops.models.complaint import Complaint, ComplaintStatus
    from propops.planning.complaint_steps import tries

    for one in estate.store.where(Complaint, "status", ComplaintStatus.RESOLVED):
        if tries(one) >= estate.policy(ComplaintPolicy).callback_attempts:
            yield ["unreachable", one.callbacks[-1].at.date().isoformat(), one.id, one.unit or one.place, one.result or ""]


def _held(estate: Estate) -> Iterator[Fact]:
    """A grievance keeps reminders away for so many days; then somebody has to say what becomes of the debt."""
    from propops.desk.claims import GRIEVANCES
    from propops.desk.debts import unpaid
    from propops.models.complaint import UNRESOLVED, Complaint
    from propops.planning.fees import accounts

    until = estate.today - timedelta(days=estate.policy(ReminderPolicy).hold_days)
    unresolved = [one for status in UNRESOLVED for one in estate.store.where(Complaint, "status", status)]
    grievances = [one for one in unresolved if one.category in GRIEVANCES]
    since = {one.unit: one for one in grievances if one.unit and one.received_at.date() < until}
    for owed in accounts(unpaid(estate), estate.today):
        complaint = since.get(owed.unit)
        if complaint is not None or (owed.disputed and owed.oldest_due < until):
            day = complaint.received_at.date() if complaint else owed.oldest_due
            yield ["held", day.isoformat(), complaint.id if complaint else owed.bills[0], owed.unit, str(owed.amount)]
