"""When the desk, the office and its shifts work."""

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Clock, Field, Part


@frozen
class Hours(Part):
    from_: Annotated[Clock, Field(N_("from"), example='"08:30"')]
    to: Annotated[Clock, Field(N_("to"), example='"18:00"')]


@frozen
class ShiftHours(Hours):
    id: Annotated[str, Field(N_("shift"))]


@frozen
class VisitSlot(Hours):
    """A visiting window. One `by_appointment` is used only for households that ask for it."""

    id: Annotated[str, Field(N_("slot"))]
    shift: Annotated[str, Field(N_("shift"))]
    by_appointment: Annotated[bool, Field(N_("by appointment"))] = False
