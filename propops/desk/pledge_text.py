"""What a pledge says: the estate's own words in the settings, else the standard text."""

from collections.abc import Iterator

from propops.estate import Estate
from propops.models.parts.phrases import PledgeText
from propops.models.parts.promise import Measured, penalty_flaws
from propops.models.policies.pledges import PledgePolicy
from propops.store import beside
from propops.terminal.output import show_problems
from propops.tuples import NamedTuple


class Wording(NamedTuple):
    items: tuple[str, ...]
    measured: tuple[Measured, ...]
    penalty: str


def wording(estate: Estate) -> Wording:
    """Warns of a penalty that the estate has opted in to."""
    policy, language = estate.policy(PledgePolicy), estate.language
    text = beside.read(estate.root, beside.path_of(estate.root, "promises", language), PledgeText)
    show_problems(list(penalty_flaws(None, policy.fine, policy.cleaning)))
    penalty = ("，" if language == "zh" else ", ").join([policy.penalty or text.penalty, *_opted(policy, text)])
    return Wording(policy.items, policy.measured, penalty) if policy.items else Wording(text.items, text.measured, penalty)


def _opted(policy: PledgePolicy, text: PledgeText) -> Iterator[str]:
    if policy.fine:
        yield text.fine.replace("{amount}", f"{policy.fine:f}")
    if policy.cleaning:
        yield text.cleaning
