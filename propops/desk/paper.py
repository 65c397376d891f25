"""Printing: records become plain values, values and a template become a file. What is printed is unmasked by design."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from propops.documents import Document, Format, Template, fill, find, load, render
from propops.errors import Problem, refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.policies.hours import Hours
from propops.models.settings import Settings
from propops.place import template_folders
from propops.terminal.output import echo, show_problems
from propops.terminal.progress import progress

PER_FILE = 500
FEW = 10
SUFFIXES = {"html": ".html", "docx": ".docx", "pdf": ".pdf", "text": ".txt"}


def folders(estate: Estate) -> list[Path]:
    """The estate's own templates win over the built-in ones."""
    return [folder for folder in (own_templates(estate), built_in_templates()) if folder.is_dir()]


def own_templates(estate: Estate) -> Path:
    return estate.root / "templates"


def built_in_templates() -> Path:
    return Path(template_folders("")[-1])


def template_of(estate: Estate, name: str, language: str | None = None) -> Template:
    return load(find(name, language or estate.language, folders(estate)))


def letterhead(settings: Settings) -> dict[str, object]:
    """What every template may say about the estate."""
    blank = "____________"
    return {
        "name": settings.name,
        "company": settings.company,
        "hotline": settings.hotline or blank,
        "address": settings.address or blank,
        "desk_hours": _hours(settings.desk_hours),
        "fee_rate": settings.fees.rate,
        "fee_months": settings.fees.months_per_period,
        "visits_per_year": settings.visits.per_year,
        "keys_back_by": settings.keys.due,
        "promises": list(settings.pledge.items),
        "survey_months": list(settings.survey_months),
    }


def _hours(spans: Sequence[Hours]) -> str:
    return _(", ").join(f"{span.from_}–{span.to}" for span in spans)


def documents(estate: Estate, template: str, sheets: Sequence[Mapping[str, object]], language: str | None = None) -> list[Document]:
    """One filled document for each set of values; the template is read once."""
    return list(filled(estate, template_of(estate, template, language), sheets))


def filled(estate: Estate, template: Template, sheets: Sequence[Mapping[str, object]]) -> Iterator[Document]:
    places, head = folders(estate), letterhead(estate.settings)
    return (fill(template, {"estate": head, **values}, places) for values in progress(sheets))


def print_out(pages: Sequence[Document], destination: tuple[Path, str]) -> None:
    """Writes every document on its own page, and says where they lie: one file, or several numbered ones that a printer can swallow."""
    if not pages:
        raise refuse("nothing-to-print", _("There is nothing to print."))
    out, format = destination
    for path, part in _files(pages, out, format):
        write_out(path, render(part, cast(Format, format)))
        echo(_("%(count)d sheets: %(path)s") % {"count": len(part), "path": path})
    if format == "pdf":
        _warn_of_undrawn(pages)


def _files(pages: Sequence[Document], out: Path, format: str) -> Iterator[tuple[Path, Sequence[Document]]]:
    if len(pages) <= PER_FILE or format == "text":
        yield out, pages
        return
    parts = [pages[first : first + PER_FILE] for first in range(0, len(pages), PER_FILE)]
    digits = len(str(len(parts)))
    yield from ((out.with_stem(f"{out.stem}-{number:0{digits}}"), part) for number, part in enumerate(parts, 1))


def print_each(pages: Sequence[tuple[str, Document]], folder: Path, format: str) -> None:
    """A file of its own for each, named after whom or what it is for."""
    if not pages:
        raise refuse("nothing-to-print", _("There is nothing to print."))
    _make(folder)
    names = _different([name for name, __ in pages])
    for name, (__, page) in zip(names, progress(pages), strict=True):
        write_out(folder / f"{name}{SUFFIXES[format]}", render([page], cast(Format, format)))
    echo(_("%(count)d files: %(path)s") % {"count": len(pages), "path": folder})
    if format == "pdf":
        _warn_of_undrawn([page for __, page in pages])


def _different(names: Sequence[str]) -> list[str]:
    """Plain file names, none of them twice."""
    plain = [re.sub(r"[^\w-]+", "-", name).strip("-") or "page" for name in names]
    return [name if plain.count(name) == 1 else f"{name}-{number}" for number, name in enumerate(plain, 1)]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse("write-failed", _("The folder could not be made: %(why)s.") % {"why": error.strerror}, path=str(folder)) from None


def write_out(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise refuse("write-failed", _("The file could not be written: %(why)s.") % {"why": error.strerror}, path=str(out)) from None


def _warn_of_undrawn(pages: Sequence[Document]) -> None:
    """Rare characters of names, most of all: nobody wants to find them as empty boxes at the door. They never stop a stack of forms."""
    from propops.documents.pdf import undrawn

    characters = sorted(undrawn(pages))
    if characters:
        sheets = [str(number) for number, page in enumerate(pages, 1) if undrawn([page])]
        words = {"characters": _few(characters), "sheets": _few(sheets)}
        message = _("The packaged font cannot draw %(characters)s: a box may stand there, on sheet %(sheets)s.") % words
        hint = _("HTML and DOCX take the fonts of the computer.")
        show_problems([Problem("no-glyph", message, hint=hint, severity="warning")])


def _few(words: Sequence[str]) -> str:
    return " ".join(words[:FEW]) + (" …" if len(words) > FEW else "")


def destination(out: Path | None, format: str | None, name: str) -> tuple[Path, str]:
    """The file and its kind: what is asked for, else what the file's ending says, else a page for the browser."""
    by_suffix = {suffix: kind for kind, suffix in SUFFIXES.items()}
    kind = format or (by_suffix.get(out.suffix.lower()) if out else None) or "html"
    return out if out is not None else Path(name + SUFFIXES[kind]), kind
