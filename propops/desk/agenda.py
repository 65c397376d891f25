"""What an officer must do today: gathered from every kind that has days in it, as plain rows, so that no model is imported for it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from propops.desk import notices, shifts
from propops.estate import Estate
from propops.i18n import N_, _
from propops.store.order_keys import text_key
from propops.store.query import EMPTY, NOT_EMPTY, Test
from propops.store.rows import Rows

Row = Mapping[str, Any]


class Item(NamedTuple):
    """One thing to do. `what` is a stable token; `late` says that its day has passed."""

    officer: str
    what: str
    when: str
    id: str
    unit: str
    text: str
    late: bool = False
    order: int = 0
    barred: str = ""  # who may not do it: whoever resolved a complaint does not make its call-back


LABELS = {
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


# What is still to be done, by the tokens of its state; a test holds them against the models.
OPEN_VISITS = ("planned", "notified")
UNRESOLVED = ("open", "accepted", "transferred", "waiting", "reopened")
OPEN_REPAIRS = ("open", "dispatched", "accepted", "on-site")
KINDS = (
    "settings",
    "staff",
    "calendar",
    "visit",
    "reminder",
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
    """Everything for this day, what is overdue first; of one officer, or of all (None)."""
    rows = estate.rows
    late = _late_complaints(estate) if day == estate.today else set()
    dues = _dues_of_repairs(estate)
    items = [*_follow_ups(rows, day)]
    rows.look_at(*KINDS)  # whatever had to be worked out anew ended the first look
    items += [*_visits(rows, day), *_reminders(rows, day), *_promises(rows, day), *_complaints(rows, late), *keys_out(estate, day)]
    items += [*_contacts(rows, day), *_stocktake(rows, day), *_repairs(rows, dues, estate.now), *_notices(estate, day)]
    items += [*_handovers(estate, day)]
    chosen = [item for item in items if officer is None or (item.officer in (officer, "") and item.barred != officer)]
    order = list(LABELS)
    return sorted(
        chosen, key=lambda item: (not item.late, order.index(item.what), item.officer, item.order, item.when, text_key(item.unit), item.id)
    )


def _in_state(rows: Rows, kind: str, states: tuple[str, ...], *tests: Test) -> Iterator[Row]:
    for state in states:
        yield from rows.select(kind, [Test("status", "=", state), *tests])


def _visits(rows: Rows, day: date) -> Iterator[Item]:
    """By slot, then by home: the order one walks."""
    slots = [slot["id"] for slot in rows.select("settings")[0]["visit_slots"]]
    for visit in _in_state(rows, "visit", OPEN_VISITS, Test("date", "<=", day)):
        slot = visit.get("slot", "")
        order = slots.index(slot) if slot in slots else len(slots)
        yield _planned(visit, "visit", visit.get("reason", ""), day)._replace(order=order)


def _reminders(rows: Rows, day: date) -> Iterator[Item]:
    for reminder in _in_state(rows, "reminder", ("planned",), Test("date", "<=", day)):
        yield _planned(reminder, "reminder", _("stage %(stage)d, %(amount)s yuan") % reminder, day)


def _planned(row: Row, what: str, text: str, day: date) -> Item:
    """What was planned for a day and a slot; its day stands there once that has passed."""
    is_late = row["date"] < day.isoformat()
    return Item(row["officer"], what, row["date"][5:] if is_late else row.get("slot", ""), row["id"], row["unit"], text, is_late)


def _promises(rows: Rows, day: date) -> Iterator[Item]:
    """The last word of each payer, if it was a promise for today."""
    promised = [Test("status", "=", "done"), Test("result", "=", "promised"), Test("promised_on", "=", day)]
    for reminder in rows.select("reminder", promised):
        since = rows.select("reminder", [Test("payer", "=", reminder["payer"]), Test("status", "=", "done")])
        if max(since, key=lambda one: (one["date"], one["id"])) == reminder:
            words = {"amount": reminder.get("promised_amount", reminder["amount"])}
            text = _("%(amount)s yuan promised for today") % words
            yield Item(reminder["officer"], "promise", f"{day:%m-%d}", reminder["id"], reminder["unit"], text)


def _late_complaints(estate: Estate) -> set[str]:
    """Deadlines run on working hours, which only whoever changed a complaint, the settings or the calendar has to work out again."""

    def first_dues() -> dict[str, str]:
        from propops.desk import complaint_times

        return complaint_times.first_dues(estate)

    due = estate.rows.memo(f"complaint-due {estate.today:%Y-%m}", ("complaint", "settings", "calendar"), first_dues)
    return {id for id, at in due.items() if datetime.fromisoformat(at) < estate.now}


def _complaints(rows: Rows, late: set[str]) -> Iterator[Item]:
    for row in _in_state(rows, "complaint", UNRESOLVED, Test("parent", EMPTY)):
        yield _complaint(row, "complaint", row["content"], late)._replace(officer=row.get("assignee", ""))
    for row in _in_state(rows, "complaint", ("resolved",), Test("parent", EMPTY)):
        solver = next((entry["by"] for entry in reversed(row["log"]) if entry["action"] == "resolve"), "")
        yield _complaint(row, "callback", row.get("result", ""), late)._replace(barred=solver)


def _complaint(row: Row, what: str, text: str, late: set[str]) -> Item:
    return Item("", what, _minute(row["received_at"]), row["id"], _where(row), text, row["id"] in late)


def _where(row: Row) -> str:
    return str(row.get("unit") or row.get("place") or "")


def _minute(instant: str) -> str:
    """`2026-12-01T09:30:00+08:00` -> `12-01 09:30`."""
    return instant[5:16].replace("T", " ")


def _contacts(rows: Rows, day: date) -> Iterator[Item]:
    for row in rows.select("contact", [Test(field, EMPTY) for field in ("answer", "becomes", "test_call")]):
        if row["at"][:10] <= day.isoformat():
            is_late = row["at"][:10] < day.isoformat()
            yield Item(row["handled_by"], "contact", _minute(row["at"]), row["id"], _where(row), row["request"], is_late)


def _stocktake(rows: Rows, day: date) -> Iterator[Item]:
    """So many days after the board was last counted, or after the first key came; `check` goes by the same."""
    since = _last_count(rows) or _first_key(rows)
    if since is None:
        return
    due = date.fromisoformat(since) + timedelta(rows.select("settings")[0]["keys"]["stocktake_days"])
    if due <= day:
        yield Item("", "stocktake", f"{due:%m-%d}", "", "", _("count the key board"), due < day)


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
    for loan in estate.rows.select("key-loan", [Test("in_at", EMPTY), Test("lost_on", EMPTY)]):
        due = datetime.fromisoformat(loan["due_at"])
        if day is None or due.date() <= day:
            yield Item("", "key", _minute(loan["due_at"]), loan["id"], "", loan["key"], due < now)


def _dues_of_repairs(estate: Estate) -> Mapping[str, Mapping[str, str]]:
    def dues() -> Any:
        from propops.desk import repair_times

        return repair_times.dues(estate)

    memo: Mapping[str, Mapping[str, str]] = estate.rows.memo(f"repair-due {estate.today:%Y-%m}", ("repair", "settings", "calendar"), dues)
    return memo


def _repairs(rows: Rows, dues: Mapping[str, Mapping[str, str]], now: datetime) -> Iterator[Item]:
    for row in _in_state(rows, "repair", OPEN_REPAIRS):
        is_late = datetime.fromisoformat(dues["steps"][row["id"]]) < now
        yield Item(row.get("dispatched_to", ""), "repair", _minute(row["received_at"]), row["id"], _where(row), row["item"], is_late)
    for id, due in dues["callbacks"].items():
        for row in rows.select("repair", [Test("id", "=", id)]):
            item = Item(
                "", "callback", _minute(row["finished_at"]), id, _where(row), row.get("result", ""), datetime.fromisoformat(due) < now
            )
            yield item._replace(barred=row.get("dispatched_to", ""))


def _notices(estate: Estate, day: date) -> Iterator[Item]:
    for task in notices.tasks(estate):
        if task.due is None or task.due <= day:
            text = f"{_(notices.LABELS[task.what])} {task.notice['title']}"
            when = f"{task.due:%m-%d}" if task.due else ""
            yield Item("", "notice", when, task.notice["id"], "", text, task.is_late(day))


def _handovers(estate: Estate, day: date) -> Iterator[Item]:
    for one in shifts.reminders(estate) if day == estate.today else ():
        yield Item(one.officer, "handover", one.day, one.id, "", one.text, one.is_late)


def _follow_ups(rows: Rows, day: date) -> Iterator[Item]:
    """A follow-up that was agreed on a visit, until a later visit took place."""
    for visit in rows.memo("follow-ups", ("visit",), lambda: _not_followed(rows)):
        on = visit["follow_up_on"]
        if on <= day.isoformat():
            text = visit.get("action") or visit.get("opinion") or ""
            yield Item(visit["officer"], "follow-up", on[5:], visit["id"], visit["unit"], text, on < day.isoformat())


def _not_followed(rows: Rows) -> list[Row]:
    is_followed = rows.superseded("visit", "unit", "date", [Test("status", "=", "done")])
    return [visit for visit in rows.select("visit", [Test("follow_up_on", NOT_EMPTY)]) if not is_followed(visit)]
