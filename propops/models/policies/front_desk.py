"""The counter and the telephone."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Policy, Record, Records, flaw


@frozen
class FrontDeskPolicy(Policy):
    """In the greeting {estate} stands for the estate's name. What tells who came to whom is kept for weeks, not years."""

    field: ClassVar[str] = "front_desk"

    rings: Annotated[int, Field(N_("rings before the phone is answered"), low=1, high=20)] = 3
    greeting: Annotated[str | None, Field(N_("greeting"))] = None
    visitor_days: Annotated[int, Field(N_("days a visitor is kept"), low=1, high=1000)] = 90
    parcel_days: Annotated[int, Field(N_("days a collected parcel is kept"), low=1, high=1000)] = 90


def kept_too_long(record: Record, since: datetime, policy: str, records: Records) -> Iterator[Problem]:
    """Personal records go when their days are over; `policy` is the field of the front desk that says how many."""
    days = getattr(records.policy(FrontDeskPolicy), policy, None)
    if days is not None and (records.now.date() - since.date()).days > days:
        hint = _("propops %(kind)s remove %(id)s") % {"kind": record.kind, "id": record.id}
        yield flaw("kept-too-long", _("The estate keeps this for %(days)d days.") % {"days": days}, "", hint, severity="warning")
