"""Chance that gives the same on every Python: only `Random.random()` is asked, whose numbers are promised never to change."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Each topic throws its own dice, so that a change in one story leaves all others as they were."""

    def __init__(self, *topic: object) -> None:
        self._random = Random(":".join(map(str, topic)))

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def number(self, low: int, high: int) -> int:
        """Both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        return things[self.number(0, len(things) - 1)]

    def weighted(self, things: Sequence[tuple[float, T]]) -> T:
        left = self._random.random() * sum(weight for weight, __ in things)
        for weight, thing in things:
            left -= weight
            if left < 0:
                return thing
        return things[-1][1]

    def mixed(self, things: Sequence[T]) -> list[T]:
        order = sorted((self._random.random(), i) for i in range(len(things)))
        return [things[i] for __, i in order]
