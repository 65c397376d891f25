"""The rectangular assignment problem: Jonker and Volgenant's row reductions, then shortest augmenting paths.

Rows are worked through with whole-list operations (`map`, `min`, `index`), which run several times faster than loops over
cells; predecessors are found again from the distances instead of being kept per cell.
"""

from collections.abc import Sequence
from operator import sub

FAR = 1 << 60


class _Search:
    """Dual prices and the matching so far; a column that was never matched keeps price 0, as rectangular duality demands."""

    __slots__ = ("cost", "price", "row_of")

    def __init__(self, cost: Sequence[Sequence[int]]) -> None:
        self.cost = cost
        self.price = [0] * len(cost[0])
        self.row_of = [-1] * len(cost[0])

    def reduce(self, rows: list[int]) -> list[int]:
        """Augmenting row reduction; returns the rows left over. The budget ends price wars between equal rows."""
        budget, left = 3 * len(rows), []
        while rows:
            row = rows.pop()
            while row >= 0:
                displaced, gained = self._bid(row)
                budget -= 1
                if displaced >= 0 and (not gained or budget < 0):
                    left.append(displaced)
                    break
                row = displaced
        return left

    def _bid(self, row: int) -> tuple[int, bool]:
        reduced = list(map(sub, self.cost[row], self.price))
        best = min(reduced)
        column = reduced.index(best)
        reduced[column] = FAR
        second = min(reduced)
        if second == FAR:
            second = best
        gained = best < second
        if gained:
            self.price[column] -= second - best
        elif self.row_of[column] >= 0 and len(reduced) > 1:
            column = reduced.index(second)
        displaced, self.row_of[column] = self.row_of[column], row
        return displaced, gained

    def augment(self, row: int) -> None:
        scanned_rows, offsets, scanned, distances = [row], [0], [], []
        price = self.price.copy()
        work = list(map(sub, self.cost[row], price))
        frees = [column for column, matched in enumerate(self.row_of) if matched < 0]
        while True:
            nearest = min(work)
            near = [work[free] for free in frees]
            if nearest in near:
                column = frees[near.index(nearest)]
                break
            column = work.index(nearest)
            row = self.row_of[column]
            scanned.append(column)
            distances.append(nearest)
            costs = self.cost[row]
            offset = costs[column] - price[column] - nearest
            scanned_rows.append(row)
            offsets.append(offset)
            work[column], price[column] = FAR, -FAR  # done with
            work = [old if old <= new - offset else new - offset for old, new in zip(work, map(sub, costs, price), strict=True)]
        self._flip(column, nearest, scanned_rows, offsets, scanned, distances)
        for done, distance in zip(scanned, distances, strict=True):
            self.price[done] += distance - nearest

    def _flip(self, column: int, distance: int, rows: list[int], offsets: list[int], scanned: list[int], distances: list[int]) -> None:
        """Row k + 1 was reached through scanned column k, so the path is read backwards from the distances."""
        while True:
            k = next(k for k, row in enumerate(rows) if self.cost[row][column] - self.price[column] - offsets[k] == distance)
            self.row_of[column] = rows[k]
            if not k:
                return
            column, distance = scanned[k - 1], distances[k - 1]


def assign(cost: Sequence[Sequence[int]]) -> list[int]:
    """The column of each row at least total cost; there must be at least as many columns as rows."""
    if not cost:
        return []
    search = _Search(cost)
    left = search.reduce(list(range(len(cost) - 1, -1, -1)))
    for row in search.reduce(left):
        search.augment(row)
    columns = [-1] * len(cost)
    for column, row in enumerate(search.row_of):
        if row >= 0:
            columns[row] = column
    return columns
