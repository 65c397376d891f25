"""Which file a record belongs in, and whose records a file holds."""

import os
import re
from functools import cache, lru_cache
from typing import Any, cast

from propops import schema
from propops.errors import Problem, PropopsError, refuse
from propops.i18n import _
from propops.models import kinds, model
from propops.models.base import Record
from propops.place import SETTINGS

RECORDS = "records"
FORMAT = 1  # of the record files; a program that knows only older ones refuses to write
OF_SETTINGS = "settings"  # the kind whose one record is a file of its own


@lru_cache(1 << 14)
def kind_of_path(path: str) -> str | None:
    """`records/visit/2026-12/3-2.yaml` -> `visit`; None for a file that is no kind's."""
    if path == SETTINGS:
        return OF_SETTINGS
    parts = path.split("/")
    name = os.path.splitext(parts[1])[0] if len(parts) == 2 else parts[1] if len(parts) > 2 else ""
    return name if parts[0] == RECORDS and name in kinds() and name != OF_SETTINGS else None


# One path name each of letters, digits, hyphens and single dots, 80 at most: nothing that climbs, hides, or looks like an option.
_ID = re.compile(r"(?!.{81})[^\W_](?:[\w-]++|\.(?!\.))*+")
_PART = re.compile(r"[^\W_][\w.-]*")


def home(of: type[Record], id: str) -> str | None:
    """The file in which a record with this id belongs; None where no record of this kind can have it."""
    found: str | None = _home(cast(Any, of), id)
    return found


@lru_cache(maxsize=200_000)
def _home(of: Any, id: str) -> str | None:
    if not _ID.fullmatch(id):
        return None
    try:
        path = f"{RECORDS}/{of.shard(id)}"
    except (IndexError, ValueError):
        return None  # the id lacks the part that names the file
    return path if _fits(path, of.kind) else None


@cache
def _fits(path: str, kind: str) -> bool:
    return all(_PART.fullmatch(part) for part in path.split("/")) and kind_of_path(path) == kind


def required_home(of: type[Record], id: str) -> str:
    path = home(of, id)
    if path is None:
        raise PropopsError(bad_id(of, id))
    return path


def bad_id(of: type[Record], id: str) -> Problem:
    return Problem("bad-id", _("%(id)s is no id of a %(kind)s.") % {"id": schema.shown(id), "kind": _(of.label)}, field="id")


def model_of_path(path: str) -> type[Record]:
    kind = kind_of_path(path)
    if kind is None:
        raise refuse("unknown-file", _("No record kind keeps its records here."), path=path)
    return model(kind)
