"""The workbook of an online survey with 10,000 respondents, and what taking it in costs."""

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.baselines import FOLDER
from bench.estates import SEED, Estate
from bench.measuring import Command, Yardstick, run
from bench.rows import RESPONDENTS, Pair

TEXTS = ("电梯常坏", "希望多办活动", "保洁很及时", "车位太少")


def imported(*options: str) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        own = estate.copy()
        run(own.git("branch", "bench"))
        survey = own.ask("survey", "list", "--sort", "-opens", "--limit", "1")[0]
        file = own.work / "answers.xlsx"
        _write(file, survey["questions"])
        command = own.propops("survey", "import", str(survey["id"]), str(file), "--yes", *options)
        return Pair(replace(command, before=lambda: _take_back(own)), Yardstick((sheet(file),)))

    return make


def sheet(file: Path) -> Command:
    return Command((sys.executable, str(FOLDER / "sheet.py"), str(file)))


def _take_back(estate: Estate) -> None:
    """The index too knows what is gone."""
    run(estate.git("reset", "--quiet", "--hard", "bench"))
    estate.ask("survey-response", "list", "--limit", "1")


def _write(file: Path, questions: Sequence[Mapping[str, Any]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("answers")
    page.append(["序号", "提交答卷时间", *(question["text"] for question in questions)])
    for row in _rows(questions):
        page.append(row)
    book.save(file)


def _rows(questions: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    chance = random.Random(SEED)
    for number in range(1, RESPONDENTS + 1):
        answers = (chance.choice(question.get("choices") or _CHOICES[question["type"]]) for question in questions)
        yield [number, f"2026/11/{1 + number % 28} 20:15:07", *answers]


_CHOICES: Mapping[str, Sequence[Any]] = {"scale": (1, 2, 3, 4, 5, 9), "text": (*TEXTS, None)}
