"""How often a household is visited."""

from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Policy


@frozen
class VisitPolicy(Policy):
    field: ClassVar[str] = "visits"

    quota: Annotated[int, Field(N_("visits per officer and month"), low=0, high=500)] = 20
    per_year: Annotated[int, Field(N_("visits per household and year"), low=0, high=52)] = 2
    min_gap_days: Annotated[int, Field(N_("days between visits"), low=0, high=730)] = 60
    doors_per_day: Annotated[int, Field(N_("doors per day"), low=1, high=40)] = 8
    doors_per_slot: Annotated[int, Field(N_("doors per slot"), low=1, high=40)] = 4
    attempts: Annotated[int, Field(N_("attempts before the phone"), low=1, high=10)] = 3
    declined_rest_days: Annotated[int, Field(N_("days of rest after a refusal"), low=0, high=1000)] = 180
