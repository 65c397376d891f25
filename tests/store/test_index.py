"""The index gives the answers that the files give: for any records, filters and sorts, and whatever became of its file."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import click
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from propops import schema
from propops.choices import Choice
from propops.errors import PropopsError, refuse
from propops.estate import Estate
from propops.frozen import frozen
from propops.hints import Annotated
from propops.models import kinds, model
from propops.models.base import MONTH_PATTERN, Field, Part, Record, UnitId, natural
from propops.models.key import Key
from propops.store import freshness, index_file, shelf
from propops.store.filtering import passes, select, sort_records
from propops.store.freshness import Load
from propops.store.index import Index, IndexedRecord, Kind, kind_of
from propops.store.index import Test as Ask
from propops.store.order_keys import OTHER, list_key, number_key, text_key
from propops.store.query import ONE_OF
from propops.store.store import Store
from propops.store.taking_in import records_of
from propops.terminal import filters

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def asked(of: type[Record], text: str, context: click.Context) -> Ask:
    return filters.parse_filter(kind_of(of), text, context)


def from_files(root: Path) -> Load:
    """As the store will load for the index: one file, or the reason why it cannot be read."""

    def load(kind: str, path: str, known: Mapping[bytes, str]) -> list[IndexedRecord]:
        return records_of(Store(root, NOW), path, model(kind), known)

    return load


def plainly(root: Path, of: type[Record], texts: Sequence[str] = (), sort: str | None = None, limit: int | None = None) -> list[Any]:
    """The way without an index."""
    context = click.Context(click.Command("list"), obj=Estate(root))
    tests = [asked(of, text, context) for text in texts]
    return [schema.plain(record) for record in select(of, Store(root, NOW).all(of), tests, sort, limit)]


def by_index(
    root: Path, of: type[Record], texts: Sequence[str] = (), sort: str | None = None, limit: int | None = None
) -> list[Any] | None:
    context = click.Context(click.Command("list"), obj=Estate(root))
    index = Index.open(root, "1")
    if index is None:
        return None
    with closing(index):
        if not index.refresh([kind_of(of)], from_files(root)):
            return None
        rows = index.select(of.kind, [asked(of, text, context) for text in texts], sort, limit)
    return None if rows is None else [row.plain for row in rows]


# --- any records, any question ----------------------------------------------------------------------------------------


class Colour(Choice):
    RED = "red", "red"
    BLUE = "blue-2", "blue"
    GREEN = "blue-10", "green"


@frozen
class Inner(Part):
    text: str
    at: date | None = None


@frozen
class Thing(Record):
    """One field of every sort that models have."""

    kind: ClassVar[str] = "thing"
    label: ClassVar[str] = "thing"

    unit: UnitId | None = None
    month: Annotated[str | None, Field("month", pattern=MONTH_PATTERN)] = None
    colour: Annotated[Colour | None, Field("colour")] = None
    day: Annotated[date | None, Field("day")] = None
    at: Annotated[datetime | None, Field("at")] = None
    amount: Annotated[Decimal | None, Field("amount")] = None
    storey: Annotated[int | None, Field("storey")] = None
    major: Annotated[bool | None, Field("major")] = None
    content: Annotated[str | None, Field("content")] = None
    colours: Annotated[tuple[Colour, ...], Field("colours")] = ()
    words: Annotated[tuple[str, ...], Field("words")] = ()
    inner: Annotated[Inner | None, Field("inner")] = None
    inners: Annotated[tuple[Inner, ...], Field("inners")] = ()


COUNT = count()
FIELDS = [spec.key for spec in schema.specs(Thing)]
WORDS = st.text('aBz019 -.漏水ÉéİΣς３\x01\x1f"\\\n{%_', max_size=6)
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 4))
OFFSETS = st.sampled_from([0, 480, -720, 840, 1439, -1439]).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.builds(
    lambda day, minute, zone: datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone),
    DAYS,
    st.sampled_from([0, 1, 60, 720, 1439]),
    OFFSETS,
)
NUMBERS = st.sampled_from(
    [Decimal(text) for text in ("0", "-0.0", "1", "1.0", "1.50", "-1.5", "-1.50", "-15", "99999999999999999999.1", "0.001")]
)
INTS = st.sampled_from([0, 1, -1, 2, 10, -10, 10**25])
INNERS = st.builds(Inner, text=WORDS, at=st.none() | DAYS)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "unit": st.sampled_from(["3-2-1001", "3-10-101", "3-2-101", "A-03", "A-3"]),
    "month": st.sampled_from(["2026-01", "2026-11", "2025-12"]),
    "colour": st.sampled_from(list(Colour)),
    "day": DAYS,
    "at": INSTANTS,
    "amount": NUMBERS,
    "storey": INTS,
    "major": st.booleans(),
    "content": WORDS,
    "inner": INNERS,
    "note": WORDS,
}
LISTS = {"colours": st.sampled_from(list(Colour)), "words": WORDS, "inners": INNERS}
THINGS = st.fixed_dictionaries(
    {}, optional=VALUES | {key: st.lists(one, min_size=1, max_size=3).map(tuple) for key, one in LISTS.items()}
).map(lambda values: Thing(**values))
IDS = st.lists(st.from_regex(r"[at]-(0|00|1|01|2|10)(-[0-3É])?", fullmatch=True), unique=True, max_size=7)


@st.composite
def questions(draw: st.DrawFn) -> str:
    key = draw(st.sampled_from(FIELDS))
    value = draw(st.one_of({**VALUES, **LISTS, "id": WORDS, "at": INSTANTS | DAYS}[key].map(_typed), st.just(""), WORDS))
    return f"{key}{draw(st.sampled_from(['=', '!=', '<', '>', '<=', '>=', '~']))}{value}"


def _typed(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An estate's folder; the records are put into the index without being written."""
    root = tmp_path_factory.mktemp("anywhere")
    shutil.copytree(Path(__file__).parent.parent / "estate" / "records", root / "records")
    return root


