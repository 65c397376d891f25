"""One line for each thing looked at; it works where nothing else does, and changes nothing."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.store.test_files import a_link


def states(desk: Desk) -> dict[str, str]:
    return {row["about"]: row["state"] for row in looked_at(desk)}


def everything(desk: Desk) -> dict[Path, bytes]:
    """But for the index, which reading the settings may make anew."""
    return {file: file.read_bytes() for file in desk.root.rglob("*") if file.is_file() and file.name != "index.sqlite"}


def looked_at(desk: Desk) -> list[dict[str, str]]:
    before = everything(desk)
    result = desk.run("doctor", "--format", "json")
    assert everything(desk) == before
    rows: list[dict[str, str]] = json.loads(result.out)
    assert result.code == (1 if any(row["state"] == "error" for row in rows) else 0)
    assert result.err == ""
    return rows


def test_a_healthy_estate(desk: Desk) -> None:
    (desk.root / ".gitattributes").write_text("*.yaml text eol=lf\n")
    desk.ok("unit", "list")
    found = states(desk)
    assert found["who"] == found["branch"] == found["index"] == found["journal"] == found["records"] == "ok"
    assert {about for about, state in found.items() if state == "error"} == set()
    assert "ok  [branch] main\n" in desk.ok("doctor")


def append(path: str, text: str) -> Callable[[Desk], object]:
    def make(desk: Desk) -> None:
        file = desk.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((file.read_text() if file.exists() else "") + text)

    return make


def from_the_future(desk: Desk) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml").replace("format: 1", "format: 99"))


def ignored(desk: Desk) -> None:
    append(".git/info/exclude", "*.yaml\n")(desk)
    desk.write("unit/9-1.yaml", "[]\n")


def interrupted(desk: Desk) -> None:
    (desk.root / ".propops/staged").mkdir(parents=True)
    (desk.root / ".propops/staged/journal").write_text("{")


AILMENTS: dict[str, tuple[Callable[[Desk], object], str, str]] = {
    "settings": (append("records/estate.yaml", "name: again\n"), "settings", "error"),
    "newer": (from_the_future, "settings", "error"),
    "time zone": (append("records/estate.yaml", "timezone: Mars/Olympus\n"), "clock", "error"),
    "staff": (append("records/staff.yaml", "- id: [\n"), "who", "warning"),
    "interrupted": (interrupted, "journal", "warning"),
    "index": (append(".propops/index.sqlite", "no database"), "index", "warning"),
    "a link": (lambda desk: a_link(desk.root), "journal", "ok"),
    "detached": (lambda desk: desk.git("checkout", "--quiet", "--detach"), "branch", "warning"),
    "merge": (append(".git/MERGE_HEAD", "0" * 40 + "\n"), "repository", "warning"),
    "index.lock": (append(".git/index.lock", ""), "index.lock", "error"),
    "git's index": (lambda desk: (desk.root / ".git/index").write_text("garbage" * 20), "records", "error"),
    "no HEAD": (lambda desk: (desk.root / ".git/HEAD").unlink(), "repository", "error"),
    "uncommitted": (append("records/staff.yaml", "# x\n"), "records", "warning"),
    "ignored": (ignored, "ignored", "error"),
    "attributes": (lambda desk: None, ".gitattributes", "warning"),
}


@pytest.mark.parametrize("name", AILMENTS)
def test_what_is_wrong_is_found(desk: Desk, name: str) -> None:
    make, about, state = AILMENTS[name]
    make(desk)
    assert states(desk)[about] == state


def test_a_finding_about_a_whole_file_names_no_line(desk: Desk) -> None:
    desk.write("estate.yaml", "")
    (finding,) = (row for row in looked_at(desk) if row["about"] == "settings")
    assert finding["says"].startswith("records/estate.yaml: ")


def test_no_repository_and_no_git(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk.root / ".git").rename(desk.root.parent / "away")
    assert states(desk)["repository"] == "error"
    monkeypatch.setenv("PATH", "")
    assert states(desk)["git"] == "error"


def test_no_estate_at_all(tmp_path: Path) -> None:
    rows = states(Desk(tmp_path))
    assert (rows["python"], rows["estate"]) == ("ok", "error")


def test_a_standing_clock_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert states(desk)["clock"] == "warning"
    monkeypatch.delenv("PROPOPS_NOW")
    assert states(desk)["clock"] == "ok"


def test_who_is_writing_is_named(desk: Desk) -> None:
    from propops.store.files import locked

    with locked(desk.root, "wang-fang propops visit plan (pid 1)", 0):
        assert "wang-fang propops visit plan" in desk.ok("doctor")


def test_a_folder_that_cannot_be_written_to(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is forbidden to root, so the system's answer is put in its mouth."""
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != desk.root and may(path, mode))
    assert states(desk)["folder"] == "error"
