"""When the disk, git or someone else is in the way: one clear word, the right exit code, and the files as they were."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from propops.errors import LockedError
from propops.git_locks import age
from tests.conftest import Desk
from tests.store import faults
from tests.store.test_change import hook, propops
from tests.store.test_files import a_file, a_link, a_linked_lock, a_linked_stage

EDIT = ("unit", "edit", "1-1-101", "--note=x")
ADD = ("complaint", "add", "1-1-101", "漏水", "--category=leak", "--source=phone")


@pytest.fixture
def unharmed(desk: Desk) -> Iterator[None]:
    before = faults.records(desk)
    yield
    assert faults.records(desk) == before


# --- the disk -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [a_file, a_link, a_linked_stage, a_linked_lock])
def test_propops_has_no_folder_of_its_own(desk: Desk, unharmed: None, make: Callable[[Path], None]) -> None:
    make(desk.root)
    for command in (EDIT, ADD, ("visit", "plan", "2026-12"), ("fmt",)):
        result = desk.run(*command)
        assert (result.code, "[read-only]" in result.err) == (1, True), result.err
    desk.ok("unit", "list")


def test_settings_that_were_emptied_are_none(desk: Desk) -> None:
    (desk.root / "records/estate.yaml").write_text("# nothing yet\n", "utf-8")
    for command in (EDIT, ("today",), ("check",)):
        desk.refused(*command, code="no-settings")


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_folder_that_may_not_be_written_to(desk: Desk, unharmed: None, code: int) -> None:
    result = faults.run(desk, EDIT, faults.Fault(1, OSError(code, os.strerror(code)), lasts=True))
    assert result is not None
    assert (result.code, f"[read-only] {desk.root}: " in result.err) == (1, True), result.err
    assert os.strerror(code) in result.err


def test_records_that_are_a_link(desk: Desk) -> None:
    (desk.root / "records").rename(desk.root / "elsewhere")
    (desk.root / "records").symlink_to("elsewhere")
    for command in (EDIT, ADD, ("unit", "list"), ("check",)):
        result = desk.run(*command)
        assert (result.code, "[symlink]" in result.err) == (1, True), (command, result)
    assert "note: x" not in (desk.root / "elsewhere/unit/1-1.yaml").read_text()


def test_a_file_that_is_a_folder_now(desk: Desk) -> None:
    file = desk.root / "records/unit/1-1.yaml"
    file.unlink()
    file.mkdir()
    for command in (EDIT, ("unit", "add", "1-1-999", "--building=1", "--entrance=1", "--room=999", "--occupancy=let")):
        assert desk.run(*command).code == 1
    assert list(file.iterdir()) == []


def test_a_standard_output_that_is_full(desk: Desk) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "propops", "--estate", str(desk.root), "unit", "list"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=Path(__file__).parents[1])
    assert (done.returncode, done.stderr) == (1, "error [no-access] No space left on device\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_standard_output_that_is_closed(desk: Desk, closed: str) -> None:
    command = ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "propops", "--estate", str(desk.root), *EDIT]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    assert (done.returncode, done.stderr) == (0, "")
    assert desk.git("status", "--porcelain") == ""


# --- git ------------------------------------------------------------------------------------------------------------------


def test_no_git(desk: Desk, unharmed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = desk.run(*EDIT)
    assert (result.code, "[no-git]" in result.err) == (1, True)
    desk.ok("unit", "list")


MARKS = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "BISECT_LOG": "bisect",
}


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("command", [EDIT, ADD, ("visit", "plan", "2026-12"), ("settings", "edit", "estate", "--hotline=1")])
def test_what_waits_for_the_user_is_not_committed_into(desk: Desk, mark: str, command: tuple[str, ...]) -> None:
    (desk.root / ".git" / mark).write_text(desk.git("rev-parse", "HEAD"))
    head = desk.git("rev-parse", "HEAD")
    result = desk.run(*command)
    assert (result.code, MARKS[mark] in result.err) == (0, True), result.err
    assert desk.git("rev-parse", "HEAD") == head
    assert desk.git("status", "--porcelain", "records") != ""


def test_a_detached_head_is_told(desk: Desk) -> None:
    desk.git("checkout", "--quiet", "--detach")
    result = desk.run(*EDIT)
    assert (result.code, "[detached-head]" in result.err) == (0, True)
    assert desk.git("status", "--porcelain") == ""


def test_a_hook_that_rewrites_the_file_and_then_refuses(desk: Desk, unharmed: None) -> None:
    hook(desk, "echo '# tidied' >> records/unit/1-1.yaml; echo look again >&2; exit 1")
    assert "look again" in desk.refused(*EDIT, code="git-refused")


def test_a_hook_that_changes_the_message(desk: Desk) -> None:
    hook(desk, "exit 0")
    file = desk.root / ".git/hooks/commit-msg"
    file.write_text("#!/bin/sh\necho '物业 7' > $1\n")
    file.chmod(0o755)
    desk.ok(*EDIT)
    assert desk.git("log", "-1", "--format=%B").strip() == "物业 7"
    file.write_text("#!/bin/sh\necho no ticket >&2; exit 1\n")
    assert "no ticket" in desk.refused("unit", "edit", "1-1-101", "--note=y", code="git-refused")


def test_an_index_lock_that_a_dead_git_left(desk: Desk, unharmed: None) -> None:
    """It may be somebody's who has not noticed yet: told with its age, never removed."""
    lock = desk.root / ".git/index.lock"
    lock.write_bytes(b"")
    os.utime(lock, (lock.stat().st_mtime - 7200,) * 2)
    assert "has been locked for 2 h" in desk.refused(*EDIT, code="index-locked")
    assert lock.exists()
    lock.unlink()


