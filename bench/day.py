"""A day at the desk: 200 records of the kinds it deals with, each changed once, in one commit or in many."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from bench.baselines import events
from bench.estates import Estate
from bench.measuring import Yardstick, run
from bench.rows import Pair

KINDS = ("visit", "payment", "complaint", "repair", "contact")
RECORDS, OF_A_KIND = 200, 50


def reviewed(commits: int) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        own = estate.copy()
        files = _live(own, RECORDS // commits)
        day = f"HEAD~{commits}..HEAD"
        return Pair(own.propops("review", day), Yardstick((own.git("diff", day), events(*files))))

    return make


def _live(estate: Estate, in_a_commit: int) -> list[Path]:
    """The files that were changed."""
    records = [one for kind in KINDS for one in islice(_newest(estate, kind), OF_A_KIND)][:RECORDS]
    for number, (file, id) in enumerate(records, 1):
        note(file, id)
        if number % in_a_commit == 0:
            run(estate.git("commit", "--quiet", "--all", "--message", "bench"))
    return list(dict.fromkeys(file for file, _id in records))


def _newest(estate: Estate, kind: str) -> Iterator[tuple[Path, str]]:
    for file in reversed(estate.files(kind)):
        for id in reversed(re.findall(r"^- id: (\S+)$", file.read_text("utf-8"), re.MULTILINE)):
            yield file, id


def note(file: Path, id: str) -> None:
    text = file.read_text("utf-8")
    start = text.index(f"- id: {id}\n")
    end = text.find("\n- ", start) + 1 or len(text)
    without = re.sub(r"^  note: .*\n(?:    .*\n)*", "", text[start:end], flags=re.MULTILINE)
    file.write_text(f"{text[:start]}{without}  note: 已电话告知住户\n{text[end:]}", "utf-8")