@settings(max_examples=100, deadline=None)
@given(
    things=st.tuples(IDS, st.lists(THINGS, min_size=7, max_size=7)),
    asking=st.lists(st.tuples(st.lists(questions(), max_size=2), st.sampled_from([None, *FIELDS]), st.booleans()), min_size=6, max_size=6),
    limit=st.none() | st.integers(0, 4),
)
def test_any_question_is_answered_as_the_records_answer_it(
    anywhere: Path, things: tuple[list[str], list[Thing]], asking: list[Any], limit: int | None
) -> None:
    records = [replace(thing, id=id) for id, thing in zip(things[0], things[1], strict=False)]
    (anywhere / "records" / "thing.yaml").write_text(str(next(COUNT)))
    index = Index.open(anywhere, "1")
    assert index is not None
    with closing(index):
        assert index.refresh([kind_of(Thing)], lambda kind, path, known: [IndexedRecord(one.id, 1, schema.plain(one)) for one in records])
        for texts, name, is_descending in asking:
            sort = None if name is None else f"-{name}" if is_descending else name
            _compare(index, records, texts, sort, limit, anywhere)
        for name in ("id", "unit", "month", "colour", "day"):
            asked_for = Ask(name, ONE_OF, [value for one in records[::2] if (value := getattr(one, name)) is not None])
            got = index.select("thing", [asked_for])
            assert got is not None
            assert [row.plain for row in got] == [schema.plain(one) for one in select(Thing, records, [asked_for], None, None)]


def _compare(index: Index, records: list[Thing], texts: list[str], sort: str | None, limit: int | None, root: Path) -> None:
    context = click.Context(click.Command("list"), obj=Estate(root))
    try:
        tests = [asked(Thing, text, context) for text in texts]
    except (click.UsageError, PropopsError):
        return
    got = index.select("thing", tests, sort, limit)
    number = index.count("thing", tests)
    if got is None:
        parts = {key for key, what in kind_of(Thing).fields.items() if what == OTHER}
        assert parts & {*(test.field for test in tests if "empty" not in test.sign), (sort or "").lstrip("-")}, (texts, sort)
        return
    passing = [one for one in records if all(passes(one, test) for test in tests)]
    expected = sort_records(Thing, passing, sort)[:limit]
    assert [row.plain for row in got] == [schema.plain(one) for one in expected], (texts, sort)
    assert number == len(passing)


