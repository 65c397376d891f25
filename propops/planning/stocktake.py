"""A walk along the key board: which hook comes next, what was said of those before, and the record that follows from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from propops.models.base import natural
from propops.models.key import Key
from propops.models.key_stocktake import Difference, Found, KeyStocktake


@dataclass(frozen=True)
class Answer:
    """`found` is None for a key that hangs where it should."""

    found: Found | None = None
    where: str | None = None


THERE, MISSING = Answer(), Answer(Found.MISSING)


def elsewhere(where: str) -> Answer:
    return Answer(Found.ELSEWHERE, where)


@dataclass(frozen=True)
class Walk:
    """The keys in the order in which one stands before them; the first of them have their answers."""

    keys: tuple[Key, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def current(self) -> Key | None:
        return self.keys[len(self.answers)] if len(self.answers) < len(self.keys) else None

    def say(self, answer: Answer) -> "Walk":
        return replace(self, answers=(*self.answers, answer))

    def undo(self) -> "Walk":
        return replace(self, answers=self.answers[:-1])

    def say_all(self, answer_of: Callable[[Key], Answer]) -> "Walk":
        """Everything that is left."""
        rest = self.keys[len(self.answers) :]
        return replace(self, answers=(*self.answers, *map(answer_of, rest)))


def walk_of(keys: Iterable[Key], here: Mapping[str, int], stocktake: KeyStocktake) -> Walk:
    """Along the kept keys of the board that are not all on loan; goes on where the stocktake was broken off."""
    said = _answers(stocktake)
    kept = [key for key in keys if key.is_kept and stocktake.board in (None, key.board)]
    met = sorted((key for key in kept if key.id in said or here[key.id] > 0), key=_order)
    done = [key for key in met if key.id in said]
    return Walk((*done, *(key for key in met if key.id not in said)), tuple(said[key.id] for key in done))


def _answers(stocktake: KeyStocktake) -> dict[str, Answer]:
    different = {one.key: Answer(one.found, one.where) for one in stocktake.differences}
    return dict.fromkeys(stocktake.there, THERE) | different


def _order(key: Key) -> tuple[object, ...]:
    """What has no hook comes last."""
    return key.location is None, natural(key.location or ""), natural(key.id)


def counted(stocktake: KeyStocktake, walk: Walk, out: Iterable[str], now: datetime) -> KeyStocktake:
    """The record of what was said so far; finished when every hook was seen. What is `out` then was not to be seen."""
    said = list(zip(walk.keys, walk.answers, strict=False))
    there = tuple(key.id for key, answer in said if answer.found is None)
    differences = tuple(Difference(key=key.id, found=answer.found, where=answer.where) for key, answer in said if answer.found)
    is_finished = walk.current is None
    lent = tuple(sorted({*out} - {key.id for key in walk.keys}, key=natural)) if is_finished else ()
    return replace(stocktake, there=there, differences=differences, out=lent, finished_at=now if is_finished else None)
