"""What the estate promises in its pledges."""

from decimal import Decimal
from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Policy
from propops.models.parts.promise import Measured


@frozen
class PledgePolicy(Policy):
    """The estate's own words in place of those that come with the program. Fine and cleaning are what the estate opts in to."""

    field: ClassVar[str] = "pledge"

    penalty: Annotated[str | None, Field(N_("penalty"))] = None
    items: Annotated[tuple[str, ...], Field(N_("promises"))] = ()
    measured: Annotated[tuple[Measured, ...], Field(N_("measured by"))] = ()
    fine: Annotated[Decimal | None, Field(N_("fine in yuan"), low=0, high=10_000)] = None
    cleaning: Annotated[bool | None, Field(N_("cleaning in one's own time"))] = None
