"""Moves as a clerk makes them: one commit, and what was done and what is left said line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from propops.errors import refuse
from propops.estate import Estate, the_one
from propops.i18n import N_, _, translate
from propops.models.bill import Bill
from propops.models.complaint import Complaint
from propops.models.key import Key
from propops.models.payment import Payment
from propops.models.reminder import Reminder
from propops.models.repair import Repair
from propops.models.resident import Resident
from propops.models.unit import Unit
from propops.models.visit import Visit
from propops.planning.moves import Home, Move, Step, move_in, move_out, whole_household
from propops.store.store import Store
from propops.terminal.output import echo, show_row

WORDS: Mapping[str, str] = {
    "moved-out": N_("%(id)s moved out on %(detail)s."),
    "owner-stays": N_("%(id)s stays on record as the owner, who pays on; --sold if the home was sold."),
    "vacant": N_("%(id)s is vacant."),
    "vacant-then": N_("On %(detail)s: unit edit %(id)s --occupancy vacant."),
    "visit-kept": N_("Visit %(id)s on %(detail)s stays: others live here."),
    "visit-cancelled": N_("Visit %(id)s on %(detail)s is cancelled."),
    "reminder-by-phone": N_("Reminder %(id)s on %(detail)s is made by phone, not at the door."),
    "bill-readdressed": N_("Bill %(id)s is made out anew to %(detail)s."),
    "bill-asked-for": N_("Bill %(id)s is for the time after, but %(detail)s was reminded of it: settle who pays."),
    "bill-without-payer": N_("Bill %(id)s is for the time after: it goes to whoever moves in (unit move-in)."),
    "debt-stays": N_("%(id)s still owes %(detail)s yuan: the debt stays theirs (fee account)."),
    "prepaid": N_("%(id)s has prepaid %(detail)s yuan: settle it with them."),
    "promise-stays": N_("The promise for %(detail)s (%(id)s) holds: get a telephone number that lasts."),
    "key-to-return": N_("Entrusted key %(id)s (%(detail)s) is to be given back: key edit %(id)s --returned-to-owner-on DAY."),
    "complaint-open": N_("Complaint %(id)s stays open: ask whom to call back."),
    "repair-open": N_("Repair %(id)s stays open: ask who lets the engineer in."),
    "reachable": N_("Note a telephone number and an address of whoever has left %(id)s."),
    "moved-in": N_("%(id)s moved in on %(detail)s."),
    "occupancy": N_("%(id)s is %(detail)s now."),
    "occupancy-then": N_("Once they live there, %(id)s is %(detail)s: unit edit %(id)s --occupancy."),
    "pays-no-longer": N_("%(id)s no longer pays: %(detail)s."),
    "welcome-visit": N_("Welcome them within two weeks: visit add %(id)s --type move-in."),
    "phone-missing": N_("Their telephone number is missing."),
    "who-pays": N_("Say who pays the fees: resident edit --payer property."),
}


def home_of(store: Store, id: str) -> Home:
    """As the files are now."""
    unit = store.find(Unit, id)
    if unit is None:
        raise refuse("no-such-record", _("There is no %(kind)s %(id)s.") % {"kind": _(Unit.label), "id": id})
    return Home(
        unit,
        store.where(Resident, "unit", id),
        store.where(Visit, "unit", id),
        store.where(Reminder, "unit", id),
        store.where(Key, "unit", id),
        store.where(Complaint, "unit", id),
        store.where(Repair, "unit", id),
        store.where(Bill, "unit", id),
        store.where(Payment, "unit", id),
        translate(N_("the home changed hands"), str(store.settings.language)),
    )


def who_leaves(estate: Estate, text: str) -> tuple[str, str | None]:
    """The home, and the resident if one was named; `3-2-1001` is a home, `3-2-1001-wx` somebody who lives there."""
    person = estate.store.find(Resident, text.lower())
    if person is not None:
        return person.unit, person.id
    return the_one(estate, Unit, text).id, None


def leave(store: Store, unit: str, person: str | None, day: date, today: date, sold: bool) -> Move:
    """Of one person, or of the whole household."""
    home = home_of(store, unit)
    leaving = [one for one in whole_household(home, day, sold) if person in (None, one.id)]
    if not leaving:
        message = _("Nobody lives in %(unit)s who could move out on %(day)s.") % {"unit": unit, "day": day}
        raise refuse("nobody-here", message, hint=_("propops unit show %(unit)s shows who does.") % {"unit": unit})
    return move_out(home, leaving, day, today, sold)


def enter(store: Store, person: Resident, today: date) -> Move:
    """The newcomer gets an id before anything is decided: bills may become theirs."""
    free = next(id for id in person.ids(today) if not store.holds(Resident, id))
    return move_in(home_of(store, person.unit), replace(person, id=free), today)


def show_move(estate: Estate, move: Move, format: str, dry_run: bool) -> None:
    if format != "table":
        show_row({"done": _rows(move.done), "remains": _rows(move.remains), "dry_run": dry_run}, format)
        return
    echo(_("This would be done:") if dry_run else _("Done:"))
    _list(move.done)
    if move.remains:
        echo(_("Still to do:"))
        _list(move.remains)


def _rows(steps: Sequence[Step]) -> list[dict[str, str]]:
    return [{"what": step.what, "id": step.id, "detail": step.detail} for step in steps]


def _list(steps: Sequence[Step]) -> None:
    for step in steps:
        echo("  - " + _(WORDS[step.what]) % {"id": step.id, "detail": _detail(step)})


def _detail(step: Step) -> str:
    from propops.models.base import FeeItem
    from propops.models.unit import Occupancy

    labels = {str(member): _(member.label) for member in (*Occupancy, *FeeItem)}
    return _(", ").join(labels.get(part, part) for part in step.detail.split(", "))
