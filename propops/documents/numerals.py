"""Amounts, days and counting in Chinese."""

from datetime import date
from decimal import Decimal

from propops.errors import refuse
from propops.i18n import _

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
SECTIONS = ("", "万", "亿", "万亿")
COUNTING = "零一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 16


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def weekday(value: date) -> str:
    return "周" + WEEKDAYS[value.weekday()]


def counting(number: int) -> str:
    """1 to 99 as they stand before a heading: 一, 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    front = "" if not tens else ("" if tens == 1 else COUNTING[tens]) + "十"
    return front + (COUNTING[ones] if ones or not tens else "")


def money(amount: Decimal | int) -> str:
    return f"{_exact(amount):,.2f}"


def capitals(amount: Decimal | int) -> str:
    """The amount as it is written on a receipt, so that no digit can be added: 壹仟贰佰叁拾肆元伍角整."""
    value = _exact(amount)
    yuan, cents = divmod(int(abs(value) * 100), 100)
    whole = f"{_whole(yuan)}元" if yuan else ""
    return ("负" if value < 0 else "") + (whole + _change(cents, bool(yuan)) or "零元整")


def _exact(amount: Decimal | int) -> Decimal:
    value = Decimal(amount)
    if not value.is_finite() or abs(value) >= LIMIT or value != value.quantize(CENT):
        raise refuse("bad-amount", _("%(amount)s is not an amount in yuan and cents.") % {"amount": amount})
    return value.quantize(CENT)


def _change(cents: int, after_yuan: bool) -> str:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整" if after_yuan else ""
    front = f"{DIGITS[jiao]}角" if jiao else "零" if after_yuan else ""
    return front + (f"{DIGITS[fen]}分" if fen else "整")


def _whole(number: int) -> str:
    """Four digits at a time; one 零 stands for any run of zeros between two digits."""
    text, gap = "", False
    for index in range(len(SECTIONS) - 1, -1, -1):
        section = number // 10 ** (4 * index) % 10000
        if section:
            text += ("零" if text and (gap or section < 1000) else "") + _section(section) + _unit(index, number)
        gap = bool(text) and not section
    return text


def _unit(index: int, number: int) -> str:
    """兆 is read differently in different places: a trillion is 万亿, and 亿 is said once."""
    if index == 3:
        return "万" if number // 10**8 % 10000 else "万亿"
    return SECTIONS[index]


def _section(number: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = bool(text) and not digit
    return text
