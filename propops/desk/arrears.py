"""Gathers who owes what, how far each payer has been reminded, and who is left in peace for now: the reminder planner's input."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from propops.desk.by_hand import put_by_hand
from propops.desk.claims import contacts_made, gather_claims, hold_of, lapse_of
from propops.desk.debts import unpaid
from propops.desk.monthly import assignment_of, of_month, visit_instance
from propops.estate import Estate
from propops.models.base import Day
from propops.models.bill import DEVELOPER, is_of_home
from propops.models.policies.reminders import ReminderPolicy
from propops.models.reminder import Reminder, ReminderResult, ReminderStatus, ReminderWay
from propops.models.resident import Channel, Resident, ResidentRole
from propops.models.unit import Occupancy, Unit
from propops.models.visit import Visit, VisitKind
from propops.planning import fees
from propops.planning.explain import Reason
from propops.planning.instance import Account, Assignment, Household, Instance, PreviousReminder, Status
from propops.planning.limitation import WARNING_DAYS
from propops.planning.visits import PlannedVisit, Summary, VisitPlan
from propops.terminal.options import Mode


@dataclass(frozen=True)
class Arrears:
    """The planner's instance, the accounts behind it by the planner's id, those kept out of it with the reason, and the month's
    reminders to come as they stand."""

    instance: Instance
    accounts: dict[str, fees.Account]
    left_out: dict[str, Reason]
    before: tuple[PreviousReminder, ...]


def arrears_of(estate: Estate, month: str, assume_weekends: bool = False, mode: Mode | None = None) -> Arrears:
    owing = fees.accounts(unpaid(estate), max(estate.today, date.fromisoformat(f"{month}-01")))
    homes = {owed.unit for owed in owing} | {visit.unit for visit in of_month(estate, Visit, month)}
    gather_claims(estate, homes)
    instance = visit_instance(estate, month, assume_weekends, homes=homes)
    found: dict[str, fees.Account] = {}
    left_out: dict[str, Reason] = {}
    accounts: list[Account] = []
    for owed in owing:
        key = account_key(owed)
        found[key] = owed
        contacts = contacts_made(estate, owed)
        barred = _barred(estate, owed, contacts, month)
        if barred is not None:
            left_out[key] = barred
        else:
            accounts.append(_account(estate, owed, contacts, instance))
    before = _previous_reminders(estate, month, mode)
    instance = replace(
        instance,
        households=_households(estate, instance, owing),
        accounts=tuple(accounts),
        previous_reminders=tuple(one for one in before if one.status != "forgotten"),
    )
    return Arrears(instance, found, left_out, before)


def account_key(debt: fees.Account | Reminder) -> str:
    """The planner's id of what one payer owes for one home."""
    return debt.payer if is_of_home(debt.payer, debt.unit) else f"{debt.unit}-{debt.payer}"


def existing_visits(estate: Estate, month: str) -> VisitPlan:
    """The month's planned visits as they stand in the records: what reminders are laid along."""
    open_visits = [visit for visit in of_month(estate, Visit, month) if visit.is_open and visit.date >= estate.today]
    planned = sorted(map(assignment_of, open_visits))
    visits = tuple(PlannedVisit(one.date, one.officer, one.slot, one.unit, Reason("kept")) for one in planned)
    return VisitPlan(visits, {}, (), Summary(), ())


def open_reminders(estate: Estate, month: str) -> list[Reminder]:
    return [one for one in of_month(estate, Reminder, month) if one.is_open and one.date >= estate.today]


def _previous_reminders(estate: Estate, month: str, mode: Mode | None) -> tuple[PreviousReminder, ...]:
    """What stands stays while it is possible; what was to ride on a visit that has gone elsewhere is free."""
    to_come = open_reminders(estate, month)
    by_hand = set() if mode == "fresh" else put_by_hand(estate, "remind plan", month, to_come)

    def status(reminder: Reminder) -> Status:
        if reminder.pinned or reminder.id in by_hand:
            return "pinned"
        if mode == "fresh":
            return "forgotten"
        return "kept" if _still_rides(estate, reminder) else "planned"

    return tuple(PreviousReminder(account_key(one), reminder_place(estate, one), status(one)) for one in to_come)


def reminder_place(estate: Estate, reminder: Reminder) -> Assignment:
    """As the planner names it: a payer who lives elsewhere is no home of the estate."""
    return Assignment(reminder.date, reminder.officer, reminder.slot or "", home_key(estate, reminder))


def _still_rides(estate: Estate, reminder: Reminder) -> bool:
    if reminder.with_visit is None:
        return True
    visit = estate.store.find(Visit, reminder.with_visit)
    return visit is not None and visit.is_open and (visit.date, visit.officer) == (reminder.date, reminder.officer)


# --- who is left in peace ---------------------------------------------------------------------------------------------


