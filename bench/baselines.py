"""The commands that ours are measured against."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.estates import Estate, change_by_hand
from bench.measuring import Command, Yardstick
from bench.rows import Pair

FOLDER = Path(__file__).parent / "yardsticks"
SHOWN = "id,date,slot,unit,officer,type,status,reason"

CLICK = Command((sys.executable, "-c", "import click"))


def floor(estate: Estate, *words: str) -> Command:
    return Command((sys.executable, str(FOLDER / "floor.py"), str(estate.database("visit")), *words))


def floor_for(estate: Estate, form: str) -> Command:
    return floor(estate, "--format", form, *(("--columns", SHOWN) if form == "table" else ()))


def events(*paths: str | Path) -> Command:
    return Command((sys.executable, str(FOLDER / "events.py"), *map(str, paths)))


def events_of_all(estate: Estate) -> Command:
    return events(estate.root / "records")


def status(estate: Estate) -> Command:
    return estate.git("status", "--porcelain")


def parse(file: Path) -> Yardstick:
    """What the file itself costs, without the start of the reader."""
    return Yardstick((events(file),), (events(),))


def commit(estate: Estate) -> Command:
    """Of a change as small in the same file, in a repository of its own."""
    own = estate.copy()
    file = own.file_of("complaint", estate.complaint)
    return replace(own.git("commit", "--quiet", "--message", "bench", "--", str(file)), before=lambda: change_by_hand(file))


def costs(stick: Callable[[Estate], Command]) -> Callable[[Estate], Pair]:
    """What a yardstick itself costs."""
    return lambda estate: Pair(stick(estate), Yardstick((CLICK,)))
