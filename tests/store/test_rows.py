"""Plain rows, lookups and memos: the same from the index as from the files, and nothing made twice."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from propops import schema
from propops.decode import revive
from propops.desk import agenda
from propops.models import kinds, model
from propops.models.complaint import UNRESOLVED
from propops.models.repair import RepairStatus
from propops.models.resident import Resident
from propops.models.unit import Unit
from propops.models.visit import OPEN, Visit
from propops.store.index import Index
from propops.store.query import Test as Ask
from propops.store.rows import Rows
from propops.store.store import Store
from tests.conftest import TINY, Desk

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(TINY, tmp_path / "estate")
    return tmp_path / "estate"


@pytest.fixture
def no_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Index, "open", classmethod(lambda *given: None))
    yield


def store_of(root: Path) -> Store:
    return Store(root, NOW)


@pytest.mark.parametrize("kind", kinds())
def test_a_record_is_the_same_revived_from_its_row(root: Path, kind: str) -> None:
    store = store_of(root)
    found = store.rows.places(kind)
    assert found is not None
    by_id = {record.id: record for record in store.all(model(kind))}
    assert {row.id for row in found} == by_id.keys()
    for row in found:
        revived = revive(model(kind), row.plain, row.path, row.line)
        assert revived == by_id[row.id]
        assert revived.source is not None and schema.plain(revived) == row.plain


def answers(store: Store) -> list[Any]:
    asked = [Ask("unit", "=", "1-1-101"), Ask("date", ">=", "2026-11-01")]
    return [
        store.rows.select("visit", asked),
        store.rows.select("resident", sort="-name", limit=3),
        [one.id for one in store.where(Resident, "unit", "1-1-101")],
        [one.id for one in store.having(Resident, Ask("id", "~", "1-1-10"))],
        [one.id for one in store.having(Visit, *asked)],
        [one.id for one in store.having(Resident, Ask("unit", "is one of", ["1-1-102", "9-9-999", "1-1-101"]))],
        store.find(Unit, "1-1-101"),
        store.find(Unit, "9-9-999"),
        store.holds(Unit, "1-1-102"),
    ]


def test_lookups_are_the_same_with_and_without_an_index(root: Path, request: pytest.FixtureRequest) -> None:
    with_index = answers(store_of(root))
    request.getfixturevalue("no_index")
    assert answers(store_of(root)) == with_index


def test_what_was_gathered_answers_as_the_files_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, store, homes = store_of(root), store_of(root), ["1-1-101", "1-1-102", "9-9-999"]
    files.all(Resident)
    store.gather(Resident, "unit", homes)
    monkeypatch.setattr(Rows, "places", lambda *given: pytest.fail("asked again"))
    for home in homes:
        found = store.where(Resident, "unit", home)
        assert found == files.where(Resident, "unit", home)
        assert [store.find(Resident, one.id) for one in found] == found


def test_what_is_not_yet_written_lies_over_the_index(root: Path) -> None:
    store = store_of(root)
    resident = store.where(Resident, "unit", "1-1-101")[0]
    assert resident.source is not None
    path = resident.source.path
    moved = Store(root, NOW, {path: (store.read_text(path) or "").replace("unit: 1-1-101", "unit: 1-1-102")}, store)
    assert moved.where(Resident, "unit", "1-1-101") == []
    assert resident.id in [one.id for one in moved.where(Resident, "unit", "1-1-102")]
    gone = Store(root, NOW, {path: None}, store)
    assert (gone.where(Resident, "unit", "1-1-101"), gone.find(Resident, resident.id)) == ([], None)


def test_a_memo_is_made_again_when_a_record_of_its_kinds_changed(desk: Desk) -> None:
    made: list[int] = []

    def ask(on: str = "") -> Any:
        def make() -> int:
            made.append(1)
            return len(made)

        with closing(Rows(str(desk.root), lambda: store_of(desk.root))) as rows:
            return rows.memo("count", ("complaint", "settings"), make, on)

    assert (ask(), ask()) == (1, 1)
    desk.ok("complaint", "add", "1-1-101", "楼道灯不亮", "--category", "repair", "--source", "phone")
    assert (ask(), ask()) == (2, 2)
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    assert ask() == 2
    assert (ask("2026-12-01"), ask("2026-12-01"), ask()) == (3, 3, 4)  # of one day at a time: days must not heap up


def test_what_was_looked_at_still_holds_when_a_memo_is_noted(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Rows(str(root), lambda: store_of(root))) as rows:
        units = rows.select("unit")
        rows.memo("count", ("resident",), lambda: 1)
        monkeypatch.setattr(Index, "refresh", lambda *given: pytest.fail("looked at again"))
        assert rows.select("unit") == units


def test_unless_another_wrote_into_the_index_at_that_moment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Rows(str(root), lambda: store_of(root))) as rows, closing(Rows(str(root), lambda: store_of(root))) as others:
        rows.select("unit")
        end = Index.end

        def end_and_let_others_write(index: Index) -> None:
            end(index)
            monkeypatch.setattr(Index, "end", end)
            others.memo("theirs", ("unit",), lambda: 2)
            others.release()

        monkeypatch.setattr(Index, "end", end_and_let_others_write)
        assert rows.memo("count", ("unit",), lambda: 1) == 1
        monkeypatch.setattr(Index, "refresh", lambda *given: pytest.fail("looked at again"))
        with pytest.raises(pytest.fail.Exception, match="looked at again"):
            rows.select("unit")


def test_a_memo_without_an_index_is_made_each_time(root: Path, no_index: None) -> None:
    made: list[int] = []
    for _turn in range(2):
        Rows(str(root), lambda: store_of(root)).memo("count", ("complaint",), lambda: made.append(1))
    assert len(made) == 2


FOR_A_CHANGE = {"ruamel", "tabulate", "subprocess", "signal", "locale", "hashlib", "_hashlib", "_sysconfigdata"}
AVOIDED = {
    ("visit", "list", "--limit", "20", "--format", "json"): {"propops.models", "ruamel", "tabulate"},
    ("complaint", "list", "status=open", "received_at>2026-01-01", "--format", "csv"): {"ruamel", "tabulate"},
    ("today", "--officer", "all", "--format", "json"): {"propops.models", "ruamel", "tabulate", "_sysconfigdata"},
    ("visit", "list"): {"ruamel"},
    ("complaint", "add", "1-1-101", "漏水", "--category=leak", "--source=phone"): FOR_A_CHANGE
    | {"propops.models.contact", "propops.models.unit", "propops.planning.deadlines", "decimal"},
    ("unit", "edit", "1-1-101", "--note", "x"): FOR_A_CHANGE,
}


@pytest.mark.parametrize("words", AVOIDED)
def test_nothing_heavy_is_imported_when_nothing_was_changed_by_hand(desk: Desk, words: tuple[str, ...]) -> None:
    desk.ok(*words)
    code = f"import sys, propops.cli; propops.cli.main({words!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=desk.root, capture_output=True, text=True, check=True)
    assert [module for module in done.stderr.split() if module.startswith(tuple(AVOIDED[words]))] == []


def test_the_agendas_states_are_those_of_the_models() -> None:
    assert tuple(map(str, OPEN)) == agenda.OPEN_VISITS
    assert tuple(map(str, UNRESOLVED)) == agenda.UNRESOLVED
    closed = {RepairStatus.FINISHED, RepairStatus.CLOSED, RepairStatus.CANCELLED}
    assert tuple(str(status) for status in RepairStatus if status not in closed) == agenda.OPEN_REPAIRS
