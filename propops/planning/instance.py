"""What the planners are given: one month of one estate, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from propops.planning.workdays import Kind

# How much a new plan respects what the last one put there: `planned` gives way when it must, `kept` is a reminder that stays while
# it is possible, `forgotten` counts only for telling what has changed.
Status = Literal["planned", "notified", "pinned", "kept", "forgotten"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A visiting window of a shift; one by appointment is offered only to households whose window names it, or kept for one agreed on."""

    id: str
    shift: str
    appointment: bool = False


@dataclass(frozen=True, slots=True)
class Officer:
    """`shifts` holds the days on duty only: leave and rest days are absent."""

    id: str
    quota: int
    max_day: int
    max_slot: int
    reminder_cap: int
    shifts: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class Building:
    """Officers in order: the responsible one first, then those who stand in."""

    id: str
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """When a household likes to be visited (`prefer`) or may be at all (`only`); weekdays count from Monday = 0."""

    mode: Literal["only", "prefer"]
    weekdays: tuple[int, ...]
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """A household that is left alone up to and including a day, and why."""

    until: date
    why: Literal["declined", "cancelled", "next-visit"]


@dataclass(frozen=True, slots=True)
class Household:
    id: str
    building: str
    storey: int
    since: date | None = None
    last_visit: date | None = None
    last_officer: str | None = None
    occupied: bool = True
    opted_out: bool = False
    do_not_disturb: tuple[tuple[date, date], ...] = ()
    rest: Rest | None = None
    window: Window | None = None
    flags: tuple[str, ...] = ()
    due_by: date | None = None
    min_gap: int | None = None
    moved_out: date | None = None  # the first day nobody is there
    fold_reminder: bool = True  # its own visit may carry a fee reminder


@dataclass(frozen=True, slots=True)
class Account:
    """What one payer owes for one unit; `amount` in fen."""

    id: str
    unit: str
    payer: str
    amount: int
    overdue_days: int
    stage: str
    promise: date | None = None
    last_reminder: date | None = None
    hold: str | None = None
    opted_out: bool = False
    deadline: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    date: date
    officer: str
    slot: str
    unit: str


@dataclass(frozen=True, slots=True)
class Previous:
    """A visit of the last plan that has not taken place yet."""

    assignment: Assignment
    status: Status = "planned"

    @property
    def is_appointment(self) -> bool:
        """The household was told of it, or someone has put it there by hand."""
        return self.status in ("notified", "pinned")


@dataclass(frozen=True, slots=True)
class PreviousReminder:
    account: str
    assignment: Assignment
    status: Status = "planned"


@dataclass(frozen=True, slots=True)
class Weights:
    building: int = 10
    storey: int = 1
    preference: int = 5
    continuity: int = 3
    with_visit: int = 30
    same_building: int = 8


@dataclass(frozen=True, slots=True)
class Rules:
    slots: tuple[Slot, ...]
    visit_day_kinds: tuple[Kind, ...] = (Kind.WORKDAY, Kind.MAKEUP, Kind.WEEKEND)
    min_gap: int = 60
    bucket_days: int = 30
    bucket_cap: int = 24
    stage_gap_days: Mapping[str, int] = field(default_factory=dict)
    inperson_stages: tuple[str, ...] = ()
    windowed_stages: tuple[str, ...] = ()
    touches: int = 1
    weights: Weights = Weights()


@dataclass(frozen=True, slots=True)
class Instance:
    """`month` is its first day; the calendar covers at least the whole month; nothing is planned before `today`."""

    month: date
    today: date
    calendar: Mapping[date, Kind]
    rules: Rules
    buildings: tuple[Building, ...]
    officers: tuple[Officer, ...]
    households: tuple[Household, ...]
    done: tuple[Assignment, ...] = ()
    accounts: tuple[Account, ...] = ()
    previous: tuple[Previous, ...] = ()
    previous_reminders: tuple[PreviousReminder, ...] = ()
