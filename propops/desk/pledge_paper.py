"""Pledges on paper: one for each who promised, the estate's for the wall, and the sheet on which all sign."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from propops.desk import paper
from propops.documents import Document
from propops.estate import Estate
from propops.i18n import _, speaking
from propops.models.pledge import Pledge
from propops.models.staff import Staff


def current(estate: Estate, version: str | None = None) -> list[Pledge]:
    """Of a version, else of the newest one."""
    pledges = [pledge for pledge in estate.store.all(Pledge) if version in (None, pledge.version)]
    newest = max((pledge.version for pledge in pledges), default=None)
    return [pledge for pledge in pledges if pledge.version == newest]


def pages(estate: Estate, pledges: Sequence[Pledge], language: str | None) -> list[Document]:
    personal = [_values(estate, one) for one in pledges if one.staff is not None]
    general = [_values(estate, one) for one in pledges if one.staff is None]
    found = paper.documents(estate, "pledge", personal, language) if personal else []
    return found + (paper.documents(estate, "pledge-estate", general, language) if general else [])


def signing_sheet(estate: Estate, pledges: Sequence[Pledge], language: str | None) -> list[Document]:
    personal = [pledge for pledge in pledges if pledge.staff is not None]
    if not personal:
        return []
    people = [signer(estate, pledge) | {"signed_on": pledge.signed_on} for pledge in personal]
    return paper.documents(estate, "pledge-signing-sheet", [{"record": {"version": personal[0].version}, "staff": people}], language)


def signer(estate: Estate, pledge: Pledge) -> dict[str, Any]:
    """Name and role in the estate's language; both empty for the estate itself."""
    person = estate.store.find(Staff, pledge.staff)
    with speaking(str(estate.settings.language)):
        return {"name": person.name if person else "", "role": str(_(person.role.label)) if person else ""}


def _values(estate: Estate, pledge: Pledge) -> dict[str, Any]:
    """A pledge holds from its issue to the end of that year."""
    return signer(estate, pledge) | {
        "items": list(pledge.items),
        "penalty": pledge.penalty or "",
        "version": pledge.version,
        "issued": pledge.issued,
        "period": {"from": pledge.issued, "until": date(pledge.issued.year, 12, 31)},
    }
