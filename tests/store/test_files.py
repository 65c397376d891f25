"""The lock names its holder; new files are laid ready so that putting them in place, or back, is a rename."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from propops.errors import LockedError, PropopsError
from propops.store import files
from propops.store.files import locked


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    (tmp_path / "records/a.yaml").write_bytes(b"old")
    return tmp_path


def replace(root: Path, data: bytes) -> None:
    files.lay_ready(root, {"records/a.yaml": data})
    files.put_in_place(root, "records/a.yaml")


def test_there_and_back(root: Path) -> None:
    replace(root, b"new")
    assert (root / "records/a.yaml").read_bytes() == b"new"
    files.put_back(root, "records/a.yaml")
    assert (root / "records/a.yaml").read_bytes() == b"old"


def test_a_file_keeps_its_permissions(root: Path) -> None:
    (root / "records/a.yaml").chmod(0o660)
    replace(root, b"new")
    assert (root / "records/a.yaml").stat().st_mode & 0o777 == 0o660


def test_a_file_system_without_links(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*arguments: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    replace(root, b"new")
    files.put_back(root, "records/a.yaml")
    assert (root / "records/a.yaml").read_bytes() == b"old"


def test_what_a_killed_run_left_behind_is_no_obstacle(root: Path) -> None:
    files.lay_ready(root, {"records/a.yaml": b"half", "records/b.yaml": b"half"})
    replace(root, b"new")
    files.clear_stage(root)
    assert list((root / files.STAGED).iterdir()) == []
    assert (root / "records/a.yaml").read_bytes() == b"new"


def test_the_lock_names_its_holder(tmp_path: Path) -> None:
    assert files.holder(tmp_path) == ""
    with (
        locked(tmp_path, "li-na propops visit plan", 0),
        pytest.raises(LockedError, match="li-na propops visit plan"),
        locked(tmp_path, "x", 0),
    ):
        pass
    with locked(tmp_path, "x", 0):
        assert files.holder(tmp_path) == "x"
    assert files.holder(tmp_path) == ""


def a_file(root: Path) -> None:
    (root / ".propops").write_text("a file")


def a_link(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / ".propops").symlink_to("elsewhere")


def a_linked_stage(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / ".propops").mkdir()
    (root / ".propops/staged").symlink_to("../elsewhere")


def a_linked_lock(root: Path) -> None:
    (root / ".propops").mkdir()
    (root / ".propops/lock").symlink_to("../precious")


@pytest.mark.parametrize("make", [a_file, a_link, a_linked_stage, a_linked_lock])
def test_no_lock_where_propops_has_no_folder_of_its_own(tmp_path: Path, make: Any) -> None:
    make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(PropopsError) as caught, locked(tmp_path, "x", 0):
        pass
    assert caught.value.problems[0].code == "read-only"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_full_disk_leaves_the_lock_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with locked(tmp_path, "x", 0), pytest.raises(LockedError, match=r"\?"), locked(tmp_path, "y", 0):
        pass


def test_a_disk_that_knows_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def no_locks(*arguments: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(PropopsError) as caught, locked(tmp_path, "x", 0):
        pass
    assert caught.value.problems[0].code == "no-locks"
