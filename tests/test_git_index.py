"""Whether a file is as it was committed, read from git's own files: a yes is one of git's too, and after a commit of ours it is a yes."""

import contextlib
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propops.errors import PropopsError
from propops.git import Git, Signature
from propops.git_index import all_committed
from tests.conftest import Desk

OURS, OTHER = "records/unit.yaml", "records/staff.yaml"
SOMEONE = Signature("张三", "zhang@estate.invalid", "2026-11-30T09:00+08:00")


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout


def write(text: str, path: str = OURS) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text(text, "utf-8")


def by_git(*words: str) -> Callable[[Path], object]:
    return lambda root: subprocess.run(["git", *words], cwd=root, check=False, capture_output=True)


def by_chmod(mode: str) -> Callable[[Path], object]:
    return lambda root: subprocess.run(["chmod", mode, OURS], cwd=root, check=False, capture_output=True)


def by_us(root: Path) -> None:
    with contextlib.suppress(PropopsError):  # there may be nothing to commit
        Git(root).commit([OURS], "x", SOMEONE)


ACTS: dict[str, Callable[[Path], object]] = {
    **{f"write {text}": write(text) for text in ("a\n", "b\n", "c\r\n", "")},
    "write another": write("z\n", OTHER),
    "commit by us": by_us,
    "make it a program": by_chmod("a+x"),
    "make it none": by_chmod("a-x"),
    "touch": lambda root: (root / OURS).touch(),
    "remove": lambda root: (root / OURS).unlink(missing_ok=True),
    "add": by_git("add", "--all"),
    "add later": by_git("add", "--intent-to-add", "--all"),
    "commit": by_git("commit", "--message", "x"),
    "commit all": by_git("commit", "--all", "--message", "x"),
    "unstage": by_git("reset", "--quiet"),
    "forget": by_git("rm", "--cached", "--quiet", OURS),
    "back": by_git("reset", "--soft", "HEAD~1"),
    "detach": by_git("checkout", "--quiet", "--detach"),
    "pack": by_git("gc", "--quiet"),
    "pack references": by_git("pack-refs", "--all"),
    "short names": by_git("update-index", "--index-version", "4"),
    "long names": by_git("update-index", "--index-version", "2"),
    "split": by_git("update-index", "--split-index"),
    "not to be looked at": by_git("update-index", "--skip-worktree", OURS),
    "taken as unchanged": by_git("update-index", "--assume-unchanged", OURS),
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    (root / "records").mkdir()
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "x")
    git(root, "config", "user.email", "x")
    for text in ("a\n", "b\n"):
        write(text)(root)
        write(text, OTHER)(root)
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", text)
    return root


def read(root: Path) -> bytes | None:
    return (root / OURS).read_bytes() if (root / OURS).exists() else None


def says_yes(root: Path) -> bool:
    return all_committed(Git(root), {OURS: read(root)})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=6))
def test_what_it_takes_for_committed_is_so_for_git(repository: Path, tmp_path_factory: pytest.TempPathFactory, acts: Sequence[str]) -> None:
    root = tmp_path_factory.mktemp("copy") / "estate"
    shutil.copytree(repository, root, symlinks=True)
    assert says_yes(root)
    for act in acts:
        ACTS[act](root)
        assert not says_yes(root) or Git(root).committed(OURS) == read(root)
        assert not says_yes(root) or git(root, "diff", "--cached", "--", OURS) == ""
        assert not says_yes(root) or git(root, "diff", "HEAD", "--", OURS) == ""
    shutil.rmtree(root.parent)


@pytest.mark.parametrize("acts", [(), ("write c\r\n", "commit by us"), ("write another", "write a\n", "commit by us"), ("detach",)])
def test_after_a_commit_it_need_not_be_asked(repository: Path, tmp_path: Path, acts: Sequence[str]) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "estate", symlinks=True))
    for act in acts:
        ACTS[act](root)
    assert says_yes(root) and read(root) is not None


def test_a_file_that_someone_made_a_program_was_changed(repository: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "estate", symlinks=True))
    ACTS["make it a program"](root)
    assert git(root, "status", "--short") and not says_yes(root)
    ACTS["commit all"](root)
    ACTS["make it none"](root)
    assert git(root, "status", "--short") and not says_yes(root)


def test_who_changes_a_record_does_not_wait_for_a_status(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok("unit", "edit", "1-1-101", "--note", "x")
    monkeypatch.setattr(Git, "changed", lambda *given: pytest.fail("git was asked"))
    desk.ok("unit", "edit", "1-1-101", "--note", "y")
