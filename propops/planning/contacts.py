"""What a contact becomes, and how soon the phone is answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from propops.choices import Choice
from propops.i18n import N_
from propops.models.complaint import Complaint, ComplaintCategory, ComplaintClass, ComplaintSource
from propops.models.contact import Channel, Contact
from propops.models.repair import Repair, Urgency
from propops.models.visit import Visit, VisitKind
from propops.planning import complaint_steps as steps

_SOURCES = {
    Channel.PHONE: ComplaintSource.PHONE,
    Channel.COUNTER: ComplaintSource.WALK_IN,
    Channel.WECHAT: ComplaintSource.WECHAT,
}


def complaint_of(contact: Contact, act: steps.Act, category: ComplaintCategory, class_: ComplaintClass) -> Complaint:
    return steps.receive(
        act,
        unit=contact.unit,
        place=contact.place,
        complainant=contact.caller,
        name=contact.name,
        source_=_SOURCES[contact.channel],
        category=category,
        class_=class_,
        content=contact.request,
        contact=contact.id,
    )


def repair_of(contact: Contact, act: steps.Act, urgency: Urgency) -> Repair:
    return Repair(
        unit=contact.unit,
        place=contact.place,
        requested_by=contact.caller,
        received_at=act.at,
        received_by=act.by,
        contact=contact.id,
        item=contact.request,
        urgency=urgency,
    )


def visit_of(contact: Contact, unit: str, officer: str, day: date, slot: str | None) -> Visit:
    """Agreed with the household, so that no plan moves it."""
    reason = contact.request
    return Visit(unit=unit, officer=officer, date=day, slot=slot, type=VisitKind.SPECIAL, reason=reason, contact=contact.id, pinned=True)


# --- rings ------------------------------------------------------------------------------------------------------------


class RingSource(Choice):
    OWN = "self-reported", N_("self-reported")
    TEST = "test-calls", N_("test calls")


@dataclass(frozen=True)
class Rings:
    """Calls whose rings were counted, by whoever answered (`officer`, or all) or by whoever made a test call."""

    source: RingSource
    officer: str | None
    calls: Sequence[Contact]

    @property
    def average(self) -> Decimal:
        total = sum(call.rings or 0 for call in self.calls)
        return (Decimal(total) / len(self.calls)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def within(self, limit: int) -> int:
        return sum((call.rings or 0) <= limit for call in self.calls)


def ring_figures(contacts: Iterable[Contact]) -> Iterator[Rings]:
    """What was self-reported apart from what was tested, first of everybody, then of each."""
    counted = [contact for contact in contacts if contact.rings is not None]
    for source in RingSource:
        calls = [call for call in counted if (call.test_call is not None) == (source is RingSource.TEST)]
        if calls:
            yield Rings(source, None, calls)
        for officer in sorted({call.handled_by for call in calls}):
            yield Rings(source, officer, [call for call in calls if call.handled_by == officer])
