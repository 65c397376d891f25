"""Who was dissatisfied and can be reached, and what becomes of it: a complaint where they wrote why, else a call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from propops.models.complaint import ComplaintCategory
from propops.models.survey import Question, QuestionType, Survey
from propops.models.survey_response import SurveyResponse
from propops.surveys.tally import DISSATISFIED, is_valid

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
    """One dissatisfied response: the questions marked low, worst first, and what was written."""

    response: SurveyResponse
    low: tuple[Question, ...]
    words: tuple[str, ...]

    @property
    def is_complaint(self) -> bool:
        """A call-back needs a home to call; who left a contact alone is called about a complaint."""
        return bool(self.words) or self.response.unit is None

    @property
    def category(self) -> ComplaintCategory:
        area = (self.low[0].area or "").lower()
        return next((found for word, found in _CATEGORIES.items() if word in area), ComplaintCategory.OTHER)


def grievances(survey: Survey, responses: Iterable[SurveyResponse]) -> list[Grievance]:
    """Each once: a response that led to a visit or a complaint is done with."""
    found = (_grievance(survey, response) for response in responses if _is_to_follow(survey, response))
    return [grievance for grievance in found if grievance is not None]


def _is_to_follow(survey: Survey, response: SurveyResponse) -> bool:
    return is_valid(survey, response) and not response.is_followed_up and bool(response.unit or response.contact)


def _grievance(survey: Survey, response: SurveyResponse) -> Grievance | None:
    answers = response.by_question
    low = [question for question in survey.questions if question.type is QuestionType.SCALE and answers.get(question.id) in DISSATISFIED]
    if not low:
        return None
    low.sort(key=lambda question: answers[question.id])
    texts = tuple(answers[question.id] for question in survey.questions if question.type is QuestionType.TEXT and question.id in answers)
    return Grievance(response, tuple(low), texts)


def out_of_reach(survey: Survey, responses: Iterable[SurveyResponse]) -> int:
    """Dissatisfied, but nobody knows who: these show in the figures alone."""
    unknown = (response for response in responses if is_valid(survey, response) and not (response.unit or response.contact))
    return sum(_grievance(survey, response) is not None for response in unknown)
