"""`check`: every problem with its place, as text and as data; nothing that is wrong looks clean."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk

UNIT = '- id: 9-1-1\n  building: "9"\n  entrance: "1"\n  room: "1"\n  occupancy: let\n'


def codes(desk: Desk, *paths: str) -> list[tuple[str, str, int]]:
    result = desk.run("check", *paths, "--format", "json")
    problems: list[dict[str, Any]] = json.loads(result.out)
    assert result.code == any(problem["severity"] == "error" for problem in problems)
    return [(problem["code"], problem["path"].removeprefix("records/"), problem["line"]) for problem in problems]


def test_a_clean_estate(desk: Desk) -> None:
    result = desk.run("check")
    assert (result.code, result.out, result.err) == (0, "0 errors, 0 warnings\n", "")


def test_a_problem_as_data(desk: Desk) -> None:
    desk.write("unit/1-1.yaml", desk.read("unit/1-1.yaml").replace("storey: 1", "storey: high", 1))
    (problem,) = json.loads(desk.run("check", "--format", "json").out)
    assert {key: problem[key] for key in ("code", "path", "line", "id", "field", "severity")} == {
        "code": "wrong-type",
        "path": "records/unit/1-1.yaml",
        "line": 5,
        "id": "1-1-101",
        "field": "storey",
        "severity": "error",
    }
    assert "high" in problem["message"]


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "yaml"])
def test_it_fails_in_every_format(desk: Desk, format: str) -> None:
    desk.write("unit/9-1.yaml", UNIT.replace("let", "haunted"))
    assert desk.run("check", "--format", format).code == 1


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (UNIT.replace("  room", "  room: x\n  room"), "duplicate-key", 5),
        (UNIT + UNIT, "duplicate-id", 6),
        (UNIT.replace("9-1-1", "9-1-2", 1), "id-mismatch", 1),
        (UNIT.replace("9-1-1", "91"), "missing-id", 1),
        (UNIT.replace("9-1-1", "'../../x'"), "bad-id", 1),
        (UNIT.replace("9-1-1", "'../x-1'"), "bad-id", 1),
        (UNIT.replace("9-1-1", '"9-1-1\\nOfficer: x"'), "bad-id", 1),
        (UNIT.replace("id: 9-1-1", "name: x"), "missing-id", 1),
        ("- 5\n- text\n", "not-a-record", 1),
        ("a: b\n", "not-a-list", 1),
        ("<<<<<<< HEAD\n" + UNIT + "=======\n>>>>>>> b\n", "conflict-marker", 1),
        (UNIT.replace("  room", "\troom"), "tab", 4),
        (UNIT + "  x: &a 1\n", "anchor", 6),
        (UNIT + "  x: *a\n", "anchor", 6),
        (UNIT + "  x: !x 1\n", "tag", 6),
        (UNIT + "---\n" + UNIT, "second-document", 6),
        (UNIT + "  note: 13800138000\n", "quote-text", 6),
        (UNIT + "  note: 0301\n", "quote-text", 6),
        (UNIT + "  note: yes\n", "quote-text", 6),
        (UNIT + "  note: 1.0\n", "quote-text", 6),
        (UNIT + "  handed_over: 2026-02-30\n", "wrong-type", 6),
        (UNIT + "  note： x\n", "yaml-syntax", 7),
        (UNIT.replace("\n", "\r\n"), "crlf", 1),
        ("\ufeff" + UNIT, "bom", 1),
        (UNIT + "  note: \x00\n", "control-character", 6),
        (UNIT + "  note: \x1b\n", "control-character", 6),
        (UNIT + "  note: \u202e\n", "bidi", 6),
        (UNIT + "  note: " + "[" * 100_000 + "\n", "too-deep", 6),
        (UNIT + "  note: " + "x" * 1_000_000 + "\n", "too-long", 6),
        (UNIT + '  note: "a\\0"\n', "not-text", 6),
    ],
)
def test_every_fault_is_one_line_with_its_place(desk: Desk, text: str, code: str, line: int) -> None:
    file = desk.root / "records/unit/9-1.yaml"
    file.write_text(text, "utf-8", newline="")
    assert (code, "unit/9-1.yaml", line) in codes(desk)
    err = desk.run("check").err
    assert f"[{code}] records/unit/9-1.yaml:{line}: " in err
    assert all(character == "\n" or character.isprintable() for character in err)
    desk.refused("unit", "add", "9-1-2", "--building=9", "--entrance=1", "--room=2", "--occupancy=let", code="")
    assert file.read_bytes() == text.encode()


@pytest.mark.parametrize("data", [UNIT.encode("utf-16"), "- id: 张".encode("gbk"), b"\xff"])
def test_a_file_that_is_not_utf8(desk: Desk, data: bytes) -> None:
    (desk.root / "records/unit/9-1.yaml").write_bytes(data)
    assert codes(desk) == [("not-utf8", "unit/9-1.yaml", 1)]


def test_an_id_in_two_files(desk: Desk) -> None:
    desk.write("unit/2-1.yaml", desk.read("unit/2-1.yaml") + desk.read("unit/1-1.yaml").partition("- id: 1-1-102")[0])
    (found,) = [problem for problem in codes(desk) if problem[0] == "duplicate-id"]
    assert found[1] == "unit/2-1.yaml"


@pytest.mark.parametrize("name", ["unit/9-1.yml", "unit/9-1.YAML", "household/1.yaml", "settings.yaml", "x.yaml", "deep/er/x.yml"])
def test_a_file_that_nothing_reads(desk: Desk, name: str) -> None:
    desk.write(name, UNIT)
    assert codes(desk) == [("unknown-file", name, 0)]


@pytest.mark.parametrize("name", ["unit/-rf.yaml", "unit/--format.yaml", "unit/a b.yaml", "unit/深/九.yaml", "unit/$(x).yaml"])
def test_a_file_may_be_called_what_it_will(desk: Desk, name: str) -> None:
    desk.write(name, UNIT)
    assert [code for code in codes(desk) if code[0] != "misplaced"] == []
    desk.ok("unit", "edit", "9-1-1", "--note", "x")
    assert desk.git("status", "--porcelain") == "" and "note: x" in desk.read(name)


@pytest.mark.parametrize("link", ["unit/9-1.yaml", "unit/folder", "unit/dangling.yaml", "bill", "complaint.yaml"])
def test_a_link_is_a_problem(desk: Desk, tmp_path: Path, link: str) -> None:
    import shutil

    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.yaml").write_text(UNIT)
    path = desk.root / "records" / link
    if path.is_dir():
        shutil.rmtree(path)
    path.symlink_to(tmp_path / ("nowhere" if "dangling" in link else "outside/x.yaml" if link.endswith("yaml") else "outside"))
    assert ("symlink", link) in [found[:2] for found in codes(desk)]


def test_a_pipe_is_a_problem(desk: Desk) -> None:
    os.mkfifo(desk.root / "records/unit/9-1.yaml")
    assert codes(desk) == [("unreadable", "unit/9-1.yaml", 0)]


def test_broken_settings_are_one_problem(desk: Desk) -> None:
    desk.write("estate.yaml", "format: [\n")
    result = desk.run("check")
    assert (result.code, result.err.count("\n"), result.err[:42]) == (1, 1, "error [yaml-syntax] records/estate.yaml:2:")


def test_one_broken_file_makes_no_follow_on_problems(desk: Desk) -> None:
    desk.write("unit/1-1.yaml", "- id: [\n")
    assert {found[1] for found in codes(desk)} == {"unit/1-1.yaml"}


def test_only_what_lies_below_the_paths(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("unit/9-1.yaml", UNIT.replace("let", "haunted"))
    desk.write("staff.yaml", desk.read("staff.yaml").replace("role: cashier", "role: king"))
    assert len(codes(desk)) == 2
    unit = [("unknown-choice", "unit/9-1.yaml", 5)]
    for path in (
        "records/unit",
        "records/unit/",
        "./records/unit/9-1.yaml",
        str(desk.root / "records/unit/9-1.yaml"),
        "records/../records/unit",
    ):
        assert codes(desk, path) == unit, path
    monkeypatch.chdir(desk.root / "records/unit")
    assert codes(desk, "9-1.yaml") == unit
    assert codes(desk, "records/bill") == []
    assert len(codes(desk, ".", "records/staff.yaml")) == 2


@pytest.mark.parametrize("path", ["records/nothing", "/etc", "../..", "records/unit/1-1.yml"])
def test_a_misspelt_path_does_not_look_clean(desk: Desk, path: str) -> None:
    desk.refused("check", path, code="no-such-file")


def test_the_index_has_no_say(desk: Desk) -> None:
    desk.run("unit", "list")
    (desk.root / ".propops/index.sqlite").write_bytes(b"no database")
    assert codes(desk) == []
    desk.write("unit/9-1.yaml", UNIT.replace("let", "haunted"))
    assert codes(desk) == [("unknown-choice", "unit/9-1.yaml", 5)]


def test_no_index_is_written(desk: Desk) -> None:
    desk.ok("check")
    assert not (desk.root / ".propops").exists()
