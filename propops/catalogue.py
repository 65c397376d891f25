"""A compiled catalogue that is searched as it lies in the file: gettext decodes all of it, which is a fifth of a start."""

from bisect import bisect_left


class Catalogue:
    """`data` is a `.mo` file as Babel writes it, in this machine's byte order: all originals, each ended by a zero byte, then all
    translations, both in the order of their tables."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        words = memoryview(data[: len(data) // 4 * 4]).cast("I")
        count, originals, translations = words[2], words[3] // 4, words[4] // 4
        self._originals = words[originals + 1 : originals + 2 * count : 2]  # where each begins
        self._translations = words[translations : translations + 2 * count]  # length, offset, length, ...
        self._known: dict[str, str] = {}

    def gettext(self, text: str) -> str:
        """The translation; the text itself where there is none."""
        if text not in self._known:
            nth = self._find(text)
            self._known[text] = text if nth is None else self._translation(nth)
        return self._known[text]

    def ngettext(self, one: str, many: str, count: int) -> str:
        translated = self.gettext(one)
        return translated if translated != one or count == 1 else many

    def pgettext(self, context: str, text: str) -> str:
        found = self.gettext(entry := f"{context}\x04{text}")
        return text if found == entry else found

    def _find(self, text: str) -> int | None:
        """Zero bytes stand before an original and behind it. A plural stands so too, and is no entry of its own."""
        wanted = b"\0%b\0" % text.encode("utf-8", "surrogatepass")
        end = self._translations[1]
        at = self._data.find(wanted, self._originals[0], end)
        while at >= 0:
            nth = bisect_left(self._originals, at + 1)
            if nth < len(self._originals) and self._originals[nth] == at + 1:
                return nth
            at = self._data.find(wanted, at + 1, end)
        return None

    def _translation(self, nth: int) -> str:
        """The first form of those that go by a number: Chinese has no other."""
        length, start = self._translations[2 * nth : 2 * nth + 2]
        return self._data[start : start + length].partition(b"\0")[0].decode()
