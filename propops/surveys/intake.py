"""Rows of an online survey become responses; what cannot be understood is a problem with its sheet, row and column."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from propops.errors import Problem
from propops.i18n import _
from propops.models.base import building_of
from propops.models.survey import Question, Survey
from propops.models.survey_response import ResponseWay, SurveyResponse
from propops.surveys import columns
from propops.surveys.answers import NotAnAnswer, understood


@dataclass(frozen=True)
class Line:
    """A row as text by column, its number, and the words for a place in it."""

    number: int
    cells: Sequence[str]
    place: Callable[[int], str]


@dataclass(frozen=True)
class Context:
    """What a row cannot say itself. `unit` reads a room as people write it and raises ValueError for what is none."""

    survey: Survey
    mapping: Mapping[int, str]
    dont_know: Collection[str]
    at: datetime
    by: str
    unit: Callable[[str], str]
    moment: Callable[[str], datetime]

    @cached_property
    def asked(self) -> list[tuple[Question, int]]:
        """The questions that have a column."""
        column_of = {holds: column for column, holds in self.mapping.items()}
        return [(question, column_of[question.id]) for question in self.survey.questions if question.id in column_of]

    @cached_property
    def told(self) -> list[tuple[int, str, Callable[[str], object]]]:
        """The columns that tell who answered and when: what each holds, and how that is read."""
        readers: Mapping[str, Callable[[str], object]] = {
            columns.NUMBER: _whole,
            columns.AT: self.moment,
            columns.UNIT: self.unit,
            columns.BUILDING: _building,
            columns.CONTACT: str,
            columns.CODE: str,
        }
        return [(column, holds, readers[holds]) for column, holds in self.mapping.items() if holds in readers]

    @cached_property
    def understood(self) -> dict[tuple[str, str], str | None]:
        """By question and text: thousands of rows have a handful of answers."""
        return {}


@dataclass
class Intake:
    responses: list[SurveyResponse] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # where each of them stands
    problems: list[Problem] = field(default_factory=list)
    empty: int = 0  # rows without a single answer


def take_in(context: Context, lines: Sequence[Line], path: str) -> Intake:
    """Every row is looked at before anything is refused, so that one round of corrections is enough."""
    found = Intake()
    seen: dict[str, int] = {}
    for nth, line in enumerate(lines, 1):
        response, problems = _response(context, line, nth)
        found.problems += [problem._replace(path=path, line=line.number) for problem in problems]
        if response is None:
            found.empty += not problems
            continue
        found.problems += [_again(line, seen[key], path) for key in _keys(response) if key in seen][:1]
        seen.update(dict.fromkeys(_keys(response), line.number))
        found.responses.append(response)
        found.lines.append(line.number)
    return found


def _keys(response: SurveyResponse) -> list[str]:
    """Whoever has the number, the form or the home of another row is the same respondent."""
    return [response.code or f"#{response.number}", *([response.unit] if response.unit else [])]


def _again(line: Line, first: int, path: str) -> Problem:
    message = _("It is the respondent of row %(first)d again.") % {"first": first}
    return Problem("respondent-twice", message, path, line.number)


def _response(context: Context, line: Line, nth: int) -> tuple[SurveyResponse | None, list[Problem]]:
    reading = _Reading(context, line)
    answers = reading.answers()
    values = reading.others(nth)
    if reading.problems or not answers:
        return None, reading.problems
    unit = values.get("unit")
    values["building"] = building_of(unit) if unit else values.get("building")
    made = SurveyResponse(survey=context.survey.id, way=ResponseWay.ONLINE, entered_by=context.by, answers=answers, **values)
    return made, []


class _Reading:
    """One row; problems gather while it is read."""

    def __init__(self, context: Context, line: Line) -> None:
        self.context, self.line = context, line
        self.problems: list[Problem] = []

    def answers(self) -> tuple[str, ...]:
        pairs = [(question.id, self._answer(question, column)) for question, column in self.context.asked]
        return tuple(f"{id}={value}" for id, value in pairs if value is not None)

    def _answer(self, question: Question, column: int) -> str | None:
        known, text = self.context.understood, self._text(column)
        if (question.id, text) in known:
            return known[question.id, text]
        try:
            return known.setdefault((question.id, text), understood(question, text, self.context.dont_know))
        except NotAnAnswer:
            self._problem("off-scale", _("%(place)s: %(value)s is not an answer to it."), column, question.expected)
            return None

    def others(self, nth: int) -> dict[str, Any]:
        """Who answered and when. Without a column of numbers the rows are counted."""
        found: dict[str, Any] = {"number": nth, "at": self.context.at}
        for column, holds, reader in self.context.told:
            if text := self._text(column):
                found[holds] = self._read(reader, text, column)
        return found

    def _read(self, reader: Callable[[str], object], text: str, column: int) -> object:
        try:
            return reader(text)
        except ValueError:
            self._problem("bad-value", _("%(place)s: %(value)s is not understood."), column, "")
            return None

    def _text(self, column: int) -> str:
        return self.line.cells[column] if column < len(self.line.cells) else ""

    def _problem(self, code: str, message: str, column: int, hint: str) -> None:
        words = {"place": self.line.place(column), "value": self._text(column)[:40]}
        self.problems.append(Problem(code, message % words, hint=hint))


def _building(text: str) -> str:
    """`3栋` is 3."""
    return re.sub(r"(栋|幢|号楼|座|楼|#)$", "", unicodedata.normalize("NFKC", text)).strip()


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(text)
    return int(text)
