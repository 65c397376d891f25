"""Statistics of complaints as people and scripts see them; every row names the complaints behind it."""

from collections.abc import Iterator
from typing import Any

from propops.choices import Choice
from propops.desk.complaint_times import clock_for
from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.base import month_of, natural
from propops.models.complaint import Complaint, ComplaintCategory, ComplaintClass, Department
from propops.models.parts.complaint_log import Duty
from propops.planning.complaint_stats import GROUPS, MEASURED, Figures, Span, figures, median, of_group
from propops.planning.percentiles import percentile
from propops.terminal.figures import RECORDS, show_figures

KINDS: dict[str, type[Choice]] = {"category": ComplaintCategory, "class": ComplaintClass, "department": Department}
NAMES = {Duty.ACKNOWLEDGE: "accept", Duty.REPLY: "reply", Duty.CLOSE: "close"}
LABELS = {"accept": N_("acknowledged"), "reply": N_("answered"), "close": N_("solved")}
HEADS = {"category": N_("category"), "building": N_("building"), "month": N_("month"), "class": N_("class"), "department": N_("department")}


def show_stats(estate: Estate, by: str, span: tuple[str | None, str | None], format: str, why: bool) -> None:
    """`span`: the first and the last month of receipt, `2026-11`."""
    first, last = span
    chosen = [one for one in estate.store.all(Complaint) if (first or "") <= month_of(one.received_at) <= (last or "9999")]
    clock = clock_for(estate)
    found = sorted(figures(chosen, GROUPS[by], clock, estate.now), key=lambda one: natural(one.name))
    if chosen:
        found.append(of_group("total", chosen, clock, estate.now))
    rows = [_row(by, group) for group in found]
    if format == "table":
        rows = [_for_people(by, row) for row in rows]
    columns, labels = zip(*_columns(by), strict=True)
    show_figures(rows, format, columns, labels, why)


def _row(by: str, group: Figures) -> dict[str, Any]:
    satisfied, answered = group.satisfied
    row: dict[str, Any] = {by: group.name, "complaints": len(group.complaints), "open": group.open}
    for duty in MEASURED:
        row |= _timing(NAMES[duty], group.spans[duty])
    row |= {"reopened": group.reopened, "satisfied": satisfied, "called_back": answered}
    return row | {RECORDS: sorted(complaint.id for complaint in group.complaints)}


def _timing(name: str, span: Span) -> dict[str, Any]:
    return {
        f"{name}_median_minutes": median(span.minutes),
        f"{name}_p90_minutes": percentile(span.minutes, 90),
        f"{name}_in_time": span.kept,
        f"{name}_counted": span.counted,
        f"{name}_in_time_percent": span.percent,
    }


def _for_people(by: str, row: dict[str, Any]) -> dict[str, Any]:
    cells = {by: _name(by, row[by]), "satisfied": _part(row["satisfied"], row["called_back"])}
    for name in LABELS:
        middle, late = row[f"{name}_median_minutes"], row[f"{name}_p90_minutes"]
        cells[name] = "" if middle is None else f"{_clock(middle)} / {_clock(late)}"
        cells[f"{name}_share"] = _part(row[f"{name}_in_time"], row[f"{name}_counted"])
    return row | cells


def _clock(minutes: int) -> str:
    """Hours and minutes: three such pairs fit into a line."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def _name(by: str, token: str) -> str:
    if token == "total":
        return _("all together")
    if not token:
        return _("none")
    return next((_(one.label) for one in KINDS.get(by, ()) if one == token), token)


def _part(some: int, all: int) -> str:
    return f"{some}/{all} {100 * some / all:.0f}%" if all else ""


def _columns(by: str) -> Iterator[tuple[str, str]]:
    yield by, _(HEADS[by])
    yield "complaints", _("cases")
    yield "open", _("not closed")
    for name, label in LABELS.items():
        yield name, _("%(what)s 50/90 %%") % {"what": _(label)}
        yield f"{name}_share", _("in time")
    yield "reopened", _("reopened")
    yield "satisfied", _("satisfied")
