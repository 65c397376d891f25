"""Reading: record files in, records with their places out. No file is parsed twice."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from propops.decode import decode, revive, revive_part
from propops.errors import Problem, PropopsError, refuse
from propops.i18n import _
from propops.models import model
from propops.models.base import P, Policy, R, Record
from propops.place import SETTINGS
from propops.store import disk, fast
from propops.store.filtering import passes
from propops.store.homes import OF_SETTINGS, RECORDS, home, kind_of_path, required_home
from propops.store.index import Row, Test
from propops.store.loading import Decoded, Loaded, Overlay, decode_all, may_hold_numbers, overlay
from propops.store.query import ONE_OF
from propops.store.reader import Map, Seq
from propops.store.rows import Rows, no_settings
from propops.store.sections import Section, digests, sections

if TYPE_CHECKING:
    from propops.models.settings import Settings
    from propops.store.phrasing import Ear

MANY_LOOKUPS = 200  # of one kind; from there on reading its files costs less
MANY_LAID = 100  # records of a change that cost as much to look through as the index does to ask


class Store:
    """The records of one estate. A `Store` is one view of the files: what it has read it does not read again.

    `texts` lays not yet written contents over the files, so that rules can be asked about the state after a change.
    """

    def __init__(
        self,
        root: Path,
        now: datetime,
        texts: Mapping[str, str | None] | None = None,
        cache: "Store | None" = None,
        stale: Collection[str] = (),
        rows: Rows | None = None,
    ) -> None:
        self.root, self.now, self.texts = root, now, dict(texts or {})
        self._root = str(root)
        self._disk = disk.Disk(self._root)
        self.rows: Rows = rows or (cache.rows if cache is not None else Rows(self._root, lambda: self))
        known: dict[str, Loaded] = cache._loaded if cache is not None else {}
        doubtful = {*self.texts, *stale}
        self._loaded: dict[str, Loaded] = {path: loaded for path, loaded in known.items() if path not in doubtful} if doubtful else known
        self._below = cache
        self._paths: dict[str, list[str]] = {}
        self._read: dict[str, str | None] = {}
        self._sections: dict[str, dict[str, Section]] = {}
        self._overlays: dict[str, Overlay | None] = {}
        self._by_file: dict[str, dict[str, Record]] = {}
        self._by_id: dict[str, dict[str, Any]] = {}
        self._lookups: dict[str, int] = {}
        self._by_value: dict[tuple[str, str], dict[object, list[Any]]] = {}
        self._policies: dict[type[Policy], Policy | None] = {}
        self._gathered: dict[tuple[str, str], dict[object, list[Any]]] = {}

    @cached_property
    def ear(self) -> "Ear":
        """What forbidden phrases are heard with; made when the first text is looked through."""
        from propops.store.phrasing import some_ear

        return some_ear(self.root, self.rows)

    @cached_property
    def _laid_over(self) -> dict[str | None, list[str]]:
        """The files whose texts lie over what stands, by kind."""
        found: dict[str | None, list[str]] = {}
        for path, text in self.texts.items():
            found.setdefault(kind_of_path(path), []).extend([path] if text is not None else [])
        return found

    # --- files

    def read_text(self, path: str) -> str | None:
        """A view that a change is made on says the same each time: what is written follows from what was read."""
        if self._below is None:
            return self._text(path)
        if path not in self._read:
            self._read[path] = self._text(path)
        return self._read[path]

    def _text(self, path: str) -> str | None:
        if path in self.texts:
            return self.texts[path]
        written = self._disk.read(path)
        return None if written is None else written.text

    def paths(self, kind: str) -> list[str]:
        """Every file of a kind, whatever way it was split: `records/KIND.yaml` and all below `records/KIND/`."""
        if kind not in self._paths:
            self._paths[kind] = self._find_paths(kind)
        return self._paths[kind]

    def _find_paths(self, kind: str) -> list[str]:
        if kind == OF_SETTINGS:
            return [SETTINGS]
        found = list(disk.files_below(self._root, f"{RECORDS}/{kind}"))
        single = f"{RECORDS}/{kind}.yaml"
        if os.path.lexists(f"{self._root}/{single}"):
            found.append(single)
        laid_over = [path for path in self.texts if path == single or path.startswith(f"{RECORDS}/{kind}/")]
        gone = {path for path, text in self.texts.items() if text is None}
        return sorted({*found, *laid_over} - gone)

    def load(self, path: str, of: type[Record]) -> Loaded:
        if path not in self._loaded:
            written = None if path in self.texts else self._disk.read(path)
            text, state = written or (self.texts.get(path) or "", None)
            self._loaded[path] = Loaded(*_read(text, path, of), state, may_hold_numbers(text))
        return self._loaded[path]

    def changed_files(self) -> list[str]:
        """What was read and is not as it was any more."""
        return [path for path, loaded in self._loaded.items() if loaded.state is None or loaded.state != disk.state(self._root, path)]

    def may_hold_numbers(self, record: Record) -> bool:
        """Whether its file has as many digits as a phone anywhere."""
        loaded = self._loaded.get(record.source.path) if record.source is not None else None
        return loaded is None or loaded.may_hold_numbers

    # --- canonical files, section by section

    def sections(self, path: str, of: type[Record]) -> dict[str, Section]:
        """The sections of a file by the ids of their records; none where the index does not know every one of them."""
        if path not in self._sections:
            text = self.read_text(path) or ""
            parts = sections(text)
            known = self.rows.digests(of.kind, path) if parts else {}
            is_known = digests(text) == tuple(known)
            self._sections[path] = dict(zip(known.values(), parts, strict=True)) if is_known else {}
        return self._sections[path]

    def overlay(self, path: str, of: type[Record]) -> Overlay | None:
        """Where a laid-over text differs from the file below; None where both must be read as a whole."""
        if path not in self._overlays:
            text, below = self.texts.get(path), self._below
            found = overlay(below.sections(path, of), text, path, of) if text is not None and below is not None else None
            self._overlays[path] = found
        return self._overlays[path]

    # --- records

    def all(self, of: type[R]) -> list[R]:
        """Every record of a kind, in file order. A file that cannot be read stops the command, with its place."""
        return list(self._index(of).values())

    def holds(self, of: type[Record], id: str) -> bool:
        """Whether the id is taken. Without an index only its own file is looked into; `check` finds an id that stands elsewhere."""
        path, known = required_home(of, id), self._is_indexed(of.kind, id)
        return id in self._in_file(path, of) if known is None else known

    def knows(self, kind: str, id: str) -> bool:
        """Whether `find` finds it. Where the index says what the files say, neither the record nor its model is needed for that."""
        if kind in self._by_id:
            return id in self._by_id[kind]
        known = self._is_indexed(kind, id)
        return self.find(model(kind), id) is not None if known is None else known

    def _is_indexed(self, kind: str, id: str) -> bool | None:
        """None where the index cannot tell, or where texts lie over what it tells of."""
        is_other = kind in self._laid_over or not self._is_few(kind)
        rows = None if is_other else self.rows.places(kind, [Test("id", "=", id)])
        return None if rows is None else bool(rows)

    def find(self, of: type[R], id: str | None) -> R | None:
        """The record with this id: from its own file if that was read, else from the index, else from its own file and then any other."""
        if not id:
            return None
        if of.kind in self._by_id:
            return self._by_id[of.kind].get(id)
        found = self._in_its_file(of, id, only_read=True)
        if found is None and (known := self._gathered.get((of.kind, "id"), {}).get(id)) is not None:
            return next(iter(known), None)
        if found is None and (rows := self._looked_up(of, Test("id", "=", id))) is not None:
            return rows[0] if rows else None
        return found or self._in_its_file(of, id) or self._index(of).get(id)

    def having(self, of: type[R], *tests: Test) -> list[R]:
        """The records that pass all tests, in the order of the files."""
        found = None if of.kind in self._by_id else self._looked_up(of, *tests)
        return found if found is not None else [record for record in self.all(of) if all(passes(record, test) for test in tests)]

    def where(self, of: type[R], field: str, value: object) -> list[R]:
        """The records whose `field` is, or holds, this value, in the order of the files."""
        key = of.kind, field
        if key not in self._by_value:
            if value in (known := self._gathered.get(key, {})):
                return known[value]
            found = None if of.kind in self._by_id else self._looked_up(of, Test(field.rstrip("_"), "=", value))
            if found is not None:
                return found
            self._by_value[key] = _group(self._index(of).values(), field)
        return self._by_value[key].get(value, [])

    def gather(self, of: type[Record], field: str, values: Iterable[object]) -> None:
        """Looks up at once what `where` will be asked for each of these values (`find`, where the field is the id), which for some
        hundreds of them costs far less than every record of the kind."""
        groups: dict[object, list[Record]] = {value: [] for value in values}
        found = None if of.kind in self._by_id else self._looked_up(of, Test(field, ONE_OF, list(groups)))
        if found is not None:
            self._gathered.setdefault((of.kind, field), {}).update(groups | _group(found, field))
            self._gathered.setdefault((of.kind, "id"), {}).update(_group(found, "id"))

    def _in_its_file(self, of: type[R], id: str, only_read: bool = False) -> R | None:
        path = home(of, id)
        if path is None or (only_read and path not in self._loaded and path not in self.texts):
            return None
        if only_read and (laid := self.overlay(path, of)) is not None:
            return cast("R | None", laid.changed.get(id))
        return cast("R | None", self._in_file(path, of).get(id))

    def _in_file(self, path: str, of: type[Record]) -> dict[str, Record]:
        """By id; where an id stands twice, the first."""
        if path not in self._by_file:
            records = self.load(path, of).require().records
            self._by_file[path] = {record.id: record for record in reversed(records) if record is not None}
        return self._by_file[path]

    def _looked_up(self, of: type[R], *tests: Test) -> list[R] | None:
        """What passes, from the index; None where there is none."""
        rows = self.rows.places(of.kind, tests) if self._is_few(of.kind) else None
        if rows is None:
            return None
        found = [revive(of, row.plain, row.path, line) for row in rows if (line := self._line(row, of))]
        for laid in self._laid_records(of.kind):
            found += [record for record in cast(Iterable[R], laid.values()) if all(passes(record, test) for test in tests)]
        return sorted(found, key=_place)

    def _laid_records(self, kind: str) -> Iterator[Mapping[str, Record]]:
        """What the laid-over texts of a kind say that the index does not, file by file."""
        for path in self._laid_over.get(kind, ()):
            laid = self.overlay(path, of := model(kind))
            yield self._in_file(path, of) if laid is None else laid.changed

    def _is_few(self, kind: str) -> bool:
        """Who asks often is better off with all records in memory, the sooner the more records are looked through each time."""
        if kind == OF_SETTINGS:
            return False
        each = 1 + sum(map(len, self._laid_records(kind))) // MANY_LAID
        self._lookups[kind] = self._lookups.get(kind, 0) + each
        return self._lookups[kind] < MANY_LOOKUPS

    def _line(self, row: Row, of: type[Record]) -> int:
        """Where the index's record stands; 0 if a laid-over text does not have it so."""
        if row.path not in self.texts:
            return row.line
        laid = self.overlay(row.path, of)
        return 0 if laid is None or row.id in laid.changed else laid.lines.get(row.id, 0)

    @cached_property
    def settings(self) -> "Settings":
        from propops.models.settings import Settings

        records = self.load(SETTINGS, Settings).require().records
        if not records:
            raise no_settings()
        return cast(Settings, records[0])

    def policy(self, of: type[P]) -> P | None:
        """A part of the settings: theirs where they were read, else alone from the index."""
        if of not in self._policies:
            self._policies[of] = self._policy(of)
        return cast("P | None", self._policies[of])

    def _policy(self, of: type[P]) -> P | None:
        if SETTINGS not in self.texts and SETTINGS not in self._loaded:
            row = next(iter(self.rows.select(OF_SETTINGS)), None)
            return revive_part(of, row[of.field]) if row is not None else None
        from propops.models.settings import Settings

        settings = next(iter(self.all(Settings)), None)
        return getattr(settings, of.field) if settings is not None else None

    def _index(self, of: type[Record]) -> dict[str, Any]:
        if of.kind not in self._by_id:
            problems: list[Problem] = []
            found: dict[str, Record] = {}
            for path in self.paths(of.kind):
                try:
                    records = self.load(path, of).require().records
                except PropopsError as error:
                    problems.extend(error.problems)
                    continue
                problems.extend(_register(found, (record for record in records if record is not None)))
            if problems:
                raise PropopsError(problems)
            self._by_id[of.kind] = found
        return self._by_id[of.kind]


