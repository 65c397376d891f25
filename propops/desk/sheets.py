"""What a template is printed for, by its `needs`: a home, an officer, a record of a kind, several of them, a month, or the estate."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from propops import schema
from propops.desk import day_sheet, money_sheets, month_sheets, phrases, pledge_actual, pledge_paper, services, survey_report, survey_sheets
from propops.desk.plain_records import Values, blank_record, home, plain_record
from propops.desk.record_sheets import blank_values, record_values
from propops.desk.wishes import Sheet, Wish
from propops.documents import Template
from propops.documents.template import line_of
from propops.errors import PropopsError, refuse
from propops.estate import Estate, the_one
from propops.i18n import _
from propops.models import kinds, model
from propops.models.base import Record, month_of, natural
from propops.models.staff import Role, Staff
from propops.models.survey import Survey
from propops.models.unit import Unit
from propops.planning.billing import parse_period

Subject = Callable[[Estate, Wish], Iterable[Sheet]]
MANY = "[]"


def sheets(estate: Estate, template: Template, wish: Wish) -> list[Sheet]:
    """Every one of them also knows the day, the month and the template's own fields."""
    common = {
        "today": estate.today,
        "now": estate.now,
        "month": month_sheets.month_values(estate, wish.month),
        **_told(template, wish),
    }
    return [Sheet(sheet.name, common | sheet.values) for sheet in _subject(template)(estate, wish)]


def _subject(template: Template) -> Subject:
    needs = template.needs
    kind = needs.removesuffix(MANY)
    if needs in SUBJECTS:
        return SUBJECTS[needs]
    if kind not in kinds():
        known = ", ".join([*SUBJECTS, *(kind for kind in kinds() if kind not in SUBJECTS)])
        message = _("There is nothing called “%(needs)s” to print it for.") % {"needs": needs}
        raise refuse(
            "bad-template",
            message,
            path=str(template.path),
            line=line_of(template.path, "needs:"),
            hint=_("needs: one of %(known)s; a kind with [] for all of it.") % {"known": known},
        )
    of = model(kind)
    return (lambda estate, wish: _register(estate, of, wish)) if needs.endswith(MANY) else lambda estate, wish: _single(estate, of, wish)


def _told(template: Template, wish: Wish) -> Values:
    """A template's own fields, empty unless they are said: what no kind of record holds yet."""
    unknown = [name for name in wish.said if name not in template.fields]
    if unknown:
        known = ", ".join(template.fields) or "–"
        raise refuse(
            "no-such-field", _("This paper has no field %(name)s.") % {"name": unknown[0]}, hint=_("It has: %(known)s.") % {"known": known}
        )
    return {"record": dict.fromkeys(template.fields) | dict(wish.said)} if template.fields else {}


# --- homes, officers, the estate --------------------------------------------------------------------------------------


