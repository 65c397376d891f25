"""Surveys 满意度调查: what is asked, of whom, and when."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import SLUG_PATTERN, Field, Part, Record, Records, flaw, is_reversed, numbered, twins

USUAL_POINTS, MOST_POINTS = 5, 10
FEWEST = 5  # people that a group must have before its figures are shown
DONT_KNOW, DONT_KNOW_WIDE = "9", "99"  # how 不了解 stands in a response, whatever code it came in as


class QuestionType(Choice):
    SCALE = "scale", N_("scale")
    CHOICE = "choice", N_("choice")
    TEXT = "text", N_("text")


@frozen
class Question(Part):
    id: Annotated[str, Field(N_("question"), pattern=r"[a-z0-9][a-z0-9-]{0,30}", example="q1")]
    text: Annotated[str, Field(N_("text"))]
    area: Annotated[str | None, Field(N_("area"))] = None
    type: Annotated[QuestionType, Field(N_("type"))] = QuestionType.SCALE
    scale: Annotated[int | None, Field(N_("points of the scale"), low=2, high=MOST_POINTS)] = None
    satisfied_from: Annotated[int | None, Field(N_("satisfied from"), low=2, high=MOST_POINTS)] = None
    choices: Annotated[tuple[str, ...], Field(N_("choices"))] = ()
    required: Annotated[bool | None, Field(N_("required"))] = None
    grievances: Annotated[bool | None, Field(N_("asks what was wrong"))] = None

    @property
    def points(self) -> int:
        return self.scale or USUAL_POINTS

    @cached_property
    def scores(self) -> tuple[str, ...]:
        """The best first; a choice and a text have none."""
        return tuple(map(str, range(self.points, 0, -1))) if self.type is QuestionType.SCALE else ()

    @property
    def least_satisfied(self) -> int:
        """Three quarters of the highest score, 4 of 5 and 8 of 10, unless the questionnaire says otherwise."""
        return self.satisfied_from or -(-3 * self.points // 4)

    @cached_property
    def satisfied(self) -> tuple[str, ...]:
        return tuple(score for score in self.scores if int(score) >= self.least_satisfied)

    @cached_property
    def dissatisfied(self) -> tuple[str, ...]:
        """The lower half of the scale: 1 and 2 of 5, 1 to 5 of 10."""
        return tuple(score for score in self.scores if int(score) <= min(self.points // 2, self.least_satisfied - 1))

    @property
    def dont_know(self) -> str:
        """How it stands in a response: 9, and 99 where 9 is a score."""
        return DONT_KNOW if self.points < int(DONT_KNOW) else DONT_KNOW_WIDE

    @property
    def ticked(self) -> tuple[str, ...]:
        return (*self.scores, self.dont_know) if self.type is QuestionType.SCALE else self.choices

    @property
    def expected(self) -> str:
        """What may be answered, in words."""
        if self.type is QuestionType.SCALE:
            return _("1 to %(most)d, or %(code)s for don't know.") % {"most": self.points, "code": self.dont_know}
        return ", ".join(self.choices)

    def faults(self) -> Iterator[tuple[str, str]]:
        if self.type is QuestionType.CHOICE and len(self.choices) < 2:
            yield "no-choices", _("The question %(id)s has no choices.") % {"id": self.id}
        if self.type is not QuestionType.SCALE and (self.scale or self.satisfied_from):
            yield "no-scale", _("The question %(id)s is no scale and has no points.") % {"id": self.id}
        elif self.least_satisfied > self.points:
            yield "off-scale", _("The scale of the question %(id)s ends before %(score)d.") % {"id": self.id, "score": self.least_satisfied}


@frozen
class HandOut(Part):
    """Forms given out. In an anonymous survey they are counted and no home is named."""

    on: Annotated[date, Field(N_("on"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    building: Annotated[str | None, Field(N_("building"))] = None
    count: Annotated[int, Field(N_("count"), low=1, high=100_000)]
    units: Annotated[tuple[str, ...], Field(N_("units"), ref="unit")] = ()


@frozen
class Column(Part):
    """Where an online survey's table holds an answer: its header, and the question or what else stands there."""

    header: Annotated[str, Field(N_("header"))]
    holds: Annotated[str, Field(N_("holds"))]


@frozen
class Survey(Record):
    """A survey. Whether it is anonymous is fixed when it is made."""

    kind: ClassVar[str] = "survey"
    label: ClassVar[str] = N_("survey")
    id_pattern: ClassVar[str] = SLUG_PATTERN
    columns: ClassVar[tuple[str, ...]] = ("id", "title", "opens", "closes", "anonymous")
    guarded: ClassVar[tuple[str, ...]] = ("anonymous",)

    title: Annotated[str, Field(N_("title"))]
    opens: Annotated[date, Field(N_("opens"))]
    closes: Annotated[date, Field(N_("closes"))]
    anonymous: Annotated[bool, Field(N_("anonymous"))] = True
    previous: Annotated[str | None, Field(N_("previous survey"), ref="survey")] = None
    questions: Annotated[tuple[Question, ...], Field(N_("questions"))] = ()
    units: Annotated[tuple[str, ...], Field(N_("units"), ref="unit")] = ()
    handed_out: Annotated[int | None, Field(N_("handed out"), low=0)] = None
    hand_outs: Annotated[tuple[HandOut, ...], Field(N_("hand-outs"))] = ()
    dont_know: Annotated[tuple[str, ...], Field(N_("codes for don't know"))] = ()
    imported: Annotated[tuple[Column, ...], Field(N_("imported columns"))] = ()

    def ids(self, day: date) -> Iterator[str]:
        yield from numbered(f"survey-{self.opens:%Y-%m}")

    @property
    def copies(self) -> int | None:
        """Forms handed out; None where nobody noted it."""
        return sum(lot.count for lot in self.hand_outs) if self.hand_outs else self.handed_out

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def ticked(self) -> frozenset[str]:
        """Every answer that can be ticked, as it stands in a response."""
        return frozenset(f"{id}={code}" for id, question in self.by_id.items() for code in question.ticked)

    def flaws(self) -> Iterator[Problem]:
        if is_reversed(self.opens, self.closes):
            yield flaw("dates-reversed", _("It closes before it opens."), "closes")
        for twin in twins(question.id for question in self.questions):
            yield flaw("duplicate-id", _("The question %(id)s stands twice.") % {"id": twin}, "questions")
        for i, question in enumerate(self.questions):
            for code, message in question.faults():
                yield flaw(code, message, f"questions[{i}]")
        if self.handed_out is not None and self.hand_outs:
            yield flaw("counted-twice", _("The forms handed out are counted one by one or in one number, not both."), "handed_out")
        for i, lot in enumerate(self.hand_outs):
            if lot.units and self.anonymous:
                yield flaw("not-anonymous", _("An anonymous survey does not note which homes got a form."), f"hand_outs[{i}].units")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        previous = records.find(Survey, self.previous)
        if previous is not None and previous.opens >= self.opens:
            yield flaw("not-previous", _("The previous survey does not lie before this one."), "previous")

    def departures(self, before: Record) -> Iterator[Problem]:
        if isinstance(before, Survey) and self.anonymous is not before.anonymous:
            hint = _("Make a new survey.")
            yield flaw(
                "fixed", _("Whether a survey is anonymous is fixed when it is made: people answered on that word."), "anonymous", hint=hint
            )
