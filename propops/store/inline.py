"""What stands in one line: a key, and behind its colon or a dash a scalar, a flow collection, or the begin of more lines.

Only what people and programs commonly write; `Odd` says that the parser has to look at it.
"""

import re
from functools import lru_cache
from typing import Any

from propops.schema import Ambiguous
from propops.store.reader import Map, Seq
from propops.store.scalars import is_plain, resolve


class Odd(Exception):
    """Something that is left to the parser."""


class FastMap(Map):
    """A `Map` of which only `line` and `lines` are set: who tries to splice from it gets an AttributeError, not a wrong place."""

    __slots__ = ()


class FastSeq(Seq):
    """A `Seq` of which only `lines` are set."""

    __slots__ = ()


def make_mapping(line: int) -> FastMap:
    found = FastMap.__new__(FastMap)  # Map.__init__ would set places that are not known here
    found.line, found.lines = line, {}
    return found


def make_list() -> FastSeq:
    found = FastSeq.__new__(FastSeq)
    found.lines = []
    return found


# --- single scalars ---------------------------------------------------------------------------------------------------

# A mark in the place of a value that is a container, or that more lines belong to.
STRUCTURE: Any = object()
_STRUCTURES = {"", "|", "|-", ">", ">-"}
# Text in which nothing can be an indicator, a number or a word such as `yes`, all of which are shorter; and ids that begin with a
# home, as no number or day has a hyphen behind so few digits.
is_text = re.compile(
    r"""(?:[^\s\-+.0-9yYnNoOtTfF=<?:,\[\]{}#&*!|>'"%@`~][^:#]*+|[yYnNoOtTfF][^:#]{5,}+|[0-9]{1,3}-[-0-9A-Za-z]*+)(?<! )"""
).fullmatch

_QUOTED = r""""(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'"""
QUOTED = re.compile(_QUOTED)
QUOTES = "\"'"
_is_number = re.compile("[0-9][^ #]*+").fullmatch  # or a day
is_comment = re.compile(r" *(?: #.*)?").fullmatch  # or nothing at all
_ESCAPE = r'\\(?:(["\\/ abefnrtv0NLP_])|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))'  # compiled when there is one
_LETTERS = dict(zip('"\\/ abefnrtv0NLP_', '"\\/ \a\b\x1b\f\n\r\t\v\0\x85\u2028\u2029\xa0', strict=True))

# What is remembered: the officers, homes and days of a large estate, but no notes, and a few megabytes at most.
ENOUGH = 20_000
SHORT = 60


class _Scalars(dict[str, Any]):
    """What stands behind a colon -> its value. Officers, stages and days come again and again, in one file and in the next."""

    def __missing__(self, raw: str) -> Any:
        value = _scalar(raw)
        if len(raw) < SHORT:
            if len(self) >= ENOUGH:
                self.clear()
            self[raw] = value
        return value


scalars = _Scalars()


def _scalar(raw: str) -> Any:
    if is_text(raw):
        return raw
    if _is_number(raw):
        return plain(raw)
    if QUOTED.fullmatch(raw):
        return unquoted(raw)
    token = bare(raw)
    if token in _STRUCTURES or token[0] in "[{":
        return STRUCTURE
    if token[0] in QUOTES:
        return unquoted(token) if QUOTED.fullmatch(token) else STRUCTURE
    return plain(token)


def bare(raw: str) -> str:
    """Without the spaces around it and the comment behind it. A text whose quotes are closed in a later line is left as it is."""
    token = raw.lstrip(" ")
    if not token or token[0] not in QUOTES:
        return "" if token.startswith("#") else token.partition(" #")[0].rstrip(" ")
    quoted = QUOTED.match(token)
    if quoted and not is_comment(token, quoted.end()):
        raise Odd
    return quoted[0] if quoted else token


def plain(token: str) -> Any:
    value = resolve(token)
    # A phone is quoted by the writer, to be safe, but people write it bare: with a letter before it, it is judged as a text.
    if isinstance(value, Ambiguous) or (isinstance(value, str) and not is_plain("x" + token if token[0] in "+0123456789" else token)):
        raise Odd
    return value


