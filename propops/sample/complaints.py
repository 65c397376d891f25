"""A year of ordinary complaints, each from the first call to the call-back."""

from datetime import date, datetime, timedelta

from propops.models.complaint import (
    CallbackOutcome,
    Complaint,
    ComplaintCategory,
    ComplaintSource,
    Department,
)
from propops.sample.complaint_words import AGAIN, MATTERS, THANKS, UNHAPPY, Matter
from propops.sample.days import at, days_of, waking
from propops.sample.dice import Dice
from propops.sample.docket import Docket, opened
from propops.sample.homes import Home
from propops.sample.team import CASHIER, CLEANER, ENGINEERS, GUARD
from propops.sample.world import World

PER_MONTH = 8  # in 240 homes
REPEAT_DAYS = 30  # within these the same matter of the same home would be a repeat
QUIET_END_DAYS = 7  # what is open at the end is told by name
Source = ComplaintSource
_SOURCES = (
    (8, Source.PHONE),
    (4, Source.WALK_IN),
    (3, Source.WECHAT),
    (2, Source.OWNERS_GROUP),
    (1, Source.VISIT),
)
_ASSIGNEES = {
    Department.ENGINEERING: ENGINEERS,
    Department.SECURITY: (GUARD,),
    Department.CLEANING: (CLEANER,),
    Department.GREENING: (CLEANER,),
    Department.FINANCE: (CASHIER,),
    Department.SERVICE: (),
}


def complain(world: World) -> None:
    latest: dict[tuple[str, ComplaintCategory], date] = {}
    for month in world.span.months():
        dice = world.dice("complaints", month)
        days = [day for day in days_of(month) if day <= world.span.ago(QUIET_END_DAYS)]
        for __ in range(round(PER_MONTH * world.size) if days else 0):
            day, home, matter = dice.pick(days), dice.pick(world.lived_in), dice.pick(MATTERS)
            if abs((day - latest.get((home.id, matter.category), date.min)).days) > REPEAT_DAYS:
                latest[home.id, matter.category] = day
                handle(world, home, matter, _received(day, dice), dice)


def _received(day: date, dice: Dice) -> datetime:
    return at(day, 7, 20 + dice.number(0, 760))


def receive(world: World, home: Home, matter: Matter, moment: datetime, source: ComplaintSource, entered: datetime | None = None) -> Docket:
    """`entered` is when it was copied from paper, where it could not be taken down at once."""
    by = world.team.desk(entered or moment)
    complaint = Complaint(
        unit=home.id,
        place=matter.place or None,
        complainant=home.dweller.id,
        received_at=moment,
        source_=source,
        category=matter.category,
        class_=matter.class_,
        content=matter.content,
        received_by=by,
        late_entry="前台电脑故障，先登记在纸上" if entered else None,
        log=opened(entered or moment, by),
    )
    return Docket(world, complaint)


def assign(docket: Docket, matter: Matter, moment: datetime, dice: Dice) -> datetime:
    """Acknowledged within minutes, handed to the department that can help; says when."""
    accepted = moment + timedelta(minutes=dice.number(3, 12))
    docket.accept(accepted)
    assignees = _ASSIGNEES[matter.department]
    if not assignees:
        return accepted
    handed = accepted + timedelta(minutes=dice.number(4, 25))
    docket.transfer(handed, dice.pick(assignees), matter.department, "已致电住户，告知处理时限")
    return handed


def handle(world: World, home: Home, matter: Matter, moment: datetime, dice: Dice) -> None:
    source, entered = dice.weighted(_SOURCES), at(moment.date() + timedelta(1), 9, 5)
    is_late = dice.chance(0.02)
    docket = receive(world, home, matter, moment, source, entered if is_late else None)
    moment = entered if is_late else moment
    handed = assign(docket, matter, moment, dice)
    if dice.chance(0.02):
        docket.withdraw(waking(handed + timedelta(hours=3)), "住户来电撤回")
        return
    end = waking(moment + timedelta(hours=matter.hours, minutes=dice.number(0, 50)))
    docket.note(waking(moment + (end - moment) / 2), matter.note)
    docket.resolve(end, matter.result)
    _follow(docket, matter, end, dice)


def _follow(docket: Docket, matter: Matter, resolved: datetime, dice: Dice) -> None:
    """Within a day somebody else calls back; now and then it has to be done again."""
    called = waking(resolved + timedelta(hours=dice.number(2, 10), minutes=dice.number(0, 59)))
    if dice.chance(0.06):
        docket.call_back(called, CallbackOutcome.DISSATISFIED, AGAIN)
        docket.note(waking(called + timedelta(hours=3)), matter.note)
        again = waking(called + timedelta(hours=20))
        docket.resolve(again, f"再次处理：{matter.result}")
        called = waking(again + timedelta(hours=6))
    outcome = dice.weighted(((85, CallbackOutcome.SATISFIED), (10, CallbackOutcome.EXPLAINED), (5, CallbackOutcome.UNREACHABLE)))
    if outcome is CallbackOutcome.UNREACHABLE:
        _three_tries(docket, called)
    else:
        docket.call_back(called, outcome, dice.pick(THANKS if outcome is CallbackOutcome.SATISFIED else UNHAPPY))


def _three_tries(docket: Docket, first: datetime) -> None:
    """The officers call twice, the supervisor a third time and closes it."""
    for nth in range(2):
        docket.call_back(waking(first + timedelta(minutes=nth * 150)), CallbackOutcome.UNREACHABLE)
    docket.call_back(waking(first + timedelta(hours=20)), CallbackOutcome.UNREACHABLE, "三次未接，已发短信告知结果", by_senior=True)
