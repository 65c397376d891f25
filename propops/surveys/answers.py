"""What people write for an answer: `非常满意`, `5分`, `５`, `不了解`, `-1`, or nothing."""

import re
import unicodedata
from collections.abc import Collection

from propops.models.survey import DONT_KNOW, DONT_KNOW_WIDE, Question, QuestionType

# From the best to the worst; each line holds the words of one point.
_WORDS = (
    "非常满意 很满意 十分满意 非常同意 完全同意 很好 优秀 verysatisfied verygood excellent stronglyagree",
    "满意 比较满意 较满意 同意 比较同意 好 良好 satisfied good agree",
    "一般 基本满意 中立 普通 尚可 neutral fair average neithersatisfiednordissatisfied neitheragreenordisagree",
    "不满意 不太满意 较不满意 比较不满意 不同意 不太同意 差 dissatisfied unsatisfied poor disagree",
    "非常不满意 很不满意 十分不满意 非常不同意 完全不同意 很差 verydissatisfied veryunsatisfied verypoor stronglydisagree",
)
# Which of these lines a scale of so many points has; a longer one has numbers alone.
_LINES = {2: (1, 3), 3: (1, 2, 3), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
SCORES = {
    points: {word: str(points - place) for place, line in enumerate(lines) for word in _WORDS[line].split()}
    for points, lines in _LINES.items()
}
_UNKNOWING = "不了解 不清楚 不知道 说不清 不适用 未接触 dontknow don'tknow don’tknow donotknow notsure notapplicable n/a na dk"
DONT_KNOW_WORDS = frozenset(_UNKNOWING.split())
DONT_KNOW_CODES = frozenset((DONT_KNOW, DONT_KNOW_WIDE, "-1"))
NOTHING = frozenset(("", "-", "—", "/", "空", "跳过", "未答", "未填写", "none", "null", "nan", "-2", "-3"))

NO_COMPLAINT = NOTHING | {"无", "没有", "没", "暂无", "都好", "都满意", "no", "nothing"}


class NotAnAnswer(ValueError):
    """What stands there is none of the question's answers."""


def understood(question: Question, text: str, dont_know: Collection[str] = ()) -> str | None:
    """The value that a response stores; None for no answer. Raises NotAnAnswer.

    `dont_know` are the survey's further codes; one of them may look like a score, and then is none.
    """
    if question.type is QuestionType.TEXT:
        return text.strip() if _plain(text) not in ("", "空", "跳过") else None
    if question.type is QuestionType.CHOICE:
        return _choice(question, text)
    return _score(question, text, {_plain(code) for code in dont_know})


def says_something(text: str) -> bool:
    """Where what was wrong is asked for, `无。` is no grievance."""
    return _plain(text).rstrip("。.!！") not in NO_COMPLAINT


def _score(question: Question, text: str, dont_know: Collection[str]) -> str | None:
    plain = _plain(text)
    if plain in dont_know or plain in (DONT_KNOW_CODES | DONT_KNOW_WORDS) - set(question.scores):
        return question.dont_know
    if plain in NOTHING:
        return None
    number = re.fullmatch(r"([0-9]{1,3})(?:\.0+)?[分星]?", plain)
    if number and str(int(number[1])) in question.scores:
        return str(int(number[1]))
    word = re.sub(r"[(（]?[0-9]{1,2}[分星]?[)）]?$|^[a-e0-9][.、．]", "", plain)
    words = SCORES.get(question.points, {})
    if not number and word in words:
        return words[word]
    if word in DONT_KNOW_WORDS:
        return question.dont_know
    raise NotAnAnswer(text)


def _choice(question: Question, text: str) -> str | None:
    plain = _plain(text)
    for place, choice in enumerate(question.choices, 1):
        if plain in (_plain(choice), str(place), f"{chr(96 + place)}.{_plain(choice)}"):
            return choice
    if plain in NOTHING:
        return None
    raise NotAnAnswer(text)


def _plain(text: str) -> str:
    """Full-width and half-width, spaces, hyphens and capitals mean the same; so do brackets around the whole."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower().replace("−", "-")
    return re.sub(r"^\((.*)\)$", r"\1", plain)
