"""The small change of WordprocessingML. Element order is the schema's: Word repairs, or refuses, a file that breaks it."""

import re
from xml.sax.saxutils import escape

from propops.documents.blocks import Run, Runs
from propops.documents.looks import LATIN_SANS, WORD_SANS, WORD_SERIF

TWIPS_PER_MM = 1440 / 25.4
# Without the hint Word draws “ ” … □ in the Latin font.
HINT = '<w:rFonts w:hint="eastAsia"/>'
HINT_BOLD = f'<w:rFonts w:hint="eastAsia" w:ascii="{LATIN_SANS}" w:hAnsi="{LATIN_SANS}" w:eastAsia="{WORD_SANS}"/>'
# A box is drawn in the font of whatever stands before it, in two sizes on one line, unless every script has the same one.
BOXES = f'<w:rFonts w:hint="eastAsia" w:ascii="{WORD_SERIF}" w:hAnsi="{WORD_SERIF}" w:eastAsia="{WORD_SERIF}" w:cs="{WORD_SERIF}"/>'
BREAK = "<w:r><w:br/></w:r>"
TAB = "<w:r><w:tab/></w:r>"
SPACE, HALF = "\u3000", "\u2002"
_BOX = re.compile("([□■])")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


def safe(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def runs_xml(runs: Runs, small: float) -> str:
    return "".join(run_xml(run, small) for run in runs)


def run_xml(run: Run, small: float) -> str:
    if run.text == "\n":
        return BREAK
    size = f'<w:sz w:val="{round(small * 2)}"/>' if run.small else ""
    line = '<w:u w:val="single"/>' if run.blank else ""
    fonts = HINT_BOLD if run.bold else HINT
    text = SPACE * (run.blank // 2) + HALF * (run.blank % 2) if run.blank else run.text
    bold = "<w:b/>" if run.bold else ""
    parts = ((part, BOXES if part in "□■" else fonts) for part in _BOX.split(text) if part)
    return "".join(
        f'<w:r><w:rPr>{face}{bold}{size}{line}</w:rPr><w:t xml:space="preserve">{safe(part)}</w:t></w:r>' for part, face in parts
    )


def paragraph(style: str, content: str, properties: str = "") -> str:
    """`properties` come in schema order: keepNext, pageBreakBefore, tabs, spacing, ind, jc, sectPr."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def spacer(points: float, properties: str = "") -> str:
    """An empty line of exactly that height: what stands between two tables, which Word would join."""
    return f'<w:p><w:pPr>{properties}<w:spacing w:before="0" w:after="0" w:line="{round(points * 20)}" w:lineRule="exact"/></w:pPr></w:p>'
