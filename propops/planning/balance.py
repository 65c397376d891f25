"""Items into bins at the least cost, where bins, and groups of bins, cost for what they hold beyond their fair share.

A minimum-cost flow. In its residual network items lead from bin to bin, and every bin leads over the groups around it to the whole and
back; a flow is the best there is when no cycle costs less than nothing, so cycles are followed until there is none (Klein's algorithm).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from propops.planning.levelling import Share

BLOCKED = 10**16  # what an item costs in a bin that it must not go to

Arc = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bin:
    """`shares`: its own, then those of the groups around it, the inner ones first; groups are nested. `room`: items it holds at most."""

    shares: tuple[Share, ...]
    room: int


def balance(chosen: Sequence[int], costs: Sequence[Sequence[int]], bins: Sequence[Bin]) -> list[int]:
    """The bin of each item at the least cost of items and shares together; `chosen` is any way to begin with."""
    chosen = list(chosen)
    while True:
        _count(chosen, bins)
        movers = _movers(chosen, costs)
        steps = {(chosen[item], target): costs[item][target] - costs[item][chosen[item]] for (__, target), item in movers.items()}
        cycle = _negative_cycle(steps | _links(bins))
        if not cycle:
            return chosen
        for arc in cycle:
            if arc in movers:
                chosen[movers[arc]] = arc[1]


def _count(chosen: Sequence[int], bins: Sequence[Bin]) -> None:
    for one in bins:
        for share in one.shares:
            share.count = 0
    for place in chosen:
        for share in bins[place].shares:
            share.count += 1


def _movers(chosen: Sequence[int], costs: Sequence[Sequence[int]]) -> dict[Arc, int]:
    """The item that goes from one bin to another at the least cost."""
    best: dict[Arc, tuple[int, int]] = {}
    for item, (origin, row) in enumerate(zip(chosen, costs, strict=True)):
        for target, cost in enumerate(row):
            step = cost - row[origin], item
            if target != origin and cost < BLOCKED and step < best.get((origin, target), (BLOCKED, 0)):
                best[origin, target] = step
    return {arc: item for arc, (__, item) in best.items()}


def _links(bins: Sequence[Bin]) -> dict[Arc, int]:
    """One item more or less in a bin, in the groups around it, and in the whole, which comes last."""
    groups = dict.fromkeys(share for one in bins for share in one.shares[1:])
    number = {share: len(bins) + place for place, share in enumerate(groups)}
    links: dict[Arc, int] = {}
    for place, one in enumerate(bins):
        nodes = [place, *(number[share] for share in one.shares[1:]), len(bins) + len(groups)]
        for share, (inner, outer) in zip(one.shares, pairwise(nodes), strict=True):
            links[inner, outer], links[outer, inner] = share.more(), share.less()
        if one.shares[0].count >= one.room:
            del links[place, nodes[1]]
        if not one.shares[0].count:
            del links[nodes[1], place]
    return links


def _negative_cycle(arcs: Mapping[Arc, int]) -> list[Arc]:
    """Bellman and Ford's algorithm from all nodes at once; nothing where there is none."""
    distance = dict.fromkeys((node for arc in arcs for node in arc), 0)
    before: dict[int, int] = {}
    is_settled = False
    while not is_settled:
        is_settled = True
        for (origin, target), cost in arcs.items():
            if distance[origin] + cost < distance[target]:
                distance[target] = distance[origin] + cost
                before[target] = origin
                is_settled = False
        if cycle := _loop(before):
            return cycle
    return []


def _loop(before: Mapping[int, int]) -> list[Arc]:
    """The arcs of a cycle among those that lead to each node, if they close one."""
    seen: dict[int, int] = {}
    for start in before:
        node = start
        while node in before and node not in seen:
            seen[node] = start
            node = before[node]
        if seen.get(node) == start and node in before:
            arcs = [(before[node], node)]
            while arcs[-1][0] != node:
                arcs.append((before[arcs[-1][0]], arcs[-1][0]))
            return arcs
    return []
