"""Figures about repairs for people and scripts, each traceable to its repairs."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

from propops.estate import Estate, names_of_staff
from propops.i18n import _
from propops.models.base import month_of
from propops.models.repair import Repair, RepairCategory
from propops.planning.percentiles import percentile
from propops.planning.repair_stats import Figures, Grouping, figures
from propops.terminal.counter import how_long
from propops.terminal.figures import RECORDS, show_figures

SPANS = ("arrive_median", "arrive_p90", "finish_median", "finish_p90")
RATES = ("rework_rate", "callback_rate", "satisfied_rate")


def show_stats(estate: Estate, by: Grouping, months: tuple[str | None, str | None], format: str, why: bool) -> None:
    first, last = months
    everything = estate.store.all(Repair)
    chosen = [
        one for one in everything if (not first or month_of(one.received_at) >= first) and (not last or month_of(one.received_at) <= last)
    ]
    found = figures(chosen, by, everything)
    rows = [_for_people(estate, by, one) if format == "table" else _for_scripts(by, one) for one in found]
    columns = (str(by), "received", "done", *SPANS, *RATES)
    show_figures(rows, format, columns, [_(by.label), *_labels()], why)


def _labels() -> list[str]:
    """In the order of the columns."""
    counts = [_("received"), _("done")]
    spans = [_("to arrive: median"), _("to arrive: 9 of 10"), _("to finish: median"), _("to finish: 9 of 10")]
    return [*counts, *spans, _("rework"), _("called back"), _("satisfied")]


def _for_scripts(by: Grouping, found: Figures) -> dict[str, Any]:
    spans = {f"{key}_minutes": span and int(span.total_seconds()) // 60 for key, span in _spans(found).items()}
    rates = {key: rate if rate is None else round(float(rate), 4) for key, rate in _rates(found).items()}
    return {str(by): found.group or None, "received": found.received, "done": len(found.done)} | spans | rates | _records(found)


def _for_people(estate: Estate, by: Grouping, found: Figures) -> dict[str, Any]:
    spans = {key: "" if span is None else how_long(span) for key, span in _spans(found).items()}
    rates = {key: "" if rate is None else f"{float(rate):.0%}" for key, rate in _rates(found).items()}
    counts = {"received": found.received, "done": len(found.done)}
    return {str(by): _name(estate, by, found.group)} | counts | spans | rates | _records(found)


def _name(estate: Estate, by: Grouping, group: str) -> str:
    if by is Grouping.CATEGORY:
        return next(_(category.label) for category in RepairCategory if category == group)
    return names_of_staff(estate).get(group, group or "–") if by is Grouping.ENGINEER else group or "–"


def _spans(found: Figures) -> dict[str, timedelta | None]:
    arrive, finish = found.to_arrive, found.to_finish
    return dict(zip(SPANS, (percentile(arrive, 50), percentile(arrive, 90), percentile(finish, 50), percentile(finish, 90)), strict=True))


def _rates(found: Figures) -> dict[str, Fraction | None]:
    return {key: getattr(found, key) for key in RATES}


def _records(found: Figures) -> dict[str, list[str]]:
    return {RECORDS: [repair.id for repair in found.repairs]}
