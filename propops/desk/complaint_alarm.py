"""Who must know at once when a complaint has come in or rises."""

from collections.abc import Iterator

from propops.desk.covering import is_employed
from propops.estate import Estate
from propops.i18n import _
from propops.models.complaint import Complaint, ComplaintClass
from propops.models.policies.complaints import ComplaintPolicy
from propops.models.staff import Role
from propops.terminal.output import echo


def tell(estate: Estate, complaint: Complaint, parent: Complaint | None = None) -> None:
    """What must not wait is said on stderr: stdout holds the id alone."""
    if complaint.class_ is ComplaintClass.EMERGENCY:
        echo(_("Emergency: dispatch now."), err=True)
    if complaint.level > 1:
        words = {"days": estate.policy(ComplaintPolicy).repeat_days, "level": complaint.level, "who": in_charge(estate, complaint.level)}
        echo(_("The same again within %(days)d days: level %(level)d, %(who)s.") % words, err=True)
    for major in (complaint, parent):
        if major is not None and major.major:
            tell_major(estate, major)


def tell_major(estate: Estate, complaint: Complaint) -> None:
    words = {"id": complaint.id, "who": names_of(estate, Role.SUPERVISOR, Role.DEPUTY)}
    echo(_("%(id)s is major: tell %(who)s at once.") % words, err=True)


def in_charge(estate: Estate, level: int) -> str:
    """Level 2 is the supervisor's, level 3 the deputy's."""
    return names_of(estate, Role.SUPERVISOR if level == 2 else Role.DEPUTY)


def names_of(estate: Estate, *roles: Role) -> str:
    return ", ".join(list(_names(estate, roles)) or [_(role.label) for role in roles])


def _names(estate: Estate, roles: tuple[Role, ...]) -> Iterator[str]:
    for person in estate.rows.select("staff"):
        if person["role"] in roles and is_employed(person, estate.today.isoformat()):
            yield person["name"]
