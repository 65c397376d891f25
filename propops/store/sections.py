"""A file by its records: what stands from one `- id: ` at the margin to the next is one record's.

Alone it says what it says in the file (a test holds the two against each other). So whoever knows most sections of a file, by
their digests, has to read only the others: what a change costs does not grow with the file.
"""

from functools import lru_cache
from itertools import accumulate

from propops.digests import digest
from propops.tuples import NamedTuple

_BEGIN = "- id: "


class Section(NamedTuple):
    """`line` is its first one's number in the file. A comment above a record ends the section before."""

    line: int
    text: str


@lru_cache(maxsize=2)  # a file that was changed is taken into the index, and then it is written to
def sections(text: str) -> tuple[Section, ...]:
    """None of them where anything stands above the first record."""
    if not text.startswith(_BEGIN):
        return ()
    first, *others = text.split("\n" + _BEGIN)
    bodies = [first, *(_BEGIN + body for body in others)]
    lines = accumulate((body.count("\n") + 1 for body in bodies), initial=1)
    ends = ["\n"] * len(others) + [""]
    return tuple(map(Section._make, zip(lines, map(str.__add__, bodies, ends), strict=False)))


@lru_cache(maxsize=2)
def digests(text: str) -> tuple[bytes, ...]:
    """Those of its sections."""
    return tuple(digest(section.text.encode("utf-8", "surrogatepass")) for section in sections(text))
