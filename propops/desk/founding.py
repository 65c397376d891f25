"""A new estate on disk: its first records, what git ignores, and the first commit."""

from collections.abc import Sequence
from pathlib import Path

from propops import schema
from propops.errors import PropopsError
from propops.faults import placed
from propops.git import NOBODY, REPOSITORY_FILES, Git, Signature
from propops.models.base import Record, place_key
from propops.models.settings import Settings
from propops.place import SETTINGS
from propops.store import journal
from propops.store.files import locked
from propops.store.homes import RECORDS
from propops.store.writer import write_mapping, write_records


def found(directory: Path, settings: Settings, records: Sequence[Record]) -> None:
    flaws = [placed(flaw, record) for record in (settings, *records) for flaw in record.flaws() if flaw.severity == "error"]
    if flaws:
        raise PropopsError(flaws)
    directory.mkdir(parents=True, exist_ok=True)
    git = Git(directory)
    if git.folder is None:
        git.must("init", "--quiet", "--initial-branch=main")
        git = Git(directory)
    texts: dict[str, str] = {SETTINGS: settings_text(settings)} | texts_of(records)
    texts |= {name: _with_line(directory / name, line) for name, line in REPOSITORY_FILES.items()}
    contents = {path: text.encode() for path, text in texts.items()}
    before = {path: journal.content(directory / path) for path in contents}
    intent = journal.Intent("", f"建立 {settings.name}\n", Signature(*NOBODY), journal.entries(before, contents))
    with locked(directory, "propops init", 0.0) as lock:
        journal.carry_out(directory, git, intent, contents, lock)


def _with_line(file: Path, line: str) -> str:
    """In a repository that is there already, what its files say stays."""
    before = file.read_text("utf-8") if file.exists() else ""
    return before if line in before.splitlines(keepends=True) else before + ("\n" if before[-1:] not in ("", "\n") else "") + line


def settings_text(settings: Settings) -> str:
    values = schema.encode(settings)
    del values["id"]
    return write_mapping(values, 0)


def texts_of(records: Sequence[Record]) -> dict[str, str]:
    """Canonical files of these records."""
    files: dict[str, list[Record]] = {}
    for record in sorted(records, key=place_key):
        files.setdefault(f"{RECORDS}/{type(record).shard(record.id)}", []).append(record)
    return {path: write_records([schema.encode(record) for record in group]) for path, group in sorted(files.items())}
