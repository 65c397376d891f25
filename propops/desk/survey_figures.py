"""A tally as a table for people and as data for scripts."""

from collections.abc import Sequence
from typing import Any

from propops.estate import Estate
from propops.i18n import N_, _
from propops.models.survey import FEWEST, Survey
from propops.surveys.tally import COMPLEMENT, SMALL, Figures, Group, QuestionFigures, Tally
from propops.terminal.figures import RECORDS, show_figures
from propops.terminal.output import echo, show_row

PLACES = 4
COLUMNS = ("id", "text", "n", "mean", "satisfied_rate", "interval", "change", "excluded", "unanswered")
WITHHELD = {
    SMALL: N_("withheld: fewer than five answers"),
    COMPLEMENT: N_("withheld: it would give a smaller group away"),
}


def data(tally: Tally, why: bool) -> dict[str, Any]:
    """Rates are parts of one, rounded to four places."""
    return {
        "survey": tally.survey.id,
        "title": tally.survey.title,
        "handed_out": tally.handed_out,
        "returned": tally.returned,
        "valid": len(tally.valid),
        "return_rate": rounded(tally.return_rate),
        "satisfied_rate": rounded(tally.whole.satisfied_rate),
        "mean": rounded(tally.whole.mean),
        "questions": [question_row(question, why) for question in tally.questions],
        "areas": [_group_row(group) for group in tally.areas],
        "buildings": [_group_row(group) for group in tally.buildings],
    }


def question_row(found: QuestionFigures, why: bool = True) -> dict[str, Any]:
    question, figures = found.question, found.figures
    row = {
        "id": question.id,
        "text": question.text,
        "area": question.area,
        "type": str(question.type),
        "scale": question.points if question.scores else None,
        "satisfied_from": question.least_satisfied if question.scores else None,
        **_figures(figures),
        "interval": [rounded(end) for end in figures.interval] if figures.interval else None,
        "before": rounded(found.before.satisfied_rate) if found.before else None,
        "change": rounded(found.change),
        "unanswered": figures.unanswered,
    }
    return row | ({RECORDS: list(figures.responses)} if why else {})


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        "n": figures.n,
        "counts": dict(figures.counts),
        "mean": rounded(figures.mean),
        "satisfied_rate": rounded(figures.satisfied_rate),
        "excluded": figures.excluded,
    }


def _group_row(group: Group) -> dict[str, Any]:
    shown = {"withheld": group.withheld} if group.withheld else _figures(group.figures)
    return {"name": group.name, "returned": group.returned, **shown}


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)


def percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}%"


# --- for people -------------------------------------------------------------------------------------------------------


def show(tally: Tally, format: str, why: bool) -> None:
    if format == "json":
        show_row(data(tally, why), format)
        return
    labels = [_(label) for label in LABELS]
    if format != "table":
        show_figures([question_row(found) for found in tally.questions], format, COLUMNS, labels, why)
        return
    echo(head_line(tally))
    show_figures([_for_people(found) for found in tally.questions], format, COLUMNS, labels, why)
    if tally.rescaled:
        ids = ", ".join(found.question.id for found in tally.rescaled)
        echo(_("Not compared, because the last survey asked on another scale: %(ids)s.") % {"ids": ids})
    for title, groups in ((_("By area"), tally.areas), (_("By building"), tally.buildings)):
        _show_groups(title, groups)


LABELS = (
    N_("question"),
    N_("text"),
    N_("answers"),
    N_("mean"),
    N_("satisfied"),
    N_("95 % interval"),
    N_("change"),
    N_("don't know"),
    N_("not answered"),
)


def head_line(tally: Tally) -> str:
    words = {
        "out": "–" if tally.handed_out is None else tally.handed_out,
        "returned": tally.returned,
        "rate": percent(tally.return_rate),
        "valid": len(tally.valid),
        "satisfied": percent(tally.whole.satisfied_rate),
    }
    return _("Handed out %(out)s, returned %(returned)d (%(rate)s), valid %(valid)d; satisfied %(satisfied)s.") % words


def _for_people(found: QuestionFigures) -> dict[str, Any]:
    figures = found.figures
    texts = {
        "mean": "" if figures.mean is None else f"{figures.mean:.2f}",
        "satisfied_rate": "" if figures.satisfied_rate is None else percent(figures.satisfied_rate),
        "interval": "–".join(map(percent, figures.interval)) if figures.interval else "",
        "change": "" if found.change is None else points(found.change),
    }
    return question_row(found) | texts


def points(change: float) -> str:
    """Percentage points, with a sign."""
    return f"{100 * change:+.1f}"


def _show_groups(title: str, groups: Sequence[Group]) -> None:
    if not groups:
        return
    echo()
    keys = ("name", "returned", "n", "mean", "satisfied_rate")
    labels = (title, _("returned"), _("answers"), _("mean"), _("satisfied"))
    show_figures([_group_for_people(group) for group in groups], "table", keys, labels, False)


def _group_for_people(group: Group) -> dict[str, Any]:
    name = group.name or _("not known")
    if group.withheld:
        return {"name": name, "returned": group.returned, "satisfied_rate": _(WITHHELD[group.withheld])}
    figures = group.figures
    mean = "" if figures.mean is None else f"{figures.mean:.2f}"
    return {"name": name, "returned": group.returned, "n": figures.n, "mean": mean, "satisfied_rate": percent(figures.satisfied_rate)}


def small_whole(tally: Tally) -> bool:
    """Of an anonymous survey with so few forms nothing goes out."""
    return tally.survey.anonymous and len(tally.valid) < FEWEST


def previous_title(estate: Estate, survey: Survey) -> str:
    previous = estate.store.find(Survey, survey.previous)
    return previous.title if previous else ""
