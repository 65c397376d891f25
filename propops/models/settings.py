"""Settings 设置: one mapping in `records/estate.yaml`; every default names its practice in docs/settings.md."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Record, Records, flaw, twins
from propops.models.parts.promise import measure_flaws, penalty_flaws
from propops.models.policies.complaints import LADDER, ComplaintPolicy
from propops.models.policies.fees import FeePolicy
from propops.models.policies.front_desk import FrontDeskPolicy
from propops.models.policies.hours import Hours, ShiftHours, VisitSlot
from propops.models.policies.keys import KeyPolicy
from propops.models.policies.mail import MailPolicy
from propops.models.policies.notices import NoticePolicy
from propops.models.policies.pledges import PledgePolicy
from propops.models.policies.reminders import TEXT_FIELDS, THREATS, ReminderPolicy
from propops.models.policies.repairs import RepairPolicy
from propops.models.policies.visits import VisitPolicy


class Language(Choice):
    CHINESE = "zh", N_("Chinese")
    ENGLISH = "en", N_("English")


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
