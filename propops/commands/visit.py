"""Household visits: plan the month, record what came of each"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import N_, _, ngettext
from propops.models.visit import Visit, VisitMethod, VisitStatus
from propops.planning import EFFORT
from propops.terminal.options import Mode, by_option, dry_run_option, format_option, pass_estate, plan_mode_options, reveal_option
from propops.terminal.output import echo, show_problems, show_rows
from propops.terminal.params import DAY, MONTH, UNIT, WHOLE, ChoiceType, RecordId, assigned
from propops.terminal.verbs import kind_group, require_open

if TYPE_CHECKING:
    from propops.store.change import Change

PLANNER = 10  # raised when the same records would give another plan

command = kind_group("visit", __doc__)


@command.command("plan", help=_("Plan a month: who is visited, when, by whom, and why."))
@click.argument("month", type=MONTH)
@click.option(
    "--explain", metavar=_("UNIT|OFFICER"), help=_("Say why this home is planned or not, or how this quota is met; write nothing.")
)
@click.option("--effort", type=click.IntRange(0, 1000), default=EFFORT, show_default=True, help=_("Rounds spent on shorter ways."))
@plan_mode_options
@dry_run_option
@by_option
@format_option
@pass_estate
def plan(estate: Estate, month: str, explain: str | None, effort: int, mode: Mode | None, by: str | None, format: str, **how: bool) -> None:
    from propops.desk import monthly, plan_grounds, visit_plan

    who = None if explain or how["dry_run"] else estate.user(by)
    visit_plan.require_plan(estate, month, mode)
    instance = monthly.visit_instance(estate, month, how["assume_weekends"], mode == "fresh")
    found, changes = visit_plan.planned(instance, mode, effort)
    if explain:
        plan_grounds.explain(estate, instance, found, explain, format)
        return
    visit_plan.require_sound(instance, found)
    if who is not None:
        with estate.change("visit plan", N_("Plan visits of %(month)s, %(count)d changed"), who, month=month) as change:
            visit_plan.lay(change, estate, instance, found)
            change.trailers["Planner"] = f"{PLANNER}, effort {effort}, input {monthly.digest(instance)}"
    visit_plan.show(estate, instance, found, changes, format, how["dry_run"])


@command.command("check-plan", help=_("Ask every rule of the month's visits and reminders as they stand. Exit 1 if one is broken."))
@click.argument("month", type=MONTH)
@format_option
@pass_estate
def check_plan(estate: Estate, month: str, format: str) -> int:
    from propops.desk.plan_check import plan_problems

    problems = plan_problems(estate, month)
    show_problems(problems, format)
    errors = sum(problem.severity == "error" for problem in problems)
    if format == "table":
        text = ngettext("%(month)s: %(count)d finding.", "%(month)s: %(count)d findings.", errors)
        echo(text % {"month": month, "count": errors})
    return 1 if errors else 0


@command.command("calendar", help=_("The month of each officer: a grid, data, or a file for a calendar program."))
@click.argument("month", type=MONTH)
@click.option("--officer", default="all", help=_("me, an id, or all."))
@click.option("--ics", type=click.Path(path_type=Path), help=_("Write this .ics file; with all officers, a folder of them."))
@reveal_option
@format_option
@pass_estate
def calendar(estate: Estate, month: str, officer: str, ics: Path | None, reveal: bool, format: str) -> None:
    from propops.desk import visit_calendar

    whose = None if officer == "all" else estate.user(None if officer == "me" else officer).id
    found = visit_calendar.months(estate, month, whose)
    if ics is not None:
        for path in visit_calendar.write_ics(estate, found, ics, reveal, in_folder=whose is None):
            echo(str(path))
    elif format == "table":
        visit_calendar.show(estate, found)
    else:
        show_rows(visit_calendar.rows(found), format, ("officer", "date", "kind", "duty", "count", "visits"), ())


VISIT = RecordId("visit", only_open=True)


@command.command("done", help=_("The household was met; --enrich adds to its file in the same commit."))
@click.argument("visit", type=VISIT)
@click.option("--content", help=_("What was talked about."))
@click.option("--opinion", help=_("What the household thinks."))
@click.option("--action", help=_("What will be done about it."))
@click.option("--satisfaction", type=WHOLE, help=_("1 to 5."))
@click.option("--met", type=RecordId("resident"), help=_("Whom one met."))
@click.option("--method", type=ChoiceType(VisitMethod), help=_("How, if not at the door."))
@click.option("--follow-up", type=DAY, help=_("Come back by this day."))
@click.option("--on", "on", type=DAY, help=_("The day it took place, if not the planned one."))
@click.option("--enrich", multiple=True, metavar=_("FIELD=VALUE"), help=_("Learned about the household: phone=…, pets=…, car=…"))
@by_option
@pass_estate
def done(estate: Estate, visit: Visit, enrich: tuple[str, ...], by: str | None, **given: Any) -> None:
    require_open(visit)
    fields = {key: given[key] for key in ("content", "opinion", "action", "satisfaction", "method") if given[key] is not None}
    fields |= {"met": given["met"].id} if given["met"] else {}
    fields |= {"follow_up_on": given["follow_up"]} if given["follow_up"] else {}
    closed = replace(visit, status=VisitStatus.DONE, date=_took_place(visit, given["on"], estate.today), **fields)
    with estate.change("visit done", N_("Visited %(home)s %(id)s"), estate.user(by), home=visit.unit, id=visit.id) as change:
        change.put(closed)
        if enrich:
            _enrich_household(estate, change, closed, enrich)
    echo(_("%(id)s: visited.") % {"id": visit.id})


def _took_place(visit: Visit, on: date | None, today: date) -> date:
    """A visit recorded early took place today; one recorded late, on its planned day."""
    day = on or min(visit.date, today)
    if day > today:
        raise refuse("in-future", _("%(day)s is still to come.") % {"day": day}, field="--on")
    return day


def _enrich_household(estate: Estate, change: "Change", visit: Visit, assignments: tuple[str, ...]) -> None:
    from propops.desk import enrichment
    from propops.models.resident import Resident

    resident = enrichment.resident_met(estate.store, visit.unit, visit.met, estate.today)
    fields, notes = assigned(Resident, assignments, click.get_current_context())
    change.put(enrichment.enriched(resident, fields, notes, estate.today))


@command.command("no-answer", help=_("Nobody was in: an attempt, not a visit. --retry opens the next one."))
@click.argument("visit", type=VISIT)
@click.option("--retry", type=DAY, help=_("Try again on this day."))
@click.option("--slot", help=_("In this slot; best another one than before."))
@click.option("--content", help=_("A note, for example that a card was left."))
@by_option
@pass_estate
def no_answer(estate: Estate, visit: Visit, retry: date | None, slot: str | None, content: str | None, by: str | None) -> None:
    _close(estate, visit, VisitStatus.NO_ANSWER, "visit no-answer", N_("Nobody in %(home)s %(id)s"), by, content, retry, slot)


@command.command("postpone", help=_("The household asked for another day: closes this visit and opens one that follows it."))
@click.argument("visit", type=VISIT)
@click.argument("day", type=DAY)
@click.option("--slot", help=_("In this slot."))
@click.option("--content", help=_("What was agreed."))
@by_option
@pass_estate
def postpone(estate: Estate, visit: Visit, day: date, slot: str | None, content: str | None, by: str | None) -> None:
    _close(estate, visit, VisitStatus.POSTPONED, "visit postpone", N_("Visit postponed %(home)s %(id)s"), by, content, day, slot)


@command.command("declined", help=_("The household does not want the visit; it rests for some months."))
@click.argument("visit", type=VISIT)
@click.option("--content", required=True, help=_("What was said."))
@by_option
@pass_estate
def declined(estate: Estate, visit: Visit, content: str, by: str | None) -> None:
    _close(estate, visit, VisitStatus.DECLINED, "visit declined", N_("Visit declined %(home)s %(id)s"), by, content)


@command.command("notify", help=_("The household was told of the visit: from now on a plan leaves it alone."))
@click.argument("visit", type=VISIT)
@by_option
@pass_estate
def notify(estate: Estate, visit: Visit, by: str | None) -> None:
    _close(estate, visit, VisitStatus.NOTIFIED, "visit notify", N_("Visit announced %(home)s %(id)s"), by)


@command.command("cancel", help=_("The visit will not take place."))
@click.argument("visit", type=VISIT)
@click.option("--content", help=_("Why."))
@by_option
@pass_estate
def cancel(estate: Estate, visit: Visit, content: str | None, by: str | None) -> None:
    _close(estate, visit, VisitStatus.CANCELLED, "visit cancel", N_("Visit cancelled %(home)s %(id)s"), by, content)


@command.command("enrich", help=_("Add to a household's file without a visit."))
@click.argument("unit", type=UNIT)
@click.argument("assignments", nargs=-1, required=True, metavar=_("FIELD=VALUE..."))
@by_option
@pass_estate
def enrich(estate: Estate, unit: str, assignments: tuple[str, ...], by: str | None) -> None:
    from propops.desk import enrichment
    from propops.models.resident import Resident

    resident = enrichment.resident_met(estate.store, unit, None, estate.today)
    with estate.change("visit enrich", N_("File of %(home)s added to"), estate.user(by), home=unit) as change:
        fields, notes = assigned(Resident, assignments, click.get_current_context())
        change.put(enrichment.enriched(resident, fields, notes, estate.today))
    echo(_("%(unit)s: file added to (%(id)s).") % {"unit": unit, "id": resident.id})


def _close(
    estate: Estate,
    visit: Visit,
    status: VisitStatus,
    verb: str,
    subject: str,
    by: str | None,
    content: str | None = None,
    next_day: date | None = None,
    slot: str | None = None,
) -> None:
    """Records an outcome, and opens the visit that follows it if a day was agreed."""
    require_open(visit)
    if next_day is not None and next_day < estate.today:
        raise refuse("in-past", _("%(day)s has passed.") % {"day": next_day})
    with estate.change(verb, subject, estate.user(by), home=visit.unit, id=visit.id) as change:
        change.put(replace(visit, status=status, content=content or visit.content))
        if next_day is not None:
            following = replace(
                visit, id="", source=None, date=next_day, slot=slot or visit.slot, follows=visit.id, content=None, reason=None
            )
            following = change.add(replace(following, status=VisitStatus.PLANNED, pinned=True))
    text = _("%(id)s: %(status)s.") % {"id": visit.id, "status": _(status.label)}
    echo(text if next_day is None else text + " " + _("Next: %(id)s on %(day)s.") % {"id": following.id, "day": next_day})