def test_a_day_equals_every_instant_of_it_by_the_clock_it_was_written_with(anywhere: Path) -> None:
    moments = [
        datetime(2026, 1, 2, hour, 30, tzinfo=timezone(timedelta(hours=shift))) for hour in (0, 12, 23) for shift in (-23, -12, 0, 8, 23)
    ]
    records = [Thing(id=f"t-{number}", at=moment) for number, moment in enumerate(moments)]
    (anywhere / "records" / "thing.yaml").write_text(str(next(COUNT)))
    index = Index.open(anywhere, "1")
    assert index is not None
    with closing(index):
        assert index.refresh([kind_of(Thing)], lambda kind, path, known: [IndexedRecord(one.id, 1, schema.plain(one)) for one in records])
        for text in ("at=2026-01-01", "at=2026-01-02", "at=2026-01-03", "at!=2026-01-02", "at<2026-01-02", "at=2026-01-02 12:30"):
            _compare(index, records, [text], None, None, anywhere)
        assert index.count("thing", [Ask("at", "=", datetime(2026, 1, 2, tzinfo=UTC))]) == len(records)


@given(st.lists(WORDS, min_size=2, max_size=8))
def test_text_keys_sort_as_natural_does(texts: list[str]) -> None:
    assert sorted(texts, key=natural) == sorted(texts, key=lambda text: text_key(text).encode())
    assert len({text_key(text) for text in texts}) == len(set(texts))


@given(st.lists(st.lists(WORDS, max_size=3), min_size=2, max_size=6))
def test_list_keys_sort_as_lists_do(lists: list[list[str]]) -> None:
    assert sorted(lists) == sorted(lists, key=lambda items: list_key(json.dumps(items)).encode())


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**30), max_value=10**30) | INTS, min_size=2))
def test_number_keys_sort_as_numbers_do(numbers: list[Any]) -> None:
    assert sorted(numbers) == sorted(numbers, key=lambda number: number_key(str(number)))
    assert all((number_key(str(one)) == number_key(str(other))) == (one == other) for one in numbers for other in numbers)


# --- the kinds there are ----------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return made(tmp_path / "estate")


def made(root: Path) -> Path:
    shutil.copytree(Path(__file__).parent.parent / "estate", root)
    for number in (1, 2, 10):
        write(root, "note: Gate", "key.yaml" if number == 1 else f"key/{number}.yaml", f"gate-{number}")
    return root


@pytest.mark.parametrize("name", kinds())
def test_every_field_of_every_kind(root: Path, name: str) -> None:
    of = model(name)
    records = Store(root, NOW).all(of) if name != "settings" else [Estate(root).settings]
    index = Index.open(root, "1")
    assert index is not None
    with closing(index):
        assert index.refresh([kind_of(of)], from_files(root))
        assert index.count(name) == len(records)
        context = click.Context(click.Command("list"), obj=Estate(root))
        for spec in schema.specs(of):
            for text in _filters_for(spec, records):
                test = asked(of, text, context)
                rows = index.select(name, [test])
                expected = [schema.plain(one) for one in sort_records(of, [one for one in records if passes(one, test)], None)]
                assert rows is None or [row.plain for row in rows] == expected, text
                assert rows is not None or kind_of(of).fields[spec.key] == OTHER, text
            for sort in (spec.key, f"-{spec.key}"):
                rows = index.select(name, (), sort)
                if kind_of(of).fields[spec.key] != OTHER:
                    assert rows is not None
                    assert [row.plain for row in rows] == [schema.plain(one) for one in sort_records(of, records, sort)], sort


def _filters_for(spec: schema.Spec, records: Sequence[Record]) -> Iterator[str]:
    yield from (f"{spec.key}=", f"{spec.key}!=")
    have = next((value for one in records if (value := getattr(one, spec.name)) not in (None, ())), None)
    value = have[0] if isinstance(have, tuple) else have
    if value is not None and not spec.is_part:
        yield from (f"{spec.key}{sign}{_typed(value)}" for sign in ("=", "!=", "~", "<", ">="))


