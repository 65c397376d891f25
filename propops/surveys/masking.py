"""What residents wrote, without what tells who they are."""

import re
from collections.abc import Iterable

_DIGITS = r"[0-9０-９]"
_PHONE = re.compile(rf"(?:\+?86[- ]?)?{_DIGITS}(?:[- ]?{_DIGITS}){{6,}}")
_ROOM = re.compile(
    rf"{_DIGITS}{{1,3}}[-－—/]{_DIGITS}{{1,2}}[-－—/]{_DIGITS}{{2,5}}(?:室|房)?"
    rf"|{_DIGITS}{{1,3}}\s*(?:号楼|栋|幢|座|#)\s*(?:{_DIGITS}{{1,2}}\s*(?:单元|门)\s*)?{_DIGITS}{{2,5}}\s*(?:室|房|号)?"
    rf"|{_DIGITS}{{1,2}}\s*单元\s*{_DIGITS}{{2,5}}\s*(?:室|房|号)?"
    rf"|{_DIGITS}{{3,5}}\s*(?:室|房|号房|户)"
)
_CONTACT = re.compile(r"(微信号?|weixin|wechat|QQ)\s*[:：]?\s*[A-Za-z0-9_-]{5,}|[\w.+-]+@[\w-]+\.[\w.]+", re.IGNORECASE)
HIDDEN = "***"


def masked(text: str, names: Iterable[str] = ()) -> str:
    """Phones, rooms, accounts and the names of people known here; a building alone stays."""
    for name in sorted((name for name in names if len(name) > 1), key=len, reverse=True):
        text = text.replace(name, name[0] + "**")
    for pattern in (_CONTACT, _ROOM, _PHONE):
        text = pattern.sub(HIDDEN, text)
    return text
