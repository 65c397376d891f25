"""Writing: `with estate.change(…) as change: change.put(record)` is the only way.

Inside the `with` the estate is locked and read afresh. On the way out the new texts are made by splicing, parsed again,
checked by every rule on the state after the change, written all or nothing, and committed as exactly these files.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from propops import schema
from propops.errors import Problem, PropopsError, refuse
from propops.frozen import Frozen, value_type
from propops.git import Git, Signature
from propops.i18n import _
from propops.models import model
from propops.models.base import R, Record, natural, place_key
from propops.models.settings import FORMAT, Settings
from propops.place import SETTINGS
from propops.store import fast, journal, phrasing, rules, writer
from propops.store.homes import kind_of_path, model_of_path, required_home
from propops.store.journal import Intent, entries
from propops.store.loading import read_section
from propops.store.places import located
from propops.store.reader import Document, Map, refuse_too_large
from propops.store.store import Store


@value_type
class Outcome(Frozen):
    """What became of a change: the files written, and why they were not committed, if so."""

    paths: tuple[str, ...]
    waiting_for: str = ""


Key = tuple[str, str]  # kind, id


class Change:
    """Collects edits of records; nothing is written before the end, and every file is parsed and spliced once."""

    def __init__(self, store: Store, day: date) -> None:
        self.store = store
        self.day = day
        self.added: dict[Key, Record] = {}
        self.edited: dict[Key, Record] = {}
        self.removed: dict[Key, Record] = {}
        self.notes: list[str] = []
        self.typed: dict[Key, tuple[str, str]] = {}  # lines as they were opened in an editor, and as they came back
        self.meant: dict[Key, Mapping[str, Any]] = {}  # what each record shall say, keyed as in YAML
        self.warnings: list[Problem] = []  # what was planned upon facts that are now others

    @property
    def touched(self) -> list[Record]:
        return [*self.added.values(), *self.edited.values()]

    @property
    def ids(self) -> list[str]:
        return [record.id for record in (*self.touched, *self.removed.values())]

    @property
    def words(self) -> dict[str, object]:
        """What a subject may say: ids and units, never people, phones or free text."""
        records = [*self.touched, *self.removed.values()]
        units = dict.fromkeys(str(getattr(record, "unit", None) or "") for record in records)
        return {"ids": _listed(self.ids), "unit": _listed([unit for unit in units if unit]), "count": len(records)}

    def add(self, record: R) -> R:
        """A new record. Without an id it gets the first free one; a chosen id must be free."""
        id = record.id or next((candidate for candidate in record.ids(self.day) if not self._taken(type(record), candidate)), "")
        if not id or self._taken(type(record), id):
            raise refuse("exists", _("%(kind)s %(id)s exists already.") % {"kind": _(record.label), "id": id or next(record.ids(self.day))})
        added = replace(record, id=id, source=None)
        self.added[record.kind, id] = added
        return added

    def put(self, record: R) -> R:
        """A changed record: only the keys that differ from what was read are written, each if nobody else changed it since."""
        key = record.kind, record.id
        if key in self.added:
            self.added[key] = record
        elif record.source is None:
            return self.add(record)
        else:
            self.edited[key] = record
        return record

    def retype(self, record: Record, opened: str, typed: str) -> None:
        """A record whose lines someone typed anew, comments and unknown keys included: they go in as they are."""
        key = record.kind, record.id
        self.edited[key] = record
        self.typed[key] = opened, typed

    def remove(self, record: Record) -> None:
        key = record.kind, record.id
        self.edited.pop(key, None)
        self.typed.pop(key, None)
        if self.added.pop(key, None) is None:
            self.removed[key] = record

    def _taken(self, of: type[Record], id: str) -> bool:
        return (of.kind, id) in self.added or self.store.holds(of, id)

    # --- the texts that would be written

    def texts(self) -> dict[str, str | None]:
        files: dict[str, list[Record]] = {}
        for record in (*self.edited.values(), *self.removed.values()):
            assert record.source is not None
            files.setdefault(record.source.path, []).append(record)
        for record in self.added.values():
            files.setdefault(required_home(type(record), record.id), []).append(record)
        return {path: self._text(path, records) for path, records in files.items()}

    def _text(self, path: str, records: Sequence[Record]) -> str | None:
        ids = {record.id for record in records if record.source is not None}
        document = located(self.store.read_text(path) or "", path, ids, self.store.sections(path, type(records[0])))
        edits = [edit for record in records if record.source is not None for edit in self._edits(document, record)]
        edits += self._insertions(document, [record for record in records if record.source is None])
        text = writer.apply(document.text, edits)
        if document.is_cut and all(edit[1] < len(document.text) for edit in edits):
            text = text[:-1]  # nobody asked for a line end at the end of the file
        refuse_too_large(len(text.encode("utf-8", "surrogatepass")), path)
        return text if text.strip() else None

    def _edits(self, document: Document, record: Record) -> Iterator[writer.Edit]:
        key = record.kind, record.id
        values = _stands_now(document, record)
        if key in self.removed:
            yield (*writer.record_lines(document, _position(document, values)), "")
        elif key in self.typed:
            yield _retyped(document, values, record, *self.typed[key])
        else:
            self.meant[key] = _merged(record, values)
            yield from writer.change_mapping(document.text, values, self.meant[key], schema.shape(type(record)))

    def _insertions(self, document: Document, records: Sequence[Record]) -> Iterator[writer.Edit]:
        """New records, each before the first one with a greater key; those that meet in one place go in as one edit."""
        if isinstance(document.top, Map) and records:
            raise refuse("not-a-list", _("A list of records is expected here."), path=document.path, line=1)
        places: dict[int | None, list[Mapping[str, Any]]] = {}
        for record in sorted(records, key=place_key):
            values = schema.encode(record)
            self.meant[record.kind, record.id] = values
            places.setdefault(_insert_before(document, record), []).append(values)
        for before, group in places.items():
            yield from writer.insert_records(document, before, group)


def _stands_now(document: Document, record: Record) -> Map:
    if isinstance(document.top, Map):
        return document.top
    for values in document.top or ():
        if isinstance(values, Map) and values.get("id") == record.id:
            return values
    message = _("%(id)s was moved or removed meanwhile.") % {"id": record.id}
    raise refuse("changed-meanwhile", message, hint=_("Run the command again."))


def _retyped(document: Document, values: Map, record: Record, opened: str, typed: str) -> writer.Edit:
    start, end = lines_of(document, values)
    if document.text[start:end] != opened:
        message = _("%(id)s was changed by someone else meanwhile.") % {"id": record.id}
        raise refuse("changed-meanwhile", message, path=document.path, id=record.id)
    return start, end, typed if typed.endswith("\n") else typed + "\n"


def lines_of(document: Document, values: Map) -> tuple[int, int]:
    """Where a record stands in its file; the settings are a file of their own."""
    if values is document.top:
        return 0, len(document.text)
    return writer.record_lines(document, _position(document, values))


def _merged(record: Record, now: Map) -> Mapping[str, Any]:
    """The record's own changes since it was read, laid over what stands there now."""
    assert record.source is not None
    path = record.source.path
    read, wanted = read_as(type(record), record.source.values, path), schema.encode(record)
    stands = read_as(type(record), now, path)
    if type(record) is Settings:
        del wanted["id"], read["id"]  # the settings are one mapping, not a record in a list
    for key in read.keys() | wanted.keys():
        if read.get(key) != wanted.get(key) and stands.get(key) not in (read.get(key), wanted.get(key)):
            message = _("%(field)s was changed by someone else meanwhile.") % {"field": key}
            raise refuse("changed-meanwhile", message, path=path, id=record.id, hint=_("Run the command again."))
    merged: Mapping[str, Any] = writer.overlay(read, wanted, now)
    return merged


