"""Days that need little walking: neighbours are cut into groups of the sizes wanted, groups are given to days."""

from collections import Counter
from collections.abc import Iterable, Sequence

from propops.planning.assignment import assign
from propops.planning.costs import Costs
from propops.planning.rota import BLOCKED, Rota


def regroup(rota: Rota, costs: Costs) -> dict[int, list[int]] | None:
    """New groups for the days' present loads, possibly with visits on days that are not allowed for them; None where the
    method does not apply: visits that may not move, or loads of more than two sizes."""
    sizes = Counter(len(group) for group in rota.groups.values() if group)
    members = [visit for group in rota.groups.values() for visit in group]
    if not members or len(sizes) > 2 or any(rota.visits[visit].fixed for visit in members):
        return None
    order = sorted(members, key=lambda v: (rota.visits[v].household.building, rota.visits[v].household.storey, rota.visits[v].household.id))
    groups = _cut(order, sizes, costs)
    result: dict[int, list[int]] = {day: [] for day in rota.groups}
    for size in sorted(sizes):
        days = [day for day, group in rota.groups.items() if len(group) == size]
        result.update(give_days([group for group in groups if len(group) == size], days, costs))
    return result


def _cut(order: Sequence[int], sizes: Counter[int], costs: Costs) -> list[list[int]]:
    """Cuts the row of neighbours at least walk; `best[i, k]` ends before i with k groups of the greater size."""
    small, great = min(sizes), max(sizes)
    best: list[dict[int, tuple[int, int]]] = [{} for _ in range(len(order) + 1)]
    best[0][0] = (0, 0)
    limit = sizes[great] if great > small else 0
    for i in range(len(order)):
        for size, extra in ((small, 0), (great, 1)) if great > small else ((small, 0),):
            if i + size > len(order):
                continue
            step = costs.walk(order[i : i + size])
            for k, (cost, _size) in best[i].items():
                if k + extra <= limit and (cost + step, size) < best[i + size].get(k + extra, (BLOCKED, 0)):
                    best[i + size][k + extra] = (cost + step, size)
    return list(_read_back(order, best, limit, great if great > small else 0))


def _read_back(order: Sequence[int], best: list[dict[int, tuple[int, int]]], k: int, great: int) -> Iterable[list[int]]:
    end = len(order)
    while end:
        size = best[end][k][1]
        yield list(order[end - size : end])
        end -= size
        k -= size == great


def give_days(groups: Sequence[list[int]], days: Sequence[int], costs: Costs) -> dict[int, list[int]]:
    rows = [[sum(costs.on_day[day][visit] for visit in group) for day in days] for group in groups]
    if all(row[place] == min(row) for place, row in enumerate(rows)):
        return dict(zip(days, groups, strict=True))
    return {days[column]: group for group, column in zip(groups, assign(rows), strict=True)}
