"""Taking down a complaint: what every command does with a new one, and what must be told at once."""

from dataclasses import replace
from typing import TYPE_CHECKING

from propops.estate import Estate
from propops.i18n import _
from propops.models.complaint import Complaint, ComplaintClass
from propops.models.staff import Role, Staff
from propops.planning import complaint_steps as steps
from propops.terminal.output import echo

if TYPE_CHECKING:
    from propops.store.change import Change


def take_down(estate: Estate, change: "Change", complaint: Complaint, act: steps.Act) -> tuple[Complaint, Complaint | None]:
    """Adds it, a level higher if it is a repeat, and joins it to its parent: both as they are now."""
    of_this_home = change.store.where(Complaint, "unit", complaint.unit) if complaint.unit else []
    level = steps.first_level(complaint, of_this_home, estate.settings.complaints.repeat_days)
    added = change.add(replace(complaint, level=level))
    return added, _join_parent(estate, change, added, act)


def _join_parent(estate: Estate, change: "Change", child: Complaint, act: steps.Act) -> Complaint | None:
    parent = change.store.find(Complaint, child.parent)
    if parent is None:
        return None
    others = change.store.where(Complaint, "parent", parent.id)
    return change.put(steps.joined(parent, child, others, act, estate.settings.complaints.joint_households))


def tell(estate: Estate, complaint: Complaint, parent: Complaint | None) -> None:
    """What must not wait is said on stderr: stdout holds the id alone."""
    if complaint.class_ is ComplaintClass.EMERGENCY:
        echo(_("Emergency: dispatch now."), err=True)
    if complaint.level > 1:
        echo(_("The same again within %(days)d days: level %(level)d, %(who)s.") % _repeat_words(estate, complaint), err=True)
    for major in (complaint, parent):
        if major is not None and major.major:
            words = {"id": major.id, "who": _names(estate, Role.SUPERVISOR, Role.DEPUTY)}
            echo(_("%(id)s is major: tell %(who)s at once.") % words, err=True)


def _repeat_words(estate: Estate, complaint: Complaint) -> dict[str, object]:
    return {"days": estate.settings.complaints.repeat_days, "level": complaint.level, "who": in_charge(estate, complaint)}


def in_charge(estate: Estate, complaint: Complaint) -> str:
    """Level 2 is the supervisor's, level 3 the deputy's."""
    return _names(estate, Role.SUPERVISOR if complaint.level == 2 else Role.DEPUTY)


def _names(estate: Estate, *roles: Role) -> str:
    staff = [person.name for person in estate.store.all(Staff) if person.role in roles and person.is_employed(estate.today)]
    return ", ".join(staff or [_(role.label) for role in roles])
