"""Chinese and English: one gettext domain, shared with click so that its own messages are translated too."""

import contextlib
import gettext as _gettext
import os
from collections.abc import Iterator, Mapping
from functools import cache

from propops.catalogue import Catalogue

DOMAIN = "propops"
LANGUAGES = ("zh", "en")


class Label(str):
    """A label that may need another translation where it stands: "open" is one word for a complaint and another for a repair.

    The catalogue may hold an entry with this context (`RepairStatus`, `Payment.name`); without one the plain entry serves.
    """

    context: str

    def __new__(cls, text: str, context: str) -> "Label":
        label = super().__new__(cls, text)
        label.context = context
        return label


def _(text: str) -> str:
    catalogue = _catalogue(os.environ.get("LANGUAGE", ""))
    if isinstance(text, Label):
        special = catalogue.pgettext(text.context, text)
        if special != text:
            return special
    return catalogue.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    return _catalogue(os.environ.get("LANGUAGE", "")).ngettext(one, many, count)


@cache
def _catalogue(language: str) -> Catalogue | _gettext.NullTranslations:
    """Texts are English where there is no catalogue."""
    try:
        with open(f"{FOLDER}/{language}/LC_MESSAGES/{DOMAIN}.mo", "rb") as file:
            return Catalogue(file.read())
    except OSError:
        return _gettext.NullTranslations()


def N_(text: str) -> str:
    """Marks a text for the catalogue; whoever shows it translates it."""
    return text


def choose(environ: Mapping[str, str], settings_language: str | None) -> str:
    """PROPOPS_LANG, else a Chinese or English locale, else the estate's settings, else Chinese.

    `C` and `POSIX` say nothing about the reader: cron runs with them.
    """
    wanted = environ.get("PROPOPS_LANG", "")[:2].lower()
    if wanted in LANGUAGES:
        return wanted
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    if locale[:2].lower() in LANGUAGES:
        return locale[:2].lower()
    return settings_language if settings_language in LANGUAGES else "zh"


FOLDER = os.path.join(os.path.dirname(__file__), "locale")


def activate(language: str) -> None:
    """Must run before command modules are imported: their help texts are translated at import."""
    os.environ["LANGUAGE"] = language
    _gettext.bindtextdomain(DOMAIN, FOLDER)
    _gettext.textdomain(DOMAIN)


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """For what is written into records: it is in the estate's language, whoever reads the screen."""
    before = os.environ.get("LANGUAGE", "")
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        os.environ["LANGUAGE"] = before


def translate(text: str, language: str) -> str:
    """In a given language, whatever the screen speaks: commit subjects are in the estate's own."""
    return _catalogue(language).gettext(text)
