"""The same arguments give the same bytes, whoever runs it wherever."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from propops.sample.__main__ import CHECKOUT, sample_files, stale

CODE = """
import hashlib, sys
from propops.sample import build
digest = hashlib.sha256()
for path, text in build().files().items():
    digest.update(f"{path}\\0{text}\\0".encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def sample() -> dict[str, str]:
    return sample_files()


def test_records_are_what_the_generator_makes(sample: dict[str, str]) -> None:
    """If this fails after a change of the generator or of a model: python -m propops.sample"""
    assert stale(CHECKOUT, sample) == []
    differing = [path for path, text in sample.items() if not _is(CHECKOUT / path, text)]
    assert differing == []


def _is(file: Path, text: str) -> bool:
    return file.is_file() and file.read_bytes() == text.encode()


def test_the_sample_says_that_it_is_one_and_stops_the_clock(files: dict[str, str], sample: dict[str, str]) -> None:
    assert "sample: true\nclock: 2026-11-30T09:00:00+08:00\n" in sample["records/estate.yaml"]
    assert "sample: false\nclock: 2026-11-30T09:00:00+08:00\n" in files["records/estate.yaml"]


@pytest.mark.parametrize(("seed", "zone", "language"), [("1", "America/New_York", "C"), ("77", "Asia/Kolkata", "zh_CN.UTF-8")])
def test_neither_hash_seed_nor_locale_nor_time_zone_matters(files: dict[str, str], seed: str, zone: str, language: str) -> None:
    environ = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONPATH": str(CHECKOUT)}
    found = subprocess.run([sys.executable, "-c", CODE], env=environ, capture_output=True, text=True, check=True).stdout
    digest = hashlib.sha256()
    for path, text in files.items():
        digest.update(f"{path}\0{text}\0".encode())
    assert found.strip() == digest.hexdigest()