def test_how_old_something_is(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    now = (tmp_path / "x").stat().st_mtime
    for seconds, said in ((130, "2 min"), (3 * 86400 + 5, "3 d")):
        os.utime(tmp_path / "x", (now - seconds,) * 2)
        assert age(tmp_path / "x") == said
    assert age(tmp_path / "gone") == "?"


@pytest.fixture
def git_at_work(desk: Desk) -> Iterator[Callable[[], None]]:
    """A clerk's own git that waits for its editor with the index locked; calling the value lets it end."""
    pipe = desk.root.parent / "pipe"
    os.mkfifo(pipe)
    desk.write("staff.yaml", desk.read("staff.yaml") + "# 手写\n")
    command = ["git", "-C", str(desk.root), "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-a", "--quiet"]
    running = subprocess.Popen(command, env=os.environ | {"GIT_EDITOR": f"cat {pipe} >"})
    writer = pipe.open("w")  # opens when the editor has

    def end() -> None:
        writer.write("by hand\n")
        writer.close()
        running.wait()

    yield end
    if running.poll() is None:
        end()


def test_a_git_at_work_is_waited_for_and_then_told(desk: Desk, git_at_work: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROPOPS_LOCK_WAIT", "0.1")
    before = desk.read("unit/1-1.yaml")
    result = desk.run(*EDIT)
    assert (result.code, "[git-busy]" in result.err) == (LockedError.exit_code, True), result.err
    assert desk.read("unit/1-1.yaml") == before
    monkeypatch.setenv("PROPOPS_LOCK_WAIT", "20")
    second = propops(desk, *EDIT)
    git_at_work()
    assert (second.communicate()[1], second.returncode) == ("", 0)
    assert desk.git("log", "-2", "--format=%s").splitlines() == ["修改房屋 1-1-101", "by hand"]


def test_a_damaged_index_of_git(desk: Desk, unharmed: None) -> None:
    (desk.root / ".git/index").write_bytes(b"garbage" * 20)
    for command in (EDIT, ADD):
        result = desk.run(*command)
        assert (result.code, "rm .git/index" in result.err) == (1, True), result.err
    (desk.root / ".git/index").unlink()
    desk.git("reset", "--quiet")
    assert desk.git("status", "--porcelain") == ""


def test_records_that_git_ignores(desk: Desk, unharmed: None) -> None:
    (desk.root / ".git/info/exclude").write_text("*.yaml\n")
    assert ".gitignore" in desk.refused(*ADD, code="git-refused")


# --- init ---------------------------------------------------------------------------------------------------------------


def test_a_new_estate_in_a_repository_keeps_what_its_files_say(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("*.bak")
    new = Desk(tmp_path)
    new.ok("init", str(tmp_path), "--name=翠湖苑", "--company=翠湖物业", "--supervisor=chen-jing")
    assert (tmp_path / ".gitignore").read_text() == "*.bak\n.propops/\n"
    assert new.git("status", "--porcelain") == ""
