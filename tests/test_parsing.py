"""What people type: understood in every spelling they use, refused when it is something else."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propops.parsing import parse_amount, parse_day, parse_instant, parse_month, parse_number, parse_unit, refuse_masked

TODAY = date(2026, 11, 30)  # a Monday
CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026-12-1", date(2026, 12, 1)),
        ("2026/12/1", date(2026, 12, 1)),
        ("2026.12.1", date(2026, 12, 1)),
        ("20261201", date(2026, 12, 1)),
        ("２０２６－１２－０１", date(2026, 12, 1)),
        ("2026年12月1日", date(2026, 12, 1)),
        ("12月1日", date(2026, 12, 1)),
        ("12月1号", date(2026, 12, 1)),
        ("１２月１日", date(2026, 12, 1)),
        ("12-1", date(2026, 12, 1)),
        ("12/1", date(2026, 12, 1)),
        ("1月5日", date(2027, 1, 5)),
        ("7月1日", date(2026, 7, 1)),
        ("2-28", date(2027, 2, 28)),
        (" 今天 ", TODAY),
        ("明天", date(2026, 12, 1)),
        ("昨天", date(2026, 11, 29)),
        ("大后天", date(2026, 12, 3)),
        ("Tomorrow", date(2026, 12, 1)),
        ("周一", date(2026, 11, 30)),
        ("星期天", date(2026, 12, 6)),
        ("下周一", date(2026, 12, 7)),
        ("下下周五", date(2026, 12, 18)),
        ("下个星期日", date(2026, 12, 13)),
        ("3天后", date(2026, 12, 3)),
        ("3天前", date(2026, 11, 27)),
        ("月底", date(2026, 11, 30)),
        ("下月底", date(2026, 12, 31)),
    ],
)
def test_days(text: str, day: date) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3-1-502",
        "3-2-1001",
        "1-1-101",
        "2月30日",
        "2-30",
        "2026-02-30",
        "2026-4-31",
        "13月1日",
        "20261301",
        "0001-01-01",
        "9999-12-31",
        "12",
        "2026",
        "2026-12",
        "五天后",
        "9999天后",
        "周八",
        "yesterday's",
        "2026-12-01T09:00",
        "1e3",
        "２０２６",
        "12\n-1",
        "NaN",
    ],
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):
        parse_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-12", "2026-12"),
        ("202612", "2026-12"),
        ("2026/1", "2026-01"),
        ("2026年12月", "2026-12"),
        ("12月", "2026-12"),
        ("１月", "2026-01"),
        ("本月", "2026-11"),
        ("下月", "2026-12"),
        ("下个月", "2026-12"),
        ("上个月", "2026-10"),
        ("这个月", "2026-11"),
        ("12", "2026-12"),
    ],
)
def test_months(text: str, month: str) -> None:
    assert parse_month(text, TODAY) == month


@pytest.mark.parametrize(
    "text", ["", "2026-13", "0", "13", "0000-12", "0001-1", "99991", "12345", "20261", "个12", "2026-12-01", "3-2-1001", "十二月"]
)
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError):
        parse_month(text, TODAY)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1，234", "1234.00"),
        ("￥1234", "1234.00"),
        ("¥ 12", "12.00"),
        ("1234元", "1234.00"),
        ("１２３４．５", "1234.50"),
        (" 12 元 ", "12.00"),
        ("-5", "-5.00"),
        ("0", "0.00"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert str(parse_amount(text)) == amount


@pytest.mark.parametrize(
    "text", ["", "元", "1.234", "12,34", "1e3", "NaN", "Infinity", "1_000", "--5", "5-", "元5", "五", "1 234", "9" * 40, "1" + ",234" * 20]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError):
        parse_amount(text)


@pytest.mark.parametrize(("text", "number"), [("89.36", "89.36"), ("８９．３６", "89.36"), ("1,000", "1000"), ("-1", "-1")])
def test_numbers(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "NaN", "sNaN", "Infinity", "1e9999999", "1_0", "0x10", "１２Ａ", "9" * 40, "٣"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("3-2-1001", "3-2-1001"),
        ("3/2/1001", "3-2-1001"),
        ("3栋2单元1001室", "3-2-1001"),
        ("３栋２单元１００１", "3-2-1001"),
        ("3幢1001", "3-1001"),
        ("03-02-0101", "3-2-0101"),
        ("3 2 1001", "3-2-1001"),
        ("a座1001号", "A-1001"),
        ("3—2—1001", "3-2-1001"),
        ("3号楼2门1001房", "3-2-1001"),
    ],
)
def test_rooms(text: str, unit: str) -> None:
    assert parse_unit(text) == unit


@pytest.mark.parametrize("text", ["", "1001", "1-2-3-4", "../../x", "3-2-1001;rm", "3-2-10010010", "三栋二单元", "-", "3-2-\x00"])
def test_what_is_no_room(text: str) -> None:
    with pytest.raises(ValueError):
        parse_unit(text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-12-01T09:30", "2026-12-01T09:30:00+08:00"),
        ("2026-12-01 09:30:15", "2026-12-01T09:30:15+08:00"),
        ("明天 9:30", "2026-12-01T09:30:00+08:00"),
        ("12月1日 ９：３０", "2026-12-01T09:30:00+08:00"),
        ("09:30", "2026-11-30T09:30:00+08:00"),
        ("2026-12-01T01:30:00Z", "2026-12-01T09:30:00+08:00"),
        ("2026-12-01T09:30:00.123456", "2026-12-01T09:30:00+08:00"),
        ("2026-12-01", "2026-12-01T00:00:00+08:00"),
        ("明天9:30", "2026-12-01T09:30:00+08:00"),
        ("12月1日９：３０", "2026-12-01T09:30:00+08:00"),
    ],
)
def test_instants(text: str, iso: str) -> None:
    assert parse_instant(text, NOW).isoformat() == iso


@pytest.mark.parametrize(
    "text",
    ["", "25:00", "9:60", "明天", "2月30日 9:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-14:00", "3-1-502 9:00", "12月1:30"],
)
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError):
        parse_instant(text, NOW)


@pytest.mark.parametrize("text", ["138****0000", "张**", "张＊＊", "**"])
def test_what_was_copied_from_a_masked_list(text: str) -> None:
    with pytest.raises(ValueError):
        refuse_masked(text)


PARSERS: list[Callable[[str], Any]] = [
    lambda text: parse_day(text, TODAY),
    lambda text: parse_month(text, TODAY),
    lambda text: parse_instant(text, NOW),
    parse_amount,
    parse_number,
    parse_unit,
]
TYPED = st.one_of(st.text(max_size=20), st.text("0123456789０１-/.:,年月日号天后前周下一TZ+ ", max_size=14))


@given(st.sampled_from(PARSERS), TYPED)
def test_anything_typed_is_understood_or_a_value_error(parse: Callable[[str], Any], text: str) -> None:
    try:
        parse(text)
    except ValueError:
        return
