"""The clerk's side of typing in paper: what the screen says, and that no finished form is ever lost."""

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from propops import schema
from propops.desk import survey_ground
from propops.errors import Problem, refuse
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.staff import Staff
from propops.models.survey import MOST_POINTS, Question, QuestionType, Survey
from propops.models.survey_response import ResponseWay, SurveyResponse
from propops.parsing import parse_unit
from propops.store.files import FOLDER
from propops.surveys.entry import Ground, Say, Typing, parse_line, press, reopened
from propops.surveys.forms import Form, as_printed
from propops.terminal.output import echo, safe, show_problems

EVERY = 20  # forms in a commit

REASONS = {
    Say.BAD_CODE: N_("That code is mistyped (its last digit tells)."),
    Say.UNKNOWN_CODE: N_("This survey has no such form."),
    Say.ROOM_REFUSED: N_("The survey is anonymous: type the form's code, not a room."),
    Say.TWICE: N_("This form is in already."),
    Say.WRONG_KEY: N_("That key is no answer here."),
}


@dataclass
class Session:
    """Forms typed in one sitting. Each is on the disk when it is finished, and in the records with every twentieth."""

    estate: Estate
    survey: Survey
    who: Staff
    way: ResponseWay
    questions: tuple[Question, ...] = field(init=False)
    forms: dict[str, Form] = field(init=False)
    taken: set[str] = field(init=False)
    recorded: int = field(init=False)
    pending: list[SurveyResponse] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.questions = as_printed(self.survey.questions)
        self.forms = survey_ground.forms(self.estate, self.survey)
        there = survey_ground.responses(self.estate, self.survey)
        self.recorded = len(there)
        homes = {response.unit for response in there if response.unit}
        self.taken = {response.code for response in there if response.code}
        self.taken |= {form.code for form in self.forms.values() if form.unit in homes}  # they answered online

    @property
    def ground(self) -> Ground:
        return Ground(self.questions, self.forms, self.taken)

    @property
    def total(self) -> int:
        return self.recorded + len(self.pending)

    @property
    def draft(self) -> Path:
        return self.estate.root / FOLDER / f"entry-{self.survey.id}.jsonl"

    def resume(self) -> int:
        """Takes over what an interrupted sitting left, and says how many."""
        with contextlib.suppress(FileNotFoundError):
            lines = self.draft.read_text("utf-8").splitlines()
            found = [response for response in map(self._response_of, lines) if response and response.code not in self.taken]
            self.pending = list({response.code: response for response in found}.values())
            self.taken |= {response.code for response in self.pending if response.code}
        return len(self.pending)

    def finish(self, typing: Typing) -> None:
        assert typing.form is not None
        response = self._made(typing.form, typing.answers)
        self.pending.append(response)
        self.taken.add(typing.form.code)
        self.count += 1
        self._keep([response], "a")
        if len(self.pending) >= EVERY:
            self.record()

    def take_back(self) -> Typing | None:
        """The form just finished, to be typed again; None once it stands in the records."""
        if not self.pending:
            return None
        last = self.pending.pop()
        assert last.code is not None
        self.taken.discard(last.code)
        self.count = max(0, self.count - 1)
        self._keep(self.pending, "w")
        answers = last.by_question
        return reopened(self.forms[last.code], [answers.get(question.id) for question in self.questions])

    def record(self) -> None:
        if self.pending:
            with self.estate.change(
                "survey enter", N_("Responses to %(survey)s typed in: %(count)d"), self.who, survey=self.survey.id
            ) as change:
                for response in self.pending:
                    change.add(response)
            self.recorded += len(self.pending)
            self.pending.clear()
        self.draft.unlink(missing_ok=True)

    def _made(self, form: Form, answers: Iterable[str | None]) -> SurveyResponse:
        pairs = zip(self.questions, answers, strict=True)
        return SurveyResponse(
            survey=self.survey.id,
            code=form.code,
            building=form.building or None,
            unit=form.unit,
            way=self.way,
            at=self.estate.now,  # of the sitting: the minute of a form would tell whose it was
            entered_by=self.who.id,
            answers=tuple(f"{question.id}={answer}" for question, answer in pairs if answer is not None),
        )

    def _keep(self, responses: Iterable[SurveyResponse], mode: str) -> None:
        self.draft.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self.draft, os.O_WRONLY | os.O_CREAT | (os.O_APPEND if mode == "a" else os.O_TRUNC), 0o600)
        with os.fdopen(handle, mode, encoding="utf-8") as file:
            file.writelines(json.dumps(schema.plain(response), ensure_ascii=False) + "\n" for response in responses)
            file.flush()
            os.fsync(file.fileno())

    def _response_of(self, line: str) -> SurveyResponse | None:
        """A line that a crash cut short is no form."""
        try:
            values = json.loads(line)
            form = self.forms[values["code"]]
            answers = dict(answer.split("=", 1) for answer in values.get("answers", ()))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        return self._made(form, [answers.get(question.id) for question in self.questions])


