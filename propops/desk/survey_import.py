"""Answers of an online survey: a table is read, its columns are matched once, its rows become responses."""

import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from propops import tables
from propops.desk import survey_ground
from propops.errors import Problem, PropopsError, refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.staff import Staff
from propops.models.survey import Survey
from propops.models.survey_response import SurveyResponse
from propops.parsing import parse_instant, parse_unit
from propops.surveys import columns
from propops.surveys.intake import Context, Intake, Line, take_in
from propops.tables.table import Table, column_number, letters
from propops.terminal.options import confirm
from propops.terminal.output import echo


@dataclass(frozen=True)
class Plan:
    """What an import would write: `known` respondents are there already, with the same answers."""

    survey: Survey
    new: tuple[SurveyResponse, ...]
    known: int
    empty: int


def planned(estate: Estate, survey: Survey, table: Table, mapping: Mapping[int, str], dont_know: Sequence[str], who: Staff) -> Plan:
    codes = tuple(dict.fromkeys((*survey.dont_know, *dont_know)))
    homes = set(survey_ground.homes(estate))
    context = Context(survey, mapping, codes, estate.now, who.id, lambda text: _home(text, homes), lambda text: _moment(text, estate.now))
    found = take_in(context, [_line(table, row) for row in table.rows], table.path)
    there = {response.id: response for response in survey_ground.responses(estate, survey)}
    responses, problems = _of_forms(estate, survey, found, table.path)
    known = {id: response for response in responses if (id := _id(response)) in there}
    new = [response for response in responses if _id(response) not in there]
    problems = [*found.problems, *problems, *_answered_already(new, there.values(), table.path)]
    if problems:
        raise PropopsError(problems)
    _refuse_changed(known, there, table)
    saved = replace(survey, imported=columns.to_save(table.header, mapping), dont_know=codes)
    return Plan(saved, tuple(new), len(known), found.empty)


def _id(response: SurveyResponse) -> str:
    return next(response.ids(response.at.date()))


def _line(table: Table, row: tables.Row) -> Line:
    return Line(row.number, list(map(tables.said, row.cells)), lambda column: table.place(row, column))


def _home(text: str, homes: Collection[str]) -> str:
    unit = parse_unit(text)
    if unit not in homes:
        raise ValueError(text)
    return unit


def _moment(text: str, now: datetime) -> datetime:
    """`2026/6/3 20:15:07`, as the survey's site writes it, or Excel's days since 1899; a day alone is its midnight."""
    if re.fullmatch(r"[2-7][0-9]{4}(\.[0-9]+)?", text):
        return (datetime(1899, 12, 30, tzinfo=now.tzinfo) + timedelta(float(text))).replace(microsecond=0)
    plain = re.sub(r"[/.年月](?=[0-9])", "-", unicodedata.normalize("NFKC", text).strip().replace("日", ""))
    plain = re.sub(r"-([0-9])(?=[- ]|$)", r"-0\1", plain)
    plain = plain if ":" in plain else f"{plain} 00:00"
    return parse_instant(plain, now)


def _of_forms(estate: Estate, survey: Survey, found: Intake, path: str) -> tuple[list[SurveyResponse], list[Problem]]:
    """A form's code tells its building, and its home where the survey is not anonymous."""
    forms = survey_ground.forms(estate, survey) if any(response.code for response in found.responses) else {}
    responses, problems = [], []
    for response, line in zip(found.responses, found.lines, strict=True):
        form = forms.get(response.code or "")
        if response.code and form is None:
            problems.append(Problem("no-such-form", _("This survey has no form %(code)s.") % {"code": response.code}, path, line))
        responses.append(replace(response, building=form.building, unit=form.unit, number=None) if form else response)
    return responses, problems


def _answered_already(new: Iterable[SurveyResponse], there: Iterable[SurveyResponse], path: str) -> list[Problem]:
    homes = {response.unit: response.id for response in there if response.unit}
    twice = [homes[response.unit] for response in new if response.unit in homes]
    return [Problem("answered-twice", _("This home has answered already: %(id)s.") % {"id": id}, path) for id in twice]


