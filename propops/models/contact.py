"""Contacts 来电来访登记: who called or came by, what for, and what became of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Protocol

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models import model
from propops.models.base import Field, Part, Record, Records, UnitId, flaw, month_of_id, not_yet


class Channel(Choice):
    PHONE = "phone", N_("phone")
    COUNTER = "counter", N_("at the counter")
    WECHAT = "wechat", N_("WeChat")


@frozen
class Becomes(Part):
    """What a contact was turned into: one of these."""

    complaint: Annotated[str | None, Field(N_("complaint"), ref="complaint")] = None
    repair: Annotated[str | None, Field(N_("repair"), ref="repair")] = None
    visit: Annotated[str | None, Field(N_("visit"), ref="visit")] = None

    @property
    def named(self) -> dict[str, str]:
        """Kind and id of what it names."""
        all_kinds = {"complaint": self.complaint, "repair": self.repair, "visit": self.visit}
        return {kind: id for kind, id in all_kinds.items() if id is not None}


@frozen
class Contact(Record):
    """One call or one person at the counter. A test call is made by the supervisor and measures whoever answered it."""

    kind: ClassVar[str] = "contact"
    label: ClassVar[str] = N_("contact")
    prefix: ClassVar[str] = "t"
    columns: ClassVar[tuple[str, ...]] = ("id", "at", "channel", "unit", "request", "answer", "becomes", "handled_by", "rings")
    positional: ClassVar[tuple[str, ...]] = ("unit", "request")
    staff_words: ClassVar[tuple[str, ...]] = ("answer", "note")

    at: Annotated[datetime, Field(N_("at"))]
    channel: Annotated[Channel, Field(N_("channel of contact"))] = Channel.PHONE
    unit: UnitId | None = None
    place: Annotated[str | None, Field(N_("place"))] = None
    caller: Annotated[str | None, Field(N_("caller"), ref="resident")] = None
    name: Annotated[str | None, Field(N_("name"), personal="name")] = None
    rings: Annotated[int | None, Field(N_("rings"), low=1, high=60)] = None
    request: Annotated[str, Field(N_("request"))]
    answer: Annotated[str | None, Field(N_("answer"))] = None
    handled_by: Annotated[str, Field(N_("handled by"), ref="staff")]
    becomes: Annotated[Becomes | None, Field(N_("became"))] = None
    test_call: Annotated[str | None, Field(N_("test call by"), ref="staff")] = None

    @classmethod
    def shard(cls, id: str) -> str:
        return f"contact/{month_of_id(id)}.yaml"

    @property
    def is_open(self) -> bool:
        """Neither answered nor passed on. Nobody waits for the answer to a test call."""
        return self.answer is None and self.becomes is None and self.test_call is None

    def flaws(self) -> Iterator[Problem]:
        if self.becomes is not None and len(self.becomes.named) != 1:
            yield flaw("not-one", _("A contact becomes one thing: a complaint, a repair or a visit."), "becomes")
        if self.rings is not None and self.channel is not Channel.PHONE:
            yield flaw("no-phone", _("Only a phone rings."), "rings")
        if self.test_call is not None and self.test_call == self.handled_by:
            yield flaw("own-test", _("Nobody makes a test call to themselves."), "test_call")

    def conflicts(self, records: Records) -> Iterator[Problem]:
        from propops.models.resident import of_other_home

        yield from not_yet("at", self.at, records)
        if self.unit is not None:
            yield from of_other_home("caller", self.caller, self.unit, records)
        if self.is_open and self.at.date() < records.now.date():
            hint = _("propops contact answer %(id)s …, or contact pass %(id)s.") % {"id": self.id}
            yield flaw("not-answered", _("Nobody noted an answer, or passed it on."), "answer", hint, severity="warning")
        yield from self._tester_faults(records)
        yield from self._link_faults(records)

    def _tester_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.staff import Staff

        tester = records.find(Staff, self.test_call)
        if tester is not None and not tester.is_senior:
            yield flaw("not-senior", _("Test calls are made by the supervisor."), "test_call")

    def _link_faults(self, records: Records) -> Iterator[Problem]:
        for kind, id in self.becomes.named.items() if self.becomes else ():
            # By name: complaints, repairs and visits know the contact, not the other way round.
            other = records.find(model(kind), id)
            if other is not None and getattr(other, "contact", None) != self.id:
                yield flaw("one-way", _("%(id)s does not name this contact.") % {"id": id}, f"becomes.{kind}", severity="warning")


class MadeFromContact(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def contact(self) -> str | None: ...


def not_acknowledged(record: MadeFromContact, records: Records) -> Iterator[Problem]:
    """What says that it comes from a contact must be what the contact became."""
    contact = records.find(Contact, record.contact)
    if contact is not None and (contact.becomes is None or contact.becomes.named.get(record.kind) != record.id):
        yield flaw("one-way", _("%(id)s does not say that it became this.") % {"id": contact.id}, "contact", severity="warning")
