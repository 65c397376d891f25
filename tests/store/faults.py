"""A disk that gives out, and a machine that stops dead, at the n-th of the steps by which a command writes.

A command runs in a forked child in which every step that changes something on disk, or starts git, is counted. At the chosen
one the fault strikes: the process ends without any clean-up, or the step fails.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.conftest import Desk, Result

KILLED = 9


@dataclass(frozen=True)
class Fault:
    """Strikes at step `at`, counted from 1; a disk that is full stays so until the command ends."""

    at: int
    error: OSError | None = None  # None: killed
    lasts: bool = False


NEEDS_SPACE = ("open", "write", "link", "mkdir", "fsync", "pwrite")
STEPS = (*NEEDS_SPACE, "replace", "rename", "unlink", "rmdir", "fchmod", "ftruncate", "posix_spawn")


class _Striker:
    def __init__(self, fault: Fault) -> None:
        self.fault, self.count = fault, 0

    def step(self, name: str) -> None:
        self.count += 1
        is_full = self.fault.lasts and self.count > self.fault.at and name in NEEDS_SPACE
        if self.count == self.fault.at or is_full:
            if self.fault.error is None:
                os._exit(KILLED)
            raise self.fault.error

    def before(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if name != "open" or arguments[1] & os.O_CREAT:
                self.step(name)
            return function(*arguments, **options)

        return call

    def opening(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(handle: int, *arguments: Any, **options: Any) -> Any:
            stream = function(handle, *arguments, **options)
            return _HalfWritten(stream, self) if "w" in "".join(map(str, arguments)) else stream

        return call


class _HalfWritten:
    """A stream of which half has reached the disk when the fault strikes."""

    def __init__(self, stream: Any, striker: _Striker) -> None:
        self._stream, self._striker = stream, striker

    def __enter__(self) -> "_HalfWritten":
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()

    def write(self, data: bytes) -> None:
        self._stream.write(data[: len(data) // 2])
        self._stream.flush()
        self._striker.step("write")
        self._stream.write(data[len(data) // 2 :])

    def flush(self) -> None:
        self._stream.flush()


def _arm(fault: Fault) -> _Striker:
    striker = _Striker(fault)
    for name in STEPS:
        if name == "write":
            os.fdopen = striker.opening(os.fdopen)
        else:
            setattr(os, name, striker.before(name, getattr(os, name)))
    return striker


def run(desk: Desk, arguments: tuple[str, ...], fault: Fault) -> Result | None:
    """What the command said, or None if the fault did not strike: it has fewer steps. A killed one has the exit code KILLED."""
    said = desk.root.parent / "said"
    said.write_text("")
    child = os.fork()
    if child == 0:
        code = 99
        try:
            striker = _arm(fault)
            result = desk.run(*arguments)
            with said.open("a") as stream:
                stream.write(result.err)
            code = result.code if striker.count >= fault.at else 98
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code != 99, "a traceback"
    return None if code == 98 else Result(abs(code), "", said.read_text())


def every_step(desk: Desk, arguments: tuple[str, ...], error: OSError | None = None, lasts: bool = False) -> Iterator[tuple[int, Result]]:
    """Runs the command again and again, each time with the fault one step later, until it gets through without."""
    at = 1
    while (result := run(desk, arguments, Fault(at, error, lasts))) is not None:
        yield at, result
        at += 1
    assert at > 3


# --- what an estate holds -----------------------------------------------------------------------------------------------


def records(desk: Desk) -> dict[str, bytes]:
    """Every record file, folders that are left empty too."""
    files = (desk.root / "records").rglob("*")
    return {file.relative_to(desk.root).as_posix(): b"" if file.is_dir() else file.read_bytes() for file in files}


def left_over(desk: Desk) -> list[str]:
    """What an interrupted command left where it works."""
    locks = [*desk.root.glob(".git/*.lock"), *desk.root.glob(".git/refs/heads/*.lock")]
    strays = [*desk.root.glob(".propops/**/*.new"), *desk.root.glob(".propops/staged/*")]
    return sorted(file.relative_to(desk.root).as_posix() for file in {*locks, *strays})


def snapshot(desk: Desk) -> dict[str, bytes | None]:
    """The whole estate (folders as None) but for git's objects: what is added to them does no harm."""
    found = (path for path in desk.root.rglob("*") if not path.is_relative_to(desk.root / ".git/objects"))
    return {path.relative_to(desk.root).as_posix(): None if path.is_dir() else path.read_bytes() for path in found}


def restore(desk: Desk, kept: dict[str, bytes | None]) -> None:
    now = snapshot(desk)
    for path in sorted(now.keys() - kept.keys(), reverse=True):
        if now[path] is None:
            (desk.root / path).rmdir()
        else:
            (desk.root / path).unlink()
    for path, data in sorted(kept.items()):
        if data is None:
            (desk.root / path).mkdir(exist_ok=True)
        elif now.get(path) != data:
            (desk.root / path).write_bytes(data)


def essence(kept: dict[str, bytes | None]) -> dict[str, bytes | None]:
    """What tells two crashes apart: git's index and logs say when as well as what."""
    mattering = ("records", ".propops/staged", ".git/refs")
    return {path: data for path, data in kept.items() if path.startswith(mattering) or path.endswith(".lock")}
