"""Printing: records become plain values, values and a template become a file. What is printed is unmasked by design."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from propops.documents import Document, Format, fill, find, load, render
from propops.errors import refuse
from propops.estate import Estate
from propops.i18n import _
from propops.models.settings import Settings
from propops.terminal.output import echo

SUFFIXES = {"html": ".html", "docx": ".docx", "text": ".txt"}


def folders(estate: Estate) -> list[Path]:
    """The estate's own templates win over the built-in ones."""
    return [folder for folder in (estate.root / "templates", built_in_templates()) if folder.is_dir()]


def built_in_templates() -> Path:
    """Beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parent.parent
    return package / "templates" if (package / "templates").is_dir() else package.parent / "templates"


def letterhead(settings: Settings) -> dict[str, object]:
    """What every template may say about the estate."""
    blank = "____________"
    return {
        "name": settings.name,
        "company": settings.company,
        "hotline": settings.hotline or blank,
        "address": settings.address or blank,
    }


def documents(estate: Estate, template: str, sheets: Sequence[Mapping[str, object]], language: str | None = None) -> list[Document]:
    """One filled document for each set of values; the template is read once."""
    places = folders(estate)
    loaded = load(find(template, language or str(estate.settings.language), places))
    head = letterhead(estate.settings)
    return [fill(loaded, {"estate": head, **values}, places) for values in sheets]


def print_out(pages: Sequence[Document], destination: tuple[Path, str]) -> None:
    """Writes one file with every document on its own page, and says where it lies."""
    if not pages:
        raise refuse("nothing-to-print", _("There is nothing to print."))
    out, format = destination
    write_out(out, render(pages, cast(Format, format)))
    echo(_("%(count)d sheets: %(path)s") % {"count": len(pages), "path": out})


def write_out(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as error:
        raise refuse("write-failed", _("The file could not be written: %(why)s.") % {"why": error.strerror}, path=str(out)) from None


def destination(out: Path | None, format: str | None, name: str) -> tuple[Path, str]:
    """The file and its kind: what is asked for, else what the file's ending says, else a page for the browser."""
    by_suffix = {suffix: kind for kind, suffix in SUFFIXES.items()}
    kind = format or (by_suffix.get(out.suffix.lower()) if out else None) or "html"
    return out if out is not None else Path(name + SUFFIXES[kind]), kind
