"""Markdown tables, with cells joined to the left (`<`) and upwards (`^`), which Markdown has not."""

from collections.abc import Iterator
from dataclasses import replace

from markdown_it.token import Token

from propops.documents.blocks import Align, Cell, Row, Run, Table
from propops.documents.inline import runs
from propops.i18n import _

# A value's own `<` travels in disguise until here, so these are the template's.
LEFT, UP = "<", "^"


def table(tokens: Iterator[Token]) -> Table:
    grid: list[list[tuple[str, Cell]]] = []
    headings = 0
    for token in tokens:
        if token.type == "tr_open":
            grid.append([])
        elif token.type in ("th_open", "td_open"):
            headings += token.type == "th_open"
            grid[-1].append(_cell(token, next(tokens)))
    if grid and not any(cell.runs for _mark, cell in grid[0]):
        grid, headings = grid[1:], 0
    if not grid:
        raise ValueError(_("A table has no rows."))
    _join(grid)
    rows = [Row(tuple(cell for _mark, cell in cells)) for cells in grid]
    if headings:
        rows[0] = replace(rows[0], heading=True)
    return Table(tuple(rows), (1.0,) * max(len(cells) for cells in grid))


def _cell(token: Token, inline: Token) -> tuple[str, Cell]:
    style = str(token.attrs.get("style", ""))
    aligns: dict[str, Align] = {"text-align:left": "left", "text-align:center": "center", "text-align:right": "right"}
    found = runs(inline)
    label = bool(found) and all(run.bold or run.text == "\n" for run in found)
    return inline.content, Cell(found, aligns.get(style, ""), label=label)


def _join(grid: list[list[tuple[str, Cell]]]) -> None:
    """From the last cell to the first, so that a joined cell has gathered its own before it joins."""
    for y in range(len(grid) - 1, -1, -1):
        for x in range(len(grid[y]) - 1, -1, -1):
            mark, cell = grid[y][x]
            if mark == LEFT and x:
                _cover(grid, y, x, y, x - 1, across=cell.across)
            elif mark == UP and y:
                _cover(grid, y, x, y - 1, x, down=cell.down)


def _cover(grid: list[list[tuple[str, Cell]]], y: int, x: int, to_y: int, to_x: int, across: int = 0, down: int = 0) -> None:
    mark, target = grid[to_y][to_x]
    grid[to_y][to_x] = (mark, replace(target, across=target.across + across, down=target.down + down))
    grid[y][x] = (mark, Cell((Run(""),), covered=True))