# --- lines from a pipe ------------------------------------------------------------------------------------------------


def take_lines(session: Session, lines: Iterable[str]) -> list[Problem]:
    """One form a line; a line that is refused is named, the others go in."""
    problems = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                session.finish(parse_line(session.ground, _with_room(line.strip())))
            except ValueError as error:
                problems.append(Problem("bad-line", _why(str(error)), "stdin", number))
    session.record()
    return problems


def _with_room(line: str) -> str:
    head, gap, rest = line.partition(" ")
    return room(head) + gap + rest


def room(text: str) -> str:
    """`3栋2单元1001` as the records name it; what is no room stays as it is."""
    if text.isdigit():
        return text
    try:
        return parse_unit(text)
    except ValueError:
        return text


def _why(code: str) -> str:
    if code == "COUNT":
        return _("One digit is expected for each question, 0 for no answer.")
    if code == "TEXTS":
        return _("There are more texts than questions for them.")
    return _(REASONS[Say[code]]) if code in Say.__members__ else _(REASONS[Say.WRONG_KEY])


# --- keys at a terminal -----------------------------------------------------------------------------------------------


def type_in(session: Session, keys: Iterator[str]) -> None:
    """Until q, Ctrl-D or Ctrl-C; what is finished is recorded, a form half typed is not."""
    _say_keys(session)
    typing = Typing()
    _prompt(session, typing)
    for key in keys:
        if key == "\n" and typing.form is None:
            typing = Typing(buffer=room(typing.buffer))
        before = typing
        typing, said = press(session.ground, typing, key)
        if said is Say.QUIT:
            break
        typing = _heard(session, before, typing, said, key)


def _heard(session: Session, before: Typing, typing: Typing, said: Say, key: str) -> Typing:
    if said is Say.FINISHED:
        _echo_answer(session, before, typing)
        session.finish(typing)
        typing = Typing()
        _say_count(session)
    elif said is Say.REOPEN:
        typing = session.take_back() or typing
        _line(_("Back to the last form.") if typing.form else _("It is recorded already; propops survey-response edit changes it."))
    elif said is Say.ANSWERED:
        _echo_answer(session, before, typing)
    elif said is Say.WENT_BACK:
        _line("↶")
    elif said in REASONS:
        _line("\a" + _(REASONS[said]))
    elif typing.form == before.form:
        _redraw(session, typing)
        return typing
    if said is Say.NOTHING and before.form is None:
        _line("")
    _prompt(session, typing)
    return typing


def _say_keys(session: Session) -> None:
    echo(_("Code, then a digit for each question: its score, 9 or * don't know, 0 or - no answer. Backspace or u: back. q: end."))
    _say_count(session)


def _say_count(session: Session) -> None:
    words = {"here": session.count, "all": session.total, "out": session.survey.copies or "–"}
    echo(_("%(here)d typed in now, %(all)d of %(out)s in all") % words)


def _prompt(session: Session, typing: Typing) -> None:
    sys.stdout.write(safe(_label(session, typing)))
    sys.stdout.flush()


def _redraw(session: Session, typing: Typing) -> None:
    sys.stdout.write(f"\r\x1b[K{safe(_label(session, typing))}")
    sys.stdout.flush()


def _label(session: Session, typing: Typing) -> str:
    if typing.form is None:
        return _("Form: ") + typing.buffer
    place = len(typing.answers)
    question = session.questions[place]
    return f"{place + 1:>3}/{len(session.questions)} {question.text}{_keys_of(question)}: {typing.buffer}"


def _keys_of(question: Question) -> str:
    """Where they are not the usual ones."""
    if question.type is QuestionType.CHOICE:
        return " (" + " ".join(f"{number} {choice}" for number, choice in enumerate(question.choices, 1)) + ")"
    if question.points == MOST_POINTS:
        return _(" (1–9, 0 is 10, * don't know, - no answer)")
    return f" (1–{question.points})" if question.scale else ""


def _echo_answer(session: Session, before: Typing, typing: Typing) -> None:
    question, answer = session.questions[len(before.answers)], typing.answers[-1]
    if question.type is not QuestionType.TEXT:
        sys.stdout.write("–" if answer is None else _("don't know") if question.scores and answer == question.dont_know else safe(answer))
    _line("")


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def require_paper(session: Session) -> None:
    if not session.survey.questions:
        raise refuse("no-questions", _("The survey %(id)s has no questions.") % {"id": session.survey.id})


def say_resumed(count: int) -> None:
    if count:
        message = _("%(count)d forms of an interrupted sitting are taken over.") % {"count": count}
        show_problems([Problem("resumed", message, severity="warning")])
