from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propops.documents.numerals import capitals, counting, day, money, weekday
from propops.errors import PropopsError

CAPITALS = {
    "0": "零元整",
    "0.01": "壹分",
    "0.10": "壹角整",
    "0.56": "伍角陆分",
    "1": "壹元整",
    "1.05": "壹元零伍分",
    "10": "壹拾元整",
    "10.50": "壹拾元伍角整",
    "105": "壹佰零伍元整",
    "110": "壹佰壹拾元整",
    "1004": "壹仟零肆元整",
    "1010.01": "壹仟零壹拾元零壹分",
    "1234.50": "壹仟贰佰叁拾肆元伍角整",
    "10000": "壹万元整",
    "10001": "壹万零壹元整",
    "10020.03": "壹万零贰拾元零叁分",
    "100000": "壹拾万元整",
    "100500": "壹拾万零伍佰元整",
    "105000": "壹拾万伍仟元整",
    "1000000.00": "壹佰万元整",
    "10000001": "壹仟万零壹元整",
    "100000000": "壹亿元整",
    "100000001": "壹亿零壹元整",
    "100010000": "壹亿零壹万元整",
    "1300004511.26": "壹拾叁亿零肆仟伍佰壹拾壹元贰角陆分",
    "1000000000000": "壹万亿元整",
    "1000500000000": "壹万零伍亿元整",
    "-1234.5": "负壹仟贰佰叁拾肆元伍角整",
}


@pytest.mark.parametrize(("amount", "text"), CAPITALS.items())
def test_capitals(amount: str, text: str) -> None:
    assert capitals(Decimal(amount)) == text


DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def _read(text: str) -> Decimal:
    """Back from capitals, the way a cashier reads them."""
    whole, _yuan, change = text.partition("元") if "元" in text else ("", "", text)
    total = section = digit = 0
    for letter in whole:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in PLACES:
            section, digit = section + digit * PLACES[letter], 0
        else:
            total, section, digit = (total + section + digit) * {"万": 10**4, "亿": 10**8}[letter], 0, 0
            if letter == "万":
                total, section = 0, section + total
    cents = 0
    for letter in change:
        digit = DIGITS.get(letter, digit)
        cents += {"角": 10, "分": 1}.get(letter, 0) * digit
    return Decimal(total + section + (DIGITS.get(whole[-1:], 0))) + Decimal(cents) / 100


@given(st.decimals(min_value=0, max_value=99_999_999, places=2))
def test_capitals_can_be_read_back(amount: Decimal) -> None:
    assert _read(capitals(amount)) == amount


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity", "1e17"])
def test_what_is_no_amount(amount: str) -> None:
    with pytest.raises(PropopsError):
        money(Decimal(amount))


def test_figures() -> None:
    assert [money(Decimal("1234.5")), money(0), money(Decimal("-9876543.21"))] == ["1,234.50", "0.00", "-9,876,543.21"]
    assert [counting(number) for number in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
    assert (day(date(2026, 12, 1)), weekday(date(2026, 12, 1))) == ("2026年12月1日", "周二")
