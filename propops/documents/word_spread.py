"""A framed page for the wall should be filled: Word cannot stretch a page, so the room left is guessed and shared out."""

from collections.abc import Sequence
from math import ceil
from unicodedata import east_asian_width

from propops.documents.blocks import Block, BulletList, Heading, NumberedList, Paragraph, Runs, Seal, Signature
from propops.documents.looks import Look

POINTS_PER_MM = 72 / 25.4
# A guess that is too small costs some white, one that is too large a second page.
CAUTION = 14
MOST = 30


def spread(blocks: Sequence[Block], look: Look, width: float, height: float) -> float:
    """Points after each item of a list."""
    items = sum(len(block.items) for block in blocks if isinstance(block, BulletList | NumberedList))
    used = sum(_height(block, look, width * POINTS_PER_MM) for block in blocks)
    free = height * POINTS_PER_MM - used - CAUTION
    return look.item_after + min(max(free / items, 0), MOST) if items else 0


def _height(block: Block, look: Look, width: float) -> float:
    line = look.body * look.leading
    if isinstance(block, Heading) and block.level == 1:
        return _lines(block.runs, look.title * (1 + look.title_spacing), width) * look.title * 1.35 + look.title_after
    if isinstance(block, Heading | Paragraph):
        return _lines(block.runs, look.body, width) * line + look.after
    if isinstance(block, BulletList | NumberedList):
        return sum(_lines(item, look.body, width - 2 * look.body) * line + look.item_after for item in block.items)
    if isinstance(block, Signature):
        return len(block.rows) * (line + look.after + 4)
    if isinstance(block, Seal):
        return look.seal * POINTS_PER_MM + len(block.lines) * line
    return line


def _lines(runs: Runs, size: float, width: float) -> int:
    wide = sum(1.0 if east_asian_width(letter) in "WFA" else 0.55 for run in runs for letter in run.text)
    return max(1, ceil((wide + 1) * size / width))
