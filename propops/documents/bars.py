"""Stacked bars, one for each question: drawn in HTML, a row of a table elsewhere; read in black and white by their numbers."""

from collections.abc import Sequence
from html import escape
from itertools import accumulate

from propops.documents.blocks import Bar, Bars, Cell, Row, Run, Runs, Table
from propops.documents.plain import restore
from propops.i18n import _

# From the best answer to the worst: paper on which the number is written, and ink it is written in.
SHADES = (("#2b2b2b", "#fff"), ("#777", "#fff"), ("#bbb", "#000"), ("#e4e4e4", "#000"), ("#fff", "#000"))
WIDTH, LABEL, NOTE, STEP = 180.0, 58.0, 16.0, 7.5  # millimetres on A4
LETTER = 3.2
STEPS = 30  # columns of the table that a bar fills
NARROW = 2  # of them, so that a number fits


def read(rest: str, rows: Sequence[str]) -> Bars:
    """`bars 满意, 一般, 不满意`, then a line for each: `label | 12 30 4 | note`."""
    names = tuple(restore(name.strip()) for name in rest.split(",") if name.strip())
    if not 1 <= len(names) <= len(SHADES):
        raise ValueError(_("bars names its parts, %(most)d at most.") % {"most": len(SHADES)})
    return Bars(names, tuple(_bar(row, len(names)) for row in rows))


def _bar(row: str, count: int) -> Bar:
    label, parts, note = ([part.strip() for part in row.split("|")] + ["", ""])[:3]
    numbers = parts.split()
    if len(numbers) != count or not all(number.isascii() and number.isdigit() for number in numbers):
        raise ValueError(_("“%(row)s” is not a name and %(count)d numbers.") % {"row": restore(row), "count": count})
    return Bar(restore(label), tuple(map(int, numbers)), restore(note))


# --- drawn ------------------------------------------------------------------------------------------------------------


def svg(block: Bars) -> str:
    height = STEP * (len(block.bars) + 1)
    body = _legend(block.names) + "".join(_drawn(bar, STEP * place) for place, bar in enumerate(block.bars, 1))
    face = f'font-size="{LETTER}" font-family="SimSun,Noto Serif SC,serif"'
    return f'<svg class="bars" role="img" viewBox="0 0 {WIDTH:g} {height:g}" width="100%" {face}>{body}</svg>\n'


def _legend(names: Sequence[str]) -> str:
    step = (WIDTH - LABEL - NOTE) / len(names)
    return "".join(
        _box(LABEL + step * place, 1.5, 3.2, 3.2, SHADES[place][0]) + _text(LABEL + step * place + 4.2, 4.2, name)
        for place, name in enumerate(names)
    )


def _drawn(bar: Bar, top: float) -> str:
    middle = top + STEP / 2 + LETTER / 3
    edges = [edge * (WIDTH - LABEL - NOTE) / (sum(bar.parts) or 1) for edge in accumulate(bar.parts, initial=0)]
    parts = [
        _part(number, LABEL + edges[place], edges[place + 1] - edges[place], top, middle, place)
        for place, number in enumerate(bar.parts)
        if number
    ]
    note = _text(WIDTH, middle, bar.note, ' text-anchor="end"')
    return _text(LABEL - 1.5, middle, _fitted(bar.label), ' text-anchor="end"') + "".join(parts) + note


def _part(number: int, left: float, width: float, top: float, middle: float, place: int) -> str:
    paper, ink = SHADES[place]
    fits = width >= 0.6 * LETTER * len(str(number)) + 0.4
    return _box(left, top + 1, width, STEP - 2, paper) + (
        _text(left + width / 2, middle, str(number), f' text-anchor="middle" fill="{ink}"') if fits else ""
    )


def _box(left: float, top: float, width: float, height: float, paper: str) -> str:
    place = f'x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}"'
    return f'<rect {place} fill="{paper}" stroke="#000" stroke-width=".2"/>'


def _text(left: float, top: float, text: str, how: str = "") -> str:
    return f'<text x="{left:.2f}" y="{top:.2f}"{how}>{escape(text)}</text>'


def _fitted(text: str) -> str:
    """What the room left of a bar holds; a Latin letter is half as wide."""
    widths = accumulate(0.55 if character.isascii() else 1.0 for character in text)
    most = sum(width <= (LABEL - 3) / LETTER for width in widths)
    return text if most == len(text) else text[: most - 1] + "…"


# --- as a table, and in words ----------------------------------------------------------------------------------------


def table(block: Bars) -> Table:
    """Where nothing can be drawn: each part is a cell as wide as its share, the better ones shaded."""
    head = Row((_cell("", 1), *_spread(_cell(" / ".join(block.names), STEPS)), _cell("", 1)), heading=True)
    widths = (LABEL / 2, *(WIDTH / 2 / STEPS,) * STEPS, NOTE)
    return Table((head, *map(_row, block.bars)), widths)


def _row(bar: Bar) -> Row:
    steps = _steps(bar.parts)
    parts = [_cell(str(number), step, place < 2) for place, (number, step) in enumerate(zip(bar.parts, steps, strict=True)) if step]
    parts = parts or [_cell("–", STEPS)]
    return Row((_cell(bar.label, 1), *(cell for part in parts for cell in _spread(part)), _cell(bar.note, 1)))


def _cell(text: str, across: int, is_shaded: bool = False) -> Cell:
    runs: Runs = (Run(text, small=True),) if text else ()
    return Cell(runs, align="center" if across > 1 else "", across=across, label=is_shaded)


def _spread(cell: Cell) -> list[Cell]:
    return [cell, *(Cell((), covered=True) for __ in range(cell.across - 1))]


def _steps(parts: Sequence[int]) -> list[int]:
    """Columns for each part: its share, but never too narrow for its number; the widest one gives or takes what is over."""
    total = sum(parts)
    if not total:
        return [0] * len(parts)
    steps = [max(NARROW, round(STEPS * part / total)) if part else 0 for part in parts]
    widest = steps.index(max(steps))
    steps[widest] += STEPS - sum(steps)
    return steps


def words(block: Bars) -> str:
    return "\n".join(f"{bar.label}：" + "，".join(_named(block.names, bar)) + (f"（{bar.note}）" if bar.note else "") for bar in block.bars)


def _named(names: Sequence[str], bar: Bar) -> list[str]:
    return [f"{name} {number}" for name, number in zip(names, bar.parts, strict=True) if number]
