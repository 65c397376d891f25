"""The style sheet: a sheet of paper on the screen, the same sheet from the printer."""

from collections.abc import Sequence

from propops.documents.looks import LOOKS, SANS, SERIF, Look
from propops.documents.template import Sheet

BASE = """
*{box-sizing:border-box}
body{margin:0;background:#dcdcdc;color:#000;font-family:%(serif)s;line-break:strict;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ol,ul,li{margin:0;padding:0;font-weight:normal;list-style:none}
h1,h2,b,th{font-family:%(sans)s;font-weight:bold}
h1,h3{text-align:center}
h2,h4,tr,.sign,.seal,.lines i{break-inside:avoid}
h1,h2,h3,h4{break-after:avoid}
table{width:calc(100%% - 1px);border-collapse:collapse;table-layout:fixed;border:1pt solid #000;margin:1.2mm 0 2mm}
th,td{border:.5pt solid #000;vertical-align:middle;text-align:left;overflow-wrap:anywhere}
th,.k{background:#f0f0f0;text-align:center}
thead{display:table-header-group}
.t{vertical-align:top}.l{text-align:left}.c{text-align:center}.r{text-align:right}
.n{white-space:nowrap}
li{display:flex}li>:last-child{flex:1}
.note{border:.5pt solid #777;padding:1.2mm 2.5mm}
.u{display:inline-block;border-bottom:.6pt solid #000;height:1em;vertical-align:-.15em}
.sign>div{display:flex;column-gap:8mm}
.sign>div>span{flex:1;display:flex;align-items:baseline}
.sign i{flex:1;border-bottom:.6pt solid #000;height:1em;margin-left:1mm}
.seal{width:56%%;margin-left:auto;text-align:center}
.lines i{display:block;border-bottom:.5pt solid #333}
.cut{border-top:1pt dashed #555;margin:5mm 0 4mm}
.qr{margin:1mm auto;line-height:0}.qr.corner{position:absolute;top:0;right:0;margin:0}
.break{break-after:page}
.doc>div{position:relative}
.doc{background:#fff;margin:6mm auto;box-shadow:0 0 3mm #999}
.doc+.doc{break-before:page}
@media print{body{background:none}.doc{margin:0;box-shadow:none}}
"""


def style(sheets: Sequence[Sheet]) -> str:
    base = BASE % {"serif": _stack(SERIF), "sans": _stack(SANS)}
    looks = "".join(_look(name, LOOKS[name]) for name in dict.fromkeys(sheet.look for sheet in sheets))
    return base + looks + "".join(_sheet(f"s{index}", sheet) for index, sheet in enumerate(sheets))


def _stack(fonts: Sequence[str]) -> str:
    return ",".join(f'"{font}"' if " " in font else font for font in fonts)


def _look(name: str, look: Look) -> str:
    indent = "2em" if look.indented else "0"
    return f"""
.{name}{{font-size:{look.body}pt;line-height:{look.leading}}}
.{name} h1{{font-size:{look.title}pt;line-height:1.35;letter-spacing:{look.title_spacing}em;color:#{look.ink}}}
.{name} h1{{margin-bottom:{look.title_after}pt}}
.{name} h2{{font-size:{look.section}pt;margin:{look.after + 2}pt 0 {look.after / 2}pt}}
.{name} h3{{margin-bottom:{look.after}pt}}
.{name} h4,.{name} li{{margin-bottom:{look.item_after}pt}}
.{name} p{{margin-bottom:{look.after}pt;text-indent:{indent};text-align:justify}}
.{name} table{{font-size:{look.cell}pt;line-height:1.3}}
.{name} th,.{name} td{{padding:.35mm {look.pad}mm}}
.{name} tr{{height:{look.row}mm}}
.{name} small{{font-size:{look.small}pt}}
.{name} .note{{font-size:{look.small}pt;line-height:1.45;margin:{look.after}pt 0}}
.{name} .note p{{text-indent:0;margin:0}}
.{name} .lines i{{height:{look.line}mm}}
.{name} .sign>div{{margin-top:{look.after + 4}pt}}
.{name} .seal{{padding-top:{look.seal}mm}}
""" + (_frame(name, look) if any(look.frame) else "")


def _frame(name: str, look: Look) -> str:
    return f"""
.{name}>div{{border:3.5pt double #{look.ink};padding:{" ".join(f"{side}mm" for side in look.frame)};display:flex;flex-direction:column}}
.{name} ol,.{name} ul{{flex:1;display:flex;flex-direction:column;justify-content:space-evenly}}
.{name} .k1{{color:#{look.ink};font-weight:bold;font-family:{_stack(SANS)}}}
"""


def _sheet(name: str, sheet: Sheet) -> str:
    width, height = sheet.size
    top, right, bottom, left = sheet.margins
    margins = f"{top}mm {right}mm {bottom}mm {left}mm"
    inner = height - top - bottom
    before, between, after = sheet.page_words
    # Browsers count the pages of the file and cannot begin again with a document.
    numbering = f'"{before}" counter(page) "{between}" counter(pages) "{after}"'
    foot = f"@bottom-center{{content:{numbering};font:9pt serif}}" if sheet.numbered else ""
    # A millimetre less than the page: a frame as high as the page spills an empty second one.
    frame = f".{name}>div{{min-height:{inner - 1}mm}}" if any(LOOKS[sheet.look].frame) else ""
    return f"""
@page {name}{{size:{width}mm {height}mm;margin:{margins};{foot}}}
.{name}{{page:{name};width:{width}mm;min-height:{height}mm;padding:{margins}}}
{frame}
@media print{{.{name}{{width:auto;min-height:0;padding:0}}}}
"""
