"""A record's section says alone what it says in its file, so what is known of it need not be read again."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from propops.store import fast
from propops.store.places import located
from propops.store.reader import MAX_DEPTH, Seq
from propops.store.rows import Rows
from propops.store.sections import Section, sections
from propops.store.writer import record_lines, write_records
from tests.conftest import Desk
from tests.store.samples import RECORDS, depth
from tests.store.test_fast import BY_OTHERS, FILES, LIKE_OURS, mutated, said
from tests.store.test_places import placed

MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def agrees(text: str) -> bool:
    """Whether it can be read section by section, which must then give what the whole gives."""
    parts = sections(text)
    assert not parts or "".join(part.text for part in parts) == text
    records = [fast.read_record(part.text, part.line) for part in parts]
    if not records or None in records:
        return False
    whole = fast.read(text)
    assert isinstance(whole, Seq), text
    assert [said(record) for record in records] == [said(record) for record in whole], text
    return True


@MANY
@given(RECORDS | LIKE_OURS)
def test_whatever_is_written_can_be_read_by_sections(records: list[dict[str, Any]]) -> None:
    assume(depth(records) <= MAX_DEPTH and all(next(iter(record)) == "id" for record in records))
    agrees(write_records(records))


@MANY
@given(mutated() | BY_OTHERS)
def test_sections_say_what_the_file_says(text: str) -> None:
    agrees(text)


def test_the_records_that_are_here_are_read_by_sections() -> None:
    lists = [text for path in FILES if (text := path.read_text(encoding="utf-8")).startswith("- id: ")]
    assert len(lists) > 10 and all(map(agrees, lists))


@MANY
@given(mutated() | BY_OTHERS)
def test_places_are_the_same_when_most_of_the_file_is_known(text: str) -> None:
    """Of a file whose records have different ids, as the index knows no other."""
    assume(agrees(text))
    parts = sections(text)
    ids = [str(record["id"]) for part in parts if (record := fast.read_record(part.text, part.line)) and isinstance(record.get("id"), str)]
    assume(len({*ids}) == len(parts))
    known: dict[str, Section] = dict(zip(ids, parts, strict=True))
    chosen = next(iter(known))
    all_read, hardly_read = located(text, "x.yaml", {chosen}), located(text, "x.yaml", {chosen}, known)
    assert isinstance(all_read.top, Seq) and isinstance(hardly_read.top, Seq)
    assert placed(hardly_read.top[0]) == placed(all_read.top[0])
    starts = [[record_lines(document, i)[0] for i in range(len(known))] for document in (all_read, hardly_read)]
    assert starts[0] == starts[1]


def no_digests(rows: Rows, kind: str, path: str) -> dict[bytes, str]:
    return {}


ACTS = (
    ("complaint", "add", "1-1-201", "灯不亮", "--category", "repair", "--source", "phone"),
    ("complaint", "add", "1-1-202", "水压低", "--category", "repair", "--source", "phone"),
    ("resident", "add", "1-1-102", "--name", "孙七", "--role", "family"),
    ("unit", "edit", "1-1-202", "--note", "说：#1 已约"),
    ("resident", "edit", "1-1-101-wa", "--note", "- id: 1\n第二行"),
    ("resident", "remove", "1-1-301-we", "--yes"),
)


def test_what_is_written_does_not_depend_on_what_is_known(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    other = Desk(Path(shutil.copytree(desk.root, tmp_path / "other", symlinks=True)))
    for act in ACTS:
        desk.ok("check")
        known = desk.run(*act)
        with monkeypatch.context() as patch:
            patch.setattr(Rows, "digests", no_digests)
            assert (other.run(*act), known.code) == (known, 0), known.err
        assert desk.git("show", "--format=%B") == other.git("show", "--format=%B")
