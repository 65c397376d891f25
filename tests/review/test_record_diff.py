"""What became of records: nothing is missed and nothing invented, whatever they say and wherever they lie."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from propops.desk.reviewing import versions_in
from propops.review.blocks import only_in_each
from propops.review.record_diff import Difference, Version, differences
from propops.store.reader import parse
from propops.store.writer import same, write_records

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30) | st.sampled_from(
    ["- id: x", "a\n- id: b\n  c: d\n", "\n- "]
)
RECORDS = st.dictionaries(
    st.from_regex(r"\A[a-z]{1,4}\Z"),
    st.fixed_dictionaries(
        {},
        optional={
            "note": TEXTS,
            "unit": st.just("1-1-101"),
            "log": st.lists(st.fixed_dictionaries({"text": TEXTS}), min_size=1, max_size=3),
        },
    ),
    max_size=6,
)

State = dict[str, dict[str, Any]]


def versions(state: State, path: str = "records/visit/x.yaml") -> list[Version]:
    return [Version("visit", path, 1, {"id": id, **values}) for id, values in state.items()]


def applied(before: State, found: list[Difference]) -> State:
    """The state before, with the differences laid over it."""
    after = {id: dict(values) for id, values in before.items()}
    for one in found:
        if one.what == "removed":
            del after[one.id]
            continue
        record = after.setdefault(one.id, {})
        for key, old, new in one.fields:
            grew = old is None and isinstance(record.get(key), list)
            record[key] = record[key] + new if grew else new
    return {id: {key: value for key, value in values.items() if value is not None} for id, values in after.items()}


@given(RECORDS, RECORDS)
def test_the_differences_lead_from_one_state_to_the_other(before: State, after: State) -> None:
    found = differences(versions(before), versions(after), same)
    assert applied(before, found) == after
    assert {one.id for one in found} == {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}


@given(RECORDS)
def test_a_record_that_lies_elsewhere_is_moved_and_nothing_else(state: State) -> None:
    found = differences(versions(state), versions(state, "records/visit/y.yaml"), same)
    assert {(one.id, one.what, one.fields) for one in found} == {(id, "moved", ()) for id in state}


@given(RECORDS)
def test_a_file_cut_into_records_says_what_it_says_as_a_whole(state: State) -> None:
    """However much a text looks like the beginning of a record."""
    text = write_records([{"id": id, **values} for id, values in state.items()])
    whole: Any = parse(text, "x").top or ()
    problems: list[Any] = []
    found = [
        version
        for line, block in only_in_each(b"", text.encode())[1]
        for version in versions_in("visit", "x", line, block, "HEAD", problems)
    ]
    assert problems == [] and [(one.line, one.values) for one in found] == [(record.line, record) for record in whole]
