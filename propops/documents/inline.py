"""The inside of a paragraph: bold, small print, places to write on, line breaks."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from propops.documents.blocks import Run, Runs
from propops.documents.plain import BLANK, BREAK, KEEP, restore

_PARTS = re.compile(f"({BLANK}+|{BREAK}|{KEEP}[^{KEEP}]*{KEEP})")


def runs(token: Token) -> Runs:
    return tuple(_runs(token.children or []))


def _runs(children: list[Token]) -> Iterator[Run]:
    bold = small = 0
    for index, child in enumerate(children):
        bold += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        small += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        if child.type == "text" and child.content:
            yield from _split(child.content, bold > 0, small > 0)
        elif child.type == "hardbreak":
            yield Run("\n")
        elif child.type == "softbreak":
            yield Run(_joint(children[index - 1].content, children[index + 1].content), bold > 0, small > 0)


def _joint(before: str, after: str) -> str:
    """A line end in the template is a space between Latin words and nothing between Chinese ones."""
    return " " if before[-1:].isascii() and after[:1].isascii() else ""


def _split(text: str, bold: bool, small: bool) -> Iterator[Run]:
    for part in _PARTS.split(text):
        if part.startswith(BLANK):
            yield Run("", bold, small, len(part))
        elif part == BREAK:
            yield Run("\n")
        elif part.startswith(KEEP):
            yield Run(restore(part.strip(KEEP)), bold, small, kept=True)
        elif part:
            yield Run(restore(part), bold, small)
