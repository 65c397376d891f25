"""The front desk's log: a contact and what it becomes, in one change; how soon the phone is answered; the greeting."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from propops.desk.complaint_acts import take_down
from propops.desk.complaint_alarm import tell
from propops.errors import refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _, translate
from propops.models.base import building_of
from propops.models.complaint import Complaint, ComplaintCategory, ComplaintClass
from propops.models.contact import Becomes, Contact
from propops.models.policies.front_desk import FrontDeskPolicy
from propops.models.repair import Repair, Urgency
from propops.models.settings import Settings
from propops.models.staff import Role, Staff
from propops.models.visit import Visit
from propops.planning import contacts as planning
from propops.planning.complaint_steps import Act
from propops.terminal.figures import RECORDS, show_figures
from propops.terminal.output import echo

if TYPE_CHECKING:
    from propops.store.change import Change


@dataclass(frozen=True)
class Wish:
    """What a contact is to become: a complaint of a category, a repair, or a visit on a day; nothing, if all are empty."""

    complaint: ComplaintCategory | None = None
    class_: ComplaintClass = ComplaintClass.GENERAL
    repair: bool = False
    urgency: Urgency = Urgency.NORMAL
    visit: date | None = None
    officer: Staff | None = None
    slot: str | None = None

    @property
    def count(self) -> int:
        return sum((self.complaint is not None, self.repair, self.visit is not None))


def pass_on(estate: Estate, change: "Change", contact: Contact, wish: Wish, act: Act) -> Contact:
    """The contact, naming what it became, which names the contact."""
    made = _made(estate, change, contact, wish, act)
    return change.put(replace(contact, becomes=Becomes(**{made.kind: made.id})))


def _made(estate: Estate, change: "Change", contact: Contact, wish: Wish, act: Act) -> Complaint | Repair | Visit:
    if wish.complaint is not None:
        complaint = planning.complaint_of(contact, act, wish.complaint, wish.class_)
        added, parent = take_down(estate, change, complaint, act)
        tell(estate, added, parent)
        return added
    if wish.visit is not None:
        if contact.unit is None:
            raise refuse("no-unit", _("Only a home can be visited."), hint=_("Name it instead of -."))
        officer = wish.officer.id if wish.officer else _officer_of(estate, contact.unit, wish.visit, act.by)
        return change.add(planning.visit_of(contact, contact.unit, officer, wish.visit, wish.slot))
    return change.add(planning.repair_of(contact, act, wish.urgency))


def _officer_of(estate: Estate, unit: str, day: date, otherwise: str) -> str:
    """The home's own officer who works on that day, else whoever took the call."""
    officers = [person for person in estate.store.all(Staff) if person.role is Role.OFFICER and building_of(unit) in person.zone]
    return next((person.id for person in officers if person.shift_on(day)), otherwise)


def tell_what_became(contact: Contact) -> None:
    for id in contact.becomes.named.values() if contact.becomes else ():
        echo(_("It became %(id)s.") % {"id": id}, err=True)


# --- rings and greeting -----------------------------------------------------------------------------------------------


def show_rings(estate: Estate, month: str, format: str, why: bool) -> None:
    """Self-reported figures flatter: what the supervisor's test calls say stands beside them."""
    limit = estate.policy(FrontDeskPolicy).rings
    contacts = [contact for contact in estate.store.all(Contact) if f"{contact.at:%Y-%m}" == month]
    names = names_of_staff(estate)
    rows = [_ring_row(rings, limit, names.get(rings.officer or "", "")) for rings in planning.ring_figures(contacts)]
    columns = ("what", "calls", "average", "within", "share")
    labels = (_("rings"), _("calls"), _("average"), _("within %(limit)d") % {"limit": limit}, _("share"))
    show_figures(rows, format, columns, labels, why)


def _ring_row(rings: planning.Rings, limit: int, name: str) -> dict[str, Any]:
    within = rings.within(limit)
    return {
        "what": " ".join(filter(None, (_(rings.source.label), name))),
        "source": str(rings.source),
        "officer": rings.officer,
        "calls": len(rings.calls),
        "average": rings.average,
        "within": within,
        "share": f"{100 * within / len(rings.calls):.0f}%",
        RECORDS: [call.id for call in rings.calls],
    }


GREETING = N_("Good day, this is the service desk of {estate}. How can I help you?")


def greeting(settings: Settings) -> str:
    """What is said on picking up the phone, in the estate's language."""
    text = settings.front_desk.greeting or translate(GREETING, str(settings.language))
    return text.replace("{estate}", settings.name)
