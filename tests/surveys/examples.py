"""Small surveys to reckon with."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from propops.models.survey import Question, QuestionType, Survey
from propops.models.survey_response import SurveyResponse

AT = datetime(2026, 11, 30, 9, tzinfo=timezone(timedelta(hours=8)))
SCALE = Question(id="q1", text="客服人员的态度", area="客户服务")
CHOICE = Question(id="q2", text="您住了多久", type=QuestionType.CHOICE, choices=("一年以内", "更久"))
TEN = Question(id="q1", text="总体评价", scale=10)
TEXT = Question(id="q3", text="您的建议", type=QuestionType.TEXT)


def survey(*questions: Question, **values: Any) -> Survey:
    given: dict[str, Any] = {
        "id": "s",
        "title": "调查",
        "opens": date(2026, 11, 1),
        "closes": date(2026, 11, 14),
        "questions": questions,
    }
    return Survey(**(given | values))


def response(number: int, *answers: str, **values: Any) -> SurveyResponse:
    return SurveyResponse(id=f"s-o{number}", survey="s", number=number, at=AT, answers=answers, **values)


def scores(values: Sequence[int | str], **common: Any) -> list[SurveyResponse]:
    return [response(number, f"q1={value}", **common) for number, value in enumerate(values, 1)]
