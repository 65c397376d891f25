"""Runs commands in turn and takes what their whole process trees cost.

Absolute times mean nothing on a shared machine, so a command is always run in pairs with its yardstick, the order changing from
pair to pair, and what counts is the median of the pairs' ratios.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

WARM_UP = 0  # the number of the run that is not counted


@dataclass(frozen=True)
class Command:
    """`{n}` in an argument becomes the number of the run. `before` puts back, unmeasured, what the last run changed."""

    argv: tuple[str, ...]
    cwd: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Compiled modules are kept, as where people work: without them a start takes several times as long."""
        return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {**self.env}


@dataclass(frozen=True)
class Spent:
    """Seconds of the processor and of the clock, and the most memory that one process held, in kB."""

    cpu: float = 0
    wall: float = 0
    peak: int = 0


Meter = Callable[[Command, int], Spent]


@dataclass(frozen=True)
class Yardstick:
    """The sum of some commands, less that of others: what a parse costs is a reader with a file less one without."""

    plus: tuple[Command, ...]
    minus: tuple[Command, ...] = ()

    def measure(self, meter: Meter, number: int) -> Spent:
        plus, minus = ([meter(command, number) for command in commands] for commands in (self.plus, self.minus))
        return Spent(
            sum(spent.cpu for spent in plus) - sum(spent.cpu for spent in minus),
            sum(spent.wall for spent in plus) - sum(spent.wall for spent in minus),
            max((spent.peak for spent in plus), default=0),
        )


@dataclass(frozen=True)
class Spread:
    median: float
    low: float
    high: float


class Failed(Exception):
    """A command that was to be measured refused: its time would mean nothing."""


def run(command: Command, number: int = WARM_UP) -> Spent:
    if command.before is not None:
        command.before()
    begin = time.perf_counter()
    process = subprocess.Popen(
        [word.replace("{n}", str(number)) for word in command.argv],
        cwd=command.cwd,
        env=command.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(command.argv)}: {said.decode(errors='replace')}")
    return Spent(usage.ru_utime + usage.ru_stime, time.perf_counter() - begin)


def weigh(command: Command, _number: int = WARM_UP) -> Spent:
    """The memory of the largest process of the tree."""
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("weigh.py")), *command.argv]
    done = subprocess.run(launcher, cwd=command.cwd, env=command.environment, stdout=subprocess.PIPE, check=True)
    return Spent(peak=int(done.stdout.split()[-1]))


def pairs(command: Command, stick: Yardstick, runs: int, meter: Meter = run) -> list[tuple[Spent, Spent]]:
    """What the command and the yardstick cost in each pair, after one of both that is not counted."""
    found = []
    for number in range(WARM_UP, runs + 1):
        if number % 2:
            mine = meter(command, number)
            found.append((mine, stick.measure(meter, number)))
        else:
            theirs = stick.measure(meter, number)
            found.append((meter(command, number), theirs))
    return found[1:]


def spread(values: Sequence[float]) -> Spread:
    return Spread(statistics.median(values), min(values), max(values))
