"""Record files in canonical form. A text once made is kept, so that a change of one record only joins strings."""

from collections.abc import Iterable
from typing import Any

from propops import schema
from propops.models.base import Record, place_key
from propops.models.settings import Settings
from propops.store.homes import RECORDS
from propops.store.writer import write_item, write_mapping

MOST = 500  # records in a file: what somebody can still review at one sitting
Key = tuple[str, str]
Entry = tuple[tuple[Any, ...], str]


class Shelf:
    """Records go to the file of their id; when that is full, to a further one beside it."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._paths: dict[Key, str] = {}
        self._parts: dict[str, int] = {}
        self._records: dict[str, dict[Key, Record]] = {}
        self._entries: dict[str, dict[Key, Entry]] = {}
        for record in records:
            self._lay(record)

    def put(self, record: Record) -> str:
        """Writes or replaces it and says in which file."""
        path = self._lay(record)
        if path not in self._entries:
            self._entries[path] = {key: _entry_of(there) for key, there in self._records[path].items()}
        self._entries[path][record.kind, record.id] = _entry_of(record)
        return path

    def text(self, path: str) -> str:
        entries = self._entries.get(path)
        # Not kept if nothing changed: most files of a large estate are written once.
        return "".join(text for __, text in sorted(entries.values() if entries else map(_entry_of, self._records[path].values())))

    def texts(self) -> dict[str, str]:
        return {path: self.text(path) for path in sorted(self._records)}

    def _lay(self, record: Record) -> str:
        key = record.kind, record.id
        path = self._paths.get(key)
        if path is None:
            path = self._paths[key] = self._path_for(f"{RECORDS}/{type(record).shard(record.id)}")
        self._records.setdefault(path, {})[key] = record
        return path

    def _path_for(self, shard: str) -> str:
        part = self._parts.setdefault(shard, 1)
        if len(self._records.get(_part(shard, part), ())) >= MOST:
            part = self._parts[shard] = part + 1
        return _part(shard, part)


def _part(shard: str, number: int) -> str:
    return shard if number == 1 else f"{shard.removesuffix('.yaml')}/{number}.yaml"


def _entry_of(record: Record) -> Entry:
    return place_key(record), _text_of(record)


def _text_of(record: Record) -> str:
    values = schema.encode(record)
    if isinstance(record, Settings):
        values.pop("id", None)
        return write_mapping(values, 0)
    return write_item(values, 0)
