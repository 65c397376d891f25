"""Golden files: what people see, to the character. PROPOPS_ACCEPT=1 accepts; look at the diff."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import Desk

GOLDEN = Path(__file__).parent / "commands" / "golden"
ACCEPT = os.environ.get("PROPOPS_ACCEPT") == "1"


def as_read_in(language: str, desk: Desk, *arguments: str) -> str:
    """In a process of its own: a process speaks one language."""
    command = [sys.executable, "-m", "propops", "--estate", str(desk.root), *arguments]
    env = os.environ | {"PROPOPS_LANG": language}
    return subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def equals_golden(out: str, name: str, hide: Desk | None = None) -> None:
    """`hide`: commits of this desk are shown as such, as their ids follow from the version of git and the hour."""
    if hide is not None:
        ids = hide.git("log", "--format=%h %H").split()
        out = re.sub("|".join(id[:7] for id in ids), "COMMIT_", out)
    if ACCEPT:
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(out, "utf-8")
    assert out == (GOLDEN / name).read_text("utf-8")
