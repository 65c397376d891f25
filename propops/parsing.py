"""What people type: days, months, amounts, rooms. Parsed strictly and kindly, never by a general date parser
(for which the room 3-1-502 is a day in the sixth century). Every function raises ValueError on what it does not know."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

_WEEKDAYS = "一二三四五六日"
_RELATIVE = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2, "大后天": 3, "昨天": -1, "yesterday": -1, "前天": -2}


def parse_day(text: str, today: date) -> date:
    """2026-12-01, 2026/12/1, 20261201, 2026年12月1日, 12月1日, 12-1, 今天, 明天, 周五, 下周一, 3天后, 月底. ValueError otherwise.

    A day without a year is the nearest one within half a year either way.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _RELATIVE:
        return today + timedelta(days=_RELATIVE[plain])
    for pattern, make in _DAY_FORMS:
        if match := re.fullmatch(pattern, plain):
            return make(match, today)
    raise ValueError(text)


def _full(match: re.Match[str], today: date) -> date:
    found = date(*map(int, match.groups()))
    if not 1900 <= found.year < 2200:
        raise ValueError(match[0])
    return found


def _without_year(match: re.Match[str], today: date) -> date:
    month, day = map(int, match.groups())
    near = [date(year, month, day) for year in (today.year - 1, today.year, today.year + 1) if _exists(year, month, day)]
    return min(near, key=lambda found: abs((found - today).days))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _weekday(match: re.Match[str], today: date) -> date:
    weeks = len(match[1] or "")
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=7 * weeks + _WEEKDAYS.index(match[2].replace("天", "日")))


def _days_away(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=int(match[1]) * (1 if match[2] == "后" else -1))


def _month_end(match: re.Match[str], today: date) -> date:
    from dateutil.relativedelta import relativedelta

    return today + relativedelta(months=1 if match[0].startswith("下") else 0, day=31)


_DAY_FORMS: tuple[tuple[str, Callable[[re.Match[str], date], date]], ...] = (
    (r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", _full),
    (r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})", _full),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", _full),
    (r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]", _full),
    (r"([0-9]{1,2})月([0-9]{1,2})[日号]", _without_year),
    (r"([0-9]{1,2})[-/]([0-9]{1,2})", _without_year),
    (r"(?:本|这)?()(?:周|星期)([一二三四五六日天])", _weekday),
    (r"(下{1,2})个?(?:周|星期)([一二三四五六日天])", _weekday),
    (r"([0-9]{1,3})天(后|前)", _days_away),
    (r"(?:本|下个?)?月底", _month_end),
)


def parse_month(text: str, today: date) -> str:
    """2026-12, 202612, 2026年12月, 12月, 本月, 下月, 上月 -> `2026-12`."""
    from dateutil.relativedelta import relativedelta

    plain = re.sub("^([这上下])个", r"\1", unicodedata.normalize("NFKC", text).strip())
    words = {"本月": 0, "这月": 0, "下月": 1, "上月": -1}
    if plain in words:
        return f"{today + relativedelta(months=words[plain]):%Y-%m}"
    match = re.fullmatch(r"((?:19|20|21)[0-9]{2})(?:[-/年]([0-9]{1,2})|([0-9]{2}))月?|([0-9]{1,2})月?", plain)
    month = int(match[2] or match[3] or match[4]) if match else 0
    if match is None or not 1 <= month <= 12:
        raise ValueError(text)
    return f"{int(match[1] or today.year):04d}-{month:02d}"


def parse_amount(text: str) -> "Decimal":
    """1234.5, 1,234.50, ￥1234, 1234元 and full-width digits; at most two places."""
    plain = re.sub(r"^[¥￥] *|(?<=[0-9]) *元$", "", unicodedata.normalize("NFKC", text).strip())
    return round(_number(plain, r"(\.[0-9]{1,2})?"), 2)


def parse_number(text: str) -> "Decimal":
    return _number(unicodedata.normalize("NFKC", text).strip(), r"(\.[0-9]{1,10})?")


def _number(plain: str, places: str) -> "Decimal":
    """Digits and nothing else: Decimal itself also takes 1e99999, NaN and Infinity for a number."""
    if not re.fullmatch(r"-?([0-9]{1,3}(,[0-9]{3}){1,4}|[0-9]{1,15})" + places, plain):
        raise ValueError(plain)
    from decimal import Decimal

    return Decimal(plain.replace(",", ""))


def parse_material(text: str) -> "tuple[str, Decimal | None, Decimal | None]":
    """三角阀, 三角阀×2, 三角阀×2=50 -> what it is, how many, what they cost together."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = re.fullmatch(r"([^=]*?[^\s=])\s*(?:[×xX*]\s*([0-9.,]+)\s*)?(?:=\s*(.+))?", plain)
    if match is None:
        raise ValueError(text)
    return match[1], parse_number(match[2]) if match[2] else None, parse_amount(match[3]) if match[3] else None


def parse_unit(text: str) -> str:
    """3-2-1001, 3/2/1001, 3栋2单元1001室 -> `3-2-1001`; leading zeros of building and entrance are dropped."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    plain = re.sub(r"(栋|幢|号楼|座|楼|单元|门|/|_|—|–|\s)+", "-", plain).strip("-")
    parts = [part for part in re.sub(r"[室号房]$", "", plain).split("-") if part]
    if not 2 <= len(parts) <= 3 or not all(re.fullmatch(r"[0-9A-Z]{1,6}", part) for part in parts):
        raise ValueError(text)
    return "-".join([*(part.lstrip("0") or "0" for part in parts[:-1]), parts[-1]])


def parse_instant(text: str, now: datetime) -> datetime:
    """`2026-12-01T09:30`, `2026-12-01 09:30`, `明天 9:30`, `明天9:30`, or `09:30` for today, in the estate's time."""
    plain = re.sub(r"(?<=[一-龥])(?=[0-9]{1,2}:)", " ", unicodedata.normalize("NFKC", text).strip())
    head, __, clock = plain.replace("T", " ").rpartition(" ")
    match = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?", clock)
    if match is None:
        return _iso_instant(plain, now)
    day = parse_day(head, now.date()) if head else now.date()
    return datetime.combine(day, time(int(match[1]), int(match[2]), int(match[3] or 0)), now.tzinfo)


def _iso_instant(plain: str, now: datetime) -> datetime:
    moment = datetime.fromisoformat(plain).replace(microsecond=0)
    if not 1900 <= moment.year < 2200:
        raise ValueError(plain)
    return moment.astimezone(now.tzinfo) if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def refuse_masked(text: str) -> None:
    """A masked phone or name that was copied from a list is no phone and no name."""
    if "**" in unicodedata.normalize("NFKC", text):
        raise ValueError(text)
