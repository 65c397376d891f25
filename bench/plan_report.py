"""Writes docs/benchmarks-planning.md: `python bench/plan_report.py [--efforts 0,8,20,120] INSTANCE...`; needs `pip install highspy`.

CPU is that of the whole command with its children, as a ratio to `import click` run in turn; the gap is to the bound of exact.py.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.baselines import CLICK
from bench.estates import ROOT
from bench.exact import gaps
from bench.measuring import Command, Yardstick, pairs
from bench.planning import Json, read_assignment, read_instance
from propops.planning import EFFORT
from propops.planning.checker import check

HEAD = """# Benchmarks of the visit planner

`python bench/plan_report.py INSTANCE...` writes this page. J is the walking and the wishes missed that are left when every goal
above them is met; its gap is to the bound of `bench/exact.py` (the optimum or less, for the same visits and days as even). Where
`exact.py --seconds` found the optimum itself, the bound lay half a per cent below it, in a short month with many visits one. CPU is
that of the whole command, reading and reminders included, as a ratio to `import click` in turn: the median of {runs} runs. The
effort unless asked otherwise is {effort}; seconds grow with what else the machine does, ratios hardly.

| households, month, quota | effort | visits | rules broken | J | gap | CPU ratio | CPU seconds |
|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    label: str
    effort: int
    visits: int
    broken: int
    planned: int
    bound: int
    ratio: float
    seconds: float

    def __str__(self) -> str:
        gap = 100 * (self.planned - self.bound) / max(self.bound, 1)
        figures = f"{self.visits} | {self.broken} | {self.planned} | {gap:.1f} % | {self.ratio:.1f} | {self.seconds:.2f}"
        return f"| {self.label} | {self.effort} | {figures} |"


def label(data: Json) -> str:
    quota = statistics.mode(officer["quota"] for officer in data["staff"])
    return f"{len(data['households']):,}, {data['meta']['month']}, {quota}"


def measure(path: Path, effort: int, runs: int, plan: Path) -> Row:
    command = Command((sys.executable, str(ROOT / "bench/planning.py"), str(path), str(plan), "--effort", str(effort)))
    measured = [(mine.cpu, theirs.cpu) for mine, theirs in pairs(command, Yardstick((CLICK,)), runs)]
    data, found = json.loads(path.read_bytes()), json.loads(plan.read_bytes())
    instance = read_instance(data)
    visits = [read_assignment(visit) for visit in found["visits"]]
    officers = gaps(instance, found)
    return Row(
        label=label(data),
        effort=effort,
        visits=len(visits),
        broken=len(check(instance, visits)),
        planned=sum(officer.planned for officer in officers),
        bound=sum(officer.bound for officer in officers),
        ratio=statistics.median(mine / theirs for mine, theirs in measured),
        seconds=statistics.median(mine for mine, _theirs in measured),
    )


def measured(instances: Sequence[Path], efforts: Sequence[int], runs: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for path in instances:
            for effort in efforts:
                yield measure(path, effort, runs, Path(folder) / "plan.json")


def main() -> None:
    parser: Any = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instances", type=Path, nargs="+", metavar="INSTANCE")
    parser.add_argument("--efforts", default=f"0,{EFFORT},20,120")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    lines = []
    for row in measured(options.instances, [int(effort) for effort in options.efforts.split(",")], options.runs):
        lines.append(str(row))
        print(row, file=sys.stderr)
    page = HEAD.format(runs=options.runs, effort=EFFORT) + "\n".join(lines) + "\n"
    (ROOT / "docs/benchmarks-planning.md").write_text(page, "utf-8")


if __name__ == "__main__":
    main()
