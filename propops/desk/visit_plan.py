"""A planned month of visits on its way into the records, and how it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from propops.desk import monthly
from propops.desk.arrears import way_of
from propops.desk.plan_report import counted, place_text, show_broken_promises, show_changes, show_summary
from propops.desk.visit_history import OWN_CAUSE
from propops.errors import Problem, PropopsError, refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import _, speaking
from propops.models.reminder import Reminder
from propops.models.resident import CareFlag
from propops.models.visit import Visit, VisitKind, VisitMethod, VisitStatus
from propops.planning.changes import Change as PlanChange
from propops.planning.changes import visit_changes
from propops.planning.checker import check
from propops.planning.evening import level_visits
from propops.planning.explain import sentence
from propops.planning.grounds import homes_without_officer
from propops.planning.instance import Assignment, Household, Instance, Status
from propops.planning.replan import urgency
from propops.planning.visits import PlannedVisit, VisitPlan, plan_visits
from propops.store.change import Change
from propops.terminal.options import Mode
from propops.terminal.output import day_text, echo, joined, show_rows


def require_plan(estate: Estate, month: str, mode: Mode | None) -> None:
    """Who says `--replan` or `--level` means a plan that is there already."""
    if mode not in (None, "fresh") and not any(visit.is_open for visit in monthly.of_month(estate, Visit, month)):
        message = _("No visit of %(month)s is planned yet.") % {"month": month}
        raise refuse("no-plan", message, hint=_("propops visit plan %(month)s makes the plan.") % {"month": month})


def planned(instance: Instance, mode: Mode | None, effort: int) -> tuple[VisitPlan, list[PlanChange]]:
    """The plan and what it does to the last one."""
    found = plan_visits(instance, effort)
    if mode != "level":
        return found, visit_changes(instance, found)
    levelled = level_visits(instance, found, effort)
    return levelled, visit_changes(instance, levelled, "levelled")


def require_sound(instance: Instance, found: VisitPlan) -> None:
    """The independent checker has the last word: a plan that breaks a rule is not written."""
    broken = check(instance, found.visits, ())
    if broken:
        raise PropopsError([Problem(f"plan-{item.code.lower()}", item.message, id=item.unit) for item in broken])


# --- into the records -------------------------------------------------------------------------------------------------


def lay(change: Change, estate: Estate, instance: Instance, found: VisitPlan) -> None:
    """What stays as it was is not touched; what moved is a changed line or two; what fell out goes."""
    statuses = {previous.assignment: previous.status for previous in instance.previous}
    standing = _standing(estate, instance, statuses)
    households = {household.id: household for household in instance.households}
    for planned in found.visits:
        mine = standing.get(planned.unit)
        if mine:
            _put(change, estate, mine.pop(0), planned, statuses)
        else:
            change.add(_new_visit(estate, planned, households[planned.unit]))
    for visit in (visit for visits in standing.values() for visit in visits):
        if statuses.get(monthly.assignment_of(visit)) in ("planned", "forgotten"):
            _drop(change, estate, visit)


def _standing(estate: Estate, instance: Instance, statuses: Mapping[Assignment, Status]) -> dict[str, list[Visit]]:
    """The month's visits to come by home; of several, the one that binds most comes first."""
    to_come = [v for v in monthly.of_month(estate, Visit, f"{instance.month:%Y-%m}") if v.is_open and v.date >= estate.today]
    found: dict[str, list[Visit]] = {}
    for visit in sorted(to_come, key=lambda v: (urgency(statuses.get(monthly.assignment_of(v), "pinned")), monthly.assignment_of(v))):
        found.setdefault(visit.unit, []).append(visit)
    return found


def _put(change: Change, estate: Estate, old: Visit, planned: PlannedVisit, statuses: Mapping[Assignment, Status]) -> None:
    """A visit put there by hand is marked as such, so that it stays in every plan to come; one that was announced is to be
    announced anew when it has to move."""
    wanted = replace(old, officer=planned.officer, date=planned.date, slot=planned.slot)
    if monthly.assignment_of(old) == planned.assignment:
        by_hand = statuses.get(planned.assignment) == "pinned" and old.type not in OWN_CAUSE
        wanted = replace(old, pinned=True) if by_hand else old
    elif old.status is VisitStatus.NOTIFIED:
        with speaking(estate.language):
            note = _("Was announced for %(day)s; the household must be told.") % {"day": old.date}
        wanted = replace(wanted, status=VisitStatus.PLANNED, note=note)
    if wanted != old:
        change.put(wanted)


def _drop(change: Change, estate: Estate, visit: Visit) -> None:
    """A reminder that was to ride on it goes the ordinary way, not to the door, until the reminders are planned again."""
    for reminder in estate.store.where(Reminder, "with_visit", visit.id):
        way = way_of(estate, reminder.stage, reminder.payer, None) if reminder.is_open else reminder.way
        change.put(replace(reminder, with_visit=None, way=way))
    change.remove(visit)


