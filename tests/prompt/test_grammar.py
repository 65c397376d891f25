"""What is typed at the counter, and what it is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propops.models.complaint import ComplaintClass, ComplaintSource
from propops.models.payment import PaymentWay
from propops.models.repair import Urgency
from propops.parsing import parse_amount
from propops.prompt.grammar import Said, clean, is_act, nearest, read
from propops.prompt.words import BY_NAME, BY_WORD, GLUED, VALUES, VERBS

STAFF = {"周强": "zhou-qiang", "li-na": "li-na"}

LINES = [
    # a home alone
    ("8123", "", "8123", {}, ""),
    ("１００１", "", "1001", {}, ""),
    ("3-2-1001", "", "3-2-1001", {}, ""),
    ("３－２－１００１", "", "3-2-1001", {}, ""),
    ("3——2——1001", "", "3-2-1001", {}, ""),
    ("3栋2单元1001", "", "3栋2单元1001", {}, ""),
    ("3号楼2单元1001室", "", "3号楼2单元1001室", {}, ""),
    ("1001室", "", "1001室", {}, ""),
    ("3/2/1001", "", "3/2/1001", {}, ""),
    ("3.2.1001", "", "3.2.1001", {}, ""),
    ("2-1-13A01", "", "2-1-13A01", {}, ""),
    ("13800001234", "", "13800001234", {}, ""),
    ("王秀英", "", "", {}, "王秀英"),
    # a call
    ("来电 3-2-1001 问停车费 2声", "call", "3-2-1001", {"rings": "2"}, "问停车费"),
    ("来电，3-2-1001，问停车费，２声。", "call", "3-2-1001", {"rings": "2"}, "问停车费"),
    ("来电 1001 问停车费 答复：每月150元", "call", "1001", {"answer": "每月150元"}, "问停车费"),
    ("问 停车费怎么交", "call", "", {}, "停车费怎么交"),
    ("来访　3-2-1001　办门禁卡", "walk-in", "3-2-1001", {}, "办门禁卡"),
    ("call 3-2-1001 asks about parking 2 rings", "call", "3-2-1001", {"rings": "2"}, "asks about parking"),
    # complaints
    ("投诉 3-2-1001 楼上装修噪音", "complaint", "3-2-1001", {}, "楼上装修噪音"),
    ("投诉3-2-1001楼上装修噪音", "complaint", "3-2-1001", {}, "楼上装修噪音"),
    ("3-2-1001 投诉 楼上装修噪音", "complaint", "3-2-1001", {}, "楼上装修噪音"),
    ("3-2-1001投诉楼上装修噪音", "complaint", "3-2-1001", {}, "楼上装修噪音"),
    ("投诉 楼上装修噪音 3-2-1001", "complaint", "3-2-1001", {}, "楼上装修噪音"),
    ("投诉：3-2-1001，楼上装修，很吵！", "complaint", "3-2-1001", {}, "楼上装修，很吵"),
    ("投诉 门卫态度差 匿名 重大 微信", "complaint", "", {"anonymous": "yes", "major": "yes", "source": "wechat"}, "门卫态度差"),
    ("COMPLAINT 3-2-1001 noise upstairs", "complaint", "3-2-1001", {}, "noise upstairs"),
    # repairs
    ("报修 厨房漏水 急", "repair", "", {"urgency": "urgent"}, "厨房漏水"),
    ("报修厨房漏水", "repair", "", {}, "厨房漏水"),
    ("报修厨房漏水很急", "repair", "", {"urgency": "urgent"}, "厨房漏水"),
    ("报修 厨房漏水，业主很着急", "repair", "", {}, "厨房漏水，业主很着急"),
    ("报修 急 厨房漏水", "repair", "", {"urgency": "urgent"}, "厨房漏水"),
    ("报修 楼道灯坏，第3盏，急，请快点", "repair", "", {"urgency": "urgent"}, "楼道灯坏，第3盏，请快点"),
    ("报修 紧急出口灯不亮", "repair", "", {}, "紧急出口灯不亮"),
    ("8123报修厨房漏水", "repair", "8123", {}, "厨房漏水"),
    ("厨房漏水 报修", "repair", "", {}, "厨房漏水"),
    ("报修 3-2-1001 换锁 自费 周强", "repair", "3-2-1001", {"paid": "yes", "staff": "zhou-qiang"}, "换锁"),
    # keys
    ("借钥匙 3-2-1001 张师傅 查漏水", "lend", "3-2-1001", {}, "张师傅 查漏水"),
    ("借钥匙 A-12 张师傅 查漏水", "lend", "", {}, "A-12 张师傅 查漏水"),
    ("借17 张师傅 查漏水", "lend", "", {}, "17 张师傅 查漏水"),
    ("还 17", "return", "", {}, "17"),
    ("还１７", "return", "", {}, "17"),
    ("还 17 已查房", "return", "", {"checked": "yes"}, "17"),
    # money
    ("收费 3-2-1001 750.62 微信", "pay", "3-2-1001", {"amount": "750.62", "way": "wechat"}, ""),
    ("收费3-2-1001 750。62元微信", "pay", "3-2-1001", {"amount": "750.62", "way": "wechat"}, ""),
    ("收费 微信 ￥1，234.50 3-2-1001", "pay", "3-2-1001", {"amount": "1234.50", "way": "wechat"}, ""),
    ("收费 1001 500 现金", "pay", "1001", {"amount": "500", "way": "cash"}, ""),
    ("收费 1001 现金", "pay", "1001", {"way": "cash"}, ""),
    ("缴费 3-2-1001 2026q3 支付宝", "pay", "3-2-1001", {"period": "2026q3", "way": "alipay"}, ""),
    ("承诺 3-2-1001 12月20日 500", "promise", "3-2-1001", {"day": "12月20日", "amount": "500"}, ""),
    ("承诺 500元 12-20 3-2-1001", "promise", "3-2-1001", {"amount": "500", "day": "12-20"}, ""),
    ("承诺 8123 下周五", "promise", "8123", {"day": "下周五"}, ""),
    # visits and the rest
    ("已访 3-2-1001 满意 希望增加充电桩", "visited", "3-2-1001", {"satisfaction": "4"}, "希望增加充电桩"),
    ("已访 不满意 3-2-1001", "visited", "3-2-1001", {"satisfaction": "2"}, ""),
    ("无人 3-2-1001 明天", "nobody", "3-2-1001", {"day": "明天"}, ""),
    ("访客 3-2-1001 送货 沪A12345", "visitor", "3-2-1001", {"plate": "沪A12345"}, "送货"),
    ("查 8123", "find", "", {}, "8123"),
    ("交班 3号电梯停用 签", "handover", "", {"sign": "yes"}, "3号电梯停用"),
    ("待办 全部", "today", "", {"all": "yes"}, ""),
    ("？", "help", "", {}, ""),
    ("０", "leave", "", {}, ""),
    ("退出", "quit", "", {}, ""),
    # what is no act
    ("收费太高", "", "", {}, "收费太高"),
    ("没人接电话", "", "", {}, "没人接电话"),
    ("还有异味", "", "", {}, "还有异味"),
    ("问停车费", "", "", {}, "问停车费"),
    ("3-2-1001楼上装修", "", "3-2-1001", {}, "楼上装修"),
    ("投拆 楼上吵", "", "", {}, "投拆 楼上吵"),
    ("", "", "", {}, ""),
    ("　 ，。", "", "", {}, ""),
]


@pytest.mark.parametrize(("line", "verb", "home", "values", "text"), LINES)
def test_a_line_is_taken_for(line: str, verb: str, home: str, values: dict[str, str], text: str) -> None:
    assert read(line, STAFF) == Said(verb, home, values, text)


def test_a_lone_number_about_money_is_the_amount_where_the_home_is_known() -> None:
    assert read("收费 500 微信", at_home=True) == Said("pay", "", {"amount": "500", "way": "wechat"})
    assert read("收费 1001 500 微信", at_home=True).home == "1001"
    assert read("承诺 500 12月20日", at_home=True) == Said("promise", "", {"day": "12月20日", "amount": "500"})


@pytest.mark.parametrize(
    ("word", "verb"), [("投拆", "complaint"), ("保修", "repair"), ("complian", "complaint"), ("收废", "pay"), ("厨房漏水", ""), ("x", "")]
)
def test_a_misspelt_word_is_understood(word: str, verb: str) -> None:
    assert nearest(word) == verb


def test_an_answer_is_no_act_and_an_act_no_answer() -> None:
    assert [is_act(text) for text in ("", "1", "0", "噪音", "张师傅", "微信")] == [False] * 6
    assert all(map(is_act, ("还 17", "报修 漏水", "今天", "退出")))


def test_values_are_what_the_commands_take() -> None:
    assert set(VALUES["urgency"].values()) <= set(map(str, Urgency)) & set(map(str, ComplaintClass))
    assert set(VALUES["way"].values()) < set(map(str, PaymentWay))
    assert set(VALUES["source"].values()) < set(map(str, ComplaintSource))


def test_no_word_means_two_acts() -> None:
    assert len(BY_WORD) == sum(len(verb.words) for verb in VERBS)
    assert set(GLUED) <= BY_WORD.keys()


WORDS = st.sampled_from(
    [*BY_WORD, "3-2-1001", "1001", "８１２３", "750.62", "微信", "急", "12月20日", "，", "。", "厨房漏水", "2声", "-", "--by", "**"]
)
TYPED = st.one_of(st.text(max_size=40), st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=8).map(" ".join))


@given(TYPED, st.booleans())
def test_every_line_is_taken_for_something(line: str, at_home: bool) -> None:
    said = read(line, STAFF, at_home)
    assert said.verb == "" or said.verb in BY_NAME
    assert (said.text + said.home).replace(" ", "").isprintable()
    if "amount" in said.values:
        assert parse_amount(said.values["amount"]) >= 0


@given(TYPED)
def test_cleaning_twice_changes_nothing_more(line: str) -> None:
    assert clean(clean(line)) == clean(line)
