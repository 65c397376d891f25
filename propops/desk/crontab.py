"""The crontab line. cron runs with next to no environment and with `sh`: everything it needs stands in the line itself."""

import os
import shlex
import shutil
import sys
from pathlib import Path

from propops.estate import Estate

# The first one sends; the later ones only try again what could not be delivered.
HOURS = "30 7,8,9,12 * * *"
BARE_PATH = ("/usr/local/bin", "/usr/bin", "/bin")


def crontab_line(estate: Estate, to: str) -> str:
    """A per cent sign would be a line end to cron."""
    root = estate.root.resolve()
    command = [*program(), "--estate", str(root), "cron", "run", "--to", _absolute(to)]
    log = shlex.quote(f"{root}/.propops/cron.log")
    line = f"{_environment()} {shlex.join(command)} >>{log} 2>&1"
    return f"{HOURS} {line.replace('%', chr(92) + '%')}"


def _absolute(to: str) -> str:
    """cron runs in another folder than whoever types this."""
    way, colon, folder = to.partition(":")
    return f"{way}:{Path(folder).absolute()}" if colon else to


def program() -> list[str]:
    """As it was started now: the console script, or the module."""
    script = Path(shutil.which(sys.argv[0]) or sys.argv[0]).absolute()
    if script.name == "propops" and os.access(script, os.X_OK):
        return [str(script)]
    return [sys.executable, "-m", "propops"]


def _environment() -> str:
    git = shutil.which("git")
    folders = dict.fromkeys([*([str(Path(git).parent)] if git else []), *BARE_PATH])
    return f"LANG=C.UTF-8 PATH={shlex.quote(':'.join(folders))}"
