"""The acts of a complaint's life, each one change of the records: receiving, joining, every further step, the call-back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from propops.desk.complaint_alarm import tell, tell_major
from propops.estate import Estate
from propops.i18n import N_, _, translate
from propops.models.complaint import CallbackOutcome, Complaint, ComplaintSource, ComplaintStatus, Department, External
from propops.models.policies.complaints import ComplaintPolicy
from propops.models.staff import Staff
from propops.planning import complaint_steps as steps
from propops.terminal.counter import fresh
from propops.terminal.output import echo

if TYPE_CHECKING:
    from propops.models.base import Record
    from propops.store.change import Change

Step = Callable[..., Complaint]


def take(estate: Estate, complaint: Complaint, by: str | None, verb: str, subject: str, step: Step, *arguments: Any) -> Complaint:
    """One step of a complaint, and of the children that go with it."""
    from propops.desk.complaint_times import settle  # with all that reckons deadlines; who only receives one needs none of it

    who = estate.user(by)
    act = steps.Act(estate.now, who.id)
    with estate.change(f"complaint {verb}", subject, who) as change:
        after = change.put(settle(estate, step(fresh(change, complaint), act, *arguments)))
        for child in steps.follow(after, change.store.where(Complaint, "parent", after.id), act):
            change.put(settle(estate, child))
    echo(_("%(id)s: %(status)s.") % {"id": after.id, "status": _(after.status.label)})
    return after


def theirs(estate: Estate, by: str | None, step: Step) -> Step:
    """A hand-over is answered by whom it went to."""
    who = estate.user(by)

    def run(before: Complaint, act: steps.Act, *arguments: Any) -> Complaint:
        steps.require_theirs(before, who)
        return step(before, act, *arguments)

    return run


# --- receiving --------------------------------------------------------------------------------------------------------


def receive(
    estate: Estate,
    by: str | None,
    *,
    text: str,
    source: ComplaintSource,
    received: datetime,
    late: str | None,
    external: External | None,
    department: Department | None,
    assignee: Staff | None,
    complainant: "Record | None",
    parent: Complaint | None,
    visit: "Record | None",
    repair: "Record | None",
    **same: Any,
) -> Complaint:
    """Takes it down, hands it on if a department is named, and tells whoever must know at once."""
    who = estate.user(by)
    complaint = steps.receive(
        steps.Act(received, who.id),
        content=text,
        source_=source,
        late_entry=late,
        external=external,
        complainant=_id(complainant),
        parent=_id(parent),
        visit=_id(visit),
        repair=_id(repair),
        assignee=_id(assignee),
        **same,
    )
    act = steps.Act(estate.now, who.id)
    if department is not None:
        complaint = steps.transfer(complaint, act, department, _id(assignee), in_estates_words(estate, department))
    with estate.change("complaint add", N_("Complaint %(unit)s %(ids)s received"), who) as change:
        complaint, cause = take_down(estate, change, complaint, act)
    tell(estate, complaint, cause)
    return complaint


def _id(record: "Record | None") -> str | None:
    return record.id if record is not None else None


def in_estates_words(estate: Estate, department: Department) -> str:
    """What stands in the record is in the estate's language."""
    return translate(department.label, estate.language)


def take_down(estate: Estate, change: "Change", complaint: Complaint, act: steps.Act) -> tuple[Complaint, Complaint | None]:
    """Adds it, at a higher level if it is a repeat, and joins it to its cause: both as they are now."""
    of_this_home = change.store.where(Complaint, "unit", complaint.unit) if complaint.unit else []
    level = steps.first_level(complaint, of_this_home, estate.policy(ComplaintPolicy).repeat_days)
    added = change.add(replace(complaint, level=max(level, complaint.level)))
    return added, _join_cause(estate, change, added, act)


def _join_cause(estate: Estate, change: "Change", child: Complaint, act: steps.Act) -> Complaint | None:
    parent = change.store.find(Complaint, child.parent)
    if parent is None:
        return None
    others = change.store.where(Complaint, "parent", parent.id)
    return change.put(steps.joined(parent, child, others, act, estate.policy(ComplaintPolicy).joint_households))


def join(estate: Estate, by: str | None, complaint: Complaint, parent: Complaint) -> None:
    """Whoever called about the same cause goes with it from now on."""
    who = estate.user(by)
    act = steps.Act(estate.now, who.id)
    with estate.change("complaint join", N_("Complaint %(unit)s %(ids)s joined"), who) as change:
        child = change.put(steps.join(fresh(change, complaint), act, parent))
        after = _join_cause(estate, change, child, act)
    if after is not None and after.major:
        tell_major(estate, after)


# --- the call-back ----------------------------------------------------------------------------------------------------


def call_back(estate: Estate, by: str | None, complaint: Complaint, outcome: CallbackOutcome, comment: str | None) -> None:
    limit, is_senior = estate.policy(ComplaintPolicy).callback_attempts, estate.user(by).is_senior
    may_close = is_senior and steps.tries(complaint) + 1 >= limit
    subject = N_("Complaint %(unit)s %(ids)s called back")
    after = take(estate, complaint, by, "callback", subject, steps.call_back, outcome, comment, may_close)
    if outcome is CallbackOutcome.UNREACHABLE and after.is_open:
        echo(_tries(after, limit), err=True)
    if after.status is ComplaintStatus.REOPENED:
        echo(_("Reopened %(count)d times.") % {"count": after.times_reopened}, err=True)


def _tries(complaint: Complaint, limit: int) -> str:
    made = steps.tries(complaint)
    if made < limit:
        return _("Not reached %(made)d of %(limit)d times; try again at another hour.") % {"made": made, "limit": limit}
    command = f"propops complaint callback {complaint.id} unreachable --by"
    return _("Not reached %(made)d times; the supervisor may close it: %(command)s STAFF") % {"made": made, "command": command}
