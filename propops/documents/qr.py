"""A QR code of a text: for the phone that scans a form. Imports segno: imported only where something is printed."""

from functools import lru_cache
from io import BytesIO

import segno

# Pixels a module of the picture for Word: sharp on paper, a few hundred bytes.
SCALE = 8
# Any mask is read as well; to weigh all eight takes five times as long as all the rest of a form.
MASK = 4


def _code(text: str) -> segno.QRCode:
    return segno.make(text, micro=False, error="m", mask=MASK)


@lru_cache(maxsize=4096)
def svg(text: str) -> str:
    target = BytesIO()
    _code(text).save(target, kind="svg", border=0, xmldecl=False, omitsize=True, nl=False, svgclass=None, lineclass=None)
    return target.getvalue().decode()


@lru_cache(maxsize=4096)
def png(text: str) -> bytes:
    target = BytesIO()
    _code(text).save(target, kind="png", border=0, scale=SCALE)
    return target.getvalue()