def test_a_row_says_where_it_stands(root: Path) -> None:
    with ready(root, Key) as index:
        rows = index.select("key") or []
        first = Store(root, NOW).find(Key, rows[0].id)
        assert first is not None and first.source is not None
        assert (rows[0].path, rows[0].line) == (first.source.path, first.source.line)


def test_text_is_found_wherever_it_stands_in_the_values(root: Path) -> None:
    write(root, "note: 补配\n  colour-of-tag: 红色Tag\n  list-of-it: [东门, É2]")
    with ready(root, Key) as index:
        for text in ("补配", "配", "红色t", "TAG", "东", "é2", "spare"):
            assert [row.id for __, row in index.search(text, ["key"]) or []] == ["spare"], text
        assert index.search("colour-of-tag", ["key"]) == []
        assert index.search("no such text", ["key"]) == []
        assert len(index.search("gate", ["key"], limit=2) or []) == 2


def test_ids_by_a_part(root: Path) -> None:
    with ready(root, Key) as index:
        ids = [one.id for one in sorted(Store(root, NOW).all(Key), key=lambda one: natural(one.id))]
        assert index.ids("key") == ids
        assert index.ids("key", "TE-1") == ["gate-1", "gate-10"]
        assert index.ids("key", limit=1) == ids[:1]


# --- files that change ------------------------------------------------------------------------------------------------


@dataclass
class Reading:
    """Counts what is read again."""

    root: Path
    paths: list[str] = field(default_factory=list)

    def __call__(self, kind: str, path: str, known: Mapping[bytes, str]) -> list[IndexedRecord]:
        self.paths.append(path)
        return list(from_files(self.root)(kind, path, known))


class ready:
    """An index that is up to date for one kind."""

    def __init__(self, root: Path, of: type[Record], load: Any = None) -> None:
        opened = Index.open(root, "1")
        assert opened is not None
        self.index = opened
        assert opened.refresh([kind_of(of)], load or from_files(root))

    def __enter__(self) -> Index:
        return self.index

    def __exit__(self, *error: object) -> None:
        self.index.close()


def write(root: Path, more: str = "note: one", file: str = "key/spare.yaml", id: str = "spare") -> Path:
    path = root / "records" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"- id: {id}\n  name: 备用钥匙\n  type: common\n  place: 值班室\n  quantity: 1\n  location: A-01\n  {more}\n"
    path.write_text(text, "utf-8")
    return path


def same(root: Path, of: type[Record] = Key) -> None:
    """The index answers, and as the files do."""
    assert by_index(root, of) == plainly(root, of)


def never_wrong(root: Path, of: type[Record] = Key) -> None:
    """It answers as the files do, or not at all; with it mended, it answers."""
    assert by_index(root, of) in (None, plainly(root, of))
    assert by_index(root, of) in (None, plainly(root, of))


def test_an_unchanged_file_is_never_read_again(root: Path) -> None:
    reading = Reading(root)
    write(root)
    with ready(root, Key, reading):
        pass
    assert sorted(reading.paths) == Store(root, NOW).paths("key")
    reading.paths.clear()
    for _turn in range(3):
        with ready(root, Key, reading):
            pass
    assert reading.paths == []


def test_files_changed_renamed_removed_and_split(root: Path) -> None:
    file = write(root)
    same(root)
    write(root, "note: two")
    same(root)
    file.rename(file.with_name("other.yaml"))
    same(root)
    (root / "records/key/other.yaml").unlink()
    same(root)
    write(root, id="spare-a", file="key/a.yaml")
    write(root, id="spare-b", file="key/deep/er/b.yaml")
    write(root, id="hidden", file="key/.hidden.yaml")
    write(root, id="no-yaml", file="key/b.yml")
    same(root)
    (root / "records/key/a.yaml").write_text("")
    same(root)
    shutil.rmtree(root / "records/key")
    (root / "records/key.yaml").unlink()
    assert by_index(root, Key) == []


