"""git, run safely: exactly the named files are committed, whoever the machine thinks it is, and a record's history is found."""

import subprocess
from pathlib import Path

import pytest

from propops.errors import PropopsError
from propops.git import Git, Signature
from tests.conftest import Desk

LI_NA = Signature("李娜", "li-na@estate.invalid", "2026-11-30T09:00:00+08:00")


@pytest.fixture
def git(tmp_path: Path) -> Git:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    return Git(tmp_path)


def write(git: Git, *names: str) -> None:
    for name in names:
        (git.root / name).parent.mkdir(exist_ok=True)
        (git.root / name).write_text(f"{name}\n")


def committed(git: Git) -> list[str]:
    return sorted(git.must("show", "--format=", "--name-only", "-z", "HEAD").strip("\0").split("\0"))


HOSTILE_NAMES = ["-rf", "--all", ":(glob)**", "*", "a b", "张 三.yaml", "a\nb", "a'b\"c", "$(x)", "\\t", "[a]"]


def test_exactly_these_files_whatever_they_are_called(git: Git) -> None:
    write(git, "a", "x.yaml", "other", *HOSTILE_NAMES)
    git.commit(HOSTILE_NAMES, "m\n", LI_NA)
    assert committed(git) == sorted(HOSTILE_NAMES)
    assert git.changed() == {"a": "??", "x.yaml": "??", "other": "??"}
    for name in HOSTILE_NAMES:
        (git.root / name).write_text("changed")
    assert git.changed(["*"]) == {"*": " M"}
    git.commit(["*"], "m\n", LI_NA)
    assert committed(git) == ["*"]


def test_what_is_staged_stays_staged(git: Git) -> None:
    write(git, "a", "b", "c")
    git.commit(["a"], "first\n", LI_NA)
    git.must("add", "b")
    (git.root / "a").write_text("2")
    git.commit(["a", "c"], "second\n", LI_NA)
    assert (committed(git), git.changed()) == (["a", "c"], {"b": "A "})


def test_a_removed_file_is_committed_as_removed(git: Git) -> None:
    write(git, "a", "b")
    git.commit(["a", "b"], "first\n", LI_NA)
    (git.root / "a").unlink()
    git.commit(["a"], "second\n", LI_NA)
    assert (committed(git), git.changed()) == (["a"], {})


@pytest.mark.parametrize("first", [True, False])
def test_a_refused_commit_stages_nothing(git: Git, first: bool) -> None:
    """In a repository without any commit, too."""
    write(git, "a", "b")
    if not first:
        git.commit(["b"], "first\n", LI_NA)
    (git.root / ".git/hooks").mkdir(exist_ok=True)
    (git.root / ".git/hooks/pre-commit").write_text("#!/bin/sh\necho no\nexit 1\n")
    (git.root / ".git/hooks/pre-commit").chmod(0o755)
    with pytest.raises(PropopsError, match="no"):
        git.commit(["a"], "m\n", LI_NA)
    assert git.changed(["a"]) == {"a": "??"}


def test_a_message_is_taken_to_the_letter(git: Git) -> None:
    write(git, "a")
    git.commit(["a"], "主题\n\n# 第一行\n-m x\n", LI_NA)
    assert git.must("log", "-1", "--format=%B|%an|%ae|%aI|%cI").rstrip() == (
        "主题\n\n# 第一行\n-m x\n|李娜|li-na@estate.invalid|2026-11-30T09:00:00+08:00|2026-11-30T09:00:00+08:00"
    )


@pytest.mark.parametrize(
    ("settings", "committer"),
    [
        ({}, "propops <propops@estate.invalid>"),
        ({"user.name": "台式机", "user.email": "desk@x"}, "台式机 <desk@x>"),
        ({"user.name": "台式机"}, "台式机 <propops@estate.invalid>"),
        ({"user.email": "desk@x"}, "propops <desk@x>"),
        ({"user.useConfigOnly": "true"}, "propops <propops@estate.invalid>"),
    ],
)
def test_who_commits_where_the_machine_says_little(git: Git, settings: dict[str, str], committer: str) -> None:
    for key, value in settings.items():
        git.must("config", key, value)
    write(git, "a")
    git.commit(["a"], "m\n", LI_NA)
    assert git.must("log", "-1", "--format=%cn <%ce>").strip() == committer


