"""Our own canonical text -> the values that `reader.parse` gives, several times faster; None where there is any doubt.

The parser has to be ready for all of YAML. What `writer` writes is a small part of it in which every line says alone what it is, so it
can be taken apart by `str.partition` and dictionaries of what was seen before. Nothing here guesses: the caller gives a text that
is not understood to the parser, which also words the complaints.
"""

import re
from functools import lru_cache
from typing import Any

from propops.schema import Ambiguous
from propops.store.reader import MAX_DEPTH, Map, Seq, parse
from propops.store.scalars import UNPRINTABLE, is_plain, resolve


class FastMap(Map):
    """A `Map` of which only `line` and `lines` are set: who tries to splice from it gets an AttributeError, not a wrong place."""

    __slots__ = ()


class FastSeq(Seq):
    """A `Seq` of which only `lines` are set."""

    __slots__ = ()


@lru_cache(maxsize=8)  # a change asks for the same texts again and again: what stands there, and what is to stand there
def load(text: str, path: str) -> Map | Seq | None:
    """What a file says, with lines but no other places; the parser is asked where there is any doubt. Not to be changed."""
    found = read(text)
    return parse(text, path).top if found is None else found


def read(text: str) -> Map | Seq | None:
    """The records, or the one mapping of the settings; None says: ask the parser."""
    # UNPRINTABLE takes its time. isprintable refuses more, a full-width space for one, but clears most texts at once.
    if not _without_ascii(text).isprintable() and ("\t" in text or re.search(UNPRINTABLE, text)):
        return None
    if not text.endswith("\n") or " \n" in text:
        return None
    try:
        return _Reader(text.split("\n")).read()
    except _Odd:
        return None


def read_record(text: str, line: int) -> Map | None:
    """The only record of a text that begins in this line of its file."""
    top = read(text)
    if not isinstance(top, Seq) or len(top) != 1 or not isinstance(top[0], Map):
        return None
    _shift(top[0], line - 1)
    return top[0]


def _shift(values: Any, by: int) -> None:
    if isinstance(values, Map):
        values.line += by
        values.lines = {key: line + by for key, line in values.lines.items()}
        for value in values.values():
            _shift(value, by)
    elif isinstance(values, Seq):
        values.lines = [line + by for line in values.lines]
        for value in values:
            _shift(value, by)


def peek(text: str, key: str) -> str | None:
    """What the only record of a canonical text has under this key, "" for nothing; None where that is no text of one line."""
    __, head, rest = text.partition(f"\n  {key}: ")
    value = _scalars[rest.partition("\n")[0]] if head else ""
    return value if isinstance(value, str) else None


_HARMLESS = b"\n" + bytes(range(0x20, 0x7F))


def _without_ascii(text: str) -> str:
    """What is left to look at one by one, control characters included."""
    return text.encode("utf-8", "surrogatepass").translate(None, _HARMLESS).decode("utf-8", "surrogatepass")


class _Odd(Exception):
    """Something that canonical text does not have."""


# --- single scalars ---------------------------------------------------------------------------------------------------

