"""Record files that are not record files: each is one problem with its line and a stable code, never a silent choice."""

import contextlib
from typing import Any

import pytest

from propops.errors import Problem, PropopsError
from propops.store.reader import Map, Seq, decode_utf8, parse
from tests.conftest import Desk
from tests.store.samples import without_c

GOOD = "- id: a\n  x: 1\n"


def fault(text: str) -> Problem:
    with pytest.raises(PropopsError) as caught:
        parse(text, "records/x.yaml")
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


REFUSED = [
    ("duplicate-key", 3, "- id: a\n  x: 1\n  x: 2\n"),
    ("duplicate-key", 2, "- id: a\n  'id': b\n"),
    ("duplicate-key", 1, "- {id: a, id: b}\n"),
    ("conflict-marker", 2, "- id: a\n<<<<<<< HEAD\n  x: 1\n=======\n  x: 2\n>>>>>>> other\n"),
    ("conflict-marker", 3, "- id: a\n  x: 2\n>>>>>>> other\n"),
    ("conflict-marker", 2, "- id: a\n=======\n- id: b\n"),
    ("conflict-marker", 2, "- id: a\n||||||| base\n- id: b\n"),
    ("tab", 2, "- id: a\n\tx: 1\n"),
    ("tab", 2, "- id: a\n  x: a\tb\n"),
    ("anchor", 1, "- &a {id: x}\n"),
    ("anchor", 2, "- id: x\n  y: &a 1\n"),
    ("anchor", 3, "- id: x\n- id: y\n  z: *a\n"),
    ("anchor", 1, "- &a [*a]\n"),
    ("tag", 2, "- id: a\n  x: !!python/object/apply:os.system [id]\n"),
    ("tag", 2, "- id: a\n  x: !!str 1\n"),
    ("tag", 1, "!records [id]\n"),
    ("bad-key", 1, "? id\n: a\n"),
    ("bad-key", 2, "- id: a\n  ? x\n  : 1\n"),
    ("bad-key", 2, "- id: a\n  ? x\n"),
    ("bad-key", 2, "- id: a\n  ? |\n    x\n  : 1\n"),
    ("bad-key", 2, "- id: a\n  [x]: 1\n"),
    ("bad-key", 2, "- id: a\n  <<: {b: c}\n"),
    ("bad-key", 1, "- {id, x: 1}\n"),
    ("bad-key", 2, "- id: a\n  x: [y: 1]\n"),
    ("second-document", 2, "- id: a\n---\n- id: b\n"),
    ("second-document", 2, "- id: a\n...\n"),
    ("not-a-list", 1, "text\n"),
    ("not-a-list", 1, "null\n"),
    ("not-a-list", 1, "|\n  text\n"),
    ("flow-list", 1, "[{id: a}]\n"),
    ("too-deep", 1, "[" * 100_000),
    ("too-deep", 1, "{a: " * 100_000),
    ("too-deep", 1, "- " * 100_000),
    ("bom", 1, "\ufeff" + GOOD),
    ("crlf", 1, GOOD.replace("\n", "\r\n")),
    ("crlf", 2, "- id: a\n  x: a\rb\n"),
    ("control-character", 2, "- id: a\n  x: \x00\n"),
    ("control-character", 2, "- id: a\n  x: \x1b[31m\n"),
    ("control-character", 2, "- id: a\n  # \x9b31m\n"),
    ("control-character", 2, "- id: a\n  x: a\u0085b\n"),
    ("control-character", 2, "- id: a\n  x: a\u2028b\n"),
    ("control-character", 2, "- id: a\n  x: a\ufeffb\n"),
    ("bidi", 2, "- id: a\n  x: \u202eb\n"),
    ("bidi", 2, "- id: a\n  # \u2067b\n"),
    ("yaml-syntax", 2, "- id: a\n x: 1\n"),
    ("yaml-syntax", 2, "- id: a\n  x： 1\n"),
    ("yaml-syntax", 2, '- id: a\n  x: "1\n'),
    ("yaml-syntax", 2, "- id: a\n  x: @1\n"),
    ("yaml-syntax", 2, "- id: a\n  x: 1: 2\n"),
    ("yaml-syntax", 2, "- id: a\nid: b\n"),
]


