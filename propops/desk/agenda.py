"""What an officer must do today: gathered from every kind that has days in it, as plain rows, so that no model is imported for it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from propops.desk import covering, notices, shifts
from propops.desk.covering import Absence
from propops.estate import Estate
from propops.i18n import N_, _
from propops.store.order_keys import text_key
from propops.store.query import EMPTY, NOT_EMPTY, Test
from propops.store.rows import Rows
from propops.tuples import NamedTuple

Row = Mapping[str, Any]


class Item(NamedTuple):
    """One thing to do. `what` is a stable token; `late` says that it is past `due`, a day or an instant as ISO text."""

    officer: str
    what: str
    when: str
    id: str
    unit: str
    text: str
    late: bool = False
    due: str = ""
    with_visit: str = ""  # the visit on whose way it lies: it stands below that one
    order: int = 0
    barred: str = ""  # who may not do it: whoever resolved a complaint does not make its call-back


LABELS = {
    "cover": N_("standing in"),
    "visit": N_("visit"),
    "reminder": N_("fee reminder"),
    "promise": N_("promise to pay"),
    "complaint": N_("complaint"),
    "callback": N_("call-back"),
    "contact": N_("contact to answer"),
    "key": N_("key due back"),
    "stocktake": N_("key stocktake"),
    "repair": N_("repair"),
    "follow-up": N_("follow-up"),
    "notice": N_("notice"),
    "handover": N_("handover"),
}
ORDER = list(LABELS)
PROMISES_FOLLOWED_DAYS = 30  # an older broken promise is a matter of the arrears


# What is still to be done, by the tokens of its state; a test holds them against the models.
OPEN_VISITS = ("planned", "notified")
UNRESOLVED = ("open", "accepted", "transferred", "waiting", "reopened")
TOLD_OF_COMPLAINTS = ("content", "result", "note")  # texts, of which no deadline follows
OPEN_REPAIRS = ("open", "dispatched", "accepted", "on-site")
KINDS = (
    "settings",
    "staff",
    "calendar",
    "visit",
    "reminder",
    "payment",
    "complaint",
    "contact",
    "key",
    "key-loan",
    "key-stocktake",
    "repair",
    "notice",
    "handover",
)


def agenda(estate: Estate, day: date, officer: str | None) -> list[Item]:
    """Everything for this day, what is overdue first; of one officer and of those whom they stand in for, or of all (None)."""
    rows = estate.rows
    rows.look_at(*KINDS)
    due = _due_complaints(estate) if day == estate.today else {}
    repairs = _dues_of_repairs(estate)
    items = [*_follow_ups(rows, day), *_promises(rows, day), *keys_out(estate, day), *_contacts(rows, day)]
    rows.look_at(*KINDS)  # again, as whatever had to be worked out anew ended the first look
    items += [*_visits(rows, day), *_reminders(rows, day), *_complaints(estate, due), *_stocktake(rows, day)]
    items += [*_repairs(estate, repairs), *_notices(estate, day), *_handovers(estate, day)]
    away = covering.absences(rows.select("staff"), day)
    items += [_cover(absence, officer) for absence in away for officer in absence.covered_by]
    return in_order([item for item in items if officer is None or _concerns(item, officer, away)])


def _concerns(item: Item, officer: str, away: Sequence[Absence]) -> bool:
    if item.officer in (officer, ""):
        return item.barred != officer
    covered = next((absence for absence in away if absence.officer == item.officer), None)
    return covered is not None and item.unit.partition("-")[0] in covered.buildings_of(officer)


def _cover(absence: Absence, officer: str) -> Item:
    words = {"name": absence.name, "buildings": _(", ").join(absence.buildings_of(officer))}
    text = _("for %(name)s in building %(buildings)s") % words
    return Item(officer, "cover", _("until %(day)s") % {"day": absence.until[5:]}, absence.officer, "", text)


def in_order(items: Sequence[Item]) -> list[Item]:
    """What is late first, then by kind of work, slot and home; what lies on the way of a visit right below it."""
    keys = {item.id: _order(item) for item in items if not item.with_visit}

    def place(item: Item) -> tuple[Any, ...]:
        host = keys.get(item.with_visit)
        return (*host, item.id) if host is not None else _order(item)

    return sorted(items, key=place)


def _order(item: Item) -> tuple[Any, ...]:
    return not item.late, ORDER.index(item.what), item.officer, item.order, item.when, text_key(item.unit), item.id


def _in_state(rows: Rows, kind: str, states: tuple[str, ...], *tests: Test) -> Iterator[Row]:
    for state in states:
        yield from rows.select(kind, [Test("status", "=", state), *tests])


def _visits(rows: Rows, day: date) -> Iterator[Item]:
    """By slot, then by home: the order one walks."""
    slots = [slot["id"] for slot in rows.settings["visit_slots"]]
    for visit in _in_state(rows, "visit", OPEN_VISITS, Test("date", "<=", day)):
        slot = visit.get("slot", "")
        order = slots.index(slot) if slot in slots else len(slots)
        yield _planned(visit, "visit", visit.get("reason", ""), day)._replace(order=order)


def _reminders(rows: Rows, day: date) -> Iterator[Item]:
    for reminder in _in_state(rows, "reminder", ("planned",), Test("date", "<=", day)):
        item = _planned(reminder, "reminder", _("stage %(stage)d, %(amount)s yuan") % reminder, day)
        yield item._replace(with_visit=reminder.get("with_visit", ""))


def _planned(row: Row, what: str, text: str, day: date) -> Item:
    """What was planned for a day and a slot; its day stands there once that has passed."""
    is_late = row["date"] < day.isoformat()
    return Item(
        row["officer"], what, row["date"][5:] if is_late else row.get("slot", ""), row["id"], row["unit"], text, is_late, row["date"]
    )


def _promises(rows: Rows, day: date) -> Iterator[Item]:
    """The last word of each payer, if it was a promise that is due, until money comes in or somebody speaks to them again."""
    first = (day - timedelta(days=PROMISES_FOLLOWED_DAYS)).isoformat()
    for reminder in rows.memo("promises", ("reminder", "payment"), lambda: _not_kept(rows, first, day.isoformat()), str(day)):
        on = reminder["promised_on"]
        amount = reminder.get("promised_amount", reminder["amount"])
        text = _("%(amount)s yuan promised") % {"amount": amount}
        yield Item(reminder["officer"], "promise", on[5:], reminder["id"], reminder["unit"], text, on < day.isoformat(), on)


def _not_kept(rows: Rows, first: str, last: str) -> list[Row]:
    promised = [Test("status", "=", "done"), Test("result", "=", "promised"), Test("promised_on", ">=", first)]
    found = rows.select("reminder", [*promised, Test("promised_on", "<=", last)])
    is_spoken_to = rows.superseded("reminder", "payer", "date", [Test("status", "=", "done")])
    has_paid = rows.superseded("payment", "payer", "date", [])
    return [row for row in found if not is_spoken_to(row) and not has_paid(row)]


def _due_complaints(estate: Estate) -> dict[str, str]:
    """Deadlines run on working hours, which only whoever changed what they follow from has to work out again."""
    rows, month = estate.rows, f"{estate.today:%Y-%m}"

    def first_dues() -> dict[str, str]:
        from propops.desk import complaint_times

        return complaint_times.first_dues(estate)

    def looked_at() -> dict[str, str]:
        from propops.digests import digest

        open_ones = _in_state(rows, "complaint", (*UNRESOLVED, "resolved"))
        timing = [{key: value for key, value in row.items() if key not in TOLD_OF_COMPLAINTS} for row in open_ones]
        known: dict[str, str] = rows.memo(
            "complaint-clock", ("settings", "calendar"), first_dues, f"{month} {digest(repr(timing).encode()).hex()}"
        )
        return known

    due: dict[str, str] = rows.memo("complaint-due", ("complaint", "settings", "calendar"), looked_at, month)
    return due


def _complaints(estate: Estate, due: Mapping[str, str]) -> Iterator[Item]:
    for row in _in_state(estate.rows, "complaint", UNRESOLVED, Test("parent", EMPTY)):
        yield _complaint(estate, row, "complaint", row["content"], due)._replace(officer=row.get("assignee", ""))
    for row in _in_state(estate.rows, "complaint", ("resolved",), Test("parent", EMPTY)):
        solver = next((entry["by"] for entry in reversed(row["log"]) if entry["action"] == "resolve"), "")
        yield _complaint(estate, row, "callback", row.get("result", ""), due)._replace(barred=solver)


def _complaint(estate: Estate, row: Row, what: str, text: str, due: Mapping[str, str]) -> Item:
    at = due.get(row["id"], "")
    is_late = bool(at) and datetime.fromisoformat(at) < estate.now
    return Item("", what, _minute(at or row["received_at"]), row["id"], _where(row), text, is_late, at)


def _where(row: Row) -> str:
    return str(row.get("unit") or row.get("place") or "")


def _minute(instant: str) -> str:
    """`2026-12-01T09:30:00+08:00` -> `12-01 09:30`."""
    return instant[5:16].replace("T", " ")


def _contacts(rows: Rows, day: date) -> Iterator[Item]:
    unanswered = [Test(field, EMPTY) for field in ("answer", "becomes", "test_call")]
    for row in rows.memo("contacts", ("contact",), lambda: rows.select("contact", unanswered)):
        if row["at"][:10] <= day.isoformat():
            is_late = row["at"][:10] < day.isoformat()
            yield Item(row["handled_by"], "contact", _minute(row["at"]), row["id"], _where(row), row["request"], is_late, row["at"])


def _stocktake(rows: Rows, day: date) -> Iterator[Item]:
    """So many days after the board was last counted, or after the first key came; `check` goes by the same."""
    since = _last_count(rows) or _first_key(rows)
    if since is None:
        return
    due = date.fromisoformat(since) + timedelta(rows.settings["keys"]["stocktake_days"])
    if due <= day:
        yield Item("", "stocktake", f"{due:%m-%d}", "", "", _("count the key board"), due < day, due.isoformat())


def _last_count(rows: Rows) -> str | None:
    done = rows.select("key-stocktake", [Test("finished_at", NOT_EMPTY), Test("board", EMPTY)], "-finished_at", 1)
    return done[0]["finished_at"][:10] if done else None


def _first_key(rows: Rows) -> str | None:
    kept = [Test("received_on", NOT_EMPTY), Test("lost_on", EMPTY), Test("returned_to_owner_on", EMPTY)]
    found = rows.select("key", kept, "received_on", 1)
    return found[0]["received_on"] if found else None


def keys_out(estate: Estate, day: date | None = None) -> Iterator[Item]:
    """Whatever is out, or what of it is due on a day."""
    now = datetime.combine(day, datetime.min.time(), estate.now.tzinfo) if day and day != estate.today else estate.now
    still_out = [Test("in_at", EMPTY), Test("lost_on", EMPTY)]
    for loan in estate.rows.memo("keys-out", ("key-loan",), lambda: estate.rows.select("key-loan", still_out)):
        due = datetime.fromisoformat(loan["due_at"])
        if day is None or due.date() <= day:
            yield Item("", "key", _minute(loan["due_at"]), loan["id"], "", loan["key"], due < now, loan["due_at"])


def _dues_of_repairs(estate: Estate) -> Mapping[str, Any]:
    def made() -> Any:
        from propops.desk import repair_times

        return repair_times.dues(estate)

    dues: Mapping[str, Any] = estate.rows.memo("repair-due", ("repair", "settings", "calendar"), made, f"{estate.today:%Y-%m}")
    return dues


def _repairs(estate: Estate, dues: Mapping[str, Any]) -> Iterator[Item]:
    for row in _in_state(estate.rows, "repair", OPEN_REPAIRS):
        yield _repair(estate, row, "repair", row["item"], dues["steps"][row["id"]])._replace(officer=row.get("dispatched_to", ""))
    for row, due in dues["callbacks"]:
        yield _repair(estate, row, "callback", row["result"] or "", due)._replace(barred=row["dispatched_to"] or "")


def _repair(estate: Estate, row: Row, what: str, text: str, due: str) -> Item:
    is_late = datetime.fromisoformat(due) < estate.now
    return Item("", what, _minute(due), row["id"], _where(row), text, is_late, due)


def _notices(estate: Estate, day: date) -> Iterator[Item]:
    for task in notices.tasks(estate):
        if task.due is None or task.due <= day:
            text = f"{_(notices.LABELS[task.what])} {task.notice['title']}"
            when = f"{task.due:%m-%d}" if task.due else ""
            yield Item("", "notice", when, task.notice["id"], "", text, task.is_late(day), task.due.isoformat() if task.due else "")


def _handovers(estate: Estate, day: date) -> Iterator[Item]:
    for one in shifts.reminders(estate) if day == estate.today else ():
        yield Item(one.officer, "handover", one.day[5:], one.id, "", one.text, one.is_late, one.day)


def _follow_ups(rows: Rows, day: date) -> Iterator[Item]:
    """A follow-up that was agreed on a visit, until a later visit took place."""
    for visit in rows.memo("follow-ups", ("visit",), lambda: _not_followed(rows)):
        on = visit["follow_up_on"]
        if on <= day.isoformat():
            text = visit.get("action") or visit.get("opinion") or ""
            yield Item(visit["officer"], "follow-up", on[5:], visit["id"], visit["unit"], text, on < day.isoformat(), on)


def _not_followed(rows: Rows) -> list[Row]:
    is_followed = rows.superseded("visit", "unit", "date", [Test("status", "=", "done")])
    return [visit for visit in rows.select("visit", [Test("follow_up_on", NOT_EMPTY)]) if not is_followed(visit)]
