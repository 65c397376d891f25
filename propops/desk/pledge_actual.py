"""What was promised beside what the records show: of each pledge, promise by promise, in a span of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from propops.desk import completing, paper
from propops.desk.complaint_times import clock_for
from propops.desk.pledge_paper import signer
from propops.documents import Document
from propops.estate import Estate, names_of_staff
from propops.i18n import _, speaking
from propops.models.base import building_of
from propops.models.breach import Breach
from propops.models.complaint import Complaint
from propops.models.contact import Contact
from propops.models.key_loan import KeyLoan
from propops.models.parts.promise import PledgeMeasure
from propops.models.pledge import Pledge
from propops.models.policies.front_desk import FrontDeskPolicy
from propops.models.reminder import Reminder
from propops.models.staff import Role, Staff
from propops.models.visit import Visit
from propops.planning.billing import Period
from propops.planning.pledges import Case, Figure, File, Ground, Unit, figure
from propops.terminal.counter import how_long
from propops.terminal.figures import RECORDS, show_figures
from propops.terminal.output import echo, show_rows
from propops.tuples import NamedTuple


class Line(NamedTuple):
    """A promise and what one measure says of it: no measure, or no figure, where nothing is kept that would.

    `breaches` are those of the promise, with the first of its measures.
    """

    pledge: Pledge
    item: int
    measure: PledgeMeasure | None
    figure: Figure | None
    breaches: Sequence[Breach]

    @property
    def promise(self) -> str:
        return self.pledge.items[self.item - 1]


@dataclass
class Review:
    """Every figure comes from the same records, which are gathered once."""

    estate: Estate
    period: Period

    @cached_property
    def pledges(self) -> list[Pledge]:
        """The newest of each who promised, as it stood in the period."""
        found: dict[str | None, Pledge] = {}
        for pledge in sorted(self.estate.store.all(Pledge), key=lambda one: (one.issued, one.version)):
            if pledge.issued < self.period.end:
                found[pledge.staff] = pledge
        return [found[staff] for staff in sorted(found, key=lambda staff: staff or "")]

    def lines(self, pledges: Sequence[Pledge]) -> Iterator[Line]:
        for pledge in pledges:
            ground = self._ground(pledge)
            for item in range(1, len(pledge.items) + 1):
                breaches = self._breaches(pledge, item)
                for nth, measure in enumerate(pledge.measures_of(item) or (None,)):
                    found = None if measure is None else figure(measure, ground)
                    yield Line(pledge, item, measure, found, () if nth else breaches)

    def span(self, pledge: Pledge) -> tuple[date, date]:
        """Nobody is measured by what they had not promised yet."""
        return max(self.period.first, pledge.issued), self.period.end - timedelta(1)

    def _ground(self, pledge: Pledge) -> Ground:
        first, last = self.span(pledge)
        store = self.estate.store
        return Ground(
            first,
            last,
            self.estate.now,
            pledge.staff,
            self._clock,
            self.estate.policy(FrontDeskPolicy).rings,
            self._quota(pledge.staff, first, min(last, self.estate.today)),
            store.all(Contact),
            store.all(Complaint),
            store.all(KeyLoan),
            store.all(Visit),
            store.all(Reminder),
            self._files,
        )

    @cached_property
    def _clock(self) -> Any:
        return clock_for(self.estate)

    @cached_property
    def _officers(self) -> list[Staff]:
        return [person for person in self.estate.store.all(Staff) if person.role is Role.OFFICER]

    @cached_property
    def _files(self) -> list[File]:
        """As they stand today, whatever the period: what a file lacked last month nobody noted."""
        known = completing.of_all(self.estate.store, self.estate.today)
        return [
            File(unit, one.score, [person.id for person in self._officers if building_of(unit) in person.zone])
            for unit, one in known.items()
        ]

    def _quota(self, staff: str | None, first: date, last: date) -> int:
        """Each month counts whole, also the one that is running."""
        months = max(0, 12 * (last.year - first.year) + last.month - first.month + 1) if first <= last else 0
        usual = self.estate.settings.visits.quota
        owing = [person for person in self._officers if staff in (None, person.id) and person.is_employed(last)]
        return months * sum(usual if person.quota is None else person.quota for person in owing)

    def _breaches(self, pledge: Pledge, item: int) -> list[Breach]:
        first, last = self.span(pledge)
        found = self.estate.store.where(Breach, "pledge", pledge.id)
        return [one for one in found if one.item == item and one.withdrawn is None and first <= one.date <= last]


# --- on the screen ----------------------------------------------------------------------------------------------------

_COLUMNS = ("what", "figure", "share", "part", "breached", "promise")


def show(review: Review, pledges: Sequence[Pledge], format: str, why: bool) -> None:
    names = names_of_staff(review.estate)
    labels = (_("measured"), _("figure"), _("share kept"), _("kept of all"), _("breaches"), _("what was promised"))
    rows = [_row(review, line, names) for line in review.lines(pledges)]
    show_figures(rows, format, _COLUMNS, labels, why)


def _row(review: Review, line: Line, names: dict[str, str]) -> dict[str, Any]:
    found, (first, last) = line.figure, review.span(line.pledge)
    return {
        "what": f"{_whose(line.pledge, names)} {line.item} {_label(line)}",
        "pledge": line.pledge.id,
        "officer": line.pledge.staff,
        "item": line.item,
        "promise": line.promise,
        "measure": None if line.measure is None else str(line.measure),
        "measured": found is not None,
        "from": first,
        "to": last,
        "average": found and found.average,
        "unit": found and found.unit and str(found.unit),
        "kept": found and found.kept,
        "counted": found and found.counted,
        "percent": found and found.percent,
        "figure": average_of(found) if found else _unmeasured(line),
        "share": share_of(found) if found else "",
        "part": f"{found.kept}/{found.counted}" if found else "",
        "breached": len(line.breaches) or "",
        "against": [case.id for case in found.against] if found else [],
        "breaches": [one.id for one in line.breaches],
        RECORDS: [case.id for case in found.cases] if found else [],
    }


def _whose(pledge: Pledge, names: dict[str, str]) -> str:
    return names.get(pledge.staff, pledge.staff) if pledge.staff else _("the estate")


def _label(line: Line) -> str:
    return str(_(line.measure.label)) if line.measure else "–"


def _unmeasured(line: Line) -> str:
    """Why there is no figure, and what would give one."""
    if line.measure is None:
        return _("not measured: the pledge names no measure")
    return _("not measured: needs %(records)s") % {"records": _(line.measure.label)}


def average_of(found: Figure) -> str:
    return amount_of(found.average, found.unit)


def amount_of(amount: Decimal | int | None, unit: Unit | None) -> str:
    if amount is None or unit is None:
        return ""
    return how_long(timedelta(minutes=int(amount))) if unit is Unit.MINUTES else f"{amount} {_(unit.label)}"


def share_of(found: Figure) -> str:
    return _("no records") if found.percent is None else f"{found.percent}%"


# --- what would be a breach -------------------------------------------------------------------------------------------


def show_breaches(review: Review, pledges: Sequence[Pledge], format: str) -> None:
    """What the records hold against a promise and nobody has recorded as a breach. To record it is for people."""
    names = names_of_staff(review.estate)
    known = {(one.item, id) for one in review.estate.store.all(Breach) for id in one.evidence}
    rows = [row for line in review.lines(pledges) for row in _suggestions(line, known, names)]
    labels = (_("pledge"), _("promise no."), _("day"), _("measured"), _("figure"), _("evidence"))
    show_rows(rows, format, ("whose", "item", "on", "what", "amount", "evidence"), labels)
    if rows and format == "table":
        echo(_("Record one: propops pledge breach %(pledge)s %(item)d --on %(on)s --evidence %(evidence)s") % rows[0], err=True)


def _suggestions(line: Line, known: set[tuple[int, str]], names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for case in line.figure.against if line.figure else ():
        if (line.item, case.id) not in known:
            yield _suggestion(line, case, names)


def _suggestion(line: Line, case: Case, names: dict[str, str]) -> dict[str, Any]:
    unit = line.figure.unit if line.figure else None
    return {
        "pledge": line.pledge.id,
        "whose": _whose(line.pledge, names),
        "item": line.item,
        "promise": line.promise,
        "on": case.day,
        "measure": str(line.measure),
        "what": _label(line),
        "officer": case.officer,
        "amount": amount_of(case.amount, unit),
        "evidence": case.id,
    }


# --- on paper ---------------------------------------------------------------------------------------------------------


def pages(review: Review, pledges: Sequence[Pledge], language: str | None) -> list[Document]:
    with speaking(language or review.estate.language):
        sheets = [sheet(review, pledge) for pledge in pledges]
    return paper.documents(review.estate, "pledge-actual", sheets, language)


def sheet(review: Review, pledge: Pledge) -> dict[str, Any]:
    first, last = review.span(pledge)
    lines = list(review.lines([pledge]))
    promises = [_promise(item, pledge, [line for line in lines if line.item == item]) for item in range(1, len(pledge.items) + 1)]
    head = {"version": pledge.version, "from": first, "until": min(last, review.estate.today), "date": review.estate.today}
    return signer(review.estate, pledge) | head | {"promises": promises}


def _promise(item: int, pledge: Pledge, lines: Sequence[Line]) -> dict[str, Any]:
    figures = [
        {
            "measure": _label(line) if line.figure else _unmeasured(line),
            "average": average_of(line.figure) if line.figure else "",
            "share": share_of(line.figure) if line.figure else "–",
            "part": f"{line.figure.kept}/{line.figure.counted}" if line.figure else "",
        }
        for line in lines
    ]
    return {"number": item, "text": pledge.items[item - 1], "figures": figures, "breaches": [one.id for one in lines[0].breaches]}
