"""Turns what was measured into lines for the terminal and into docs/benchmarks.md."""

import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.cases import NOT_BUILT, Goal, Row
from bench.measuring import Spent, Spread, spread

HEAD = """\
# Benchmarks

`make bench` writes this page. Each figure is the median (lowest – highest) of {runs} pairs: the command and its yardstick run
in turn, processor time of the whole process trees. **C** is `python -c "import click"`; **F** a bare Click program that prints 20
rows of a SQLite file; **E** reads the same YAML files through ruamel.yaml's C event parser into dict, list and str; **G** is
`git commit` of the same file. The estates come from `bench/make_estate.py`. Growth is our own processor time at the largest size
over that at the smallest.

{machine}

"""


@dataclass(frozen=True)
class Result:
    """One row at one size."""

    row: Row
    size: int
    pairs: Sequence[tuple[Spent, Spent]]

    @property
    def spread(self) -> Spread:
        return spread([self.row.value(mine, theirs) for mine, theirs in self.pairs])

    @property
    def by_the_clock(self) -> Spread:
        return spread([mine.wall / theirs.wall for mine, theirs in self.pairs])

    @property
    def cpu(self) -> float:
        return spread([mine.cpu for mine, _theirs in self.pairs]).median

    @property
    def goal(self) -> Goal | None:
        return self.row.goal(self.size)

    @property
    def verdict(self) -> str:
        """Against what must be reached and what is aimed at."""
        if self.goal is None:
            return ""
        if not self.row.reaches(self.spread.median, self.goal.must):
            return "missed"
        return "reached" if self.goal.aim is None or not self.row.reaches(self.spread.median, self.goal.aim) else "aim reached"


def short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.2f}" if number < 10 else f"{number:.1f}"


def cell(found: Spread) -> str:
    return f"{short(found.median)} ({short(found.low)} – {short(found.high)})"


def line(result: Result) -> str:
    """For the terminal, as soon as it is known."""
    row = result.row
    goal = f"must {short(result.goal.must)}" if result.goal else ""
    clock = f"; by the clock {cell(result.by_the_clock)}" if row.waits else ""
    columns = (
        (row.work, 36),
        (f"{result.size:,} {row.by}", 19),
        (cell(result.spread), 24),
        (row.against, 20),
        (goal, 10),
        (result.verdict, 11),
    )
    return "  ".join(f"{text:{width}}" for text, width in columns) + f"  {result.cpu:.3f} s{clock}"


def page(results: Sequence[Result], runs: int, versions: Mapping[str, str], peers: str = "") -> str:
    return HEAD.format(runs=runs, machine=_machine(versions)) + _tables(results) + _not_built() + peers


def _tables(results: Sequence[Result]) -> str:
    return "".join(
        _table(by, [result for result in results if result.row.by == by]) for by in dict.fromkeys(result.row.by for result in results)
    )


def _table(by: str, results: Sequence[Result]) -> str:
    sizes = sorted({result.size for result in results})
    head = ["work", "of", "must", "aim", *(f"{size:,} {by}" for size in sizes), "growth", ""]
    rows = {
        row: {result.size: result for result in results if result.row == row} for row in dict.fromkeys(result.row for result in results)
    }
    lines = [cells for row, found in rows.items() for cells in _lines(row, found, sizes)]
    return markdown(head, lines) + "\n"


def _lines(row: Row, found: Mapping[int, Result], sizes: Sequence[int]) -> Iterable[list[str]]:
    largest, smallest = found[max(found)], found[min(found)]
    growth = short(largest.cpu / smallest.cpu) if len(found) > 1 and smallest.cpu else ""
    goals = (largest.goal.must, largest.goal.aim) if largest.goal else (None, None)
    must, aim = (short(goal) if goal is not None else "" for goal in goals)
    cells = [cell(found[size].spread) if size in found else "" for size in sizes]
    yield [row.work, row.against, must, aim, *cells, growth, worst([result.verdict for result in found.values()])]
    if row.waits:
        clock = [cell(found[size].by_the_clock) if size in found else "" for size in sizes]
        yield [f"{row.work}, by the clock", row.against, "", "", *clock, "", ""]


def worst(verdicts: Sequence[str]) -> str:
    return next((verdict for verdict in ("missed", "reached", "aim reached") if verdict in verdicts), "")


def markdown(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ["---"] * len(head), *lines))


def _not_built() -> str:
    return "Not built yet: " + "; ".join(NOT_BUILT) + ".\n"


def _machine(versions: Mapping[str, str]) -> str:
    known = {"Python": platform.python_version(), **versions}
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.release()}; "
        + ", ".join(f"{name} {version}" for name, version in known.items())
        + "."
    )


def version_of(*command: str) -> str:
    """The first line of what a program says about its version, less its name."""
    said = subprocess.run(command, check=False, capture_output=True, text=True).stdout.splitlines()
    return next((word for word in said[0].replace(",", " ").split() if word[0].isdigit()), "") if said else ""
