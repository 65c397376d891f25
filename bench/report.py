"""Turns what was measured into lines for the terminal and into docs/benchmarks.md."""

import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.measuring import Spent, Spread, spread
from bench.peers import Cells
from bench.programs import OPERATIONS
from bench.rows import Goal, Row

HEAD = """\
# Benchmarks

`make bench` writes this page. Each figure is the median (lowest – highest) of {runs} pairs: the command and its yardstick run
in turn, processor time of the whole process trees. **C** is `python -c "import click"`; **F** a bare Click program that prints 20
rows of a SQLite file; **E** reads the same YAML files through ruamel.yaml's C event parser into dict, list and str; **G** is
`git commit` of the same file; **X** reads every cell of the same workbook through openpyxl's read-only mode. The estates come from
`bench/make_estate.py`; those by another hand are the same records as `bench/foreign.py` writes them, none of it our own canonical
text. Growth is our own processor time at the largest size over that at the smallest.

{machine}
"""

PEERS = """\
## Peers

Processor time of whole commands in C, on the same complaints, {sizes} of them. A dash is a command that refused or took more than a
minute; nothing is a thing the program does not do. A fiftieth of the records is open.
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
        (row.work, 42),
        (f"{result.size:,} {row.by}", 29),
        (cell(result.spread), 24),
        (row.against, 30),
        (goal, 10),
        (result.verdict, 11),
    )
    return "  ".join(f"{text:{width}}" for text, width in columns) + f"  {result.cpu:.3f} s{clock}"


def page(results: Sequence[Result], peers: Cells, runs: int, versions: Mapping[str, str]) -> str:
    parts = [HEAD.format(runs=runs, machine=_machine(versions)), *_tables(results)]
    return "\n".join([*parts, *(_peers(peers) if peers else [])])


def _tables(results: Sequence[Result]) -> Iterable[str]:
    for by in dict.fromkeys(result.row.by for result in results):
        yield _table(by, [result for result in results if result.row.by == by])


def _table(by: str, results: Sequence[Result]) -> str:
    sizes = sorted({result.size for result in results})
    head = ["work", "of", "must", "aim", *(f"{size:,} {by}" for size in sizes), "growth", ""]
    rows = [[result for result in results if result.row.key == key] for key in dict.fromkeys(result.row.key for result in results)]
    lines = [cells for found in rows for cells in _lines(found, sizes)]
    return markdown(head, lines)


def _lines(results: Sequence[Result], sizes: Sequence[int]) -> Iterable[list[str]]:
    first, last = results[0], results[-1]
    row, found = last.row, {result.size: result for result in results}
    growth = short(last.cpu / first.cpu) if first.size < last.size and first.cpu else ""
    wanted = [result.goal for result in results if result.goal]
    goals = [_each(goal.must for goal in wanted), _each(goal.aim for goal in wanted)]
    cells = [cell(found[size].spread) if size in found else "" for size in sizes]
    yield [row.work, row.against, *goals, *cells, growth, worst([result.verdict for result in results])]
    if row.waits:
        clock = [cell(found[size].by_the_clock) if size in found else "" for size in sizes]
        yield [f"{row.work}, by the clock", row.against, "", "", *clock, "", ""]


def _each(goals: Iterable[float | None]) -> str:
    """What is wanted at the different sizes, once where it is the same."""
    return " / ".join(dict.fromkeys(short(goal) for goal in goals if goal is not None))


def worst(verdicts: Sequence[str]) -> str:
    return next((verdict for verdict in ("missed", "reached", "aim reached") if verdict in verdicts), "")


def markdown(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ["---"] * len(head), *lines))


def _peers(cells: Cells) -> Iterable[str]:
    names = dict.fromkeys(name for name, _operation in cells)
    lines = [[name, *(_sizes(cells.get((name, operation), {})) for operation in OPERATIONS)] for name in names]
    sizes = dict.fromkeys(size for found in cells.values() for size in found)
    yield PEERS.format(sizes=" / ".join(f"{size:,}" for size in sizes))
    yield markdown(["", *OPERATIONS], lines)


def _sizes(found: Mapping[int, Spread | None]) -> str:
    return " / ".join(short(spread.median) if spread else "–" for spread in found.values())


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
