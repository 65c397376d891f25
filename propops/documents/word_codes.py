"""QR codes in Word: pictures of their own in the package, and the drawing that shows one."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from propops.documents.blocks import Code
from propops.documents.fill import Document
from propops.documents.qr import png

EMU_PER_MM = 36_000
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
PICTURES = "http://schemas.openxmlformats.org/drawingml/2006/picture"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _name(text: str) -> str:
    return f"qr{sha256(text.encode()).hexdigest()[:16]}"


def with_pictures(parts: Mapping[str, bytes], documents: Sequence[Document]) -> dict[str, bytes]:
    """Equal codes share a picture."""
    texts = dict.fromkeys(block.text for document in documents for block in document.blocks if isinstance(block, Code))
    if not texts:
        return dict(parts)
    pictures = {f"word/media/{_name(text)}.png": png(text) for text in texts}
    relations = "".join(f'<Relationship Id="{_name(text)}" Type="{OFFICE}/image" Target="media/{_name(text)}.png"/>' for text in texts)
    kind = b"" if b'Extension="png"' in parts[TYPES] else b'<Default Extension="png" ContentType="image/png"/>'
    types = parts[TYPES].replace(b"<Override", kind + b"<Override", 1)
    linked = parts[RELATIONS].replace(b"</Relationships>", relations.encode() + b"</Relationships>")
    return {**parts, TYPES: types, RELATIONS: linked, **pictures}


def drawing(block: Code) -> str:
    """In the line, or in the corner of the page, where it takes no room."""
    size = f'cx="{round(block.millimetres * EMU_PER_MM)}" cy="{round(block.millimetres * EMU_PER_MM)}"'
    inside = (
        f'<wp:extent {size}/>{"<wp:wrapNone/>" if block.corner else ""}<wp:docPr id="{_number(block)}" name="QR"/>{_picture(block, size)}'
    )
    frame = f"<wp:anchor {_ANCHOR}>{_CORNER}{inside}</wp:anchor>" if block.corner else f"<wp:inline>{inside}</wp:inline>"
    return f'<w:r><w:drawing xmlns:wp="{PLACE}">{frame}</w:drawing></w:r>'


_ANCHOR = (
    'distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"'
)
_CORNER = (
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:align>top</wp:align></wp:positionV>'
)


def _number(block: Code) -> int:
    return int(_name(block.text)[2:9], 16)


def _picture(block: Code, size: str) -> str:
    return (
        f'<a:graphic xmlns:a="{DRAWING}"><a:graphicData uri="{PICTURES}"><pic:pic xmlns:pic="{PICTURES}">'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="QR"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{OFFICE}" r:embed="{_name(block.text)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic>"
    )
