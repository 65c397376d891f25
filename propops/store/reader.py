"""YAML text -> plain values with places, straight from the parser's events.

ruamel.yaml's own constructors are several times slower and lose the places; its C parser (or, where that is missing,
its Python one) is used for what it is best at. Anchors, tags, several documents and duplicate keys are refused: a
record file has no use for them, and every one of them hides something from a reader of the diff.
"""

import re
from collections.abc import Iterator
from typing import Any, NoReturn

from propops.errors import Problem, PropopsError
from propops.frozen import Frozen, value_type
from propops.i18n import N_, _
from propops.store.scalars import resolve

MAX_DEPTH = 6
MAX_BYTES = 8 << 20  # some 25,000 records; a parser needs seconds for more, and hundreds of times the memory


class Map(dict[str, Any]):
    """A mapping with the places of its keys: character offsets for splicing, lines (from 1) for messages."""

    __slots__ = ("column", "flow", "line", "lines", "spans", "start")

    def __init__(self, start: int, line: int, column: int, flow: bool) -> None:
        super().__init__()
        self.start, self.line, self.column, self.flow = start, line, column, flow
        self.lines: dict[str, int] = {}
        self.spans: dict[str, tuple[int, int, int, int]] = {}  # key start, behind the colon, value start, value end


class Seq(list[Any]):
    """A list with the places of its items. `dashes` are those of a block list, `spans` the values behind them."""

    __slots__ = ("dashes", "end", "flow", "lines", "spans", "start")

    def __init__(self, start: int, flow: bool) -> None:
        super().__init__()
        self.start, self.end, self.flow = start, start, flow
        self.lines: list[int] = []
        self.dashes: list[int] = []
        self.spans: list[tuple[int, int]] = []  # value start, value end


@value_type
class Document(Frozen):
    """One file. `top` is a list of records, one mapping (the settings), or None where there is nothing yet.

    `text` always ends its last line; `is_cut` says that the file did not.
    """

    path: str
    text: str
    top: Map | Seq | None
    is_cut: bool = False


def parse(text: str, path: str) -> Document:
    _refuse_what_is_not_a_record_file(text, path)
    is_cut = bool(text) and not text.endswith("\n")
    text += "\n" * is_cut
    try:
        # A file that is about to be begun needs no parser, which takes its time to load.
        return Document(path, text, _Builder(text, path).build() if text.strip(" \n") else None, is_cut)
    except PropopsError:
        raise
    except Exception as error:  # the parser's own errors share no base that both of its builds export
        raise _syntax_error(error, text, path) from None


def refuse_too_large(size: int, path: str) -> None:
    if size > MAX_BYTES:
        message = _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES >> 20}
        hint = _("A file holds what one person reviews at one sitting: split it, in a folder of the kind's name.")
        raise PropopsError(Problem("too-large", message, path, hint=hint))


def decode_utf8(data: bytes, path: str) -> str:
    refuse_too_large(len(data), path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PropopsError(Problem("not-utf8", _("The file is UTF-16."), path, 1, hint=_("Save it as UTF-8.")))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PropopsError(Problem("not-utf8", _("The file is not UTF-8."), path, line, hint=_("Save it as UTF-8."))) from None


_MARKER = r"(?m)^(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)( .*)?$"
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]"
_BIDI = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def _refuse_what_is_not_a_record_file(text: str, path: str) -> None:
    """What an editor left behind, and what cannot be seen: a diff that hides something is worse than a refusal."""
    for found, code, message, hint in (
        (text.startswith("\ufeff") - 1, "bom", N_("The file begins with a byte order mark."), N_("Save it as UTF-8 without one.")),
        (text.find("\r"), "crlf", N_("The lines end as on Windows."), N_("Save it with the line ends of Unix (LF).")),
        (text.find("\t"), "tab", N_("There is a tab."), N_("Indent with spaces; inside a text write it as \\t between double quotes.")),
        (_at(_MARKER, text), "conflict-marker", N_("A merge was not finished here."), N_("Choose one side and save.")),
        (_at(_CONTROL, text), "control-character", N_("There is a control character in the file."), ""),
        (_at(_BIDI, text), "bidi", N_("There is a character that turns the direction of the text."), N_("Remove it.")),
    ):
        if found >= 0:
            raise _problem(code, _(message), path, text, found, _(hint) if hint else "")


def _at(pattern: str, text: str) -> int:
    match = re.search(pattern, text)
    return match.start() if match else -1


def _problem(code: str, message: str, path: str, text: str, at: int, hint: str = "") -> PropopsError:
    return PropopsError(Problem(code, message, path, text.count("\n", 0, at) + 1, hint=hint))


def _syntax_error(error: Exception, text: str, path: str) -> PropopsError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return PropopsError(
        Problem("yaml-syntax", _("This is not valid YAML: %(what)s.") % {"what": what}, path, line, hint=_hint(what, text, line))
    )


def _hint(what: str, text: str, line: int) -> str:
    """The usual slips of a Chinese keyboard show up as an error on this line or the one after it."""
    near = "\n".join(text.splitlines()[max(0, line - 2) : line])
    if re.search(r"^\s*(- )?\w+：", near, re.MULTILINE):
        return _("Use a half-width colon and a space: `key: value`.")
    if re.search("[“”‘’]", near):
        return _('Use straight quotes: "…".')
    return next((_(words) for start, words in _IN_PLAIN_WORDS if what.startswith(start)), "")


