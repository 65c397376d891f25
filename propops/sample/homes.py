"""The homes of the estate and who lives in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from propops.models.base import FeeItem
from propops.models.resident import Resident
from propops.models.unit import Occupancy, Unit
from propops.sample.dice import Dice
from propops.sample.team import SMALL

DEVELOPER = "developer"

_AREAS = (
    ((Decimal("89.36"), "两室两厅一卫"), (Decimal("118.42"), "三室两厅两卫")),
    ((Decimal("89.36"), "两室两厅一卫"), (Decimal("127.15"), "三室两厅两卫")),
    ((Decimal("96.58"), "三室一厅一卫"), (Decimal("118.42"), "三室两厅两卫")),
    ((Decimal("89.36"), "两室两厅一卫"), (Decimal("143.27"), "四室两厅两卫")),
)
_HANDED_OVER = (date(2021, 5, 20), date(2019, 9, 28), date(2020, 6, 18))


@dataclass(frozen=True)
class Home:
    """A home with its people as they were first registered. `lived_in` counts those one may call on."""

    unit: Unit
    index: int
    people: tuple[Resident, ...] = ()

    @property
    def id(self) -> str:
        return self.unit.id

    @property
    def lived_in(self) -> bool:
        return self.unit.occupancy in (Occupancy.OWNER, Occupancy.LET)

    @property
    def parking(self) -> bool:
        return bool(self.unit.charges)

    @property
    def owner(self) -> Resident:
        return self.people[0]

    @property
    def dweller(self) -> Resident:
        """Whom one meets: the tenant of a let home, else the owner."""
        return self.people[1] if self.unit.occupancy is Occupancy.LET else self.people[0]

    def payer(self, item: FeeItem) -> str:
        return next((person.id for person in self.people if item in person.payer), DEVELOPER)


@dataclass(frozen=True)
class Plan:
    """How a building looks: storeys and homes on each."""

    storeys: int
    doors: int
    entrances: int = 2


def plan_for(households: int) -> Plan:
    return Plan(20, 2) if households <= SMALL else Plan(30, 4)


def _storey_name(building: str, storey: int) -> str:
    """Building 2 has no storey called 4 or 14."""
    return {4: "3A", 14: "13A"}.get(storey, str(storey)) if building == "2" else str(storey)


def units(households: int) -> list[Unit]:
    """All homes, still owner-occupied."""
    every = _endless(plan_for(households))
    return [next(every) for __ in range(households)]


def _endless(plan: Plan) -> Iterator[Unit]:
    building = 0
    while True:
        building += 1
        for entrance in range(1, plan.entrances + 1):
            for storey in range(1, plan.storeys + 1):
                for door in range(1, plan.doors + 1):
                    yield _unit(str(building), str(entrance), storey, door)


def _unit(building: str, entrance: str, storey: int, door: int) -> Unit:
    room = f"{_storey_name(building, storey)}{door:02d}"
    area, layout = _AREAS[int(building) % 4][door % 2 - 1]
    return Unit(
        id=f"{building}-{entrance}-{room}",
        building=building,
        entrance=entrance,
        room=room,
        storey=storey,
        area_m2=area,
        layout=layout,
        occupancy=Occupancy.OWNER,
        handed_over=_HANDED_OVER[int(building) % 3],
    )


def occupied(all_units: list[Unit], kept: Iterable[str], dice: Dice) -> list[Unit]:
    """12 % vacant, 20 % let, five of 240 not yet sold, those in the last building; `kept` stay with their owners."""
    count, keep = len(all_units), set(kept)
    free = [unit for unit in all_units if unit.id not in keep]
    unsold = dice.mixed([unit.id for unit in free if unit.building == free[-1].building])[: count // 48]
    rest = [id for id in dice.mixed([unit.id for unit in free]) if id not in unsold]
    vacant, let = round(count * 0.12), round(count * 0.20)
    state: dict[str, Occupancy] = dict.fromkeys(unsold, Occupancy.NOT_HANDED_OVER)
    state |= dict.fromkeys(rest[:vacant], Occupancy.VACANT)
    state |= dict.fromkeys(rest[vacant : vacant + let], Occupancy.LET)
    return [_settled(unit, state) for unit in all_units]


def _settled(unit: Unit, state: Mapping[str, Occupancy]) -> Unit:
    occupancy = state.get(unit.id, Occupancy.OWNER)
    handed_over = None if occupancy is Occupancy.NOT_HANDED_OVER else unit.handed_over
    return replace(unit, occupancy=occupancy, handed_over=handed_over)


def moved_in(unit: Unit, dice: Dice) -> date:
    assert unit.handed_over is not None
    return unit.handed_over + timedelta(dice.number(20, 420))
