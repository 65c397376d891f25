"""The slot of each visit: wishes first, then even shares over the slots of the month."""

from collections import Counter
from collections.abc import Mapping

from propops.planning.levelling import outside, slot_bounds
from propops.planning.rota import Rota
from propops.planning.windows import prefers

Place = tuple[int, str]  # day and slot


def choose_slots(rota: Rota) -> dict[int, Place]:
    """Day and slot by visit."""
    chosen: dict[int, Place] = {}
    used: Counter[str] = Counter()
    for day, members in rota.groups.items():
        slots = _seat_day(rota, day, members, used)
        used.update(slots)
        chosen.update((visit, (day, slot)) for visit, slot in zip(members, slots, strict=True))
    _balance(rota, chosen, used)
    return chosen


def _missed(rota: Rota, visit: int, day: int, slot: str) -> bool:
    return not prefers(rota.visits[visit].household.window, rota.timetable.horizon.weekdays[day], slot)


def _seat_day(rota: Rota, day: int, members: list[int], used: Mapping[str, int]) -> list[str]:
    slots = sorted((slot.id for slot in rota.timetable.slots[day]), key=lambda slot: (used.get(slot, 0), slot))
    if len(members) <= rota.timetable.officer.max_slot:
        return [_best_slot(rota, visit, day, slots) for visit in members]
    ids = [slot.id for slot in rota.timetable.slots[day]]
    seated = rota.seat(day, members, [[100 * _missed(rota, visit, day, slot) + slots.index(slot) for slot in ids] for visit in members])
    if seated is None:  # only announced visits can be more than the slots hold now
        return [_best_slot(rota, visit, day, slots) for visit in members]
    return seated


def _best_slot(rota: Rota, visit: int, day: int, slots: list[str]) -> str:
    allowed = rota.allowed(visit, day)
    return min((slot for slot in slots if slot in allowed), key=lambda slot: _missed(rota, visit, day, slot), default=allowed[0])


def _balance(rota: Rota, chosen: dict[int, Place], used: Counter[str]) -> None:
    """One visit at a time changes its slot within its day while that evens the shares, the cheapest change first."""
    shares = slot_bounds(rota.timetable, rota.total)
    cells = Counter(chosen.values())
    while step := _best_step(rota, chosen, used, cells, shares):
        _gain, visit, slot = step
        day, old = chosen[visit]
        chosen[visit] = (day, slot)
        used[old] -= 1
        used[slot] += 1
        cells[day, old] -= 1
        cells[day, slot] += 1


def _best_step(
    rota: Rota, chosen: Mapping[int, Place], used: Counter[str], cells: Counter[Place], shares: Mapping[str, tuple[int, int]]
) -> tuple[int, int, str] | None:
    best: tuple[int, int, str] | None = None
    for visit, (day, old) in chosen.items():
        for slot in rota.allowed(visit, day):
            if slot == old or slot not in shares or old not in shares or cells[day, slot] >= rota.timetable.officer.max_slot:
                continue
            gain = 1000 * _evened(used, shares, old, slot) + _missed(rota, visit, day, slot) - _missed(rota, visit, day, old)
            if gain < 0 and (best is None or (gain, visit) < best[:2]):
                best = (gain, visit, slot)
    return best


def _evened(used: Counter[str], shares: Mapping[str, tuple[int, int]], old: str, new: str) -> int:
    change = 0
    for slot, step in ((old, -1), (new, 1)):
        low, high = shares[slot]
        change += outside(used[slot] + step, low, high) - outside(used[slot], low, high)
    return change
