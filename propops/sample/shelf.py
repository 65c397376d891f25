"""Record files in canonical form. One text a record is kept, so that a change of one record only joins strings."""

from collections.abc import Iterable
from typing import Any

from propops import schema
from propops.models.base import Record, place_key
from propops.models.settings import Settings
from propops.store.store import RECORDS
from propops.store.writer import write_item, write_mapping


class Shelf:
    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._files: dict[str, dict[str, tuple[tuple[Any, ...], str]]] = {}
        for record in records:
            self.put(record)

    def put(self, record: Record) -> str:
        """Writes or replaces it and says in which file."""
        path = f"{RECORDS}/{type(record).shard(record.id)}"
        self._files.setdefault(path, {})[record.id] = place_key(record), _text_of(record)
        return path

    def text(self, path: str) -> str:
        return "".join(text for __, text in sorted(self._files[path].values()))

    def texts(self) -> dict[str, str]:
        return {path: self.text(path) for path in sorted(self._files)}


def _text_of(record: Record) -> str:
    values = schema.encode(record)
    if isinstance(record, Settings):
        values.pop("id", None)
        return write_mapping(values, 0)
    return write_item(values, 0)
