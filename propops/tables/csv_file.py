"""Comma-separated files as they come: with or without a mark, UTF-8, UTF-16 or GB18030, commas, semicolons or tabs."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from propops.errors import refuse
from propops.i18n import _
from propops.tables.table import Row, Table, head_and_rows, limited

SEPARATORS = ",;\t|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def table(path: Path, data: bytes) -> Table:
    text = _text(path, data)
    separator = _separator(text)
    header, rows = head_and_rows(str(path), list(limited(str(path), _rows(path, text, separator))))
    return Table(str(path), "", header, rows)


def _rows(path: Path, text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 1
    try:
        for cells in reader:
            yield Row(number, tuple(cells))
            number = reader.line_num + 1
    except csv.Error as error:
        raise refuse("bad-csv", _("The file cannot be read as a table: %(why)s.") % {"why": error}, path=str(path), line=number) from None


def _text(path: Path, data: bytes) -> str:
    for encoding in (*(name for mark, name in _MARKS if data.startswith(mark)), "utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refuse(
        "not-a-table", _("This is neither an .xlsx workbook nor a text file."), path=str(path), hint=_("Save it as .xlsx or .csv.")
    )


def _separator(text: str) -> str:
    """The mark that parts the first lines into the most cells, outside of quotes."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:5]))
    return max(SEPARATORS, key=head.count)
