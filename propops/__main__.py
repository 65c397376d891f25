"""The console script. `--version` is answered before anything is imported: scripts ask for it often."""

import gc
import os
import sys
from typing import NoReturn


def main() -> None:
    if sys.argv[1:] == ["--version"]:
        from propops import __version__

        sys.stdout.write(f"propops {__version__}\n")
        return
    # Records stay alive until the end: looking for garbage among them again and again would take a sixth of the time.
    gc.set_threshold(200_000, 50, 1_000)
    from propops.cli import main as run

    _leave(run())


def _leave(code: int) -> NoReturn:
    """Without taking the interpreter apart, which costs a sixth of a short command: all that is still open is written out here."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # one that was closed from the start is none
            stream.flush()
    except (OSError, ValueError):
        if not code:  # else it has been said
            sys.exit(code)  # Python knows how to complain about it
    os._exit(code)


if __name__ == "__main__":
    main()
