"""How soon a repair is done."""

from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Part, Policy
from propops.models.policies.limits import Limit


@frozen
class UrgencyLimits(Part):
    """How soon a repair of this urgency is taken, begun and done."""

    urgency: Annotated[str, Field(N_("urgency"))]
    respond: Annotated[Limit, Field(N_("accepted within"))]
    arrive: Annotated[Limit, Field(N_("on site within"))]
    finish: Annotated[Limit, Field(N_("finished within"))]


@frozen
class RepairPolicy(Policy):
    field: ClassVar[str] = "repairs"

    urgencies: Annotated[tuple[UrgencyLimits, ...], Field(N_("deadlines by urgency"))] = (
        UrgencyLimits(urgency="emergency", respond="10m", arrive="30m", finish="24h"),
        UrgencyLimits(urgency="urgent", respond="30m", arrive="2h", finish="24h"),
        UrgencyLimits(urgency="normal", respond="4wh", arrive="2wd", finish="3wd"),
    )
    callback: Annotated[Limit, Field(N_("call-back within"))] = "24h"
    callback_percent: Annotated[int, Field(N_("per cent of finished repairs called back"), low=0, high=100)] = 30
    callback_attempts: Annotated[int, Field(N_("call-back attempts"), low=1, high=10)] = 3
    warranty_days: Annotated[int, Field(N_("days in which the same again is rework"), low=0, high=3650)] = 30
