"""One set of paragraph styles for each look, so that the team changes a face in one place of Word."""

from collections.abc import Iterator

from propops.documents.looks import LATIN_SANS, LATIN_SERIF, LOOKS, WORD_SANS, WORD_SERIF, Look

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def styles(name: str) -> Iterator[str]:
    """body, title, section, centre, lead, cell, label, note, item, sign, seal, line."""
    look = LOOKS[name]
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{round(look.body * 40)}"/>' if look.indented else ""
    after, half = look.after, look.after / 2
    yield _style(name, "body", look.body, look.leading, after=after, more=f'{indent}<w:jc w:val="both"/>')
    yield _title(name, look)
    yield _style(name, "section", look.section, look.leading, before=after + 2, after=half, bold=True, keep=True, level=1)
    yield _style(name, "centre", look.body, look.leading, after=after, more='<w:jc w:val="center"/>')
    yield _style(name, "lead", look.body, look.leading, after=look.item_after)
    yield _style(name, "cell", look.cell, 1.3)
    yield _style(name, "label", look.cell, 1.3, bold=True, more='<w:jc w:val="center"/>')
    yield _style(name, "note", look.small, 1.45)
    hanging = round(look.body * 40)
    yield _style(name, "item", look.body, look.leading, after=look.item_after, more=f'<w:ind w:left="{hanging}" w:hanging="{hanging}"/>')
    yield _style(name, "sign", look.body, look.leading, before=after + 4)
    yield _style(name, "seal", look.body, look.leading, more='<w:jc w:val="center"/>')
    # LibreOffice forgets the height of a line that holds only a tab: the room to write is space before it.
    yield _style(name, "line", look.body, 1.2, before=look.line * 72 / 25.4 - look.body * 1.2)


def _title(name: str, look: Look) -> str:
    spread = f'<w:spacing w:val="{round(look.title * look.title_spacing * 20)}"/>'
    return _style(
        name, "title", look.title, 1.35, after=look.title_after, bold=True, keep=True, level=0, more='<w:jc w:val="center"/>',
        face=f'<w:color w:val="{look.ink}"/>{spread}',
    )  # fmt: skip


def _style(
    look: str, kind: str, size: float, leading: float, before: float = 0, after: float = 0, bold: bool = False,
    keep: bool = False, level: int | None = None, more: str = "", face: str = "",
) -> str:  # fmt: skip
    """Exact line heights: fonts of different makers differ in theirs, and the form must stay on its page."""
    kept = "<w:keepNext/>" if keep else ""
    above, below, line = round(before * 20), round(after * 20), round(size * leading * 20)
    spacing = f'<w:spacing w:before="{above}" w:after="{below}" w:line="{line}" w:lineRule="exact"/>'
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    weight = "<w:b/>" if bold else ""
    half = round(size * 2)
    return (
        f'<w:style {NAMESPACE} w:type="paragraph" w:customStyle="1" w:styleId="{look}-{kind}"><w:name w:val="{look} {kind}"/><w:qFormat/>'
        f"<w:pPr>{kept}<w:widowControl/>{spacing}{more}{outline}</w:pPr>"
        f'<w:rPr>{fonts(bold)}{weight}{face}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def fonts(bold: bool) -> str:
    latin, chinese = (LATIN_SANS, WORD_SANS) if bold else (LATIN_SERIF, WORD_SERIF)
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{latin}"/>'
