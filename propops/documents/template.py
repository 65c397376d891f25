"""A template file: a short front matter, then Markdown with Jinja2."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from propops.errors import PropopsError, refuse
from propops.i18n import _

PAPERS: Mapping[str, tuple[float, float]] = {"A4": (210, 297), "A4-landscape": (297, 210), "A5": (148, 210), "A5-landscape": (210, 148)}
LOOKS = ("form", "letter", "wall")
KEYS = ("title", "needs", "fields", "paper", "margins", "copies", "pages", "look")
MAX_BYTES = 200_000
NEED = re.compile(r"[a-z][a-z-]*(\[\])?")
NAME = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True)
class Sheet:
    """The paper, in millimetres; `margins` are top, right, bottom, left. A `numbered` document may run over several pages."""

    paper: str = "A4"
    margins: tuple[float, float, float, float] = (18, 18, 16, 18)
    numbered: bool = False
    look: str = "form"
    language: str = "zh"

    @property
    def size(self) -> tuple[float, float]:
        return PAPERS[self.paper]

    @property
    def lang(self) -> str:
        """As HTML and Word name the language."""
        return "zh-CN" if self.language == "zh" else self.language


@dataclass(frozen=True)
class Template:
    """`body` keeps the lines of the front matter as empty ones, so that its line numbers are the file's.

    `needs` says what it is printed for: a home, an officer, a kind of record, or the estate alone. `fields` are what it can be
    told where nothing is recorded of it.
    """

    path: Path
    title: str
    sheet: Sheet
    copies: int
    body: str
    needs: str = "estate"
    fields: tuple[str, ...] = ()


def load(path: Path) -> Template:
    text = read(path)
    front, body = split(text)
    values = _front_matter(path, front)
    if "title" not in values:
        raise _wrong(path, 1, _("The front matter needs a title."))
    needs, fields = _words(path, values, "needs", NEED), _words(path, values, "fields", NAME)
    return Template(path, values["title"][1], _sheet(path, values), _copies(path, values), body, "".join(needs) or "estate", fields)


def read(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if len(raw) > MAX_BYTES:
            raise _wrong(path, 0, _("The template is larger than %(limit)d bytes.") % {"limit": MAX_BYTES})
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _wrong(path, 0, _("The template is not UTF-8 text.")) from error
    except OSError as error:
        raise _wrong(path, 0, _("The template cannot be read: %(why)s") % {"why": error.strerror}) from error


def line_of(path: Path, start: str) -> int:
    """The first line that begins so; 0 where there is none, as in a text that values made."""
    lines = read(path).split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.startswith(start)), 0)


def split(text: str) -> tuple[list[str], str]:
    """The lines of the front matter, and the rest with as many empty lines before it."""
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        return [], text
    end = lines.index("---", 1)
    return lines[1:end], "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def _front_matter(path: Path, lines: list[str]) -> dict[str, tuple[int, str]]:
    values: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines, 2):
        key, colon, value = line.partition(": ")
        if not colon or key not in KEYS or key in values or not value.strip():
            expected = _("Write one line “key: value” for each of: %(keys)s.") % {"keys": ", ".join(KEYS)}
            raise _wrong(path, number, _("This line of the front matter is not understood."), expected)
        values[key] = (number, value.strip())
    return values


def _sheet(path: Path, values: Mapping[str, tuple[int, str]]) -> Sheet:
    paper = _one_of(path, values, "paper", tuple(PAPERS))
    look = _one_of(path, values, "look", LOOKS)
    pages = _one_of(path, values, "pages", ("one", "many"))
    return Sheet(paper, _margins(path, values), pages == "many", look, _language(path))


def _language(path: Path) -> str:
    """`notice.en.md` is English; a file of another name is taken for Chinese."""
    *__, language = path.stem.split(".")
    return language if len(language) == 2 else Sheet.language


def _one_of(path: Path, values: Mapping[str, tuple[int, str]], key: str, choices: tuple[str, ...]) -> str:
    line, value = values.get(key, (0, choices[0]))
    if value not in choices:
        message = _("%(key)s must be one of: %(choices)s.") % {"key": key, "choices": ", ".join(choices)}
        raise _wrong(path, line, message)
    return value


def _margins(path: Path, values: Mapping[str, tuple[int, str]]) -> tuple[float, float, float, float]:
    if "margins" not in values:
        return Sheet().margins
    line, text = values["margins"]
    numbers = [float(word) for word in text.split() if re.fullmatch(r"\d{1,2}", word)]
    if len(numbers) != 4 or len(text.split()) != 4:
        raise _wrong(path, line, _("margins are four whole numbers of millimetres: top, right, bottom, left."))
    return (numbers[0], numbers[1], numbers[2], numbers[3])


def _words(path: Path, values: Mapping[str, tuple[int, str]], key: str, form: re.Pattern[str]) -> tuple[str, ...]:
    line, text = values.get(key, (0, ""))
    if not all(form.fullmatch(word) for word in text.split()) or (key == "needs" and len(text.split()) > 1):
        raise _wrong(path, line, _("%(key)s takes plain small letters.") % {"key": key})
    return tuple(text.split())


def _copies(path: Path, values: Mapping[str, tuple[int, str]]) -> int:
    line, text = values.get("copies", (0, "1"))
    if not re.fullmatch(r"[1-9]", text):
        raise _wrong(path, line, _("copies is a number from 1 to 9."))
    return int(text)


def _wrong(path: Path, line: int, message: str, hint: str = "") -> PropopsError:
    return refuse("bad-template", message, path=str(path), line=line, hint=hint)
