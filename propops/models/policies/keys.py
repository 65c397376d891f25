"""How keys are lent."""

from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Clock, Field, Policy


@frozen
class KeyPolicy(Policy):
    field: ClassVar[str] = "keys"

    due: Annotated[Clock, Field(N_("back by"))] = "18:00"
    next_day_after: Annotated[Clock, Field(N_("next day when lent after"))] = "17:00"
    stocktake_days: Annotated[int, Field(N_("days between stocktakes"), low=1, high=1000)] = 31
    keep_years: Annotated[int, Field(N_("years a loan is kept"), low=0, high=30)] = 2
