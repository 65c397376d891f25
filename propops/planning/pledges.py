"""Promises held against the records: each measure is a function over the records of a span of days, each figure knows its records."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from propops.choices import Choice
from propops.i18n import N_
from propops.models.complaint import Complaint, ComplaintStatus
from propops.models.contact import Channel, Contact
from propops.models.key_loan import KeyLoan
from propops.models.parts.complaint_log import Duty
from propops.models.parts.promise import PledgeMeasure
from propops.models.reminder import Reminder, ReminderStatus
from propops.models.visit import Visit, VisitStatus
from propops.planning.complaints import Clock, duties, started


class Unit(Choice):
    """Of what is averaged."""

    RINGS = "rings", N_("rings")
    MINUTES = "minutes", N_("minutes")
    SCORE = "score", N_("of 100")


@dataclass(frozen=True)
class File:
    """How complete a household's file is, in per cent, and which officers keep it."""

    unit: str
    score: int
    officers: Sequence[str]


@dataclass(frozen=True)
class Ground:
    """What there is from `first` to `last`, of one officer or, without one, of everybody; `quota` are the visits owed in that time."""

    first: date
    last: date
    now: datetime
    officer: str | None
    clock: Clock
    rings: int
    quota: int
    contacts: Sequence[Contact] = ()
    complaints: Sequence[Complaint] = ()
    loans: Sequence[KeyLoan] = ()
    visits: Sequence[Visit] = ()
    reminders: Sequence[Reminder] = ()
    files: Sequence[File] = ()

    def covers(self, day: date, officer: str) -> bool:
        return self.first <= day <= self.last and self.officer in (None, officer)


@dataclass(frozen=True)
class Case:
    """One record that a promise was kept in, or not; `amount` is what was measured of it."""

    id: str
    day: date
    officer: str
    kept: bool
    amount: int | None = None


@dataclass(frozen=True)
class Figure:
    """What the records say of a promise: `kept` of `counted`; an average where something was measured."""

    measure: PledgeMeasure
    cases: tuple[Case, ...]
    counted: int
    unit: Unit | None

    @property
    def kept(self) -> int:
        return sum(case.kept for case in self.cases)

    @property
    def percent(self) -> int | None:
        """Rounded down: a hundred means that there was no exception."""
        return 100 * self.kept // self.counted if self.counted else None

    @property
    def average(self) -> Decimal | None:
        amounts = [case.amount for case in self.cases if case.amount is not None]
        return (Decimal(sum(amounts)) / len(amounts)).quantize(Decimal("0.1"), ROUND_HALF_UP) if amounts else None

    @property
    def against(self) -> list[Case]:
        return [case for case in self.cases if not case.kept]


# --- measures ---------------------------------------------------------------------------------------------------------


def _calls(ground: Ground, tested: bool) -> Iterator[Case]:
    for call in ground.contacts:
        if call.rings is not None and (call.test_call is not None) == tested and ground.covers(call.at.date(), call.handled_by):
            yield Case(call.id, call.at.date(), call.handled_by, call.rings <= ground.rings, call.rings)


def _requests(ground: Ground) -> Iterator[Contact]:
    return (one for one in ground.contacts if one.test_call is None and ground.covers(one.at.date(), one.handled_by))


def _answered(ground: Ground) -> Iterator[Case]:
    """What came in today may still be answered."""
    for one in _requests(ground):
        if not one.is_open or one.at.date() < ground.now.date():
            yield Case(one.id, one.at.date(), one.handled_by, not one.is_open)


def _callers_noted(ground: Ground) -> Iterator[Case]:
    for one in _requests(ground):
        if one.channel is Channel.PHONE:
            yield Case(one.id, one.at.date(), one.handled_by, bool((one.unit or one.place) and (one.caller or one.name)))


