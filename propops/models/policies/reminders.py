"""How payers are reminded."""

from typing import ClassVar

from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Part, Policy

# What must not stand in a reminder, and what may be filled in.
THREATS = ("停水", "停电", "停气", "停暖", "停热", "断水", "断电", "断气", "停梯", "锁卡", "停用门禁", "公示欠费", "公布姓名", "曝光")
TEXT_FIELDS = ("name", "unit", "items", "amount", "oldest_due", "pay_by", "estate", "company", "hotline")


@frozen
class StageText(Part):
    """What a reminder of this stage says, in place of the text that comes with the program; `{amount}` and the like are filled in."""

    stage: Annotated[int, Field(N_("stage"), low=1, high=4)]
    text: Annotated[str, Field(N_("text"))]


@frozen
class ReminderPolicy(Policy):
    field: ClassVar[str] = "reminders"

    daily_cap: Annotated[int, Field(N_("reminders per officer and day"), low=1, high=100)] = 8
    contacts_per_month: Annotated[int, Field(N_("contacts per payer and month"), low=1, high=10)] = 2
    gap_days: Annotated[tuple[int, ...], Field(N_("days between contacts by stage"))] = (7, 7, 30, 30)
    stage_age_days: Annotated[tuple[int, ...], Field(N_("days overdue by stage"))] = (1, 30, 60, 90)
    pay_within_days: Annotated[tuple[int, ...], Field(N_("days to pay by stage"))] = (7, 7, 15, 15)
    texts: Annotated[tuple[StageText, ...], Field(N_("texts by stage"))] = ()
    hold_days: Annotated[int, Field(N_("days a hold lasts at most"), low=0, high=365)] = 30
    fold_gap_days: Annotated[int, Field(N_("days between reminders folded into a visit"), low=0, high=730)] = 182
