"""`FIELD=VALUE` filters, the same for every kind."""

import re
from typing import TYPE_CHECKING, Any

import click

from propops.i18n import _
from propops.store.order_keys import DAY, OTHER
from propops.store.query import EMPTY, NOT_EMPTY, Kind, Test

if TYPE_CHECKING:
    from propops import schema
    from propops.models.base import Record

_FILTER = r"(?s)\s*([A-Za-z0-9_]+)\s*(!=|<=|>=|=|<|>|~)(.*)"


def field_of(of: "type[Record]", key: str) -> "schema.Spec":
    from propops import schema

    spec = schema.spec_of(of, key.replace("-", "_"))
    if spec is None:
        raise _no_such_field(of, key)
    return spec


def key_of(kind: Kind, key: str) -> str:
    """The field as it stands in the files; UsageError where the kind has none of this name."""
    known = key.replace("-", "_")
    if known not in kind.fields:
        raise _no_such_field(_model(kind), key)
    return known


def _no_such_field(of: "type[Record]", key: str) -> click.UsageError:
    from propops import schema

    keys = ", ".join(spec.key for spec in schema.specs(of))
    words = {"kind": _(of.label), "field": key, "fields": keys}
    return click.UsageError(_("%(kind)s has no field %(field)s; it has: %(fields)s.") % words)


def parse_filter(kind: Kind, text: str, context: click.Context) -> Test:
    """`status=open`, `date<2026-12-01`, `content~漏水`, `assignee=` (is empty). A list matches by any of its items."""
    match = re.fullmatch(_FILTER, text)
    if match is None or not (match[3].strip() or match[2] in ("=", "!=")):
        raise click.UsageError(_("Write a filter as FIELD=VALUE, not %(text)s.") % {"text": text}, context)
    key, sign, raw = key_of(kind, match[1]), match[2], match[3].strip()
    if not raw:
        return Test(key, NOT_EMPTY if sign == "!=" else EMPTY)
    return Test(key, sign, raw if sign == "~" else _value(kind, key, raw, context))


def _value(kind: Kind, key: str, raw: str, context: click.Context) -> Any:
    """Tokens and ISO days are what scripts write; for whatever else people may type the model is asked."""
    if raw in kind.choices.get(key, ()):
        return raw
    if kind.fields[key] == DAY and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        from propops.terminal.params import DAY as DAY_TYPED

        return DAY_TYPED.convert(raw, None, context)
    from propops.terminal.params import type_of

    spec = field_of(_model(kind), key)
    return raw if kind.fields[key] == OTHER and spec.is_part else type_of(spec).convert(raw, None, context)


def _model(kind: Kind) -> "type[Record]":
    from propops.models import model

    return model(kind.name)
