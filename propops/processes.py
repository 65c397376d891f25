"""Runs a program to its end. `subprocess` can do much more, and to load it takes a tenth of a short command."""

import contextlib
import os
from _signal import SIGPIPE, SIGTERM, SIGXFSZ  # `signal` would make enumerations of them all
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import IO

_IGNORED_BY_PYTHON = (SIGPIPE, SIGXFSZ)


def run(
    command: list[str], environ: Mapping[str, str], given: bytes | IO[bytes] = b"", inherited: Collection[int] = ()
) -> tuple[int, bytes, bytes]:
    """Its exit code (negative: a signal's number), output and errors. Raises OSError if it cannot be started.

    It gets these descriptors of ours and no others, and if we are interrupted, it is too. Input and output are files and the
    errors alone a pipe, so that neither side waits for the other.
    """
    # Opened in this order: where we were started with some of ours closed, no end overwrites another that is yet to be passed on.
    with contextlib.nullcontext(given) if not isinstance(given, bytes) else _file(given) as asked, _file() as answer:
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb") as errors:
            try:
                process = _start(command, environ, (asked.fileno(), answer.fileno(), writing), inherited)
            finally:
                os.close(writing)
            with _interrupted_with_us(process):
                said = errors.read()
                status = os.waitpid(process, 0)[1]
        answer.seek(0)
        return os.waitstatus_to_exitcode(status), answer.read(), said


def _file(data: bytes = b"") -> IO[bytes]:
    file = _empty_file()
    file.write(data)
    file.seek(0)
    return file


def _empty_file() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("propops"), "r+b")
    from tempfile import TemporaryFile

    return TemporaryFile()


def _start(command: list[str], environ: Mapping[str, str], standard: Sequence[int], inherited: Collection[int]) -> int:
    for descriptor in inherited:
        os.set_inheritable(descriptor, True)
    ends = [(os.POSIX_SPAWN_DUP2, ours, theirs) for theirs, ours in enumerate(standard)]
    closed = [(os.POSIX_SPAWN_CLOSE, descriptor) for descriptor in _inheritable() if descriptor not in inherited]
    return os.posix_spawn(command[0], command, environ, file_actions=[*ends, *closed], setsigdef=_IGNORED_BY_PYTHON)


def _inheritable() -> Iterator[int]:
    """Those that whoever started us left open too: a program that goes on in the background would hold them."""
    for descriptor in map(int, os.listdir("/dev/fd")):
        with contextlib.suppress(OSError):  # the listing's own
            if descriptor > 2 and os.get_inheritable(descriptor):
                yield descriptor


@contextlib.contextmanager
def _interrupted_with_us(process: int) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # it ended at this very moment
            os.kill(process, SIGTERM)
            os.waitpid(process, 0)
        raise
