"""The rows of the speed table: what is run, against which yardstick, and what it must reach."""

from dataclasses import replace

from bench.baselines import commit, costs, events_of_all, floor_for, status
from bench.commands import FILTER, LIST, TODAY, changed, check, completion, first, forms, held, planned, shown, version, written
from bench.day import RECORDS, reviewed
from bench.importing import imported
from bench.measuring import weigh
from bench.rows import FOREIGN, HOUSEHOLDS, Goal, Goals, Row, forms_a_second, memory, seconds

ADD = ("complaint", "add", "{unit}", "主卧天花板渗水，第{n}处", "--category", "leak", "--source", "phone", "--class", "general")
EDIT = ("complaint", "edit", "{complaint}", "--note", "已约住户第{n}次")

UP_TO_DATE: Goals = {0: Goal(1.35, 1.1), 100_000: Goal(1.5, 1.15)}
AFTER_A_CHANGE: Goals = {0: Goal(1.35), 100_000: Goal(1.5)}

DIFF = "`git diff` + E of those files"

OWN: tuple[Row, ...] = (
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
    Row("review", "review of a day's 200 records, one commit", DIFF, reviewed(1), {0: Goal(2)}),
    Row("review-many", "review of a day's 200 records, 200 commits", DIFF, reviewed(RECORDS), {0: Goal(2)}),
    Row("check", "`check`", "E of all", check, {0: Goal(1.5, 0.7)}),
    Row(
        "plan-visits",
        "plan a month of visits, s",
        "",
        planned("visit", "plan"),
        {10_000: Goal(3, 1), 100_000: Goal(30, 10)},
        seconds,
        by=HOUSEHOLDS,
    ),
    Row(
        "plan-reminders",
        "plan a month of reminders, s",
        "",
        planned("remind", "plan"),
        {10_000: Goal(3, 1), 100_000: Goal(30, 10)},
        seconds,
        by=HOUSEHOLDS,
    ),
    Row("memory", "peak memory of list", "C", held(LIST), {0: Goal(2)}, memory, weigh),
    Row("forms-html", "survey forms a second, HTML", "", forms("html"), {0: Goal(1000)}, forms_a_second, by="forms", more_is_better=True),
    Row("forms-docx", "survey forms a second, DOCX", "", forms("docx"), {0: Goal(100)}, forms_a_second, by="forms", more_is_better=True),
    Row("forms-pdf", "survey forms a second, PDF", "", forms("pdf"), {0: Goal(200)}, forms_a_second, by="forms", more_is_better=True),
    Row("import", "survey import, read and checked", "X", imported("--dry-run"), {0: Goal(1.5)}, by="rows of xlsx"),
    Row("import-whole", "survey import, written and committed too", "X", imported(), {0: Goal(1.5)}, by="rows of xlsx"),
    Row("floor", "yardstick F", "C", costs(lambda estate: floor_for(estate, "json"))),
    Row("floor-table", "yardstick F, table", "C", costs(lambda estate: floor_for(estate, "table"))),
    Row("events", "yardstick E", "C", costs(events_of_all)),
    Row("commit", "yardstick G", "C", costs(commit)),
    Row("status", "yardstick S, `git status`", "C", costs(status)),
)

FOREIGN_TOO = ("list", "filter", "changed", "first", "check")
ROWS = (*OWN, *(replace(row, key=f"foreign-{row.key}", by=FOREIGN) for row in OWN if row.key in FOREIGN_TOO))
