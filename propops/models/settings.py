"""Settings 设置: one mapping in `records/estate.yaml`; every default names its practice in docs/settings.md."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Choice, Clock, FeeItem, Field, Part, Record, Records, flaw, twins
from propops.models.parts.promise import Measured, measure_flaws, penalty_flaws

FORMAT = 1  # of the record files; a program that knows only older ones refuses to write

# What must not stand in a reminder, and what may be filled in.
THREATS = ("停水", "停电", "停气", "停暖", "停热", "断水", "断电", "断气", "停梯", "锁卡", "停用门禁", "公示欠费", "公布姓名", "曝光")
TEXT_FIELDS = ("name", "unit", "items", "amount", "oldest_due", "pay_by", "estate", "company", "hotline")

LIMIT_PATTERN = r"[0-9]{1,4}(wm|wh|wd|m|h|d)"
Limit = Annotated[str, Field(N_("limit"), pattern=LIMIT_PATTERN, example="15wm, 24h, 3d, 5wd")]


class Language(Choice):
    CHINESE = "zh", N_("Chinese")
    ENGLISH = "en", N_("English")


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


@frozen
class VisitPolicy(Part):
    quota: Annotated[int, Field(N_("visits per officer and month"), low=0, high=500)] = 20
    per_year: Annotated[int, Field(N_("visits per household and year"), low=0, high=52)] = 2
    min_gap_days: Annotated[int, Field(N_("days between visits"), low=0, high=730)] = 60
    doors_per_day: Annotated[int, Field(N_("doors per day"), low=1, high=40)] = 8
    doors_per_slot: Annotated[int, Field(N_("doors per slot"), low=1, high=40)] = 4
    attempts: Annotated[int, Field(N_("attempts before the phone"), low=1, high=10)] = 3
    declined_rest_days: Annotated[int, Field(N_("days of rest after a refusal"), low=0, high=1000)] = 180


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
class ComplaintPolicy(Part):
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


@frozen
class UrgencyLimits(Part):
    """How soon a repair of this urgency is taken, begun and done."""

    urgency: Annotated[str, Field(N_("urgency"))]
    respond: Annotated[Limit, Field(N_("accepted within"))]
    arrive: Annotated[Limit, Field(N_("on site within"))]
    finish: Annotated[Limit, Field(N_("finished within"))]


@frozen
class RepairPolicy(Part):
    urgencies: Annotated[tuple[UrgencyLimits, ...], Field(N_("deadlines by urgency"))] = (
        UrgencyLimits(urgency="emergency", respond="10m", arrive="30m", finish="24h"),
        UrgencyLimits(urgency="urgent", respond="30m", arrive="2h", finish="24h"),
        UrgencyLimits(urgency="normal", respond="4wh", arrive="2wd", finish="3wd"),
    )
    callback: Annotated[Limit, Field(N_("call-back within"))] = "24h"
    callback_percent: Annotated[int, Field(N_("per cent of finished repairs called back"), low=0, high=100)] = 30
    callback_attempts: Annotated[int, Field(N_("call-back attempts"), low=1, high=10)] = 3
    warranty_days: Annotated[int, Field(N_("days in which the same again is rework"), low=0, high=3650)] = 30


@frozen
class NoticePolicy(Part):
    days_ahead: Annotated[int, Field(N_("days a notice goes up ahead"), low=0, high=60)] = 3


@frozen
class StageText(Part):
    """What a reminder of this stage says, in place of the text that comes with the program; `{amount}` and the like are filled in."""

    stage: Annotated[int, Field(N_("stage"), low=1, high=4)]
    text: Annotated[str, Field(N_("text"))]


@frozen
class ReminderPolicy(Part):
    daily_cap: Annotated[int, Field(N_("reminders per officer and day"), low=1, high=100)] = 8
    contacts_per_month: Annotated[int, Field(N_("contacts per payer and month"), low=1, high=10)] = 2
    gap_days: Annotated[tuple[int, ...], Field(N_("days between contacts by stage"))] = (7, 7, 30, 30)
    stage_age_days: Annotated[tuple[int, ...], Field(N_("days overdue by stage"))] = (1, 30, 60, 90)
    pay_within_days: Annotated[tuple[int, ...], Field(N_("days to pay by stage"))] = (7, 7, 15, 15)
    texts: Annotated[tuple[StageText, ...], Field(N_("texts by stage"))] = ()
    hold_days: Annotated[int, Field(N_("days a hold lasts at most"), low=0, high=365)] = 30
    fold_gap_days: Annotated[int, Field(N_("days between reminders folded into a visit"), low=0, high=730)] = 182


@frozen
class KeyPolicy(Part):
    due: Annotated[Clock, Field(N_("back by"))] = "18:00"
    next_day_after: Annotated[Clock, Field(N_("next day when lent after"))] = "17:00"
    stocktake_days: Annotated[int, Field(N_("days between stocktakes"), low=1, high=1000)] = 31
    keep_years: Annotated[int, Field(N_("years a loan is kept"), low=0, high=30)] = 2


@frozen
class FrontDeskPolicy(Part):
    """In the greeting {estate} stands for the estate's name. What tells who came to whom is kept for weeks, not years."""

    rings: Annotated[int, Field(N_("rings before the phone is answered"), low=1, high=20)] = 3
    greeting: Annotated[str | None, Field(N_("greeting"))] = None
    visitor_days: Annotated[int, Field(N_("days a visitor is kept"), low=1, high=1000)] = 90
    parcel_days: Annotated[int, Field(N_("days a collected parcel is kept"), low=1, high=1000)] = 90


