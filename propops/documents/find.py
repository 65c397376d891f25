"""Which template: the estate's own folder stands before the built-in one."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from propops.errors import PropopsError, refuse
from propops.i18n import _

# Residents read Chinese whatever language the officer's screen has: a document that exists only in Chinese is given in Chinese.
FALLBACK = "zh"
FILE_NAME = re.compile(r"([a-z0-9][a-z0-9-]*)\.([a-z]{2})\.md")


def find(name: str, language: str, folders: Sequence[Path]) -> Path:
    for wanted in (f"{name}.{language}.md", f"{name}.{FALLBACK}.md"):
        for folder in folders:
            path = folder / wanted
            if FILE_NAME.fullmatch(wanted) and path.is_file():
                return _inside(path, folder)
    raise _missing(name, folders)


def names(folders: Sequence[Path]) -> list[str]:
    return sorted({match[1] for folder in folders for match in _files(folder)})


def languages(name: str, folders: Sequence[Path]) -> list[str]:
    return sorted({match[2] for folder in folders for match in _files(folder) if match[1] == name})


def is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _files(folder: Path) -> Iterator[re.Match[str]]:
    entries = folder.iterdir() if folder.is_dir() else iter(())
    return (match for entry in entries if (match := FILE_NAME.fullmatch(entry.name)))


def _inside(path: Path, folder: Path) -> Path:
    if not is_inside(path, folder):
        message = _("The template is a link that leads out of its folder.")
        raise refuse("template-outside", message, path=str(path), hint=_("Put the file itself into the folder."))
    return path


def _missing(name: str, folders: Sequence[Path]) -> PropopsError:
    hint = _("There are: %(names)s.") % {"names": ", ".join(names(folders)) or "-"}
    return refuse("no-such-template", _("There is no template “%(name)s”.") % {"name": name}, hint=hint)