def test_a_hook_that_points_git_elsewhere_is_not_followed(git: Git, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nothing"))
    write(git, "a")
    git.commit(["a"], "m\n", LI_NA)
    assert committed(git) == ["a"]


@pytest.mark.parametrize(
    ("mark", "what"), [("MERGE_HEAD", "merge"), ("rebase-merge", "rebase"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert")]
)
def test_what_is_under_way(git: Git, mark: str, what: str) -> None:
    assert git.unfinished() == ""
    (git.root / ".git" / mark).write_text("")
    assert git.unfinished() == what


def test_a_worktree_has_its_folder_elsewhere(git: Git, tmp_path: Path) -> None:
    write(git, "a")
    git.commit(["a"], "m\n", LI_NA)
    other = tmp_path / "worktree"
    git.must("worktree", "add", "--quiet", str(other))
    tree = Git(other)
    assert tree.prefix == "" and tree.folder is not None and tree.folder.name == "worktree"
    (tree.folder / "MERGE_HEAD").write_text("")
    assert (tree.unfinished(), git.unfinished()) == ("merge", "")


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Git(tmp_path)
    assert bare.folder is None
    with pytest.raises(PropopsError) as caught:
        bare.changed()
    assert caught.value.problems[0].code == "no-repository"
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PropopsError) as caught:
        Git(tmp_path).changed()
    assert caught.value.problems[0].code == "no-git"


# --- the history of one record -----------------------------------------------------------------------------------------


def whats(desk: Desk, id: str) -> list[str]:
    return [row["subject"] for row in desk.json("unit", "history", id)]


def test_the_history_of_one_record_is_not_its_neighbours(desk: Desk) -> None:
    desk.ok("unit", "edit", "1-1-101", "--note", "x")
    desk.ok("unit", "edit", "1-1-102", "--note", "y")
    assert whats(desk, "1-1-101") == ["修改房屋 1-1-101", "estate"]
    rows = desk.json("unit", "history", "1-1-102")
    assert (rows[0]["by"], rows[0]["at"], set(rows[0])) == ("李娜", "2026-11-30T09:00:00+08:00", {"at", "by", "subject", "commit"})


def test_an_edit_that_waits_for_its_commit_does_not_mix_up_the_lines(desk: Desk) -> None:
    desk.ok("unit", "edit", "1-1-102", "--note", "y")
    desk.write("unit/1-1.yaml", "# 一\n" * 20 + desk.read("unit/1-1.yaml"))
    assert whats(desk, "1-1-102") == ["修改房屋 1-1-102", "estate"]
    assert whats(desk, "1-1-101") == ["estate"]


def test_what_was_never_committed_has_no_history(desk: Desk) -> None:
    desk.write("unit/9-1.yaml", '- id: 9-1-1\n  building: "9"\n  entrance: "1"\n  room: "1"\n  occupancy: let\n')
    desk.write(
        "unit/2-1.yaml", desk.read("unit/2-1.yaml") + '- id: 2-1-999\n  building: "2"\n  entrance: "1"\n  room: "999"\n  occupancy: let\n'
    )
    assert whats(desk, "9-1-1") == []
    assert whats(desk, "2-1-999") == []


def test_odd_spellings_of_an_id_are_found(desk: Desk) -> None:
    text = desk.read("unit/1-1.yaml").replace("- id: 1-1-101", "-   id:  '1-1-101'  # 样板房")
    desk.write("unit/1-1.yaml", text.replace("\n  ", "\n    "))
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "odd")
    result = desk.run("unit", "history", "1-1-101", "--format", "json")
    assert result.code == 0 or "yaml-syntax" in result.err


def test_the_settings_have_a_history(desk: Desk) -> None:
    desk.ok("settings", "edit", "estate", "--hotline", "1")
    assert [row["subject"] for row in desk.json("settings", "history", "estate")][-1] == "estate"


def test_files_as_a_commit_holds_them(desk: Desk) -> None:
    git = Git(desk.root)
    commit = git.latest("estate")
    text = desk.read("staff.yaml")
    desk.write("staff.yaml", "[]\n")
    assert git.files_at(commit, ["records/staff.yaml", "records/none.yaml"]) == {"records/staff.yaml": text, "records/none.yaml": ""}
    assert git.latest("estate", "nothing like it") == ""
