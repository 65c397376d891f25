"""Values that records may hold, made at random, and the readers that must agree about them."""

import contextlib
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from ruamel import yaml  # before anything looks for its C parser in vain

from propops.store.reader import parse

CHINA = timezone(timedelta(hours=8))

# Every character that UTF-8 can carry; and, often, the ones that mean something to YAML.
CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), st.sampled_from(" \n\t\r#:-?,[]{}&*!|>'\"%@`=<~0179yn.eE+_")
)
TRICKY = st.sampled_from(
    [
        *(
            "yes",
            "no",
            "on",
            "off",
            "y",
            "n",
            "Null",
            "~",
            "true",
            "True",
            "=",
            "<<",
            "null",
            "NaN",
            ".nan",
            "-.inf",
            ".",
            "-",
            "--",
            "---",
            "...",
        ),
        *(
            "0301",
            "0x1f",
            "0o17",
            "0b1",
            "1_000",
            "1e3",
            "1.",
            ".5",
            "+1",
            "-0",
            "12:30",
            "12:30:45",
            "190:20:30.15",
            "2026-02-30",
            "2026-2-3",
        ),
        *("2026-12-01", "2026-12-01 09:30", "2026-12-01T09:30:00+08:00", "138 0000 0001", "0571-8888 6666", "３０１", "一二三四"),
        *(
            "a: b",
            "a:",
            ":a",
            "a #b",
            "#a",
            "- a",
            "-a",
            "? a",
            "?a",
            "! a",
            "&a",
            "*a",
            "|",
            ">",
            "%a",
            "@a",
            "`a",
            "[a]",
            "{a}",
            "a,b",
            "'a'",
            '"a"',
        ),
        *(
            "第一行\n第二行",
            "第一行\n第二行\n",
            "\n第一行\n第二行",
            "第一行\n\n第三行",
            "a\n  b\n c",
            " a\nb",
            "a \nb",
            "a\n\n",
            "\n",
            "\n\n",
            "# a\n# b",
            "a\n---\nb",
        ),
        *(
            "\u00a0a",
            "a\u3000",
            "\u3000a\nb",
            "a\u2028b",
            "a\u0085b",
            "\ufeffa",
            "\u202ea",
            "\x1b[31m红",
            "\x7f",
            "\x9b0m",
            "\ufffe",
            "🏠",
            "\U000e0041",
        ),
        *("<<<<<<< HEAD\na", "a\n=======\nb", "x" * 2000, "\\", "\\n", "a\\"),
    ]
)
TEXTS = st.one_of(st.text(CHARACTERS, max_size=30), TRICKY, st.builds("{}{}".format, TRICKY, TRICKY))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
INSTANTS = st.builds(lambda at: at.replace(microsecond=0, tzinfo=CHINA), st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30)))
NUMBERS = st.one_of(st.integers(-(10**9), 10**9), st.decimals(-(10**8), 10**8, places=2))
SCALARS = st.one_of(TEXTS, DAYS, NUMBERS, st.booleans(), INSTANTS)
KEYS = st.one_of(st.sampled_from(["id", "unit", "note", "from", "content"]), st.text(CHARACTERS, min_size=1, max_size=8))
NESTED = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)), max_leaves=5
)  # fmt: skip
RECORDS = st.lists(st.dictionaries(KEYS, NESTED, min_size=1, max_size=5), min_size=1, max_size=4)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


def ours(text: str) -> Any:
    return plain(parse(text, "x.yaml").top)


def ours_without_c(text: str) -> Any:
    """As on a machine that lacks the C parser."""
    with without_c():
        return ours(text)


@contextlib.contextmanager
def without_c() -> Iterator[None]:
    modules: dict[str, Any] = sys.modules
    parser = modules["_ruamel_yaml"]
    modules["_ruamel_yaml"] = None
    try:
        yield
    finally:
        modules["_ruamel_yaml"] = parser


def ruamel(text: str, pure: bool) -> Any:
    return yaml.YAML(typ="safe", pure=pure).load(text)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def as_others_read_it(value: Any) -> Any:
    """Other readers have no Decimal."""
    if isinstance(value, dict):
        return {key: as_others_read_it(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_others_read_it(item) for item in value]
    return float(value) if isinstance(value, Decimal) else value
