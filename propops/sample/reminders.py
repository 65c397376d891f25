"""Reminders of the past months: planned at the end of a month, spread over the next, with what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from propops.models.bill import Bill
from propops.models.reminder import ArrearsReason, Reminder, ReminderResult, ReminderStatus, ReminderWay
from propops.models.resident import Welcome
from propops.models.staff import Staff
from propops.sample.days import at, days_of, is_holiday, month_after
from propops.sample.dice import Dice
from propops.sample.fees import Account
from propops.sample.homes import DEVELOPER, Home
from propops.sample.team import SUPERVISOR
from propops.sample.world import World

_WAYS = {
    1: (ReminderWay.WECHAT, ReminderWay.PHONE),
    2: (ReminderWay.PHONE,),
    3: (ReminderWay.LETTER, ReminderWay.DOOR),
    4: (ReminderWay.LETTER,),
}
_EVIDENCE = {ReminderWay.LETTER: "催告函签收回执已存档", ReminderWay.DOOR: "两人上门，记录表已存档"}
_RESULTS = {
    ArrearsReason.FORGOT: (ReminderResult.NO_ANSWER, ReminderResult.PROMISED),
    ArrearsReason.AWAY: (ReminderResult.NO_ANSWER, ReminderResult.PROMISED),
    ArrearsReason.VACANT: (ReminderResult.NO_ANSWER, ReminderResult.WRONG_NUMBER),
    ArrearsReason.UNHAPPY: (ReminderResult.REFUSED, ReminderResult.TO_VERIFY),
    ArrearsReason.HARDSHIP: (ReminderResult.PROMISED, ReminderResult.NO_ANSWER),
    ArrearsReason.REFUSES: (ReminderResult.REFUSED,),
    ArrearsReason.UNREACHABLE: (ReminderResult.NO_ANSWER, ReminderResult.NO_ANSWER),
}
ANSWER_DAYS = 20  # a reminder's answer is a promise where the money came within these days


@dataclass(frozen=True)
class Case:
    """All that one payer owes for one home on the day of planning."""

    home: Home
    payer: str
    bills: tuple[Bill, ...]
    paid: date | None
    reason: ArrearsReason

    @property
    def amount(self) -> Decimal:
        return sum((bill.amount for bill in self.bills), Decimal(0))


def remind(world: World, accounts: Sequence[Account]) -> None:
    """One plan a month; a payer who pays before his day is skipped."""
    stages: dict[str, int] = {}
    by_due = sorted(accounts, key=lambda account: account.bills[0].due)
    for month in world.span.months():
        plan = [reminder for group in _by_officer(world, _cases(by_due, month)) for reminder in _spread(world, group, month, stages)]
        if plan:
            _record_plan(world, month, plan)


def _cases(accounts: Sequence[Account], month: date) -> list[Case]:
    planned_on = month - timedelta(1)
    owed: dict[tuple[str, str], list[Account]] = {}
    for account in accounts:
        is_owed = account.paid is None or account.paid > planned_on
        if account.bills[0].due < planned_on and is_owed and account.payer != DEVELOPER:
            owed.setdefault((account.home.id, account.payer), []).append(account)
    return [_case(found) for found in owed.values()]


def _case(found: Sequence[Account]) -> Case:
    days = [account.paid for account in found]
    paid = None if None in days else max(day for day in days if day)
    return Case(found[0].home, found[0].payer, tuple(bill for account in found for bill in account.bills), paid, found[0].reason)


def _by_officer(world: World, cases: Sequence[Case]) -> list[tuple[Staff, list[Case]]]:
    groups: dict[str, tuple[Staff, list[Case]]] = {}
    for case in cases:
        officer = world.team.responsible(case.home.unit.building, case.home.index)
        groups.setdefault(officer.id, (officer, []))[1].append(case)
    return list(groups.values())


def _spread(world: World, group: tuple[Staff, list[Case]], month: date, stages: dict[str, int]) -> list[tuple[Reminder, Case]]:
    officer, cases = group
    days = [day for day in days_of(month) if officer.shift_on(day) and not is_holiday(day)]
    cases = sorted(cases, key=lambda case: case.home.index)
    return [
        (_reminder(world, case, officer, days[(2 * i + 1) * len(days) // (2 * len(cases))], stages), case) for i, case in enumerate(cases)
    ]


def _reminder(world: World, case: Case, officer: Staff, day: date, stages: dict[str, int]) -> Reminder:
    stage = min(stages.get(case.payer, 0) + 1, 3)
    if not _paid_before(case, day):
        stages[case.payer] = stage
    shift = officer.shift_on(day)
    reminder = Reminder(
        unit=case.home.id,
        payer=case.payer,
        officer=officer.id,
        date=day,
        slot="am" if shift == "early" else "pm",
        stage=stage,
        way=_way(case.home, world.dice("way", case.payer, day).pick(_WAYS[stage])),
        bills=tuple(bill.id for bill in case.bills),
        amount=case.amount,
    )
    return world.journal.new(at(day, 9), reminder)


def _way(home: Home, way: ReminderWay) -> ReminderWay:
    """Nobody goes to a door that nobody opens, or at which no visit is wished for."""
    opens = home.lived_in and home.dweller.visits is not Welcome.OPTED_OUT
    return way if opens or way is not ReminderWay.DOOR else ReminderWay.LETTER


def _record_plan(world: World, month: date, plan: Sequence[tuple[Reminder, Case]]) -> None:
    reminders = sorted((reminder for reminder, __ in plan), key=lambda reminder: (reminder.date, reminder.officer, reminder.id))
    moment = at(month - timedelta(1), 16, 45)
    world.journal.act(moment, SUPERVISOR, "remind plan", f"催费计划 {month:%Y-%m} 共{len(plan)}户", *reminders)
    for reminder, case in plan:
        if _paid_before(case, reminder.date):
            _skip(world, reminder, case)
        else:
            world.journal.write(_hour(world, reminder), reminder.officer, "remind done", "催费完成", _answered(world, reminder, case))


def _paid_before(case: Case, day: date) -> bool:
    return case.paid is not None and case.paid <= day


def _skip(world: World, reminder: Reminder, case: Case) -> None:
    """Whoever is there on the morning after the payment takes it off the list."""
    assert case.paid is not None
    moment = min(_hour(world, reminder), at(case.paid + timedelta(1), 8, 40))
    skipped = replace(reminder, status=ReminderStatus.SKIPPED, note="上门或致电前已缴清")
    world.journal.write(moment, world.team.here(reminder.officer, moment), "remind skip", "催费取消", skipped)


def _hour(world: World, reminder: Reminder) -> datetime:
    dice = world.dice("remind-hour", reminder.id)
    return at(reminder.date, 9 if reminder.slot == "am" else 15, dice.number(5, 145))


def _answered(world: World, reminder: Reminder, case: Case) -> Reminder:
    dice = world.dice("answer", reminder.id)
    result, promised = _answer(reminder, case, dice)
    letter = reminder.way is ReminderWay.LETTER and result is not ReminderResult.PROMISED
    return replace(
        reminder,
        status=ReminderStatus.DONE,
        reason=case.reason,
        result=ReminderResult.TO_VERIFY if letter else result,
        promised_on=promised,
        promised_amount=case.amount if promised else None,
        next_on=promised or reminder.date + timedelta(30),
        evidence=_EVIDENCE.get(reminder.way) if reminder.way else None,
    )


def _answer(reminder: Reminder, case: Case, dice: Dice) -> tuple[ReminderResult, date | None]:
    if case.paid is not None and case.paid <= reminder.date + timedelta(ANSWER_DAYS):
        return ReminderResult.PROMISED, case.paid
    if case.paid is not None:
        return ReminderResult.NO_ANSWER, None
    result = dice.pick(_RESULTS[case.reason])
    # Who has no money yet names the day after the next salary.
    return result, month_after(reminder.date) + timedelta(9) if result is ReminderResult.PROMISED else None
