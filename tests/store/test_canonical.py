"""Canonical text: made once it stays, and says what was said; comments and unknown keys are all there."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from propops.errors import PropopsError
from propops.store.canonical import canonical, normal_lines, says_the_same
from propops.store.reader import parse
from tests.store.test_fast import MANY, mutated
from tests.store.test_writer import SHAPE, written_by_hand

UNIX, DOS = "\n", "\r\n"


def formatted(text: str) -> str:
    document = parse(normal_lines(text), "x.yaml")
    new = canonical(document, SHAPE)
    assert says_the_same(parse(new, "x.yaml"), document), (text, new)
    return new


@settings(max_examples=150, deadline=None)
@given(written_by_hand(), written_by_hand(), st.sampled_from([UNIX, DOS]), st.sampled_from(["", "\ufeff"]))
def test_written_by_hand(one: Any, other: Any, line_end: str, mark: str) -> None:
    text = "# 文件说明\n\n" + one[0] + "\n# 下一条\n" + other[0].replace("id: me", "id: you", 1)
    new = formatted(mark + text.replace("\n", line_end))
    assert formatted(new) == new
    comments = sorted(line.rpartition("# 备注")[2] for line in text.splitlines() if "# 备注" in line)
    assert sorted(line.rpartition("# 备注")[2] for line in new.splitlines() if "# 备注" in line) == comments
    assert "# 文件说明" in new and "# 下一条\n- " in new


@MANY
@given(mutated())
@example("  - id:\n    - 0\n    - '\n00'\n    # 备注: x\n    - \n")
@example("  - id:\n    - 0\n    - \n# c\n    - \n")
@example("# c\n- {id: c-1, log: \n    null}\n")
@example("# c\n- {id: c-1, log: \n    null, on: '', \n    unit: ''}\n")
@example("- id: c-1}\n- {id: c-1, unit: \n    Yes}\n")
@example("  - |\n    a # b\n       \n    c\n")
def test_whatever_can_be_read(text: str) -> None:
    try:
        parse(normal_lines(text), "x.yaml")
    except PropopsError:
        return
    new = formatted(text)
    assert formatted(new) == new


@pytest.mark.parametrize("text", ["", "\n", "[]\n", "{}\n", "# 还没有\n[]\n"])
def test_what_says_nothing(text: str) -> None:
    assert formatted(text) == ("# 还没有\n" if "#" in text else "")
