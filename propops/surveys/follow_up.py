"""Who was dissatisfied and can be reached, and what becomes of it: a complaint where they wrote what was wrong, else a call.

Praise and suggestions stand on the same form: they make no complaint, whoever calls has them before them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from propops.models.complaint import ComplaintCategory
from propops.models.survey import Question, QuestionType, Survey
from propops.models.survey_response import SurveyResponse
from propops.surveys.answers import says_something
from propops.surveys.tally import is_valid

_NOBODY: Mapping[str, Collection[str]] = {}

# The areas of the standard questionnaire, and of those that name theirs alike.
_CATEGORIES: Mapping[str, ComplaintCategory] = {
    "维修": ComplaintCategory.REPAIR,
    "设施": ComplaintCategory.REPAIR,
    "秩序": ComplaintCategory.ORDER,
    "保洁": ComplaintCategory.CLEANING,
    "绿化": ComplaintCategory.GREENING,
    "服务": ComplaintCategory.SERVICE,
    "收费": ComplaintCategory.FEES,
    "repair": ComplaintCategory.REPAIR,
    "facilities": ComplaintCategory.REPAIR,
    "order": ComplaintCategory.ORDER,
    "cleaning": ComplaintCategory.CLEANING,
    "greening": ComplaintCategory.GREENING,
    "service": ComplaintCategory.SERVICE,
    "fees": ComplaintCategory.FEES,
}


@dataclass(frozen=True)
class Grievance:
    """One dissatisfied response: the questions marked low, worst first; what was written, and what of it says what was wrong."""

    response: SurveyResponse
    low: tuple[Question, ...]
    words: tuple[str, ...]
    complaints: tuple[str, ...]
    again: bool  # this home was dissatisfied with the same in the last survey

    @property
    def is_complaint(self) -> bool:
        """A call-back needs a home to call; who left a contact alone is called about a complaint."""
        return bool(self.complaints) or self.response.unit is None

    @property
    def category(self) -> ComplaintCategory:
        area = (self.low[0].area or "").lower()
        return next((found for word, found in _CATEGORIES.items() if word in area), ComplaintCategory.OTHER)


def grievances(survey: Survey, responses: Iterable[SurveyResponse], before: Mapping[str, Collection[str]] = _NOBODY) -> list[Grievance]:
    """Each once: a response that led to a visit or a complaint is done with. `before`: with what which home was dissatisfied last time."""
    found = (_grievance(survey, response, before) for response in responses if _is_to_follow(survey, response))
    return [grievance for grievance in found if grievance is not None]


def dissatisfied(survey: Survey, responses: Iterable[SurveyResponse]) -> dict[str, set[str]]:
    """By home, the areas it was dissatisfied with."""
    found = ((response.unit, _low(survey, response)) for response in responses if is_valid(survey, response))
    return {unit: set(map(_area, low)) for unit, low in found if unit}


def _is_to_follow(survey: Survey, response: SurveyResponse) -> bool:
    return is_valid(survey, response) and not response.is_followed_up and bool(response.unit or response.contact)


def _grievance(survey: Survey, response: SurveyResponse, before: Mapping[str, Collection[str]] = _NOBODY) -> Grievance | None:
    low = _low(survey, response)
    if not low:
        return None
    areas = set(map(_area, low))
    texts = [(question, response.by_question.get(question.id, "")) for question in survey.questions if question.type is QuestionType.TEXT]
    said = [(question, text) for question, text in texts if says_something(text)]
    return Grievance(
        response,
        low,
        words=tuple(text for __, text in said),
        complaints=tuple(text for question, text in said if question.grievances or question.area in areas),
        again=not areas.isdisjoint(before.get(response.unit or "", ())),
    )


def _low(survey: Survey, response: SurveyResponse) -> tuple[Question, ...]:
    answers = response.by_question
    low = [question for question in survey.questions if answers.get(question.id) in question.dissatisfied]
    return tuple(sorted(low, key=lambda question: int(answers[question.id]) / question.points))


def _area(question: Question) -> str:
    return question.area or question.text


def out_of_reach(survey: Survey, responses: Iterable[SurveyResponse]) -> int:
    """Dissatisfied, but nobody knows who: these show in the figures alone."""
    unknown = (response for response in responses if is_valid(survey, response) and not (response.unit or response.contact))
    return sum(_grievance(survey, response) is not None for response in unknown)
