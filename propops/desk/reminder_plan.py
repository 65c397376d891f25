"""A planned month of reminders on its way into the records, and how it is told."""

from collections.abc import Mapping
from dataclasses import replace

from propops.desk.arrears import Arrears, account_key, way_of
from propops.errors import Problem, PropopsError, refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _
from propops.models.reminder import Reminder
from propops.models.resident import Resident
from propops.models.visit import Visit
from propops.planning.checker import check
from propops.planning.explain import Reason, sentence
from propops.planning.reminders import PlannedReminder, ReminderPlan
from propops.planning.visits import VisitPlan
from propops.store.change import Change
from propops.terminal.output import day_text, echo, mask_name, show_rows

# What is decided before planning; the planner's own reasons stand in planning.explain.
KEPT_OUT = {
    "developer": N_("Owed by the developer: the company settles it."),
    "legal": N_("With the lawyers: the clerks' contact has ended."),
    "enough-contacts": N_("Contacted %(count)d times this month already."),
}


def why(reason: Reason) -> str:
    return _(KEPT_OUT[reason.code]) % reason.facts if reason.code in KEPT_OUT else sentence(reason)


def require_sound(arrears: Arrears, visits: VisitPlan, found: ReminderPlan) -> None:
    """The independent checker has the last word on the reminders; the visits were checked when they were planned."""
    broken = [item for item in check(arrears.instance, visits.visits, found.reminders) if item.code.startswith("R")]
    if broken:
        raise PropopsError([Problem(f"plan-{item.code.lower()}", item.message, id=item.unit) for item in broken])


def lay(change: Change, estate: Estate, arrears: Arrears, found: ReminderPlan) -> None:
    first, last = min(arrears.instance.calendar), max(arrears.instance.calendar)
    before = {
        account_key(one): one
        for one in estate.store.all(Reminder)
        if one.is_open and first <= one.date <= last and one.date >= estate.today
    }
    for planned in found.reminders:
        wanted = _reminder(estate, arrears, planned)
        old = before.pop(planned.account, None)
        if old is None:
            change.add(wanted)
        else:
            kept = replace(wanted, id=old.id, pinned=old.pinned, note=old.note, reason=old.reason, source=old.source)
            if kept != old:
                change.put(kept)
    for reminder in before.values():
        if not reminder.pinned:
            change.remove(reminder)


def _reminder(estate: Estate, arrears: Arrears, planned: PlannedReminder) -> Reminder:
    owed = arrears.accounts[planned.account]
    stage = int(planned.stage)
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
        with_visit=_ridden(estate, owed.unit, planned),
    )


def _ridden(estate: Estate, unit: str, planned: PlannedReminder) -> str | None:
    """The household's own visit, or the first visit of the officer in that building on the day."""
    if planned.piggyback is None:
        return None
    same_day = [visit for visit in estate.store.where(Visit, "date", planned.date) if visit.officer == planned.officer and visit.is_open]
    building = unit.split("-")[0]
    near = [visit for visit in same_day if visit.unit == unit] or [visit for visit in same_day if visit.unit.split("-")[0] == building]
    return min((visit.id for visit in near), default=None)


def explain(arrears: Arrears, found: ReminderPlan, unit: str) -> None:
    keys = [key for key, owed in arrears.accounts.items() if owed.unit == unit]
    if not keys:
        raise refuse("nothing-owed", _("Nothing overdue is owed for %(unit)s.") % {"unit": unit})
    planned = {one.account: one for one in found.reminders}
    for key in keys:
        owed = arrears.accounts[key]
        head = _("%(unit)s, %(amount)s yuan, %(days)d days overdue:") % {"unit": unit, "amount": owed.amount, "days": owed.overdue_days}
        if key in planned:
            one = planned[key]
            echo(f"{head} {day_text(one.date)} {one.slot}, {one.officer}. {why(one.reason)} {_way_along(one)}")
        else:
            echo(f"{head} " + _("not planned.") + " " + why(_reason_left(arrears, found, key)))


def _reason_left(arrears: Arrears, found: ReminderPlan, key: str) -> Reason:
    return arrears.left_out.get(key) or found.skipped[key]


def _way_along(one: PlannedReminder) -> str:
    rides = {"unit": _("On the household's own visit."), "building": _("On the way: a visit in the same building.")}
    return rides.get(one.piggyback or "", "")


def show(estate: Estate, arrears: Arrears, found: ReminderPlan, format: str, dry: bool) -> None:
    rows = [_row(estate, arrears, one) for one in found.reminders]
    keys = ("date", "slot", "officer", "unit", "payer", "stage", "amount", "rides")
    if format != "table":
        show_rows(rows, format, keys, ())
        return
    labels = (_("day"), _("slot"), _("officer"), _("unit"), _("payer"), _("stage"), _("amount"), _("on the way"))
    names = names_of_staff(estate)
    told = [_told(row, one, names) for row, one in zip(rows, found.reminders, strict=True)]
    show_rows(told, "table", keys, labels)
    skipped = {**arrears.left_out, **found.skipped}
    echo(_("%(count)d reminders; %(left)d payers are not reminded:") % {"count": len(found.reminders), "left": len(skipped)})
    for key, reason in skipped.items():
        owed = arrears.accounts[key]
        echo(f"  {owed.unit}  {owed.amount}  {why(reason)}")
    if dry:
        echo(_("Dry run: nothing was written."))


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
