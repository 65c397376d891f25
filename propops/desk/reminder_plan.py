"""A planned month of reminders on its way into the records, and how it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from propops.desk.arrears import Arrears, account_key, open_reminders, reminder_place, way_of
from propops.desk.plan_report import show_changes, show_summary
from propops.errors import Problem, PropopsError, refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _
from propops.models.reminder import Reminder
from propops.models.resident import Resident
from propops.models.visit import Visit
from propops.planning.changes import Change as PlanChange
from propops.planning.changes import reminder_changes
from propops.planning.checker import check
from propops.planning.evening import level_reminders
from propops.planning.explain import Reason, sentence
from propops.planning.reminders import PlannedReminder, ReminderPlan, plan_reminders
from propops.planning.visits import VisitPlan
from propops.store.change import Change
from propops.terminal.options import Mode
from propops.terminal.output import day_text, echo, joined, mask_name, show_rows

# What is decided before planning; the planner's own reasons stand in planning.explain.
KEPT_OUT = {
    "developer": N_("Owed by the developer: the company settles it."),
    "legal": N_("With the lawyers: the clerks' contact has ended."),
    "too-young": N_("Overdue for %(days)d days; reminders begin after %(age)d."),
    "enough-contacts": N_("Contacted %(count)d times this month already."),
}


@dataclass(frozen=True)
class Spread:
    """A month of reminders: what it was planned from, the plan, and what it does to the last one."""

    arrears: Arrears
    visits: VisitPlan
    plan: ReminderPlan
    changes: Sequence[PlanChange]


def why(reason: Reason) -> str:
    return _(KEPT_OUT[reason.code]) % reason.facts if reason.code in KEPT_OUT else sentence(reason)


def require_plan(estate: Estate, month: str, mode: Mode | None) -> None:
    if mode not in (None, "fresh") and not open_reminders(estate, month):
        message = _("No reminder of %(month)s is planned yet.") % {"month": month}
        raise refuse("no-plan", message, hint=_("propops remind plan %(month)s makes the plan.") % {"month": month})


def planned(arrears: Arrears, visits: VisitPlan, mode: Mode | None) -> Spread:
    found = plan_reminders(arrears.instance, visits)
    if mode == "level":
        found = level_reminders(arrears.instance, visits, found)
    changes = reminder_changes(arrears.before, found, arrears.left_out, "levelled" if mode == "level" else "no-longer")
    return Spread(arrears, visits, found, changes)


def require_sound(spread: Spread) -> None:
    """The independent checker has the last word on the reminders; the visits were checked when they were planned."""
    found = check(spread.arrears.instance, spread.visits.visits, spread.plan.reminders)
    broken = [item for item in found if item.code.startswith("R")]
    if broken:
        raise PropopsError([Problem(f"plan-{item.code.lower()}", item.message, id=item.unit) for item in broken])


# --- into the records -------------------------------------------------------------------------------------------------


def lay(change: Change, estate: Estate, spread: Spread) -> None:
    statuses = {(one.account, one.assignment): one.status for one in spread.arrears.before}
    standing: dict[str, list[Reminder]] = {}
    for one in open_reminders(estate, f"{spread.arrears.instance.month:%Y-%m}"):
        standing.setdefault(account_key(one), []).append(one)
    for planned in spread.plan.reminders:
        wanted = _reminder(estate, spread.arrears, planned)
        mine = standing.get(planned.account)
        if mine:
            old = mine.pop(0)
            by_hand = statuses.get((planned.account, planned.assignment)) == "pinned"
            kept = replace(wanted, id=old.id, pinned=by_hand or old.pinned, note=old.note, reason=old.reason, source=old.source)
            if kept != old:
                change.put(kept)
        else:
            change.add(wanted)
    for reminder in (reminder for reminders in standing.values() for reminder in reminders):
        if statuses.get((account_key(reminder), reminder_place(estate, reminder))) != "pinned":
            change.remove(reminder)


def _reminder(estate: Estate, arrears: Arrears, planned: PlannedReminder) -> Reminder:
    owed = arrears.accounts[planned.account]
    stage = int(planned.stage)
    ridden = ridden_visit(estate, owed.unit, planned)
    return Reminder(
        unit=owed.unit,
        payer=owed.payer,
        officer=planned.officer,
        date=planned.date,
        slot=planned.slot,
        stage=stage,
        way=way_of(estate, stage, owed.payer, planned.piggyback),
        bills=owed.bills,
        amount=owed.amount,
        with_visit=ridden.id if ridden else None,
    )


def ridden_visit(estate: Estate, unit: str, planned: PlannedReminder) -> Visit | None:
    """The household's own visit, or the first visit of the officer in that building on the day."""
    if planned.piggyback is None:
        return None
    same_day = [visit for visit in estate.store.where(Visit, "date", planned.date) if visit.officer == planned.officer and visit.is_open]
    building = unit.split("-")[0]
    near = [visit for visit in same_day if visit.unit == unit] or [visit for visit in same_day if visit.unit.split("-")[0] == building]
    return min(near, key=lambda visit: visit.id, default=None)


