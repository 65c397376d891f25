"""Which column of an online survey's table holds the answers to which question: suggested, then kept with the survey."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from propops.models.survey import Column, Question

# What else a column may hold. A respondent's address, name and IP are not among them: they are never taken in.
NUMBER, AT, CODE, UNIT, BUILDING, CONTACT, IGNORED = "number", "at", "code", "unit", "building", "contact", "-"
OTHERS = (NUMBER, AT, CODE, UNIT, BUILDING, CONTACT, IGNORED)
_KNOWN = {
    NUMBER: "序号 答卷序号 编号 答卷编号 respondent no number id",
    AT: "提交答卷时间 提交时间 答卷时间 时间 submittedat time date timestamp",
    CODE: "表号 问卷编号 问卷号 formcode",
    UNIT: "房号 房间号 门牌号 您的房号 room unit home",
    BUILDING: "楼栋 楼号 栋号 几栋 您住在几栋 building",
    CONTACT: "联系方式 联系电话 手机号 电话 您的联系方式 contact phone",
    IGNORED: "所用时间 来源 来源详情 来自ip ip 总分 姓名 您的姓名 name timetaken source",
}
_BY_NAME = {name: holds for holds, names in _KNOWN.items() for name in names.split()}
ALIKE = 0.8


def suggested(header: Sequence[str], questions: Sequence[Question]) -> dict[int, str]:
    """Column -> question or what else it holds; columns that resemble nothing are left out."""
    found: dict[int, str] = {}
    for column, title in enumerate(header):
        holds = _known(title) or _question(title, questions, set(found.values()))
        if holds and (holds == IGNORED or holds not in found.values()):
            found[column] = holds
    return found


def _known(title: str) -> str | None:
    return _BY_NAME.get(_bare(title))


def _question(title: str, questions: Sequence[Question], taken: set[str]) -> str | None:
    """By id, by the same words, by nearly the same ones."""
    free = [question for question in questions if question.id not in taken]
    for question in free:
        if _bare(title) in (question.id, _bare(question.text)):
            return question.id
    scores = [(_likeness(_bare(title), _bare(question.text)), question.id) for question in free]
    best = max(scores, default=(0.0, ""))
    return best[1] if best[0] >= ALIKE else None


def _likeness(title: str, text: str) -> float:
    if len(text) > 3 and text in title:
        return len(text) / len(title) / 2 + 0.5
    return SequenceMatcher(None, title, text, autojunk=False).ratio()


_MARKS = re.compile(r"\[[^\]]*题\]|\((必答|选填|单选|多选)\)|【[^】]*】")
_NUMBERS = re.compile(r"^(第?[0-9]+[、.．题:)]|q[0-9]+[.、: ])\s*")
_ASKING = re.compile(r"^(您?对|您觉得|您认为)|满意(吗|度)?$|是否满意$")
_PUNCTUATION = re.compile(r"[\s,。.、:;!?*“”\"'()]+")


def _bare(title: str) -> str:
    """`1、您对客服态度满意吗？(必答) [单选题]` -> the words alone."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", title).lower()).strip()
    return _ASKING.sub("", _PUNCTUATION.sub("", _NUMBERS.sub("", plain)))


def from_saved(header: Sequence[str], saved: Sequence[Column]) -> dict[int, str]:
    holds = {column.header: column.holds for column in saved}
    return {place: holds[title] for place, title in enumerate(header) if title in holds}


def to_save(header: Sequence[str], mapping: Mapping[int, str]) -> tuple[Column, ...]:
    return tuple(Column(header=header[place], holds=holds) for place, holds in sorted(mapping.items()))
