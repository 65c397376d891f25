"""Notices against the calendar, from plain rows: what goes up, what comes down, what still wants a photo. And on paper."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from propops.estate import Estate
from propops.i18n import N_, _
from propops.notice_days import put_up_by, take_down_on
from propops.store.query import EMPTY, Test
from propops.tuples import NamedTuple

if TYPE_CHECKING:
    from propops.models.notice import Notice

Row = Mapping[str, Any]

LABELS = {"put-up": N_("put up"), "take-down": N_("take down"), "photo": N_("take a photo")}


class Task(NamedTuple):
    """`due` is the last day on which it is in time; without a day it is due at once."""

    what: str
    due: date | None
    notice: Row

    def is_late(self, today: date) -> bool:
        return self.due is not None and self.due < today


def tasks(estate: Estate) -> list[Task]:
    """Everything still to be done with notices, the most pressing first."""
    ahead = estate.rows.settings["notices"]["days_ahead"]
    hanging = estate.rows.select("notice", [Test("taken_down_on", EMPTY)])
    found = [task for row in hanging for task in _tasks_of(row, ahead, estate.today)]
    return sorted(found, key=lambda task: (task.due or date.min, task.notice["id"], task.what))


def _tasks_of(row: Row, days_ahead: int, today: date) -> Iterator[Task]:
    if "put_up_on" not in row:
        if "cancelled" not in row:
            yield Task("put-up", put_up_by(_day(row, "from"), 0 if row.get("sudden") else days_ahead), row)
        return
    if not row.get("photo_taken"):
        yield Task("photo", _day(row, "put_up_on"), row)
    over = today if "cancelled" in row else take_down_on(_day(row, "to"))
    if over is not None and over <= today:
        yield Task("take-down", over, row)


def _day(row: Row, key: str) -> date | None:
    return date.fromisoformat(row[key][:10]) if key in row else None


def show_due(estate: Estate, format: str) -> None:
    from propops.terminal.output import show_rows

    keys = ("late", "what", "due", "title", "places", "id")
    rows: list[dict[str, Any]] = [
        {"late": task.is_late(estate.today), "what": task.what, "due": task.due} | {key: task.notice.get(key) for key in keys[3:]}
        for task in tasks(estate)
    ]
    if format == "table":
        rows = [
            row | {"late": "!" if row["late"] else "", "what": _(LABELS[row["what"]]), "due": row["due"] or _("at once")} for row in rows
        ]
    show_rows(rows, format, keys, ("!", _("what"), _("due"), _("title"), _("put up at"), _("ID")))


# --- on paper ---------------------------------------------------------------------------------------------------------


def sheet(notice: "Notice", today: date) -> dict[str, Any]:
    """It is dated the day on which it goes up."""
    values = {key: getattr(notice, key) for key in ("title", "text", "to")}
    rest = {"type": str(notice.type), "from": notice.from_, "places": list(notice.places), "sudden": bool(notice.sudden)}
    return {"notice": values | rest, "issued": notice.put_up_on or today}
