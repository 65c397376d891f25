"""What the papers of some kinds say beyond their record: what falls due when, which bills were paid, what a pledge promises."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from propops.desk import complaint_paper, fee_papers, handover, notices, repair_paper, survey_sheets
from propops.desk.plain_records import NO_HOME, Values, blank_record, choices_of, home, plain_record
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.base import Record
from propops.models.pledge import Pledge
from propops.models.staff import Staff
from propops.tuples import NamedTuple


def pledge_values(estate: Estate, pledge: Pledge) -> Values:
    """A pledge holds from its issue to the end of that year."""
    person = estate.store.find(Staff, pledge.staff)
    return {
        "name": person.name if person else "",
        "role": _(person.role.label) if person else "",
        "items": list(pledge.items),
        "penalty": pledge.penalty or "",
        "version": pledge.version,
        "issued": pledge.issued,
        "period": {"from": pledge.issued, "until": date(pledge.issued.year, 12, 31)},
    }


class More(NamedTuple):
    """What a kind has to say beyond its record, and the same with nothing in it, where it can be left to the pen."""

    values: Callable[[Estate, Any], Values]
    blank: Callable[[Estate], Values] | None = None


FACTS = ("title", "number", "unit", "payer", "date", "amount", "way", "cashier", "note", "reprinted")
BLANK_RECEIPT: Values = {**dict.fromkeys(FACTS), "rows": []}
NOBODY: Values = dict.fromkeys(("name", "role", "penalty", "version", "issued"))
BLANK_PLEDGE: Values = NOBODY | {"items": [], "period": {"from": None, "until": None}}
MORE: Mapping[str, More] = {
    "complaint": More(complaint_paper.sheet, lambda estate: complaint_paper.sheet(estate, None)),
    "repair": More(repair_paper.sheet, lambda estate: repair_paper.sheet(estate, None)),
    "handover": More(lambda estate, one: {"handover": handover.sheet(estate, one)}),
    "notice": More(lambda estate, one: notices.sheet(one, estate.today)),
    "payment": More(lambda estate, one: {"receipt": fee_papers.receipt_values(estate, one)}, lambda estate: {"receipt": BLANK_RECEIPT}),
    "survey": More(lambda estate, one: survey_sheets.survey_values(one), lambda estate: survey_sheets.BLANK_SURVEY),
    "pledge": More(pledge_values, lambda estate: BLANK_PLEDGE),
}


def record_values(estate: Estate, record: Record) -> Values:
    """A paper's own words stand before the record's: its `choices` may be fewer."""
    unit = getattr(record, "unit", None)
    more = MORE[record.kind].values(estate, record) if record.kind in MORE else {}
    return {"record": plain_record(estate, record), "choices": choices_of(type(record)), **home(estate, unit), **more}


def blank_values(estate: Estate, of: type[Record]) -> Values:
    blank = MORE[of.kind].blank if of.kind in MORE else lambda estate: {}
    if blank is None:
        raise refuse("no-blank", _("A %(kind)s cannot be printed empty.") % {"kind": _(of.label)})
    return {"record": blank_record(of), "choices": choices_of(of), **NO_HOME, **blank(estate)}