def _new_visit(estate: Estate, planned: PlannedVisit, household: Household) -> Visit:
    newcomer = household.due_by is not None and str(CareFlag.NEW_MOVE_IN) in household.flags
    attempts = [visit for visit in estate.store.where(Visit, "unit", planned.unit) if _missed_since(visit, household.last_visit)]
    with speaking(estate.language):
        reason = sentence(planned.reason)
    return Visit(
        unit=planned.unit,
        officer=planned.officer,
        date=planned.date,
        slot=planned.slot,
        type=VisitKind.MOVE_IN if newcomer else VisitKind.REGULAR,
        method=VisitMethod.PHONE if len(attempts) >= estate.settings.visits.attempts else None,
        due_by=household.due_by,
        reason=reason,
    )


def _missed_since(visit: Visit, last: date | None) -> bool:
    return visit.status is VisitStatus.NO_ANSWER and (last is None or visit.date > last)


# --- told -------------------------------------------------------------------------------------------------------------


def show(estate: Estate, instance: Instance, found: VisitPlan, changes: Sequence[PlanChange], format: str, dry: bool) -> None:
    if format != "table":
        show_rows(_rows(found, changes), format, ("unit", "date", "slot", "officer", "reason", "change", "was"), ())
        return
    names = names_of_staff(estate)
    _show_grid(found, names)
    if dry and instance.previous:
        show_changes(changes, names)
    show_summary(changes, _("%(month)s: %(count)d visits;") % {"month": f"{instance.month:%Y-%m}", "count": len(found.visits)})
    show_broken_promises(estate, changes, names)
    _show_shortfall(instance, found, names)
    _show_skipped(found)
    _show_what_to_do(estate, instance, changes)
    if dry:
        echo(_("Dry run: nothing was written."))


def _rows(found: VisitPlan, changes: Sequence[PlanChange]) -> list[dict[str, object]]:
    by_place = {change.after: change for change in changes if change.after}
    rows = []
    for visit in found.visits:
        change = by_place[visit.assignment]
        row = {"unit": visit.unit, "date": visit.date, "slot": visit.slot, "officer": visit.officer, "reason": visit.reason.code}
        rows.append(row | {"change": change.what, "was": place_text(change.before, {}) if change.what == "moved" else None})
    return rows


def _show_grid(found: VisitPlan, names: Mapping[str, str]) -> None:
    """One row a day and officer: how many doors, in which buildings."""
    days: dict[tuple[date, str], list[PlannedVisit]] = {}
    for visit in found.visits:
        days.setdefault((visit.date, visit.officer), []).append(visit)
    rows = [
        {
            "day": day_text(day),
            "officer": names.get(officer, officer),
            "count": len(visits),
            "units": " ".join(f"{visit.slot}:{visit.unit}" for visit in visits),
        }
        for (day, officer), visits in days.items()
    ]
    show_rows(rows, "table", ("day", "officer", "count", "units"), (_("day"), _("officer"), _("visits"), _("homes")))


def _show_shortfall(instance: Instance, found: VisitPlan, names: Mapping[str, str]) -> None:
    for short in found.shortfall:
        name = names.get(short.officer, short.officer)
        reason = replace(short.reason, facts={**short.reason.facts, "officer": name})
        echo(joined(_("%(officer)s: %(missing)d short of the quota.") % {"officer": name, "missing": short.missing}, sentence(reason)))
    for building, homes in homes_without_officer(instance).items():
        message = _("Building %(building)s has no officer: %(count)d homes are left out. propops staff edit ID --zone BUILDINGS.")
        echo(message % {"building": building, "count": homes})


def _show_skipped(found: VisitPlan) -> None:
    """Every home that is not visited is counted under its reason; `--explain UNIT` says more."""
    if found.skipped:
        listed = counted(found.skipped.values())
        echo(_("Not planned: %(listed)s. visit plan MONTH --explain UNIT says why.") % {"listed": listed})


def _show_what_to_do(estate: Estate, instance: Instance, changes: Sequence[PlanChange]) -> None:
    unclear = [visit for visit in estate.store.all(Visit) if visit.is_open and visit.date < estate.today]
    if unclear:
        message = _("%(count)d visits in the past have no outcome yet: propops visit list status=planned 'date<today'.")
        echo(message % {"count": len(unclear)})
    month = f"{instance.month:%Y-%m}"
    elsewhere = any(change.what in ("moved", "dropped") for change in changes)
    if elsewhere and any(one.is_open and f"{one.date:%Y-%m}" == month for one in estate.store.all(Reminder)):
        echo(_("The month's reminders were laid along the visits before: propops remind plan %(month)s.") % {"month": month})
