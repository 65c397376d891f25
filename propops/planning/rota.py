"""One officer's month while it is being arranged: which visit on which day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from propops.planning.assignment import assign
from propops.planning.instance import Household
from propops.planning.windows import Timetable

BLOCKED = 10**6  # a day or slot that is not allowed


@dataclass(slots=True)
class Visit:
    """`mask`: the days allowed. A fixed visit has its slot already; an optional one may be exchanged for a spare one."""

    household: Household
    mask: int
    optional: bool = False
    fixed: str = ""
    continuity_broken: bool = False


@dataclass
class Rota:
    """`groups`: the visits of each day on duty, by index; `spare`: optional visits not chosen."""

    timetable: Timetable
    visits: Sequence[Visit]
    groups: dict[int, list[int]]
    spare: list[int] = field(default_factory=list)
    _choices: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(map(len, self.groups.values()))

    def arranged(self, groups: Mapping[int, Sequence[int]]) -> "Rota":
        """The same visits in another way."""
        chosen = {visit for group in groups.values() for visit in group}
        spare = [visit for visit in range(len(self.visits)) if visit not in chosen]
        return replace(self, groups={day: list(group) for day, group in groups.items()}, spare=spare)

    def allowed(self, visit: int, day: int) -> tuple[str, ...]:
        item = self.visits[visit]
        return (item.fixed,) if item.fixed else self.timetable.allowed(item.household.window, day)

    def fits(self, day: int, members: Sequence[int]) -> bool:
        """Whether slots can be found for all of them, by Hall's condition; few visits fit without looking."""
        officer = self.timetable.officer
        if len(members) <= officer.max_slot:
            return len(members) <= officer.max_day
        slots = len(self.timetable.slots[day])
        if len(members) > min(officer.max_day, officer.max_slot * slots):
            return False
        every = (1 << slots) - 1
        narrow = [choice for visit in members if (choice := self._choice(visit, day)) != every]
        return not narrow or all(
            sum(not choice & ~subset for choice in narrow) <= officer.max_slot * subset.bit_count() for subset in range(every)
        )

    def _choice(self, visit: int, day: int) -> int:
        """The slots allowed, as a bit mask over those of the day."""
        choice = self._choices.get((visit, day))
        if choice is None:
            allowed = self.allowed(visit, day)
            choice = sum(1 << place for place, slot in enumerate(self.timetable.slots[day]) if slot.id in allowed)
            self._choices[visit, day] = choice
        return choice

    def seat(self, day: int, members: Sequence[int], cost: Sequence[Sequence[int]] | None = None) -> list[str] | None:
        """A slot for each at least cost (per member and slot of the day), or None."""
        slots = [slot.id for slot in self.timetable.slots[day]]
        room = self.timetable.officer.max_slot
        if len(members) > len(slots) * room:
            return None
        rows = []
        for k, visit in enumerate(members):
            allowed = self.allowed(visit, day)
            row = cost[k] if cost else [0] * len(slots)
            rows.append([c if slot in allowed else BLOCKED for slot, c in zip(slots, row, strict=True) for _seat in range(room)])
        columns = assign(rows)
        if any(rows[k][column] >= BLOCKED for k, column in enumerate(columns)):
            return None
        return [slots[column // room] for column in columns]


def movable(rota: Rota, members: Iterable[int]) -> list[int]:
    return [visit for visit in members if not rota.visits[visit].fixed]
