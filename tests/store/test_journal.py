"""What the next command makes of a change that was cut short, and of git killed in the middle of its work."""

import json
from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.store import faults
from tests.store.test_change import hook
from tests.store.test_faults import ACTS, Trial, begin

EDIT = ("unit", "edit", "1-1-101", "--note=x")
JOURNAL = ".propops/staged/journal"
NEVER = faults.Fault(10**6)


@pytest.fixture
def two_files(desk: Desk) -> Trial:
    return begin(desk, ACTS["two files"])


def stop(trial: Trial, visit: str, resident: str) -> None:
    """Kills the change of two files where its journal is written and they stand so."""
    marks = {"visit/2026-12/1-1.yaml": visit, "resident/1-1.yaml": resident}
    for __ in faults.every_step(trial.desk, trial.act.command):
        is_there = (trial.desk.root / JOURNAL).exists()
        found = {path: "new" if trial.desk.read(path).encode() == trial.new[f"records/{path}"] else "old" for path in marks}
        if is_there and found == marks:
            return
        trial.begin_again()
    raise AssertionError("never so")


@pytest.mark.parametrize("line", ["# 手写\n"])
def test_a_file_that_someone_changed_since_is_left_alone(two_files: Trial, line: str) -> None:
    desk = two_files.desk
    stop(two_files, visit="old", resident="old")
    desk.write("resident/1-1.yaml", desk.read("resident/1-1.yaml") + line)
    assert "[interrupted-left] records/resident/1-1.yaml" in two_files.next_command()
    assert desk.read("resident/1-1.yaml").endswith(line)
    assert "一切正常" in desk.read("visit/2026-12/1-1.yaml")
    assert two_files.next_command() == ""


def test_half_in_place_and_a_hook_that_refuses_now(two_files: Trial) -> None:
    """No command is held up for ever by a change that cannot be committed any more."""
    stop(two_files, visit="old", resident="new")
    hook(two_files.desk, "echo not today >&2; exit 1")
    told = two_files.next_command()
    assert "[interrupted-undone]" in told and "not today" in told
    assert two_files.state() == "old"
    assert two_files.next_command() == ""


def test_a_new_file_is_no_longer_known_to_git_when_it_is_taken_back(desk: Desk) -> None:
    hook(desk, "kill -9 $PPID $(cut -d' ' -f4 /proc/$PPID/stat)")
    assert died(desk, "complaint", "add", "1-1-101", "漏水", "--category=leak", "--source=phone")
    hook(desk, "exit 1")
    assert "[interrupted-undone]" in desk.run("unit", "list").err
    assert desk.git("status", "--porcelain") == ""
    assert not (desk.root / "records/complaint").exists()


def test_a_merge_begun_since(two_files: Trial) -> None:
    """The files are finished; the commit is the user's, as it would be now."""
    stop(two_files, visit="old", resident="old")
    (two_files.desk.root / ".git/MERGE_HEAD").write_text(two_files.desk.git("rev-parse", "HEAD"))
    assert "[interrupted-finished]" in two_files.next_command()
    assert faults.records(two_files.desk) == two_files.new


