"""The rows of the speed table: what is run, against which yardstick, and what it must reach."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.estates import PROPOPS, Estate, change_by_hand
from bench.measuring import Command, Meter, Spent, Yardstick, run, weigh

FOLDER = Path(__file__).parent / "yardsticks"
SCREEN = ("--limit", "20")
SHOWN = "id,date,slot,unit,officer,type,status,reason"
FORMS = 1000


@dataclass(frozen=True)
class Goal:
    must: float
    aim: float | None = None


@dataclass(frozen=True)
class Pair:
    command: Command
    yardstick: Yardstick


Value = Callable[[Spent, Spent], float]
Goals = Mapping[int, Goal]


def ratio(mine: Spent, theirs: Spent) -> float:
    return mine.cpu / theirs.cpu


def memory(mine: Spent, theirs: Spent) -> float:
    return mine.peak / theirs.peak


def seconds(mine: Spent, _theirs: Spent) -> float:
    return mine.cpu


def forms_a_second(mine: Spent, _theirs: Spent) -> float:
    return FORMS / mine.cpu


@dataclass(frozen=True)
class Row:
    """`goals` says what must be reached from which number of records on; `by` is what that number counts."""

    key: str
    work: str
    against: str
    make: Callable[[Estate], Pair]
    goals: Goals = field(default_factory=dict)
    value: Value = ratio
    meter: Meter = run
    by: str = "records"
    more_is_better: bool = False
    waits: bool = False  # for the disk, so that the clock is of interest too

    def goal(self, size: int) -> Goal | None:
        return self.goals.get(max((at for at in self.goals if at <= size), default=-1))

    def reaches(self, value: float, wanted: float) -> bool:
        return value >= wanted if self.more_is_better else value <= wanted


# --- yardsticks


CLICK = Command((sys.executable, "-c", "import click"))


def floor(estate: Estate, *words: str) -> Command:
    return Command((sys.executable, str(FOLDER / "floor.py"), str(estate.database("visit")), *words))


def floor_for(estate: Estate, form: str) -> Command:
    return floor(estate, "--format", form, *(("--columns", SHOWN) if form == "table" else ()))


def events(*paths: str | Path) -> Command:
    return Command((sys.executable, str(FOLDER / "events.py"), *map(str, paths)))


def events_of_all(estate: Estate) -> Command:
    return events(estate.root / "records")


def status(estate: Estate) -> Command:
    return estate.git("status", "--porcelain")


def parse(file: Path) -> Yardstick:
    """What the file itself costs, without the start of the reader."""
    return Yardstick((events(file),), (events(),))


def commit(estate: Estate) -> Command:
    """Of a change as small in the same file, in a repository of its own."""
    own = estate.copy()
    file = own.file_of("complaint", estate.complaint)
    return replace(own.git("commit", "--quiet", "--message", "bench", "--", str(file)), before=lambda: change_by_hand(file))


def costs(stick: Callable[[Estate], Command]) -> Callable[[Estate], Pair]:
    """What a yardstick itself costs."""
    return lambda estate: Pair(stick(estate), Yardstick((CLICK,)))


# --- commands


Words = tuple[str, ...]

LIST: Words = ("visit", "list", "status=done", *SCREEN)
FILTER: Words = ("complaint", "list", "status!=withdrawn", "category=leak", "--sort", "-received_at", *SCREEN)
TODAY: Words = ("today",)


def version(estate: Estate) -> Pair:
    return Pair(Command((PROPOPS, "--version"), estate.root), Yardstick((CLICK,)))


def completion(*words: str) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        line = ("propops", *words)
        asked = {"_PROPOPS_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(line), "COMP_CWORD": str(len(line) - 1)}
        typed = estate.propops(**asked)
        return Pair(replace(typed, argv=typed.argv[:1], cwd=estate.root), Yardstick((CLICK,)))

    return make


def held(words: Words) -> Callable[[Estate], Pair]:
    return lambda estate: Pair(estate.propops(*words, "--format", "json"), Yardstick((CLICK,)))


def shown(words: Words, form: str) -> Callable[[Estate], Pair]:
    return lambda estate: Pair(estate.propops(*words, "--format", form), Yardstick((floor_for(estate, form),)))


def changed(words: Words, form: str) -> Callable[[Estate], Pair]:
    """The month's complaints after somebody's editor."""

    def make(estate: Estate) -> Pair:
        own = estate.copy()
        file = own.file_of("complaint", estate.complaint)
        command = replace(own.propops(*words, "--format", form), before=lambda: change_by_hand(file))
        read = parse(file)
        return Pair(command, Yardstick((floor_for(estate, form), *read.plus), read.minus))

    return make


def first(words: Words, kinds: Sequence[str]) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        paths = [path for kind in kinds for path in estate.paths(kind)]
        command = replace(estate.propops(*words, "--format", "json"), before=estate.forget)
        return Pair(command, Yardstick((events(*paths),)))

    return make


def check(estate: Estate) -> Pair:
    return Pair(estate.propops("check"), Yardstick((events_of_all(estate),)))


def written(*words: str) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        own = estate.copy()
        known = {"{complaint}": estate.complaint, "{unit}": estate.unit}
        command = own.propops(*(known.get(word, word) for word in words))
        return Pair(command, Yardstick((floor_for(estate, "json"), commit(estate))))

    return make


def planned(*words: str) -> Callable[[Estate], Pair]:
    return lambda estate: Pair(estate.propops(*words, "2026-12", "--dry-run", "--format", "json"), Yardstick((CLICK,)))


def forms(form: str) -> Callable[[Estate], Pair]:
    def make(estate: Estate) -> Pair:
        survey = str(estate.ask("survey", "list", "--sort", "-opens", "--limit", "1")[0]["id"])
        out = str(estate.work / f"forms.{form}")
        return Pair(estate.propops("survey", "print", survey, "--blank", str(FORMS), "--out", out), Yardstick((CLICK,)))

    return make


ADD = ("complaint", "add", "{unit}", "主卧天花板渗水", "--category", "leak", "--source", "phone", "--class", "general")
EDIT = ("complaint", "edit", "{complaint}", "--note", "已约住户第{n}次")

UP_TO_DATE: Goals = {0: Goal(1.35, 1.1), 100_000: Goal(1.5, 1.15)}
AFTER_A_CHANGE: Goals = {0: Goal(1.35), 100_000: Goal(1.5)}

ROWS: tuple[Row, ...] = (
    Row("version", "`--version`", "C", version, {0: Goal(1.2, 1.0)}),
    Row("complete", "completion of a command", "C", completion("complaint", "ca"), {0: Goal(1.5, 1.2)}),
    Row("complete-id", "completion of an id", "C", completion("complaint", "show", "c-2611"), {0: Goal(1.5, 1.2)}),
    Row("list", "list as JSON", "F", shown(LIST, "json"), UP_TO_DATE),
    Row("filter", "filtered and sorted, as JSON", "F", shown(FILTER, "json"), UP_TO_DATE),
    Row("today", "today as JSON", "F", shown(TODAY, "json"), UP_TO_DATE),
    Row("list-table", "list as a table", "F, table", shown(LIST, "table"), UP_TO_DATE),
    Row("filter-table", "filtered and sorted, as a table", "F, table", shown(FILTER, "table"), UP_TO_DATE),
    Row("today-table", "today as a table", "F, table", shown(TODAY, "table"), UP_TO_DATE),
    Row("changed", "filtered, a file changed by hand", "F + the file's parse", changed(FILTER, "json"), AFTER_A_CHANGE),
    Row("changed-today", "today, a file changed by hand", "F + the file's parse", changed(TODAY, "json"), AFTER_A_CHANGE),
    Row("first", "first list, no index", "E of the kind", first(LIST, ["visit"]), {0: Goal(2, 0.3)}),
    Row("first-today", "first today, no index", "E of all", first(TODAY, [""]), {0: Goal(2, 0.3)}),
    Row("add", "add one record, commit included", "F + G", written(*ADD), {0: Goal(1.5, 1.2)}, waits=True),
    Row("edit", "edit one record, commit included", "F + G", written(*EDIT), {0: Goal(1.5, 1.2)}, waits=True),
    Row("check", "`check`", "E of all", check, {0: Goal(1.5, 0.7)}),
    Row(
        "plan-visits",
        "plan a month of visits, s",
        "",
        planned("visit", "plan"),
        {10_000: Goal(3, 1), 100_000: Goal(30, 10)},
        seconds,
        by="households",
    ),
    Row(
        "plan-reminders",
        "plan a month of reminders, s",
        "",
        planned("remind", "plan"),
        {10_000: Goal(3, 1), 100_000: Goal(30, 10)},
        seconds,
        by="households",
    ),
    Row("memory", "peak memory of list", "C", held(LIST), {0: Goal(2)}, memory, weigh),
    Row("forms-html", "survey forms a second, HTML", "", forms("html"), {0: Goal(1000)}, forms_a_second, more_is_better=True),
    Row("forms-docx", "survey forms a second, DOCX", "", forms("docx"), {0: Goal(100)}, forms_a_second, more_is_better=True),
    Row("forms-pdf", "survey forms a second, PDF", "", forms("pdf"), {0: Goal(200)}, forms_a_second, more_is_better=True),
    Row("floor", "yardstick F", "C", costs(lambda estate: floor_for(estate, "json"))),
    Row("floor-table", "yardstick F, table", "C", costs(lambda estate: floor_for(estate, "table"))),
    Row("events", "yardstick E", "C", costs(events_of_all)),
    Row("commit", "yardstick G", "C", costs(commit)),
    Row("status", "yardstick S, `git status`", "C", costs(status)),
)
NOT_BUILT = ("review of a day's 200 changed records", "import of 10,000 rows of xlsx")