def unquoted(token: str) -> str:
    inner = token[1:-1]
    if token[0] == "'":
        return inner.replace("''", "'")
    if "\\" not in inner:
        return inner
    if "\\" in re.sub(_ESCAPE, "", inner):
        raise Odd
    return re.sub(_ESCAPE, _unescaped, inner)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return _LETTERS[match[1]]
    code = int(match[2] or match[3] or match[4], 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        raise Odd  # half a character
    return chr(code)


# --- keys -------------------------------------------------------------------------------------------------------------


def entry(content: str) -> tuple[str | None, str]:
    """Key and value of `key: value`, or None and the whole."""
    if content[0] in QUOTES:
        quoted = QUOTED.match(content)
        rest = content[quoted.end() :] if quoted else ""
        return (_key(quoted[0]), rest[2:]) if quoted and (rest == ":" or rest.startswith(": ")) else (None, content)
    head, colon, raw = content.partition(": ")
    if content[0] in "[{" or " #" in head:
        return None, content
    if colon:
        return _key(head), raw
    return (_key(content[:-1]), "") if content[-1] == ":" else (None, content)


@lru_cache(maxsize=4096)
def _key(raw: str) -> str:
    # The parser gives up on a key of more than 1024 characters.
    if len(raw) > 1000:
        raise Odd
    if raw.startswith(('"', "'")):
        return unquoted(raw)
    if not is_plain(raw):
        raise Odd
    return raw


# --- flow collections -------------------------------------------------------------------------------------------------

_PIECE = rf"""{_QUOTED}|[^\s'",\[\]{{}}:#?][^,\[\]{{}}:#?]*+"""
_PIECES = rf" *(?:({_PIECE}): +)?({_PIECE}) *(?:,|$)"


def flow(token: str, number: int) -> FastMap | FastSeq:
    """`[a, b]` or `{a: 1, b: x}` with nothing nested in it."""
    if token[-1] != {"[": "]", "{": "}"}[token[0]]:
        raise Odd
    found, at, inner = (make_mapping(number) if token[0] == "{" else make_list()), 0, token[1:-1].strip(" ")
    pieces = re.compile(_PIECES)
    while at < len(inner):
        piece = pieces.match(inner, at)
        if piece is None:
            raise Odd
        _put(found, piece[1], piece[2].rstrip(" "), number)
        at = piece.end()
    return found


def _put(found: FastMap | FastSeq, key: str | None, token: str, number: int) -> None:
    value = unquoted(token) if token[0] in QUOTES else plain(token)
    if isinstance(found, FastSeq) and key is None:
        found.append(value)
        found.lines.append(number)
    elif isinstance(found, FastMap) and key is not None and (name := _key(key)) not in found:
        found[name], found.lines[name] = value, number
    else:
        raise Odd


# --- texts of several lines -------------------------------------------------------------------------------------------

# Where a line of a quoted text ends it.
_WITHIN = {'"': r'(?:[^"\\]|\\.)*+\\?', "'": r"(?:[^']|'')*+"}
_BREAK = r"\n(\n*)"
_BREAK_OR_ESCAPE = r"(\\[^\n])|(\\)?\n(\n*)"


def end_of_quoted(quote: str, content: str) -> int | None:
    """Behind the closing quote in a further line; None if it stands in none yet."""
    within = re.match(_WITHIN[quote], content)
    assert within is not None
    return within.end() + 1 if within.end() < len(content) else None


def folded(text: str) -> str:
    """A line break is a space; blank lines are breaks."""
    return re.sub(_BREAK, lambda match: match[1] or " ", text)


def folded_block(text: str) -> str:
    if text.startswith(" ") or "\n " in text:
        raise Odd  # lines that stand further in are not folded
    return folded(text)


def folded_quoted(text: str) -> str:
    """Between double quotes a backslash at the end of a line joins it to the next."""
    if text[0] == "'":
        return unquoted(folded(text))
    return unquoted(re.sub(_BREAK_OR_ESCAPE, lambda match: match[1] or match[3] or ("" if match[2] else " "), text))
