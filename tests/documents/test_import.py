"""`propops.documents` is imported by commands that print nothing: it must cost nothing."""

import subprocess
import sys

import pytest

HEAVY = ("jinja2", "markdown_it", "mdit_py_cjk_friendly", "docx", "lxml", "segno", "typst")


def _loaded_after(code: str) -> set[str]:
    listing = subprocess.run([sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True)
    return set(HEAVY) & set(listing.stdout.split())


@pytest.mark.parametrize("code", ["import propops.documents", "from propops.documents import fill, find, load, names, render"])
def test_imports_nothing_heavy(code: str) -> None:
    assert _loaded_after(code) == set()
