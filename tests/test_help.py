"""Columns that are right with Chinese."""

import os
import subprocess
import sys

import click
import pytest

from propops import cli
from propops.models import kinds
from propops.terminal.help import Formatter, width, wrap
from propops.terminal.verbs import KindGroup
from tests.conftest import Desk


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("走访", 4), ("a走b", 4), ("，", 2), ("", 0)])
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


def test_chinese_is_broken_within_the_columns_and_marks_do_not_begin_a_line() -> None:
    lines = wrap("排下个月的走访计划，写清楚每一户为什么排、为什么不排。", 20)
    assert all(width(line) <= 22 for line in lines)
    assert not any(line[0] in "，。、" for line in lines)
    assert "".join(lines) == "排下个月的走访计划，写清楚每一户为什么排、为什么不排。"


def test_words_stay_whole() -> None:
    assert wrap("one two three four", 9) == ["one two", "three", "four"]


def test_definitions_line_up() -> None:
    formatter = Formatter(width=60)
    formatter.write_dl([("--单位 TEXT", "说明一"), ("--by", "说明二")])
    first, second = formatter.getvalue().splitlines()
    assert width(first[: first.index("说")]) == width(second[: second.index("说")])


def test_the_shared_verbs_that_a_module_replaces_are_read_off_its_text() -> None:
    """Which is what lets `propops KIND show` do without the module."""
    root = cli.build()
    context = click.Context(root)
    for kind in kinds():
        group = root.get_command(context, kind)
        assert isinstance(group, KindGroup)
        replaced = cli._replaced_verbs(cli._module(cli.COMMANDS, kind))
        assert sorted(group.shared) == sorted(set(cli.SHARED_VERBS) - set(replaced)), kind


@pytest.mark.parametrize(("words", "expected"), [(("propops", "vi"), "visit"), (("propops", "unit", "show", "1-1-10"), "1-1-101")])
def test_completion_imports_neither_commands_nor_models(desk: Desk, words: tuple[str, ...], expected: str) -> None:
    desk.ok("unit", "list", "--format", "json")
    code = "import sys, propops.cli\ntry: propops.cli.main()\nfinally: print(*sys.modules, file=sys.stderr)"
    typed = {"_PROPOPS_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk.root, env={**os.environ, **typed}, capture_output=True, text=True, check=False
    )
    assert f"plain,{expected}" in done.stdout.splitlines()
    heavy = ("propops.commands.", "propops.models", "propops.planning", "ruamel", "tabulate", "locale")
    assert [name for name in done.stderr.split() if name.startswith(heavy)] == []
