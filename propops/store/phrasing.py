"""Forbidden phrases in what staff write: found letter by letter, but not in quotes, and not where somebody else is speaking."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from propops.errors import Problem, PropopsError
from propops.frozen import Frozen, value_type
from propops.i18n import _
from propops.models.base import Record, flaw
from propops.models.parts.phrases import Forbidden, PhraseBook
from propops.store import beside

NAME = "phrases"

_QUOTED = '“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|《[^》]*》|"[^"\n]*"'
_SENTENCE_ENDS = "。！？!?；;…\n"
_MARKS = {"，": r"[，,、\s]*", "？": "[？?！!。.…]", "！": "[？?！!。.…]"}
_OPENING = rf"(?:(?<=[{_SENTENCE_ENDS}：:])\s*|(?<![\s\S])\s*)"
NEVER = r"(?!)"
_CLOSING = r"(?=[啊呀呢吧嘛啦哦的]?(?:[，,。.！!？?；;…~～\s]|$))"


@value_type
class Slip(Frozen):
    """A forbidden phrase, the words in which it was said, and where in the text they begin."""

    phrase: Forbidden
    words: str
    at: int


@value_type
class Ear(Frozen):
    """A book of phrases, ready to listen for them."""

    book: PhraseBook

    @cached_property
    def _hints(self) -> set[str]:
        """Letters without which there is nothing to be found: almost no text has them, and this is quick to tell."""
        return {_first_letters(said) for phrase in self.book.forbidden for said in phrase.said} - {""}

    @cached_property
    def _phrases(self) -> list[tuple[Forbidden, re.Pattern[str]]]:
        return [
            (phrase, re.compile("|".join(_pattern(said) for said in phrase.said if _first_letters(said)) or NEVER))
            for phrase in self.book.forbidden
        ]

    def slips(self, text: str) -> list[Slip]:
        """In the order in which they stand."""
        if not any(hint in text for hint in self._hints):
            return []
        bare = re.sub(_QUOTED, lambda match: "□" * len(match[0]), text)
        found = [_slip(phrase, match) for phrase, said in self._phrases for match in said.finditer(bare)]
        return sorted((slip for slip in found if not self._is_reported(bare, slip.at)), key=lambda slip: slip.at)

    def _is_reported(self, text: str, at: int) -> bool:
        begin = max(text.rfind(end, 0, at) for end in _SENTENCE_ENDS) + 1
        return any(word and text.find(word, begin, at) >= 0 for word in self.book.reported)


def _slip(phrase: Forbidden, match: re.Match[str]) -> Slip:
    words = match[0].lstrip()
    return Slip(phrase, words, match.end() - len(words))


def _first_letters(said: str) -> str:
    return re.split("[，？！]", said.strip("^$"))[0]


def _pattern(said: str) -> str:
    letters = "".join(_MARKS.get(letter, re.escape(letter)) for letter in said.strip("^$"))
    return (_OPENING if said.startswith("^") else "") + letters + (_CLOSING if said.endswith("$") else "")


def ear(root: Path) -> Ear:
    """Of the estate's own phrases; raises if its file is broken."""
    return _ear_of(root, *_version(beside.path_of(root, NAME, "zh")))


def some_ear(root: Path) -> Ear:
    """With a broken file of the estate the built-in phrases do: `check` reports the file itself."""
    try:
        return ear(root)
    except PropopsError:
        return _ear_of(root, *_version(beside.built_in(NAME)))


def _version(path: Path) -> tuple[Path, int, int]:
    about = path.stat()
    return path, about.st_mtime_ns, about.st_size


@lru_cache(maxsize=4)
def _ear_of(root: Path, path: Path, mtime: int, size: int) -> Ear:
    return Ear(beside.read(root, path, PhraseBook))


def rude(record: Record, listening: Callable[[], Ear]) -> Iterator[Problem]:
    """Forbidden phrases in what staff wrote in a record. Most records hold no such text, and then nobody has to listen."""
    for field, text in record.spoken():
        for slip in listening().slips(text):
            yield flaw("forbidden-phrase", complaint_of(slip), field, hint_of(slip), severity="warning")


def complaint_of(slip: Slip) -> str:
    return _("The desk does not say “%(words)s”.") % {"words": slip.words}


def hint_of(slip: Slip) -> str:
    return _("Say: %(instead)s") % {"instead": slip.phrase.instead} if slip.phrase.instead else ""
