"""Fee reminders 催费: one a payer, spread over the working days, with what was promised."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import (
    UNIT_PATTERN,
    Day,
    Field,
    OfficerId,
    Record,
    Records,
    UnitId,
    building_of,
    entrance_of,
    flaw,
    is_reversed,
    is_same_month,
    month_of_id,
    not_yet,
    numbered,
    other_unit,
)
from propops.models.bill import Bill, Payer, is_of_home, payer_faults


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


@frozen
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
    told_by: ClassVar[tuple[str, ...]] = ("stage", "way", "amount", "status", "result", "promised_on", "promised_amount")
    id_pattern: ClassVar[str] = rf"r-[0-9]{{4}}-{UNIT_PATTERN}(-[a-z]{{2}})?(-[0-9]+)?"

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
        yield from other_unit(self.id, self.unit)
        if self.status is ReminderStatus.DONE and self.result is None:
            yield flaw("no-result", _("A reminder that was made has a result."), "result")
        if self.result is ReminderResult.PROMISED and self.promised_on is None:
            yield flaw("no-day", _("A promise names its day."), "promised_on")
        for field in ("promised_on", "next_on"):
            if is_reversed(self.date, getattr(self, field)):
                yield flaw("dates-reversed", _("It lies before the day of the reminder."), field)

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.policies.reminders import ReminderPolicy

        policy = records.policy(ReminderPolicy)
        month = [
            other
            for other in records.where(Reminder, "payer", self.payer)
            if other.unit == self.unit and other.status is not ReminderStatus.SKIPPED and is_same_month(other.date, self.date)
        ]
        if policy and self.is_open and len(month) > policy.contacts_per_month:
            yield flaw("too-often", _("%(count)d contacts with this payer in one month.") % {"count": len(month)}, "date")
        if self.is_open and self.date < records.now.date():
            hint = _("propops remind done %(id)s …, or skip.") % {"id": self.id}
            yield flaw("no-outcome", _("The day has passed and no outcome is recorded."), "status", hint, severity="warning")
        if self.status is ReminderStatus.DONE:
            yield from not_yet("date", self.date, records)
        yield from payer_faults(self.payer, self.unit)
        yield from self._bill_faults(records)
        yield from self._visit_faults(records)
        if self.is_open:
            yield from self._plan_faults(records)

    def _bill_faults(self, records: Records) -> Iterator[Problem]:
        """A tenant never sees the owner's debt, and nobody is reminded of what is disputed."""
        for i, bill in enumerate(records.find(Bill, id) for id in self.bills):
            if bill is not None and (bill.payer, bill.unit) != (self.payer, self.unit):
                yield flaw(
                    "other-payer",
                    _("%(bill)s is owed by someone else (%(payer)s).") % {"bill": bill.id, "payer": bill.payer},
                    f"bills[{i}]",
                )
            elif bill is not None and bill.disputed and self.is_open:
                yield flaw("on-hold", _("%(bill)s is disputed; hold the reminder.") % {"bill": bill.id}, f"bills[{i}]", severity="warning")

    def _visit_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.visit import Visit, VisitKind

        visit = records.find(Visit, self.with_visit)
        if visit is None:
            return
        if building_of(visit.unit) != building_of(self.unit):
            message = _("%(id)s belongs to another building (%(unit)s).") % {"id": visit.id, "unit": visit.unit}
            yield flaw("other-building", message, "with_visit", severity="warning")
        if visit.unit == self.unit and visit.type in (VisitKind.COMPLAINT, VisitKind.REPAIR, VisitKind.MOVE_IN):
            message = _("Nobody is reminded of money on a visit of this type (%(type)s).") % {"type": _(visit.type.label)}
            yield flaw("not-with-visit", message, "with_visit")

    def _plan_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.resident import Resident
        from propops.models.staff import duty_faults
        from propops.models.unit import nobody_home

        yield from duty_faults(self.officer, self.date, self.slot, records)
        at_door = self.way is ReminderWay.DOOR
        call_off = _("propops remind skip %(id)s calls it off.") % {"id": self.id} if self.source else ""
        if at_door:
            yield from nobody_home(self.unit, records, call_off)
        payer = records.find(Resident, self.payer)
        if payer is not None:
            yield from payer.peace_faults(self.date, at_door, call_off)


def _home_of(payer: list[str]) -> str:
    """`3-2-1001-wx` or `3-2-1001-wx-2` -> `3-2-1001`: the letters of the resident and a count follow the unit."""
    parts = list(payer)
    if parts[-1].isdigit() and len(parts) > 2 and parts[-2].isalpha():
        parts.pop()
    if len(parts) > 2 and len(parts[-1]) == 2 and parts[-1].isalpha():
        parts.pop()
    return "-".join(parts)
