"""How complete a household's file is: points for what is known, of the points that can be had for such a home.

The table of criteria is the rule; docs/completeness.md says it in words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from propops.i18n import N_
from propops.models.resident import Resident, ResidentRole, Welcome
from propops.models.unit import Occupancy, Unit
from propops.models.visit import Visit, VisitStatus

VISITED_WITHIN = timedelta(days=365)


@dataclass(frozen=True)
class Household:
    """A home on a day: who has to do with it, who of them lives there, and when it was last visited."""

    unit: Unit
    people: Sequence[Resident]
    dwellers: Sequence[Resident]
    last_visit: date | None
    day: date

    @property
    def is_handed_over(self) -> bool:
        return self.unit.occupancy is not Occupancy.NOT_HANDED_OVER

    @property
    def owners(self) -> list[Resident]:
        return [person for person in self.people if person.role is ResidentRole.OWNER]

    @property
    def wants_visits(self) -> bool:
        return self.unit.is_lived_in and all(person.visits is not Welcome.OPTED_OUT for person in self.dwellers)


@dataclass(frozen=True)
class Criterion:
    token: str
    label: str
    points: int
    applies: Callable[[Household], bool]
    is_met: Callable[[Household], bool]


def _always(home: Household) -> bool:
    return True


def _handed_over(home: Household) -> bool:
    return home.is_handed_over


def _lived_in(home: Household) -> bool:
    return home.unit.is_lived_in


def _any(people: Iterable[Resident], field: str) -> bool:
    return any(getattr(person, field) for person in people)


CRITERIA = (
    Criterion("area", N_("area"), 10, _always, lambda home: home.unit.area_m2 is not None),
    Criterion("layout", N_("layout"), 5, _always, lambda home: bool(home.unit.layout)),
    Criterion("handed-over", N_("day of hand-over"), 5, _handed_over, lambda home: home.unit.handed_over is not None),
    Criterion("owner", N_("owner"), 20, _handed_over, lambda home: bool(home.owners)),
    Criterion("owner-phone", N_("owner's phone"), 15, _handed_over, lambda home: _any(home.owners, "phone")),
    Criterion("payer", N_("who pays"), 5, _handed_over, lambda home: _any(home.people, "payer")),
    Criterion("dweller", N_("who lives here"), 10, _lived_in, lambda home: bool(home.dwellers)),
    Criterion("phone", N_("phone of who lives here"), 5, _lived_in, lambda home: _any(home.dwellers, "phone")),
    Criterion("address", N_("form of address"), 5, _lived_in, lambda home: _any(home.dwellers, "address_as")),
    Criterion("preference", N_("contact preference"), 5, _lived_in, lambda home: _any(home.dwellers, "contact")),
    Criterion("emergency", N_("emergency contact"), 5, _lived_in, lambda home: _any(home.dwellers, "emergency_contact")),
    Criterion("profile", N_("something learned on a visit"), 5, _lived_in, lambda home: _any(home.dwellers, "profile")),
    Criterion(
        "visited",
        N_("visited within a year"),
        5,
        lambda home: home.wants_visits,
        lambda home: home.last_visit is not None and home.day - home.last_visit <= VISITED_WITHIN,
    ),
)


@dataclass(frozen=True)
class Completeness:
    """`score` in per cent, rounded down, so that 100 means that nothing is missing."""

    unit: str
    had: int
    possible: int
    missing: tuple[Criterion, ...]
    people: tuple[str, ...]

    @property
    def score(self) -> int:
        return 100 * self.had // self.possible


def household(unit: Unit, residents: Iterable[Resident], visits: Iterable[Visit], day: date) -> Household:
    """The owner of a let home does not live in it."""
    people = [person for person in residents if person.moved_out is None or day < person.moved_out]
    is_let = unit.occupancy is Occupancy.LET
    dwellers = [person for person in people if person.lives_here(day) and not (is_let and person.role is ResidentRole.OWNER)]
    last = max((visit.date for visit in visits if visit.status is VisitStatus.DONE), default=None)
    return Household(unit, people, dwellers if unit.is_lived_in else (), last, day)


def completeness(home: Household) -> Completeness:
    asked = [criterion for criterion in CRITERIA if criterion.applies(home)]
    missing = tuple(criterion for criterion in asked if not criterion.is_met(home))
    possible = sum(criterion.points for criterion in asked)
    had = possible - sum(criterion.points for criterion in missing)
    return Completeness(home.unit.id, had, possible, missing, tuple(person.id for person in home.people))
