"""The figures of a survey: rates, means and distributions, as a whole, by area and by building, and against the last one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from propops.models.base import natural
from propops.models.survey import FEWEST, Question, QuestionType, Survey
from propops.models.survey_response import SurveyResponse
from propops.surveys.intervals import wilson


@dataclass(frozen=True)
class Figures:
    """Of one question, area or building. `n` are the answers that count; `excluded` said that they do not know."""

    n: int
    counts: Mapping[str, int]
    mean: float | None
    satisfied_rate: float | None
    interval: tuple[float, float] | None
    excluded: int
    unanswered: int
    responses: tuple[str, ...]


@dataclass(frozen=True)
class QuestionFigures:
    question: Question
    figures: Figures
    before: Figures | None
    rescaled: bool = False  # the last survey asked it on another scale: no figure of it is set beside this one

    @property
    def change(self) -> float | None:
        """Of the satisfaction rate against the last survey; a difference of two rates."""
        was = self.before.satisfied_rate if self.before else None
        now = self.figures.satisfied_rate
        return None if was is None or now is None else now - was


@dataclass(frozen=True)
class Group:
    """`withheld`: too small to be shown, or the one whose figures would give a small one away."""

    name: str
    returned: int
    figures: Figures
    withheld: str = ""


@dataclass(frozen=True)
class Tally:
    survey: Survey
    handed_out: int | None
    returned: int
    valid: tuple[SurveyResponse, ...]
    questions: tuple[QuestionFigures, ...]
    areas: tuple[Group, ...]
    buildings: tuple[Group, ...]
    whole: Figures

    @property
    def return_rate(self) -> float | None:
        return self.returned / self.handed_out if self.handed_out else None

    @property
    def rescaled(self) -> tuple[QuestionFigures, ...]:
        return tuple(found for found in self.questions if found.rescaled)


def is_valid(survey: Survey, response: SurveyResponse) -> bool:
    """It answers a question at least, and every required one, and nobody said that it does not count."""
    needed = {question.id for question in survey.questions if question.required}
    return not response.void and bool(response.answers) and needed <= response.by_question.keys()


def tally(
    survey: Survey,
    responses: Iterable[SurveyResponse],
    population: int | None = None,
    previous: Survey | None = None,
    responses_before: Iterable[SurveyResponse] = (),
) -> Tally:
    """`population`: the homes that the sample was drawn from, if one was."""
    returned = tuple(responses)
    valid = tuple(response for response in returned if is_valid(survey, response))
    before = _before(previous, responses_before)
    questions = tuple(_compared(one, figures_of([one], valid, population), before.get(one.text)) for one in survey.questions)
    scales = [question for question in survey.questions if question.type is QuestionType.SCALE]
    return Tally(
        survey=survey,
        handed_out=survey.copies,
        returned=len(returned),
        valid=valid,
        questions=questions,
        areas=_areas(scales, valid),
        buildings=withheld(_buildings(scales, returned, valid)),
        whole=figures_of(scales, valid),
    )


def _before(previous: Survey | None, responses: Iterable[SurveyResponse]) -> dict[str, tuple[Question, Figures]]:
    """By the words that were asked: q4 of another questionnaire is another question."""
    if previous is None:
        return {}
    valid = [response for response in responses if is_valid(previous, response)]
    return {question.text: (question, figures_of([question], valid)) for question in previous.questions}


def _compared(question: Question, figures: Figures, before: tuple[Question, Figures] | None) -> QuestionFigures:
    if before is None:
        return QuestionFigures(question, figures, None)
    rescaled = (before[0].scores, before[0].satisfied) != (question.scores, question.satisfied)
    return QuestionFigures(question, figures, None if rescaled else before[1], rescaled)


def figures_of(questions: Sequence[Question], responses: Sequence[SurveyResponse], population: int | None = None) -> Figures:
    """Of one question, or of the scales of several taken together: an interval only where each person answers once, a mean where all
    have the same scale."""
    answers = [(question, response.by_question.get(question.id)) for question in questions for response in responses]
    given = [(question, answer) for question, answer in answers if answer is not None]
    counted = [(question, answer) for question, answer in given if not question.scores or answer in question.scores]
    counts = Counter(answer for __, answer in counted)
    hits = sum(answer in question.satisfied for question, answer in counted)
    scales = {question.scores for question in questions}
    n, is_rate = len(counted), () not in scales and bool(counted)
    return Figures(
        n=n,
        counts=_listed(questions, counts),
        mean=sum(int(score) * count for score, count in counts.items()) / n if is_rate and len(scales) == 1 else None,
        satisfied_rate=hits / n if is_rate else None,
        interval=wilson(hits, n, population) if is_rate and len(questions) == 1 else None,
        excluded=len(given) - n,
        unanswered=len(answers) - len(given),
        responses=tuple(response.id for response in responses if any(question.id in response.by_question for question in questions)),
    )


def _listed(questions: Sequence[Question], counts: Counter[str]) -> dict[str, int]:
    """Every possible answer, chosen or not; what people wrote is not counted."""
    scales = {question.scores for question in questions}
    scores = scales.pop() if len(scales) == 1 else ()
    return {answer: counts[answer] for answer in scores or [choice for question in questions for choice in question.choices]}


def _areas(scales: Sequence[Question], valid: Sequence[SurveyResponse]) -> tuple[Group, ...]:
    names = dict.fromkeys(question.area or "" for question in scales)
    if list(names) == [""]:
        return ()
    by_name = {name: [question for question in scales if (question.area or "") == name] for name in names}
    return tuple(Group(name, len(valid), figures_of(members, valid)) for name, members in by_name.items())


def _buildings(scales: Sequence[Question], returned: Sequence[SurveyResponse], valid: Sequence[SurveyResponse]) -> list[Group]:
    """Only where it is known; people of an unknown building are a group too, as they are the rest."""
    names = sorted({response.building or "" for response in returned}, key=natural)
    if names == [""]:
        return []
    return [
        Group(
            name,
            sum((response.building or "") == name for response in returned),
            figures_of(scales, [response for response in valid if (response.building or "") == name]),
        )
        for name in names
    ]


SMALL, COMPLEMENT = "small", "complement"


def withheld(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Groups under five people are not shown; nor is the next one while the hidden ones together could be reckoned from the whole."""
    hidden: dict[str, str] = {group.name: SMALL for group in groups if len(group.figures.responses) < FEWEST}
    by_size = sorted((group for group in groups if group.name not in hidden), key=lambda group: (len(group.figures.responses), group.name))
    while by_size and hidden and _people(groups, hidden) < FEWEST:
        hidden[by_size.pop(0).name] = COMPLEMENT
    return tuple(Group(group.name, group.returned, group.figures, hidden.get(group.name, "")) for group in groups)


def _people(groups: Sequence[Group], hidden: Mapping[str, str]) -> int:
    return sum(len(group.figures.responses) for group in groups if group.name in hidden)
