"""Order keys: for each value of a field one value that SQLite compares as Python compares the record's values.

Two keys are equal where the values are, so that a filter, a sort and an index all work on the key alone.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

# What a field is to the index. WORD is text that is an id or fits a pattern, PROSE is what people write freely, OTHER is
# what has no key and no filter but for being empty.
CHOICE, WORD, PROSE, LIST = "choice", "word", "prose", "list"
NUMBER, FLAG, DAY, INSTANT, OTHER = "number", "flag", "day", "instant", "other"


class Unsupported(Exception):
    """The index cannot answer this exactly: the caller reads the files."""


_DIGITS = re.compile("([0-9]+)")
_LOW = re.compile("[\x00- ]")


@lru_cache(maxsize=50_000)
def text_key(text: str) -> str:
    """Two texts' keys compare as `models.base.natural` of them compares, and are the same for the same text only.

    Characters below the space are the marks of numbers, so those in the text stand behind a space.
    """
    parts = _DIGITS.split(text)
    if text.isascii() and not _LOW.search(text):  # as nearly every id is
        parts[1::2] = map(_digits_key, parts[1::2])
        return "".join(parts)
    return "".join(_digits_key(part) if part.isdecimal() else _LOW.sub(r" \g<0>", part) for part in parts if part)


@lru_cache(maxsize=50_000)
def _digits_key(part: str) -> str:
    """How many digits, the digits, and a mark that tells 007 from 7: `natural` puts the longer one first, but 00 behind 0."""
    digits = part.lstrip("0") or "0" if part.isascii() else str(int(part))
    size = chr(len(digits)) if len(digits) < 31 else f"\x1f{len(digits):08}"
    if part == digits:
        return f"{size}{digits}\x02"
    return f"{size}{digits}{chr(1 if part.isascii() and digits != '0' else 3)}{part}\x01"


def list_key(items: str) -> str:
    """Lists (as JSON) are compared item by item, as plain text."""
    import json

    return "".join(_LOW.sub(r" \g<0>", item) + "\x01" for item in json.loads(items))


_NINES = str.maketrans("0123456789", "9876543210")


@lru_cache(maxsize=50_000)
def number_key(value: int | str) -> str:
    """Sign, magnitude, digits: exact for any length, which no number of SQLite's is."""
    if type(value) is int and abs(value) < _LARGE:
        digits = str(abs(value))
        return _number_key(value < 0, len(digits) - 1, digits)
    from decimal import Decimal  # which takes long to load, and most rows hold no such number

    number = Decimal(value)
    if not number.is_finite() or not -5000 < number.adjusted() < 5000:
        raise Unsupported
    return _number_key(number < 0, number.adjusted(), "".join(map(str, number.as_tuple().digits)))


_LARGE = 10**18


def _number_key(is_negative: bool, magnitude: int, digits: str) -> str:
    significant = digits.rstrip("0")
    if not significant:
        return "1"
    return f"0{5000 - magnitude:04}{significant.translate(_NINES)}~" if is_negative else f"2{magnitude + 5000:04}{significant}"


DAY_LONG = 86_400_000_000  # in the microseconds of instants


@lru_cache(maxsize=50_000)
def day_key(text: str) -> int:
    from datetime import date

    return date.fromisoformat(text).toordinal()


def instant_key(text: str) -> int:
    """Microseconds, so that one moment is one key whatever offset it was written with."""
    from datetime import UTC, datetime, timedelta

    return (datetime.fromisoformat(text) - datetime(1, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


KEYS: dict[str, Callable[[Any], Any]] = {
    CHOICE: text_key,
    WORD: text_key,
    NUMBER: number_key,
    FLAG: int,
    DAY: day_key,
    INSTANT: instant_key,
}
