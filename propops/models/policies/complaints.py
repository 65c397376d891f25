"""How soon a complaint is answered and solved."""

from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Part, Policy
from propops.models.policies.limits import LIMIT_PATTERN, Limit

LADDER = ("24h", "48h", "96h")  # receiver, supervisor, deputy general manager


@frozen
class ClassLimits(Part):
    """The deadlines of one complaint class. A `w` counts office hours of working days only, but for `dispatch`, which the desk
    owes: it runs on the desk's hours."""

    class_: Annotated[str, Field(N_("class"))]
    acknowledge: Annotated[Limit, Field(N_("acknowledged within"))]
    reply: Annotated[Limit, Field(N_("reply within"))]
    close: Annotated[Limit, Field(N_("closed within"))]
    on_site: Annotated[Limit | None, Field(N_("on site within"))] = None
    dispatch: Annotated[Limit | None, Field(N_("in hand or handed on within"))] = None
    take_over: Annotated[Limit | None, Field(N_("hand-over answered within"))] = None
    levels: Annotated[tuple[str, ...], Field(N_("time at each level"), pattern=LIMIT_PATTERN, example="24h, 48h, 96h")] = LADDER


@frozen
class ComplaintPolicy(Policy):
    field: ClassVar[str] = "complaints"

    classes: Annotated[tuple[ClassLimits, ...], Field(N_("deadlines by class"))] = (
        ClassLimits(
            class_="emergency",
            acknowledge="5m",
            on_site="30m",
            reply="2h",
            close="24h",
            dispatch="5m",
            take_over="10m",
            levels=("30m", "2h", "24h"),
        ),
        ClassLimits(
            class_="urgent",
            acknowledge="15wm",
            reply="2h",
            close="24h",
            dispatch="15wm",
            take_over="1wh",
            levels=("4h", "20h", "48h"),
        ),
        ClassLimits(class_="general", acknowledge="15wm", reply="24h", close="3d", dispatch="30wm", take_over="4wh"),
        ClassLimits(
            class_="complex",
            acknowledge="15wm",
            reply="24h",
            close="5wd",
            dispatch="30wm",
            take_over="4wh",
            levels=("2wd", "3wd", "5wd"),
        ),
    )
    callback: Annotated[Limit, Field(N_("call-back within"))] = "24h"
    repeat_days: Annotated[int, Field(N_("days in which a repeat raises the level"), low=0, high=365)] = 30
    joint_households: Annotated[int, Field(N_("households that make a joint complaint"), low=2, high=100)] = 3
    callback_attempts: Annotated[int, Field(N_("call-back attempts"), low=1, high=10)] = 3
