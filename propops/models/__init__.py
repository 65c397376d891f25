"""The record kinds. Listing this folder is the registry: `key_loan.py` holds the kind `key-loan` in its class `KeyLoan`."""

import os
from functools import cache
from importlib import import_module
from typing import cast

from propops.errors import refuse
from propops.i18n import _
from propops.models.base import Record


@cache
def kinds() -> tuple[str, ...]:
    modules = (name[:-3] for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
    return tuple(sorted(name.replace("_", "-") for name in modules if name not in ("__init__", "base")))


@cache
def model(kind: str) -> type[Record]:
    if kind not in kinds():
        raise refuse("unknown-kind", _("There is no record kind %(kind)s.") % {"kind": kind})
    module = import_module("propops.models." + kind.replace("-", "_"))
    return cast(type[Record], getattr(module, "".join(word.title() for word in kind.split("-"))))
