"""What a row of the speed table is: a command and its yardstick, the value that counts, and what it must reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.estates import Estate
from bench.measuring import Command, Meter, Spent, Yardstick, run

HOUSEHOLDS, FOREIGN = "households", "records by another hand"
FORMS, RESPONDENTS = 1000, 10_000
PIECES = {"forms": FORMS, "rows of xlsx": RESPONDENTS}  # of which there are as many whatever the estate


@dataclass(frozen=True)
class Goal:
    must: float
    aim: float | None = None


@dataclass(frozen=True)
class Pair:
    command: Command
    yardstick: Yardstick


Value = Callable[[Spent, Spent], float]
Goals = Mapping[int, Goal]


def ratio(mine: Spent, theirs: Spent) -> float:
    return mine.cpu / theirs.cpu


def memory(mine: Spent, theirs: Spent) -> float:
    return mine.peak / theirs.peak


def seconds(mine: Spent, _theirs: Spent) -> float:
    return mine.cpu


def forms_a_second(mine: Spent, _theirs: Spent) -> float:
    return FORMS / mine.cpu


@dataclass(frozen=True)
class Row:
    """`goals` says what must be reached from which number of records on; `by` is what that number counts."""

    key: str
    work: str
    against: str
    make: Callable[[Estate], Pair]
    goals: Goals = field(default_factory=dict)
    value: Value = ratio
    meter: Meter = run
    by: str = "records"
    more_is_better: bool = False
    waits: bool = False  # for the disk, so that the clock is of interest too

    def goal(self, size: int) -> Goal | None:
        return self.goals.get(max((at for at in self.goals if at <= size), default=-1))

    def reaches(self, value: float, wanted: float) -> bool:
        return value >= wanted if self.more_is_better else value <= wanted
