"""What git's own index says, read as it lies: to ask git takes longer than to read and check the record that is to be changed."""

import contextlib
import os
import stat
import zlib
from collections.abc import Mapping
from pathlib import Path

from propops.digests import sha1
from propops.git import Git
from propops.objects import loose

_HEADERS = (b"DIRC\0\0\0\2", b"DIRC\0\0\0\3")  # the versions that spell out every name
_HASH = 20  # bytes, of SHA-1
_PLAIN = 0o100644.to_bytes(4, "big")  # the mode of a file that is not to be run


def all_committed(git: Git, contents: Mapping[str, bytes | None]) -> bool:
    """Whether these files, which hold this, are as in HEAD and in git's index. Where anything is unusual: no, and git is asked.

    Digests vouch for every yes: that of the content stands in the index, and that of all the index holds in the commit.
    """
    if git.folder is None or git.prefix:
        return False
    with contextlib.suppress(OSError, ValueError, zlib.error):
        index = (git.folder / "index").read_bytes()
        holds = (_holds(index, path, data) and not _is_executable(git.root / path) for path, data in contents.items())
        return _is_of(index, _tree(git.folder)) and all(holds)
    return False


def _holds(index: bytes, path: str, data: bytes | None) -> bool:
    """An entry ends with the file's mode, three numbers, its digest, flags that give its name's length and nothing else, and the name."""
    name = os.fsencode(path)
    at = index.find(b"%c%c%b\0" % (*len(name).to_bytes(2, "big"), name))
    is_plain = at > 0 and index.startswith(_PLAIN, at - _HASH - 16)
    return is_plain and data is not None and index[at - _HASH : at] == sha1(b"blob %d\0%b" % (len(data), data))


def _is_executable(file: Path) -> bool:
    return bool(file.stat().st_mode & stat.S_IXUSR)


def _is_of(index: bytes, tree: bytes) -> bool:
    """Behind the entries stands the digest of the tree that they make, as long as none was changed since, and of how many."""
    count, __, rest = index[index.rindex(b"TREE") + 9 :].partition(b" ")
    is_whole = index[:8] in _HEADERS and count == b"%d" % int.from_bytes(index[8:12], "big")
    return is_whole and rest.partition(b"\n")[2][:_HASH] == tree


def _tree(folder: Path) -> bytes:
    """Of the commit that HEAD stands at, if both lie in files of their own."""
    head = (folder / "HEAD").read_text("ascii").strip()
    name = (folder / head.removeprefix("ref: ")).read_text("ascii").strip() if head.startswith("ref: ") else head
    return bytes.fromhex(loose(folder, name).partition(b"\n")[0].removeprefix(b"tree ").decode("ascii"))
