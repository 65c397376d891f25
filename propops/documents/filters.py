"""What a template may do to a value: `{{ bill.amount|money }}`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from propops.documents import numerals
from propops.documents.plain import BLANK, KEEP, Ready, carry, carry_lines, clean
from propops.errors import refuse
from propops.i18n import _

T = TypeVar("T")
MAX_BLANK = 80
EMPTY_BOX, FULL_BOX = "□", "■"


def blank(value: object = None, width: int = 8) -> object:
    """The value, or that many half-width places to write it by hand."""
    return value if value not in (None, "") else Ready(BLANK * min(width, MAX_BLANK))


def day(value: date | None) -> str:
    if value is None:
        return Ready(f"{BLANK * 6}年{BLANK * 3}月{BLANK * 3}日")
    return numerals.day(_a(date, value))


def weekday(value: date | None) -> str:
    return numerals.weekday(_a(date, value)) if value is not None else ""


def clock(value: time | datetime | None) -> str:
    if value is None:
        return Ready(f"{BLANK * 3}时{BLANK * 3}分")
    moment = value.time() if isinstance(value, datetime) else _a(time, value)
    return moment.strftime("%H:%M")


def moment(value: datetime | None) -> str:
    """Blank it has no year: the cells of a form are narrow."""
    if value is None:
        return Ready("".join(BLANK * 3 + unit for unit in "月日时分"))
    return f"{numerals.day(_a(datetime, value))} {clock(value)}"


def short(value: date | datetime | None) -> str:
    """For a narrow column: 12-01, with the time where there is one."""
    if value is None:
        return ""
    return _a(date, value).strftime("%m-%d %H:%M" if isinstance(value, datetime) else "%Y-%m-%d")


def money(value: Decimal | int | None) -> str:
    return Ready(BLANK * 10) if value is None else numerals.money(_amount(value))


def capitals(value: Decimal | int | None) -> str:
    return Ready(BLANK * 30) if value is None else numerals.capitals(_amount(value))


def counting(value: int) -> str:
    return numerals.counting(_a(int, value))


def lines(value: str | None) -> str:
    """Keeps the line ends of the value, which are spaces otherwise."""
    return carry_lines(_a(str, value)) if value is not None else ""


def sentence(value: str | None, stop: str = "。") -> str:
    """With one full stop, whether the records hold it or not."""
    return _a(str, value).rstrip("。．.；; ") + stop if value else ""


def kept(value: str | None) -> str:
    """Stays on one line: a telephone number, a name."""
    return Ready(KEEP + carry(_a(str, value)) + KEEP) if value else ""


def boxes(options: Sequence[str], chosen: object = None) -> Ready:
    """□ one for each option; the box and its word stay on one line."""
    picked = [str(item) for item in (chosen if isinstance(chosen, list) else [chosen])]
    return Ready("\u3000".join(f"{KEEP}{FULL_BOX if option in picked else EMPTY_BOX}\u00a0{carry(option)}{KEEP}" for option in options))


def having(values: Sequence[Mapping[str, object]], key: str, wanted: object) -> list[Mapping[str, object]]:
    return [value for value in values if value[key] == wanted]


def grouped(values: Sequence[Mapping[str, object]], key: str) -> list[dict[str, object]]:
    """Groups in the order they first appear: a form's areas have theirs."""
    groups: dict[object, list[object]] = {}
    for value in values:
        groups.setdefault(value[key], []).append(value)
    return [{"name": name, "members": members} for name, members in groups.items()]


def box(ticked: object = False) -> Ready:
    return Ready(FULL_BOX if ticked else EMPTY_BOX)


def _amount(value: Decimal | int) -> Decimal:
    return Decimal(_a(int, value)) if isinstance(value, int) else _a(Decimal, value)


def _a(kind: type[T], value: object) -> T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise refuse("bad-value", _("“%(value)s” does not fit this filter.") % {"value": clean(str(value))[:40]})
    return value


FILTERS: Mapping[str, Callable[..., object]] = {
    "blank": blank,
    "day": day,
    "weekday": weekday,
    "clock": clock,
    "moment": moment,
    "short": short,
    "money": money,
    "capitals": capitals,
    "counting": counting,
    "lines": lines,
    "sentence": sentence,
    "kept": kept,
    "boxes": boxes,
    "box": box,
    "having": having,
    "grouped": grouped,
}
