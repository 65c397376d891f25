"""Which dissatisfied answers become a complaint, and which a call."""

from dataclasses import replace

import pytest

from propops.models.survey import Question, QuestionType, Survey
from propops.surveys.follow_up import Grievance, dissatisfied, grievances
from tests.surveys.examples import SCALE, TEN, TEXT, response, survey

PRAISE = Question(id="t1", text="您最满意的是什么", type=QuestionType.TEXT)
WRONG = Question(id="t2", text="您最不满意的是什么", type=QuestionType.TEXT, grievances=True)
OF_AREA = Question(id="t3", text="对客服的意见", type=QuestionType.TEXT, area=SCALE.area)
OF_ANOTHER = Question(id="t4", text="对保洁的意见", type=QuestionType.TEXT, area="保洁")
ASKED = survey(SCALE, PRAISE, WRONG, OF_AREA, OF_ANOTHER, TEXT)


def one(*answers: str, asked: Survey = ASKED) -> Grievance | None:
    found = grievances(asked, [response(1, *answers, unit="1-1-101")])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("written", "complaints"),
    [
        ("t1=保洁很好", ()),
        ("q3=多种树", ()),
        ("t2=电话没人接", ("电话没人接",)),
        ("t2=无", ()),
        ("t3=态度不好", ("态度不好",)),
        ("t4=很干净", ()),
    ],
)
def test_only_what_says_what_was_wrong_becomes_a_complaint(written: str, complaints: tuple[str, ...]) -> None:
    found = one("q1=2", written)
    assert found is not None and found.complaints == complaints
    assert found.is_complaint is bool(complaints)


def test_whoever_calls_has_all_that_was_written() -> None:
    found = one("q1=1", "t1=保洁很好", "t2=无", "q3=多种树")
    assert found is not None and found.words == ("保洁很好", "多种树")


def test_who_left_a_contact_alone_is_called_about_a_complaint() -> None:
    asked = replace(ASKED, anonymous=True)
    found = grievances(asked, [response(1, "q1=2", "q3=多种树", contact="138 0000 0001"), response(2, "q1=2")])
    assert [(grievance.is_complaint, grievance.words) for grievance in found] == [(True, ("多种树",))]


def test_who_is_content_is_left_alone_whatever_they_wrote() -> None:
    assert one("q1=3", "t2=电话没人接") is None


def test_on_a_scale_of_ten_half_the_points_are_dissatisfied() -> None:
    asked = survey(TEN)
    assert one("q1=5", asked=asked) is not None
    assert one("q1=6", asked=asked) is None


def test_the_worst_mark_comes_first_whatever_its_scale() -> None:
    asked = survey(SCALE, replace(TEN, id="q2"))
    found = one("q1=2", "q2=3", asked=asked)  # 2 of 5, 3 of 10
    assert found is not None and [question.id for question in found.low] == ["q2", "q1"]


def test_the_same_area_of_the_same_home_is_known_again() -> None:
    june = survey(replace(SCALE, text="电话的接听"))
    before = dissatisfied(june, [response(1, "q1=2", unit="1-1-101"), response(2, "q1=5", unit="1-1-102"), response(3, "q1=1")])
    assert before == {"1-1-101": {"客户服务"}, "1-1-102": set()}
    now = [response(number, "q1=1", unit=unit) for number, unit in enumerate(("1-1-101", "1-1-102"), 1)]
    assert [grievance.again for grievance in grievances(ASKED, now, before)] == [True, False]
