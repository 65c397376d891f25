"""A line of the counter's prompt, understood by what each word is and not by where it stands. Knows words, never records."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from propops.prompt.words import BY_NAME, BY_WORD, GLUED, VALUES

_BETWEEN = r"\s,，、;；:：。.!！"  # what may stand between two words
_TOKEN = re.compile(f"[^{_BETWEEN}]+")
_START, _END = f"(?<![^{_BETWEEN}])", f"(?![^{_BETWEEN}])"


@dataclass(frozen=True)
class Said:
    """`home` is a room, a part of one, or the end of a phone number, as it was typed; `text` is what nothing else claimed."""

    verb: str = ""
    home: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


def read(line: str, staff: Mapping[str, str] = {}, at_home: bool = False) -> Said:
    """`staff` has the ids by the names and ids that may be typed. `at_home` says that a home is known already: then a lone number
    in a line about money is the amount."""
    text = _unglued(clean(line))
    verb, text = _verb(text)
    phrase = _Phrase(text, staff, at_home)
    for part in BY_NAME[verb].parts if verb else ("home",):
        phrase.take(part)
    room, home = phrase.values.pop("room", ""), phrase.values.pop("home", "")
    return Said(verb, room or home, phrase.values, tidy(phrase.text))


def is_act(line: str) -> bool:
    """Whether a line begins with an act and says more: no answer to a question does."""
    said = read(line)
    return bool(said.verb) and (bool(said.home or said.text or said.values) or len(clean(line)) > 1) and not clean(line).isdigit()


def nearest(word: str) -> str:
    """The verb that a misspelt word was most likely meant to be, or nothing: 投拆 is 投诉, and complian complaint."""
    scored = [(SequenceMatcher(None, word.lower(), known).ratio(), known) for known in BY_WORD if len(known) > 1]
    best, known = max(scored)
    return BY_WORD[known] if best >= (0.75 if word.isascii() else 0.5) else ""


# --- the text ---------------------------------------------------------------------------------------------------------


def clean(line: str) -> str:
    """Digits, letters and what stands between digits as a Latin keyboard gives them; other Chinese punctuation stays as it is."""
    text = "".join(_plain(character) for character in line if character.isprintable() or character in "\t\u3000")
    text = re.sub(r"(?<=[0-9A-Za-z])[—–－―‐‑−]+(?=[0-9A-Za-z])", "-", text)
    text = re.sub(r"(?<=[0-9])[。．](?=[0-9])", ".", text)
    text = re.sub(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))", ",", text)
    text = re.sub(r"(?<=[0-9])：(?=[0-9]{2})", ":", text)
    return " ".join(text.replace("／", "/").split())


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() and plain.isalnum() and unicodedata.east_asian_width(character) == "F" else character


def tidy(text: str) -> str:
    """Without the marks and gaps that words taken out have left behind."""
    text = re.sub(r"\s*([,，、;；:：])(?:\s*[,，、;；:：])+", r"\1", text)
    text = re.sub(r"(?<=[，、；：]) +", "", re.sub(r" +(?=[，、；：。！])", "", " ".join(text.split())))
    return text.strip(" ,，、;；:：.。!！")


# --- the verb ---------------------------------------------------------------------------------------------------------

_SENTENCE = "|".join(sorted(GLUED, key=len, reverse=True))
_NUMBER = "|".join(sorted((word for word in BY_WORD if not word.isascii() and word.isalnum()), key=len, reverse=True))
_ROOM = (
    r"(?<![0-9A-Za-z.\-/])(?:[0-9]{1,2}|[A-Za-z])(?:[-/.]|栋|幢|座|号楼)"
    r"(?:[0-9]{1,2}(?:[-/.]|单元|门))?(?:[0-9]{3,4}|[0-9]{1,2}[A-Za-z][0-9]{2})(?:室|号房|号|房)?(?![0-9A-Za-z\-/])"
)
_PART = r"1[3-9][0-9]{9}|(?:[0-9]{3,4}|[0-9]{1,2}[A-Za-z][0-9]{2})(?:室|号房|房)?"
_GLUE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^((?:{_ROOM}|{_PART}|) ?)({_SENTENCE})(?=[^{_BETWEEN}])",
        rf"^()({_NUMBER})(?=[0-9A-Za-z])",
        rf"^({_ROOM}|{_PART})()(?=[一-龥])(?![室房号])",
    )
)


def _unglued(text: str) -> str:
    """Chinese is typed without gaps: 报修厨房漏水, 投诉3-2-1001楼上装修, 还17."""
    if text in BY_WORD:
        return text
    for pattern in _GLUE:
        text = pattern.sub(lambda match: f"{match[1]} {match[2]} ", text).strip()
    return text


def _verb(text: str) -> tuple[str, str]:
    """The first word, or the second after a home, or the last: 3-2-1001 投诉 楼上装修 is understood too."""
    tokens = list(_TOKEN.finditer(text))
    places = [0] if tokens else []
    if len(tokens) > 1:
        places += [1] if re.fullmatch(f"{_ROOM}|{_PART}", tokens[0][0]) else []
        places += [len(tokens) - 1] if len(tokens[-1][0]) > 1 and not tokens[-1][0].isascii() else []
    for place in places:
        token = tokens[place]
        if name := BY_WORD.get(token[0].lower()):
            return name, f"{text[: token.start()]} {text[token.end() :]}".strip()
    return "", text


# --- its parts --------------------------------------------------------------------------------------------------------

_MONTH_DAY = r"(?:[0-9]{4}[-/.年])?[0-9]{1,2}[-/月][0-9]{1,2}[日号]?"
_NAMED_DAY = r"今天|明天|大后天|后天|(?:本|这|下{1,2})?个?(?:周|星期)[一二三四五六日天]|[0-9]{1,3}天后|(?:本|下个?)?月底|tomorrow"
_AMOUNT = r"(?<![0-9A-Za-z.,\-])[¥￥]?[0-9][0-9,]*(?:\.[0-9]{1,2})?\s?(?:元|块钱|块)?(?![0-9A-Za-z\-.])"

_PATTERNS: Mapping[str, str] = {
    "room": rf"({_ROOM})",
    "rings": r"([0-9]{1,2}) ?(?:声响|声铃|声|rings?\b)",
    "answer": r"(?:答复|回复|答)[:：] ?(.+)$|\banswer: ?(.+)$",
    "day": rf"(?<![0-9])({_MONTH_DAY}|{_NAMED_DAY})(?![0-9])",
    "period": r"(?<![0-9])([0-9]{4}[qQ][1-4])(?![0-9])",
    "plate": r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6})",
}


class _Phrase:
    """What is left of a line while its parts are taken out one by one."""

    def __init__(self, text: str, staff: Mapping[str, str], at_home: bool) -> None:
        self.text, self.staff, self.at_home = text, staff, at_home
        self.values: dict[str, str] = {}

    def take(self, part: str) -> None:
        special: Mapping[str, Callable[[], None]] = {"home": self._home, "amount": self._amount}
        if part in special:
            special[part]()
        elif part in _PATTERNS:
            self._match(part, _PATTERNS[part])
        else:
            self._word(part, self.staff if part == "staff" else VALUES[part])

    def _match(self, part: str, pattern: str) -> None:
        if found := re.search(pattern, self.text):
            self._keep(part, found, next(filter(None, found.groups())))

    def _word(self, part: str, values: Mapping[str, str]) -> None:
        known = (token for token in _TOKEN.finditer(self.text) if token[0].lower() in values)
        if token := next(known, None):
            self._keep(part, token, values[token[0].lower()])
        elif part == "urgency":
            self._match_end(part, r"(?<![着焦应心危])(很?急)[了!！。]?$", "urgent")

    def _match_end(self, part: str, pattern: str, value: str) -> None:
        """厨房漏水很急: at the end of a text without gaps, but not in 业主很着急."""
        if found := re.search(pattern, self.text.strip()):
            self.text = self.text.strip()
            self._keep(part, found, value)

    def _home(self) -> None:
        """A room wherever it stands; a part of one or of a phone number only where the line begins."""
        if "room" in self.values:
            return
        self._match("home", rf"({_ROOM})")
        is_lone = self.at_home and len(re.findall(_AMOUNT, self.text)) < 2
        if "home" not in self.values and not is_lone:
            self._match("home", rf"^ ?({_PART}){_END}")

    def _amount(self) -> None:
        """What looks like money before what is a mere number; of several the last."""
        found = sorted(re.finditer(_AMOUNT, self.text), key=lambda match: (bool(re.search("[.元块¥￥]", match[0])), match.start()))
        if found:
            self._keep("amount", found[-1], re.sub("[^0-9.]", "", found[-1][0]))

    def _keep(self, part: str, found: re.Match[str], value: str) -> None:
        self.values[part] = value.strip()
        self.text = f"{self.text[: found.start()]} {self.text[found.end() :]}"
