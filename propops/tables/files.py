"""What kind of file it is, told by its first bytes, and how much of it is taken in."""

from pathlib import Path

from propops.errors import refuse
from propops.i18n import _

MAX_BYTES = 32 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refuse("no-such-file", _("The file cannot be read: %(why)s.") % {"why": error.strerror}, path=str(path)) from None
    if len(data) > MAX_BYTES:
        raise refuse("table-too-large", _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES >> 20}, path=str(path))
    return data


def is_zip(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def refuse_old_excel(path: Path, data: bytes) -> None:
    if not data.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        hint = _("Open it, take the password off (save it without one), and import that.")
        raise refuse("password", _("The workbook is protected with a password."), path=str(path), hint=hint)
    hint = _("Open it and save it as .xlsx or .csv.")
    raise refuse("old-excel", _("This is a file of an old Excel (.xls)."), path=str(path), hint=hint)
