"""Fee reminders 催费: one a payer, spread over the working days, with what was promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

from propops.errors import Problem
from propops.i18n import N_, _
from propops.models.base import Choice, Day, Field, OfficerId, Record, Records, UnitId, entrance_of, flaw, month_of_id, numbered
from propops.models.bill import Payer, is_of_home


class ReminderWay(Choice):
    PHONE = "phone", N_("phone")
    WECHAT = "wechat", N_("WeChat")
    TEXT = "text", N_("text message")
    DOOR = "door", N_("at the door, two people")
    LETTER = "letter", N_("sealed letter")


class ReminderStatus(Choice):
    PLANNED = "planned", N_("planned")
    DONE = "done", N_("done")
    SKIPPED = "skipped", N_("skipped")


class ReminderResult(Choice):
    PROMISED = "promised", N_("promised")
    REFUSED = "refused", N_("refused")
    NO_ANSWER = "no-answer", N_("no answer")
    WRONG_NUMBER = "wrong-number", N_("wrong number")
    PAID = "paid", N_("paid")
    TO_VERIFY = "to-verify", N_("to be verified")


class ArrearsReason(Choice):
    FORGOT = "forgot", N_("forgot")
    AWAY = "away", N_("away")
    VACANT = "vacant", N_("home vacant")
    UNHAPPY = "unhappy-with-service", N_("unhappy with the service")
    DEFECT = "defect", N_("defect")
    HARDSHIP = "hardship", N_("hardship")
    REFUSES = "refuses", N_("refuses")
    UNREACHABLE = "unreachable", N_("not reached")


@dataclass(frozen=True, kw_only=True)
class Reminder(Record):
    """One contact about money with one payer: never one a bill. Stage 4 ends the clerk's contact."""

    kind: ClassVar[str] = "reminder"
    label: ClassVar[str] = N_("reminder")
    columns: ClassVar[tuple[str, ...]] = (
        "id",
        "date",
        "slot",
        "unit",
        "officer",
        "stage",
        "way",
        "amount",
        "status",
        "result",
        "promised_on",
    )
    positional: ClassVar[tuple[str, ...]] = ("unit",)

    unit: UnitId
    payer: Payer
    officer: OfficerId
    date: Annotated[Day, Field(N_("day"))]
    slot: Annotated[str | None, Field(N_("slot"))] = None
    stage: Annotated[int, Field(N_("stage"), low=1, high=4)] = 1
    way: Annotated[ReminderWay | None, Field(N_("way"))] = None
    bills: Annotated[tuple[str, ...], Field(N_("bills"), ref="bill")] = ()
    amount: Annotated[Decimal, Field(N_("amount"), low=0)]
    reason: Annotated[ArrearsReason | None, Field(N_("reason of arrears"))] = None
    status: Annotated[ReminderStatus, Field(N_("status"))] = ReminderStatus.PLANNED
    pinned: Annotated[bool | None, Field(N_("pinned"))] = None
    result: Annotated[ReminderResult | None, Field(N_("result"))] = None
    promised_on: Annotated[Day | None, Field(N_("promised for"))] = None
    promised_amount: Annotated[Decimal | None, Field(N_("amount promised"), low=0)] = None
    next_on: Annotated[Day | None, Field(N_("next on"))] = None
    with_visit: Annotated[str | None, Field(N_("with visit"), ref="visit")] = None
    evidence: Annotated[str | None, Field(N_("evidence"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        __, __, *payer = id.split("-")
        return f"reminder/{month_of_id(id)}/{entrance_of(_home_of(payer))}.yaml"

    def ids(self, day: Day) -> Iterator[str]:
        yield from numbered(f"r-{self.date:%y%m}-{self.payer if is_of_home(self.payer, self.unit) else self.unit}")

    @property
    def is_open(self) -> bool:
        return self.status is ReminderStatus.PLANNED

    def flaws(self) -> Iterator[Problem]:
        if self.status is ReminderStatus.DONE and self.result is None:
            yield flaw("no-result", _("A reminder that was made has a result."), "result")
        if self.result is ReminderResult.PROMISED and self.promised_on is None:
            yield flaw("no-day", _("A promise names its day."), "promised_on")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.settings import Settings

        settings = records.find(Settings, "estate")
        month = [
            other
            for other in records.where(Reminder, "payer", self.payer)
            if other.unit == self.unit and other.status is not ReminderStatus.SKIPPED and f"{other.date:%Y%m}" == f"{self.date:%Y%m}"
        ]
        if settings and self.is_open and len(month) > settings.reminders.contacts_per_month:
            yield flaw("too-often", _("%(count)d contacts with this payer in one month.") % {"count": len(month)}, "date")
        if self.is_open and self.date < records.now.date():
            yield flaw("no-outcome", _("The day has passed and no outcome is recorded."), "status", severity="warning")


def _home_of(payer: list[str]) -> str:
    """`3-2-1001-wx` or `3-2-1001-wx-2` -> `3-2-1001`: the letters of the resident and a count follow the unit."""
    parts = list(payer)
    if parts[-1].isdigit() and len(parts) > 2 and parts[-2].isalpha():
        parts.pop()
    if len(parts) > 2 and len(parts[-1]) == 2 and parts[-1].isalpha():
        parts.pop()
    return "-".join(parts)
