"""What an officer must do today: gathered from every kind that has days in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from propops.desk.complaint_times import overdue_now
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.base import natural
from propops.models.complaint import Complaint, ComplaintAction, ComplaintStatus
from propops.models.key_loan import KeyLoan
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus
from propops.models.repair import Repair, RepairStatus
from propops.models.visit import Visit, VisitStatus


@dataclass(frozen=True)
class Item:
    """One thing to do. `what` is a stable token; `late` says that its day has passed."""

    officer: str
    what: str
    when: str
    id: str
    unit: str
    text: str
    late: bool = False
    order: int = 0
    barred: str = ""  # who may not do it: whoever resolved a complaint does not make its call-back


LABELS = {
    "visit": N_("visit"),
    "reminder": N_("fee reminder"),
    "promise": N_("promise to pay"),
    "complaint": N_("complaint"),
    "callback": N_("call-back"),
    "key": N_("key due back"),
    "repair": N_("repair"),
    "follow-up": N_("follow-up"),
}


def agenda(estate: Estate, day: date, officer: str | None) -> list[Item]:
    """Everything for this day, what is overdue first; of one officer, or of all (None)."""
    items = [*_visits(estate, day), *_reminders(estate, day), *_promises(estate, day), *_complaints(estate, day), *_keys(estate, day)]
    items += [*_repairs(estate), *_follow_ups(estate, day)]
    chosen = [item for item in items if officer is None or (item.officer in (officer, "") and item.barred != officer)]
    order = list(LABELS)
    return sorted(
        chosen, key=lambda item: (not item.late, order.index(item.what), item.officer, item.order, item.when, natural(item.unit), item.id)
    )


def _visits(estate: Estate, day: date) -> Iterator[Item]:
    """By slot, then by home: the order one walks."""
    slots = [slot.id for slot in estate.settings.visit_slots]
    for visit in estate.store.all(Visit):
        if visit.is_open and visit.date <= day:
            when = (visit.slot or "") if visit.date == day else f"{visit.date:%m-%d}"
            order = slots.index(visit.slot) if visit.slot in slots else len(slots)
            yield Item(visit.officer, "visit", when, visit.id, visit.unit, visit.reason or "", visit.date < day, order)


def _reminders(estate: Estate, day: date) -> Iterator[Item]:
    for reminder in estate.store.all(Reminder):
        if reminder.is_open and reminder.date <= day:
            text = _("stage %(stage)d, %(amount)s yuan") % {"stage": reminder.stage, "amount": reminder.amount}
            when = (reminder.slot or "") if reminder.date == day else f"{reminder.date:%m-%d}"
            yield Item(reminder.officer, "reminder", when, reminder.id, reminder.unit, text, reminder.date < day)


def _promises(estate: Estate, day: date) -> Iterator[Item]:
    """The last word of each payer, if it was a promise for today."""
    last: dict[str, Reminder] = {}
    for reminder in sorted(estate.store.all(Reminder), key=lambda reminder: (reminder.date, reminder.id)):
        if reminder.status is ReminderStatus.DONE:
            last[reminder.payer] = reminder
    for reminder in last.values():
        if reminder.result is ReminderResult.PROMISED and reminder.promised_on == day:
            amount = reminder.promised_amount or reminder.amount
            yield Item(
                reminder.officer,
                "promise",
                f"{day:%m-%d}",
                reminder.id,
                reminder.unit,
                _("%(amount)s yuan promised for today") % {"amount": amount},
            )


def _complaints(estate: Estate, day: date) -> Iterator[Item]:
    late = {deadline.complaint.id for deadline in overdue_now(estate)} if day == estate.today else set()
    for complaint in estate.store.all(Complaint):
        who = complaint.assignee or ""
        where = complaint.unit or complaint.place or ""
        received = f"{complaint.received_at:%m-%d %H:%M}"
        if complaint.is_unresolved and complaint.parent is None:
            yield Item(who, "complaint", received, complaint.id, where, complaint.content, complaint.id in late)
        elif complaint.status is ComplaintStatus.RESOLVED and complaint.parent is None:
            solver = next((entry.by for entry in reversed(complaint.log) if entry.action is ComplaintAction.RESOLVE), "")
            yield Item("", "callback", received, complaint.id, where, complaint.result or "", complaint.id in late, barred=solver)


def _keys(estate: Estate, day: date) -> Iterator[Item]:
    for loan in estate.store.all(KeyLoan):
        if loan.is_open and loan.due_at.date() <= day:
            yield Item("", "key", f"{loan.due_at:%m-%d %H:%M}", loan.id, "", loan.key, loan.due_at < _now(estate, day))


def _now(estate: Estate, day: date) -> datetime:
    return estate.now if day == estate.today else datetime.combine(day, datetime.min.time(), estate.now.tzinfo)


def _repairs(estate: Estate) -> Iterator[Item]:
    finished = (RepairStatus.FINISHED, RepairStatus.CLOSED, RepairStatus.CANCELLED)
    for repair in estate.store.all(Repair):
        if repair.status not in finished:
            yield Item(
                repair.dispatched_to or "",
                "repair",
                f"{repair.received_at:%m-%d %H:%M}",
                repair.id,
                repair.unit or repair.place or "",
                repair.item,
            )


def _follow_ups(estate: Estate, day: date) -> Iterator[Item]:
    """A follow-up that was agreed on a visit, until a later visit took place."""
    visits = estate.store.all(Visit)
    for visit in visits:
        if visit.follow_up_on is not None and visit.follow_up_on <= day and not _followed(visit, visits):
            late = visit.follow_up_on < day
            yield Item(
                visit.officer, "follow-up", f"{visit.follow_up_on:%m-%d}", visit.id, visit.unit, visit.action or visit.opinion or "", late
            )


def _followed(visit: Visit, visits: list[Visit]) -> bool:
    return any(other.unit == visit.unit and other.date > visit.date and other.status is VisitStatus.DONE for other in visits)
