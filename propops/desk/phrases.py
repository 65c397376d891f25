"""What the desk says and never says: listed, looked for in a text, printed as a card."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from propops.desk import paper
from propops.documents import Document
from propops.estate import Estate
from propops.i18n import _
from propops.models.staff import Staff
from propops.store import phrasing
from propops.terminal.output import echo, show_rows


def _filled(estate: Estate, text: str, person: Staff | None = None) -> str:
    """A blank stands for whoever has the phone."""
    return text.replace("{estate}", estate.settings.name).replace("{surname}", surname(person.name) if person else "____")


def surname(name: str) -> str:
    """Names of four characters begin with a surname of two: 欧阳, 司马."""
    return name[:2] if len(name) >= 4 else name[:1]


def _rows(estate: Estate) -> Iterator[dict[str, Any]]:
    book = phrasing.book_of(estate.root)
    for number, text in enumerate(book.courteous, 1):
        yield {"type": "courteous", "number": number, "text": _filled(estate, text), "instead": None}
    for number, phrase in enumerate(book.forbidden, 1):
        instead = phrase.instead and _filled(estate, phrase.instead)
        yield {"type": "forbidden", "number": number, "text": phrase.text, "instead": instead}


def show(estate: Estate, type: str | None, format: str) -> None:
    rows = [row for row in _rows(estate) if type in (None, row["type"])]
    if format == "table":
        words = {"courteous": _("say"), "forbidden": _("never say")}
        rows = [row | {"type": words[row["type"]]} for row in rows]
    show_rows(rows, format, ("type", "number", "text", "instead"), ("", _("no."), _("phrase"), _("say instead")))


# --- looked for -------------------------------------------------------------------------------------------------------


def slips(estate: Estate, text: str) -> list[dict[str, Any]]:
    """Line and column count from 1."""
    ear = phrasing.ear_for(phrasing.book_of(estate.root))
    return [_slip(estate, text, slip) for slip in ear.slips(text)]


def _slip(estate: Estate, text: str, slip: phrasing.Slip) -> dict[str, Any]:
    before = text[: slip.at]
    return {
        "line": before.count("\n") + 1,
        "column": slip.at - before.rfind("\n"),
        "words": slip.words,
        "phrase": slip.phrase.text,
        "instead": slip.phrase.instead and _filled(estate, slip.phrase.instead),
    }


def show_slips(found: list[dict[str, Any]], format: str) -> None:
    if not found and format == "table":
        echo(_("No forbidden phrase."))
        return
    labels = (_("line"), _("column"), _("words"), _("phrase"), _("say instead"))
    show_rows(found, format, ("line", "column", "words", "phrase", "instead"), labels)


# --- on paper ---------------------------------------------------------------------------------------------------------


def cards(estate: Estate, people: list[Staff | None], language: str | None) -> list[Document]:
    return paper.documents(estate, "phrase-card", [card(estate, person) for person in people], language)


def card(estate: Estate, person: Staff | None) -> dict[str, Any]:
    book = phrasing.book_of(estate.root)
    return {
        "staff": {"name": person.name if person else ""},
        "courteous": [_filled(estate, text, person) for text in book.courteous],
        "forbidden": [phrase.text for phrase in book.forbidden],
    }


def text_of(given: str) -> str | None:
    """What a file says, or None where no such file is: then the words themselves are meant."""
    path = Path(given)
    try:
        return path.read_text("utf-8-sig") if path.is_file() else None
    except (OSError, UnicodeDecodeError, ValueError):
        return None