# Marks in the place of a value that more lines or a new container follow.
_STRUCTURE: Any = object()
_STRUCTURES = {"", "|", "|-", "{}", "[]"}
# Text in which nothing can be an indicator, a number or a word such as `yes`, all of which are shorter; and ids that begin with a
# home, as no number or day has a hyphen behind so few digits.
_is_text = re.compile(
    r"""[^\s\-+.0-9yYnNoOtTfF=<?:,\[\]{}#&*!|>'"%@`~][^:#]*+|[yYnNoOtTfF][^:#]{5,}+|[0-9]{1,3}-[-0-9A-Za-z]*+"""
).fullmatch
_ESCAPE = re.compile(r'\\(?:(["\\bfnrt])|u([0-9a-f]{4})|U([0-9a-f]{8}))')
_LETTERS = {'"': '"', "\\": "\\", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"')

# What is remembered: the officers, homes and days of a large estate, but no notes, and a few megabytes at most.
_ENOUGH = 20_000
_SHORT = 60


class _Scalars(dict[str, Any]):
    """What stands behind a colon -> its value. Officers, stages and days come again and again, in one file and in the next."""

    def __missing__(self, raw: str) -> Any:
        value = _scalar(raw)
        if len(raw) < _SHORT:
            if len(self) >= _ENOUGH:
                self.clear()
            self[raw] = value
        return value


def _scalar(raw: str) -> Any:
    if _is_text(raw):
        return raw
    if raw in _STRUCTURES:
        return _STRUCTURE
    if raw[0] == '"':
        return _unquoted(raw)
    value = resolve(raw)
    # A phone is quoted by the writer, to be safe, but people write it bare: with a letter before it, it is judged as a text.
    if isinstance(value, Ambiguous) or (isinstance(value, str) and not is_plain("x" + raw if raw[0] in "+0123456789" else raw)):
        raise _Odd
    return value


def _unquoted(raw: str) -> str:
    """Only the escapes that `scalars.quote` writes."""
    inner = raw[1:-1]
    rest = _ESCAPE.sub("", inner)
    if len(raw) < 2 or raw[-1] != '"' or '"' in rest or "\\" in rest:
        raise _Odd
    return _ESCAPE.sub(_unescaped, inner)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return _LETTERS[match[1]]
    code = int(match[2] or match[3], 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        raise _Odd  # half a character
    return chr(code)


@lru_cache(maxsize=4096)
def _key(raw: str) -> str:
    # The parser gives up on a key of more than 1024 characters.
    if len(raw) > 1000:
        raise _Odd
    if raw.startswith('"'):
        return _unquoted(raw)
    if not is_plain(raw):
        raise _Odd
    return raw


_scalars = _Scalars()
# By slot (see _Reader): what stands before the colon, indent and quotes included -> the key. Those of lists stay empty.
_keys: tuple[dict[str, str], ...] = tuple({} for _slot in range(2 * MAX_DEPTH))
# The same of all slots -> the key and its slot: where something nested ends, the next key belongs to a mapping further out.
_columns: dict[str, tuple[str, int]] = {}
# What stands before the colon in a line that begins a mapping in a list, dash included -> the key, and the mapping's slot.
_starts: dict[str, tuple[str, int]] = {}


# --- lines ------------------------------------------------------------------------------------------------------------


def make_mapping(line: int) -> FastMap:
    found = FastMap.__new__(FastMap)  # Map.__init__ would set places that are not known here
    found.line, found.lines = line, {}
    return found


def make_list() -> FastSeq:
    found = FastSeq.__new__(FastSeq)
    found.lines = []
    return found


def _entry(content: str) -> tuple[str | None, str]:
    """Key and value of `key: value`, or None and the whole."""
    if content[0] == '"':
        quoted = QUOTED.match(content)
        rest = content[quoted.end() :] if quoted else "?"
        if not rest:
            return None, content
        if quoted is None or (rest != ":" and not rest.startswith(": ")):
            raise _Odd
        return _key(quoted[0]), rest[2:]
    head, colon, raw = content.partition(": ")
    if colon:
        return _key(head), raw
    return (_key(content[:-1]), "") if content[-1] == ":" else (None, content)


class _Reader:
    """`open` are the containers that the next line may go on with, each in a slot that its place in the line gives it.

    A mapping whose keys stand in column c is in slot c, a list whose dashes stand there in slot c + 1: canonical columns are even,
    and what is inside always has the higher slot. So whatever a line belongs to is found by its column, and what was open further
    in ends there. Slots between them hold None.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.rows = enumerate(lines, 1)
        self.open: list[Any] = []

    def read(self) -> Map | Seq | None:
        at = self.meaningful(0)
        if at == len(self.lines):
            return None
        innermost: Any = self.push(make_list(), 1) if self.lines[at].startswith("- ") else self.push(make_mapping(at + 1), 0)
        top: Map | Seq = innermost
        lines, keys, scalars, starts, columns = innermost.lines, _keys[len(self.open) - 1], _scalars, _starts, _columns
        for number, line in self.rows:
            head, __, raw = line.partition(": ")
            # Most lines are a further key of the same mapping, with a value of one line.
            if head in keys and (value := scalars[raw]) is not _STRUCTURE:
                key = keys[head]
                if key in innermost:
                    return None
                innermost[key] = value
                lines[key] = number
                continue
            # What begins a mapping is an id, as a rule: not worth remembering.
            if head in starts and (value := raw if _is_text(raw) else scalars[raw]) is not _STRUCTURE:
                key, slot = starts[head]
                self.start(key, slot, value, number)
            elif head in columns and (value := scalars[raw]) is not _STRUCTURE:
                key, slot = columns[head]
                self.go_on(key, slot, value, number)
            else:
                self.other_line(line, number)
            innermost = self.open[-1]
            lines = innermost.lines
            keys = _keys[len(self.open) - 1]
        return top

    def meaningful(self, at: int) -> int:
        """The index of the next line that is neither blank nor a comment."""
        lines = self.lines
        while at < len(lines) and (not lines[at] or lines[at].lstrip(" ").startswith("#")):
            at += 1
        return at

    def start(self, key: str, slot: int, value: Any, number: int) -> None:
        """A mapping in the list that is open in the slot below."""
        opened = self.open
        del opened[slot:]
        items = opened[-1] if len(opened) == slot else None
        if items is None:
            raise _Odd
        mapping = FastMap.__new__(FastMap)
        mapping.line, mapping.lines = number, {key: number}
        mapping[key] = value
        items.append(mapping)
        items.lines.append(number)
        opened.append(mapping)

    def go_on(self, key: str, slot: int, value: Any, number: int) -> None:
        """A further key of a mapping around the innermost one."""
        mapping = self.opened(slot)
        if key in mapping:
            raise _Odd
        mapping[key], mapping.lines[key] = value, number

    def other_line(self, line: str, number: int) -> None:
        content = line.lstrip(" ")
        if not content or content[0] == "#":
            return
        column = len(line) - len(content)
        if column % 2:
            raise _Odd
        if content.startswith("- "):
            self.opened(column + 1)
            self.item(line, column + 2, number)
            return
        self.opened(column)
        key, raw = _entry(content)
        if key is None:
            raise _Odd
        if raw and len(_keys[column]) < _ENOUGH:
            head = line[: -len(raw) - 2]
            _keys[column][head], _columns[head] = key, (key, column)
        self.entry(key, raw, column, number)

    def opened(self, slot: int) -> Any:
        """What is open there; all that is inside of it ends."""
        opened = self.open
        del opened[slot + 1 :]
        if len(opened) <= slot or opened[slot] is None:
            raise _Odd
        return opened[slot]

    def push(self, container: Any, slot: int) -> Any:
        opened = self.open
        opened += [None] * (slot - len(opened))
        opened.append(container)
        if slot >= MAX_DEPTH and len(opened) - opened.count(None) > MAX_DEPTH:
            raise _Odd
        return container

    def item(self, line: str, column: int, number: int) -> None:
        """An item of the innermost list. Behind its dash, in `column`, stands a scalar, or the first line of what it contains."""
        items = self.open[-1]
        items.lines.append(number)
        if line.startswith("- ", column):
            items.append(self.push(make_list(), column + 1))
            self.item(line, column + 2, number)
            return
        key, raw = _entry(line[column:])
        if key is None:
            items.append(self.value(raw, column, number))
            return
        items.append(self.push(make_mapping(number), column))
        # Only behind a single dash, as others begin lists too, and only where it cannot be too deep, whatever it is in.
        if raw and line.find("-") == column - 2 and column < MAX_DEPTH and len(_starts) < _ENOUGH:
            _starts[line[: -len(raw) - 2]] = key, column
        self.entry(key, raw, column, number)

    def entry(self, key: str, raw: str, column: int, number: int) -> None:
        """A key of the innermost mapping."""
        mapping = self.open[-1]
        if key in mapping:
            raise _Odd
        mapping.lines[key] = number
        mapping[key] = self.value(raw, column + 2, number) if raw else self.children(column, number)

    def value(self, raw: str, column: int, number: int) -> Any:
        """What `raw` says; the lines of a text that follow it stand in `column`."""
        value = _scalars[raw]
        if value is not _STRUCTURE:
            return value
        if raw[0] == "|":
            return self.block(raw, column, number)
        if len(self.open) - self.open.count(None) >= MAX_DEPTH:
            raise _Odd
        return make_mapping(number) if raw == "{}" else make_list()

    def children(self, column: int, number: int) -> Any:
        """The container below a key without a value: what the next line begins, or nothing."""
        at = self.meaningful(number)
        line = self.lines[at] if at < len(self.lines) else ""
        indent = len(line) - len(line.lstrip(" "))
        if indent == column and line.startswith("- ", column):
            return self.push(make_list(), column + 1)
        return self.push(make_mapping(at + 1), column + 2) if indent == column + 2 else None

    def block(self, header: str, column: int, number: int) -> str:
        """The literal text below. Its first line shows where the others begin, so that one must not be blank or stand further in."""
        lines, margin, end = self.lines, " " * column, number
        if not lines[number].startswith(margin) or lines[number][column] == " ":
            raise _Odd
        while end < len(lines) and (not lines[end] or lines[end].startswith(margin)):
            next(self.rows)
            end += 1
        text = "\n".join(line[column:] for line in lines[number:end]).rstrip("\n")
        return text + "\n" if header == "|" else text
