"""YAML text -> plain values with places, straight from the parser's events.

ruamel.yaml's own constructors are several times slower and lose the places; its C parser (or, where that is missing,
its Python one) is used for what it is best at. Anchors, tags, several documents and duplicate keys are refused: a
record file has no use for them, and every one of them hides something from a reader of the diff.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from propops.errors import Problem, PropopsError
from propops.i18n import _
from propops.store.scalars import resolve

MAX_DEPTH = 6


class Map(dict[str, Any]):
    """A mapping with the places of its keys: character offsets for splicing, lines (from 1) for messages."""

    __slots__ = ("column", "flow", "line", "lines", "spans", "start")

    def __init__(self, start: int, line: int, column: int, flow: bool) -> None:
        super().__init__()
        self.start, self.line, self.column, self.flow = start, line, column, flow
        self.lines: dict[str, int] = {}
        self.spans: dict[str, tuple[int, int, int]] = {}  # key start, value start, value end


class Seq(list[Any]):
    __slots__ = ("column", "flow", "lines", "spans")

    def __init__(self, column: int, flow: bool) -> None:
        super().__init__()
        self.column, self.flow = column, flow
        self.lines: list[int] = []
        self.spans: list[tuple[int, int]] = []  # value start, value end


@dataclass(frozen=True)
class Document:
    """One file. `top` is a list of records, one mapping (the settings), or None where there is nothing yet."""

    path: str
    text: str
    top: Map | Seq | None


def parse(text: str, path: str) -> Document:
    _refuse_what_is_not_a_record_file(text, path)
    try:
        return Document(path, text, _Builder(text, path).build())
    except PropopsError:
        raise
    except Exception as error:  # the parser's own errors share no base that both of its builds export
        raise _syntax_error(error, text, path) from None


def decode_utf8(data: bytes, path: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PropopsError(Problem("not-utf8", _("The file is UTF-16."), path, 1, hint=_("Save it as UTF-8.")))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PropopsError(Problem("not-utf8", _("The file is not UTF-8."), path, line, hint=_("Save it as UTF-8."))) from None


_MARKER = re.compile(r"^(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)( .*)?$", re.MULTILINE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _refuse_what_is_not_a_record_file(text: str, path: str) -> None:
    for pattern, code, message, hint in (
        ("\ufeff", "bom", _("The file begins with a byte order mark."), _("Run propops fmt.")),
        ("\r", "crlf", _("The lines end as on Windows."), _("Run propops fmt.")),
    ):
        if pattern in text:
            raise PropopsError(Problem(code, message, path, text.count("\n", 0, text.index(pattern)) + 1, hint=hint))
    if match := _CONTROL.search(text):
        raise _problem("control-character", _("There is a control character in the file."), path, text, match.start())
    if (match := _MARKER.search(text)) and text.count("\n<<<<<<< ") + text.startswith("<<<<<<< "):
        raise _problem("conflict-marker", _("A merge was not finished here."), path, text, match.start(), _("Choose one side and save."))


def _problem(code: str, message: str, path: str, text: str, at: int, hint: str = "") -> PropopsError:
    return PropopsError(Problem(code, message, path, text.count("\n", 0, at) + 1, hint=hint))


def _syntax_error(error: Exception, text: str, path: str) -> PropopsError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return PropopsError(Problem("yaml-syntax", _("This is not valid YAML: %(what)s.") % {"what": what}, path, line, hint=_hint(text, line)))


def _hint(text: str, line: int) -> str:
    """The usual slips of a Chinese keyboard show up as an error on this line or the one after it."""
    near = "\n".join(text.splitlines()[max(0, line - 2) : line])
    if "\t" in near:
        return _("There is a tab; indent with spaces.")
    if re.search(r"^\s*(- )?\w+：", near, re.MULTILINE):
        return _("Use a half-width colon and a space: `key: value`.")
    if re.search("[“”‘’]", near):
        return _('Use straight quotes: "…".')
    return ""


def _events(text: str) -> Iterator[Any]:
    try:
        from _ruamel_yaml import CParser
    except ImportError:
        from ruamel.yaml import YAML

        yield from YAML(typ="safe", pure=True).parse(text)
        return
    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


class _Builder:
    """Turns events into Map and Seq. `end` is the offset after the last value seen, which is where a block really ends:
    the parser's own end marks run on past following comments."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.events = _events(text)
        self.end = 0

    def build(self) -> Map | Seq | None:
        top: Any = None
        documents = 0
        for event in self.events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self.fail(event, "second-document", _("A record file holds one document; remove the `---`."))
            elif name not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                top = self.value(event, name, 0)
                if not isinstance(top, (Map, Seq)) and top is not None:
                    self.fail(event, "not-a-list", _("A list of records is expected here."))
        return top if isinstance(top, (Map, Seq)) else None

    def value(self, event: Any, name: str, depth: int) -> Any:
        if name == "AliasEvent" or event.anchor is not None:
            self.fail(event, "anchor", _("Anchors and aliases are not used in record files."))
        if event.tag is not None:
            self.fail(event, "tag", _("Tags are not used in record files."))
        if name == "ScalarEvent":
            return self.scalar(event)
        if depth >= MAX_DEPTH:
            self.fail(event, "too-deep", _("This is nested too deeply for a record."))
        return self.mapping(event, depth) if name == "MappingStartEvent" else self.sequence(event, depth)

    def scalar(self, event: Any) -> Any:
        self.end = event.end_mark.index
        style = event.style
        if style in ("|", ">"):
            self.end = len(self.text[: self.end].rstrip("\n "))
            return event.value
        return event.value if style else resolve(event.value)

    def mapping(self, event: Any, depth: int) -> Map:
        mark = event.start_mark
        found = Map(mark.index, mark.line + 1, mark.column, bool(event.flow_style))
        for key_event in self.events:
            if type(key_event).__name__ == "MappingEndEvent":
                break
            key = self.key(key_event, found)
            key_mark = key_event.start_mark
            value_event = next(self.events)
            start = value_event.start_mark.index
            value = self.value(value_event, type(value_event).__name__, depth + 1)
            found[key] = value
            found.lines[key] = key_mark.line + 1
            found.spans[key] = (key_mark.index, min(start, self.end), self.end)
            if value is None and start == self.end:
                found.spans[key] = self.empty_span(key_event, found.spans[key])
        if found.flow:
            self.end = key_event.end_mark.index
        return found

    def empty_span(self, key_event: Any, span: tuple[int, int, int]) -> tuple[int, int, int]:
        """`key:` without a value: the place right behind the colon, wherever the parser saw the nothing."""
        colon = self.text.index(":", key_event.end_mark.index) + 1
        self.end = colon
        return span[0], colon, colon

    def key(self, event: Any, found: Map) -> str:
        if type(event).__name__ != "ScalarEvent" or event.anchor is not None or event.tag is not None:
            self.fail(event, "bad-key", _("A key must be one plain word."))
        if event.value in found:
            message = _("The key %(key)s stands twice in this record (first in line %(line)d).")
            self.fail(event, "duplicate-key", message % {"key": event.value, "line": found.lines[event.value]})
        self.end = event.end_mark.index
        return str(event.value)

    def sequence(self, event: Any, depth: int) -> Seq:
        found = Seq(event.start_mark.column, bool(event.flow_style))
        for item in self.events:
            name = type(item).__name__
            if name == "SequenceEndEvent":
                break
            start = item.start_mark.index
            found.append(self.value(item, name, depth + 1))
            found.lines.append(item.start_mark.line + 1)
            found.spans.append((start, max(start, self.end)))
        if found.flow:
            self.end = item.end_mark.index
        return found

    def fail(self, event: Any, code: str, message: str) -> NoReturn:
        raise PropopsError(Problem(code, message, self.path, event.start_mark.line + 1))
