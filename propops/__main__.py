"""The console script. `--version` is answered before anything is imported: scripts ask for it often."""

import os
import sys
from typing import NoReturn


def main() -> None:
    if sys.argv[1:] == ["--version"]:
        from propops import __version__

        sys.stdout.write(f"propops {__version__}\n")
        return
    from propops.cli import main as run

    _leave(run())


def _leave(code: int) -> NoReturn:
    """Without taking the interpreter apart, which costs a sixth of a short command: all that is still open is written out here."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python knows how to complain about it
    os._exit(code)


if __name__ == "__main__":
    main()
