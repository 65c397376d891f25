"""Files are replaced all or none, whatever fails at whatever step; nothing is left behind."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from propops.errors import LockedError, PropopsError
from propops.store import files
from propops.store.files import locked, replace_all, replaced

CONTENTS = {"records/a.yaml": b"new a", "records/deep/er/b.yaml": b"new b", "records/c.yaml": None, "records/d.yaml": b"new d"}
OLD = {"records/a.yaml": b"old a", "records/c.yaml": b"old c", "records/d.yaml": b"old d"}
NEW = {path: data for path, data in CONTENTS.items() if data is not None}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    for path, data in OLD.items():
        (tmp_path / path).write_bytes(data)
    return tmp_path


def tree(root: Path) -> dict[str, bytes | None]:
    """Every file, and every folder: an empty one that was left behind counts, but for our own workshop."""
    found = {file.relative_to(root).as_posix(): file.read_bytes() if file.is_file() else None for file in root.rglob("*")}
    return {path: data for path, data in found.items() if path not in (".propops", ".propops/staged")}


def test_all_are_replaced_and_nothing_else_is_left(root: Path) -> None:
    replace_all(root, CONTENTS)
    assert {path: data for path, data in tree(root).items() if data is not None} == NEW


STEPS = ["os.open", "os.link", "os.fsync", "pathlib.Path.replace", "pathlib.Path.mkdir", "os.fchmod"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", STEPS)
def test_whatever_fails_at_its_nth_call_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    before = tree(root)
    for count in range(1, 100):
        calls = fail_at(monkeypatch, step, count, error)
        try:
            replace_all(root, CONTENTS)
        except (PropopsError, KeyboardInterrupt):
            monkeypatch.undo()
            assert tree(root) == before, f"{step}, call {count}"
        else:
            monkeypatch.undo()
            break
    assert len(calls) == count - 1 > 0 or step == "os.link"
    assert {path: data for path, data in tree(root).items() if data is not None} == NEW


def fail_at(monkeypatch: pytest.MonkeyPatch, step: str, count: int, error: BaseException) -> list[int]:
    """Fails at that one call; what clears up afterwards can write again."""
    module: Any = {"os": os, "pathlib": Path}[step.split(".")[0]]
    name = step.rpartition(".")[2]
    real: Callable[..., Any] = getattr(module, name)
    calls: list[int] = []

    def call(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == count:
            raise error
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, call)
    return calls


def test_a_full_disk_is_one_sentence(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_at(monkeypatch, "os.fsync", 1, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(PropopsError, match=r"No space left on device\. Nothing was changed") as caught:
        replace_all(root, CONTENTS)
    assert caught.value.problems[0].code == "write-failed"


def test_what_fails_inside_puts_the_files_back(root: Path) -> None:
    before = tree(root)
    with pytest.raises(ZeroDivisionError), replaced(root, CONTENTS):
        assert (root / "records/a.yaml").read_bytes() == b"new a"
        raise ZeroDivisionError
    assert tree(root) == before


def test_a_file_where_a_folder_should_be(root: Path) -> None:
    before = tree(root)
    with pytest.raises(PropopsError, match=r"\S"):
        replace_all(root, {"records/c.yaml": b"new", "records/a.yaml/x.yaml": b"x"})
    assert tree(root) == before


def test_what_a_killed_run_left_behind_is_no_obstacle(root: Path) -> None:
    for what in ("old", "new"):
        left = files.staged(root, root / "records/a.yaml", what)
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_bytes(b"half")
    replace_all(root, {"records/a.yaml": b"new a"})
    assert tree(root)["records/a.yaml"] == b"new a"
    assert set(tree(root)) == {"records", *OLD}


def test_a_file_keeps_its_permissions(root: Path) -> None:
    (root / "records/a.yaml").chmod(0o660)
    replace_all(root, {"records/a.yaml": b"new"})
    assert (root / "records/a.yaml").stat().st_mode & 0o777 == 0o660


def test_a_file_system_without_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*arguments: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    before = tree(root)
    with pytest.raises(ZeroDivisionError), replaced(root, CONTENTS):
        raise ZeroDivisionError
    assert tree(root) == before


def test_the_lock_names_its_holder(tmp_path: Path) -> None:
    with (
        locked(tmp_path, "li-na propops visit plan", 0),
        pytest.raises(LockedError, match="li-na propops visit plan"),
        locked(tmp_path, "x", 0),
    ):
        pass
    with locked(tmp_path, "x", 0):
        pass


def test_no_lock_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / ".propops").write_text("a file")
    with pytest.raises(PropopsError) as caught, locked(tmp_path, "x", 0):
        pass
    assert caught.value.problems[0].code == "read-only"


def test_a_disk_that_knows_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def no_locks(*arguments: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(PropopsError) as caught, locked(tmp_path, "x", 0):
        pass
    assert caught.value.problems[0].code == "no-locks"
