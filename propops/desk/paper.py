"""Printing: records become plain values, values and a template become a file. What is printed is unmasked by design."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from propops.documents import Document, Format, Template, fill, find, load, render
from propops.errors import Problem, refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.settings import Hours, Settings
from propops.place import template_folders
from propops.terminal.output import echo, show_problems
from propops.terminal.progress import progress

SUFFIXES = {"html": ".html", "docx": ".docx", "pdf": ".pdf", "text": ".txt"}


def folders(estate: Estate) -> list[Path]:
    """The estate's own templates win over the built-in ones."""
    return [folder for folder in (own_templates(estate), built_in_templates()) if folder.is_dir()]


def own_templates(estate: Estate) -> Path:
    return estate.root / "templates"


def built_in_templates() -> Path:
    return Path(template_folders("")[-1])


def template_of(estate: Estate, name: str, language: str | None = None) -> Template:
    return load(find(name, language or str(estate.settings.language), folders(estate)))


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
    """Writes one file with every document on its own page, and says where it lies."""
    if not pages:
        raise refuse("nothing-to-print", _("There is nothing to print."))
    out, format = destination
    write_out(out, render(pages, cast(Format, format)))
    echo(_("%(count)d sheets: %(path)s") % {"count": len(pages), "path": out})
    if format == "pdf":
        _warn_of_undrawn(pages)


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
    """Rare characters of names, most of all: nobody wants to find them as empty boxes at the door."""
    from propops.documents.pdf import undrawn

    characters = undrawn(pages)
    if characters:
        message = _("The packaged font cannot draw: %(characters)s. Look at the pages.") % {"characters": " ".join(sorted(characters))}
        show_problems([Problem("no-glyph", message, severity="warning")])


def destination(out: Path | None, format: str | None, name: str) -> tuple[Path, str]:
    """The file and its kind: what is asked for, else what the file's ending says, else a page for the browser."""
    by_suffix = {suffix: kind for kind, suffix in SUFFIXES.items()}
    kind = format or (by_suffix.get(out.suffix.lower()) if out else None) or "html"
    return out if out is not None else Path(name + SUFFIXES[kind]), kind
