"""The benchmarks' estates come from the same generator."""

import runpy
import subprocess
from pathlib import Path

from propops.sample.__main__ import CHECKOUT


def test_an_estate_of_any_size_in_one_commit(tmp_path: Path) -> None:
    main = runpy.run_path(str(CHECKOUT / "bench" / "make_estate.py"))["main"]
    main(["--households", "20", "--months", "2", "--seed", "3", str(tmp_path / "out")])
    git = ["git", "-C", str(tmp_path / "out")]
    assert subprocess.run([*git, "rev-list", "--count", "HEAD"], capture_output=True, text=True, check=True).stdout == "1\n"
    assert subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True).stdout == ""
    assert (tmp_path / "out" / "records" / "unit" / "1-1.yaml").read_text("utf-8").count("- id:") == 20
