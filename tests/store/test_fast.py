"""The fast reader says what the parser says, or nothing: on what the program writes, and on whatever becomes of it."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from propops.errors import PropopsError
from propops.store import fast, inline
from propops.store.reader import MAX_DEPTH, Map, Seq, parse
from propops.store.writer import write_mapping, write_records
from tests.store.hands import by_others, dumped
from tests.store.samples import CHARACTERS, NESTED, RECORDS, SCALARS, TEXTS, depth

ROOT = Path(__file__).parent.parent.parent
FILES = sorted([*(ROOT / "records").rglob("*.yaml"), *(ROOT / "tests/estate").rglob("*.yaml"), *(ROOT / "propops").rglob("*.yaml")])

# --- what is compared ------------------------------------------------------------------------------------------------


def said(value: Any) -> Any:
    """A value with its types, its order and its lines."""
    if isinstance(value, Map):
        return "map", value.line, tuple(value.lines.items()), tuple((key, said(item)) for key, item in value.items())
    if isinstance(value, Seq):
        return "seq", tuple(value.lines), tuple(map(said, value))
    return type(value), str(value), value


def parsed(text: str) -> Any:
    """What the parser makes of it; None where it refuses."""
    try:
        return said(parse(text, "records/x.yaml").top)
    except PropopsError:
        return None


def agrees(text: str) -> bool:
    """Whether the fast reader took it, which it must do as the parser does."""
    found = fast.read(text)
    assert found is None or said(found) == parsed(text), text
    return found is not None


# --- what is written -------------------------------------------------------------------------------------------------

# What an editor, a keyboard or YAML make something else of.
SIGNS = [*":#-?&*!|>'\"%@`{}[],\\/~=<.+ \t\n\r\x07\x7f\u0085\u00a0\u3000\u200b\u2028\u202e\ufeff😀０３：“”yn0159", ": ", " #", "- ", "  "]
SIGNS += ["---", "...", "yes", "on", "null", "0x1f", "1e3", "12:30", "1_000", ".5", "<<", "a: b", "2026-02-30"]
SIGNS += ["\\U0001f600", "\\ud83d", '\\"']
VALUES: st.SearchStrategy[Any] = NESTED | st.none() | st.lists(st.none() | TEXTS | st.just({}) | st.just([]), max_size=2)
# The same few keys again and again, so that what was remembered meets what differs a little.
LIKE_OURS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from(["c-1", "c-2"])}, optional={"unit": SCALARS, "log": VALUES, "on": VALUES}),
    min_size=1,
    max_size=3,
)
MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@MANY
@given(RECORDS | LIKE_OURS)
def test_reads_whatever_is_written(records: list[dict[str, Any]]) -> None:
    assume(depth(records) <= MAX_DEPTH)
    assert agrees(write_records(records)), write_records(records)


@MANY
@given(RECORDS.map(lambda records: records[0]))
def test_reads_settings(values: dict[str, Any]) -> None:
    assume(depth(values) <= MAX_DEPTH)
    assert agrees(write_mapping(values, 0))


def test_reads_the_records_that_are_here() -> None:
    for path in FILES:
        assert agrees(path.read_text(encoding="utf-8")), path


# Words as people write them, so that most of it is understood; and whatever else there may be.
WORDS = st.sampled_from(["业主", "ok", "it's", "2026", "a-1", "1.50", "已约第二次，", "x:y", 'say "hi"'])
TEXT = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
LOG = st.lists(st.dictionaries(TEXT, TEXT, max_size=3) | TEXT, max_size=2)
PLAIN = st.lists(st.fixed_dictionaries({"id": TEXT}, optional={"log": LOG, "on": TEXT}), min_size=1, max_size=3)
BY_OTHERS = by_others(PLAIN | LIKE_OURS | RECORDS)


@MANY
@given(BY_OTHERS)
def test_says_nothing_or_what_the_parser_says_of_what_others_write(text: str) -> None:
    agrees(text)


@pytest.mark.parametrize("indents", [(2, 2, 0), (2, 4, 2), (4, 6, 4)])
def test_reads_what_a_program_makes_of_the_records_that_are_here(indents: tuple[int, int, int]) -> None:
    for path in FILES[::5]:
        top = parse(path.read_text(encoding="utf-8"), path.name).top
        assert isinstance(top, Map) or agrees(dumped(top, 80, indents, False, None, True)), path


# --- what becomes of it ----------------------------------------------------------------------------------------------

STRAY = [
    "# c",
    "  # c",
    "      # c",
    "",
    " ",
    "#",
    "---",
    "...",
    "%YAML 1.1",
    "- x",
    "  - x",
    "x: 1",
    "  x: 1",
    "    x: 1",
    "  x:",
    "-",
    "- |",
    "{}",
]


# The records that are here, complaints with their logs and all, one at a time.
OURS = st.sampled_from(
    [f"- id: {record}" for path in FILES for record in f"\n{path.read_text(encoding='utf-8')}".split("\n- id: ")[1:] if len(record) < 1500]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = draw((LIKE_OURS | RECORDS).map(write_records) | OURS | BY_OTHERS)
    for _edit in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from(MUTATIONS))(draw, text)
    return text


def _place(draw: st.DrawFn, things: Any) -> int:
    return draw(st.integers(0, len(things)))


def _with_piece(draw: st.DrawFn, text: str) -> str:
    at = _place(draw, text)
    return text[:at] + draw(st.sampled_from(SIGNS) | CHARACTERS) + text[at:]


def _without_piece(draw: st.DrawFn, text: str) -> str:
    at = _place(draw, text)
    return text[:at] + text[at + draw(st.integers(1, 3)) :]


def _with_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    lines.insert(_place(draw, lines), draw(st.sampled_from(STRAY)))
    return "\n".join(lines)


def _without_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    del lines[_place(draw, lines[1:])]
    return "\n".join(lines)


def _indented(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    at = _place(draw, lines[1:])
    by = draw(st.integers(-4, 4))
    lines[at] = " " * by + lines[at] if by > 0 else lines[at].removeprefix(" " * -by)
    return "\n".join(lines)


def _twice(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    line = lines[_place(draw, lines[1:])]
    lines.insert(_place(draw, lines), line)
    return "\n".join(lines)


def _swapped(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    one, other = _place(draw, lines[1:]), _place(draw, lines[1:])
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


FRAMES = [
    "'x\n      %s'",
    '"x\n      %s"',
    "x\n      %s",
    ">-\n      x\n      %s",
    "[x, %s]",
    "{x: %s}",
    '"%s"',
    "'%s'",
    "[%s]",
    "{%s}",
    "%s # c",
    "!t %s",
    "&a %s",
    "%s:",
    '"%s',
    " %s",
    "|\n%s",
    ">\n  %s",
    "%s\n    x",
]


def _wrapped(draw: st.DrawFn, text: str) -> str:
    """A value gets quotes or brackets, or gives way to one that needs them."""
    lines = text.split("\n")
    at = _place(draw, lines[1:])
    head, colon, raw = lines[at].partition(": ")
    frame = draw(st.sampled_from(FRAMES))
    lines[at] = head + colon + frame.replace("%s", draw(st.sampled_from([raw, *SIGNS])))
    return "\n".join(lines)


MUTATIONS = [_with_piece, _without_piece, _with_line, _without_line, _indented, _twice, _swapped, _wrapped]


@MANY
@given(mutated())
def test_says_nothing_or_what_the_parser_says(text: str) -> None:
    agrees(text)


CONTENTS = [
    "g: >",
    "h: 'x",
    'i: "x',
    "y'",
    'y"',
    "y z",
    "'k': 'v' # c",
    "l: [x, z]",
    "{m: 1}",
    "n:  # c",
    "a: 1",
    "b:",
    "c: x",
    '"on": y',
    "d: |",
    "e: |-",
    "x",
    "-",
    "# c",
    "f: {}",
    "g: []",
    '"a: b"',
    '"a": ""',
    "",
    "{}",
    "a: b: c",
    "a :",
]
LINES = st.builds(
    lambda indent, dashes, content: " " * indent + "- " * dashes + content,
    st.sampled_from([0, 0, 2, 2, 4, 6, 1, 3]),
    st.sampled_from([0, 0, 0, 1, 2]),
    st.sampled_from(CONTENTS),
)


@MANY
@given(st.lists(LINES, max_size=7).map("\n".join))
def test_sees_the_structure_that_the_parser_sees(text: str) -> None:
    if agrees(text + "\n"):
        agrees(f"{text}\n{text}\n")


# --- single cases ----------------------------------------------------------------------------------------------------

FULL_WIDTH = "- a: 3\uff10\n"
REFUSED = [
    "", "\n", "# c\n", "[]\n", "x\n", "- a: 1\n\tb: 2\n", "- a: 1\r\n", "- a: x\u200b\n", "\ufeff- a: 1\n", "- a: 1\n  a: 2\n",
    '- a: 1\n  "a": 2\n', "- yes: 1\n", "- <<: 1\n", "- a : 1\n", "- ? a\n", "- a: 1\n   b: 2\n", "- a: 1\n b: 2\n", "- a: yes\n",
    "- a: 0301\n", "- a: 12:30\n", "- a: 2026-02-30\n", "- a: 2026-12-01T25:00\n", "- a: x: y\n", "- a: x:\n", '- a: "x" y\n',
    '- a: "x\n', '- a: "\\ud83d\\ude00"\n', '- a: "\\U00110000"\n', '- a: "\n', '- a: "\\q"\n', "- a: 'x' y\n", "- a: 'x'y\n",
    "- a: &x 1\n", "- a: *x\n", "- a: !x 1\n", "- a: |+\n    x\n", "- a: |2\n    x\n", "- a: |\n\n    x\n", "- a: |\n", "- a: |\n  x\n",
    "-\n", "- \n", "- a: 1\n-\n", "- # c\n  a: 1\n", "- a: 1\n...\n", "- a: 1\n---\n- a: 2\n", "# c\n---\n- a: 1\n", "- a: 1\nb: 2\n",
    "a: 1\n- b\n", "<<<<<<< ours\n- a: 1\n", "- a: 1\n=======\n", "- a: x\ty\n", "- a: -\n", "- a: - x\n", '- "a":1\n', '- "a" : 1\n',
    '- "a"x: 1\n', "- a: [x\n", "- a: [x]]\n", "- a: [x, [y]]\n", "- a: [x: 1]\n", "- a: {x}\n", "- a: {x: 1, x: 2}\n", "- a: [x?]\n",
    "- a: [yes]\n", "- a: [, x]\n", "- a: [x] y\n", "- a:\n    x\n", "- a: x\n  y\n", "- a: x\n  - y\n", "- a: x\n    - y\n",
    "- a: x # c\n    y\n", "- a: x\n    # c\n    y\n", "- a: x\n\n    y\n", "- a: 'x\n  y'\n", "- a: 'x \n    y'\n", "- a: 'x\n    y' z\n",
    "- a: >\n    x\n     y\n", "- a: |\n    x\n   y\n", "- a: 'x'\n    y\n", f"{' ' * 40}a: 1\n",
]  # fmt: skip
TAKEN = [
    FULL_WIDTH, "- a:\n", "- a:\n- b:\n", "- a: ~\n", "- phone: 138 0000 0000\n", "# c\n- a: 1\n  # c\n\n# c\n  b: 2\n\n", "- - - x\n",
    "- x\n- 1\n", "- a: |\n    x\n\n     # y\n   # c\n  b: |-\n    z\n\n\n", '- "a: b": 1\n  "on": "\\u202e\\U000e0001\\\\U0001f600"\n',
    "- a:\n  # c\n\n    b: 1\n", "- a:\n  - b: 1\n    c:\n    - x\n  - {}\n  d: []\n", "a:\n- 1\nb:\n  c: 1\n", "- a:1\n",
    "- - a: 1\n  - x\n",
    "- a: x　y\n", "- a: -x\n", "- a: " + "x" * 5000 + "\n", "- " + "k" * 900 + ": 1\n",
    # Keys in any column, dashes below their key or further in.
    " - a: 1\n", "  - a: 1\n    b:\n      - x\n      - c: 1\n        d: 2\n", "-   a: 1\n    b:\n     - x\n",
    "a:\n   b:\n      c: 1\n   d: 2\n", "a:\n b:\n - x\n c: 1\n", "-  -  a: 1\n      b: 2\n   -  x\n",
    # Spaces and comments behind values.
    "- a: 1 \n  b:   x  \n", "- a: x # y\n  b: 'it''s' # z: 1\n  c: # c\n  - x # y: z\n  d:  # c\n    e: 1\n   \n", "- a: x#y\n",
    # Quotes of both kinds.
    "- 'a': 'x'\n  'it''s': ''\n  b: ''''\n  c: '\"\\'\n", '- a: "\\/\\x41\\u00E9\\0\\e\\_\\N\\L\\P\\ x"\n', "- 'x: y'\n- \"x: y\"\n",
    # What stands in brackets in one line.
    "- a: [x, 'y, z', \"[\\u4e00]\", 1, 2026-11-30, -1.50, ~]\n", "- a: [ ]\n  b: { }\n  c: [x,v , z,]\n",
    "- {a: 1, 'b c': x y, d: \"}\"} # c\n", "- [x] # c\n- - [z]\n",
    # Texts of several lines.
    "- a: x\n    y z\n      it's\n  b: 1\n", "- x\n y\n- a: 3\n   4\n",
    "- a: 'x\n    y\n\n\n    it''s # z\n    '\n  b: ' # c\n    x: y'  # c\n",
    '- a: "x\\\n    \\  y\\\\\n    z\\n\n\n    \\\n\n    w"\n', "- 'x\n  y'\n",
    "- a: >\n    x\n    y \n\n    z\n\n  b: >-\n   x\n\n\n   y\n",
    "- |\n x\n  y\n- >-\n  x\n", "- a: | # c\n     x\n      y\n    # c\n  b: 1\n",
    # Begins and ends of files.
    "- a: 1", "- a: |\n    x", "---\n- a: 1\n", "---\n\n# c\na: 1\n",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_leaves_to_the_parser(text: str) -> None:
    assert fast.read(text) is None


@pytest.mark.parametrize("text", TAKEN)
def test_takes(text: str) -> None:
    assert agrees(text)
    is_list = text.startswith("- ") and text.endswith("\n")
    assert agrees(text * 3) or not is_list  # by what it remembers, too


def test_nothing_nested_deeper_than_the_parser_allows() -> None:
    for innermost in ("x", "{}", "k: 1"):
        for dashes in range(1, 9):
            text = "- " * dashes + innermost + "\n"
            assert agrees(text) is (parsed(text) is not None)
    text = "".join(f"{'  ' * i}k:\n" for i in range(5)) + "          k: 1\n"
    assert agrees(text)
    assert not agrees(text.replace(" 1", "\n            k: 1"))
    assert not agrees(text.replace(" 1", " []"))


def test_what_is_remembered_of_one_place_is_not_too_deep_in_another() -> None:
    shallow = "a:\n  b:\n    c:\n      d:\n      - x: 1\n"
    deep = "- a:\n  - b:\n      c:\n      - x: 1\n"
    assert agrees(shallow)
    assert not agrees(deep)
    assert parsed(deep) is None


def test_a_long_key_is_left_to_the_parser() -> None:
    assert fast.read("- " + "k" * 1100 + ": 1\n") is None


def test_nobody_can_splice_from_it() -> None:
    top: Any = fast.read("- a:\n  - 1\n")
    with pytest.raises(AttributeError):
        print(top[0].spans)
    with pytest.raises(AttributeError):
        print(top[0]["a"].dashes)


def test_values_remembered_are_never_containers() -> None:
    text = "- a: {}\n  b: []\n  c:\n- a: {}\n  b: []\n"
    top: Any = fast.read(text)
    top[0]["a"]["x"] = 1
    top[0]["b"].append(1)
    assert top[1] == {"a": {}, "b": []}
    assert agrees(text)


def test_what_is_remembered_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "ENOUGH", 10)
    inline.scalars.clear()
    assert agrees("".join(f"- id: c-{i}\n  k{i}: x{i}\n" for i in range(100)))
    assert len(inline.scalars) <= 10
    assert Decimal("1.50") == inline.scalars["1.50"]
    assert inline.scalars["2026-12-01"] == date(2026, 12, 1)
    assert isinstance(inline.scalars["2026-12-01T09:30"], datetime)