def _estate(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    people = [plain_record(estate, person) for person in estate.store.all(Staff) if person.is_employed(estate.today)]
    yield from (Sheet("", {"staff": people}) for __ in range(wish.blank or 1))


def _homes(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    """The homes named, else every one that somebody lives in."""
    if wish.blank:
        yield from (Sheet("", {"unit": blank_record(Unit), "residents": []}) for __ in range(wish.blank))
        return
    known = {unit.id: unit for unit in estate.store.all(Unit)}
    missing = [unit for unit in wish.units if unit not in known]
    if missing:
        raise refuse("no-such-unit", _("There is no home %(unit)s.") % {"unit": ", ".join(missing)})
    lived_in = [unit.id for unit in known.values() if unit.is_lived_in]
    yield from (Sheet(unit, home(estate, unit)) for unit in sorted(wish.units or lived_in, key=natural))


def _services(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    """The catalogue and its prices; the empty one is filled by hand."""
    nothing: Values = {"free": [], "paid": [], "version": None}
    yield from (Sheet("", nothing if wish.blank else services.paper_values(estate)) for __ in range(wish.blank or 1))


def _staff(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    if wish.blank:
        yield from (Sheet("", {"staff": blank_record(Staff)}) for __ in range(wish.blank))
        return
    yield from (Sheet(person.id, {"staff": plain_record(estate, person)}) for person in _people(estate, wish))


def _people(estate: Estate, wish: Wish) -> Iterator[Staff]:
    """Whoever is named, else everybody who works here."""
    for person in estate.store.all(Staff):
        if person.id == wish.staff or (wish.staff is None and person.is_employed(estate.today)):
            yield person


def _phrase_cards(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    """One for each officer; the empty one has no name on it."""
    if wish.blank:
        yield from (Sheet("", phrases.card(estate, None)) for __ in range(wish.blank))
        return
    for person in _people(estate, wish):
        if wish.staff or person.role is Role.OFFICER:
            yield Sheet(person.id, phrases.card(estate, person))


def _pledge_sheet(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    yield Sheet("", pledge_paper.sheet_values(estate, [] if wish.blank else pledge_paper.current(estate)))


def _pledge_actual(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    """Of a month, this one unless told otherwise."""
    if wish.blank:
        raise refuse("no-blank", _("A %(kind)s cannot be printed empty.") % {"kind": "pledge-actual"})
    review = pledge_actual.Review(estate, parse_period(wish.month or month_of(estate.today)))
    for pledge in review.pledges:
        if wish.staff in (None, pledge.staff):
            yield Sheet(pledge.id, pledge_actual.sheet(review, pledge))


# --- records of a kind ------------------------------------------------------------------------------------------------


def _single(estate: Estate, of: type[Record], wish: Wish) -> Iterator[Sheet]:
    if wish.blank:
        yield from (Sheet("", blank_values(estate, of)) for __ in range(wish.blank))
        return
    if not (wish.ids or wish.units or wish.staff or wish.month or wish.day):
        raise _say_which(of)
    yield from (Sheet(record.id, record_values(estate, record)) for record in _wanted(estate, of, wish))


def _say_which(of: type[Record]) -> PropopsError:
    message = _("Say which %(kind)s is to be printed.") % {"kind": _(of.label)}
    return refuse("which-record", message, hint=_("--id, --unit, --staff, --month or --date; --blank 1 prints an empty form."))


def _register(estate: Estate, of: type[Record], wish: Wish) -> Iterator[Sheet]:
    """One paper with all of them, read by whoever stands at the desk: names and phones are masked unless asked for."""
    rows = [] if wish.blank else _wanted(estate, of, wish)
    values: Values = {"records": [plain_record(estate, record, masked=not wish.reveal) for record in rows], "blank_rows": wish.blank}
    yield Sheet("", values)


def _wanted(estate: Estate, of: type[Record], wish: Wish) -> list[Record]:
    if wish.ids:
        return [the_one(estate, of, given) for given in wish.ids]
    day = next((spec.name for spec in schema.specs(of) if spec.base in (date, datetime) and spec.required), None)
    found = [record for record in estate.store.all(of) if _fits(record, day, wish)]
    return sorted(found, key=lambda record: (str(getattr(record, day)) if day else "", natural(record.id)))


def _fits(record: Any, day: str | None, wish: Wish) -> bool:
    moment = getattr(record, day) if day else None
    on = moment.date() if isinstance(moment, datetime) else moment
    concerned = {getattr(record, name, None) for name in ("officer", "staff", "assignee", "out_by", "received_by")}
    return (
        (not wish.units or getattr(record, "unit", None) in wish.units)
        and (wish.staff is None or wish.staff in concerned)
        and (wish.month is None or (on is not None and month_of(on) == wish.month))
        and (wish.day is None or on == wish.day)
    )


def _day_sheets(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    return (Sheet(officer, values) for officer, values in day_sheet.sheets_of(estate, wish.day or estate.today, wish.staff))


def _survey_forms(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    survey = _the_survey(estate, wish)
    forms = survey_sheets.spare_forms(estate, survey, wish.blank) if wish.blank else survey_sheets.forms(estate, survey, wish.units)
    yield from (Sheet(str(form["code"] or ""), survey_sheets.survey_values(survey) | {"form": form}) for form in forms)


def _hand_out_lists(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    lists = survey_sheets.hand_out_lists(estate, _the_survey(estate, wish), wish.units)
    return (Sheet(str(values["building"]), values) for values in lists)


def _survey_report(estate: Estate, wish: Wish) -> Iterator[Sheet]:
    survey = _the_survey(estate, wish)
    yield Sheet(survey.id, survey_report.values(estate, survey, wish.language, wish.reveal))


def _the_survey(estate: Estate, wish: Wish) -> Survey:
    if len(wish.ids) != 1:
        raise refuse("which-record", _("Say which %(kind)s is to be printed.") % {"kind": _(Survey.label)}, hint="--id")
    return the_one(estate, Survey, wish.ids[0])


# What is no record of a kind. A new template needs none of its own.
SUBJECTS: Mapping[str, Subject] = {
    "estate": _estate,
    "unit": _homes,
    "staff": _staff,
    "services": _services,
    "month": _estate,
    "survey-form": _survey_forms,
    "survey-hand-out": _hand_out_lists,
    "survey-report": _survey_report,
    "arrears": money_sheets.arrears,
    "day-sheet": _day_sheets,
    "rounds": month_sheets.rounds,
    "roster": month_sheets.roster,
    "figures": month_sheets.figures,
    "phrase-card": _phrase_cards,
    "pledge-sheet": _pledge_sheet,
    "pledge-actual": _pledge_actual,
}
