"""A file by its records: what stands from one `- id: ` at the margin to the next is one record's.

Alone it says what it says in the file (a test holds the two against each other). So whoever knows most sections of a file, by
their digests, has to read only the others: what a change costs does not grow with the file.
"""

from itertools import accumulate
from typing import NamedTuple

_BEGIN = "- id: "


def digest(data: bytes) -> bytes:
    """Equal for equal data alone, as far as anybody will ever see."""
    from _blake2 import blake2b  # what hashlib.blake2b is; hashlib itself would load OpenSSL, a tenth of a start

    return blake2b(data, digest_size=16).digest()


class Section(NamedTuple):
    """`line` is its first one's number in the file. A comment above a record ends the section before."""

    line: int
    text: str

    @property
    def digest(self) -> bytes:
        return digest(self.text.encode("utf-8", "surrogatepass"))


def sections(text: str) -> tuple[Section, ...]:
    """None of them where anything stands above the first record."""
    if not text.startswith(_BEGIN):
        return ()
    first, *others = text.split("\n" + _BEGIN)
    bodies = [first, *(_BEGIN + body for body in others)]
    lines = accumulate((body.count("\n") + 1 for body in bodies), initial=1)
    ends = ["\n"] * len(others) + [""]
    return tuple(map(Section, lines, map(str.__add__, bodies, ends)))
