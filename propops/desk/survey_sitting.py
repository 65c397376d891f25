"""Forms typed in one sitting: none that is finished is ever lost."""

import contextlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from propops import schema
from propops.desk import survey_ground
from propops.estate import Estate
from propops.i18n import N_
from propops.models.staff import Staff
from propops.models.survey import Question, Survey
from propops.models.survey_response import ResponseWay, SurveyResponse
from propops.store.files import FOLDER
from propops.surveys.entry import Ground, Typing, reopened
from propops.surveys.forms import Form, as_printed

EVERY = 20  # forms in a commit


@dataclass
class Sitting:
    """Forms typed in one sitting. Each is on the disk when it is finished, and in the records when twenty more are."""

    estate: Estate
    survey: Survey
    who: Staff
    way: ResponseWay
    questions: tuple[Question, ...] = field(init=False)
    forms: dict[str, Form] = field(init=False)
    taken: set[str] = field(init=False)
    recorded: int = field(init=False)
    pending: list[SurveyResponse] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)

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
    def count(self) -> int:
        return len(self.typed)

    @property
    def total(self) -> int:
        return self.recorded + len(self.pending)

    @property
    def draft(self) -> Path:
        return self.estate.root / FOLDER / f"entry-{self.survey.id}.jsonl"

    def resume(self) -> int:
        """Takes over what an interrupted sitting left, and says how many."""
        found: dict[str, SurveyResponse] = {}
        with contextlib.suppress(FileNotFoundError):
            for line in self.draft.read_text("utf-8", errors="replace").split("\n"):
                self._take_over(found, line)
        self.pending = [response for code, response in found.items() if code not in self.taken]
        self.taken |= found.keys()
        return len(self.pending)

    def finish(self, typing: Typing) -> None:
        assert typing.form is not None
        response = self._made(typing.form, typing.answers)
        self.pending = [*self._others(typing.form), response]
        self.taken.add(typing.form.code)
        self.typed.add(typing.form.code)
        self._note(schema.plain(response))
        if len(self.pending) > EVERY:
            self._record(self.pending[:-1])

    def last(self) -> Typing | None:
        """The form just finished, to be typed again: it stays as it is until it is finished anew. None once it stands in the records."""
        if not self.pending:
            return None
        last = self.pending[-1]
        assert last.code is not None
        answers = last.by_question
        return reopened(self.forms[last.code], [answers.get(question.id) for question in self.questions])

    def drop(self, form: Form) -> bool:
        """Takes back a finished form that was gone back through to its code: it was typed under a wrong one."""
        is_there = len(self._others(form)) < len(self.pending)
        if is_there:
            self.pending = self._others(form)
            self.taken.discard(form.code)
            self.typed.discard(form.code)
            self._note({"code": form.code})
        return is_there

    def record(self) -> None:
        self._record(self.pending)
        self.draft.unlink(missing_ok=True)

    def _record(self, responses: Sequence[SurveyResponse]) -> None:
        if responses:
            with self.estate.change(
                "survey enter", N_("Responses to %(survey)s typed in: %(count)d"), self.who, survey=self.survey.id
            ) as change:
                for response in responses:
                    change.add(response)
            self.recorded += len(responses)
            self.pending = self.pending[len(responses) :]

    def _others(self, form: Form) -> list[SurveyResponse]:
        return [response for response in self.pending if response.code != form.code]

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

    def _note(self, values: Mapping[str, Any]) -> None:
        """At the end of the draft, and on the disk at once. What stands there is never written over, nor is a line that was cut short
        made longer."""
        self.draft.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(self.draft, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(f"\n{json.dumps(values, ensure_ascii=False)}\n")
            file.flush()
            os.fsync(file.fileno())

    def _take_over(self, found: dict[str, SurveyResponse], line: str) -> None:
        """The last word on a form counts; a code without answers is a form taken back, a line that a crash cut short none."""
        try:
            values = json.loads(line)
            form = self.forms[values["code"]]
            answers = dict(answer.split("=", 1) for answer in values.get("answers", ()))
        except (ValueError, KeyError, TypeError, AttributeError):
            return
        found.pop(form.code, None)
        if "survey" in values:
            found[form.code] = self._made(form, [answers.get(question.id) for question in self.questions])
