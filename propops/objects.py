"""What git keeps under its names: what was made lately lies in files of its own, which are read here; git is asked for the rest."""

import os
import zlib
from collections.abc import Collection

from propops.git import Git


class Contents:
    def __init__(self, git: Git, names: Collection[str]) -> None:
        self._git = git
        packed = [name for name in names if name and not os.path.exists(self._file(name))]
        self._packed = dict(zip(packed, git.blobs(packed), strict=True)) if packed else {}

    def of(self, name: str) -> bytes:
        """Nothing for one that is missing, or has no name."""
        return self._packed[name] if name in self._packed else self._loose(name) if name else b""

    def _file(self, name: str) -> str:
        return f"{self._git.folder}/objects/{name[:2]}/{name[2:]}"

    def _loose(self, name: str) -> bytes:
        """Compressed, behind its type and size. If it was packed meanwhile, git knows."""
        try:
            with open(self._file(name), "rb", buffering=0) as file:
                return zlib.decompress(file.read()).partition(b"\0")[2]
        except (OSError, zlib.error):
            return self._git.blobs([name])[0]
