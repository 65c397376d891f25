"""When a notice goes up."""

from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Policy


@frozen
class NoticePolicy(Policy):
    field: ClassVar[str] = "notices"

    days_ahead: Annotated[int, Field(N_("days a notice goes up ahead"), low=0, high=60)] = 3
