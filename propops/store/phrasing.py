"""Forbidden phrases in what staff write: found letter by letter, but not in quotes, and not where somebody else is speaking."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from propops.digests import digest
from propops.errors import Problem, PropopsError
from propops.frozen import Frozen, value_type
from propops.i18n import _
from propops.models.base import Record, flaw
from propops.store import beside
from propops.store.rows import Rows

if TYPE_CHECKING:
    from propops.models.parts.phrases import Forbidden, PhraseBook

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

    phrase: "Forbidden"
    words: str
    at: int


@value_type
class Ear(Frozen):
    """Listens for the phrases of a book, which is opened for a text that holds one of `hints`: almost none does."""

    hints: Collection[str]
    opened: "Callable[[], PhraseBook]"

    @cached_property
    def book(self) -> "PhraseBook":
        return self.opened()

    @cached_property
    def _by_first_letter(self) -> dict[str, list[str]]:
        return {letter: [hint for hint in self.hints if hint[0] == letter] for letter in {hint[0] for hint in self.hints}}

    def _may_find_any(self, text: str) -> bool:
        return any(hint in text for letter in self._by_first_letter.keys() & text for hint in self._by_first_letter[letter])

    @cached_property
    def _phrases(self) -> "list[tuple[Forbidden, re.Pattern[str]]]":
        return [
            (phrase, re.compile("|".join(_pattern(said) for said in phrase.said if _first_letters(said)) or NEVER))
            for phrase in self.book.forbidden
        ]

    def slips(self, text: str) -> list[Slip]:
        """In the order in which they stand."""
        if not self._may_find_any(text):
            return []
        bare = re.sub(_QUOTED, lambda match: "□" * len(match[0]), text)
        found = [_slip(phrase, match) for phrase, said in self._phrases for match in said.finditer(bare)]
        return sorted((slip for slip in found if not self._is_reported(bare, slip.at)), key=lambda slip: slip.at)

    def _is_reported(self, text: str, at: int) -> bool:
        begin = max(text.rfind(end, 0, at) for end in _SENTENCE_ENDS) + 1
        return any(word and text.find(word, begin, at) >= 0 for word in self.book.reported)


def _slip(phrase: "Forbidden", match: re.Match[str]) -> Slip:
    words = match[0].lstrip()
    return Slip(phrase, words, match.end() - len(words))


def _first_letters(said: str) -> str:
    return re.split("[，？！]", said.strip("^$"))[0]


def _pattern(said: str) -> str:
    letters = "".join(_MARKS.get(letter, re.escape(letter)) for letter in said.strip("^$"))
    return (_OPENING if said.startswith("^") else "") + letters + (_CLOSING if said.endswith("$") else "")


def hints_of(book: "PhraseBook") -> set[str]:
    """Letters without which there is nothing of the book to be found in a text."""
    return {_first_letters(said) for phrase in book.forbidden for said in phrase.said} - {""}


def ear_for(book: "PhraseBook") -> Ear:
    return Ear(hints_of(book), lambda: book)


def book_of(root: Path) -> "PhraseBook":
    """The estate's own; raises if its file is broken."""
    return _read(root, path := beside.path_of(root, NAME, "zh"), _edition(path))


def some_ear(root: Path, rows: Rows) -> Ear:
    """With a broken file of the estate the built-in book does: `check` reports the file itself. What is listened for first is
    noted with the rows, as a change would take longer to read the book than to do all else."""
    hints = rows.memo(NAME, (), lambda: sorted(hints_of(_some_book(root))), _edition(beside.path_of(root, NAME, "zh")))
    return Ear(hints, lambda: _some_book(root))


def _some_book(root: Path) -> "PhraseBook":
    try:
        return book_of(root)
    except PropopsError:
        return _read(root, path := beside.built_in(NAME), _edition(path))


def _edition(path: Path) -> str:
    """By what it says: a time and a size may be the same afterwards."""
    try:
        return digest(path.read_bytes()).hex()
    except OSError:
        return ""


@lru_cache(maxsize=4)
def _read(root: Path, path: Path, edition: str) -> "PhraseBook":
    from propops.models.parts.phrases import PhraseBook

    return beside.read(root, path, PhraseBook)


def rude(record: Record, listening: Callable[[], Ear]) -> Iterator[Problem]:
    """Forbidden phrases in what staff wrote in a record. Most records hold no such text, and then nobody has to listen."""
    for field, text in record.spoken():
        for slip in listening().slips(text):
            yield flaw("forbidden-phrase", complaint_of(slip), field, hint_of(slip), severity="warning")


def complaint_of(slip: Slip) -> str:
    return _("The desk does not say “%(words)s”.") % {"words": slip.words}


def hint_of(slip: Slip) -> str:
    return _("Say: %(instead)s") % {"instead": slip.phrase.instead} if slip.phrase.instead else ""
