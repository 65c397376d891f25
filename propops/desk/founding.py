"""A new estate on disk: its first records, what git ignores, and the first commit."""

from collections.abc import Sequence
from pathlib import Path

from propops import schema
from propops.errors import PropopsError
from propops.git import REPOSITORY_FILES, Git, Signature
from propops.models.base import Record, place_key
from propops.models.settings import Settings
from propops.place import SETTINGS
from propops.store.files import replace_all
from propops.store.store import RECORDS
from propops.store.writer import write_mapping, write_records


def found(directory: Path, settings: Settings, records: Sequence[Record]) -> None:
    flaws = [schema.placed(flaw, record) for record in (settings, *records) for flaw in record.flaws() if flaw.severity == "error"]
    if flaws:
        raise PropopsError(flaws)
    directory.mkdir(parents=True, exist_ok=True)
    files = {SETTINGS: settings_text(settings)} | REPOSITORY_FILES | texts_of(records)
    replace_all(directory, {path: text.encode() for path, text in files.items()})
    git = Git(directory)
    if git.folder is None:
        git.must("init", "--quiet", "--initial-branch=main")
        git = Git(directory)
    git.commit(sorted(files), f"建立 {settings.name}\n", Signature("propops", "propops@estate.invalid"))


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