@pytest.mark.parametrize("has_c", [True, False])
@pytest.mark.parametrize(("code", "line", "text"), REFUSED)
def test_what_is_refused_and_where(code: str, line: int, text: str, has_c: bool) -> None:
    with contextlib.nullcontext() if has_c else without_c():
        found = fault(text)
    assert found.code == code
    assert found.line in (line, line + 1) if code == "yaml-syntax" else found.line == line


def test_the_slips_of_a_chinese_keyboard_get_a_hint() -> None:
    assert "half-width colon" in fault("- id: a\n  姓名：张\n").hint
    assert "straight quotes" in fault("- id: a\n  “x”: “1” : 2\n").hint


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"- id: \xff\n", "not-utf8"),
        (GOOD.encode("utf-16"), "not-utf8"),
        ("- id: 张".encode("gbk"), "not-utf8"),
        (b"- id: \xed\xa0\x80\n", "not-utf8"),
    ],
)
def test_bytes_that_are_not_utf8(data: bytes, code: str) -> None:
    with pytest.raises(PropopsError) as caught:
        decode_utf8(b"# \xe4\xb8\x80\n" + data if data[0] != 0xFF else data, "x")
    assert (caught.value.problems[0].code, caught.value.problems[0].line) == (code, 2 if data[0] != 0xFF else 1)


@pytest.mark.parametrize(
    ("text", "top"),
    [
        ("", None),
        ("# nothing\n", None),
        ("---\n", None),
        ("[]\n", []),
        ("---\n- id: a\n", [{"id": "a"}]),
        ("a: 1\n", {"a": 1}),
        ("- id: a", [{"id": "a"}]),
        ("- id: a\n  x:\n  y: ~\n", [{"id": "a", "x": None, "y": None}]),
        ("-\n- id: a\n-\n", [None, {"id": "a"}, None]),
    ],
)
def test_what_is_accepted(text: str, top: Any) -> None:
    assert parse(text, "x").top == top
    with without_c():
        assert parse(text, "x").top == top


def places(values: Map, text: str) -> dict[str, tuple[str, str]]:
    return {key: (text[span[0] : span[1]], text[span[2] : span[3]]) for key, span in values.spans.items()}


TEXT = """\
# head
-   id: a # one

    'x y' : |  # block
      1
      2

    # between
    z:
    w: [1, {b: c}] # end
-
  # - no dash
  id: b
"""


@pytest.mark.parametrize("has_c", [True, False])
def test_places_are_exact_where_the_parsers_are_not(has_c: bool) -> None:
    with contextlib.nullcontext() if has_c else without_c():
        top = parse(TEXT, "x").top
    assert isinstance(top, Seq)
    assert places(top[0], TEXT) == {
        "id": ("id:", "a"),
        "x y": ("'x y' :", "|  # block\n      1\n      2"),
        "z": ("z:", ""),
        "w": ("w:", "[1, {b: c}]"),
    }
    assert [TEXT.count("\n", 0, dash) + 1 for dash in top.dashes] == [2, 11]
    assert top[0].lines == {"id": 2, "x y": 4, "z": 9, "w": 10}


@pytest.mark.parametrize("has_c", [True, False])
def test_the_places_of_a_folded_text_end_with_it(has_c: bool) -> None:
    text = "- x: >\n    a\n\n    b\n\n  # c\n- 1\n"
    with contextlib.nullcontext() if has_c else without_c():
        top = parse(text, "x").top
    assert isinstance(top, Seq)
    assert text[slice(*top[0].spans["x"][2:])] == ">\n    a\n\n    b"


def test_a_text_of_a_megabyte_is_read_and_refused_by_its_field(desk: Desk) -> None:
    desk.write("unit/1-1.yaml", desk.read("unit/1-1.yaml").replace("occupancy: vacant", "occupancy: vacant\n  note: " + "长" * 1_000_000))
    result = desk.run("check")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "[too-long] records/unit/1-1.yaml:48: 1-1-302 note" in result.err
