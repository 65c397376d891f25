"""What git keeps under its names: what was made lately lies in files of its own, which are read here; git is asked for the rest."""

import os
import zlib
from collections.abc import Mapping
from pathlib import Path

from propops.errors import refuse
from propops.git import DAMAGED, Git
from propops.i18n import _


def loose(folder: Path | None, name: str) -> bytes:
    """Compressed in a file of git's folder, behind its type and size. OSError or zlib.error where there is none that is whole."""
    with open(_file(folder, name), "rb", buffering=0) as file:
        return zlib.decompress(file.read()).partition(b"\0")[2]


def _file(folder: Path | None, name: str) -> str:
    return f"{folder}/objects/{name[:2]}/{name[2:]}"


class Contents:
    """`paths` are the files that they are contents of, by name: what is missing or damaged is told with its file."""

    def __init__(self, git: Git, paths: Mapping[str, str]) -> None:
        self._git, self._paths = git, paths
        packed = [name for name in paths if name and not os.path.exists(_file(git.folder, name))]
        self._packed = git.blobs(packed) if packed else {}

    def of(self, name: str) -> bytes:
        """Nothing for one that has no name."""
        return self._packed[name] if name in self._packed else self._loose(name) if name else b""

    def _loose(self, name: str) -> bytes:
        """If it was packed meanwhile, git knows."""
        try:
            return loose(self._git.folder, name)
        except (OSError, zlib.error):
            found = self._git.blobs([name])
        if name not in found:
            message = _("git cannot read what it keeps of this file as %(name)s.") % {"name": name}
            raise refuse("damaged-repository", message, path=self._paths[name], hint=_(DAMAGED))
        return found[name]
