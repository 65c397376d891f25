"""A compiled catalogue of which only the originals are read: gettext decodes all of it, which is a fifth of a start."""

from itertools import accumulate


class Catalogue:
    """`data` is a `.mo` file as Babel writes it, in this machine's byte order: all originals, each ended by a zero byte, then all
    translations, both in the order of their tables."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        words = memoryview(data[: len(data) // 4 * 4]).cast("I")
        count, originals, translations = words[2], words[3] // 4, words[4] // 4
        self._translations = words[translations : translations + 2 * count].tolist()  # length, offset, length, ...
        offsets = words[originals + 1 : originals + 2 * count : 2].tolist()
        nth = {at: i for i, at in enumerate(offsets)}
        texts = data[offsets[0] : self._translations[1]].split(b"\0")
        starts = accumulate((len(text) + 1 for text in texts), initial=offsets[0])
        # A plural stands behind its singular and is no entry of its own.
        self._nth = {text: nth[at] for text, at in zip(texts, starts, strict=False) if at in nth}

    def gettext(self, text: str) -> str:
        """The translation; the text itself where there is none."""
        nth = self._nth.get(text.encode("utf-8", "surrogatepass"))
        return text if nth is None else self._translation(nth)

    def pgettext(self, context: str, text: str) -> str:
        nth = self._nth.get(f"{context}\x04{text}".encode("utf-8", "surrogatepass"))
        return text if nth is None else self._translation(nth)

    def _translation(self, nth: int) -> str:
        """The first form of those that go by a number: Chinese has no other."""
        length, start = self._translations[2 * nth : 2 * nth + 2]
        return self._data[start : start + length].partition(b"\0")[0].decode()