@frozen
class FixedFee(Part):
    """What an item costs a month. A home owes it as often as its `charges` say, or once where it is for every home."""

    item: Annotated[FeeItem, Field(N_("item"))]
    monthly: Annotated[Decimal, Field(N_("yuan a month"), low=0, high=1_000_000)]
    every_home: Annotated[bool, Field(N_("every home"))] = False


@frozen
class FeePolicy(Part):
    rate: Annotated[Decimal, Field(N_("yuan per square metre and month"), low=0)] = Decimal("2.80")
    months_per_period: Annotated[int, Field(N_("months per bill"), low=1, high=12)] = 3
    due_days: Annotated[int, Field(N_("days to pay"), low=0, high=180)] = 15
    prepay_cap_months: Annotated[int | None, Field(N_("months of prepayment at most"), low=0)] = None
    fixed: Annotated[tuple[FixedFee, ...], Field(N_("fixed fees"))] = ()
    pro_rata: Annotated[bool, Field(N_("shared by days"))] = False  # of a period in which a home is handed over or changes hands


class MailSecurity(Choice):
    STARTTLS = "starttls", N_("STARTTLS")
    TLS = "tls", N_("TLS")
    NONE = "none", N_("none, on this machine only")


VARIABLE_PATTERN = r"[A-Z][A-Z0-9_]{0,60}"
Variable = Annotated[str, Field(N_("environment variable"), pattern=VARIABLE_PATTERN, example="PROPOPS_SMTP_HOST")]


@frozen
class MailPolicy(Part):
    """The names of environment variables that say where mail is handed in and as whom; the values stand in no file."""

    host: Annotated[Variable, Field(N_("variable with the mail server"))] = "PROPOPS_SMTP_HOST"
    user: Annotated[Variable, Field(N_("variable with the user"))] = "PROPOPS_SMTP_USER"
    password: Annotated[Variable, Field(N_("variable with the password"))] = "PROPOPS_SMTP_PASSWORD"
    sender: Annotated[Variable, Field(N_("variable with the sender's address"))] = "PROPOPS_SMTP_FROM"
    port: Annotated[int, Field(N_("port"), low=1, high=65535)] = 587
    security: Annotated[MailSecurity, Field(N_("security"))] = MailSecurity.STARTTLS


@frozen
class PledgePolicy(Part):
    """The estate's own words in place of those that come with the program. Fine and cleaning are what the estate opts in to."""

    penalty: Annotated[str | None, Field(N_("penalty"))] = None
    items: Annotated[tuple[str, ...], Field(N_("promises"))] = ()
    measured: Annotated[tuple[Measured, ...], Field(N_("measured by"))] = ()
    fine: Annotated[Decimal | None, Field(N_("fine in yuan"), low=0, high=10_000)] = None
    cleaning: Annotated[bool | None, Field(N_("cleaning in one's own time"))] = None