def read_as(of: type[Record], values: Mapping[str, Any], path: str) -> dict[str, Any]:
    """What was read, in the words in which it would be written."""
    found = schema.decode(of, values, path, getattr(values, "line", 0), getattr(values, "lines", {}))
    if found.record is None:
        raise PropopsError(found.problems)
    return schema.encode(found.record)


def _insert_before(document: Document, record: Record) -> int | None:
    key = place_key(record)
    for i, values in enumerate(document.top or ()):
        if isinstance(values, Map) and place_key_of(values) > key:
            return i
    return None


def place_key_of(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return natural(str(values.get("unit") or "")), natural(str(values.get("id") or ""))


def _position(document: Document, values: Map) -> int:
    return next(i for i, other in enumerate(document.top or ()) if other is values)


# --- the end of the `with` ------------------------------------------------------------------------------------------


def check(change: Change) -> dict[str, str | None]:
    """The new texts; raises with every problem that the state after the change would have on the records it touches."""
    texts = change.texts()
    after = Store(change.store.root, change.store.now, texts, change.store)
    for path, text in texts.items():
        if text is not None:
            of = model_of_path(path)
            faults = [] if after.overlay(path, of) else after.load(path, of).problems
            if errors := [_told(change, problem) for problem in faults if problem.severity == "error"]:
                raise PropopsError(errors)
            _exactly_these(change, after, path, of)
    problems = [fault for record in change.touched for fault in rules.faults(_as_written(change, after, record), after)]
    problems += [fault for record in change.removed.values() for fault in rules.named_by(record.kind, record.id, after)]
    told = [fault for record in change.edited.values() for fault in _aftermath(change, after, record)]
    change.warnings = [problem for problem in told if problem.severity == "warning"] + [*_spoken_anew(change, after)]
    errors = [_told(change, problem) for problem in problems + told if problem.severity == "error"]
    if errors:
        raise PropopsError(errors)
    return texts


def _spoken_anew(change: Change, after: Store) -> Iterator[Problem]:
    """Forbidden phrases that this change brings in: it is written all the same, but whoever wrote it is told."""
    for record in change.touched:
        stood = _stood(change, record)
        known = set(phrasing.rude(stood, lambda: after.ear)) if stood is not None else ()
        for fault in phrasing.rude(record, lambda: after.ear):
            if fault not in known:
                yield _told(change, schema.placed(fault, _as_written(change, after, record)))


def _stood(change: Change, record: Record) -> Record | None:
    return change.store.settings if type(record) is Settings else change.store.find(type(record), record.id)


def _aftermath(change: Change, after: Store, record: Record) -> Iterator[Problem]:
    """What an edit may not do to a record, and what it does to others."""
    before = _stood(change, record)
    if before is not None:
        now = _as_written(change, after, record)
        yield from (schema.placed(fault, now) for fault in now.departures(before))
        yield from rules.consequences(before, now, after, change.store)


def _told(change: Change, problem: Problem) -> Problem:
    """A record that is not written has no line to look at, and its id is gone with the refusal: its options are what was typed."""
    if not problem.id or all(id != problem.id for __, id in change.added):
        return problem
    option = f"--{problem.field.partition('[')[0].replace('_', '-')}" if problem.field else ""
    return problem._replace(path="", line=0, id="" if len(change.added) == 1 else problem.id, field=option)


def _as_written(change: Change, after: Store, record: Record) -> Record:
    found = after.settings if type(record) is Settings else after.find(type(record), record.id)
    if found is None:
        raise refuse("internal", _("%(id)s could not be read back.") % {"id": record.id})
    meant = change.meant.get((record.kind, record.id))
    if meant is not None and (found.source is None or not _says(found.source.values, meant)):
        raise refuse("internal", _("%(id)s could not be written as meant.") % {"id": record.id})
    return found


def _says(values: Mapping[str, Any], meant: Mapping[str, Any]) -> bool:
    return all(writer.same(values.get(key), meant.get(key)) for key in values.keys() | meant.keys())


def _exactly_these(change: Change, after: Store, path: str, of: type[Record]) -> None:
    """Parsed again, the file differs in the records meant and in no other."""
    meant = {id for __, id in (*change.added, *change.edited, *change.removed)}
    before, now = _versions(change.store, after, path, of)
    strays = [id for id in before.keys() | now.keys() if id not in meant and not writer.same(before.get(id), now.get(id))]
    if strays:
        raise refuse("internal", _("The change would touch other records: %(ids)s.") % {"ids": ", ".join(sorted(strays))}, path=path)


Values = Mapping[str, Any]


def _versions(store: Store, after: Store, path: str, of: type[Record]) -> tuple[Values, Values]:
    """What stood there and what is to stand there, by id; of files known by their sections only those records whose text differs."""
    laid = after.overlay(path, of)
    if laid is None:
        return _by_id(fast.load(store.read_text(path) or "", path)), _by_id(fast.load(after.read_text(path) or "", path))
    stood = {id: section for id, section in store.sections(path, of).items() if id in laid.changed or id not in laid.lines}
    before = {id: read_section(section, path, of) for id, section in stood.items()}
    return {id: _values(record) for id, record in before.items()}, {id: _values(record) for id, record in laid.changed.items()}


def _values(record: Record | None) -> Values | None:
    return record.source.values if record is not None and record.source is not None else None


def _by_id(top: Any) -> dict[str, Any]:
    if isinstance(top, Map):
        return {"estate": top}
    return {str(values.get("id")): values for values in top or () if isinstance(values, Map)}


def save(store: Store, texts: Mapping[str, str | None], git: Git, message: str, author: Signature, lock: int) -> Outcome:
    """Writes and commits. A commit that is refused takes the files back."""
    paths = tuple(sorted(path for path, text in texts.items() if text != store.read_text(path)))
    if not paths:
        return Outcome(())
    unfinished = git.unfinished()
    if not unfinished:
        _commit_hand_edits(store, git, paths, lock)
    contents = {path: _bytes(texts[path]) for path in paths}
    intent = Intent(change_id(texts), message, author, entries(_standing(store, paths), contents), bool(unfinished))
    journal.carry_out(store.root, git, intent, contents, lock)
    return Outcome(paths, unfinished)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _commit_hand_edits(store: Store, git: Git, paths: Sequence[str], lock: int) -> None:
    """Someone's own edit in a file we are about to change is committed first, so that it is never swept into our commit."""
    edited = sorted(git.changed(paths))
    if not edited:
        return
    problems = [problem for path in edited for problem in _file_problems(store, path)]
    if problems:
        raise PropopsError(problems)
    standing = _standing(store, edited)
    intent = Intent("", "手工修改 " + " ".join(edited) + "\n", None, entries(standing, standing))
    journal.carry_out(store.root, git, intent, {}, lock)


def _standing(store: Store, paths: Sequence[str]) -> dict[str, bytes | None]:
    return {path: _bytes(store.read_text(path)) for path in paths}


def _file_problems(store: Store, path: str) -> Iterator[Problem]:
    kind = kind_of_path(path)
    if kind is not None and store.read_text(path) is not None:
        yield from (problem for problem in store.load(path, model(kind)).problems if problem.severity == "error")


def _listed(names: Sequence[str]) -> str:
    return " ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")


