"""The clerk's side of typing in paper: what the screen says, key by key or through a pipe."""

import sys
from collections.abc import Iterable, Iterator

from propops.desk.survey_sitting import Sitting
from propops.errors import Problem, refuse
from propops.i18n import N_, _
from propops.models.survey import MOST_POINTS, Question, QuestionType
from propops.parsing import parse_unit
from propops.surveys.entry import Say, Typing, parse_line, press
from propops.terminal.output import echo, safe, show_problems

REASONS = {
    Say.BAD_CODE: N_("That code is mistyped (its last digit tells)."),
    Say.UNKNOWN_CODE: N_("This survey has no such form."),
    Say.ROOM_REFUSED: N_("The survey is anonymous: type the form's code, not a room."),
    Say.TWICE: N_("This form is in already."),
    Say.WRONG_KEY: N_("That key is no answer here."),
}


# --- lines from a pipe ------------------------------------------------------------------------------------------------


def take_lines(sitting: Sitting, lines: Iterable[str]) -> list[Problem]:
    """One form a line; a line that is refused is named, the others go in."""
    problems = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                sitting.finish(parse_line(sitting.ground, _with_room(line.strip())))
            except ValueError as error:
                problems.append(Problem("bad-line", _why(str(error)), "stdin", number))
    sitting.record()
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
        return _("One key is expected for each question, - for no answer.")
    if code == "TEXTS":
        return _("There are more texts than questions for them.")
    return _(REASONS[Say[code]]) if code in Say.__members__ else _(REASONS[Say.WRONG_KEY])


# --- keys at a terminal -----------------------------------------------------------------------------------------------


def type_in(sitting: Sitting, keys: Iterator[str]) -> None:
    """Until q, Ctrl-D or Ctrl-C; what is finished is recorded, a form half typed is not."""
    _say_keys(sitting)
    typing = Typing()
    _prompt(sitting, typing)
    for key in keys:
        if key == "\n" and typing.form is None:
            typing = Typing(buffer=room(typing.buffer))
        before = typing
        typing, said = press(sitting.ground, typing, key)
        if said is Say.QUIT:
            break
        typing = _heard(sitting, before, typing, said, key)


def _heard(sitting: Sitting, before: Typing, typing: Typing, said: Say, key: str) -> Typing:
    if before.buffer and not typing.buffer and before.form is None and key.isdigit():
        sys.stdout.write(key)  # the last of the code
    if said is Say.FINISHED:
        _echo_answer(sitting, before, typing)
        sitting.finish(typing)
        typing = Typing()
        _say_count(sitting)
    elif said is Say.REOPEN:
        typing = sitting.last() or typing
        _line(_("Back to the last form.") if typing.form else _("It is recorded already; propops survey-response edit changes it."))
    elif said is Say.ANSWERED:
        _echo_answer(sitting, before, typing)
    elif said is Say.WENT_BACK:
        _line("↶")
        if typing.form is None and before.form is not None and sitting.drop(before.form):
            _say_count(sitting)
    elif said in REASONS:
        _line("\a " + _(REASONS[said]))
    elif typing.form == before.form:
        _redraw(sitting, typing)
        return typing
    if said is Say.NOTHING and before.form is None:
        _line("")
    _prompt(sitting, typing)
    return typing


def _say_keys(sitting: Sitting) -> None:
    echo(_("Code, then a digit for each question: its score, 9 or * don't know, 0 or - no answer. Backspace or u: back. q: end."))
    _say_count(sitting)


def _say_count(sitting: Sitting) -> None:
    words = {"here": sitting.count, "all": sitting.total, "out": sitting.survey.copies or "–"}
    echo(_("%(here)d typed in now, %(all)d of %(out)s in all") % words)


def _prompt(sitting: Sitting, typing: Typing) -> None:
    sys.stdout.write(safe(_label(sitting, typing)))
    sys.stdout.flush()


def _redraw(sitting: Sitting, typing: Typing) -> None:
    sys.stdout.write(f"\r\x1b[K{safe(_label(sitting, typing))}")
    sys.stdout.flush()


def _label(sitting: Sitting, typing: Typing) -> str:
    if typing.form is None:
        return _("Form: ") + typing.buffer
    place = len(typing.answers)
    question = sitting.questions[place]
    return f"{place + 1:>3}/{len(sitting.questions)} {question.text}{_keys_of(question)}: {typing.buffer}"


def _keys_of(question: Question) -> str:
    """Where they are not the usual ones."""
    if question.type is QuestionType.CHOICE:
        return " (" + " ".join(f"{number} {choice}" for number, choice in enumerate(question.choices, 1)) + ")"
    if question.points == MOST_POINTS:
        return _(" (1–9, 0 is 10, * don't know, - no answer)")
    return f" (1–{question.points})" if question.scale else ""


def _echo_answer(sitting: Sitting, before: Typing, typing: Typing) -> None:
    question, answer = sitting.questions[len(before.answers)], typing.answers[-1]
    if question.type is not QuestionType.TEXT:
        sys.stdout.write("–" if answer is None else _("don't know") if question.scores and answer == question.dont_know else safe(answer))
    _line("")


def _line(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def require_paper(sitting: Sitting) -> None:
    if not sitting.survey.questions:
        raise refuse("no-questions", _("The survey %(id)s has no questions.") % {"id": sitting.survey.id})


def say_resumed(count: int) -> None:
    if count:
        message = _("%(count)d forms of an interrupted sitting are taken over.") % {"count": count}
        show_problems([Problem("resumed", message, severity="warning")])
