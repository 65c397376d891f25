"""Values on their way into a page: only plain data, and never read as Markdown.

Every ASCII punctuation mark of a value travels as its mirror in the Unicode tag block and is turned back after Markdown was read.
Backslashes would not do: `\\` at the end of a value joins two table cells.
"""

import sys
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from propops.errors import refuse
from propops.i18n import Label, _

BLANK = "\x11"
BREAK = "\x12"
KEEP = "\x13"
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_TAGS = 0xE0000
MAX_DEPTH = 8


class Ready(str):
    """Text that a filter made fit for Markdown; a value cannot be one, because `plain` lets no subclass in."""

    __slots__ = ()


def _carriers() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
    table |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, *range(0xFDD0, 0xFDF0)])
    table |= dict.fromkeys(range(_TAGS, _TAGS + 0x80))
    table |= dict.fromkeys(plane + end for plane in range(0, sys.maxunicode, 0x10000) for end in (0xFFFE, 0xFFFF))
    table |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    table |= dict.fromkeys([*map(ord, "\t\n\r\x0b\x0c\x85\u2028\u2029")], " ")
    return table | {ord(mark): chr(_TAGS + ord(mark)) for mark in _PUNCTUATION}


_CARRY = _carriers()
_BACK = {_TAGS + ord(mark): mark for mark in _PUNCTUATION}
_CONTROLS = {code: other for code, other in _CARRY.items() if chr(code) not in _PUNCTUATION}


def carry(text: str) -> str:
    """Fit for Markdown: nothing in it is markup, controls and direction marks are dropped, line ends are spaces."""
    return text if text.isalnum() else text.translate(_CARRY).strip()


def carry_lines(text: str) -> Ready:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Ready(BREAK.join(map(carry, lines)).strip(BREAK))


def restore(text: str) -> str:
    return text.translate(_BACK)


def clean(text: str) -> str:
    """What of a value reaches the page."""
    return text.translate(_CONTROLS).strip()


def plain(values: Mapping[str, object]) -> dict[str, object]:
    return {_key(key): _plain(value, 0) for key, value in values.items()}


def _plain(value: object, depth: int) -> object:
    kind = type(value)
    if kind is str or kind is int or value is None or kind in (bool, Decimal, time) or isinstance(value, date):
        return value
    if kind is Label:
        return str(value)
    if depth > MAX_DEPTH:
        raise refuse("bad-value", _("A value is nested too deeply."))
    if kind is dict:
        return {_key(key): _plain(item, depth + 1) for key, item in value.items()}  # type: ignore[attr-defined]
    if kind in (list, tuple):
        return [_plain(item, depth + 1) for item in value]  # type: ignore[attr-defined]
    raise refuse("bad-value", _("A document takes only plain data, not %(kind)s.") % {"kind": kind.__name__})


def _key(key: object) -> str:
    if type(key) is not str:
        raise refuse("bad-value", _("The name of a value must be text."))
    return key
