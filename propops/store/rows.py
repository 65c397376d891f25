"""Records as plain rows, the way scripts see them: from the index, so that a file that has not changed is not read again.

Neither a model nor a parser is imported for an answer; where the index has none, the files give the same one.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from propops import __version__
from propops.errors import PropopsError, refuse
from propops.i18n import _
from propops.place import SETTINGS
from propops.store.index import Index, IndexedRecord, Kind, Row, Test, kind_of
from propops.store.order_keys import KEYS

if TYPE_CHECKING:
    from propops.models.base import Record
    from propops.store.taking_in import Files

MODELS = os.path.join(os.path.dirname(os.path.dirname(__file__)), "models")


class Rows:
    """One view of an estate, as a `Store` is: what was looked at is not looked at again."""

    def __init__(self, root: str, files: Callable[[], "Files"]) -> None:
        self.root, self.files = root, files
        self._fresh: set[str] = set()
        self._barred: set[str] = set()
        self._kinds: dict[str, Kind] = {}
        self._settings: dict[str, Any] | None = None

    @cached_property
    def _index(self) -> Index | None:
        return Index.open(self.root, _program())

    def kind(self, name: str) -> Kind:
        if name not in self._kinds:
            described = self._index.kind(name) if self._index is not None else None
            self._kinds[name] = described or kind_of(_model(name))
        return self._kinds[name]

    @property
    def settings(self) -> dict[str, Any]:
        """The settings are asked for from many sides, and taken apart once in a view. An estate without any is refused."""
        if self._settings is None:
            found = self.select("settings")
            if not found:
                raise no_settings()
            self._settings = found[0]
        return self._settings

    def select(self, kind: str, tests: Sequence[Test] = (), sort: str | None = None, limit: int | None = None) -> list[dict[str, Any]]:
        """The rows that pass all tests, by `sort` (`-field` for the other way round), else by id.

        A file that cannot be read: PropopsError, with everything that is wrong with the kind's files.
        """
        found = self.places(kind, tests, sort, limit)
        return [row.plain for row in found] if found is not None else self._from_files(kind, tests, sort, limit)

    def places(self, kind: str, tests: Sequence[Test] = (), sort: str | None = None, limit: int | None = None) -> list[Row] | None:
        """The same with the place of each record; None where the index cannot tell."""
        return self._index.select(kind, tests, sort, limit) if self.look_at(kind) and self._index is not None else None

    def superseded(self, kind: str, group: str, field: str, tests: Sequence[Test]) -> Callable[[Mapping[str, Any]], bool]:
        """Tells of a row of the kind whether one that passes the tests and has the same `group` has a greater `field`."""
        key_of_group, key_of_field = (KEYS[self.kind(kind).fields[name]] for name in (group, field))
        last = self._index.last(kind, group, field, tests) if self.look_at(kind) and self._index is not None else None
        if last is None:
            last = {}
            for row in self._from_files(kind, tests, field, None):
                last[key_of_group(row[group])] = key_of_field(row[field])
        return lambda row: (best := last.get(key_of_group(row[group]))) is not None and best > key_of_field(row[field])

    def ignore_index(self) -> None:
        """From here on the files give every answer: for who checks them."""
        self._index = None

    def look_at(self, *kinds: str) -> bool:
        """Whether the index answers for these kinds. Those of one command are best named at once."""
        if self._fresh.issuperset(kinds):
            return True
        if self._index is None or self._barred.intersection(kinds):
            return False
        if self._refresh({*self._fresh, *kinds}):
            return True
        self._barred.update(kinds)
        self._refresh(set(self._fresh))
        return False

    def memo(self, name: str, kinds: Sequence[str], make: Callable[[], Any], on: str = "") -> Any:
        """What `make` gives, a JSON value that follows from the records of these kinds alone, and from `on`, a day or a month: made
        again when one of them changed."""
        found = self._index.basis(kinds) if self.look_at(*kinds) and self._index is not None else None
        basis = None if found is None else f"{found} {on}"
        known = self._index.recall(name, basis) if self._index is not None and basis is not None else None
        if known is not None:
            return known
        made = make()
        if self._index is not None and basis is not None and not self._index.note(name, basis, made):
            self._fresh = set()
        return made

    def release(self) -> None:
        """Lets others write the index; the view begins anew when it is asked again."""
        self._fresh = set()
        if (index := vars(self).get("_index")) is not None:
            index.release()

    def close(self) -> None:
        """The same, and lets others put a new index in its place: for who waits for somebody to type."""
        self.release()
        if (index := vars(self).get("_index")) is not None:
            index.close()
            del self._index

    def _refresh(self, kinds: set[str]) -> bool:
        assert self._index is not None
        self._settings = None
        try:
            is_current = self._index.refresh([self.kind(name) for name in sorted(kinds)], self._load)
        except PropopsError:
            return False  # the files themselves tell everything that is wrong with them
        if not is_current or any(self._index.duplicates(name) != [] for name in kinds):
            return False
        self._fresh = kinds
        return True

    def digests(self, kind: str, path: str) -> dict[bytes, str]:
        """The ids of the records of a file, in their order, by the digests of their sections; nothing where these are not known."""
        found = self._index.digests(kind, path) if self.look_at(kind) and self._index is not None else None
        return {} if found is None or None in found else found

    def _load(self, kind: str, path: str, known: Mapping[bytes, str]) -> list[IndexedRecord]:
        from propops.store.taking_in import records_of

        return records_of(self.files(), path, _model(kind), known)

    def _from_files(self, kind: str, tests: Sequence[Test], sort: str | None, limit: int | None) -> list[dict[str, Any]]:
        from propops import schema
        from propops.store.filtering import select

        of = _model(kind)
        return [schema.plain(record) for record in select(of, self.files().all(of), tests, sort, limit)]


def no_settings() -> PropopsError:
    return refuse("no-settings", _("The estate has no settings."), path=SETTINGS, hint=_("propops init DIR makes an estate."))


def _model(kind: str) -> "type[Record]":
    from propops.models import model

    return model(kind)


def _program() -> str:
    """What the kept rows depend on: the version, and for whoever works on the models, when one was last touched."""
    with os.scandir(MODELS) as entries:
        touched = [entry.stat().st_mtime_ns for entry in entries if entry.name.endswith(".py")]
    return f"{__version__} {len(touched)} {max(touched)}"
