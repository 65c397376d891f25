"""`make bench`: whole commands against yardsticks, in turn, as ratios of CPU time; writes docs/benchmarks.md.

Absolute times mean nothing on a shared machine: each command is run in turn with its yardstick, and the median of the pairwise
ratios is what counts.

    python bench/run.py [--runs 9] [--households 1000,10000]
"""

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
NOW = {"PROPOPS_NOW": "2026-11-30T09:00", "PROPOPS_USER": "chen-jing", "PROPOPS_LANG": "en"}
CLICK = [PYTHON, "-c", "import click"]


@dataclass(frozen=True)
class Case:
    """One row: a command, its yardstick, and what the ratio must reach."""

    name: str
    command: Sequence[str]
    yardstick: Sequence[str]
    against: str
    must: float | None = None


@dataclass(frozen=True)
class Measured:
    case: Case
    ratio: float
    low: float
    high: float
    seconds: float


def cpu_seconds(command: Sequence[str]) -> float:
    """CPU of the whole process and its children; output is thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **NOW})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure(case: Case, runs: int) -> Measured:
    cpu_seconds(case.command), cpu_seconds(case.yardstick)
    pairs = [(cpu_seconds(case.command), cpu_seconds(case.yardstick)) for _run in range(runs)]
    ratios = [mine / theirs for mine, theirs in pairs]
    return Measured(case, statistics.median(ratios), min(ratios), max(ratios), statistics.median(mine for mine, _theirs in pairs))


def propops(estate: Path, *arguments: str) -> list[str]:
    return [PYTHON, "-m", "propops", "--estate", str(estate), *arguments]


def start_up() -> list[Case]:
    return [
        Case("--version", [PYTHON, "-m", "propops", "--version"], CLICK, "import click", 1.2),
        Case("--help", [PYTHON, "-m", "propops", "--help"], CLICK, "import click"),
    ]


def on_estate(estate: Path, label: str) -> list[Case]:
    return [
        Case(
            f"visit list, 20 rows as JSON ({label})",
            propops(estate, "visit", "list", "--limit", "20", "--format", "json"),
            CLICK,
            "import click",
        ),
        Case(f"today ({label})", propops(estate, "today", "--officer", "all", "--format", "json"), CLICK, "import click"),
        Case(f"check ({label})", propops(estate, "check"), CLICK, "import click"),
        Case(
            f"visit plan, dry run ({label})",
            propops(estate, "visit", "plan", "2026-12", "--dry-run", "--format", "json"),
            CLICK,
            "import click",
        ),
        Case(
            f"remind plan, dry run ({label})",
            propops(estate, "remind", "plan", "2026-12", "--dry-run", "--format", "json"),
            CLICK,
            "import click",
        ),
    ]


def estates(sizes: Sequence[int], folder: Path) -> list[tuple[Path, str]]:
    made = []
    for households in sizes:
        estate = folder / str(households)
        maker = str(ROOT / "bench/make_estate.py")
        subprocess.run([PYTHON, maker, "--households", str(households), "--months", "12", "--seed", "1", str(estate)], check=True)
        made.append((estate, f"{households:,} households"))
    return made


def report(rows: Sequence[Measured], runs: int) -> str:
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    head = f"Medians of {runs} runs in turn with the yardstick, CPU of the whole process; {machine}."
    lines = ["# Benchmarks", "", f"`make bench` writes this page. {head}", ""]
    lines += ["| command | ratio | of | lowest – highest | must reach | seconds |", "|---|---|---|---|---|---|"]
    for row in rows:
        must = f"{row.case.must:g}" if row.case.must else ""
        lines.append(
            f"| {row.case.name} | {row.ratio:.2f} | {row.case.against} | {row.low:.2f} – {row.high:.2f} | {must} | {row.seconds:.3f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--households", default="240,1000")
    given = parser.parse_args()
    show: Callable[[Measured], None] = lambda row: print(f"{row.case.name:50} {row.ratio:6.2f} × {row.case.against}", flush=True)  # noqa: E731
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        cases = start_up()
        for estate, label in estates([int(size) for size in given.households.split(",") if size], Path(folder)):
            cases += on_estate(estate, label)
        for case in cases:
            rows.append(measure(case, given.runs))
            show(rows[-1])
    (ROOT / "docs/benchmarks.md").write_text(report(rows, given.runs), "utf-8")


if __name__ == "__main__":
    main()
