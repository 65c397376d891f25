"""Every rule a record must keep: its own, its references, and those between records."""

from collections.abc import Iterator

from propops import schema
from propops.errors import Problem
from propops.i18n import _
from propops.models import kinds, model
from propops.models.base import Record
from propops.models.bill import DEVELOPER
from propops.store.store import Store

PAYER = "payer"  # a resident, or the developer


def faults(record: Record, store: Store) -> Iterator[Problem]:
    for fault in (*record.flaws(), *_dangling(record, store), *record.conflicts(store)):
        yield schema.placed(fault, record)


def _dangling(record: Record, store: Store) -> Iterator[Problem]:
    for where, kind, id in references(record):
        if not _exists(kind, id, store):
            message = _("There is no %(kind)s %(id)s.") % {"kind": _label(kind), "id": id}
            yield Problem("unknown-reference", message, field=where)


def _exists(kind: str, id: str, store: Store) -> bool:
    if kind == PAYER:
        return id == DEVELOPER or _exists("resident", id, store)
    return store.find(model(kind), id) is not None


def references(part: object, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """(field, kind, id) of everything a record names."""
    for spec in schema.specs(type(part)):
        value = getattr(part, spec.name)
        if value is None or not (spec.is_part or spec.about.ref):
            continue
        for one in value if spec.many else (value,):
            if spec.is_part:
                yield from references(one, f"{prefix}{spec.key}.")
            else:
                yield prefix + spec.key, spec.about.ref, one


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
