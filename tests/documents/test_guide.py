"""The guide beside the templates names every filter and every block, and no other."""

import re

import pytest

from propops.documents import load
from propops.documents.filters import FILTERS
from propops.documents.sandbox import BORROWED, sandbox
from propops.documents.template import KEYS
from propops.errors import PropopsError
from tests.documents.conftest import HEAD
from tests.documents.samples import TEMPLATES

GUIDE = (TEMPLATES / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^\| `([a-z]+)", GUIDE.split("| 块 |")[1].split("## 取值")[0], re.MULTILINE)


def test_filters() -> None:
    named = re.findall(r"`([a-z]+)", GUIDE.split("| 过滤器 |")[1])
    assert sorted(named) == sorted({*FILTERS, *BORROWED.split()})
    assert set(sandbox(()).filters) == set(named)


def test_front_matter_keys() -> None:
    assert re.findall(r"^\| ([a-z]+) \|", GUIDE.split("## 正文")[0], re.MULTILINE) == list(KEYS)


@pytest.mark.parametrize("block", BLOCKS)
def test_blocks_exist(block: str) -> None:
    from propops.documents.chunks import chunks
    from propops.documents.directives import read
    from propops.documents.markdown import line

    (chunk,) = chunks(f"```{block} 3\n甲 | 3\n```") if block != "columns" else chunks("```columns\nwidths 1\n```\n| a |\n|---|")
    assert chunk.directive
    if block != "columns":
        read(chunk.directive, chunk.text, line)


def test_the_guide_is_no_template() -> None:
    assert not GUIDE.startswith(HEAD)
    with pytest.raises(PropopsError):
        load(TEMPLATES / "README.md")