# What the parsers say, in words for somebody who never heard of tokens.
_IN_PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        N_("There is a second colon in the line, or the line above is not finished; put a text with a colon in quotes."),
    ),
    ("could not find expected ':'", N_("A line has no colon, or does not stand far enough to the right.")),
    ("did not find expected key", N_("This line does not stand straight below those that it belongs to.")),
    ("did not find expected '-'", N_("This line does not stand straight below those that it belongs to.")),
    ("expected <block end>", N_("This line does not stand straight below those that it belongs to.")),
    ("did not find expected ','", N_("A bracket is not closed, or a comma is missing.")),
    ("found unexpected", N_("A quote or a bracket is not closed.")),
    ("found character that cannot start", N_("This begins with a character that has a meaning of its own; put the text in quotes.")),
    ("found unknown escape", N_("In double quotes a backslash is written twice.")),
)


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


# From the end of one item to the dash of the next there is only space and comment.
_TO_DASH = re.compile(r"(?:[ \n]++|#[^\n]*+)*+(?=-)")
_COLON = re.compile(" *:")


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
            documents += name == "DocumentStartEvent"
            if documents > 1 or (name == "DocumentEndEvent" and event.explicit):
                self.fail(event, "second-document", _("A record file holds one document; remove the `---`."))
            if name not in ("StreamStartEvent", "StreamEndEvent", "DocumentStartEvent", "DocumentEndEvent"):
                top = self.top(event, name)
        return top if isinstance(top, (Map, Seq)) else None

    def top(self, event: Any, name: str) -> Any:
        top = self.value(event, name, 0)
        if not isinstance(top, (Map, Seq)) and not _is_nothing(event, name):
            self.fail(event, "not-a-list", _("A list of records is expected here."))
        if isinstance(top, Seq) and top.flow and top:
            self.fail(event, "flow-list", _("Write one record below the other, not in [ ]."))
        return top

    def value(self, event: Any, name: str, depth: int) -> Any:
        if name == "AliasEvent" or event.anchor is not None:
            self.fail(event, "anchor", _("Anchors and aliases are not used in record files."))
        if event.tag is not None:
            self.fail(event, "tag", _("Tags are not used in record files."))
        if name == "ScalarEvent":
            return self.scalar(event, name)
        if depth >= MAX_DEPTH:
            self.fail(event, "too-deep", _("This is nested too deeply for a record."))
        return self.mapping(event, depth) if name == "MappingStartEvent" else self.sequence(event, depth)

    def scalar(self, event: Any, name: str) -> Any:
        if _is_nothing(event, name):
            return None  # the parsers disagree about where it stands
        self.end = event.end_mark.index
        style = event.style
        if style in ("|", ">"):
            self.end = len(self.text[: self.end].rstrip("\n "))
            return event.value
        return event.value if style else resolve(event.value)

    def mapping(self, event: Any, depth: int) -> Map:
        mark = event.start_mark
        found = Map(mark.index, mark.line + 1, mark.column, bool(event.flow_style))
        if found.flow and self.text[found.start] != "{":
            self.fail(event, "bad-key", _("A key must be one plain word."))
        for key_event in self.events:
            if type(key_event).__name__ == "MappingEndEvent":
                break
            key, colon = self.key(key_event, found)
            self.end = colon
            value_event = next(self.events)
            name = type(value_event).__name__
            start = colon if _is_nothing(value_event, name) else value_event.start_mark.index
            found[key] = self.value(value_event, name, depth + 1)
            found.lines[key] = key_event.start_mark.line + 1
            found.spans[key] = (key_event.start_mark.index, colon, start, self.end)
        if found.flow:
            self.end = key_event.end_mark.index
        return found

    def key(self, event: Any, found: Map) -> tuple[str, int]:
        """A key, and the offset behind its colon."""
        if type(event).__name__ != "ScalarEvent" or event.anchor is not None or event.tag is not None:
            self.fail(event, "bad-key", _("A key must be one plain word."))
        colon = _COLON.match(self.text, event.end_mark.index)
        if colon is None or self.is_explicit(event.start_mark.index) or (event.value == "<<" and not event.style):
            self.fail(event, "bad-key", _("A key must be one plain word."))  # `? key`, `{key}`, `<<: …`
        if event.value in found:
            message = _("The key %(key)s stands twice in this record (first in line %(line)d).")
            self.fail(event, "duplicate-key", message % {"key": event.value, "line": found.lines[event.value]})
        return str(event.value), colon.end()

    def is_explicit(self, at: int) -> bool:
        return self.text[self.text.rfind("\n", 0, at) + 1 : at].rstrip(" ").endswith("?")

    def sequence(self, event: Any, depth: int) -> Seq:
        found = Seq(event.start_mark.index, bool(event.flow_style))
        self.end = found.start
        for item in self.events:
            name = type(item).__name__
            if name == "SequenceEndEvent":
                break
            start = item.start_mark.index
            if not found.flow:
                self.end = self.dash(found)
                start = self.end if _is_nothing(item, name) else start
            found.append(self.value(item, name, depth + 1))
            found.lines.append(item.start_mark.line + 1)
            found.spans.append((start, self.end))
        if found.flow:
            self.end = item.end_mark.index
        found.end = self.end
        return found

    def dash(self, found: Seq) -> int:
        """Notes where the next item's dash stands and gives the offset behind it."""
        match = _TO_DASH.match(self.text, self.end)
        assert match is not None
        found.dashes.append(match.end())
        return match.end() + 1

    def fail(self, event: Any, code: str, message: str) -> NoReturn:
        raise PropopsError(Problem(code, message, self.path, event.start_mark.line + 1))


def _is_nothing(event: Any, name: str) -> bool:
    return name == "ScalarEvent" and not event.style and not event.value
