"""The state that a change would leave: its texts are parsed again, and every rule is asked on it, before anything is written."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from propops.errors import Problem, PropopsError, refuse
from propops.i18n import _
from propops.models.base import Record
from propops.store import fast, rules, writer
from propops.store.change import Change
from propops.store.homes import OF_SETTINGS, model_of_path
from propops.store.loading import read_section
from propops.store.reader import Map
from propops.store.store import Store

AT_ONCE = ("forbidden-phrase", "off-shift")  # warnings for whoever brings them in, before a resident hears of it


def check(change: Change) -> dict[str, str | None]:
    """The new texts; raises with every problem that the state after the change would have on the records it touches."""
    texts = change.texts()
    after = Store(change.store.root, change.store.now, texts, change.store)
    meant = {*change.ids}
    for path, text in texts.items():
        if text is not None:
            of = model_of_path(path)
            faults = [] if after.overlay(path, of) else after.load(path, of).problems
            if errors := [_told(change, problem) for problem in faults if problem.severity == "error"]:
                raise PropopsError(errors)
            _exactly_these(meant, change.store, after, path, of)
    faults_of = [(record, [*rules.faults(_as_written(change, after, record), after)]) for record in change.touched]
    problems = [fault for _record, faults in faults_of for fault in faults]
    problems += [fault for record in change.removed.values() for fault in rules.named_by(record.kind, record.id, after)]
    told = [fault for record in change.edited.values() for fault in _aftermath(change, after, record)]
    change.warnings = [problem for problem in told if problem.severity == "warning"]
    change.warnings += [fault for record, faults in faults_of for fault in _brought_in(change, record, faults)]
    errors = [_told(change, problem) for problem in problems + told if problem.severity == "error"]
    if errors:
        raise PropopsError(errors)
    return texts


def _brought_in(change: Change, record: Record, faults: Sequence[Problem]) -> Iterator[Problem]:
    """It is written all the same, but whoever wrote it is told."""
    found = [fault for fault in faults if fault.code in AT_ONCE]
    stood = _stood(change, record) if found else None
    known = {_said(fault) for fault in rules.faults(stood, change.store)} if stood is not None else set()
    return (_told(change, fault) for fault in found if _said(fault) not in known)


def _said(fault: Problem) -> tuple[str, str, str]:
    return fault.code, fault.field, fault.message


def _stood(change: Change, record: Record) -> Record | None:
    if (record.kind, record.id) in change.added:
        return None
    return change.store.settings if record.kind == OF_SETTINGS else change.store.find(type(record), record.id)


def _aftermath(change: Change, after: Store, record: Record) -> Iterator[Problem]:
    """What an edit may not do to a record, and what it does to others."""
    before = _stood(change, record)
    if before is not None:
        now = _as_written(change, after, record)
        yield from (rules.placed(fault, now) for fault in now.departures(before))
        yield from rules.consequences(before, now, after, change.store)


def _told(change: Change, problem: Problem) -> Problem:
    """A record that is not written has no line to look at, and its id is gone with the refusal: its options are what was typed."""
    if not problem.id or all(id != problem.id for __, id in change.added):
        return problem
    option = f"--{problem.field.partition('[')[0].replace('_', '-')}" if problem.field else ""
    return problem._replace(path="", line=0, id="" if len(change.added) == 1 else problem.id, field=option)


def _as_written(change: Change, after: Store, record: Record) -> Record:
    found = after.settings if record.kind == OF_SETTINGS else after.find(type(record), record.id)
    if found is None:
        raise refuse("internal", _("%(id)s could not be read back.") % {"id": record.id})
    meant = change.meant.get((record.kind, record.id))
    if meant is not None and (found.source is None or not _says(found.source.values, meant)):
        raise refuse("internal", _("%(id)s could not be written as meant.") % {"id": record.id})
    return found


def _says(values: Mapping[str, Any], meant: Mapping[str, Any]) -> bool:
    return all(writer.same(values.get(key), meant.get(key)) for key in values.keys() | meant.keys())


def _exactly_these(meant: Collection[str], store: Store, after: Store, path: str, of: type[Record]) -> None:
    """Parsed again, the file differs in the records meant and in no other."""
    before, now = _versions(store, after, path, of)
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
