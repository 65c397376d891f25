"""Who moves in or out, and what that closes and opens: the records to change, what was done, and what is left to do.

Debts and promises stay with whoever made them. An owner who only moves away stays on record and pays on; one who sells leaves.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from propops.models.base import Record
from propops.models.bill import Bill
from propops.models.complaint import Complaint
from propops.models.key import Key, KeyType
from propops.models.payment import Payment
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus, ReminderWay
from propops.models.repair import Repair
from propops.models.resident import Resident, ResidentRole
from propops.models.unit import Occupancy, Unit
from propops.models.visit import Visit, VisitKind, VisitStatus
from propops.planning.billing import parse_period, payer_of
from propops.planning.corrections import opposite_bill, right_bill
from propops.planning.fees import NOTHING, owed, prepaid
from propops.tuples import NamedTuple


@dataclass(frozen=True)
class Home:
    """A home with everything that a move may touch."""

    unit: Unit
    residents: Sequence[Resident]
    visits: Sequence[Visit] = ()
    reminders: Sequence[Reminder] = ()
    keys: Sequence[Key] = ()
    complaints: Sequence[Complaint] = ()
    repairs: Sequence[Repair] = ()
    bills: Sequence[Bill] = ()
    payments: Sequence[Payment] = ()
    why: str = ""  # what a bill says that is made out anew


class Step(NamedTuple):
    """`what` is a stable token, `id` the record it is about, `detail` a day, an amount or another id."""

    what: str
    id: str
    detail: str = ""


@dataclass(frozen=True)
class Move:
    """`changes` are the records as they shall be, whether new or not."""

    changes: tuple[Record, ...]
    done: tuple[Step, ...]
    remains: tuple[Step, ...]


def whole_household(home: Home, day: date, sold: bool) -> list[Resident]:
    """Who goes when a home is named: of a let home the tenants and theirs, of another all; an owner leaves for good on a sale only."""
    here = [person for person in home.residents if person.lives_here(day)]
    if sold:
        return here
    is_elsewhere = home.unit.occupancy is not Occupancy.OWNER
    return [person for person in here if not (is_elsewhere and person.role is ResidentRole.OWNER)]


def move_out(home: Home, leaving: Sequence[Resident], day: date, today: date, sold: bool) -> Move:
    """`leaving` move out on `day`, the first on which they do not live here any more.

    How a home is lived in has no date: on a day to come it is left to whoever then sees the home empty.
    """
    gone = [replace(person, moved_out=day) for person in leaving if sold or person.role is not ResidentRole.OWNER]
    absent = [person for person in leaving if not sold and person.role is ResidentRole.OWNER]
    staying = _staying(home, {person.id for person in leaving}, day)
    changes: list[Record] = [*gone]
    done = [Step("moved-out", person.id, day.isoformat()) for person in gone]
    done += [Step("owner-stays", person.id) for person in absent]
    remains = list[Step]()
    if not staying and home.unit.is_lived_in and day > today:
        remains.append(Step("vacant-then", home.unit.id, day.isoformat()))
    elif not staying and home.unit.is_lived_in:
        changes.append(replace(home.unit, occupancy=Occupancy.VACANT))
        done.append(Step("vacant", home.unit.id))
    for closed in (_visits(home, bool(staying), day), _reminders(home, bool(staying), day), _bills(home, gone, day)):
        changes += closed.changes
        done += closed.done
        remains += closed.remains
    ids = {person.id for person in gone}
    return Move(tuple(changes), tuple(done), (*remains, *_debts(home, ids), *_keys(home), *_open_matters(home, staying)))


def _staying(home: Home, leaving: set[str], day: date) -> list[Resident]:
    """The owner of a let home does not live in it."""
    is_let = home.unit.occupancy is Occupancy.LET
    here = [person for person in home.residents if person.lives_here(day) and person.id not in leaving]
    return [person for person in here if not (is_let and person.role is ResidentRole.OWNER)]


def _visits(home: Home, is_lived_in: bool, day: date) -> Move:
    """Nobody is called on in an empty home; where others stay, the visit stays too."""
    planned = [visit for visit in home.visits if visit.is_open and visit.date >= day]
    if is_lived_in:
        return Move((), tuple(Step("visit-kept", visit.id, visit.date.isoformat()) for visit in planned), ())
    cancelled = tuple(replace(visit, status=VisitStatus.CANCELLED) for visit in planned)
    return Move(cancelled, tuple(Step("visit-cancelled", visit.id, visit.date.isoformat()) for visit in planned), ())


def _reminders(home: Home, is_lived_in: bool, day: date) -> Move:
    """They go on, as the debt does; but not at a door behind which the payer no longer lives."""
    planned = [one for one in home.reminders if one.is_open and one.date >= day]
    moved = [one for one in planned if not is_lived_in and (one.with_visit or one.way is ReminderWay.DOOR)]
    by_phone = tuple(replace(one, with_visit=None, way=ReminderWay.PHONE if one.way is ReminderWay.DOOR else one.way) for one in moved)
    return Move(by_phone, tuple(Step("reminder-by-phone", one.id, one.date.isoformat()) for one in moved), ())


def _bills(home: Home, gone: Sequence[Resident], day: date) -> Move:
    """What is billed for the time after, and not paid yet, is owed by whoever pays then."""
    ids = {person.id for person in gone}
    after = [next((one for one in gone if one.id == person.id), person) for person in home.residents]
    return _readdressed(home, _later_bills(home, ids, day), after, day)


def _later_bills(home: Home, payers: Container[str], day: date) -> list[Bill]:
    return [bill for bill in _unpaid(home) if bill.payer in payers and parse_period(bill.period).first >= day]


def _readdressed(home: Home, bills: Sequence[Bill], residents: Sequence[Resident], day: date) -> Move:
    """What somebody was asked to pay already stays with them until it is settled between the two."""
    asked_for = {bill for reminder in home.reminders for bill in reminder.bills}
    payers = {bill.id: payer_of(home.unit, residents, day, bill.item) for bill in bills if bill.id not in asked_for}
    moved = [(bill, payer) for bill in bills if (payer := payers.get(bill.id)) is not None]
    changed = [one for bill, payer in moved for one in (opposite_bill(bill, day, home.why), right_bill(bill, day, payer, bill.amount))]
    done = tuple(Step("bill-readdressed", bill.id, payer) for bill, payer in moved)
    remains = [Step("bill-asked-for", bill.id, bill.payer) for bill in bills if bill.id in asked_for]
    remains += [Step("bill-without-payer", id) for id, payer in payers.items() if payer is None]
    return Move(tuple(changed), done, tuple(remains))


def _unpaid(home: Home) -> list[Bill]:
    left = owed(home.bills, home.payments)
    return [bill for bill in home.bills if left[bill.id] == bill.amount > 0]


def _debts(home: Home, leaving: set[str]) -> Iterator[Step]:
    left = owed(home.bills, home.payments)
    for payer in sorted(leaving):
        debt = sum((left[bill.id] for bill in home.bills if bill.payer == payer), NOTHING)
        credit = prepaid([payment for payment in home.payments if payment.payer == payer])
        yield from [Step("debt-stays", payer, str(debt))] if debt > 0 else []
        yield from [Step("prepaid", payer, str(credit))] if credit > 0 else []
        yield from _promises([one for one in home.reminders if one.payer == payer and one.status is ReminderStatus.DONE])


def _promises(contacts: Sequence[Reminder]) -> Iterator[Step]:
    last = max(contacts, key=lambda one: (one.date, one.id), default=None)
    if last is not None and last.result is ReminderResult.PROMISED and last.promised_on:
        yield Step("promise-stays", last.id, last.promised_on.isoformat())


def _keys(home: Home) -> list[Step]:
    return [Step("key-to-return", key.id, key.location or "") for key in home.keys if key.type is KeyType.ENTRUSTED and key.is_kept]


def _open_matters(home: Home, staying: Sequence[Resident]) -> Iterator[Step]:
    """What goes on after they are gone, and needs somebody to talk to."""
    yield from (Step("complaint-open", one.id) for one in home.complaints if one.is_open)
    yield from (Step("repair-open", one.id) for one in home.repairs if one.is_open)
    if not staying:
        yield Step("reachable", home.unit.id)


# --- moving in --------------------------------------------------------------------------------------------------------


def move_in(home: Home, person: Resident, today: date) -> Move:
    """`person` is on no file yet. Bills for the time after that are addressed to somebody who has left become theirs, if they pay."""
    assert person.moved_in is not None
    day = person.moved_in
    changes: list[Record] = [person]
    done = [Step("moved-in", person.id, day.isoformat())]
    remains = list(_welcome(home, person))
    unit = _lived_in_by(home.unit, person, day)
    if unit != home.unit and day > today:
        remains.append(Step("occupancy-then", unit.id, str(unit.occupancy)))
    elif unit != home.unit:
        changes.append(unit)
        done.append(Step("occupancy", unit.id, str(unit.occupancy)))
    others = [_without_items(other, person) for other in home.residents]
    for before, after in zip(home.residents, others, strict=True):
        if before != after:
            changes.append(after)
            done.append(Step("pays-no-longer", after.id, ", ".join(item for item in before.payer if item not in after.payer)))
    bills = _orphaned(replace(home, unit=unit), [*others, person], day)
    return Move((*changes, *bills.changes), (*done, *bills.done), (*remains, *bills.remains))


def _lived_in_by(unit: Unit, person: Resident, day: date) -> Unit:
    lived = {ResidentRole.OWNER: Occupancy.OWNER, ResidentRole.TENANT: Occupancy.LET}.get(person.role, unit.occupancy)
    if unit.occupancy is Occupancy.NOT_HANDED_OVER and lived is not Occupancy.NOT_HANDED_OVER:
        return replace(unit, occupancy=lived, handed_over=day)
    return replace(unit, occupancy=lived)


def _without_items(other: Resident, person: Resident) -> Resident:
    """Each item has one payer."""
    is_here = other.moved_out is None or (person.moved_in is not None and other.moved_out > person.moved_in)
    return replace(other, payer=tuple(item for item in other.payer if item not in person.payer)) if is_here else other


def _orphaned(home: Home, residents: Sequence[Resident], day: date) -> Move:
    """Unpaid bills for the time from this day on that are addressed to somebody who had left by then."""
    left = {person.id for person in home.residents if person.moved_out and person.moved_out <= day}
    return _readdressed(home, _later_bills(home, left, day), residents, day)


def _welcome(home: Home, person: Resident) -> Iterable[Step]:
    if not any(visit.is_open and visit.type is VisitKind.MOVE_IN for visit in home.visits):
        yield Step("welcome-visit", home.unit.id)
    if person.phone is None:
        yield Step("phone-missing", home.unit.id)
    if not person.payer and not any(other.payer and other.lives_here(person.moved_in or date.max) for other in home.residents):
        yield Step("who-pays", home.unit.id)
