"""What a home pays."""

from decimal import Decimal
from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import FeeItem, Field, Part, Policy


@frozen
class FixedFee(Part):
    """What an item costs a month. A home owes it as often as its `charges` say, or once where it is for every home."""

    item: Annotated[FeeItem, Field(N_("item"))]
    monthly: Annotated[Decimal, Field(N_("yuan a month"), low=0, high=1_000_000)]
    every_home: Annotated[bool, Field(N_("every home"))] = False


@frozen
class FeePolicy(Policy):
    field: ClassVar[str] = "fees"

    rate: Annotated[Decimal, Field(N_("yuan per square metre and month"), low=0)] = Decimal("2.80")
    months_per_period: Annotated[int, Field(N_("months per bill"), low=1, high=12)] = 3
    due_days: Annotated[int, Field(N_("days to pay"), low=0, high=180)] = 15
    prepay_cap_months: Annotated[int | None, Field(N_("months of prepayment at most"), low=0)] = None
    fixed: Annotated[tuple[FixedFee, ...], Field(N_("fixed fees"))] = ()
    pro_rata: Annotated[bool, Field(N_("shared by days"))] = False  # of a period in which a home is handed over or changes hands
