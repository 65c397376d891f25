"""Killed at any moment, the estate holds all of the old or all of the new, and the next command says what it finished."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk

CHANGE = ("visit", "done", "1-1-101", "--content", "一切正常", "--enrich", "phone=138 0000 4321")  # two files, one commit


class Executioner:
    """Ends the process, without any clean-up, at the n-th of the calls it watches."""

    def __init__(self, when: int) -> None:
        self.left = when

    def watch(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left == 0:
                os._exit(9)
            return function(*arguments, **options)

        return call


def run_killed(desk: Desk, when: int) -> bool:
    """Whether the change was killed; in a child process, with everything it does to disk and git watched."""
    child = os.fork()
    if child == 0:
        executioner = Executioner(when)
        os.fsync = executioner.watch(os.fsync)
        os.link = executioner.watch(os.link)
        Path.replace = executioner.watch(Path.replace)  # type: ignore[method-assign]
        Path.unlink = executioner.watch(Path.unlink)  # type: ignore[method-assign]
        subprocess.Popen = executioner.watch(subprocess.Popen)  # type: ignore[misc,assignment]
        try:
            desk.run(*CHANGE)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def states(desk: Desk) -> tuple[bool, bool]:
    return "138 0000 4321" in desk.read("resident/1-1.yaml"), "一切正常" in desk.read("visit/2026-12/1-1.yaml")


@pytest.mark.slow
def test_killed_at_every_step(desk: Desk) -> None:
    desk.ok("visit", "plan", "2026-12")
    start = desk.git("rev-parse", "HEAD").strip()
    when = 1
    finished = 0
    while run_killed(desk, when):
        told = desk.run("unit", "list", "--limit", "1")
        assert told.code == 0, (when, told.err)
        resident, visit = states(desk)
        assert resident == visit, when
        finished += "interrupted-finished" in told.err
        assert desk.git("status", "--porcelain") == "", when
        assert [file.name for file in (desk.root / "records").rglob(".*")] == [], when
        assert not (desk.root / ".propops/journal").exists()
        assert desk.ok("check").startswith("0 errors"), when
        if resident:
            assert desk.git("log", "-1", "--format=%s").startswith("走访完成"), when
        desk.git("reset", "--quiet", "--hard", start)
        when += 1
    assert when > 15 and finished >= 3
    assert states(desk) == (True, True)


def test_a_file_that_someone_changed_since_is_left_alone(desk: Desk) -> None:
    desk.ok("visit", "plan", "2026-12")
    when = 1
    while run_killed(desk, when) and not (desk.root / ".propops/journal").exists():
        when += 1
    (desk.root / "records/resident/1-1.yaml").write_text(desk.read("resident/1-1.yaml") + "# 手写\n", "utf-8")
    told = desk.run("unit", "list", "--limit", "1")
    assert "[interrupted-left] records/resident/1-1.yaml" in told.err
    assert desk.read("resident/1-1.yaml").endswith("# 手写\n")
    assert "一切正常" in desk.read("visit/2026-12/1-1.yaml")


def test_a_journal_that_cannot_be_read_is_refused(desk: Desk) -> None:
    (desk.root / ".propops").mkdir(exist_ok=True)
    (desk.root / ".propops/journal").write_text("{")
    desk.refused("unit", "list", code="journal-broken")
