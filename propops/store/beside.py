"""Texts kept beside the templates as YAML: the estate's own file stands before the one that comes with the program."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from propops.decode import decode
from propops.errors import Problem, PropopsError, refuse
from propops.i18n import _
from propops.models.base import Record
from propops.place import template_folders
from propops.store import fast

R = TypeVar("R", bound=Record)


def path_of(root: Path, name: str, language: str) -> Path:
    """As with templates, what there is in Chinese only is given in Chinese."""
    paths = (Path(folder, f"{name}.{one}.yaml") for one in (language, "zh") for folder in template_folders(str(root)))
    return next(path for path in paths if path.is_file())


def built_in(name: str) -> Path:
    return Path(template_folders("")[-1], f"{name}.zh.yaml")


def read(root: Path, path: Path, of: type[R]) -> R:
    """One mapping as a record; raises with every problem of the file and its line."""
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    top = _mapping(path, shown)
    found = decode(of, {**top, "id": of.kind}, shown, 1, getattr(top, "lines", {}))
    if not isinstance(found.record, of):
        raise PropopsError(list(_of_the_file(found.problems)))
    return found.record


def _mapping(path: Path, shown: str) -> dict[str, Any]:
    try:
        top: Any = fast.load(path.read_text("utf-8-sig"), shown)
    except UnicodeDecodeError:
        raise refuse("not-utf8", _("The file is not UTF-8 text."), path=shown) from None
    except OSError as error:
        raise refuse("no-such-file", _("The file cannot be read: %(why)s.") % {"why": error.strerror}, path=shown) from None
    if not isinstance(top, dict):
        raise refuse("wrong-type", _("A group of `key: value` lines is expected here."), path=shown, line=1)
    return top


def _of_the_file(problems: Sequence[Problem]) -> Iterator[Problem]:
    return (problem._replace(id="") for problem in problems)
