"""The text of a record file -> the values that `reader.parse` gives, several times faster; None where there is any doubt.

The parser has to be ready for all of YAML. What `writer` writes, and what other programs and people write, is a small part of it in
which nearly every line says alone what it is, so it can be taken apart by `str.partition` and dictionaries of what was seen before.
Nothing here guesses: the caller gives a text that is not understood to the parser, which also words the complaints.
"""

import re
from functools import lru_cache
from typing import Any

from propops.store import inline
from propops.store.inline import ENOUGH, QUOTES, SHORT, STRUCTURE, FastMap, Odd, is_text, make_list, make_mapping, scalars
from propops.store.reader import MAX_DEPTH, Map, Seq, parse
from propops.store.scalars import UNPRINTABLE


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
    lines = text.split("\n")
    if lines[0] == "---":
        lines[0] = ""
    if lines[-1]:
        lines.append("")
    try:
        return _Reader(lines).read()
    except Odd:
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
    """What the only record of a text that begins with its id has under this key, "" for nothing; None where it must be read to tell."""
    __, head, rest = text.partition(f"\n  {key}: ")
    value = scalars[rest.partition("\n")[0]] if head else "" if not re.search(f"[\"']{key}[\"']", text) else None
    return value if isinstance(value, str) else None


_HARMLESS = b"\n" + bytes(range(0x20, 0x7F))


def _without_ascii(text: str) -> str:
    """What is left to look at one by one, control characters included."""
    return text.encode("utf-8", "surrogatepass").translate(None, _HARMLESS).decode("utf-8", "surrogatepass")


# --- lines ------------------------------------------------------------------------------------------------------------

MAX_COLUMN = 40  # of a key or a dash
# By slot (see _Reader): what stands before the colon, indent and quotes included -> the key. Those of lists stay empty.
_keys: tuple[dict[str, str], ...] = tuple({} for _slot in range(2 * MAX_COLUMN))
# The same of all slots -> the key and its slot: where something nested ends, the next key belongs to a mapping further out.
_columns: dict[str, tuple[str, int]] = {}
# What stands before the colon in a line that begins a mapping in a list, dash included -> the key, the list's slot, and the slots
# between it and the mapping's.
_starts: dict[str, tuple[str, int, list[None]]] = {}
# A line that is an item of one line in a list, dash included -> the list's slot, and the item.
_items: dict[str, tuple[int, Any]] = {}
_dashes = re.compile("(?: |-(?= ))*+").match


