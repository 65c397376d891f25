"""What happens to a complaint, what is owed for it, and when that was due."""

from dataclasses import field
from datetime import date, datetime

from propops.choices import Choice
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_
from propops.models.base import Field, Part


class ComplaintAction(Choice):
    RECEIVE = "receive", N_("received")
    ACCEPT = "accept", N_("accepted")
    TRANSFER = "transfer", N_("transferred")
    REFUSE = "refuse", N_("hand-over refused")
    NOTE = "note", N_("note")
    WAIT = "wait", N_("waiting")
    RESUME = "resume", N_("taken up again")
    ESCALATE = "escalate", N_("escalated")
    MAJOR = "major", N_("declared major")
    CALL = "call", N_("further call")
    JOIN = "join", N_("joined")
    RESOLVE = "resolve", N_("resolved")
    CALLBACK = "callback", N_("called back")
    REOPEN = "reopen", N_("reopened")
    WITHDRAW = "withdraw", N_("withdrawn")


# What these say is what was heard from residents; everything else staff wrote themselves.
HEARD = (ComplaintAction.RECEIVE, ComplaintAction.CALL, ComplaintAction.CALLBACK, ComplaintAction.REOPEN)


class WaitsFor(Choice):
    """Whoever waits for the resident is not late; whoever waits for a contractor is."""

    RESIDENT = "resident", N_("the resident")
    OTHERS = "others", N_("others")


class Duty(Choice):
    """What is owed to whoever complains, in the order in which it falls due."""

    ACKNOWLEDGE = "acknowledge", N_("acknowledge")
    DISPATCH = "dispatch", N_("take in hand or hand on")
    TAKE_OVER = "take_over", N_("accept or refuse the hand-over")
    ON_SITE = "on_site", N_("be on site")
    REPLY = "reply", N_("reply")
    CLOSE = "close", N_("solve")
    EXTERNAL = "external", N_("deadline of the hotline")
    CALLBACK = "callback", N_("call back")


@frozen
class LogEntry(Part):
    at: Annotated[datetime, Field(N_("at"))]
    by: Annotated[str, Field(N_("by"), ref="staff")]
    action: Annotated[ComplaintAction, Field(N_("action"))]
    text: Annotated[str | None, Field(N_("text"))] = None
    # Added later: the letters of an id follow from what is shown of a first entry.
    waits_for: Annotated[WaitsFor | None, Field(N_("waits for"))] = field(default=None, repr=False)
    until: Annotated[date | None, Field(N_("until"))] = field(default=None, repr=False)

    @property
    def stops_the_clock(self) -> bool:
        return self.action is ComplaintAction.WAIT and (self.waits_for is WaitsFor.RESIDENT or self.until is not None)


@frozen
class DueTime(Part):
    """When something was due and when it was done, as it stood on the day the complaint was closed."""

    duty: Annotated[Duty, Field(N_("owed"))]
    due: Annotated[datetime, Field(N_("due"))]
    done: Annotated[datetime | None, Field(N_("done"))] = None
