"""Notices 通知公告: what the residents are told of beforehand, where it hangs and until when."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Record, Records, flaw, is_reversed, month_of_id, not_yet
from propops.notice_days import put_up_by, take_down_on


class NoticeType(Choice):
    WATER = "water", N_("water cut")
    POWER = "power", N_("power cut")
    LIFT = "lift", N_("lift out of service")
    PEST = "pest-control", N_("pest control")
    OTHER = "other", N_("other")


@frozen
class Notice(Record):
    """A notice on the boards. `from` and `to` are those of the works; how long it hangs follows from them."""

    kind: ClassVar[str] = "notice"
    label: ClassVar[str] = N_("notice")
    prefix: ClassVar[str] = "n"
    columns: ClassVar[tuple[str, ...]] = ("id", "type", "title", "from", "to", "places", "put_up_on", "taken_down_on")
    positional: ClassVar[tuple[str, ...]] = ("type", "title")
    staff_words: ClassVar[tuple[str, ...]] = ("title", "text", "note")

    type: Annotated[NoticeType, Field(N_("type"))]
    title: Annotated[str, Field(N_("title"))]
    text: Annotated[str | None, Field(N_("text"))] = None
    from_: Annotated[datetime | None, Field(N_("from"))] = None
    to: Annotated[datetime | None, Field(N_("to"))] = None
    sudden: Annotated[bool | None, Field(N_("not known beforehand"))] = None
    places: Annotated[tuple[str, ...], Field(N_("put up at"))] = ()
    put_up_on: Annotated[date | None, Field(N_("put up on"))] = None
    put_up_by: Annotated[str | None, Field(N_("put up by"), ref="staff")] = None
    photo_taken: Annotated[bool | None, Field(N_("photo taken"))] = None
    taken_down_on: Annotated[date | None, Field(N_("taken down on"))] = None
    taken_down_by: Annotated[str | None, Field(N_("taken down by"), ref="staff")] = None
    cancelled: Annotated[str | None, Field(N_("called off because"))] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"notice/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        """It is still to be put up or taken down."""
        return self.taken_down_on is None and not (self.cancelled and self.put_up_on is None)

    def flaws(self) -> Iterator[Problem]:
        if is_reversed(self.from_, self.to):
            yield flaw("dates-reversed", _("It ends before it begins."), "to")
        if is_reversed(self.put_up_on, self.taken_down_on):
            yield flaw("dates-reversed", _("Taken down before it was put up."), "taken_down_on")
        if self.taken_down_on and self.put_up_on is None:
            yield flaw("not-put-up", _("It was taken down, but it is not said when it was put up."), "put_up_on")
        if self.put_up_on and not self.places:
            yield flaw("no-place", _("Say where it was put up."), "places", severity="warning")
        for day, by in (("put_up_on", "put_up_by"), ("taken_down_on", "taken_down_by")):
            if getattr(self, day) and not getattr(self, by):
                yield flaw("nobody-named", _("Say who did it."), by, severity="warning")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        for field in ("put_up_on", "taken_down_on"):
            if (day := getattr(self, field)) is not None:
                yield from not_yet(field, day, records)
        yield from self._posting_faults(records)

    def _posting_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.policies.notices import NoticePolicy

        policy, today = records.policy(NoticePolicy), records.now.date()
        up_by = put_up_by(self.from_ and self.from_.date(), policy.days_ahead if policy and not self.sudden else 0)
        down_on = take_down_on(self.to and self.to.date())
        if up_by and not self.cancelled and (self.put_up_on or today) > up_by:
            code = "short-notice" if self.put_up_on else "not-put-up"
            yield flaw(code, _("It had to be up by %(day)s.") % {"day": up_by}, "put_up_on", self._how("put-up"), severity="warning")
        if down_on and self.put_up_on and self.taken_down_on is None and today > down_on:
            message = _("It is over and still hangs; it had to come down on %(day)s.") % {"day": down_on}
            yield flaw("still-up", message, "taken_down_on", self._how("take-down"), severity="warning")

    def _how(self, verb: str) -> str:
        return f"propops notice {verb} {self.id}"
