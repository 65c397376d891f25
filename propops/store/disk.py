"""What stands below `records/`: names of files, and their texts. Links are refused, whatever they lead to."""

import os
import stat
from collections.abc import Iterator
from itertools import accumulate

from propops.errors import refuse
from propops.i18n import _
from propops.store.freshness import State, state_of
from propops.store.homes import RECORDS, kind_of_path
from propops.store.reader import decode_utf8, refuse_too_large
from propops.tuples import NamedTuple


class Written(NamedTuple):
    """The text of a file, and the state it was found in."""

    text: str
    state: State


class Disk:
    """Reads what stands below a folder. What was no link once is not looked at again: files are many, their folders few."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._folders: set[str] = set()

    def read(self, path: str) -> Written | None:
        """None where there is no such file."""
        try:
            found = self._refuse_what_is_no_file(path)
            refuse_too_large(found.st_size, path)
            with open(f"{self._root}/{path}", "rb", buffering=0) as file:
                return Written(decode_utf8(file.read(), path), state_of(found))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise refuse("unreadable", _("The file cannot be read: %(why)s.") % {"why": error.strerror}, path=path) from None

    def _refuse_what_is_no_file(self, path: str) -> os.stat_result:
        """A link in `records/` could lead a write out of the estate; reading a pipe would never end."""
        folder = os.path.dirname(path)
        if folder not in self._folders:
            for above in accumulate(folder.split("/"), "{}/{}".format):
                _refuse_link(os.lstat(f"{self._root}/{above}"), path)
            self._folders.add(folder)
        found = os.lstat(f"{self._root}/{path}")
        _refuse_link(found, path)
        if not stat.S_ISREG(found.st_mode):
            raise refuse("unreadable", _("This is not a file."), path=path)
        return found


def _refuse_link(found: os.stat_result, path: str) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise refuse("symlink", _("Record files must not be links."), path=path)


def state(root: str, path: str) -> State | None:
    """What changes with the content, as good as always; None where there is no such file."""
    try:
        found = os.stat(f"{root}/{path}")
    except OSError:
        return None
    return state_of(found)


def record_files(root: str) -> Iterator[tuple[str, str | None]]:
    """Every YAML file below `records/` with its kind."""
    for path in sorted(files_below(root, RECORDS)):
        yield path, kind_of_path(path)


def files_below(root: str, folder: str) -> Iterator[str]:
    """Every YAML file, and every link to a folder, so that reading it refuses it."""
    return (path for path, is_folder in names_below(root, folder) if is_folder or path.endswith(".yaml"))


def names_below(root: str, folder: str) -> Iterator[tuple[str, bool]]:
    """Every file, and every link with whether it leads to a folder; what is hidden is what editors leave about."""
    if os.path.islink(f"{root}/{folder}"):
        yield folder, True
        return
    folders = [folder]
    for at in folders:  # it grows while it is walked
        for entry in _entries(root, at):
            path = f"{at}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path, entry.is_dir()


def _entries(root: str, folder: str) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(f"{root}/{folder}"))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise refuse("unreadable", _("The folder cannot be read: %(why)s.") % {"why": error.strerror}, path=folder) from None
