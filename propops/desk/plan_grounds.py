"""`visit plan MONTH --explain UNIT|OFFICER`: one reason and the numbers behind it, as sentences or as data."""

from dataclasses import asdict

from propops.errors import refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import N_, _, ngettext
from propops.models.staff import Staff
from propops.parsing import parse_unit
from propops.planning.explain import Reason, sentence
from propops.planning.grounds import DayGrounds, OfficerGrounds, day_grounds, officer_grounds
from propops.planning.instance import Household, Instance
from propops.planning.visits import PlannedVisit, VisitPlan
from propops.terminal.output import day_text, echo, joined, show_row, weekday_name

WHY_DAY = {
    "only-window": N_("a day the household allows"),
    "preferred": N_("a time the household prefers"),
    "only-day": N_("the only day possible"),
    "grouped": N_("neighbours are visited on the same way"),
    "even": N_("days are to be even"),
    "as-before": N_("it stands there already"),
}


def explain(estate: Estate, instance: Instance, found: VisitPlan, given: str, format: str) -> None:
    person = _officer_called(estate, given)
    if person is not None:
        _explain_officer(estate, instance, found, person, format)
    else:
        _explain_home(estate, instance, found, _unit_called(given), format)


def _officer_called(estate: Estate, given: str) -> Staff | None:
    return next((person for person in estate.store.all(Staff) if given in (person.id, person.name)), None)


def _unit_called(given: str) -> str:
    try:
        return parse_unit(given)
    except ValueError:
        raise refuse("no-such-unit", _("%(given)s is neither a home nor the id or name of an officer.") % {"given": given}) from None


# --- a home -----------------------------------------------------------------------------------------------------------


def _explain_home(estate: Estate, instance: Instance, found: VisitPlan, unit: str, format: str) -> None:
    visit = next((visit for visit in found.visits if visit.unit == unit), None)
    home = next((household for household in instance.households if household.id == unit), None)
    if home is None:
        raise refuse("no-such-unit", _("There is no home %(unit)s.") % {"unit": unit})
    if visit is not None:
        _explain_planned(estate, visit, day_grounds(instance, found, visit), format)
    else:
        _explain_skipped(instance, home, found.skipped[unit], format)


def _explain_planned(estate: Estate, visit: PlannedVisit, day: DayGrounds, format: str) -> None:
    if format != "table":
        place = {"unit": visit.unit, "planned": True, "date": visit.date, "slot": visit.slot, "officer": visit.officer}
        show_row(place | {"reason": visit.reason.code, **visit.reason.facts, "day": asdict(day)}, format)
        return
    officer = names_of_staff(estate).get(visit.officer, visit.officer)
    where = {"unit": visit.unit, "day": day_text(visit.date), "slot": visit.slot, "officer": officer}
    echo(joined(_("%(unit)s: %(day)s %(slot)s, %(officer)s.") % where, sentence(visit.reason), _waited(visit.reason)))
    said = {"open": day.days_open, "days": day.days, "weekday": weekday_name(visit.date), "why": _(WHY_DAY[day.why])}
    echo("  " + _("Days open to it: %(open)d of %(days)d; %(weekday)s because: %(why)s.") % said)
    if day.grouped_with:
        echo("  " + _("Grouped with %(units)s.") % {"units": _(", ").join(day.grouped_with)})
    low, high = day.share
    counts = {"officer": officer, "count": day.count, "low": low, "high": high}
    text = ngettext(
        "%(officer)s has %(count)d visit that day; an even share is %(low)d to %(high)d.",
        "%(officer)s has %(count)d visits that day; an even share is %(low)d to %(high)d.",
        day.count,
    )
    echo("  " + text % counts)


def _waited(reason: Reason) -> str:
    """A visit kept from the last plan was chosen for a reason too."""
    if reason.code not in ("kept", "notified", "pinned", "moved"):
        return ""
    if "due_by" in reason.facts:
        return sentence(Reason("due", reason.facts))
    return _("Has waited %(bucket)d months.") % reason.facts


def _explain_skipped(instance: Instance, home: Household, reason: Reason, format: str) -> None:
    officers = next((building.officers for building in instance.buildings if building.id == home.building), ())
    facts = dict(reason.facts)
    if reason.code in ("no-common-day", "no-officer"):
        facts |= {"window": window_text(home), "officers": ", ".join(officers)}
    if format != "table":
        show_row({"unit": home.id, "planned": False, "reason": reason.code, **facts}, format)
        return
    echo(joined(_("%(unit)s: not planned.") % {"unit": home.id}, sentence(reason)))
    if "window" in facts:
        echo(
            "  "
            + _("Household: %(window)s. Officers of the building: %(officers)s.")
            % {key: facts[key] or "-" for key in ("window", "officers")}
        )


def window_text(home: Household) -> str:
    """`Wed Fri am`."""
    if home.window is None:
        return ""
    days = [] if len(home.window.weekdays) == 7 else [weekday_name(day) for day in home.window.weekdays]
    return " ".join([*days, *home.window.slots])


# --- an officer -------------------------------------------------------------------------------------------------------


def _explain_officer(estate: Estate, instance: Instance, found: VisitPlan, person: Staff, format: str) -> None:
    if person.id not in {officer.id for officer in instance.officers}:
        raise refuse("no-officer", _("%(name)s makes no visits: not a customer-service officer.") % {"name": person.name})
    grounds = officer_grounds(instance, found, person.id)
    if format != "table":
        short = grounds.shortfall
        reason = {"missing": short.missing, "reason": short.reason.code} if short else None
        show_row(asdict(grounds) | {"shortfall": reason}, format)
        return
    echo(_quota_line(person.name, grounds))
    low, high = grounds.share
    words = {"days": grounds.days, "capacity": grounds.capacity, "low": low, "high": high}
    echo("  " + _("%(days)d days on duty, room for %(capacity)d visits; %(low)d to %(high)d a day.") % words)
    if grounds.cut_off is not None:
        echo("  " + _("Cut-off: everyone who has waited more than %(cut_off)d months is visited.") % {"cut_off": grounds.cut_off})
    if grounds.shortfall:
        facts = {**grounds.shortfall.reason.facts, "officer": person.name}
        why = sentence(Reason(grounds.shortfall.reason.code, facts))
        echo("  " + _("Shortfall %(missing)d: %(why)s") % {"missing": grounds.shortfall.missing, "why": why})


def _quota_line(name: str, grounds: OfficerGrounds) -> str:
    parts = [
        (grounds.done, _("%(n)d done")),
        (grounds.due, _("%(n)d due")),
        (grounds.fixed, _("%(n)d announced or fixed by hand")),
        (grounds.longer, _("%(n)d above the cut-off")),
        (grounds.marginal, _("%(n)d at the cut-off")),
    ]
    total = grounds.done + grounds.planned
    listed = " + ".join(text % {"n": count} for count, text in parts if count) or "0"
    return _("%(name)s: quota %(quota)d; %(total)d = %(listed)s.") % {
        "name": name,
        "quota": grounds.quota,
        "total": total,
        "listed": listed,
    }
