"""Every rule a record must keep: its own, its references, and those between records."""

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from propops import schema
from propops.errors import Problem
from propops.i18n import _
from propops.models import kinds, model
from propops.models.base import Record, flaw
from propops.store import oddities, phrasing
from propops.store.homes import home
from propops.store.store import Store

PAYER = "payer"  # a resident, or the developer


def faults(record: Record, store: Store) -> Iterator[Problem]:
    odd = oddities.of(record, store.may_hold_numbers(record))
    of_itself = (*record.flaws(), *odd, *phrasing.rude(record, lambda: store.ear), *_misplaced(record))
    for fault in (*of_itself, *_dangling(record, store), *record.conflicts(store)):
        yield placed(fault, record)


def placed(fault: Problem, record: Record) -> Problem:
    """With the place of the record. Most changes have no fault that needs one."""
    from propops import faults

    return faults.placed(fault, record)


def consequences(before: Record, after: Record, store: Store, store_before: Store) -> Iterator[Problem]:
    """What a change of one record breaks in those that rest on it. A fact stands, whatever was planned: that is a warning then."""
    for bearing in after.bearings:
        if any(getattr(before, field) != getattr(after, field) for field in bearing.fields):
            of, value = model(bearing.kind), getattr(after, bearing.own)
            known = {
                fault._replace(hint="") for record in store_before.where(of, bearing.by, value) for fault in faults(record, store_before)
            }
            now = [fault for record in store.where(of, bearing.by, value) for fault in faults(record, store)]
            new = [fault for fault in now if fault._replace(hint="") not in known]
            yield from (fault._replace(severity="warning") if after.is_fact else fault for fault in new)


def _misplaced(record: Record) -> Iterator[Problem]:
    """Found nevertheless, but slower, and where nobody would look for it. A full file may go on in a folder of its name."""
    path = home(type(record), record.id)
    if record.source is None or path is None or path == record.source.path:
        return
    if not record.source.path.startswith(f"{path.removesuffix('.yaml')}/"):
        yield flaw("misplaced", _("This record belongs in %(path)s.") % {"path": path}, severity="warning")


def _dangling(record: Record, store: Store) -> Iterator[Problem]:
    for where, kind, id in references(record):
        if not _exists(kind, id, store):
            message = _("There is no %(kind)s %(id)s.") % {"kind": _label(kind), "id": id}
            hint = _("propops %(kind)s list shows what there is.") % {"kind": "resident" if kind == PAYER else kind}
            yield flaw("unknown-reference", message, where, hint)


def _exists(kind: str, id: str, store: Store) -> bool:
    if kind != PAYER:
        return store.knows(kind, id)
    if _exists("resident", id, store):
        return True
    from propops.models.bill import DEVELOPER

    return id == DEVELOPER


def references(part: object, prefix: str = "") -> list[tuple[str, str, str]]:
    """(field, kind, id) of everything a record names."""
    found = []
    for name, key, is_many, kind in _naming(cast(Any, type(part))):
        value = getattr(part, name)
        if value is None:
            continue
        for i, one in enumerate(value if is_many else (value,)):
            where = f"{prefix}{key}[{i}]" if is_many else prefix + key
            if kind:
                found.append((where, kind, one))
            else:
                found += references(one, f"{where}.")
    return found


@cache
def _naming(of: Any) -> tuple[tuple[str, str, bool, str], ...]:
    """Name, key, whether it is a list, and kind of the fields that name a record; of parts which do, without a kind."""
    return tuple(
        (spec.name, spec.key, spec.many, spec.about.ref)
        for spec in schema.specs(of)
        if spec.about.ref or (spec.is_part and _naming(cast(Any, spec.base)))
    )


def named_by(kind: str, id: str, store: Store) -> Iterator[Problem]:
    """What would dangle if this record were removed."""
    for other in kinds():
        if _may_name(model(other), kind):
            for record in store.all(model(other)):
                if any(target == id and _same_kind(named, kind) for __, named, target in references(record)):
                    message = _("It is named by %(kind)s %(id)s.") % {"kind": _label(other), "id": record.id}
                    yield Problem("still-named", message, id=id)


def _label(kind: str) -> str:
    return _("payer") if kind == PAYER else _(model(kind).label)


def _same_kind(named: str, kind: str) -> bool:
    return named == kind or (named == PAYER and kind == "resident")


def _may_name(of: type, kind: str) -> bool:
    return any(_same_kind(spec.about.ref, kind) or (spec.is_part and _may_name(spec.base, kind)) for spec in schema.specs(of))
