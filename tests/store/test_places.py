"""Places found without a parser are those that the parser finds; a splice from them needs no parser either."""

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from propops.errors import PropopsError
from propops.store.inline import FastMap
from propops.store.places import located
from propops.store.reader import MAX_DEPTH, Document, Map, Seq, parse
from propops.store.writer import record_lines, write_mapping, write_records
from tests.store.samples import RECORDS, depth
from tests.store.test_fast import BY_OTHERS, FILES, LIKE_OURS, LINES, TAKEN, mutated

MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def placed(value: Any) -> Any:
    """A value with every place in it."""
    if isinstance(value, Map):
        return "map", value.start, value.line, value.column, value.flow, value.lines, value.spans, [*map(placed, value.items())]
    if isinstance(value, Seq):
        return "seq", value.start, value.end, value.flow, value.lines, value.dashes, value.spans, [*map(placed, value)]
    return [*map(placed, value)] if isinstance(value, tuple) else (type(value), value)


class Everything:
    """As if every id were asked for, whatever stands in the place of one."""

    def __contains__(self, id: object) -> bool:
        return True


def agrees(text: str) -> None:
    try:
        expected = parse(text, "x.yaml")
    except PropopsError:
        with pytest.raises(PropopsError):
            located(text, "x.yaml", ())
        return
    found = located(text, "x.yaml", Everything())  # type: ignore[arg-type]
    assert placed(found.top) == placed(expected.top), text
    assert (found.text, found.is_cut) == (expected.text, expected.is_cut)
    assert everywhere(located(text, "x.yaml", ())) == everywhere(expected)


def everywhere(document: Document) -> list[tuple[int, int]]:
    top = document.top
    return [record_lines(document, i) for i in range(len(top))] if isinstance(top, Seq) and not top.flow else []


@MANY
@given(RECORDS | LIKE_OURS)
def test_places_in_whatever_is_written(records: list[dict[str, Any]]) -> None:
    assume(depth(records) <= MAX_DEPTH)
    agrees(write_records(records))
    agrees(write_mapping(records[0], 0))


@MANY
@given(BY_OTHERS)
def test_places_in_whatever_others_write(text: str) -> None:
    agrees(text)


@MANY
@given(mutated())
def test_places_in_what_became_of_it(text: str) -> None:
    agrees(text)


@MANY
@given(st.lists(LINES, max_size=7).map("\n".join))
def test_places_in_odd_structures(text: str) -> None:
    agrees(text + "\n")


@pytest.mark.parametrize("text", TAKEN)
def test_places_in_single_cases(text: str) -> None:
    agrees(text)


def test_places_in_the_records_that_are_here() -> None:
    for path in FILES:
        agrees(path.read_text(encoding="utf-8"))


def test_what_is_not_asked_for_has_no_places() -> None:
    top: Any = located("- id: a\n  x: 1\n- id: b\n  x: 2\n", "x.yaml", {"b"}).top
    assert top[1].spans["x"] == (25, 27, 28, 29)
    assert isinstance(top[0], FastMap)
    with pytest.raises(AttributeError):
        print(top[0].spans)


def test_a_splice_in_canonical_text_and_a_new_file_load_no_parser() -> None:
    code = """
import sys
from propops.schema import Shape
from propops.store import writer
from propops.store.places import located
text = "- id: a\\n  x: 1\\n"
document = located(text, "x.yaml", {"a"})
edits = writer.change_mapping(text, document.top[0], {"id": "a", "x": 2}, Shape(("id", "x"), {}))
assert writer.apply(text, edits) == "- id: a\\n  x: 2\\n"
assert located("", "x.yaml", ()).top is None
assert not [name for name in sys.modules if "ruamel" in name]
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr == ""
