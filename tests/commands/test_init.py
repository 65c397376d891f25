"""New estates."""

import subprocess
from pathlib import Path

import pytest

from propops.cli import main
from tests.conftest import Desk


def test_an_empty_estate_from_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "new"
    assert (
        main(["init", str(root), "--name", "翠湖苑", "--company", "翠湖物业", "--supervisor", "chen-jing", "--supervisor-name", "陈静"])
        == 0
    )
    desk = Desk(root)
    assert desk.ok("check").startswith("0 errors")
    assert desk.git("status", "--porcelain") == ""
    desk.ok("unit", "add", "1-1-101", "--building", "1", "--entrance", "1", "--room", "101", "--occupancy", "vacant", "--by", "chen-jing")
    assert len(desk.json("unit", "list")) == 1


def test_what_is_missing_is_an_error_in_a_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "new"), "--name", "翠湖苑"]) == 2
    assert "--company" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_an_estate_is_not_founded_twice(desk: Desk) -> None:
    desk.refused("init", str(desk.root), "--name", "a", "--company", "b", "--supervisor", "c", code="exists")


def test_outside_an_estate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--estate", str(tmp_path), "unit", "list"]) == 1
    assert "[no-estate]" in capsys.readouterr().err


def test_the_program_s_own_sample_is_not_written_to() -> None:
    checkout = Path(__file__).parent.parent.parent
    before = subprocess.run(
        ["git", "-C", str(checkout), "status", "--porcelain", "records"], capture_output=True, text=True, check=True
    ).stdout
    result = Desk(checkout).run("unit", "edit", "3-2-1001", "--note", "x", "--by", "chen-jing")
    assert result.code == 1 and "[sample]" in result.err
    after = subprocess.run(
        ["git", "-C", str(checkout), "status", "--porcelain", "records"], capture_output=True, text=True, check=True
    ).stdout
    assert after == before


def test_who_is_asking(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROPOPS_USER")
    edit = ("unit", "edit", "1-1-302", "--note", "x")
    assert "li-na" in desk.refused(*edit, code="who")
    desk.ok("desk", "login", "王芳")
    desk.ok(*edit)
    assert desk.git("log", "-1", "--format=%an") == "王芳\n"
    monkeypatch.setenv("PROPOPS_USER", "nobody")
    desk.refused("unit", "edit", "1-1-302", "--note", "y", code="unknown-staff")
