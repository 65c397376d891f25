"""Type hints and YAML values: what is wrong is said with the line of its key; what is absent or default is not invented."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from propops import faults, schema
from propops.errors import PropopsError
from propops.models import kinds, model
from propops.models.base import Record
from propops.models.breach import Breach
from propops.models.settings import Settings
from propops.models.unit import Occupancy, Unit
from propops.store.reader import parse
from propops.store.writer import write_records

UNIT = {"id": '"1-1-101"', "building": '"1"', "entrance": '"1"', "room": '"101"', "occupancy": "let"}


def problems(**values: str) -> list[tuple[str, str]]:
    text = "".join(f"{'- ' if key == 'id' else '  '}{key}: {value}\n" for key, value in (UNIT | values).items())
    top: Any = parse(text, "x.yaml").top
    found = faults.decode(Unit, top[0], "x.yaml", 1, top[0].lines)
    assert all(problem.line == top[0].lines[problem.field] for problem in found.problems)
    assert (found.record is None) == bool(found.problems)
    return [(problem.code, problem.field) for problem in found.problems]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("layout", "13800138000", "quote-text"),
        ("layout", "0301", "quote-text"),
        ("layout", "yes", "quote-text"),
        ("layout", "12:30", "quote-text"),
        ("layout", "1.5", "quote-text"),
        ("layout", "2026-12-01", "quote-text"),
        ("layout", "true", "quote-text"),
        ("layout", "[a]", "wrong-type"),
        ("layout", "{a: b}", "wrong-type"),
        ("layout", '"a\\0b"', "not-text"),
        ("layout", "x" * 20_001, "too-long"),
        ("room", '"a b"', "bad-pattern"),
        ("room", '"１０１"', "bad-pattern"),
        ("storey", "0301", "wrong-type"),
        ("storey", "1.5", "wrong-type"),
        ("storey", "true", "wrong-type"),
        ("storey", '"3"', "wrong-type"),
        ("storey", "３", "wrong-type"),
        ("storey", "9" * 5000, "wrong-type"),
        ("storey", "201", "out-of-range"),
        ("area_m2", "1e3", "wrong-type"),
        ("area_m2", ".nan", "wrong-type"),
        ("area_m2", ".inf", "wrong-type"),
        ("area_m2", "0.5", "out-of-range"),
        ("handed_over", "2026-02-30", "wrong-type"),
        ("handed_over", "2026-4-31", "wrong-type"),
        ("handed_over", "2026-12-01T09:00:00+08:00", "wrong-type"),
        ("handed_over", "20261201", "wrong-type"),
        ("handed_over", "0001-01-01", "out-of-range"),
        ("occupancy", "haunted", "unknown-choice"),
        ("occupancy", "[let]", "unknown-choice"),
        ("occupancy", "", "missing-field"),
        ("occupancy", "~", "missing-field"),
        ("room", '"  "', "missing-field"),
    ],
)
def test_each_fault_has_its_field_and_line(field: str, value: str, code: str) -> None:
    assert problems(**{field: value}) == [(code, field)]


def test_all_faults_are_told_at_once() -> None:
    assert problems(layout="0301", storey="x", occupancy="y") == [
        ("wrong-type", "storey"),
        ("quote-text", "layout"),
        ("unknown-choice", "occupancy"),
    ]


@pytest.mark.parametrize("value", ["2026-12-01 09:30", "2026-12-01T09:30:00", "2026-12-01", "09:30", "2026-12-01T25:00:00+08:00"])
def test_an_instant_needs_its_offset(value: str) -> None:
    """One without could not be compared with one that has it."""
    top: Any = parse(f"format: 1\nname: x\ncompany: co\nclock: {value}\n", "x").top
    found = faults.decode(Settings, top, "x", 1, top.lines)
    assert [(problem.code, problem.field, problem.line) for problem in found.problems] == [("wrong-type", "clock", 4)]


def test_faults_inside_a_list_name_their_place() -> None:
    text = "format: 1\nname: x\ncompany: co\nshifts:\n- id: a\n  from: '7'\n  to: 18:00\n- 5\nsurvey_months: [6, x]\ndesk_hours: 3\n"
    top: Any = parse(text, "x").top
    found = faults.decode(Settings, top, "x", 1, top.lines)
    assert sorted((problem.line, problem.code, problem.field) for problem in found.problems) == [
        (6, "bad-pattern", "shifts[0].from"),
        (7, "quote-text", "shifts[0].to"),
        (8, "wrong-type", "shifts[1]"),
        (9, "wrong-type", "survey_months[1]"),
        (10, "wrong-type", "desk_hours"),
    ]


def test_money_never_goes_through_a_float() -> None:
    top: Any = parse("- id: a\n  x: 0.1\n  y: 1234567890123456.78\n", "x").top
    assert (top[0]["x"], top[0]["y"]) == (Decimal("0.1"), Decimal("1234567890123456.78"))


def test_a_surrogate_cannot_be_written() -> None:
    with pytest.raises(PropopsError) as caught:
        schema.encode(Unit(id="1-1-1", building="1", room="1", occupancy=Occupancy.LET, note="\udcff"))
    assert (caught.value.problems[0].code, caught.value.problems[0].field) == ("not-text", "note")


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_begins_with_its_id_and_ends_with_its_note(kind: str) -> None:
    keys = schema.shape(model(kind)).keys
    assert (keys[0], keys[-1]) == ("id", "note")
    assert len(set(keys)) == len(keys)


# --- any record there and back -----------------------------------------------------------------------------------------

CHINA = timezone(timedelta(hours=8))
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
BY_BASE: dict[type, Any] = {
    str: st.text(CHARACTERS, max_size=12).filter(str.strip),
    int: st.integers(-(10**6), 10**6),
    Decimal: st.decimals(-(10**6), 10**6, places=2),
    bool: st.booleans(),
    date: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    datetime: st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30)).map(lambda at: at.replace(microsecond=0, tzinfo=CHINA)),
}


def values_of(spec: schema.Spec) -> st.SearchStrategy[Any]:
    about = spec.about
    if spec.is_part:
        one: st.SearchStrategy[Any] = any_of(spec.base)
    elif spec.is_choice:
        one = st.sampled_from(list(spec.base))  # type: ignore[call-overload]
    elif about.pattern:
        one = st.from_regex(about.pattern, fullmatch=True, alphabet=CHARACTERS)
    elif spec.base in (int, Decimal) and (about.low is not None or about.high is not None):
        low, high = int(about.low or 0), int(about.high if about.high is not None else 1000)
        one = st.integers(low, high).map(spec.base)
    else:
        one = BY_BASE[spec.base]
    many = st.lists(one, min_size=spec.required, max_size=3).map(tuple) if spec.many else one
    return many if spec.required else st.none() | many


def any_of(of: Any) -> st.SearchStrategy[Any]:
    optional = {spec.name for spec in schema.specs(of) if not spec.required}
    fields = {spec.name: values_of(spec) for spec in schema.specs(of)}
    return st.fixed_dictionaries(fields).map(lambda values: of(**{k: v for k, v in values.items() if k not in optional or v is not None}))


def two_of(kind: str) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.tuples(any_of(model(kind)), any_of(model(kind)))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([kind for kind in kinds() if kind != "settings"]).flatmap(lambda kind: any_of(model(kind))))
def test_any_record_is_read_as_it_was_written(record: Any) -> None:
    record = replace(record, id=record.id or "x")
    top: Any = parse(write_records([schema.encode(record)]), "x").top
    found = faults.decode(type(record), top[0], "x", 1, top[0].lines)
    assert found.problems == ()
    assert schema.encode(found.record) == schema.encode(record)
    assert write_records([schema.encode(found.record)]) == write_records([schema.encode(record)])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([kind for kind in kinds() if model(kind).departures is not Record.departures]).flatmap(two_of))
def test_what_a_change_may_not_do_it_does_to_guarded_fields(records: tuple[Any, Any]) -> None:
    before, after = records
    assert not list(replace(after, **{name: getattr(before, name) for name in before.guarded}).departures(before))


def test_a_list_that_is_empty_on_purpose_stays_empty() -> None:
    """A breach without a penalty is another thing than one of which nothing is said."""
    breach = Breach(id="x", pledge="p", item=1, date=date(2026, 12, 1), found_by="li-na", penalty=())
    text = write_records([schema.encode(breach)])
    assert "penalty: []" in text
    top: Any = parse(text, "x").top
    assert faults.decode(Breach, top[0], "x", 1, top[0].lines).record.penalty == ()
