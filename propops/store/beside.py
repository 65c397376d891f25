"""Texts kept beside the templates as YAML: the estate's own file stands before the one that comes with the program."""

import os
from collections.abc import Sequence
from typing import Any, TypeVar

from propops import schema
from propops.errors import PropopsError, refuse
from propops.i18n import _
from propops.models.base import Record
from propops.place import template_folders
from propops.store import fast

R = TypeVar("R", bound=Record)


def path_of(root: str, name: str, language: str) -> str:
    """As with templates, what there is in Chinese only is given in Chinese."""
    folders, names = template_folders(root), (f"{name}.{language}.yaml", f"{name}.zh.yaml")
    return next(path for one in names for folder in folders if os.path.isfile(path := f"{folder}/{one}"))


def built_in(name: str) -> str:
    return f"{template_folders('')[-1]}/{name}.zh.yaml"


def read(path: str, of: type[R]) -> R:
    """One mapping as a record; raises with every problem of the file and its line."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            top: Any = fast.load(file.read(), path)
    except UnicodeDecodeError:
        raise refuse("not-utf8", _("The file is not UTF-8 text."), path=path) from None
    if not isinstance(top, dict):
        raise refuse("wrong-type", _("A group of `key: value` lines is expected here."), path=path, line=1)
    found = schema.decode(of, {**top, "id": of.kind}, path, 1, getattr(top, "lines", {}))
    if not isinstance(found.record, of):
        raise PropopsError(list(_plain(found.problems)))
    return found.record


def _plain(problems: Sequence[Any]) -> Sequence[Any]:
    return [problem._replace(id="") for problem in problems]
