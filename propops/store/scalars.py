"""Single YAML values: what a plain scalar means, and how a value is written so that every reader agrees."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from propops.schema import Ambiguous

# Longer numbers are none that anybody counts with, and Python refuses to read some of them.
_TYPED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:[+-][0-9]{2}:[0-9]{2}|Z)?)|([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"|(-?(?:0|[1-9][0-9]{0,29}))|(-?(?:0|[1-9][0-9]{0,29})\.[0-9]{1,30})"
)


def _decimal(text: str) -> Any:
    from decimal import Decimal  # which takes long to load, and most files hold none

    return Decimal(text)


_TYPES: tuple[Callable[[str], Any], ...] = (datetime.fromisoformat, date.fromisoformat, int, _decimal)
# Numbers, times and booleans of YAML 1.1 or 1.2 that some readers take for something other than text.
_TRUTHS = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
_DISPUTED_WORDS = {written for word in _TRUTHS for written in (word, word.capitalize(), word.upper())} | {"=", "<<"}
_DISPUTED = (  # compiled when the first text begins like one of them
    r"[-+]?(0[xob]?[0-9a-fA-F_]*|[0-9][0-9_]*|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[0-9][0-9_]*\.[0-9_]*|\.[0-9_]+)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"
)
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def resolve(text: str) -> Any:
    """What a plain scalar says: nothing, a truth value, a number, a day, an instant, or text."""
    if text in _WORDS:
        return _WORDS[text]
    if text in _DISPUTED_WORDS:
        return Ambiguous(text)
    if text[0] not in "0123456789-+.":
        return text
    typed = _TYPED.fullmatch(text)
    try:
        if typed and typed.lastindex:
            return _TYPES[typed.lastindex - 1](text)
    except ValueError:
        pass  # 2026-02-30: the schema then says what is expected
    return Ambiguous(text) if re.fullmatch(_DISPUTED, text) else text


# Everything a reader could not print or a person could not see: controls, line separators, bidi marks, BOM, surrogates.
UNPRINTABLE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)


def has_unprintable(text: str) -> bool:
    """isprintable clears nearly every text at once; the pattern takes its time even to compile."""
    return not text.isprintable() and bool(re.search(UNPRINTABLE, text))


_PLAIN = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~][^\n\t]*|-[^\s\-][^\n\t]*"


# A phone is text to YAML as soon as it has a space; quoted anyway, or half of a file's phones would be and half not.
_NUMBERLIKE = r"\+?[0-9][0-9()\-]*( [0-9()\- ]+)"


def write_scalar(value: Any) -> str:
    """One line: plain where every reader takes it for the same thing, else in double quotes."""
    if isinstance(value, str):
        return value if is_plain(value) else quote(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, int) else format(value, "f")


@lru_cache(1 << 14)  # keys, choices and names come again and again
def is_plain(text: str) -> bool:
    return bool(
        re.fullmatch(_PLAIN, text)
        and ": " not in text
        and " #" not in text
        and text[-1] not in ": \u00a0\u3000"
        and not text.startswith("...")
        and not has_unprintable(text)
        and not re.fullmatch(_NUMBERLIKE, text)
        and type(resolve(text)) is str
    )


def quote(text: str) -> str:
    """JSON's quoting is YAML's too; what cannot be seen is escaped so that a diff shows it."""
    import json

    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if quoted.isprintable() else re.sub(UNPRINTABLE, lambda match: _escape(match[0]), quoted)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def is_block(text: str) -> bool:
    """Whether a text of several lines can be a literal block, in which a diff shows single lines."""
    if "\n" not in text.rstrip("\n") or text != text.strip(" \t") or text.startswith("\n") or text.endswith("\n\n"):
        return False
    lines = text.split("\n")
    return not any(line != line.rstrip() or "\t" in line or has_unprintable(line) for line in lines)
