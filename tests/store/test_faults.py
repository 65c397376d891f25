"""Nothing lost, nothing silent: stopped or failing at any step, the estate holds all of the old or all of the new."""

import errno
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.conftest import Desk
from tests.store import faults

FULL = OSError(errno.ENOSPC, "No space left on device")
BROKEN = OSError(errno.EIO, "Input/output error")


@dataclass(frozen=True)
class Act:
    """A command, and what has to be there for it."""

    command: tuple[str, ...]
    before: Callable[[Desk], None] = lambda desk: None
    is_committed: bool = True


def plan(desk: Desk) -> None:
    desk.ok("visit", "plan", "2026-12")


def by_hand(desk: Desk) -> None:
    desk.write("unit/1-1.yaml", desk.read("unit/1-1.yaml") + "# 手写\n")


def untidy(desk: Desk) -> None:
    for path in ("unit/1-1.yaml", "unit/2-1.yaml", "survey.yaml"):
        desk.write(path, desk.read(path).replace("\n", "\r\n"))


UNIT = ("--building=1", "--entrance=1", "--room=999", "--occupancy=let")
ACTS = {
    "add": Act(("unit", "add", "1-1-999", *UNIT)),
    "a kind's first record": Act(("complaint", "add", "1-1-101", "漏水", "--category=leak", "--source=phone")),
    "edit": Act(("unit", "edit", "1-1-101", "--note=x")),
    "edit beside a hand edit": Act(("unit", "edit", "1-1-101", "--note=x"), by_hand),
    "remove a file's last record": Act(("survey", "remove", "survey-2026-12", "--yes")),
    "two files": Act(("visit", "done", "1-1-101", "--content=一切正常", "--enrich=phone=138 0000 4321"), plan),
    "a month": Act(("visit", "plan", "2026-12")),
    "fmt": Act(("fmt",), untidy, is_committed=False),
}


@dataclass
class Trial:
    """An estate before and after an act, and the way back to before."""

    desk: Desk
    act: Act
    old: dict[str, bytes]
    new: dict[str, bytes]
    before: dict[str, bytes | None]

    def begin_again(self) -> None:
        faults.restore(self.desk, self.before)

    def state(self) -> str:
        """`old` or `new`, with nothing left lying about and nothing uncommitted but what was so before."""
        found = faults.records(self.desk)
        state = "old" if found == self.old else "new" if found == self.new else "neither"
        dirty = self.desk.git("status", "--porcelain") if self.act.is_committed and state == "new" else ""
        return " ".join([state, *faults.left_over(self.desk), dirty]).strip()

    def next_command(self) -> str:
        result = self.desk.run("payment", "list", "--limit=1")
        assert result.code == 0, result.err
        return result.err


@pytest.fixture(params=ACTS)
def trial(request: pytest.FixtureRequest, desk: Desk) -> Trial:
    return begin(desk, ACTS[request.param])


def begin(desk: Desk, act: Act) -> Trial:
    act.before(desk)
    desk.run("check")
    old, before = faults.records(desk), faults.snapshot(desk)
    desk.ok(*act.command)
    assert desk.ok("check").startswith("0 errors")
    desk.git("fsck")
    found = Trial(desk, act, old, faults.records(desk), before)
    assert found.new != old
    found.begin_again()
    return found


@pytest.mark.slow
def test_killed_at_every_step(trial: Trial) -> None:
    said = set()
    for at, result in faults.every_step(trial.desk, trial.act.command):
        assert result.code == faults.KILLED, at
        is_noted = (trial.desk.root / ".propops/staged/journal").exists()
        told = trial.next_command()
        assert ("[interrupted-" in told) == is_noted, (at, told)
        assert trial.state() in ("old", "new"), at
        said |= {word for word in told.split() if word.startswith("[interrupted-")}
        trial.begin_again()
    trial.desk.git("fsck")
    assert "[interrupted-finished]" in said
    assert trial.state() == "new"


@pytest.mark.slow
@pytest.mark.parametrize("error", [FULL, BROKEN])
def test_a_step_that_fails_changes_nothing(trial: Trial, error: OSError) -> None:
    """Refused, with everything as it was; or what failed did not matter, and all is done."""
    for at, result in faults.every_step(trial.desk, trial.act.command, error, lasts=error is FULL):
        assert result.code in (0, 1), (at, result)
        assert result.err == "" or "error [" in result.err, (at, result.err)
        if "[not-restored]" in result.err:
            assert "[interrupted-undone]" in trial.next_command()
        elif result.code == 0:
            trial.next_command()  # what could not be cleared up
        assert "[interrupted-" not in trial.next_command(), at
        assert trial.state() == ("old" if result.code else "new"), (at, result.err)
        trial.begin_again()
