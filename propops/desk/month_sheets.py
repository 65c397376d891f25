"""Papers of a day or a month: an officer's round, the roster, what was done in a month."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from propops.desk.monthly import of_month
from propops.desk.plain_records import Values, addressed, plain_record
from propops.desk.wishes import Sheet, Wish
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import building_of, month_of, natural
from propops.models.complaint import Complaint
from propops.models.key_loan import KeyLoan
from propops.models.payment import Payment
from propops.models.reminder import Reminder, ReminderStatus
from propops.models.repair import Repair, RepairStatus
from propops.models.resident import Resident
from propops.models.staff import Staff
from propops.models.visit import Visit, VisitStatus


def month_values(estate: Estate, month: str | None) -> Values:
    """This month unless another is named: its days with their weekdays."""
    year, number = map(int, (month or month_of(estate.today)).split("-"))
    days = [date(year, number, day) for day in range(1, monthrange(year, number)[1] + 1)]
    return {"year": year, "number": number, "first": days[0], "last": days[-1], "days": days}


# --- the round of a day -----------------------------------------------------------------------------------------------


def rounds(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    """One for each officer who has something to do outside on that day, in the order of the way."""
    day = wish.day or estate.today
    visits = [visit for visit in estate.store.where(Visit, "date", day) if visit.is_open]
    reminders = [one for one in estate.store.where(Reminder, "date", day) if one.is_open]
    for officer in sorted({visit.officer for visit in visits} | {one.officer for one in reminders}):
        if wish.staff in (None, officer):
            own = [visit for visit in visits if visit.officer == officer]
            yield Sheet(officer, _round(estate, officer, day, own, [one for one in reminders if one.officer == officer]))


def _round(estate: Estate, officer: str, day: date, visits: list[Visit], reminders: list[Reminder]) -> Values:
    person = estate.store.find(Staff, officer)
    with_ = sorted({name for visit in visits for name in visit.with_})
    companions = [colleague.name for name in with_ if (colleague := estate.store.find(Staff, name))]
    return {
        "officer": {"name": person.name if person else officer, "companion": _(", ").join(companions) or None},
        "date": day,
        "visits": [_visit(estate, visit) for visit in sorted(visits, key=_way)],
        "reminders": [_reminder(estate, one) for one in sorted(reminders, key=_way)],
    }


def _way(one: Visit | Reminder) -> tuple[Any, ...]:
    """By building, then window, then up the stairs."""
    return natural(building_of(one.unit)), one.slot or "", natural(one.unit)


def _visit(estate: Estate, visit: Visit) -> Values:
    slot = estate.settings.slot(visit.slot)
    plain = plain_record(estate, visit)
    return plain | {
        "building": _("building %(name)s") % {"name": building_of(visit.unit)},
        "slot": slot.from_ if slot else "",
        "name": _household(estate, visit.unit),
        "way": plain["method"] or _("at the door"),
        "reason": plain["type"] if not visit.reason else visit.reason,
    }


def _reminder(estate: Estate, reminder: Reminder) -> Values:
    payer = estate.store.find(Resident, reminder.payer)
    plain = plain_record(estate, reminder)
    name = addressed(plain_record(estate, payer)) if payer else str(plain["payer"])
    return plain | {"name": name, "reason": _("stage %(stage)d") % {"stage": reminder.stage}}


def _household(estate: Estate, unit: str) -> str:
    """Whom to ask for at the door: who lives there and stands first in the records."""
    people = [one for one in estate.store.where(Resident, "unit", unit) if one.lives_here(estate.today)]
    return addressed(plain_record(estate, people[0])) if people else ""


# --- the roster -------------------------------------------------------------------------------------------------------


def roster(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    month: Any = month_values(estate, wish.month)
    people = [person for person in estate.store.all(Staff) if person.shift and any(map(person.is_employed, month["days"]))]
    yield Sheet("", {"people": [_person(estate, person, month["days"]) for person in people], "hours": _hours(estate)})


def _person(estate: Estate, person: Staff, days: list[date]) -> Values:
    return plain_record(estate, person) | {"days": [_duty(person, day) for day in days]}


def _duty(person: Staff, day: date) -> str:
    """One character, so that a month fits across the page: early, late, rest, away."""
    if not person.is_employed(day):
        return ""
    if person.is_absent(day):
        return _("A")
    shift = person.shift_on(day)
    return {"early": _("E"), "late": _("L")}.get(shift or "", _("R"))


def _hours(estate: Estate) -> list[Values]:
    names = {"early": _("early shift"), "late": _("late shift")}
    return [{"name": names.get(shift.id, shift.id), "from": shift.from_, "to": shift.to} for shift in estate.settings.shifts]


# --- the month's figures ----------------------------------------------------------------------------------------------


def figures(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    month = wish.month or month_of(estate.today)
    yield Sheet("", {"figures": _visits(estate, month) | _cases(estate, month) | _money(estate, month) | _keys(estate, month)})


def _visits(estate: Estate, month: str) -> Values:
    visits = of_month(estate, Visit, month)
    found = Counter(visit.status for visit in visits)
    planned = sum(found.values()) - found[VisitStatus.CANCELLED]
    marks = [visit.satisfaction for visit in visits if visit.satisfaction]
    return {
        "visits_planned": planned,
        "visits_done": found[VisitStatus.DONE],
        "visits_missed": found[VisitStatus.NO_ANSWER] + found[VisitStatus.DECLINED],
        "visit_mark": (Decimal(sum(marks)) / len(marks)).quantize(Decimal("0.01")) if marks else None,
    }


def _cases(estate: Estate, month: str) -> Values:
    complaints = [one for one in estate.store.all(Complaint) if month_of(one.received_at.date()) == month]
    repairs = [one for one in estate.store.all(Repair) if month_of(one.received_at.date()) == month]
    return {
        "complaints": len(complaints),
        "complaints_closed": sum(not one.is_open for one in complaints),
        "complaints_major": sum(bool(one.major) for one in complaints),
        "complaint_kinds": _most(complaints, "category"),
        "repairs": len(repairs),
        "repairs_closed": sum(one.status in (RepairStatus.FINISHED, RepairStatus.CLOSED) for one in repairs),
    }


def _most(records: list[Complaint], key: str) -> list[Values]:
    counts = Counter(getattr(record, key) for record in records)
    return [{"name": _(choice.label), "count": count} for choice, count in counts.most_common(5)]


def _money(estate: Estate, month: str) -> Values:
    reminders = [one for one in of_month(estate, Reminder, month) if one.status is ReminderStatus.DONE]
    payments = of_month(estate, Payment, month)
    return {
        "reminders": len(reminders),
        "promises": sum(one.promised_on is not None for one in reminders),
        "payments": len(payments),
        "received": sum((one.amount for one in payments), Decimal(0)),
    }


def _keys(estate: Estate, month: str) -> Values:
    loans = [loan for loan in estate.store.all(KeyLoan) if month_of(loan.out_at.date()) == month]
    overdue = [loan for loan in loans if loan.in_at is None and loan.due_at < estate.now]
    return {"key_loans": len(loans), "keys_overdue": len(overdue)}