@frozen
class Settings(Record):
    """Everything an estate decides for itself."""

    kind: ClassVar[str] = "settings"
    label: ClassVar[str] = N_("settings")
    only: ClassVar[str] = "estate"
    is_fact: ClassVar[bool] = True
    columns: ClassVar[tuple[str, ...]] = ("name", "company", "hotline", "timezone", "language")

    id: Annotated[str, Field(N_("ID"))] = "estate"
    format: Annotated[int, Field(N_("record format"))]
    name: Annotated[str, Field(N_("estate"))]
    company: Annotated[str, Field(N_("company"))]
    hotline: Annotated[str | None, Field(N_("hotline"))] = None
    address: Annotated[str | None, Field(N_("address"))] = None
    developer: Annotated[str | None, Field(N_("developer"))] = None
    timezone: Annotated[str, Field(N_("time zone"))] = "Asia/Shanghai"
    language: Annotated[Language, Field(N_("language"))] = Language.CHINESE
    sample: Annotated[bool, Field(N_("sample"))] = False
    clock: Annotated[datetime | None, Field(N_("standing clock"))] = None
    shifts: Annotated[tuple[ShiftHours, ...], Field(N_("shifts"))] = (
        ShiftHours(id="early", from_="07:00", to="14:00"),
        ShiftHours(id="late", from_="14:00", to="21:00"),
    )
    desk_hours: Annotated[tuple[Hours, ...], Field(N_("desk hours"))] = (Hours(from_="07:00", to="21:00"),)
    office_hours: Annotated[tuple[Hours, ...], Field(N_("office hours"))] = (
        Hours(from_="08:30", to="12:00"),
        Hours(from_="13:30", to="18:00"),
    )
    quiet_hours: Annotated[Hours, Field(N_("quiet hours"))] = Hours(from_="21:00", to="08:00")
    visit_slots: Annotated[tuple[VisitSlot, ...], Field(N_("visiting windows"))] = (
        VisitSlot(id="am", shift="early", from_="09:00", to="11:30"),
        VisitSlot(id="pm", shift="late", from_="14:30", to="17:30"),
        VisitSlot(id="ev", shift="late", from_="18:30", to="20:00", by_appointment=True),
    )
    visits: Annotated[VisitPolicy, Field(N_("visits"))] = VisitPolicy()
    complaints: Annotated[ComplaintPolicy, Field(N_("complaints"))] = ComplaintPolicy()
    repairs: Annotated[RepairPolicy, Field(N_("repairs"))] = RepairPolicy()
    notices: Annotated[NoticePolicy, Field(N_("notices"))] = NoticePolicy()
    reminders: Annotated[ReminderPolicy, Field(N_("reminders"))] = ReminderPolicy()
    keys: Annotated[KeyPolicy, Field(N_("keys"))] = KeyPolicy()
    front_desk: Annotated[FrontDeskPolicy, Field(N_("front desk"))] = FrontDeskPolicy()
    fees: Annotated[FeePolicy, Field(N_("fees"))] = FeePolicy()
    survey_months: Annotated[tuple[int, ...], Field(N_("survey months"))] = (6, 12)
    pledge: Annotated[PledgePolicy, Field(N_("pledge"))] = PledgePolicy()
    mail: Annotated[MailPolicy, Field(N_("mail"))] = MailPolicy()
    retention_years: Annotated[int, Field(N_("years records are kept"), low=1, high=100)] = 3

    @classmethod
    def shard(cls, id: str) -> str:
        return "estate.yaml"

    def spoken(self) -> Iterator[tuple[str, str]]:
        yield from super().spoken()
        yield from ((f"reminders.texts[{i}].text", text.text) for i, text in enumerate(self.reminders.texts))
        if self.front_desk.greeting is not None:
            yield "front_desk.greeting", self.front_desk.greeting

    def ids(self, day: date) -> Iterator[str]:
        yield "estate"

    def flaws(self) -> Iterator[Problem]:
        yield from self._slot_flaws()
        for field, names in (("shifts", self.shifts), ("visit_slots", self.visit_slots)):
            for twin in twins(item.id for item in names):
                yield flaw("duplicate-id", _("%(id)s stands twice.") % {"id": twin}, field)
        yield from self._hours_flaws()
        yield from self._complaint_flaws()
        for field in ("gap_days", "stage_age_days", "pay_within_days"):
            if len(getattr(self.reminders, field)) != 4:
                yield flaw("wrong-length", _("One number for each of the four stages is expected."), f"reminders.{field}")
        yield from self._text_flaws()
        yield from measure_flaws(self.pledge.items, self.pledge.measured, "pledge.")
        yield from penalty_flaws(self.pledge.penalty, self.pledge.fine, self.pledge.cleaning)
        for i, month in enumerate(self.survey_months):
            if month not in range(1, 13):
                yield flaw("out-of-range", _("The number must lie in %(low)s…%(high)s.") % {"low": 1, "high": 12}, f"survey_months[{i}]")

    def _hours_flaws(self) -> Iterator[Problem]:
        for field, spans in (("desk_hours", self.desk_hours), ("office_hours", self.office_hours)):
            for i, span in enumerate(spans):
                if span.to <= span.from_:
                    yield flaw("dates-reversed", _("It ends before it begins."), f"{field}[{i}].to")
                elif i and span.from_ <= spans[i - 1].to:
                    yield flaw("dates-reversed", _("It begins before the span above has ended."), f"{field}[{i}].from")

    def _complaint_flaws(self) -> Iterator[Problem]:
        for i, limits in enumerate(self.complaints.classes):
            field = f"complaints.classes[{i}]"
            if len(limits.levels) != len(LADDER):
                yield flaw("wrong-length", _("One limit for each of the three levels is expected."), f"{field}.levels")
            spans = (limits.acknowledge, limits.reply, limits.close, limits.on_site, limits.dispatch, limits.take_over, *limits.levels)
            if limits.class_ == "emergency" and any("w" in span for span in spans if span):
                message = _("An emergency runs round the clock; a limit with w waits for the office to open.")
                yield flaw("office-hours", message, field, hint="15m, 2h", severity="warning")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.key_stocktake import due_on

        due = due_on(records, self.keys.stocktake_days)
        if due is not None and due < records.now.date():
            message = _("The key board was to be counted by %(day)s.") % {"day": due}
            yield flaw("stocktake-due", message, "keys.stocktake_days", _("propops key stocktake"), severity="warning")

    def _slot_flaws(self) -> Iterator[Problem]:
        known = {shift.id for shift in self.shifts}
        for i, slot in enumerate(self.visit_slots):
            if slot.shift not in known:
                message = _("The slot %(slot)s names no shift.") % {"slot": slot.id}
                yield flaw("unknown-shift", message, f"visit_slots[{i}].shift", hint=", ".join(sorted(known)))
            if slot.to <= slot.from_:
                yield flaw("dates-reversed", _("It ends before it begins."), f"visit_slots[{i}].to")
            if _within_quiet(slot, self.quiet_hours):
                yield flaw("quiet-hours", _("The slot %(slot)s lies in the quiet hours.") % {"slot": slot.id}, f"visit_slots[{i}]")

    def _text_flaws(self) -> Iterator[Problem]:
        """Civil Code, article 944: nobody is made to pay by cutting off what a home needs, nor told so."""
        for i, text in enumerate(self.reminders.texts):
            field = f"reminders.texts[{i}].text"
            for threat in (word for word in THREATS if word in text.text):
                message = _("A reminder must not threaten (%(word)s): Civil Code, article 944.") % {"word": threat}
                yield flaw("threat", message, field)
            for name in sorted(set(re.findall(r"\{(.*?)\}", text.text)) - set(TEXT_FIELDS)):
                message = _("There is nothing to fill in for {%(name)s}.") % {"name": name}
                yield flaw("unknown-field", message, field, hint=", ".join(f"{{{known}}}" for known in TEXT_FIELDS))

    @property
    def slot_ids(self) -> str:
        return ", ".join(slot.id for slot in self.visit_slots)

    def slot(self, id: str | None) -> VisitSlot | None:
        return next((slot for slot in self.visit_slots if slot.id == id), None)


def _within_quiet(slot: VisitSlot, quiet: Hours) -> bool:
    """Quiet hours run over midnight: 21:00-08:00."""
    return slot.to > quiet.from_ or slot.from_ < quiet.to


def kept_too_long(record: Record, since: datetime, policy: str, records: Records) -> Iterator[Problem]:
    """Personal records go when their days are over; `policy` is the field of the front desk that says how many."""
    settings = records.find(Settings, "estate")
    days = getattr(settings.front_desk, policy) if settings else None
    if days is not None and (records.now.date() - since.date()).days > days:
        hint = _("propops %(kind)s remove %(id)s") % {"kind": record.kind, "id": record.id}
        yield flaw("kept-too-long", _("The estate keeps this for %(days)d days.") % {"days": days}, "", hint, severity="warning")