def test_a_change_within_one_tick_of_the_clock(root: Path) -> None:
    with ready(root, Key) as index:
        for turn in range(100):
            file = write(root, f"note: n{turn % 10}")
            if turn % 2:
                os.utime(file, ns=(0, 1_700_000_000_000_000_000))
            assert index.refresh([kind_of(Key)], from_files(root))
            rows = index.select("key", [Ask("id", "=", "spare")])
            assert rows is not None and rows[0].plain["note"] == f"n{turn % 10}"


def test_a_change_that_no_time_shows(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock so coarse that the file looks the same from outside."""
    moment = 4_000_000_000_000_000_000
    monkeypatch.setattr(index_file.IndexFile, "clock", lambda self: moment)  # the very moment of the last change
    scan = freshness.scan
    coarse = {"ctime": moment, "inode": 1}
    monkeypatch.setattr(
        "propops.store.index.scan",
        lambda root, kind: {path: (*state[:2], *coarse.values()) for path, state in (scan(root, kind) or {}).items()},
    )
    for text in ("note: one", "note: two", "note: six"):
        os.utime(write(root, text), ns=(moment, moment))
        same(root)


def test_a_file_that_has_come_to_rest_is_not_hashed_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root)
    hashed: list[str] = []
    for module in (freshness, shelf):
        monkeypatch.setattr(module, "hash_of", lambda path: b"same" if hashed.append(path) is None else b"")  # type: ignore[func-returns-value]
    clock = [0]
    monkeypatch.setattr(index_file.IndexFile, "clock", lambda self: clock[0])
    same(root)
    hashed.clear()
    same(root)
    assert len(hashed) == 4  # the clock has not moved on
    clock[0] = 2**62
    same(root)
    hashed.clear()
    same(root)
    assert hashed == []


def test_a_broken_file_is_said_and_the_index_stays(root: Path) -> None:
    write(root)
    same(root)
    write(root, "lost_on: some day", file="key/broken.yaml", id="broken")
    index = Index.open(root, "1")
    assert index is not None
    with closing(index):
        with pytest.raises(PropopsError, match="broken"):
            index.refresh([kind_of(Key)], from_files(root))
        assert index.select("key") is None
        (root / "records/key/broken.yaml").unlink()
        assert index.refresh([kind_of(Key)], lambda kind, path, known: pytest.fail("nothing changed"))


def test_what_reading_refuses_is_left_to_reading(root: Path) -> None:
    file = write(root)
    link = root / "records/key/link.yaml"
    link.symlink_to(file)
    assert by_index(root, Key) is None
    link.unlink()
    link.with_name("folder").symlink_to(root / "records/unit")
    assert by_index(root, Key) is None
    link.with_name("folder").unlink()
    os.mkfifo(link)
    assert by_index(root, Key) is None
    link.unlink()
    same(root)


def test_one_id_in_two_files(root: Path) -> None:
    write(root)
    with ready(root, Key) as index:
        assert index.duplicates("key") == []
        again = write(root, file="key/zzz.yaml")
        assert index.refresh([kind_of(Key)], from_files(root))
        assert index.duplicates("key") == [("spare", "records/key/zzz.yaml", 1, "records/key/spare.yaml", 1)]
        with pytest.raises(PropopsError):
            Store(root, NOW).all(Key)
    with ready(root, Key) as index:
        assert len(index.duplicates("key") or []) == 1
        again.unlink()
        assert index.refresh([kind_of(Key)], from_files(root))
        assert index.duplicates("key") == []


# --- whatever becomes of the index's file -----------------------------------------------------------------------------


def file_of(root: Path) -> Path:
    return root / ".propops" / "index.sqlite"


def test_only_the_owner_may_read_it(root: Path) -> None:
    same(root)
    assert (file_of(root).stat().st_mode & 0o777, file_of(root).parent.stat().st_mode & 0o777) == (0o600, 0o700)
    file_of(root).chmod(0o666)
    file_of(root).parent.chmod(0o755)
    same(root)
    assert (file_of(root).stat().st_mode & 0o777, file_of(root).parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_cut_off_anywhere(root: Path) -> None:
    same(root)
    whole = file_of(root).read_bytes()
    for length in [0, 1, 15, 16, 99, 100, 101, *range(1024, len(whole), 2048), len(whole) - 1]:
        file_of(root).write_bytes(whole[:length])
        same(root)


def _do(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(sql)


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _a_link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


def _a_journal(file: Path) -> None:
    file.unlink()
    file.with_name("index.sqlite-journal").write_bytes(b"\xd9\xd5\x05\xf9" * 900)


BREAKAGES: Mapping[str, Callable[[Path], object]] = {
    "deleted": lambda file: file.unlink(),
    "garbage": lambda file: file.write_bytes(b"\x00garbage\xff" * 5000),
    "garbage behind the header": lambda file: file.write_bytes(file.read_bytes()[:100] + b"\xaa" * 60_000),
    "text": lambda file: file.write_text("not a database\n"),
    "the wrong tables": lambda file: _do(file, "DROP TABLE files"),
    "rows that hold no records": lambda file: _do(file, "UPDATE r_key SET _plain = '{'"),
    "rows that are no text": lambda file: _do(file, "UPDATE r_key SET _plain = x'ff00', _id = x'ff'"),
    "another version": lambda file: _do(file, "UPDATE meta SET stamp = '0 1'"),
    "other fields": lambda file: _do(file, "UPDATE kinds SET card = '{}'"),
    "a folder": _a_folder,
    "a link": _a_link,
    "a left-over journal": _a_journal,
    "a left-over log": lambda file: file.with_name("index.sqlite-wal").write_bytes(b"\x37\x7f\x06\x82" * 900),
}


@pytest.mark.parametrize("what", BREAKAGES)
def test_broken_it_is_mended_or_passed_over(root: Path, what: str) -> None:
    write(root)
    same(root)
    BREAKAGES[what](file_of(root))
    never_wrong(root)
    if what != "a folder":
        same(root)
        assert file_of(root).is_file() and not file_of(root).is_symlink()


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, 80_000), noise=st.binary(min_size=1, max_size=300))
def test_no_noise_in_it_is_an_error_to_anybody(tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes) -> None:
    root = _kept(tmp_path_factory)
    data = bytearray(file_of(root).read_bytes())
    assume(at < len(data))
    data[at : at + len(noise)] = noise
    file_of(root).write_bytes(data)
    by_index(root, Key)  # no exception; noise within a value cannot be told from a value
    shutil.rmtree(root / ".propops")


def _kept(factory: pytest.TempPathFactory) -> Path:
    root = factory.getbasetemp() / "kept"
    if not root.exists():
        made(root)
    same(root)
    return root


def test_another_estates_index(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(root, other)
    write(other, "note: from elsewhere")
    same(root)
    same(other)
    shutil.copyfile(file_of(other), file_of(root))
    same(root)
    shutil.rmtree(root)
    shutil.copytree(other, root)  # the whole estate moved, its index with it
    same(root)


def test_an_index_from_before(root: Path) -> None:
    write(root)
    same(root)
    before = file_of(root).read_bytes()
    write(root, "note: two")
    same(root)
    file_of(root).write_bytes(before)
    same(root)


def test_another_version_of_the_program(root: Path) -> None:
    same(root)
    index = Index.open(root, "2")
    assert index is not None
    with closing(index):
        reading = Reading(root)
        assert index.refresh([kind_of(Key)], reading)
        assert reading.paths


def test_a_kind_whose_fields_changed(root: Path) -> None:
    same(root)
    kind = kind_of(Key)
    fewer = Kind("key", {key: what for key, what in kind.fields.items() if key != "location"}, kind.choices, kind.masks)
    index = Index.open(root, "1")
    assert index is not None
    with closing(index):
        reading = Reading(root)
        assert index.refresh([fewer], reading)
        assert reading.paths
        assert index.select("key", [Ask("location", "=", "A-01")]) is None
    same(root)


def test_a_folder_that_cannot_be_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mkdir(*given: Any, **more: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "mkdir", mkdir)
    assert Index.open(root, "1") is None


def test_a_file_that_cannot_be_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is fresh is still read from it; what is not is read from the files."""
    write(root)
    same(root)
    same(root)
    connect = sqlite3.connect

    def read_only(path: str, **how: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(f"file:{path}?mode=ro", uri=True, **how)
        return db

    monkeypatch.setattr(sqlite3, "connect", read_only)
    same(root)
    write(root, "note: two")
    assert by_index(root, Key) is None
    monkeypatch.undo()
    same(root)


def test_a_full_disk(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same(root)
    connect = sqlite3.connect

    def full(path: str, **how: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(path, **how)
        db.execute("PRAGMA max_page_count = 1")
        return db

    monkeypatch.setattr(sqlite3, "connect", full)
    for number in range(40):
        write(root, "note: " + "much " * 500, f"key/{number}.yaml", f"much-{number}")
    assert by_index(root, Key) is None
    monkeypatch.undo()
    same(root)


@pytest.mark.parametrize("lock", ["EXCLUSIVE", "IMMEDIATE"])
def test_locked_by_someone_else(root: Path, lock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_file, "BUSY_SECONDS", 0.01)
    write(root)
    same(root)
    same(root)
    with closing(sqlite3.connect(file_of(root), isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")
        never_wrong(root)
        write(root, "note: two")
        assert by_index(root, Key) is None
    same(root)


def test_nobody_replaces_the_file_under_another(root: Path) -> None:
    with ready(root, Key) as index:
        assert Index.open(root, "2") is None
        assert index.count("key") == len(Store(root, NOW).all(Key))


def test_what_was_asked_before_a_refresh_is_not_answered(root: Path) -> None:
    index = Index.open(root, "1")
    assert index is not None
    with closing(index):
        assert index.select("key") is None
        assert index.refresh([kind_of(Key)], from_files(root))
        index.release()
        assert index.count("key") is None


def test_what_the_caller_raises_is_the_callers(root: Path) -> None:
    index = Index.open(root, "1")
    assert index is not None

    def load(kind: str, path: str, known: Mapping[bytes, str]) -> list[IndexedRecord]:
        raise refuse("unreadable", "no", path=path) if kind == "key" else OSError(5, "no")

    with closing(index):
        with pytest.raises(PropopsError):
            index.refresh([kind_of(Key)], load)
        with pytest.raises(OSError, match="no"):
            index.refresh([kind_of(model("unit"))], load)
        same(root)


WORKER = """
import sys
from pathlib import Path
from propops.models.key import Key
sys.path.insert(0, {tests!r})
from tests.store.test_index import by_index, plainly, write
root, name = Path(sys.argv[1]), sys.argv[2]
for turn in range(12):
    write(root, f"note: {{name}}{{turn}}", f"key/{{name}}.yaml", f"own-{{name}}")
    rows = by_index(root, Key, [f"id=own-{{name}}"])
    assert rows is None or rows[0]["note"] == f"{{name}}{{turn}}", rows
"""


def test_several_processes_at_once(root: Path) -> None:
    code = WORKER.format(tests=str(Path(__file__).parents[2]))
    workers = [subprocess.Popen([sys.executable, "-c", code, str(root), name], stderr=subprocess.PIPE, text=True) for name in "abc"]
    assert [worker.communicate()[1] for worker in workers] == ["", "", ""]
    same(root)


# --- what it costs ----------------------------------------------------------------------------------------------------

WARM = """
import sys
from propops.store.index import Index, Test, kind_of
assert not {"ruamel", "_ruamel_yaml", "tabulate", "click", "sqlite3", "json", "hashlib", "decimal", "dataclasses"} & set(sys.modules)
from propops.models.key import Key
index = Index.open(sys.argv[1], "1")
assert index.refresh([kind_of(Key)], None)
assert index.select("key", [Test("type", "=", "common")], "location", 20)
assert index.search("a", ["key"]) is not None
assert not {"ruamel", "_ruamel_yaml", "tabulate", "click"} & {name.split(".")[0] for name in sys.modules}
"""


def test_neither_importing_nor_asking_it_imports_a_yaml_parser(root: Path) -> None:
    write(root)
    same(root)
    same(root)
    subprocess.run([sys.executable, "-c", WARM, str(root)], check=True)
