"""Survey responses 答卷: what one form or one online respondent said."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import SLUG_PATTERN, Field, Record, Records, UnitId, flaw, not_yet, twins
from propops.models.survey import Question, QuestionType, Survey

ONLINE = "o"  # respondents of an online survey are numbered; no form code begins with a letter
SHARD = 500


class ResponseWay(Choice):
    PAPER = "paper", N_("paper")
    PHONE = "phone", N_("phone")
    ONLINE = "online", N_("online")


@frozen
class SurveyResponse(Record):
    """One line for each answer, `q1=5`: a stack of forms stays readable, and a diff shows the answer that changed."""

    kind: ClassVar[str] = "survey-response"
    label: ClassVar[str] = N_("survey response")
    id_pattern: ClassVar[str] = rf"{SLUG_PATTERN}-({ONLINE}?[0-9]+)"
    columns: ClassVar[tuple[str, ...]] = ("id", "survey", "building", "unit", "way", "at", "void")

    survey: Annotated[str, Field(N_("survey"), ref="survey")]
    code: Annotated[str | None, Field(N_("form code"), pattern="[0-9]{7}", example='"4821735"')] = None
    number: Annotated[int | None, Field(N_("respondent number"), low=0)] = None
    building: Annotated[str | None, Field(N_("building"))] = None
    unit: UnitId | None = None
    way: Annotated[ResponseWay, Field(N_("way"))] = ResponseWay.PAPER
    at: Annotated[datetime, Field(N_("at"))]
    entered_by: Annotated[str | None, Field(N_("entered by"), ref="staff")] = None
    answers: Annotated[tuple[str, ...], Field(N_("answers"), pattern=r"(?s)[a-z0-9][a-z0-9-]*=.+", example="q1=5")] = ()
    contact: Annotated[str | None, Field(N_("contact"), personal="phone")] = None
    void: Annotated[str | None, Field(N_("why it does not count"))] = None
    visit: Annotated[str | None, Field(N_("visit"), ref="visit")] = None
    complaint: Annotated[str | None, Field(N_("complaint"), ref="complaint")] = None

    @classmethod
    def shard(cls, id: str) -> str:
        """By the first digit of the code, or by hundreds of online respondents."""
        survey, __, form = id.rpartition("-")
        part = f"online-{int(form[1:]) // SHARD + 1}" if form.startswith(ONLINE) else str(int(form[0]))
        return f"survey-response/{survey}/{part}.yaml"

    def ids(self, day: date) -> Iterator[str]:
        yield f"{self.survey}-{self.code}" if self.code else f"{self.survey}-{ONLINE}{self.number}"

    @cached_property
    def by_question(self) -> Mapping[str, str]:
        return dict(answer.split("=", 1) for answer in self.answers)

    @property
    def is_followed_up(self) -> bool:
        return bool(self.visit or self.complaint)

    def flaws(self) -> Iterator[Problem]:
        if self.code is None and self.number is None:
            yield flaw("no-code", _("A response has the code of its form, or the number of an online respondent."), "code")
        for twin in twins(answer.partition("=")[0] for answer in self.answers):
            yield flaw("answered-twice", _("The question %(id)s is answered twice.") % {"id": twin}, "answers")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("at", self.at, records)
        survey = records.find(Survey, self.survey)
        if survey is None:
            return
        if survey.anonymous and self.unit:
            yield flaw("not-anonymous", _("The survey is anonymous: no answer names a home."), "unit")
        for i, answer in enumerate(self.answers):
            if answer in survey.ticked:
                continue
            id, value = answer.split("=", 1)
            yield from _answer_faults(survey.by_id.get(id), id, value, f"answers[{i}]")
        yield from self._twin(records)

    def _twin(self, records: Records) -> Iterator[Problem]:
        others = records.where(SurveyResponse, "unit", self.unit) if self.unit else []
        for other in others:
            if other.survey == self.survey and other.id != self.id:
                yield flaw("answered-twice", _("This home has answered already: %(id)s.") % {"id": other.id}, "unit")


def _answer_faults(question: Question | None, id: str, value: str, where: str) -> Iterator[Problem]:
    if question is None:
        yield flaw("no-question", _("The survey has no question %(id)s.") % {"id": id}, where)
    elif question.type is QuestionType.SCALE and value not in question.ticked:
        message = _("%(value)s is not on the scale.") % {"value": value[:20]}
        yield flaw("off-scale", message, where, hint=question.expected)
    elif question.type is QuestionType.CHOICE and value not in question.ticked:
        message = _("%(value)s is not one of: %(listed)s.") % {"value": value[:20], "listed": question.expected}
        yield flaw("off-scale", message, where)
