"""A year of visits: every household about twice, each officer's spread over his days on duty."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from propops.models.resident import ContactPreference, PreferenceMode, ProfileEntry, Resident, Welcome
from propops.models.staff import Staff
from propops.models.visit import Visit, VisitKind, VisitMethod, VisitStatus
from propops.sample.days import at, days_of, is_holiday
from propops.sample.dice import Dice
from propops.sample.homes import Home
from propops.sample.team import SUPERVISOR
from propops.sample.visit_words import CARE, DECLINED, HEARD, OPINIONS, POSTPONED, PROFILE
from propops.sample.world import SHOWN, World

DOORS_PER_DAY, DOORS_PER_SLOT = 8, 4
ROUND = 6  # months in which every household is called on once
REST_AFTER_REFUSAL = timedelta(180)
_OPENING = {"am": (9, 0), "pm": (14, 35), "ev": (18, 30)}

_OUTCOMES = (
    (77, VisitStatus.DONE),
    (13, VisitStatus.NO_ANSWER),
    (6, VisitStatus.POSTPONED),
    (2, VisitStatus.DECLINED),
    (2, VisitStatus.CANCELLED),
)
_VERBS = {
    VisitStatus.DONE: "done",
    VisitStatus.NO_ANSWER: "no-answer",
    VisitStatus.POSTPONED: "postpone",
    VisitStatus.DECLINED: "declined",
    VisitStatus.CANCELLED: "cancel",
}


@dataclass
class Round:
    """The visits while they are being made: how full each day is, who refused, what is known of whom."""

    world: World
    doors: dict[tuple[str, date], list[str]] = field(default_factory=dict)
    resting: dict[str, date] = field(default_factory=dict)
    people: dict[str, Resident] = field(default_factory=dict)
    next_up: list[Home] = field(default_factory=list)  # whose turn comes after the end
    called: dict[str, date] = field(default_factory=dict)  # the last day on which each home was called on

    def slot_on(self, officer: Staff, day: date, person: Resident) -> str | None:
        """The slot in which this officer could call on this person then."""
        shift = officer.shift_on(day)
        if shift is None or is_holiday(day) or any(period.from_ <= day <= period.to for period in person.do_not_disturb):
            return None
        slot = _slot(shift, person.contact)
        taken = self.doors.get((officer.id, day), [])
        is_full = len(taken) >= DOORS_PER_DAY or taken.count(slot) >= DOORS_PER_SLOT
        return None if is_full or _unwelcome(person.contact, day, slot) else slot

    def book(self, officer: str, day: date, slot: str) -> int:
        """How many have been booked into the slot before."""
        taken = self.doors.setdefault((officer, day), [])
        taken.append(slot)
        return taken.count(slot) - 1


def _slot(shift: str, wish: ContactPreference | None) -> str:
    if shift == "early":
        return "am"
    return "ev" if wish is not None and "ev" in wish.slots else "pm"


def _unwelcome(wish: ContactPreference | None, day: date, slot: str) -> bool:
    if wish is None or wish.mode is PreferenceMode.PREFER:
        return False
    on_another_day = wish.weekdays and day.weekday() not in {weekday.number for weekday in wish.weekdays}
    return bool(on_another_day or (wish.slots and slot not in wish.slots))


def visit(world: World) -> Round:
    """Month by month: the plan at the end of the month before, then what became of each visit."""
    made = Round(world)
    homes = [home for home in world.lived_in if home.dweller.visits is not Welcome.OPTED_OUT]
    phase = {home.id: i % ROUND for i, home in enumerate(world.dice("rotation").mixed(homes))}
    months = list(world.span.months())
    phase |= {SHOWN: len(months) % ROUND} if SHOWN in phase else {}  # so that the first month to be planned has it
    made.next_up = [home for home in homes if phase[home.id] == len(months) % ROUND]
    for count, month in enumerate(months):
        due = sorted((home for home in homes if phase[home.id] == count % ROUND), key=lambda home: home.id != SHOWN)
        plan = [*_plan(made, due, month), *_care(made, homes, month)]
        _record_plan(world, month, [planned for planned, __ in plan])
        for planned, home in sorted(plan, key=lambda pair: (pair[0].date, _OPENING[pair[0].slot or "am"])):
            call(made, planned, home)
    return made


def _record_plan(world: World, month: date, plan: Sequence[Visit]) -> None:
    if plan:
        ordered = sorted(plan, key=lambda planned: (planned.date, planned.officer, planned.slot or "", planned.id))
        world.journal.act(at(month - timedelta(1), 16, 30), SUPERVISOR, "visit plan", f"走访计划 {month:%Y-%m} 共{len(plan)}户", *ordered)


def _plan(made: Round, homes: Sequence[Home], month: date) -> list[tuple[Visit, Home]]:
    groups: dict[str, tuple[Staff, list[Home]]] = {}
    for home in homes:
        if made.resting.get(home.id, month) <= month:
            officer = made.world.team.responsible(home.unit.building, home.index)
            groups.setdefault(officer.id, (officer, []))[1].append(home)
    return [pair for officer, mine in groups.values() for pair in _plan_of(made, officer, mine, list(days_of(month)))]


def _plan_of(made: Round, officer: Staff, homes: Sequence[Home], days: Sequence[date]) -> list[tuple[Visit, Home]]:
    on_duty = [day for day in days if officer.shift_on(day) and not is_holiday(day)]
    plan = []
    for i, home in enumerate(homes):
        wanted = (2 * i + 1) * len(on_duty) // (2 * len(homes))
        ordered = sorted(on_duty, key=lambda day: abs(on_duty.index(day) - wanted))
        day = next((day for day in ordered if made.slot_on(officer, day, home.dweller)), None)
        if day is not None:
            plan.append((plan_visit(made, officer, home, day, reason="轮访"), home))
    return plan


def plan_visit(
    made: Round, officer: Staff, home: Home, day: date, reason: str, kind: VisitKind = VisitKind.REGULAR, follows: Visit | None = None
) -> Visit:
    slot = made.slot_on(officer, day, home.dweller) or _slot(officer.shift_on(day) or "early", None)
    made.book(officer.id, day, slot)
    made.called[home.id] = day
    planned = Visit(
        unit=home.id,
        officer=officer.id,
        date=day,
        slot=slot,
        method=VisitMethod.DOOR,
        type=kind,
        reason=reason,
        follows=follows.id if follows else None,
    )
    return made.world.journal.new(at(day, 0), planned)


def _care(made: Round, homes: Sequence[Home], month: date) -> list[tuple[Visit, Home]]:
    """Who is old and alone, or needs help, is called on every quarter besides."""
    if month.month % 3 != 2:
        return []
    plan = []
    for home in homes:
        officer = made.world.team.responsible(home.unit.building, home.index)
        day = next((day for day in list(days_of(month))[9:] if made.slot_on(officer, day, home.dweller)), None)
        if home.dweller.emergency_contact and day is not None:
            plan.append((plan_visit(made, officer, home, day, reason="关怀走访", kind=VisitKind.SPECIAL), home))
    return plan


# --- what became of a visit -------------------------------------------------------------------------------------------


def call(made: Round, planned: Visit, home: Home, attempt: int = 1) -> None:
    dice = made.world.dice("call", planned.id)
    moment = _moment(planned, dice)
    status = VisitStatus.DONE if planned.type is VisitKind.SPECIAL else dice.weighted(_OUTCOMES)
    if status is VisitStatus.DONE or attempt > 3:
        _done(made, planned, home, moment, dice)
    elif status is VisitStatus.DECLINED:
        made.resting[home.id] = planned.date + REST_AFTER_REFUSAL
        _close(made, replace(planned, status=status, content=dice.pick(DECLINED)), moment, "走访被婉拒")
    elif status is VisitStatus.CANCELLED:
        _close(made, replace(planned, status=status, note="当日临时支援前台，并入下一轮"), moment, "走访取消")
    else:
        _again(made, planned, home, moment, attempt, status, dice)


def _moment(planned: Visit, dice: Dice) -> datetime:
    hour, minute = _OPENING[planned.slot or "am"]
    return at(planned.date, hour, minute + dice.number(8, 75))


def _close(made: Round, visit: Visit, moment: datetime, word: str) -> None:
    made.world.journal.write(moment, visit.officer, f"visit {_VERBS[visit.status]}", word, visit)


def _again(made: Round, planned: Visit, home: Home, moment: datetime, attempt: int, status: VisitStatus, dice: Dice) -> None:
    """Nobody in, or another day wished: the next visit follows this one, on the other shift if it can be."""
    officer = next(person for person in made.world.team.officers if person.id == planned.officer)
    was_out = status is VisitStatus.NO_ANSWER
    day = _next_day(made, officer, home, planned, dice.number(3, 8), other_slot=was_out)
    ended = replace(planned, status=status, content=None if was_out else dice.pick(POSTPONED))
    reason = f"第{attempt + 1}次上门" if was_out else "住户改约"
    following = plan_visit(made, officer, home, day, reason, planned.type, planned)
    if attempt == 3 and was_out:
        following = replace(following, method=VisitMethod.PHONE, reason="三次上门无人，改为电话")
    word = "走访无人" if was_out else "走访改约"
    made.world.journal.write(moment, planned.officer, f"visit {_VERBS[status]}", word, ended, following)
    call(made, following, home, attempt + 1)


def _next_day(made: Round, officer: Staff, home: Home, planned: Visit, gap: int, other_slot: bool) -> date:
    days = [planned.date + timedelta(gap + i) for i in range(40)]
    slots = {day: made.slot_on(officer, day, home.dweller) for day in days}
    usable = [day for day in days if slots[day]]
    other = [day for day in usable[:8] if slots[day] != planned.slot]
    return (other if other and other_slot else usable)[0]


def _done(made: Round, planned: Visit, home: Home, moment: datetime, dice: Dice) -> None:
    content = dice.pick(CARE if planned.type is VisitKind.SPECIAL else HEARD)
    done = replace(planned, status=VisitStatus.DONE, met=home.dweller.id, content=content, satisfaction=_satisfaction(dice))
    follow_on = None
    if dice.chance(0.3):
        category, opinion, action = dice.pick(OPINIONS)
        follow_on = planned.date + timedelta(dice.number(5, 9)) if dice.chance(0.35) else None
        done = replace(done, category=category, opinion=opinion, action=action, follow_up_on=follow_on)
    learnt = (_learnt(made, home, planned.date, dice),) if dice.chance(0.35) else ()
    made.world.journal.write(moment, planned.officer, "visit done", "走访完成", done, *learnt)
    if follow_on is not None:
        _follow_up(made, done, home, follow_on)


def _satisfaction(dice: Dice) -> int:
    return dice.weighted(((38, 5), (45, 4), (14, 3), (3, 2)))


def _learnt(made: Round, home: Home, day: date, dice: Dice) -> Resident:
    person = made.people.get(home.dweller.id, home.dweller)
    key, value = dice.pick([entry for entry in PROFILE if entry[0] not in {known.key for known in person.profile}] or PROFILE)
    kept = tuple(known for known in person.profile if known.key != key)
    made.people[person.id] = replace(person, profile=(*kept, ProfileEntry(key=key, value=value, noted_on=day)))
    return made.people[person.id]


def _follow_up(made: Round, visit: Visit, home: Home, day: date) -> None:
    """A telephone call on the day promised, whoever sits at the desk."""
    moment = at(day, 10, 15) if made.world.team.on_duty(day, "early") else at(day, 15, 20)
    by = made.world.team.desk(moment)
    call_back = Visit(
        unit=visit.unit,
        officer=by,
        date=day,
        method=VisitMethod.PHONE,
        type=VisitKind.SPECIAL,
        reason="跟进上次走访",
        status=VisitStatus.DONE,
        follows=visit.id,
        met=visit.met,
        content="电话回告处理情况，住户认可",
    )
    made.world.journal.add(moment, by, "visit done", "走访跟进", call_back)
