"""Figures reckoned by hand, and what must always hold."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propops.models.survey import Question, Survey
from propops.models.survey_response import SurveyResponse
from propops.surveys.intervals import wilson
from propops.surveys.tally import COMPLEMENT, SMALL, figures_of, is_valid, tally
from tests.surveys.examples import CHOICE, SCALE, TEN, TEXT, response, scores, survey


def test_the_top_two_of_five_are_satisfied_and_dont_know_is_outside() -> None:
    found = figures_of([SCALE], scores([5, 4, 4, 3, 1, 9, 9]))
    assert (found.n, found.excluded, found.unanswered) == (5, 2, 0)
    assert found.counts == {"5": 1, "4": 2, "3": 1, "2": 0, "1": 1}
    assert (found.satisfied_rate, found.mean) == (0.6, 3.4)


def test_a_question_nobody_answered_has_no_rate() -> None:
    found = figures_of([SCALE], [response(1, "q3=好")])
    assert (found.n, found.unanswered, found.mean, found.satisfied_rate, found.interval) == (0, 1, None, None, None)


def test_choices_are_counted_and_texts_are_not() -> None:
    answers = [response(1, "q2=更久", "q3=多种树"), response(2, "q2=更久")]
    assert figures_of([CHOICE], answers).counts == {"一年以内": 0, "更久": 2}
    assert (figures_of([TEXT], answers).n, figures_of([TEXT], answers).counts) == (1, {})


def test_a_form_is_valid_if_it_answers_something_and_all_that_is_required() -> None:
    asked = survey(SCALE, replace(CHOICE, required=True))
    assert is_valid(asked, response(1, "q2=更久"))
    assert not is_valid(asked, response(2, "q1=5"))
    assert not is_valid(asked, response(3))
    assert not is_valid(asked, response(4, "q1=5", "q2=更久", void="两种笔迹"))


def test_the_last_survey_is_compared_by_the_words_of_a_question() -> None:
    other = Question(id="q1", text="另一个问题")
    found = tally(survey(SCALE), scores([5, 5, 5, 3]), previous=survey(SCALE), responses_before=scores([5, 3]))
    assert found.questions[0].change == pytest.approx(0.25)
    assert tally(survey(SCALE), scores([5]), previous=survey(other), responses_before=scores([3])).questions[0].change is None


def in_buildings(*sizes: int) -> list[SurveyResponse]:
    found = [building for building, size in enumerate(sizes, 1) for __ in range(size)]
    return [response(number, "q1=4", building=str(building)) for number, building in enumerate(found, 1)]


@pytest.mark.parametrize(
    ("sizes", "withheld"),
    [
        ((6, 7), ("", "")),
        ((4, 6, 9), (SMALL, COMPLEMENT, "")),  # the fourth person would follow from the whole
        ((4, 4, 9), (SMALL, SMALL, "")),
        ((2, 2, 9), (SMALL, SMALL, COMPLEMENT)),
        ((3, 9), (SMALL, COMPLEMENT)),
    ],
)
def test_small_groups_are_withheld_and_cannot_be_reckoned(sizes: tuple[int, ...], withheld: tuple[str, ...]) -> None:
    found = tally(survey(SCALE), in_buildings(*sizes))
    assert tuple(group.withheld for group in found.buildings) == withheld


def test_people_of_an_unknown_building_are_a_group_too() -> None:
    """Three of them: building 1 would tell who they are, taken from the whole."""
    found = tally(survey(SCALE), [*in_buildings(9, 9), *(response(number, "q1=1") for number in range(19, 22))])
    assert {group.name: group.withheld for group in found.buildings} == {"": SMALL, "1": COMPLEMENT, "2": ""}


def test_what_came_back_is_counted_whether_it_is_valid_or_not() -> None:
    found = tally(survey(SCALE, handed_out=4), [response(1, "q1=5"), response(2), response(3, "q1=1", void="两种笔迹")])
    assert (found.returned, len(found.valid), found.return_rate, found.whole.satisfied_rate) == (3, 1, 0.75, 1.0)


def test_only_where_each_person_answers_once_there_is_an_interval() -> None:
    """Two answers of one person are not two people; a sample's interval knows how many homes there are."""
    asked = survey(SCALE, replace(SCALE, id="q2", text="前台的响应"))
    found = tally(asked, [response(number, "q1=5", "q2=4") for number in range(1, 7)], population=10)
    assert found.whole.interval is None and [group.figures.interval for group in found.areas] == [None]
    assert found.questions[0].figures.interval == wilson(6, 6, 10) != wilson(6, 6)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_what_is_withheld_is_never_fewer_than_five_people(sizes: list[int]) -> None:
    found = tally(survey(SCALE), in_buildings(*sizes))
    hidden = [group for group in found.buildings if group.withheld]
    people = sum(group.figures.n for group in hidden)
    assert not hidden or people >= 5 or len(hidden) == len(found.buildings)
    assert all(group.figures.n >= 5 for group in found.buildings if not group.withheld)


