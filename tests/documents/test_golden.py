"""Every built-in template in every format, byte for byte. `PROPOPS_ACCEPT=1` accepts what is printed now."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from propops.documents import FORMATS, Format, names, render
from tests.documents.samples import SAMPLES, TEMPLATES, sample

# Read before the tests' environment is cleared of everything of ours.
ACCEPT = os.environ.get("PROPOPS_ACCEPT") == "1"
GOLDEN = Path(__file__).parent / "golden"
# A PDF's bytes hang on the version of typst; test_pdf.py reads its text.
READABLE: tuple[Format, ...] = ("html", "docx", "text")


def _printed(name: str, format: Format) -> str:
    data = render([sample(name)], format)
    if format != "docx":
        return data.decode()
    # The zip's bytes hang on the zlib at hand, its pages do not.
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode().replace("<w:p>", "\n<w:p>")


@pytest.mark.parametrize("format", READABLE)
@pytest.mark.parametrize("name", SAMPLES)
def test_prints_what_was_accepted(name: str, format: Format) -> None:
    golden = GOLDEN / f"{name}.{format}"
    printed = _printed(name, format)
    if ACCEPT:
        golden.write_text(printed, encoding="utf-8")
    assert printed == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", FORMATS)
def test_prints_the_same_bytes_twice(format: Format) -> None:
    first, second = (render([sample(name) for name in SAMPLES], format) for _time in range(2))
    assert first == second


def test_every_template_has_a_sample() -> None:
    assert {template for template, _language, _values in SAMPLES.values()} == set(names([TEMPLATES]))


@pytest.mark.parametrize("words", ["停水", "停电", "断水", "断电", "黑名单", "公示欠费", "滞纳金", "起诉"])
def test_the_fee_notice_threatens_nobody(words: str) -> None:
    assert all(
        words not in render([sample(name)], "text").decode() for name in ("fee-notice", "fee-reminder", "demand-letter", "hand-over")
    )