def message_of(
    subject: str, command: str, ids: Sequence[str], officer: str, texts: Mapping[str, str | None], notes: Sequence[str] = ()
) -> str:
    """Subject and trailers: what a day's `git log` is read by. `texts` are the files as they will stand."""
    named = ", ".join(ids[:12]) + (f" (+{len(ids) - 12})" if len(ids) > 12 else "")
    trailers = {"Command": command, "Records": named, "Officer": officer, "Change": change_id(texts)}
    body = "".join(f"{line}\n" for line in notes) + ("\n" if notes else "")
    return f"{subject}\n\n{body}" + "".join(f"{key}: {value}\n" for key, value in trailers.items() if value)


def change_id(texts: Mapping[str, str | None]) -> str:
    digest = sha256()
    for path, text in sorted(texts.items()):
        digest.update(f"{path}\0{text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def refuse_if_not_writable(settings: Settings) -> None:
    if settings.sample:
        hint = _("propops demo DIR makes an estate to play with.")
        raise refuse("sample", _("This is the sample estate of the program; it is not written to."), path=SETTINGS, hint=hint)
    if settings.format > FORMAT:
        message = _("The records have format %(found)d; this program knows %(known)d.") % {"found": settings.format, "known": FORMAT}
        raise refuse("newer-format", message, path=SETTINGS, hint=_("Install a newer propops."))
