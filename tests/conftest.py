"""Every test lives a moment in a small estate: real files, real git, a fixed day."""

import contextlib
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from propops.cli import main

if os.environ.get("CI"):
    # The same examples every time: a run that fails on main must fail for a reason that main can show.
    from hypothesis import settings

    settings.register_profile("ci", derandomize=True, deadline=None)
    settings.load_profile("ci")

TINY = Path(__file__).parent / "estate"
NOW = "2026-11-30T09:00"


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """An estate on disk and someone at its keyboard."""

    root: Path

    def run(self, *arguments: str) -> Result:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["--estate", str(self.root), *arguments])
        return Result(code, out.getvalue(), err.getvalue())

    def ok(self, *arguments: str) -> str:
        """What the command prints; the test fails with its complaint if it refuses."""
        result = self.run(*arguments)
        assert result.code == 0, result.err
        return result.out

    def refused(self, *arguments: str, code: str = "", exit_code: int = 1) -> str:
        """The complaint of a command that must refuse, with its stable code; the tree must be as it was."""
        before = self.git("status", "--porcelain"), self.git("rev-parse", "HEAD")
        result = self.run(*arguments)
        assert result.code == exit_code, (result.code, result.out, result.err)
        assert f"[{code}" in result.err, result.err
        assert (self.git("status", "--porcelain"), self.git("rev-parse", "HEAD")) == before
        return result.err

    def json(self, *arguments: str) -> Any:
        import json

        return json.loads(self.ok(*arguments, "--format", "json"))

    def git(self, *arguments: str) -> str:
        return subprocess.run(["git", "-C", str(self.root), *arguments], check=True, capture_output=True, text=True).stdout

    def read(self, path: str) -> str:
        return (self.root / "records" / path).read_text("utf-8")

    def write(self, path: str, text: str) -> None:
        file = self.root / "records" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def changed_lines(self) -> list[str]:
        """The lines that the last commit took away and put in."""
        diff = self.git("show", "--format=", "--unified=0", "HEAD")
        return [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.fixture(autouse=True)
def fixed_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("PROPOPS_", "GIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PROPOPS_NOW", NOW)
    monkeypatch.setenv("PROPOPS_LANG", "en")
    monkeypatch.setenv("PROPOPS_USER", "li-na")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny estate as a git repository; copied for each test, which is faster than making it."""
    root = tmp_path_factory.mktemp("prepared") / "estate"
    shutil.copytree(TINY, root)
    (root / ".gitignore").write_text(".propops/\n")
    who = ["-c", "user.name=setup", "-c", "user.email=setup@estate.invalid"]
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "."], [*who, "commit", "--quiet", "-m", "estate"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    return root


@pytest.fixture
def desk(prepared: Path, tmp_path: Path) -> Iterator[Desk]:
    root = tmp_path / "estate"
    shutil.copytree(prepared, root)
    yield Desk(root)