def test_committed_and_built_upon_by_hand(desk: Desk) -> None:
    """What is in the history is done, whatever became of it since."""
    journal = killed_when_done(begin(desk, ACTS["edit"]))
    desk.write("unit/1-1.yaml", desk.read("unit/1-1.yaml") + "# 手写\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "by hand")
    (desk.root / JOURNAL).write_text(journal)
    assert "[interrupted-done]" in desk.run("unit", "list").err
    assert desk.read("unit/1-1.yaml").endswith("# 手写\n")
    assert desk.git("status", "--porcelain") == ""


def killed_when_done(trial: Trial) -> str:
    """The journal of a change that was committed and has nothing left to do but to clear up."""
    for __ in faults.every_step(trial.desk, trial.act.command):
        if (trial.desk.root / JOURNAL).exists() and "修改房屋" in trial.desk.git("log", "-1", "--format=%s"):
            return (trial.desk.root / JOURNAL).read_text()
        trial.begin_again()
    raise AssertionError("never so")


def test_while_git_does_not_work_nothing_is_decided(two_files: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it was committed cannot be known; who reads is told so and goes on."""
    stop(two_files, visit="new", resident="new")
    with monkeypatch.context() as patched:
        patched.setenv("PATH", "")
        assert "warning [interrupted-waits]" in two_files.next_command()
        assert "error [no-git]" in two_files.desk.run(*EDIT).err
    assert "[interrupted-finished]" in two_files.next_command()
    assert two_files.state() == "new"


@pytest.mark.parametrize("text", ["{", "[]", '{"entries": []}', "null"])
def test_a_journal_that_cannot_be_read_is_refused(desk: Desk, text: str) -> None:
    (desk.root / JOURNAL).parent.mkdir(parents=True)
    (desk.root / JOURNAL).write_text(text)
    desk.refused("unit", "list", code="journal-broken")
    desk.refused(*EDIT, code="journal-broken")


@pytest.mark.parametrize("path", ["../outside.yaml", "records/../../outside.yaml", "/tmp/outside.yaml", ".git/config", "records"])
def test_a_journal_that_came_with_a_clone_leads_nowhere(desk: Desk, path: str) -> None:
    intent = {"change": "x", "message": "x", "author": None, "entries": [{"path": path, "old": None, "new": None}]}
    (desk.root / JOURNAL).parent.mkdir(parents=True)
    (desk.root / JOURNAL).write_text(json.dumps(intent))
    desk.refused("unit", "list", code="journal-broken")


def test_no_journal_writes_through_a_link(two_files: Trial, tmp_path: Path) -> None:
    stop(two_files, visit="old", resident="old")
    folder = two_files.desk.root / "records/resident"
    folder.rename(tmp_path / "outside")
    folder.symlink_to(tmp_path / "outside")
    before = (tmp_path / "outside/1-1.yaml").read_bytes()
    assert "[interrupted-left]" in two_files.next_command()
    assert (tmp_path / "outside/1-1.yaml").read_bytes() == before


# --- killed again, while it recovers -------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", ["two files", "a kind's first record", "fmt"])
def test_killed_again_while_it_recovers(desk: Desk, name: str) -> None:
    trial = begin(desk, ACTS[name])
    crashes: list[dict[str, bytes | None]] = []
    for __ in faults.every_step(desk, trial.act.command):
        crash = faults.snapshot(desk)
        if (desk.root / JOURNAL).exists() and faults.essence(crash) not in map(faults.essence, crashes):
            crashes.append(crash)
        trial.begin_again()
    assert len(crashes) > 3
    for crash in crashes:
        killed_recovering(trial, crash)


def killed_recovering(trial: Trial, crash: dict[str, bytes | None]) -> None:
    faults.restore(trial.desk, crash)
    for at, __ in faults.every_step(trial.desk, ("payment", "list", "--limit=1")):
        trial.next_command()
        assert trial.state() in ("old", "new"), at
        faults.restore(trial.desk, crash)


# --- git is killed, or its parent while it works -------------------------------------------------------------------------


def died(desk: Desk, *arguments: str) -> bool:
    """And so did the hook that killed it, which had inherited the lock."""
    result = faults.run(desk, arguments, NEVER)
    await_nobody(desk)
    return result is not None and result.code == faults.KILLED


GIT, PROPOPS = "$PPID", "$(cut -d' ' -f4 /proc/$PPID/stat)"
MOMENTS = {
    "with the index locked": ("pre-commit", ""),
    "with HEAD locked": ("reference-transaction", '[ "$1" = prepared ]'),
    "when it is committed, but the index is not": ("reference-transaction", '[ "$1" = committed ]'),
    "when all is done": ("post-commit", ""),
}


@pytest.mark.parametrize("act", ["edit", "a kind's first record", "remove a file's last record"])
@pytest.mark.parametrize("victims", [GIT, PROPOPS, f"{PROPOPS} {GIT}"], ids=["git", "propops", "both"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_git_works(desk: Desk, moment: str, victims: str, act: str) -> None:
    trial = begin(desk, ACTS[act])
    name, condition = MOMENTS[moment]
    file = desk.root / ".git/hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{condition or 'true'} && kill -9 {victims}\nexit 0\n")
    file.chmod(0o755)
    faults.run(desk, trial.act.command, NEVER)
    file.unlink()
    await_nobody(desk)
    trial.next_command()
    assert trial.state() in ("old", "new")
    desk.ok("unit", "edit", "2-1-101", "--note=y")
    assert desk.git("status", "--porcelain") == ""
    desk.git("fsck")


def await_nobody(desk: Desk) -> None:
    """A git whose parent was killed holds the estate's lock until it is done."""
    from propops.store.files import locked

    with locked(desk.root, "test", 10):
        pass