def test_wilson_is_what_the_books_say() -> None:
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for hits, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):
        found = wilson(hits, n)
        assert found is not None and found == pytest.approx((low, high), abs=5e-5)


def test_of_a_small_estate_the_interval_is_narrower_and_of_all_of_it_none() -> None:
    wide, narrow, whole = wilson(40, 60), wilson(40, 60, 100), wilson(40, 60, 60)
    assert wide and narrow and whole
    assert wide[0] < narrow[0] < 40 / 60 < narrow[1] < wide[1]
    assert whole == (40 / 60, 40 / 60)


@given(st.lists(st.sampled_from(["1", "2", "3", "4", "5", "9", ""]), max_size=40))
def test_every_form_is_counted_once(answers: list[str]) -> None:
    forms = [response(number, *([f"q1={value}"] if value else []), "q3=x") for number, value in enumerate(answers, 1)]
    asked: Survey = survey(SCALE, TEXT)
    found = tally(asked, forms).questions[0].figures
    assert found.n + found.excluded + found.unanswered == len(answers)
    assert found.n == sum(found.counts.values())
    assert found.satisfied_rate is None or 0 <= found.satisfied_rate <= 1


@pytest.mark.parametrize(
    ("points", "satisfied", "dissatisfied"),
    [
        (2, "2", "1"),
        (3, "3", "1"),
        (4, "4 3", "2 1"),
        (5, "5 4", "2 1"),
        (6, "6 5", "3 2 1"),
        (7, "7 6", "3 2 1"),
        (8, "8 7 6", "4 3 2 1"),
        (9, "9 8 7", "4 3 2 1"),
        (10, "10 9 8", "5 4 3 2 1"),
    ],
)
def test_who_is_satisfied_on_which_scale(points: int, satisfied: str, dissatisfied: str) -> None:
    question = replace(SCALE, scale=points)
    assert (" ".join(question.satisfied), " ".join(question.dissatisfied)) == (satisfied, dissatisfied)


def test_the_questionnaire_may_say_who_is_satisfied() -> None:
    assert replace(TEN, satisfied_from=9).satisfied == ("10", "9")
    assert replace(SCALE, satisfied_from=2).dissatisfied == ("1",)


def test_a_scale_of_ten_counts_nine_and_leaves_out_ninety_nine() -> None:
    found = figures_of([TEN], scores([10, 9, 9, 8, 7, 1, 99, 99]))
    assert (found.n, found.excluded, found.satisfied_rate, found.mean) == (6, 2, 4 / 6, 44 / 6)
    assert list(found.counts.items())[:3] == [("10", 1), ("9", 2), ("8", 1)]
    assert found.interval == wilson(4, 6)


def test_scales_of_different_lengths_share_a_rate_and_no_mean() -> None:
    """Ten of ten and one of five: half are satisfied, a mean of 5.5 would say nothing."""
    found = figures_of([TEN, replace(SCALE, id="q2")], [response(1, "q1=10", "q2=1")])
    assert (found.n, found.satisfied_rate, found.mean, found.counts) == (2, 0.5, None, {})


@pytest.mark.parametrize(("before", "rescaled"), [(SCALE, True), (replace(TEN, text=SCALE.text, satisfied_from=9), True), (TEN, False)])
def test_only_equal_scales_are_compared(before: Question, rescaled: bool) -> None:
    asked = replace(TEN, text=SCALE.text)
    before = replace(before, text=SCALE.text)
    found = tally(survey(asked), scores([10, 10]), previous=survey(before), responses_before=scores([1, 5])).questions[0]
    assert (found.rescaled, found.change) == (rescaled, None if rescaled else 1.0)


def test_what_is_off_the_scale_is_in_no_rate() -> None:
    """Check reports it; a figure must not hang on it."""
    found = figures_of([SCALE], scores([7, "x", 5]))
    assert (found.n, found.satisfied_rate, found.mean) == (1, 1.0, 5.0)
