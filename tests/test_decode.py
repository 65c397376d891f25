"""The fast decoder gives what the careful one gives: the same records, the same types, the same problems."""

import json
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propops import faults, schema
from propops.decode import decode, plain
from propops.models.base import Record
from propops.schema import Ambiguous, Found
from propops.store.disk import record_files
from propops.store.homes import model_of_path
from propops.store.reader import Map, parse

ROOT = Path(__file__).parent.parent

ODD: list[Any] = [
    None,
    True,
    1,
    0,
    -1,
    10**9,
    "",
    "open",
    "x" * 30_000,
    "a\ud800",
    Ambiguous("yes"),
    Ambiguous("open"),
    Decimal("1.005"),
    date(2026, 12, 1),
    date(1, 1, 1),
    datetime(2026, 12, 1, 9, 0),
    datetime.fromisoformat("2026-12-01T09:00:00+08:00"),
    [],
    ["a", 1],
    {},
    {"at": 1},
    [{"from": date(2026, 1, 1)}],
]


def samples() -> list[tuple[type[Record], Map]]:
    """A few records of every kind, as they stand in the sample estate."""
    found: dict[type[Record], list[Map]] = {}
    for path, kind in record_files(str(ROOT)):
        of = model_of_path(path)
        assert kind is not None
        if len(found.setdefault(of, [])) < 40:
            top = parse((ROOT / path).read_text("utf-8"), path).top
            found[of] += [top] if isinstance(top, Map) else [item for item in (top or [])[:40] if isinstance(item, Map)]
    return [(of, values) for of, group in found.items() for values in group]


SAMPLES = samples()


def both(of: type[Record], values: Map) -> tuple[Found, Found]:
    where = ("x.yaml", values.line, values.lines)
    return decode(of, values, *where), faults.decode(of, values, *where)


def same(one: Any, other: Any) -> bool:
    types = [[type(getattr(record, item.name)) for item in fields(record)] if record else [] for record in (one.record, other.record)]
    return (one.record, one.problems) == (other.record, other.problems) and types[0] == types[1]


def is_row_of(row: dict[str, Any], record: Record) -> bool:
    """The order of the keys counts, and whether a number is a text."""
    return json.dumps(row) == json.dumps(schema.plain(record))


def test_every_sample_record_is_decoded_alike() -> None:
    assert len(SAMPLES) > 300
    for of, values in SAMPLES:
        fast, careful = both(of, values)
        assert fast.record is not None and same(fast, careful)
        row = plain(of, values)
        assert row is not None and is_row_of(row, careful.record)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_and_so_is_every_spoilt_one(data: st.DataObject) -> None:
    of, good = data.draw(st.sampled_from(SAMPLES))
    values = Map(good.start, good.line, good.column, good.flow)
    values.update(good)
    values.lines = good.lines
    keys = [spec.key for spec in schema.specs(of)]
    for key in data.draw(st.lists(st.sampled_from([*keys, "unknown"]), min_size=1, max_size=3)):
        values.pop(key, None)  # it may then stand in another place
        values[key] = data.draw(st.sampled_from(ODD))
    fast, careful = both(of, values)
    assert same(fast, careful)
    row = plain(of, values)
    assert row is None or is_row_of(row, careful.record)


@pytest.mark.parametrize("value", ["0301", "yes", "12:30"])
def test_disputed_text_is_never_taken(value: str) -> None:
    of, good = next((of, values) for of, values in SAMPLES if of.kind == "unit")
    values = Map(good.start, good.line, good.column, good.flow)
    values.update(good | {"layout": Ambiguous(value)})
    found = decode(of, values, "x.yaml", 1, {})
    assert found.record is None and [problem.code for problem in found.problems] == ["quote-text"]
