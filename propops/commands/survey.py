"""Satisfaction surveys: from the questions to the report and the calls after it"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from propops.errors import Problem, PropopsError, refuse
from propops.estate import Estate
from propops.i18n import N_, _, ngettext
from propops.models.survey import HandOut, Survey
from propops.models.survey_response import ResponseWay
from propops.terminal.counter import fresh
from propops.terminal.figures import why_option
from propops.terminal.help import File
from propops.terminal.options import by_option, dry_run_option, format_option, paper_options, pass_estate, reveal_option
from propops.terminal.output import echo, show_rows
from propops.terminal.params import DAY, UNIT, ChoiceType, RecordId
from propops.terminal.verbs import kind_group, say_record

command = kind_group("survey", __doc__)

SURVEY = RecordId("survey")


@command.command("new", help=_("Make a survey from the standard questionnaire or from a file; the settings say in which months."))
@click.argument("id", required=False)
@click.option("--standard", is_flag=True, help=_("Ask the standard questions for estates."))
@click.option("--questions", type=File(), help=_("Ask the questions of this YAML file."))
@click.option("--title", help=_("What it is called."))
@click.option("--opens", type=DAY, help=_("Its first day, if not the first of the next survey month."))
@click.option("--closes", type=DAY, help=_("Its last day, if not two weeks later."))
@click.option("--named", is_flag=True, help=_("Forms belong to a home each; without it the survey is anonymous, once and for all."))
@click.option("--sample", "size", type=click.IntRange(1), help=_("Ask so many homes, each building its share."))
@click.option("--previous", type=SURVEY, help=_("The survey to compare with, if not the last one."))
@click.option("--language", type=click.Choice(("", "zh", "en")), default="", help=_("Language of the standard questions."))
@by_option
@format_option
@pass_estate
def new(
    estate: Estate,
    id: str | None,
    standard: bool,
    questions: Path | None,
    title: str | None,
    opens: date | None,
    closes: date | None,
    named: bool,
    size: int | None,
    previous: Survey | None,
    language: str,
    by: str | None,
    format: str,
) -> None:
    from propops.desk import survey_make

    if standard == (questions is not None):
        raise click.UsageError(_("Say what is asked: --standard, or --questions FILE."))
    wish = survey_make.Wish(id, title, opens, closes, not named, questions, size, previous.id if previous else None, language)
    survey = survey_make.made(estate, wish)
    with estate.change("survey new", N_("New survey %(ids)s"), estate.user(by)) as change:
        survey = change.add(survey)
    say_record(estate, survey, format, survey.id)


@command.command("print", help=_("Print the forms, for every home asked, for one, or blank; or the list of who gets which."))
@click.argument("survey", type=SURVEY)
@click.option("--unit", "units", type=UNIT, multiple=True, help=_("Only for this home; may be repeated."))
@click.option("--building", help=_("Only for the homes of this building."))
@click.option(
    "--blank", type=click.IntRange(1, 1000), help=_("So many spare forms without a home; anonymous ones have codes of their own.")
)
@click.option("--list", "list_only", is_flag=True, help=_("Instead of the forms, the list that says which one goes to which home."))
@paper_options
@pass_estate
def print_forms(
    estate: Estate,
    survey: Survey,
    units: tuple[str, ...],
    building: str | None,
    blank: int | None,
    list_only: bool,
    format: str | None,
    out: Path | None,
    language: str,
) -> None:
    from propops.desk import paper, survey_sheets

    if list_only:
        lists = survey_sheets.hand_out_lists(estate, survey, units, building)
        pages = paper.documents(estate, "survey-hand-out-list", lists, language or None)
        paper.print_out(pages, paper.destination(out, format, f"{survey.id}-list"))
        return
    forms = survey_sheets.spare_forms(estate, survey, blank) if blank else survey_sheets.forms(estate, survey, units, building)
    values = survey_sheets.survey_values(survey)
    pages = paper.documents(estate, "survey-form", [values | {"form": form} for form in forms], language or None)
    paper.print_out(pages, paper.destination(out, format, survey.id))


@command.command("hand-out", help=_("Record forms that were handed out: all, a building's, so many, or to these homes."))
@click.argument("survey", type=SURVEY)
@click.option("--all", "everything", is_flag=True, help=_("To every home asked, building by building."))
@click.option("--building", help=_("In this building."))
@click.option("--count", type=click.IntRange(1, 100_000), help=_("So many; without it, to every home asked there."))
@click.option("--unit", "units", type=UNIT, multiple=True, help=_("To this home; may be repeated. Not in an anonymous survey."))
@by_option
@pass_estate
def hand_out(
    estate: Estate, survey: Survey, everything: bool, building: str | None, count: int | None, units: tuple[str, ...], by: str | None
) -> None:
    from propops.desk import survey_hand_out

    who = estate.user(by)
    lots = survey_hand_out.lots(estate, survey, survey_hand_out.Given(everything, building, count, units), who)
    with estate.change("survey hand-out", N_("Forms of %(ids)s handed out"), who) as change:
        after = change.put(_handed(fresh(change, survey), lots))
    echo(_("%(id)s: %(count)d forms handed out so far.") % {"id": after.id, "count": after.copies or 0})


def _handed(survey: Survey, lots: Sequence[HandOut]) -> Survey:
    if survey.handed_out is not None:
        raise refuse(
            "counted-twice", _("The survey says in one number how many were handed out: %(count)d.") % {"count": survey.handed_out}
        )
    return replace(survey, hand_outs=(*survey.hand_outs, *lots))


@command.command("enter", help=_("Type in returned forms: code, then a digit for each question; from a pipe, one form a line."))
@click.argument("survey", type=SURVEY)
@click.option("--way", type=ChoiceType(ResponseWay), default=ResponseWay.PAPER, help=_("How they came in."))
@by_option
@pass_estate
def enter(estate: Estate, survey: Survey, way: ResponseWay, by: str | None) -> None:
    import contextlib
    import sys

    from propops.desk import survey_entry
    from propops.desk.survey_sitting import Sitting

    sitting = Sitting(estate, survey, estate.user(by), way)
    survey_entry.require_paper(sitting)
    problems: list[Problem] = []
    survey_entry.say_resumed(sitting.resume())
    if not sys.stdin.isatty():
        problems = survey_entry.take_lines(sitting, sys.stdin)
    else:
        from propops.terminal.keys import pressed

        with contextlib.suppress(KeyboardInterrupt), pressed() as keys:
            survey_entry.type_in(sitting, keys)
        echo()
        sitting.record()
    text = ngettext("%(count)d form recorded, %(all)d in all.", "%(count)d forms recorded, %(all)d in all.", sitting.count)
    echo(text % {"count": sitting.count, "all": sitting.total})
    if problems:
        raise PropopsError(problems)


@command.command("import", help=_("Take in an online survey's answers from .xlsx or .csv; each respondent once."))
@click.argument("survey", type=SURVEY)
@click.argument("file", type=File())
@click.option(
    "--map", "maps", multiple=True, metavar=_("QUESTION=COLUMN"), help=_("Where a question stands: q1=3, q1=C; kept for next time.")
)
@click.option("--dont-know", metavar=_("CODES"), default="", help=_("Further codes for don't know, with commas: 8,-1."))
@click.option("--sheet", help=_("Which sheet of the workbook."))
@click.option("--yes", is_flag=True, help=_("Do not ask about the columns."))
@dry_run_option
@by_option
@pass_estate
def import_answers(
    estate: Estate,
    survey: Survey,
    file: Path,
    maps: tuple[str, ...],
    dont_know: str,
    sheet: str | None,
    yes: bool,
    dry_run: bool,
    by: str | None,
) -> None:
    from propops.desk import survey_import

    who = estate.user(by)
    table = survey_import.table_of(file, sheet)
    mapping = survey_import.mapping_for(survey, table, maps)
    survey_import.require_complete(survey, table, mapping, bool(maps))
    if dry_run or survey_import.is_new_to(survey, table):
        survey_import.say_mapping(survey, table, mapping)
        survey_import.ask_once(yes or dry_run)
    codes = [code.strip() for code in dont_know.replace("，", ",").split(",") if code.strip()]
    plan = survey_import.planned(estate, survey, table, mapping, codes, who)
    if not dry_run and plan.new:
        with estate.change(
            "survey import", N_("Responses to %(survey)s imported: %(forms)s"), who, survey=survey.id, forms=str(len(plan.new))
        ) as change:
            change.put(replace(fresh(change, survey), imported=plan.survey.imported, dont_know=plan.survey.dont_know))
            for response in plan.new:
                change.add(response)
    words = {"new": len(plan.new), "known": plan.known, "empty": plan.empty}
    echo(_("%(new)d new, %(known)d there already, %(empty)d rows without an answer.") % words)


@command.command("tally", help=_("Count: returned and valid forms, rates, means, by area and building, against the last survey."))
@click.argument("survey", type=SURVEY)
@why_option
@format_option
@pass_estate
def show_tally(estate: Estate, survey: Survey, why: bool, format: str) -> None:
    from propops.desk import survey_figures, survey_ground

    survey_figures.show(survey_ground.tallied(estate, survey), format, why)


@command.command("report", help=_("The report with charts and what residents wrote, as a file to post or hand up."))
@click.argument("survey", type=SURVEY)
@reveal_option
@paper_options
@pass_estate
def report(estate: Estate, survey: Survey, reveal: bool, format: str | None, out: Path | None, language: str) -> None:
    from propops.desk import paper, survey_report

    spoken = language or estate.language
    pages = paper.documents(estate, "survey-report", [survey_report.values(estate, survey, spoken, reveal)], spoken)
    paper.print_out(pages, paper.destination(out, format, f"{survey.id}-report"))


@command.command("follow-up", help=_("Turn dissatisfied answers into calls, or complaints where they wrote what was wrong; each once."))
@click.argument("survey", type=SURVEY)
@dry_run_option
@by_option
@format_option
@pass_estate
def follow_up(estate: Estate, survey: Survey, dry_run: bool, by: str | None, format: str) -> None:
    from propops.desk import survey_follow_up, survey_ground
    from propops.surveys.follow_up import out_of_reach

    who = estate.user(by)
    steps = survey_follow_up.planned(estate, survey, who)
    laid = steps
    if not dry_run and any(step.visit or step.complaint for step in steps):
        with estate.change("survey follow-up", N_("Follow-up of %(survey)s"), who, survey=survey.id) as change:
            laid = survey_follow_up.lay(estate, change, steps) + [step for step in steps if not (step.visit or step.complaint)]
    keys = ("response", "unit", "low", "becomes", "id", "level", "on", "officer", "why")
    labels = [_(label) for label in FOLLOW_UP_LABELS]
    show_rows(survey_follow_up.rows(laid), format, keys, labels)
    unknown = out_of_reach(survey, survey_ground.responses(estate, survey))
    if unknown:
        text = ngettext("%(count)d dissatisfied form names nobody to call.", "%(count)d dissatisfied forms name nobody to call.", unknown)
        echo(text % {"count": unknown}, err=True)


FOLLOW_UP_LABELS = (
    N_("response"),
    N_("unit"),
    N_("dissatisfied with"),
    N_("becomes"),
    N_("ID"),
    N_("level"),
    N_("on"),
    N_("officer"),
    N_("why"),
)
