"""Breaches: recorded with what shows them, disputed, settled or withdrawn; and the penalties that are still open."""

from collections.abc import Callable
from typing import Any

from propops.errors import refuse
from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.models.breach import Breach
from propops.models.pledge import Pledge
from propops.models.staff import Staff
from propops.terminal.counter import fresh
from propops.terminal.output import echo, show_rows
from propops.terminal.records import label_of

Step = Callable[[Breach, Staff], Breach]


def take(estate: Estate, breach: Breach, by: str | None, verb: str, subject: str, step: Step) -> None:
    """One step of a breach that is still open."""
    who = estate.user(by)
    with estate.change(f"pledge {verb}", subject, who) as change:
        before = fresh(change, breach)
        if not before.is_open:
            message = _("%(id)s was withdrawn.") if before.withdrawn else _("%(id)s is settled.")
            raise refuse("not-open", message % {"id": before.id}, hint=_("propops breach show %(id)s") % {"id": before.id})
        change.put(step(before, who))
    echo(_("%(id)s: noted.") % {"id": breach.id})


_COLUMNS = ("id", "date", "officer", "item", "what", "evidence", "penalty", "points", "fine", "disputed", "settled_on", "withdrawn")


def show(estate: Estate, staff: str | None, only_open: bool, format: str) -> None:
    pledges = {pledge.id: pledge for pledge in estate.store.all(Pledge)}
    names = names_of_staff(estate) if format == "table" else {}
    found = [one for one in estate.store.all(Breach) if one.is_open or not only_open]
    rows = [_row(breach, pledges.get(breach.pledge), names) for breach in sorted(found, key=lambda one: (one.date, one.id))]
    rows = [row for row in rows if staff in (None, row["staff"])]
    labels = [_("officer") if key == "officer" else label_of(Breach, key) for key in _COLUMNS]
    show_rows(rows, format, _COLUMNS, labels)


def _row(breach: Breach, pledge: Pledge | None, names: dict[str, str]) -> dict[str, Any]:
    staff = pledge.staff if pledge else None
    plain = {key: getattr(breach, key) for key in _COLUMNS if key != "officer"}
    promise = pledge.items[breach.item - 1] if pledge and breach.item <= len(pledge.items) else None
    rest = {"pledge": breach.pledge, "promise": promise, "staff": staff, "open": breach.is_open}
    return plain | {"officer": names.get(staff or "", staff) or _("the estate")} | rest
