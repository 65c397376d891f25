"""Typing in returned paper: every key makes one state out of another, so that a form is seven digits and one for each question.

Scales: the score; 9 or * for don't know; 0, - or a space for no answer. A scale of ten takes 0 for 10, and 9 is a score of it. Choices:
their number. Texts end with Enter. Enter is never needed after a digit. Backspace takes the last answer back, and so does u; before the
first digit of a form u takes back the form just finished.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from propops.models.survey import Question, QuestionType
from propops.surveys.codes import LENGTH, is_sound
from propops.surveys.forms import Form

ENTER, BACK, UNDO = "\n", "\x7f", "u"
NONE, DONT_KNOW, TEN = "0- ", "9*", "0"
END, END_ANYWHERE = "q", "\x04"


class Say(Enum):
    """What came of a key, for the screen to put into words."""

    NOTHING = auto()
    WRONG_KEY = auto()
    BAD_CODE = auto()
    UNKNOWN_CODE = auto()
    ROOM_REFUSED = auto()
    TWICE = auto()
    ANSWERED = auto()
    WENT_BACK = auto()
    FINISHED = auto()
    REOPEN = auto()
    QUIT = auto()


@dataclass(frozen=True)
class Ground:
    """What is typed in: the questions, the forms there are, by code and by room, and those that are in already."""

    questions: Sequence[Question]
    forms: Mapping[str, Form]
    taken: Collection[str]

    def by_room(self, room: str) -> Form | None:
        return next((form for form in self.forms.values() if form.unit == room), None)

    @property
    def is_anonymous(self) -> bool:
        return all(form.unit is None for form in self.forms.values())


@dataclass(frozen=True)
class Typing:
    """A form half typed: first its code, then an answer (None for none) to each question so far, then the text at hand."""

    form: Form | None = None
    answers: tuple[str | None, ...] = ()
    buffer: str = ""
    enters: bool = False  # this clerk presses Enter after digits too
    after_digit: bool = False

    @property
    def is_fresh(self) -> bool:
        return self.form is None and not self.buffer


def press(ground: Ground, typing: Typing, key: str) -> tuple[Typing, Say]:
    if key == END_ANYWHERE:
        return typing, Say.QUIT
    if typing.form is None:
        return _code_key(ground, typing, key)
    question = ground.questions[len(typing.answers)]
    if typing.after_digit and key == ENTER and (question.type is not QuestionType.TEXT or typing.enters):
        return replace(typing, after_digit=False, enters=True), Say.NOTHING
    if question.type is QuestionType.TEXT:
        return _text_key(ground, replace(typing, after_digit=False), key)
    return _digit_key(ground, typing, question, key)


# --- the code ---------------------------------------------------------------------------------------------------------


def _code_key(ground: Ground, typing: Typing, key: str) -> tuple[Typing, Say]:
    if key == BACK:
        return replace(typing, buffer=typing.buffer[:-1]), Say.NOTHING
    if not typing.buffer and key == ENTER:
        return typing, Say.NOTHING
    if not typing.buffer and key in (UNDO, END):
        return typing, Say.REOPEN if key == UNDO else Say.QUIT
    buffer = typing.buffer + (key if key != ENTER else "")
    if key == ENTER or (len(buffer) == LENGTH and buffer.isdigit()):
        return _opened(ground, buffer.strip())
    return replace(typing, buffer=buffer), Say.NOTHING


def _opened(ground: Ground, text: str) -> tuple[Typing, Say]:
    is_code = text.isdigit()
    form = ground.forms.get(text) if is_code else ground.by_room(text)
    if form is None:
        return Typing(), _why_not(ground, text) if is_code else Say.ROOM_REFUSED if ground.is_anonymous else Say.UNKNOWN_CODE
    if form.code in ground.taken:
        return Typing(), Say.TWICE
    return Typing(form=form, after_digit=is_code), Say.NOTHING


def _why_not(ground: Ground, code: str) -> Say:
    return Say.UNKNOWN_CODE if is_sound(code) else Say.BAD_CODE


# --- the answers ------------------------------------------------------------------------------------------------------


def _digit_key(ground: Ground, typing: Typing, question: Question, key: str) -> tuple[Typing, Say]:
    if key in (BACK, UNDO):
        return _back(ground, typing)
    if key == ENTER:
        return typing, Say.NOTHING
    try:
        return _answered(ground, typing, answer_of(question, key), after_digit=True)
    except ValueError:
        return typing, Say.WRONG_KEY


def answer_of(question: Question, key: str) -> str | None:
    """What one key says to a question; ValueError for a key that says nothing. What is a score of the scale is nothing else."""
    score = "10" if key == TEN else key
    if score in question.scores:
        return score
    if question.scores and key in DONT_KNOW:
        return question.dont_know
    if key in NONE:
        return None
    if question.type is QuestionType.CHOICE and key in "123456789" and int(key) <= len(question.choices):
        return question.choices[int(key) - 1]
    raise ValueError(key)


def _text_key(ground: Ground, typing: Typing, key: str) -> tuple[Typing, Say]:
    if key == BACK and not typing.buffer:
        return _back(ground, typing)
    if key == BACK:
        return replace(typing, buffer=typing.buffer[:-1]), Say.NOTHING
    if key != ENTER:
        return replace(typing, buffer=typing.buffer + key), Say.NOTHING
    if typing.buffer.strip() == UNDO:
        return _back(ground, replace(typing, buffer=""))
    text = typing.buffer.strip()
    return _answered(ground, typing, None if text in ("", "0") else text, after_digit=False)


def _answered(ground: Ground, typing: Typing, answer: str | None, after_digit: bool) -> tuple[Typing, Say]:
    after = replace(typing, answers=(*typing.answers, answer), buffer="", after_digit=after_digit)
    return after, Say.FINISHED if len(after.answers) == len(ground.questions) else Say.ANSWERED


def _back(ground: Ground, typing: Typing) -> tuple[Typing, Say]:
    """The answer before; at the first question, the code."""
    if not typing.answers:
        return Typing(), Say.WENT_BACK
    return replace(typing, answers=typing.answers[:-1], buffer="", after_digit=False), Say.WENT_BACK


def reopened(form: Form, answers: Sequence[str | None]) -> Typing:
    """A finished form, at its last question again."""
    return Typing(form=form, answers=tuple(answers[:-1]))


# --- a line from a pipe -----------------------------------------------------------------------------------------------


def parse_line(ground: Ground, line: str) -> Typing:
    """`4821735 5543 4599 | too dark at night | |`: code or room, one key for each question, texts after bars. ValueError says why not."""
    head, *texts = (part.strip() for part in line.split("|"))
    code, __, digits = head.partition(" ")
    typing, said = _opened(ground, code)
    if typing.form is None:
        raise ValueError(said.name)
    closed = [question for question in ground.questions if question.type is not QuestionType.TEXT]
    keys = "".join(digits.split())
    if len(keys) != len(closed):
        raise ValueError("COUNT")
    if len(texts) > len(ground.questions) - len(closed):
        raise ValueError("TEXTS")
    given = iter(keys)
    written = iter(texts)
    answers = tuple(
        (next(written, "") or None) if question.type is QuestionType.TEXT else answer_of(question, next(given))
        for question in ground.questions
    )
    return replace(typing, answers=answers)
