"""What a promise of the service pledge is measured by, and what follows when it is not kept."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from propops.choices import Choice
from propops.errors import Problem
from propops.frozen import frozen
from propops.hints import Annotated
from propops.i18n import N_, _
from propops.models.base import Field, Part, flaw


class PledgeMeasure(Choice):
    """What a promise can be held against. Of some the estate keeps no records yet: they say what would measure it."""

    RINGS = "rings", N_("rings, self-reported")
    RINGS_TESTED = "rings-tested", N_("rings, test calls")
    ANSWERED = "answered", N_("requests answered or passed on")
    CALLERS_NOTED = "callers-noted", N_("callers noted with home and name")
    ACCEPTED = "accepted", N_("complaints acknowledged in time")
    REPLIED = "replied", N_("complaints answered in time")
    SOLVED = "solved", N_("complaints solved in time")
    CALLED_BACK = "called-back", N_("complaints called back in time")
    KEYS_BACK = "keys-back", N_("keys back in time")
    FILES = "files", N_("household files complete")
    VISITS = "visits", N_("visits made of the quota")
    VISITS_RECORDED = "visits-recorded", N_("visits with an outcome recorded")
    REMINDERS = "reminders", N_("reminders made as planned")
    CONDUCT = "conduct", N_("conduct checks")
    PROCEDURES = "procedures", N_("records of move-in and renovation")


@frozen
class Measured(Part):
    """`item` is the number of a promise, counted from 1."""

    item: Annotated[int, Field(N_("promise no."), low=1, high=50)]
    by: Annotated[tuple[PledgeMeasure, ...], Field(N_("measured by"))]


class PenaltyKind(Choice):
    POINTS = "points", N_("points off the appraisal")
    RETRAINING = "retraining", N_("retraining")
    FINE = "fine", N_("fine")
    CLEANING = "cleaning", N_("cleaning of a building")


def measure_flaws(items: Sequence[str], measured: Sequence[Measured], prefix: str = "") -> Iterator[Problem]:
    for i, one in enumerate(measured):
        if one.item > len(items):
            message = _("There are only %(count)d promises.") % {"count": len(items)}
            yield flaw("no-such-item", message, f"{prefix}measured[{i}].item")


_HARSH = ("罚款", "扣工资", "打扫")


def penalty_flaws(penalty: str | None, fine: Decimal | None, cleaning: bool | None) -> Iterator[Problem]:
    """An estate may opt in to what the law frowns on, but not without being told."""
    fined = _("A fine that an employer lays on staff is disputed in law; points and retraining do as well.")
    if fine:
        yield flaw("fine-disputed", fined, "pledge.fine", severity="warning")
    if cleaning:
        message = _("Cleaning in one's own time is overtime without pay, which is not lawful.")
        yield flaw("unpaid-work", message, "pledge.cleaning", severity="warning")
    if not fine and not cleaning and penalty and any(word in penalty for word in _HARSH):
        hint = _("Opt in with pledge.fine or pledge.cleaning, or say points and retraining.")
        yield flaw("fine-disputed", fined, "pledge.penalty", hint, severity="warning")
