"""The benchmarks' estates come from the same generator."""

import os
import runpy
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from propops.sample import History
from propops.sample.__main__ import CHECKOUT
from propops.sample.shelf import MOST, Shelf
from tests.conftest import Desk


def test_an_estate_of_any_size_in_one_commit(tmp_path: Path) -> None:
    main = runpy.run_path(str(CHECKOUT / "bench" / "make_estate.py"))["main"]
    main(["--households", "20", "--months", "2", "--seed", "3", str(tmp_path / "out")])
    git = ["git", "-C", str(tmp_path / "out")]
    assert subprocess.run([*git, "rev-list", "--count", "HEAD"], capture_output=True, text=True, check=True).stdout == "1\n"
    assert subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True).stdout == ""
    assert (tmp_path / "out" / "records" / "unit" / "1-1.yaml").read_text("utf-8").count("- id:") == 20


def test_the_same_seed_gives_the_same_commit_and_a_clean_estate(tmp_path: Path) -> None:
    heads = {_head_of_50_homes(tmp_path / seed, seed) for seed in ("1", "77")}
    assert len(heads) == 1
    assert "0 errors, 0 warnings" in Desk(tmp_path / "1").ok("check")


def _head_of_50_homes(out: Path, hash_seed: str) -> str:
    maker = [sys.executable, str(CHECKOUT / "bench" / "make_estate.py"), "--households", "50", "--months", "3", str(out)]
    subprocess.run(maker, check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed})
    return Desk(out).git("rev-parse", "HEAD")


def test_a_full_file_is_followed_by_another(history: History) -> None:
    shelf = Shelf()
    payments = [record for record in history.state() if record.kind == "payment"]
    again = [replace(record, id=f"p-261001-{number:04}") for number, record in enumerate(payments)]
    paths = [shelf.put(record) for record in again]
    assert Counter(paths)["records/payment/2026-10.yaml"] == Counter(paths)["records/payment/2026-10/2.yaml"] == MOST
    assert shelf.put(again[0]) == paths[0]
    assert shelf.texts() == Shelf(again).texts()


@pytest.mark.parametrize("officer", ["li-na", "sun-yue"])
def test_a_household_that_opts_out_changes_its_officers_month_and_no_other(thousand: Desk, officer: str) -> None:
    before = month_by_officer(thousand)
    unit = before[officer][len(before[officer]) // 2]["unit"]
    thousand.ok("resident", "edit", thousand.json("resident", "list", f"unit={unit}")[0]["id"], "--visits", "opted-out")
    after = month_by_officer(thousand)
    assert unit not in {row["unit"] for row in after[officer]}
    assert {name for name in before if after[name] != before[name]} == {officer}


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    root = tmp_path_factory.mktemp("thousand") / "estate"
    runpy.run_path(str(CHECKOUT / "bench" / "make_estate.py"))["main"](["--households", "1000", "--months", "4", "--seed", "1", str(root)])
    return Desk(root)


def month_by_officer(desk: Desk) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in desk.json("visit", "plan", "2026-12", "--fresh", "--dry-run"):
        found.setdefault(row["officer"], []).append(row)
    return found
