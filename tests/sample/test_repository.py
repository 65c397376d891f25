"""The demo's repository: a day can be read from `git log`."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from propops.desk.plan_check import plan_problems
from propops.errors import PropopsError
from propops.estate import Estate
from propops.sample import History, write_repository
from propops.sample.days import at
from tests.sample.conftest import LIFE_FROM


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True).stdout


def test_the_same_commits_every_time(demo: Path, history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    write_repository(history, tmp_path / "again", LIFE_FROM)
    assert git(tmp_path / "again", "rev-parse", "HEAD") == git(demo, "rev-parse", "HEAD")


def test_it_is_clean_and_holds_the_files_of_the_end(demo: Path, files: dict[str, str]) -> None:
    assert git(demo, "status", "--porcelain") == ""
    assert git(demo, "branch", "--show-current") == "main\n"
    assert {path: (demo / path).read_text("utf-8") for path in files} == files
    assert git(demo, "fsck", "--strict") == ""


def test_the_first_commit_is_the_estate_as_it_was(demo: Path, history: History) -> None:
    first = git(demo, "rev-list", "--max-parents=0", "HEAD").strip()
    assert git(demo, "show", "-s", "--format=%s|%an|%aI", first) == "建立档案|陈静|2026-08-31T20:00:00+08:00\n"
    before = history.files(at(LIFE_FROM, 0) - timedelta(hours=4))
    assert git(demo, "ls-tree", "-r", "--name-only", first).split() == sorted([".gitattributes", ".gitignore", *before])
    assert git(demo, "show", f"{first}:records/staff.yaml") == before["records/staff.yaml"]


def test_one_commit_an_act_with_trailers(demo: Path, history: History) -> None:
    acts = list(history.acts_between(at(LIFE_FROM, 0), None))
    assert 400 < len(acts) < 1500
    log = git(demo, "log", "--reverse", "--format=%s|%ae|%aI|%cI|%(trailers:key=Officer,valueonly,separator=)").splitlines()[1:]
    assert log == [f"{act.subject}|{act.officer}@estate.invalid|{act.at.isoformat()}|{act.at.isoformat()}|{act.officer}" for act in acts]
    last = git(demo, "show", "-s", "--format=%B").splitlines()
    assert [line.split(":")[0] for line in last[2:6]] == ["Command", "Records", "Officer", "Change"]


@pytest.mark.parametrize("month", ["2026-11", "2026-12"])
def test_its_months_stand_as_a_planner_would_leave_them(demo: Path, month: str) -> None:
    assert plan_problems(Estate(demo), month) == []


def test_no_subject_names_a_person(demo: Path, history: History) -> None:
    subjects = git(demo, "log", "--format=%s")
    names = {name for record in history.state() if (name := getattr(record, "name", None)) and record.kind in ("staff", "resident")}
    assert [name for name in sorted(names) if name in subjects] == []


def test_a_folder_with_something_in_it_is_left_alone(history: History, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(PropopsError):
        write_repository(history, tmp_path, LIFE_FROM)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