def _barred(estate: Estate, owed: fees.Account, contacts: Sequence[Reminder], month: str) -> Reason | None:
    """What a planner cannot weigh: the developer's debts, what is with the lawyers, what is hardly overdue, and enough contacts for one
    month."""
    if owed.payer == DEVELOPER:
        return Reason("developer")
    if contacts and contacts[-1].stage == 4:
        return Reason("legal")
    youngest = estate.policy(ReminderPolicy).stage_age_days[0]
    if owed.overdue_days < youngest:
        return Reason("too-young", {"days": owed.overdue_days, "age": youngest})
    this_month = [contact for contact in contacts if f"{contact.date:%Y-%m}" == month]
    if len(this_month) >= estate.policy(ReminderPolicy).contacts_per_month:
        return Reason("enough-contacts", {"count": len(this_month)})
    return None


# --- accounts ---------------------------------------------------------------------------------------------------------


def _account(estate: Estate, owed: fees.Account, contacts: Sequence[Reminder], instance: Instance) -> Account:
    last = contacts[-1] if contacts else None
    promise = last.promised_on if last and last.result is ReminderResult.PROMISED else None
    return Account(
        id=account_key(owed),
        unit=home_key(estate, owed),
        payer=owed.payer,
        amount=int(owed.amount * 100),
        overdue_days=owed.overdue_days,
        stage=str(next_stage(last, owed.overdue_days, estate.policy(ReminderPolicy).stage_age_days)),
        promise=promise,
        last_reminder=max(_planned_before(estate, owed, instance.month) + [one.date for one in contacts], default=None),
        hold=hold_of(estate, owed, instance.today),
        deadline=_deadline(estate, owed, contacts, instance),
    )


def _planned_before(estate: Estate, owed: fees.Account, month: Day) -> list[Day]:
    """Contacts that are to come before the month: they keep their distance too."""
    about_it = [one for one in estate.store.where(Reminder, "unit", owed.unit) if one.payer == owed.payer]
    return [one.date for one in about_it if one.is_open and one.date < month]


def next_stage(last: Reminder | None, overdue_days: int, ages: Sequence[int]) -> int:
    """One further than the last contact when that was refused or its promise broken, and never before its age. The fourth stage, legal
    action, is never reached by planning."""
    if last is None:
        return 1
    wanted = last.stage + (last.result in (ReminderResult.REFUSED, ReminderResult.PROMISED))
    return max(stage for stage in (1, 2, 3) if stage <= max(1, min(wanted, 3)) and (stage == 1 or overdue_days >= ages[stage - 1]))


def way_of(estate: Estate, stage: int, payer: str, piggyback: str | None) -> ReminderWay:
    """A notice by the channel the payer likes, a second word by phone, a formal demand by sealed letter."""
    if piggyback == "unit":
        return ReminderWay.DOOR
    person = estate.store.find(Resident, payer)
    if stage == 1:
        wished = person.contact.channel if person and person.contact else None
        by_channel = (way for way in ReminderWay if str(way) == str(wished) and wished is not Channel.DOOR)
        return next(by_channel, ReminderWay.WECHAT)
    return ReminderWay.PHONE if stage == 2 else ReminderWay.LETTER


def _deadline(estate: Estate, owed: fees.Account, contacts: Sequence[Reminder], instance: Instance) -> date | None:
    """Where the claim lapses soon after the month, a reminder must not wait for the next one."""
    month_end = max(instance.calendar)
    return month_end if lapse_of(estate, owed, contacts) - month_end <= timedelta(days=WARNING_DAYS) else None


# --- homes ------------------------------------------------------------------------------------------------------------


def home_key(estate: Estate, owed: fees.Account | Reminder) -> str:
    """A payer who lives elsewhere is reached by phone or letter: the home's own visits and quiet times are not theirs."""
    return owed.unit if _lives_there(estate, owed) else account_key(owed)


def _lives_there(estate: Estate, owed: fees.Account | Reminder) -> bool:
    person = estate.store.find(Resident, owed.payer)
    unit = estate.store.find(Unit, owed.unit)
    if person is None or unit is None or not person.lives_here(estate.today):
        return False
    return unit.occupancy is Occupancy.OWNER or (unit.occupancy is Occupancy.LET and person.role is ResidentRole.TENANT)


def _households(estate: Estate, instance: Instance, owing: Iterable[fees.Account]) -> tuple[Household, ...]:
    elsewhere = {account_key(owed): owed.unit for owed in owing if not _lives_there(estate, owed)}
    known = {household.id: household for household in instance.households}
    strangers = [
        Household(id=key, building=known[unit].building, storey=known[unit].storey, occupied=False, fold_reminder=False)
        for key, unit in elsewhere.items()
    ]
    return (*(replace(home, fold_reminder=_may_fold(estate, home)) for home in instance.households), *strangers)


def _may_fold(estate: Estate, home: Household) -> bool:
    """No talk of money on a care, call-back or move-in visit, nor twice in half a year."""
    if home.flags:
        return False
    visits = [visit for visit in estate.store.where(Visit, "unit", home.id) if visit.is_open]
    if any(visit.type is not VisitKind.REGULAR for visit in visits):
        return False
    own = {visit.id for visit in estate.store.where(Visit, "unit", home.id)}
    since = estate.today - timedelta(days=estate.policy(ReminderPolicy).fold_gap_days)
    folded = [one for one in estate.store.where(Reminder, "unit", home.id) if one.with_visit in own and one.status is ReminderStatus.DONE]
    return not any(one.date >= since for one in folded)
