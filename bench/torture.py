"""kill -9 at any moment: adds, edits, plans and hand edits are cut short again and again, and the estate is looked at after each.

    python bench/torture.py [--rounds 1000] [--seed 1] [--households 30]

After each kill the next command has to leave all of the old or all of the new, nothing uncommitted, no stray file and a sound
repository, with every acknowledged change in the history. Ends with exit code 1 at the first thing that is not so.
"""

import argparse
import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from propops.cli import main as propops
from propops.sample import build, write_repository
from propops.store.files import locked

NOW = {"PROPOPS_NOW": "2026-11-30T09:00", "PROPOPS_USER": "chen-jing", "PROPOPS_LANG": "en", "PROPOPS_LOCK_WAIT": "30"}


@dataclass
class Run:
    """One estate, and what has become of it so far."""

    root: Path
    dice: random.Random
    tally: Counter[str] = field(default_factory=Counter)
    usual: dict[str, float] = field(default_factory=dict)  # seconds that a command of this name takes

    def git(self, *arguments: str) -> str:
        return subprocess.run(["git", "-C", str(self.root), *arguments], check=True, capture_output=True, text=True).stdout

    def propops(self, *arguments: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = propops(["--estate", str(self.root), *arguments])
        return code, out.getvalue(), err.getvalue()

    def command(self, n: int) -> tuple[str, list[str]]:
        units = sorted(path.stem for path in (self.root / "records/unit").glob("*.yaml"))
        name = self.dice.choice(["add", "edit", "edit", "plan", "hand edit"])
        if name == "add":
            return name, ["key", "add", f"k-{n}", "--name=水泵房", "--place=地下室", "--type=plant"]
        if name == "plan":
            return name, ["visit", "plan", "2026-12"]
        file = self.root / "records/unit" / f"{self.dice.choice(units)}.yaml"
        if name == "hand edit":
            file.write_text(file.read_text("utf-8") + f"# {n}\n", "utf-8")
        unit = next(line.split()[-1].strip('"') for line in file.read_text("utf-8").splitlines() if line.startswith("- id:"))
        return name, ["unit", "edit", unit, f"--note=第{n}次"]


def strike(run: Run, name: str, arguments: list[str]) -> int | None:
    """Runs a command in a process of its own and kills it at a random moment. Its exit code, if it came to its end before that."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os._exit(run.propops(*arguments)[0])
    os.setpgid(child, child)  # whichever of the two comes first
    until = began + run.dice.uniform(0, 1.1) * run.usual.get(name, 1)
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            run.usual[name] = 0.7 * run.usual.get(name, 1) + 0.3 * (time.monotonic() - began)
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.0005)
    with_git = run.dice.random() < 0.5
    (os.killpg if with_git else os.kill)(child, signal.SIGKILL)
    os.waitpid(child, 0)
    run.usual[name] = 1.03 * run.usual.get(name, 1)
    run.tally["killed, with its git" if with_git else "killed alone"] += 1
    return None


def look(run: Run, acknowledged: bool, before: int) -> list[str]:
    """What is wrong with the estate now."""
    with locked(run.root, "torture", 30):  # a git whose parent was killed works on
        pass
    code, _out, err = run.propops("payment", "list", "--limit=1")
    run.tally.update(word.strip("[]") for word in err.split() if word.startswith("[interrupted"))
    commits = int(run.git("rev-list", "--count", "HEAD")) - before
    strays = [
        *run.root.glob(".propops/staged/*"),
        *run.root.rglob("*.new"),
        *run.root.glob(".git/*.lock"),
        *run.root.glob(".git/refs/**/*.lock"),
    ]
    dirty = [line for line in run.git("status", "--porcelain").splitlines() if "records/unit/" not in line or not acknowledged]
    return [
        *([f"exit {code}: {err}"] if code else []),
        *([f"{commits} commits"] if not (1 if acknowledged else 0) <= commits <= 2 else []),
        *map(str, strays),
        *dirty,
    ]


def undo_hand_edit(run: Run) -> None:
    """Cut short before it was committed, it is the clerk's own and stays; here it would be in the way of the next look."""
    run.git("checkout", "--quiet", "--", "records/unit")


def one_round(run: Run, n: int) -> list[str]:
    before = int(run.git("rev-list", "--count", "HEAD"))
    name, arguments = run.command(n)
    code = strike(run, name, arguments)
    acknowledged = code == 0
    run.tally[f"{name}: {'cut short' if code is None else 'done' if acknowledged else 'refused'}"] += 1
    wrong = [f"exit {code}"] if code else []
    wrong += [line for line in look(run, acknowledged, before) if not (name == "hand edit" and line.startswith(" M records/unit/"))]
    undo_hand_edit(run)
    if n % 25 == 0:
        wrong += thorough(run)
    if "visit plan" in run.git("log", "-1", "--format=%B"):
        run.git("reset", "--quiet", "--hard", "HEAD~1")  # a month is planned once
    return [f"round {n}, {' '.join(arguments)}: {line}" for line in wrong]


def thorough(run: Run) -> list[str]:
    code, out, err = run.propops("check", "--quiet")
    run.git("fsck", "--no-dangling")
    return [out + err] if code else []


def main() -> int:
    parser = argparse.ArgumentParser(description="kill -9 at any moment.")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--households", type=int, default=30)
    args = parser.parse_args()
    os.environ |= NOW
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "estate", random.Random(args.seed))
        write_repository(build(args.households, 6, args.seed, date(2026, 11, 30)), run.root)
        wrong = thorough(run)
        for n in range(args.rounds):
            wrong = wrong or one_round(run, n)
        wrong = wrong or thorough(run)
    print("\n".join(f"{count:6} {what}" for what, count in sorted(run.tally.items())))
    print("\n".join(wrong) or f"{args.rounds} rounds: nothing lost")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
