"""How long something takes for most: by nearest rank, so that the figure is one that was measured."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

V = TypeVar("V", int, timedelta)


def percentile(values: Sequence[V], percent: int) -> V | None:
    """The smallest value that so many per cent do not exceed; None of nothing."""
    rank = -(-len(values) * percent // 100)
    return sorted(values)[max(rank, 1) - 1] if values else None