def _complaints(ground: Ground, duty: Duty) -> Iterator[Case]:
    """Whoever took a complaint down answers for it. What hangs on a parent is not timed: it is its parent that is worked on."""
    for one in ground.complaints:
        is_timed = one.parent is None and one.status is not ComplaintStatus.WITHDRAWN
        owed = duties(one, ground.clock).get(duty) if is_timed and ground.covers(one.received_at.date(), one.received_by) else None
        if owed is not None and (owed.done is not None or owed.is_late(ground.now)):
            began = one.resolved_at if duty is Duty.CALLBACK and one.resolved_at else started(one)
            took = int((owed.done - began).total_seconds()) // 60 if owed.done else None
            yield Case(one.id, one.received_at.date(), one.received_by, not owed.is_late(ground.now), took)


def _keys_back(ground: Ground) -> Iterator[Case]:
    """Whoever hands a key out sees to its return; a lost one never comes."""
    for loan in ground.loans:
        if ground.covers(loan.due_at.date(), loan.out_by) and (loan.in_at or loan.lost_on or loan.due_at < ground.now):
            yield Case(loan.id, loan.due_at.date(), loan.out_by, loan.in_at is not None and loan.in_at <= loan.due_at)


FILE_SCORE = 80


def _files(ground: Ground) -> Iterator[Case]:
    for file in ground.files:
        if ground.officer is None or ground.officer in file.officers:
            yield Case(file.unit, ground.now.date(), ground.officer or "", file.score >= FILE_SCORE, file.score)


def _visits(ground: Ground) -> Iterator[Case]:
    for visit in ground.visits:
        if visit.status is VisitStatus.DONE and ground.covers(visit.date, visit.officer):
            yield Case(visit.id, visit.date, visit.officer, True)


def _visits_recorded(ground: Ground) -> Iterator[Case]:
    for visit in ground.visits:
        if visit.date < ground.now.date() and visit.status is not VisitStatus.CANCELLED and ground.covers(visit.date, visit.officer):
            yield Case(visit.id, visit.date, visit.officer, not visit.is_open)


def _reminders(ground: Ground) -> Iterator[Case]:
    for one in ground.reminders:
        if one.date < ground.now.date() and one.status is not ReminderStatus.SKIPPED and ground.covers(one.date, one.officer):
            yield Case(one.id, one.date, one.officer, one.status is ReminderStatus.DONE)


@dataclass(frozen=True)
class Measure:
    """`owed` says how many there should be, where that does not follow from the records."""

    cases: Callable[[Ground], Iterable[Case]]
    unit: Unit | None = None
    owed: Callable[[Ground], int] | None = None


M = PledgeMeasure
MEASURES: Mapping[PledgeMeasure, Measure] = {
    M.RINGS: Measure(lambda ground: _calls(ground, tested=False), Unit.RINGS),
    M.RINGS_TESTED: Measure(lambda ground: _calls(ground, tested=True), Unit.RINGS),
    M.ANSWERED: Measure(_answered),
    M.CALLERS_NOTED: Measure(_callers_noted),
    M.ACCEPTED: Measure(lambda ground: _complaints(ground, Duty.ACKNOWLEDGE), Unit.MINUTES),
    M.REPLIED: Measure(lambda ground: _complaints(ground, Duty.REPLY), Unit.MINUTES),
    M.SOLVED: Measure(lambda ground: _complaints(ground, Duty.CLOSE), Unit.MINUTES),
    M.CALLED_BACK: Measure(lambda ground: _complaints(ground, Duty.CALLBACK), Unit.MINUTES),
    M.KEYS_BACK: Measure(_keys_back),
    M.FILES: Measure(_files, Unit.SCORE),
    M.VISITS: Measure(_visits, owed=lambda ground: ground.quota),
    M.VISITS_RECORDED: Measure(_visits_recorded),
    M.REMINDERS: Measure(_reminders),
}


def figure(name: PledgeMeasure, ground: Ground) -> Figure | None:
    """None where the estate keeps no records that would show it."""
    measure = MEASURES.get(name)
    if measure is None:
        return None
    cases = tuple(sorted(measure.cases(ground), key=lambda case: (case.day, case.id)))
    return Figure(name, cases, measure.owed(ground) if measure.owed else len(cases), measure.unit)
