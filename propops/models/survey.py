"""Surveys 满意度调查: what is asked, of whom, and when."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from propops.errors import Problem
from propops.i18n import N_, _
from propops.models.base import Choice, Field, Part, Record, flaw, is_reversed, numbered, twins
from propops.models.frozen import frozen


class QuestionType(Choice):
    SCALE = "scale", N_("five-point scale")
    CHOICE = "choice", N_("choice")
    TEXT = "text", N_("text")


@frozen
class Question(Part):
    id: Annotated[str, Field(N_("question"), pattern=r"[a-z0-9][a-z0-9-]{0,30}", example="q1")]
    text: Annotated[str, Field(N_("text"))]
    area: Annotated[str | None, Field(N_("area"))] = None
    type: Annotated[QuestionType, Field(N_("type"))] = QuestionType.SCALE
    choices: Annotated[tuple[str, ...], Field(N_("choices"))] = ()


@frozen
class Survey(Record):
    """A survey. Whether it is anonymous is fixed when it is made."""

    kind: ClassVar[str] = "survey"
    label: ClassVar[str] = N_("survey")
    columns: ClassVar[tuple[str, ...]] = ("id", "title", "opens", "closes", "anonymous")

    title: Annotated[str, Field(N_("title"))]
    opens: Annotated[date, Field(N_("opens"))]
    closes: Annotated[date, Field(N_("closes"))]
    anonymous: Annotated[bool, Field(N_("anonymous"))] = True
    questions: Annotated[tuple[Question, ...], Field(N_("questions"))] = ()
    units: Annotated[tuple[str, ...], Field(N_("units"), ref="unit")] = ()
    handed_out: Annotated[int | None, Field(N_("handed out"), low=0)] = None

    def ids(self, day: date) -> Iterator[str]:
        yield from numbered(f"survey-{self.opens:%Y-%m}")

    def flaws(self) -> Iterator[Problem]:
        if is_reversed(self.opens, self.closes):
            yield flaw("dates-reversed", _("It closes before it opens."), "closes")
        for twin in twins(question.id for question in self.questions):
            yield flaw("duplicate-id", _("The question %(id)s stands twice.") % {"id": twin}, "questions")
        for i, question in enumerate(self.questions):
            if question.type is QuestionType.CHOICE and len(question.choices) < 2:
                yield flaw("no-choices", _("The question %(id)s has no choices.") % {"id": question.id}, f"questions[{i}]")

    def departures(self, before: Record) -> Iterator[Problem]:
        if isinstance(before, Survey) and self.anonymous is not before.anonymous:
            hint = _("Make a new survey.")
            yield flaw(
                "fixed", _("Whether a survey is anonymous is fixed when it is made: people answered on that word."), "anonymous", hint=hint
            )
