"""Many writers at once: every acknowledged write is there, none twice, and rules between records hold across them."""

import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import Desk
from tests.store.test_change import propops

ROOMS = range(901, 907)


def add(desk: Desk, room: int) -> list[str]:
    return ["unit", "add", f"1-1-{room}", "--building=1", "--entrance=1", f"--room={room}", "--occupancy=let"]


def by_hand(desk: Desk, n: int) -> int:
    """A clerk's own edit and commit, with git alone, tried until no other git is in the way."""
    who = ["-c", "user.name=x", "-c", "user.email=x@x"]
    file = desk.root / "records/staff.yaml"
    file.write_text(file.read_text("utf-8") + f"# 手写 {n}\n", "utf-8")
    while subprocess.run(
        ["git", "-C", str(desk.root), *who, "commit", "-qm", f"by hand {n}", "records/staff.yaml"], check=False
    ).returncode:
        pass
    return n


@pytest.mark.slow
def test_eight_writers_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROPOPS_LOCK_WAIT", "60")
    commands = [add(desk, room) for room in ROOMS]
    commands += [["unit", "edit", unit, f"--note={unit}"] for unit in ("1-1-101", "1-1-102", "2-1-101", "2-1-102")]
    commands += [["visit", "plan", "2026-12"], ["complaint", "add", "1-1-101", "漏水", "--category=leak", "--source=phone"]]

    def run(command: list[str]) -> tuple[int, str]:
        process = propops(desk, *command)
        return process.wait(), process.communicate()[1]

    with ThreadPoolExecutor(8) as desks:
        hand_edits = desks.submit(lambda: [by_hand(desk, n) for n in range(5)])
        answers = list(desks.map(run, commands))
    assert [answer for answer in answers if answer[0] != 0] == []
    assert hand_edits.result() == [*range(5)]
    assert {row["id"] for row in desk.json("unit", "list", "room>900")} == {f"1-1-{room}" for room in ROOMS}
    assert {row.get("note") for row in desk.json("unit", "list")} - {None} == {"1-1-101", "1-1-102", "2-1-101", "2-1-102"}
    assert (len(desk.json("complaint", "list")), desk.json("visit", "list") != []) == (1, True)
    subjects = Counter(desk.git("log", "--format=%s").splitlines())
    assert max(subjects.values()) == 1 and len(subjects) == 1 + len(commands) + 5
    assert desk.read("staff.yaml").count("# 手写") == 5
    assert desk.git("status", "--porcelain") == ""
    assert desk.ok("check").startswith("0 errors")
