"""What a page is made of, whatever it is written as in the end."""

from dataclasses import dataclass
from typing import Literal

Align = Literal["", "left", "center", "right"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one face. `blank` counts half-width places to write on; "\\n" alone breaks the line.

    What is `kept` stays on one line: a box and the word behind it.
    """

    text: str
    bold: bool = False
    small: bool = False
    blank: int = 0
    kept: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """Level 1 is the title, 2 a section, 3 a centred line under the title, 4 a form of address."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Note:
    """Small print in a frame."""

    paragraphs: tuple[Runs, ...]


@dataclass(frozen=True)
class BulletList:
    items: tuple[Runs, ...]


@dataclass(frozen=True)
class NumberedList:
    items: tuple[Runs, ...]
    start: int = 1
    chinese: bool = False


@dataclass(frozen=True)
class Cell:
    runs: Runs
    align: Align = ""
    across: int = 1
    down: int = 1
    label: bool = False
    covered: bool = False


@dataclass(frozen=True)
class Row:
    """In a row as high as a paragraph the writing begins at the top."""

    cells: tuple[Cell, ...]
    heading: bool = False
    height: float = 0

    @property
    def top(self) -> bool:
        return self.height >= 18


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the whole, one for each column; a height is in millimetres and may grow."""

    rows: tuple[Row, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Signature:
    """Rows of places to sign; a field that ends in a blank draws it to the end of its place."""

    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True)
class Seal:
    """Where the company signs: the lines stand under the place for its seal."""

    lines: tuple[Runs, ...]


@dataclass(frozen=True)
class Lines:
    count: int


@dataclass(frozen=True)
class Gap:
    millimetres: float


@dataclass(frozen=True)
class Cut:
    """Where the sheet is cut: below it stands the slip that comes back."""


@dataclass(frozen=True)
class Bar:
    label: str
    parts: tuple[int, ...]
    note: str


@dataclass(frozen=True)
class Bars:
    """How answers are spread, a bar for each question; `names` of the parts, best first."""

    names: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Code:
    """A QR code of this text. In the `corner` of the page it takes no room from what stands there."""

    text: str
    millimetres: float
    corner: bool = False


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Note | BulletList | NumberedList | Table | Signature | Seal | Lines | Gap | Cut | Bars | Code | PageBreak
