"""What stands below `records/`: names of files, and their texts. Links are refused, whatever they lead to."""

import os
import stat
from collections.abc import Iterator

from propops.errors import refuse
from propops.i18n import _
from propops.store.freshness import State, state_of
from propops.store.homes import RECORDS, kind_of_path
from propops.store.reader import decode_utf8, refuse_too_large


def read_text(root: str, path: str) -> str | None:
    """None where there is no such file."""
    try:
        _refuse_what_is_no_file(root, path)
        with open(f"{root}/{path}", "rb") as file:
            refuse_too_large(os.fstat(file.fileno()).st_size, path)
            return decode_utf8(file.read(), path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise refuse("unreadable", _("The file cannot be read: %(why)s.") % {"why": error.strerror}, path=path) from None


def _refuse_what_is_no_file(root: str, path: str) -> None:
    """A link in `records/` could lead a write out of the estate; reading a pipe would never end."""
    at, mode = root, 0
    for part in path.split("/"):
        at = f"{at}/{part}"
        mode = os.lstat(at).st_mode
        if stat.S_ISLNK(mode):
            raise refuse("symlink", _("Record files must not be links."), path=path)
    if not stat.S_ISREG(mode):
        raise refuse("unreadable", _("This is not a file."), path=path)


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
    try:
        entries = list(os.scandir(f"{root}/{folder}"))
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise refuse("unreadable", _("The folder cannot be read: %(why)s.") % {"why": error.strerror}, path=folder) from None
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from names_below(root, path)
        else:
            yield path, entry.is_dir()
