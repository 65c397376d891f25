"""Breaches 违诺记录: a promise that was not kept, what shows it, and what followed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models import kinds, model
from propops.models.base import Day, Field, Record, Records, flaw, is_reversed, not_yet
from propops.models.parts.promise import PenaltyKind
from propops.models.pledge import Pledge

SETTLE_DAYS = 31
DEFAULT_PENALTY = (PenaltyKind.POINTS, PenaltyKind.RETRAINING)


@frozen
class Breach(Record):
    """A breach of a pledge: shown by records or in words, until its penalty is settled or it is withdrawn."""

    kind: ClassVar[str] = "breach"
    label: ClassVar[str] = N_("breach")
    prefix: ClassVar[str] = "br"
    columns: ClassVar[tuple[str, ...]] = ("id", "date", "pledge", "item", "what", "evidence", "penalty", "settled_on", "withdrawn")
    positional: ClassVar[tuple[str, ...]] = ("pledge", "item")

    pledge: Annotated[str, Field(N_("pledge"), ref="pledge")]
    item: Annotated[int, Field(N_("promise no."), low=1, high=50)]
    date: Annotated[Day, Field(N_("day"))]
    found_by: Annotated[str, Field(N_("found by"), ref="staff")]
    what: Annotated[str | None, Field(N_("what happened"))] = None
    evidence: Annotated[tuple[str, ...], Field(N_("evidence"))] = ()
    penalty: Annotated[tuple[PenaltyKind, ...], Field(N_("penalty"))] = DEFAULT_PENALTY
    points: Annotated[Decimal | None, Field(N_("points"), low=0, high=100)] = None
    fine: Annotated[Decimal | None, Field(N_("fine in yuan"), low=0, high=10_000)] = None
    disputed: Annotated[str | None, Field(N_("disputed because"))] = None
    settled_on: Annotated[Day | None, Field(N_("settled on"))] = None
    settled_by: Annotated[str | None, Field(N_("settled by"), ref="staff")] = None
    withdrawn: Annotated[str | None, Field(N_("withdrawn because"))] = None
    withdrawn_by: Annotated[str | None, Field(N_("withdrawn by"), ref="staff")] = None

    @property
    def is_open(self) -> bool:
        """Its penalty is still to be settled."""
        return self.settled_on is None and self.withdrawn is None

    def flaws(self) -> Iterator[Problem]:
        if not self.what and not self.evidence:
            yield flaw("no-evidence", _("Name the records that show it, or say what happened."), "evidence")
        if (PenaltyKind.FINE in self.penalty) != (self.fine is not None):
            yield flaw("fine-amount", _("A fine has an amount, and nothing else has."), "fine")
        if self.settled_on is not None and self.withdrawn is not None:
            yield flaw("withdrawn", _("What was withdrawn has no penalty to settle."), "settled_on")
        if is_reversed(self.date, self.settled_on):
            yield flaw("dates-reversed", _("Settled before it happened."), "settled_on")
        for done, by in (("settled_on", "settled_by"), ("withdrawn", "withdrawn_by")):
            if (getattr(self, done) is None) != (getattr(self, by) is None):
                yield flaw("nobody-named", _("Say who did it."), by)

    def conflicts(self, records: Records) -> Iterator[Problem]:
        yield from not_yet("date", self.date, records)
        yield from self._pledge_faults(records)
        yield from self._senior_faults(records)
        for i, id in enumerate(self.evidence):
            if not _exists(id, records):
                yield flaw("unknown-reference", _("There is no record %(id)s.") % {"id": id}, f"evidence[{i}]")
        if self.is_open:
            yield from self._penalty_faults(records)

    def _pledge_faults(self, records: Records) -> Iterator[Problem]:
        pledge = records.find(Pledge, self.pledge)
        if pledge is None:
            return
        if self.item > len(pledge.items):
            yield flaw("no-such-item", _("There are only %(count)d promises.") % {"count": len(pledge.items)}, "item")
        if self.date < pledge.issued:
            yield flaw("before-pledge", _("The pledge was issued on %(day)s only.") % {"day": pledge.issued}, "date")

    def _senior_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.staff import Staff

        for field in ("settled_by", "withdrawn_by"):
            person = records.find(Staff, getattr(self, field))
            if person is not None and not person.is_senior:
                yield flaw("not-senior", _("A penalty is settled or withdrawn by the supervisor or above."), field)

    def _penalty_faults(self, records: Records) -> Iterator[Problem]:
        from propops.models.policies.pledges import PledgePolicy

        policy = records.policy(PledgePolicy)
        if policy:
            opted = {PenaltyKind.FINE: policy.fine, PenaltyKind.CLEANING: policy.cleaning}
            for kind in (kind for kind in self.penalty if not opted.get(kind, True)):
                hint = _("Points and retraining need no such decision.")
                message = _("The estate has not opted in to this penalty (%(penalty)s).") % {"penalty": _(kind.label)}
                yield flaw("not-opted-in", message, "penalty", hint)
        if (records.now.date() - self.date).days > SETTLE_DAYS:
            hint = _("propops pledge settle %(id)s, or pledge withdraw.") % {"id": self.id}
            yield flaw("penalty-open", _("Its penalty was never settled."), "settled_on", hint, severity="warning")


def _exists(id: str, records: Records) -> bool:
    """Anything that is kept may show that a promise was not."""
    return any(records.find(model(kind), id) is not None for kind in kinds() if kind != "settings")
