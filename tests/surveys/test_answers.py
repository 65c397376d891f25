"""What stands in the cells of a table, and what it says."""

from dataclasses import replace

import pytest

from propops.surveys.answers import NotAnAnswer, says_something, understood
from propops.surveys.masking import masked
from tests.surveys.examples import CHOICE, SCALE, TEXT


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("5", "5"),
        ("５", "5"),
        ("5.0", "5"),
        ("5分", "5"),
        ("4 分", "4"),
        ("非常满意", "5"),
        ("A.非常满意", "5"),
        ("很满意", "5"),
        ("满意(4分)", "4"),
        ("比较满意", "4"),
        ("一般", "3"),
        ("基本满意", "3"),
        ("不满意", "2"),
        ("非常不满意", "1"),
        ("Strongly Disagree", "1"),
        ("very satisfied", "5"),
        ("不了解", "9"),
        ("9", "9"),
        ("-1", "9"),
        ("−1", "9"),
        ("99", "9"),
        ("Don't know", "9"),
        ("", None),
        ("（空）", None),
        ("(跳过)", None),
        ("—", None),
    ],
)
def test_scores_and_words(text: str, score: str | None) -> None:
    assert understood(SCALE, text) == score


@pytest.mark.parametrize("text", ["6", "0", "10", "55", "4.5", "-5", "挺好的", "满意吗", "5/5"])
def test_what_is_not_on_the_scale_is_no_answer(text: str) -> None:
    with pytest.raises(NotAnAnswer):
        understood(SCALE, text)


def test_a_survey_s_own_code_for_dont_know_comes_first() -> None:
    assert understood(SCALE, "8", ["8"]) == "9"
    assert understood(SCALE, "5", ["5"]) == "9"


def test_choices_by_word_number_and_letter() -> None:
    assert [understood(CHOICE, text) for text in ("更久", "2", "B.更久", "", "1")] == ["更久", "更久", "更久", None, "一年以内"]
    with pytest.raises(NotAnAnswer):
        understood(CHOICE, "3")


def test_texts_stay_as_they_are() -> None:
    assert understood(TEXT, " 5 栋门禁坏了 ") == "5 栋门禁坏了"
    assert understood(TEXT, "（空）") is None


def test_what_tells_who_wrote_it_is_covered() -> None:
    text = "我是3栋2单元1001室的王建国，电话138 0000 1234，微信abc_12345，3-2-1001漏水，1001室；2号楼电梯慢，2026年6月修过两次"
    assert masked(text, ["王建国"]) == "我是***的王**，电话***，***，***漏水，***；2号楼电梯慢，2026年6月修过两次"


@pytest.mark.parametrize(
    ("points", "text", "score"),
    [
        (10, "10", "10"),
        (10, "9", "9"),
        (10, "9分", "9"),
        (10, "99", "99"),
        (10, "-1", "99"),
        (10, "不了解", "99"),
        (9, "9", "9"),
        (8, "9", "9"),  # don't know
        (4, "很满意", "4"),
        (4, "B.满意", "3"),
        (4, "很不满意", "1"),
        (3, "一般", "2"),
        (3, "不满意", "1"),
        (2, "满意", "2"),
    ],
)
def test_other_scales_have_their_own_words_and_codes(points: int, text: str, score: str) -> None:
    assert understood(replace(SCALE, scale=points), text) == score


@pytest.mark.parametrize(
    ("points", "text"), [(10, "11"), (10, "0"), (10, "满意"), (4, "5"), (4, "一般"), (3, "4"), (3, "非常满意"), (2, "3")]
)
def test_what_another_scale_does_not_have_is_no_answer(points: int, text: str) -> None:
    with pytest.raises(NotAnAnswer):
        understood(replace(SCALE, scale=points), text)


@pytest.mark.parametrize(("text", "says"), [("无", False), (" 没有。", False), ("-", False), ("没有路灯", True), ("no light", True)])
def test_nothing_wrong_is_no_grievance(text: str, says: bool) -> None:
    assert says_something(text) is says
