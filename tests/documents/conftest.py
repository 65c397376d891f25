"""A folder of templates of one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from propops.documents import Document, fill, load

HEAD = "---\ntitle: 试\n---\n"


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Document]:
    """Fills a body with values, as if it were a template of the estate."""

    def filled(body: str, **values: object) -> Document:
        path = tmp_path / "page.zh.md"
        path.write_text(HEAD + body, encoding="utf-8")
        return fill(load(path), values, [tmp_path])

    return filled