def _refuse_changed(known: Mapping[str, SurveyResponse], there: Mapping[str, SurveyResponse], table: Table) -> None:
    """The number of a respondent stands for one person: other answers under it are another file, or a changed one."""
    changed = [id for id, response in known.items() if there[id].answers != response.answers]
    if changed:
        message = _("%(count)d respondents are there with other answers: %(ids)s.") % {"count": len(changed), "ids": ", ".join(changed[:5])}
        hint = _("Is it the table of another survey? propops survey-response remove takes a wrong one out.")
        raise refuse("answers-changed", message, path=table.path, hint=hint)


# --- which column is what ---------------------------------------------------------------------------------------------


def mapping_for(survey: Survey, table: Table, given: Sequence[str]) -> dict[int, str]:
    """What was said with --map, on top of what was saved, on top of what the headers suggest."""
    saved = columns.from_saved(table.header, survey.imported)
    found = columns.suggested(table.header, survey.questions) | saved
    for column, holds in (_pair(survey, table, pair) for pair in given):
        found = {place: what for place, what in found.items() if what != holds or what == columns.IGNORED} | {column: holds}
    if survey.anonymous:
        found = {place: columns.IGNORED if what == columns.UNIT else what for place, what in found.items()}
    return found


def _pair(survey: Survey, table: Table, pair: str) -> tuple[int, str]:
    """`q1=3`, `q1=C`, `q1=the header`; also `number=1` and the like."""
    holds, sign, column = pair.partition("=")
    known = [question.id for question in survey.questions]
    if not sign or holds not in (*known, *columns.OTHERS):
        hint = _("Write QUESTION=COLUMN; there are %(names)s.") % {"names": ", ".join((*known, *columns.OTHERS))}
        raise refuse("bad-map", _("--map %(pair)s is not understood.") % {"pair": pair}, hint=hint)
    place = table.header.index(column) if column in table.header else column_number(column)
    if place is None or place >= len(table.header):
        raise refuse("no-such-column", _("The table has no column %(name)s.") % {"name": column}, path=table.path, hint=_listed(table))
    return place, holds


def _listed(table: Table) -> str:
    return ", ".join(f"{letters(place)} {title}" for place, title in enumerate(table.header) if title)


def require_complete(survey: Survey, table: Table, mapping: Mapping[int, str], given: bool) -> None:
    """Questions without a column are refused, unless the columns were named one by one, or none of the file was known."""
    missing = [question.id for question in survey.questions if question.id not in mapping.values()]
    if len(missing) == len(survey.questions) or (missing and not given and not survey.imported):
        hint = _("Say where they are with --map %(id)s=COLUMN. Columns: %(columns)s.") % {"id": missing[0], "columns": _listed(table)}
        message = _("No column was found for: %(ids)s.") % {"ids": ", ".join(missing)}
        raise refuse("unmapped", message, path=table.path, hint=hint)


def say_mapping(survey: Survey, table: Table, mapping: Mapping[int, str]) -> None:
    texts = {question.id: question.text for question in survey.questions}
    for place, title in enumerate(table.header):
        holds = mapping.get(place, columns.IGNORED)
        what = _("not taken in") if holds == columns.IGNORED else f"{holds} {texts.get(holds, '')}".strip()
        echo(f"{letters(place):>3}  {title or '–'}  →  {what}", err=True)


def is_new_to(survey: Survey, table: Table) -> bool:
    return not columns.from_saved(table.header, survey.imported)


def ask_once(is_known: bool) -> None:
    """A script has said what it means."""
    if not is_known and sys.stdin.isatty():
        confirm(_("Is that right?"))


def table_of(path: Path, sheet: str | None) -> Table:
    table = tables.read(path, sheet)
    for remark in table.remarks:
        echo(remark, err=True)
    return table
