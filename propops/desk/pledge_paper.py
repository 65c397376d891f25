"""Pledges on paper: one for each who promised, the estate's for the wall, and the sheet on which all sign."""

from collections.abc import Sequence
from typing import Any

from propops.desk import paper
from propops.desk.record_sheets import pledge_values
from propops.documents import Document
from propops.estate import Estate
from propops.i18n import speaking
from propops.models.pledge import Pledge


def current(estate: Estate, version: str | None = None) -> list[Pledge]:
    """Of a version, else of the newest one."""
    pledges = [pledge for pledge in estate.store.all(Pledge) if version in (None, pledge.version)]
    newest = max((pledge.version for pledge in pledges), default=None)
    return [pledge for pledge in pledges if pledge.version == newest]


def pages(estate: Estate, pledges: Sequence[Pledge], language: str | None) -> list[Document]:
    with speaking(language or estate.language):
        personal = [pledge_values(estate, one) for one in pledges if one.staff is not None]
        general = [pledge_values(estate, one) for one in pledges if one.staff is None]
    found = paper.documents(estate, "pledge", personal, language) if personal else []
    return found + (paper.documents(estate, "pledge-estate", general, language) if general else [])


def signing_sheet(estate: Estate, pledges: Sequence[Pledge], language: str | None) -> list[Document]:
    with speaking(language or estate.language):
        values = sheet_values(estate, pledges)
    return paper.documents(estate, "pledge-signing-sheet", [values], language) if values["signers"] else []


def sheet_values(estate: Estate, pledges: Sequence[Pledge]) -> dict[str, Any]:
    """The estate itself does not sign."""
    personal = [pledge for pledge in pledges if pledge.staff is not None]
    signers = [signer(estate, pledge) | {"signed_on": pledge.signed_on} for pledge in personal]
    return {"version": personal[0].version if personal else None, "signers": signers}


def signer(estate: Estate, pledge: Pledge) -> dict[str, Any]:
    """Name and role; both empty for the estate itself."""
    values = pledge_values(estate, pledge)
    return {"name": values["name"], "role": values["role"]}
