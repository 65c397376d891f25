"""Why a household or an account is planned, or not: stable codes with their figures, and one sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from propops.i18n import N_, _
from propops.planning.checker import MESSAGES

Fact = int | str | date

SENTENCES: dict[str, str] = {
    # a visit that is planned
    "due": N_("Due by %(due_by)s."),
    "due-late": N_("Was due by %(due_by)s; nobody can come before %(date)s."),
    "wait": N_("Has waited %(bucket)d months; the officer's cut-off is %(cut_off)d."),
    "tie": N_("Tie at the cut-off of %(cut_off)d months: one of %(chosen)d chosen out of %(pool)d by the officer's way."),
    "kept": N_("Kept from the last plan."),
    "notified": N_("The household has been told of this visit."),
    "pinned": N_("Fixed by hand."),
    "moved": N_("Was planned for %(was)s."),
    # a visit that is not
    "opted-out": N_("The household wants no visits."),
    "vacant": N_("Nobody lives there."),
    "moved-out": N_("The household is gone from %(date)s."),
    "future-last-visit": N_("The last visit is recorded for %(date)s, which is still to come: please correct the record."),
    "declined": N_("The household declined a visit; it is left alone until %(until)s."),
    "cancelled": N_("This month's visit was cancelled; the household is left alone until %(until)s."),
    "next-visit": N_("The next visit is planned for %(until)s."),
    "interval-until": N_("The last visit is too recent; possible again from %(date)s."),
    "do-not-disturb": N_("The household asked not to be disturbed on the days that remain."),
    "no-common-day": N_("The times the household allows and the officers' days on duty have no day in common."),
    "no-day-left": N_("No day of the month is left."),
    "no-officer": N_("No officer of the building is on duty."),
    "waits": N_(
        "Has waited %(bucket)d months, the cut-off is %(cut_off)d; position %(position)d of %(waiting)d, expected month %(month)s."
    ),
    "tie-lost": N_(
        "Tie lost at the cut-off of %(cut_off)d months: others fit the officer's way better; "
        "position %(position)d of %(waiting)d, expected month %(month)s."
    ),
    "plan-kept": N_(
        "Has waited %(bucket)d months, but the last plan's visits stay; position %(position)d of %(waiting)d, expected month %(month)s."
    ),
    "no-room": N_("Every day the household allows is full."),
    "quota-met": N_("The month's quota is met by visits done; position %(position)d of %(waiting)d, expected month %(month)s."),
    "second-visit": N_("The household has another visit this month."),
    "gone": N_("The home is no longer on record."),
    # what became of the last plan
    "gave-way": N_("Made room for a visit that is due, or its day holds fewer now."),
    "no-longer": N_("No longer possible on that day."),
    "settled": N_("Nothing overdue is owed any more."),
    "due-sooner": N_("Now due by %(due_by)s."),
    "levelled": N_("Moved so that days are even again."),
    "fresh": N_("Planned afresh."),
    "way-changed": N_("The visit it was to ride on is elsewhere now."),
    # an officer's visits
    "capacity": N_("%(officer)s has room for %(capacity)d visits only."),
    "eligible": N_("%(officer)s has only %(eligible)d households that can be visited."),
    "off-duty": N_("%(officer)s has no day on duty left."),
    "no-zone": N_("%(officer)s has no buildings."),
    "blocked": N_("%(officer)s: the households that remain allow only days that are full."),
    # a reminder that is planned
    "promise": N_("Promised payment by %(promise)s; followed up on the first day after it."),
    "deadline": N_("Must be reminded by %(deadline)s."),
    "owed": N_("Overdue for %(overdue_days)d days."),
    # a reminder that is not
    "hold": N_("On hold: %(hold)s."),
    "promise-pending": N_("Payment is promised by %(date)s; nobody asks before that."),
    "gap-until": N_("The last reminder is too recent; possible again from %(date)s."),
    "gap-past-deadline": N_(
        "Must be reminded by %(deadline)s, but the last reminder is too recent until %(date)s: the supervisor decides."
    ),
    "deadline-passed": N_("The deadline %(date)s comes before any day on which a reminder is allowed."),
    "no-capacity": N_("Every day that is allowed has its full number of reminders already."),
    "unknown-unit": N_("The unit is not on record."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def sentence(reason: Reason) -> str:
    """Facts the sentence does not use are for scripts. A rule that was broken is a reason too."""
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in reason.facts.items()}
    return _(SENTENCES.get(reason.code) or MESSAGES[reason.code]) % facts