class _Reader:
    """`open` are the containers that the next line may go on with, each in a slot that its place in the line gives it.

    A mapping whose keys stand in column c is in slot 2c, a list whose dashes stand there in slot 2c + 1: what is inside always has
    the higher slot. So whatever a line belongs to is found by its column, and what was open further in ends there. Slots between
    them hold None.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.rows = enumerate(lines, 1)
        self.open: list[Any] = []
        self.said = 0, ""  # a plain text of several lines: the number of the last one, and all of it

    def read(self) -> Map | Seq | None:
        innermost: Any = self.children(-1, 0)
        if innermost is None:
            return None
        top: Map | Seq = innermost
        lines, keys, values, starts, columns, items = innermost.lines, _keys[len(self.open) - 1], scalars, _starts, _columns, _items
        for number, line in self.rows:
            head, __, raw = line.partition(": ")
            # Most lines are a further key of the same mapping, with a value of one line.
            if head in keys and (value := values[raw]) is not STRUCTURE:
                key = keys[head]
                if key in innermost:
                    return None
                innermost[key] = value
                lines[key] = number
                continue
            # What begins a mapping is an id, as a rule: not worth remembering.
            if head in starts and (value := raw if is_text(raw) else values[raw]) is not STRUCTURE:
                self.start(*starts[head], value, number)
            elif head in columns and (value := values[raw]) is not STRUCTURE:
                key, slot = columns[head]
                self.go_on(key, slot, value, number)
            elif line in items:
                slot, value = items[line]
                if slot != len(self.open) - 1:  # what is further in ends
                    innermost = self.opened(slot)
                    lines, keys = innermost.lines, _keys[slot]
                innermost.append(value)
                lines.append(number)
                continue
            else:
                self.other_line(line, number)
            innermost = self.open[-1]
            lines = innermost.lines
            keys = _keys[len(self.open) - 1]
        return top

    def start(self, key: str, slot: int, between: list[None], value: Any, number: int) -> None:
        """A mapping in the list that is open in this slot."""
        opened = self.open
        items = opened[slot] if len(opened) > slot else None
        if items is None:
            raise Odd
        mapping = FastMap.__new__(FastMap)
        mapping.line, mapping.lines = number, {key: number}
        mapping[key] = value
        items.append(mapping)
        items.lines.append(number)
        del opened[slot + 1 :]
        opened += between
        opened.append(mapping)

    def go_on(self, key: str, slot: int, value: Any, number: int) -> None:
        """A further key of a mapping around the innermost one."""
        mapping = self.opened(slot)
        if key in mapping:
            raise Odd
        mapping[key], mapping.lines[key] = value, number

    def other_line(self, line: str, number: int) -> None:
        content = line.lstrip(" ")
        if not content or content[0] == "#":
            return
        column = len(line) - len(content)
        if content.startswith("- "):
            self.opened(2 * column + 1)
            self.item(line, column, number)
            return
        key, raw = inline.entry(content)
        if key is None:
            self.continued(content, column, number)
            return
        self.opened(2 * column)
        if raw and len(_keys[2 * column]) < ENOUGH:
            head = line[: -len(raw) - 2]
            _keys[2 * column][head], _columns[head] = key, (key, 2 * column)
        self.entry(key, raw, column, number)

    def opened(self, slot: int) -> Any:
        """What is open there; all that is inside of it ends."""
        opened = self.open
        del opened[slot + 1 :]
        if len(opened) <= slot or opened[slot] is None:
            raise Odd
        return opened[slot]

    def push(self, container: Any, slot: int) -> Any:
        opened = self.open
        opened += [None] * (slot - len(opened))
        opened.append(container)
        if slot >= MAX_DEPTH and (slot >= len(_keys) or self.depth > MAX_DEPTH):
            raise Odd
        return container

    @property
    def depth(self) -> int:
        return len(self.open) - self.open.count(None)

    def item(self, line: str, dash: int, number: int) -> None:
        """An item of the innermost list. Behind its dash stands a scalar, or the first line of what it contains."""
        items = self.open[-1]
        items.lines.append(number)
        content = line[dash + 1 :].lstrip(" ")
        column = len(line) - len(content)
        if not content or content[0] == "#":
            raise Odd
        if content.startswith("- "):
            items.append(self.push(make_list(), 2 * column + 1))
            self.item(line, column, number)
            return
        key, raw = inline.entry(content)
        if key is None:
            items.append(value := self.value(raw, dash, number))
            if len(line) < SHORT and scalars[raw] is value and line.find("-") == dash and len(_items) < ENOUGH:
                _items[line] = 2 * dash + 1, value
            return
        items.append(self.push(make_mapping(number), 2 * column))
        # Only behind a single dash, as others begin lists too, and only where it cannot be too deep, whatever it is in.
        if raw and line.find("-") == dash and column < MAX_DEPTH and len(_starts) < ENOUGH:
            _starts[line[: -len(raw) - 2]] = key, 2 * dash + 1, [None] * (2 * (column - dash) - 2)
        self.entry(key, raw, column, number)

    def entry(self, key: str, raw: str, column: int, number: int) -> None:
        """A key of the innermost mapping."""
        mapping = self.open[-1]
        if key in mapping:
            raise Odd
        mapping.lines[key] = number
        mapping[key] = self.value(raw, column, number)

    def value(self, raw: str, column: int, number: int) -> Any:
        """What `raw` says, and the lines that stand further in than `column`, if it says that there are any."""
        value = scalars[raw]
        if value is not STRUCTURE:
            return value
        if not raw or not (token := inline.bare(raw)):
            return self.children(column, number)
        if token[0] in "|>":
            return self.block(token, column, number)
        if token[0] in QUOTES:
            return self.quoted(token, column)
        if self.depth >= MAX_DEPTH:
            raise Odd
        return inline.flow(token, number)

    def children(self, column: int, number: int) -> Any:
        """The container below a key without a value: what the next line begins, or nothing."""
        lines = self.lines
        while number < len(lines) and (not (content := lines[number].lstrip(" ")) or content[0] == "#"):
            number += 1
        if number == len(lines):
            return None
        indent = len(lines[number]) - len(content)
        if indent >= column and content.startswith("- "):
            return self.push(make_list(), 2 * indent + 1)
        return self.push(make_mapping(number + 1), 2 * indent) if indent > column else None

    # --- texts of several lines

    def block(self, header: str, column: int, number: int) -> str:
        """Its first line shows where the others begin, so that one must not be blank."""
        lines, end = self.lines, number
        margin = len(lines[number]) - len(lines[number].lstrip(" "))
        if margin <= column or margin == len(lines[number]):
            raise Odd
        while end < len(lines) and (not lines[end] or lines[end].startswith(" " * margin)):
            next(self.rows)
            end += 1
        text = "\n".join(line[margin:] for line in lines[number:end]).rstrip("\n")
        if header[0] == ">":
            text = inline.folded_block(text)
        return text if header[1:] else text + "\n"

    def quoted(self, text: str, column: int) -> str:
        """A text that is closed in a later line."""
        for __, line in self.rows:
            content = line.lstrip(" ")
            if text.endswith(" ") or (content and len(line) - len(content) <= column):
                raise Odd
            end = inline.end_of_quoted(text[0], content)
            text += "\n" + content[:end]
            if end is not None:
                if not inline.is_comment(content, end):
                    raise Odd
                return inline.folded_quoted(text)
        raise Odd

    def continued(self, content: str, column: int, number: int) -> None:
        """A further line of the plain text that ends the line above."""
        container = self.open[-1]
        if not container or column <= (len(self.open) - 1) // 2 or content[0] in "#-?:,[]{}&*!|>'\"%@`" or " #" in content:
            raise Odd
        at: Any = next(reversed(container)) if isinstance(container, Map) else -1
        said = self.said[1] if self.said[0] == number - 1 else self.plain_text(number - 1, container.lines[at])
        self.said = number, f"{said} {content.rstrip(' ')}"
        container[at] = inline.plain(self.said[1])

    def plain_text(self, number: int, begin: int) -> str:
        """The value in this line, if that is where it begins, as it is written there."""
        dashes = _dashes(self.lines[number - 1])
        if number != begin or dashes is None:
            raise Odd
        __, raw = inline.entry(dashes.string[dashes.end() :])
        text = raw.strip(" ")
        if not text or text[0] in QUOTES or text != inline.bare(raw) or scalars[raw] is STRUCTURE:
            raise Odd
        return text
