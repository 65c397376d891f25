"""The measures of the three looks, in points and millimetres: HTML and DOCX follow the same ones."""

from collections.abc import Mapping
from dataclasses import dataclass

SERIF = ("SimSun", "Songti SC", "STSong", "Noto Serif CJK SC", "Noto Serif SC", "serif")
SANS = ("Microsoft YaHei", "SimHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "sans-serif")
# The names Word knows its fonts by; every Windows, Word and WPS has them.
WORD_SERIF, WORD_SANS = "宋体", "黑体"
LATIN_SERIF, LATIN_SANS = "Times New Roman", "Arial"


@dataclass(frozen=True)
class Look:
    """Points for type and the space after it, millimetres for rows, padding, lines and the seal; a `frame` keeps its distance."""

    body: float
    leading: float
    title: float
    title_spacing: float
    title_after: float
    section: float
    cell: float
    pad: float
    row: float
    after: float
    small: float
    line: float
    seal: float
    item_after: float = 0
    indented: bool = False
    frame: tuple[float, float, float, float] = (0, 0, 0, 0)
    ink: str = "000000"


LOOKS: Mapping[str, Look] = {
    "form": Look(
        body=10.5, leading=1.5, title=19, title_spacing=0.12, title_after=6, section=11.5, cell=10, pad=1.2, row=6.4,
        after=3, small=9, line=8.5, seal=14, item_after=1,
    ),
    "letter": Look(
        body=12, leading=1.75, title=22, title_spacing=0.2, title_after=10, section=13, cell=11, pad=1.4, row=8,
        after=4, small=10, line=9, seal=20, item_after=2, indented=True,
    ),
    "wall": Look(
        body=14, leading=1.7, title=36, title_spacing=0.3, title_after=8, section=17, cell=13, pad=2, row=10,
        after=6, small=10.5, line=12, seal=14, item_after=5, indented=True, frame=(11, 14, 9, 14), ink="8A1C1C",
    ),
}  # fmt: skip
