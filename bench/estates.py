"""The estates that are measured: made once by the generator and kept in the cache, copied where a row writes."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.measuring import Command
from bench.yardsticks import events

ROOT = Path(__file__).parent.parent
PROPOPS = str(Path(sys.executable).with_name("propops"))
MONTHS, SEED = 12, 1
RECORDS_PER_HOUSEHOLD = 18.9
ENVIRONMENT = {
    "PROPOPS_NOW": "2026-11-30T09:00",
    "PROPOPS_LANG": "zh",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_{what}": "bench" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


@dataclass(frozen=True)
class Estate:
    root: Path
    work: Path  # for copies and yardsticks' files

    def propops(self, *words: str, **env: str) -> Command:
        return Command((PROPOPS, "--estate", str(self.root), *words), env={**ENVIRONMENT, "PROPOPS_USER": self.officer, **env})

    def git(self, *words: str) -> Command:
        return Command(("git", "-c", "gc.auto=0", *words), self.root, ENVIRONMENT)

    def ask(self, *words: str) -> list[dict[str, Any]]:
        command = [PROPOPS, "--estate", str(self.root), *words, "--format", "json"]
        found: list[dict[str, Any]] = json.loads(
            subprocess.run(command, env={**os.environ, **ENVIRONMENT}, stdout=subprocess.PIPE, check=True).stdout
        )
        return found

    @cached_property
    def officer(self) -> str:
        return str(self.ask("staff", "list", "role=officer", "--limit", "1")[0]["id"])

    @cached_property
    def complaint(self) -> str:
        """The newest one, so that it lies in the file to which a new one goes."""
        return str(self.ask("complaint", "list", "--sort", "-id", "--limit", "1")[0]["id"])

    @cached_property
    def unit(self) -> str:
        return str(self.ask("unit", "list", "--limit", "1")[0]["id"])

    @cached_property
    def size(self) -> int:
        """How many records it holds."""
        return sum(len(re.findall(rb"^- ", file.read_bytes(), re.MULTILINE)) for file in self.files() if file.name != "estate.yaml")

    def files(self, kind: str = "") -> list[Path]:
        return [file for path in self.paths(kind) for file in events.files([path])]

    def paths(self, kind: str) -> list[str]:
        records = self.root / "records"
        return [str(path) for path in (records / kind, records / f"{kind}.yaml") if path.exists()]

    def file_of(self, kind: str, id: str) -> Path:
        return next(file for file in self.files(kind) if re.search(rf"^ *(- )?id: *[\"']?{id}\b", file.read_text("utf-8"), re.MULTILINE))

    def copy(self) -> "Estate":
        number = len(list(self.work.iterdir()))
        return Estate(Path(shutil.copytree(self.root, self.work / f"copy-{number}", symlinks=True)), self.work)

    def forget(self) -> None:
        """As if nothing had ever been read."""
        for file in (self.root / ".propops").glob("index.sqlite*"):
            file.unlink()

    def database(self, kind: str) -> Path:
        """A bare SQLite file with the same records."""
        file = self.work / f"{kind}.sqlite"
        if not file.exists():
            _fill(file, [record for path in self.files(kind) for record in events.read(path) or ()])
        return file


def _fill(file: Path, records: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(key for record in records for key in record))
    names = ", ".join(f'"{column}"' for column in columns)
    rows = ([value if isinstance(value := record.get(key), str) else None for key in columns] for record in records)
    with sqlite3.connect(file) as connection:
        connection.execute(f"CREATE TABLE record ({names})")
        connection.executemany(f"INSERT INTO record VALUES ({', '.join('?' * len(columns))})", rows)
        connection.execute("CREATE INDEX by_status ON record (status, id)")


def change_by_hand(file: Path) -> None:
    """A word more in the first text, or the word taken away again."""
    text = file.read_text("utf-8")
    changed = re.sub(r"^( *content: *[\"']?)又(?=\w)", r"\1", text, count=1, flags=re.MULTILINE)
    if changed == text:
        changed = re.sub(r"^( *content: *[\"']?)(?=\w)", r"\1又", text, count=1, flags=re.MULTILINE)
    file.write_text(changed, "utf-8")


def make(households: int, cache: Path) -> Path:
    maker = ("bench/make_estate.py", "--households", str(households), "--months", str(MONTHS), "--seed", str(SEED))
    return _kept(cache / f"{households}-households-{MONTHS}-months-seed-{SEED}", *maker)


def make_foreign(households: int, cache: Path) -> Path:
    """The same records, written by another hand."""
    own = make(households, cache)
    return _kept(own.with_name(f"{own.name}-foreign"), "bench/foreign.py", str(own))


def _kept(estate: Path, program: str, *arguments: str) -> Path:
    """Made if it is not there yet, and there only once it is whole."""
    if not estate.exists():
        with tempfile.TemporaryDirectory(dir=estate.parent) as part:
            maker = [sys.executable, str(ROOT / program), *arguments, f"{part}/estate"]
            subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
            Path(part, "estate").rename(estate)
    return estate


def households_for(records: int) -> int:
    return round(records / RECORDS_PER_HOUSEHOLD)
