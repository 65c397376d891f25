"""A program gets what it is given and nothing else, however much both sides have to say."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from propops.processes import run

MUCH = b"x" * 1_000_000
OPEN = """
import os
def is_open(descriptor):
    try: return bool(os.fstat(descriptor))
    except OSError: return False
print([descriptor for descriptor in range(3, 4096) if is_open(descriptor)])
"""


def shell(words: str, **options: bytes) -> tuple[int, bytes, bytes]:
    return run(["/bin/sh", "-c", words], os.environ, **options)


def test_both_sides_may_say_much_at_once() -> None:
    assert shell("cat >&2; head -c 1000000 /dev/zero; exit 3", given=MUCH) == (3, bytes(1_000_000), MUCH)


def test_without_input_there_is_an_end_of_it() -> None:
    assert shell("cat") == (0, b"", b"")


def test_a_signal_is_told_from_an_exit() -> None:
    assert shell("kill -KILL $$")[0] == -signal.SIGKILL


def test_a_reader_that_goes_away_ends_a_writer() -> None:
    """Python ignores the signal, and what it starts would ignore it as well."""
    assert shell("(yes; echo $? >&2) | true")[2] == f"{128 + signal.SIGPIPE}\n".encode()


def test_it_inherits_what_it_is_meant_to_and_nothing_else(tmp_path: Path) -> None:
    ours, left_open = (os.open(tmp_path / name, os.O_CREAT) for name in "ab")
    os.set_inheritable(left_open, True)
    command = [sys.executable, "-c", OPEN]
    assert run(command, os.environ, inherited=[ours])[1] == f"[{ours}]\n".encode()
    assert run(command, os.environ)[1] == b"[]\n"
    os.close(ours)
    os.close(left_open)


def test_no_descriptor_is_left_behind() -> None:
    def count() -> int:
        return len(list(Path("/dev/fd").iterdir()))

    before = count()
    shell("echo; echo >&2")
    with pytest.raises(FileNotFoundError):
        run(["/no/such/program"], {})
    assert count() == before


def test_an_interruption_ends_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    wait, calls, ended = os.waitpid, [], []

    def interrupted(process: int, options: int) -> tuple[int, int]:
        calls.append(process)
        if len(calls) == 1:
            raise KeyboardInterrupt
        ended.append(wait(process, options))
        return ended[0]

    monkeypatch.setattr(os, "waitpid", interrupted)
    with pytest.raises(KeyboardInterrupt):
        shell("exec sleep 20 2>&-")
    assert [os.waitstatus_to_exitcode(status) for __, status in ended] == [-signal.SIGTERM]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_files_of_ours_may_have_the_numbers_of_closed_ends(closed: str, tmp_path: Path) -> None:
    said = tmp_path / "said"
    words = "cat; echo errors >&2"
    code = f"from propops.processes import run; open({str(said)!r}, 'w').write(repr(run(['/bin/sh', '-c', {words!r}], {{}}, b'given')))"
    subprocess.run(["/bin/sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, code], cwd=Path(__file__).parents[1], check=True)
    assert said.read_text() == repr((0, b"given", b"errors\n"))
