"""A planned month of visits on its way into the records, and how it is told."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from propops.desk import monthly
from propops.errors import Problem, PropopsError, refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _, speaking
from propops.models.resident import CareFlag
from propops.models.visit import Visit, VisitKind, VisitMethod, VisitStatus
from propops.planning.checker import check
from propops.planning.explain import sentence
from propops.planning.instance import Household, Instance
from propops.planning.visits import PlannedVisit, VisitPlan
from propops.store.change import Change
from propops.terminal.output import day_text, echo, show_rows


def require_sound(instance: Instance, found: VisitPlan) -> None:
    """The independent checker has the last word: a plan that breaks a rule is not written."""
    broken = check(instance, found.visits, ())
    if broken:
        raise PropopsError([Problem(f"plan-{item.code.lower()}", item.message, id=item.unit) for item in broken])


def lay(change: Change, estate: Estate, instance: Instance, found: VisitPlan) -> None:
    """What stays as it was is not touched; what moved is a changed line or two; what fell out goes."""
    before = {
        visit.unit: visit
        for visit in estate.store.all(Visit)
        if visit.is_open and _in_month(visit, instance) and visit.date >= estate.today
    }
    households = {household.id: household for household in instance.households}
    for planned in found.visits:
        old = before.pop(planned.unit, None)
        if old is None:
            change.add(_new_visit(estate, planned, households[planned.unit]))
        elif monthly.assignment_of(old) != planned.assignment:
            change.put(replace(old, officer=planned.officer, date=planned.date, slot=planned.slot))
    for visit in before.values():
        if visit.status is VisitStatus.PLANNED and not visit.pinned:
            change.remove(visit)


def _in_month(visit: Visit, instance: Instance) -> bool:
    return (visit.date.year, visit.date.month) == (instance.month.year, instance.month.month)


def _new_visit(estate: Estate, planned: PlannedVisit, household: Household) -> Visit:
    newcomer = household.due_by is not None and str(CareFlag.NEW_MOVE_IN) in household.flags
    attempts = [visit for visit in estate.store.where(Visit, "unit", planned.unit) if _missed_since(visit, household.last_visit)]
    with speaking(str(estate.settings.language)):
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


def explain(found: VisitPlan, unit: str) -> None:
    for visit in found.visits:
        if visit.unit == unit:
            where = {"unit": unit, "day": day_text(visit.date), "slot": visit.slot, "officer": visit.officer}
            echo(_("%(unit)s: %(day)s %(slot)s, %(officer)s.") % where + " " + sentence(visit.reason))
            return
    if unit not in found.skipped:
        raise refuse("no-such-unit", _("There is no home %(unit)s.") % {"unit": unit})
    echo(_("%(unit)s: not planned.") % {"unit": unit} + " " + sentence(found.skipped[unit]))


def show(estate: Estate, instance: Instance, found: VisitPlan, format: str, dry: bool) -> None:
    if format != "table":
        rows = [{"unit": v.unit, "date": v.date, "slot": v.slot, "officer": v.officer, "reason": v.reason.code} for v in found.visits]
        show_rows(rows, format, ("unit", "date", "slot", "officer", "reason"), ())
        return
    _show_grid(found, names_of_staff(estate))
    counts = {"count": len(found.visits), "month": f"{instance.month:%Y-%m}", "kept": found.summary.kept, "moved": found.summary.moved}
    counts |= {"dropped": found.summary.dropped, "added": found.summary.added}
    echo(_("%(month)s: %(count)d visits; kept %(kept)d, moved %(moved)d, dropped %(dropped)d, added %(added)d.") % counts)
    for short in found.shortfall:
        echo(
            _("%(officer)s: %(missing)d short of the quota.") % {"officer": short.officer, "missing": short.missing}
            + " "
            + sentence(short.reason)
        )
    for promise in found.broken_promises:
        echo(_("Phone %(unit)s: the visit announced for %(day)s is no longer possible.") % {"unit": promise.unit, "day": promise.date})
    _show_skipped(found)
    unclear = [visit.id for visit in estate.store.all(Visit) if visit.is_open and visit.date < estate.today]
    if unclear:
        echo(
            _("%(count)d visits in the past have no outcome yet: propops visit list status=planned 'date<today'.") % {"count": len(unclear)}
        )
    if dry:
        echo(_("Dry run: nothing was written."))


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


# The reasons in a word or two, for counting; planning.explain has the sentences.
SKIPPED = {
    "opted-out": N_("opted out"),
    "vacant": N_("vacant"),
    "moved-out": N_("moved out"),
    "future-last-visit": N_("last visit in the future"),
    "interval-until": N_("visited lately"),
    "do-not-disturb": N_("not to be disturbed"),
    "no-common-day": N_("no common day"),
    "no-officer": N_("no officer"),
    "no-day-left": N_("no day left"),
    "waits": N_("not yet their turn"),
    "tie-lost": N_("equal, another day"),
    "no-room": N_("no room"),
    "quota-met": N_("quota met"),
}


def _show_skipped(found: VisitPlan) -> None:
    """Every home that is not visited is counted under its reason; `--explain UNIT` says more."""
    counted = Counter(reason.code for reason in found.skipped.values())
    listed = _(", ").join(f"{_(SKIPPED[code])} {count}" for code, count in sorted(counted.items()))
    if listed:
        echo(_("Not planned: %(listed)s. visit plan MONTH --explain UNIT says why.") % {"listed": listed})