def _read(text: str, path: str, of: type[Record]) -> Decoded:
    top = fast.load(text, path)
    if isinstance(top, Map):
        if of.kind != OF_SETTINGS:
            raise refuse("not-a-list", _("A list of records is expected here."), path=path, line=top.line)
        found = decode(of, top, path, top.line, top.lines)
        return (found.record,), found.problems
    if of.kind == OF_SETTINGS and top is not None:
        raise refuse("not-a-mapping", _("The settings are one group of `key: value` lines."), path=path, line=1)
    return decode_all(path, top if top is not None else Seq(0, False), of)


def _register(found: dict[str, Record], records: Iterable[Record]) -> Iterator[Problem]:
    for record in records:
        twin = found.setdefault(record.id, record)
        if twin is not record and record.source and twin.source:
            message = _("The id stands in two files (also %(where)s).") % {"where": f"{twin.source.path}:{twin.source.line}"}
            yield Problem("duplicate-id", message, record.source.path, record.source.line, record.id)


def _place(record: Record) -> tuple[str, int]:
    assert record.source is not None
    return record.source.path, record.source.line


def _group(records: Iterable[Record], field: str) -> dict[object, list[Record]]:
    groups: dict[object, list[Record]] = {}
    for record in records:
        value = getattr(record, field)
        for one in value if isinstance(value, tuple) else (value,):
            groups.setdefault(one, []).append(record)
    return groups