# --- told -------------------------------------------------------------------------------------------------------------


def explain(estate: Estate, spread: Spread, unit: str, format: str) -> None:
    keys = [key for key, owed in spread.arrears.accounts.items() if owed.unit == unit]
    if not keys:
        raise refuse("nothing-owed", _("Nothing overdue is owed for %(unit)s.") % {"unit": unit})
    planned = {one.account: one for one in spread.plan.reminders}
    rows = [_explained(estate, spread, key, planned.get(key)) for key in keys]
    if format != "table":
        show_rows(rows, format, tuple(rows[0]), ())
        return
    names = names_of_staff(estate)
    for row, key in zip(rows, keys, strict=True):
        head = _("%(unit)s, %(amount)s yuan, %(overdue_days)d days overdue:") % row
        one = planned.get(key)
        if one is None:
            echo(joined(head, _("not planned."), why(_reason_left(spread, key))))
        else:
            officer = names.get(one.officer, one.officer)
            place = _("%(day)s %(slot)s, %(officer)s.") % {"day": day_text(one.date), "slot": one.slot, "officer": officer}
            echo(joined(head, place, why(one.reason), _way_along(one, row["visit_of"])))


def _explained(estate: Estate, spread: Spread, key: str, one: PlannedReminder | None) -> dict[str, object]:
    owed = spread.arrears.accounts[key]
    reason = one.reason if one else _reason_left(spread, key)
    ridden = ridden_visit(estate, owed.unit, one) if one else None
    facts = {name: value for name, value in reason.facts.items() if name not in ("piggyback", "overdue_days")}
    return {
        "unit": owed.unit,
        "payer": owed.payer,
        "amount": owed.amount,
        "overdue_days": owed.overdue_days,
        "planned": one is not None,
        "reason": reason.code,
        **({"date": one.date, "slot": one.slot, "officer": one.officer, "stage": int(one.stage)} if one else {}),
        **facts,
        "rides": one.piggyback if one else None,
        "visit_of": ridden.unit if ridden else None,
    }


def _reason_left(spread: Spread, key: str) -> Reason:
    return spread.arrears.left_out.get(key) or spread.plan.skipped[key]


def _way_along(one: PlannedReminder, visited: object) -> str:
    if one.piggyback == "unit":
        return _("On the household's own visit.")
    return _("On the way: %(unit)s in the same building is visited.") % {"unit": visited} if one.piggyback else ""


def show(estate: Estate, spread: Spread, format: str, dry: bool) -> None:
    rows = [_row(estate, spread.arrears, one) for one in spread.plan.reminders]
    keys = ("date", "slot", "officer", "unit", "payer", "stage", "amount", "rides")
    if format != "table":
        show_rows(rows, format, keys, ())
        return
    labels = (_("day"), _("slot"), _("officer"), _("unit"), _("payer"), _("stage"), _("amount"), _("on the way"))
    names = names_of_staff(estate)
    told = [_told(row, one, names) for row, one in zip(rows, spread.plan.reminders, strict=True)]
    show_rows(told, "table", keys, labels)
    if dry and spread.arrears.before:
        show_changes(spread.changes, names)
    month = f"{spread.arrears.instance.month:%Y-%m}"
    show_summary(spread.changes, _("%(month)s: %(count)d reminders;") % {"month": month, "count": len(rows)})
    _show_skipped(spread)
    if dry:
        echo(_("Dry run: nothing was written."))


def _show_skipped(spread: Spread) -> None:
    skipped = {**spread.arrears.left_out, **spread.plan.skipped}
    if skipped:
        echo(_("%(count)d payers are not reminded:") % {"count": len(skipped)})
    for key, reason in skipped.items():
        owed = spread.arrears.accounts[key]
        echo(f"  {owed.unit}  {owed.amount}  {why(reason)}")


def _told(row: dict[str, object], one: PlannedReminder, names: Mapping[str, str]) -> dict[str, object]:
    rides = {"unit": _("own visit"), "building": _("same building")}
    return row | {"date": day_text(one.date), "officer": names.get(one.officer, one.officer), "rides": rides.get(one.piggyback or "", "")}


def _row(estate: Estate, arrears: Arrears, one: PlannedReminder) -> dict[str, object]:
    owed = arrears.accounts[one.account]
    person = estate.store.find(Resident, owed.payer)
    return {
        "date": one.date,
        "slot": one.slot,
        "officer": one.officer,
        "unit": owed.unit,
        "payer": mask_name(person.name) if person else owed.payer,
        "stage": int(one.stage),
        "amount": owed.amount,
        "rides": one.piggyback or "",
    }
