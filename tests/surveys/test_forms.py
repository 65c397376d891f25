"""Codes and samples: the same each time, and nothing to be read off."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from propops.models.base import building_of
from propops.models.survey import Question, QuestionType
from propops.surveys.codes import codes_for, is_sound
from propops.surveys.forms import SPARES, Form, as_printed, forms_of, sample, spares, to_print
from tests.surveys.examples import SCALE, survey

HOMES = [
    f"{building}-{entrance}-{floor}0{door}" for building in (1, 2, 10) for entrance in (1, 2) for floor in range(1, 7) for door in (1, 2)
]


def test_a_sample_takes_from_every_building_its_share() -> None:
    drawn = sample("survey-2026-12", HOMES[:60], 15)
    assert Counter(map(building_of, drawn)) == {"1": 6, "2": 6, "10": 3}
    assert drawn == sample("survey-2026-12", HOMES[:60], 15) != sample("survey-2027-06", HOMES[:60], 15)


@given(st.integers(0, 80), st.integers(1, 72))
def test_a_sample_is_as_large_as_it_can_be(size: int, homes: int) -> None:
    drawn = sample("s", HOMES[:homes], size)
    assert len(drawn) == len(set(drawn)) == min(size, homes)


def test_an_anonymous_form_belongs_to_a_building_and_no_home() -> None:
    forms = forms_of(survey(SCALE), HOMES)
    assert {form.unit for form in forms.values()} == {None}
    assert Counter(form.building for form in forms.values()) == {"1": 24, "2": 24, "10": 24, "": SPARES}


def test_a_building_of_few_homes_is_not_noted() -> None:
    asked = survey(SCALE)
    homes = [*HOMES, "7-1-101", "7-1-102"]
    printed = to_print(asked, homes, homes)
    assert len(printed) == len({form.code for form in printed}) == len(homes)
    assert Counter(form.building for form in printed)[""] == 2


def test_spare_forms_of_an_anonymous_survey_have_codes_of_their_own() -> None:
    asked = survey(SCALE)
    found = spares(asked, HOMES, 3)
    assert len({form.code for form in found} - {form.code for form in to_print(asked, HOMES, HOMES)}) == 3
    assert {form.code for form in found} <= forms_of(asked, HOMES).keys()
    assert spares(survey(SCALE, anonymous=False), HOMES, 2) == [Form("", "", None)] * 2


def test_a_named_form_belongs_to_its_home_whoever_moves() -> None:
    asked = survey(SCALE, anonymous=False)
    forms = {form.unit: code for code, form in forms_of(asked, HOMES).items()}
    fewer = {form.unit: code for code, form in forms_of(asked, HOMES[10:]).items()}
    assert all(forms[unit] == code for unit, code in fewer.items())


def test_the_order_of_anonymous_forms_follows_no_home() -> None:
    printed = to_print(survey(SCALE), HOMES, HOMES[:30])
    assert Counter(form.building for form in printed) == {"1": 24, "2": 6}
    assert [form.code for form in printed[:24]] == sorted(form.code for form in printed[:24])


def test_codes_are_unlike_each_other_and_find_a_slip() -> None:
    codes = list(codes_for("s", map(str, range(3000))))
    assert len(set(codes)) == 3000
    for code in codes[:40]:
        assert is_sound(code)
        wrong = [code[:i] + digit + code[i + 1 :] for i in range(len(code)) for digit in "0123456789" if digit != code[i]]
        swapped = [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(len(code) - 1) if code[i] != code[i + 1]]
        assert not any(map(is_sound, wrong + swapped))


def test_a_form_keeps_each_scale_and_area_together_and_what_is_written_last() -> None:
    def ask(id: str, **values: Any) -> Question:
        return Question(id=id, text=id, **values)

    asked = [
        ask("t", type=QuestionType.TEXT, area="乙"),
        ask("a1", area="甲"),
        ask("ten", scale=10, area="甲"),
        ask("c", type=QuestionType.CHOICE, choices=("1", "2")),
        ask("b", area="乙"),
        ask("a2", area="甲", scale=5),
        ask("ten2", scale=10),
    ]
    assert [question.id for question in as_printed(asked)] == ["a1", "a2", "b", "ten", "ten2", "c", "t"]
