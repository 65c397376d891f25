"""The numbers at the foot of a page, in the language of the paper."""

import re

PAGE, PAGES = "PAGE", "NUMPAGES"  # as Word calls its fields
_NUMBERING = {"zh": ("第 {PAGE} 页", "　共 {NUMPAGES} 页"), "en": ("Page {PAGE}", " of {NUMPAGES}")}


def numbering(language: str, counted: bool = True) -> list[str]:
    """The words and, between them, PAGE and PAGES; `counted` says of how many."""
    page, of = _NUMBERING.get(language, _NUMBERING["en"])
    return [part for part in re.split("[{}]", page + of if counted else page) if part]
