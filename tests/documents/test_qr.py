"""A QR code is drawn in every format: a picture in Word, lines elsewhere, its text in a message."""

import io
import zipfile
from collections.abc import Callable

import pytest

from propops.documents import Document, render
from propops.errors import PropopsError

Page = Callable[..., Document]
BODY = "```qr 20 corner\n{{ code }}\n```\n\n# 题\n\n```qr 30\n{{ code }}\n```\n"


def test_every_format_draws_it(page: Page) -> None:
    made = page(BODY, code="2612-0001")
    assert render([made], "html").decode().count("<svg") == 2
    assert render([made], "text").decode().count("2612-0001") == 1
    with zipfile.ZipFile(io.BytesIO(render([made], "docx"))) as archive:
        (picture,) = [name for name in archive.namelist() if name.endswith(".png")]
        relation = picture.removeprefix("word/media/").removesuffix(".png")
        assert archive.read(picture).startswith(b"\x89PNG")
        assert archive.read("word/_rels/document.xml.rels").decode().count(f'Id="{relation}"') == 1
        assert archive.read("word/document.xml").decode().count(f'r:embed="{relation}"') == 2


def test_other_words_are_another_code(page: Page) -> None:
    first, second = (render([page(BODY, code=code)], "html") for code in ("2612-0001", "2612-0002"))
    assert first != second


@pytest.mark.parametrize("block", ["qr\n甲", "qr 0\n甲", "qr 200\n甲", "qr 20 left\n甲", "qr 20\n", "qr 20\n" + "长" * 501])
def test_a_wrong_block_is_refused(page: Page, block: str) -> None:
    with pytest.raises(PropopsError, match="qr"):
        page(f"```{block}\n```\n")
