"""What the pages say is what the program does."""

import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from propops.cli import build
from propops.models import kinds
from tests.conftest import Desk

ROOT = Path(__file__).parent.parent


def test_the_reference_pages_are_what_the_program_would_write() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "tools/reference.py"), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, "make docs"


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, name
            yield from commands(inner, (*path, name))
    else:
        yield path


def test_every_command_explains_itself(desk: Desk) -> None:
    for path in commands(build()):
        text = desk.ok(*path, "--help")
        assert text.startswith(f"Usage: propops {' '.join(path)}"), path
        assert len(text.splitlines()) > 3, path


def test_every_kind_has_a_command_and_the_shared_verbs() -> None:
    paths = set(commands(build()))
    for kind in kinds():
        assert (kind, "list") in paths and (kind, "show") in paths, kind


def readme_lines() -> list[str]:
    """The `propops …` lines of the Chinese half, in order."""
    text = (ROOT / "README.md").read_text("utf-8").split("## English")[0]
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("propops ") and not line.startswith(("propops demo", "propops init"))]


@pytest.mark.slow
def test_the_first_ten_minutes_of_the_readme_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROPOPS_NOW")
    monkeypatch.delenv("PROPOPS_USER")
    monkeypatch.chdir(tmp_path)
    desk = Desk(tmp_path / "yuyuan")
    assert Desk(tmp_path).run("demo", str(desk.root)).code == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("今天\n"))
    lines = readme_lines()
    assert len(lines) > 12
    for line in lines:
        result = desk.run(*shlex.split(line)[1:])
        assert result.code == 0, (line, result.err)
    assert desk.git("status", "--porcelain") == ""
    assert desk.ok("check").startswith("0 errors")


@pytest.mark.slow
def test_the_lines_of_the_page_about_the_desk_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the sample estate, one after the other; ⏎ is Enter alone."""
    monkeypatch.delenv("PROPOPS_NOW")
    desk = Desk(tmp_path / "yuyuan")
    assert Desk(tmp_path).run("demo", str(desk.root)).code == 0
    blocks = re.findall(r"```text\n(.*?)```", (ROOT / "docs/desk.md").read_text("utf-8"), re.DOTALL)
    lines = "".join(blocks).replace("⏎", "")
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    result = desk.run("desk")
    assert result.code == 0, result.out + result.err
    assert result.out.count("$ propops ") == 16
    assert desk.git("status", "--porcelain") == ""
    assert desk.ok("check").startswith("0 errors")
