"""Two texts of a file -> what of them is a record's, and only one of them has.

Versions of a long file are alike but for a record: what they begin and end with alike is found by comparing bytes, not taken apart.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from propops.tuples import NamedTuple


class Block(NamedTuple):
    """A record's text, and the line it begins in."""

    line: int
    text: bytes


def only_in_each(old: bytes, new: bytes) -> tuple[list[Block], list[Block]]:
    """Blocks are told by what they say, wherever they stand."""
    head, tail = _alike(old, new)
    line = 1 + old.count(b"\n", 0, head)
    mine, theirs = (blocks_of(text[head : len(text) - tail]) for text in (old, new))
    return list(_only_in(mine, theirs, line)), list(_only_in(theirs, mine, line))


def blocks_of(text: bytes) -> Sequence[bytes]:
    """Records without their last line end; one begins where a line begins with `- `. A text where none does is one block."""
    if not text:
        return []
    return [text] if _is_odd(text) else re.split(rb"\n(?=- )", text.removesuffix(b"\n"))


def _only_in(blocks: Sequence[bytes], others: Sequence[bytes], line: int) -> Iterator[Block]:
    left = Counter(others)
    for text in blocks:
        if left[text]:
            left[text] -= 1
        else:
            yield Block(line, text + b"\n")
        line += text.count(b"\n") + 1


def _is_odd(text: bytes) -> bool:
    return b"\r" in text or text.startswith(b"\xef\xbb\xbf")


def _alike(old: bytes, new: bytes) -> tuple[int, int]:
    """How much both begin and end with alike, in whole blocks."""
    if _is_odd(old) or _is_odd(new):
        return 0, 0
    least = min(len(old), len(new))
    begin = _longest(least, lambda low, high: new.startswith(old[low:high], low))
    end = _longest(least - begin, lambda low, high: new.endswith(old[len(old) - high : len(old) - low], 0, len(new) - low))
    block = new.find(b"\n- ", len(new) - end)
    return new.rfind(b"\n- ", 0, begin) + 1, len(new) - block - 1 if block >= 0 else 0


def _longest(most: int, is_alike: Callable[[int, int], bool]) -> int:
    """Up to where all is alike. Each half is compared once, by the machine's own way to compare bytes."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if is_alike(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
