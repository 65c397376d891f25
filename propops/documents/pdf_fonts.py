"""The packaged fonts, and what they cannot draw: typst puts an empty box there and says nothing."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Any
from unicodedata import category

FULL_UNICODE = (3, 10)
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
VARIANTS = range(0xFE00, 0xFE10)  # they choose a form of the character before them


@cache
def packaged() -> Any:
    """These alone give the same page on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(_serif().parent)])


@cache
def with_those_of_the_system() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=True, font_paths=[str(_serif().parent)])


def missing(texts: Iterable[str]) -> set[str]:
    """The characters that the packaged font has no picture of and that need one."""
    used = set().union(*texts)
    undrawn = {character for character in used if ord(character) not in _drawn() and ord(character) not in VARIANTS}
    return {character for character in undrawn if category(character) not in UNSEEN}


def _serif() -> Path:
    import pylopdf_fonts_zh_cn as noto

    return Path(noto.serif_path())


@cache
def _drawn() -> frozenset[int]:
    font = _serif().read_bytes()
    return frozenset(code for first, last in _ranges(font, _character_map(font)) for code in range(first, last + 1))


def _character_map(font: bytes) -> int:
    """Where the table of characters stands that reaches beyond the first 65,536."""
    (tables,) = unpack_from(">H", font, 4)
    directory = {tag: offset for tag, __, offset, __ in iter_unpack(">4sLLL", font[12 : 12 + 16 * tables])}
    start = directory[b"cmap"]
    (count,) = unpack_from(">H", font, start + 2)
    maps = {(platform, encoding): offset for platform, encoding, offset in iter_unpack(">HHL", font[start + 4 : start + 4 + 8 * count])}
    return int(start + maps[FULL_UNICODE])


def _ranges(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    (groups,) = unpack_from(">L", font, start + 12)
    return ((first, last) for first, last, __ in iter_unpack(">LLL", font[start + 16 : start + 16 + 12 * groups]))
