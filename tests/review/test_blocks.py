"""What only one of two texts has: found from both ends, it is what comparing all of both finds."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from propops.review.blocks import Block, only_in_each

# Alike enough to share heads and tails, also within a record.
PIECES = st.sampled_from(["- id: a", "- id: ab", "  note: x", "  note: xy", "  - b", "", "# said", "- ", "  note: 已告知", "x\r"])
TEXTS = st.lists(PIECES, max_size=9).map("\n".join) | st.lists(PIECES, max_size=9).map(lambda lines: "".join(f"{line}\n" for line in lines))


def blocks(text: str) -> list[Block]:
    """Every one of a text, read line by line. One with foreign line ends is not taken apart."""
    if not text or "\r" in text:
        return [Block(1, f"{text}\n".encode())] if text else []
    lines = text.encode().removesuffix(b"\n").split(b"\n")
    starts = [0, *(n for n, line in enumerate(lines) if n and line.startswith(b"- "))]
    return [Block(1 + start, b"\n".join(lines[start:end]) + b"\n") for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


@given(TEXTS, TEXTS)
def test_what_only_one_has_is_neither_missed_nor_invented(old: str, new: str) -> None:
    mine, theirs = (Counter(block.text for block in blocks(text)) for text in (old, new))
    gone, come = only_in_each(old.encode(), new.encode())
    assert Counter(block.text for block in gone) == mine - theirs
    assert Counter(block.text for block in come) == theirs - mine


@given(TEXTS, TEXTS)
def test_every_block_is_told_with_the_line_in_which_it_begins(old: str, new: str) -> None:
    gone, come = only_in_each(old.encode(), new.encode())
    assert set(gone) <= set(blocks(old)) and set(come) <= set(blocks(new))


def test_a_record_amid_others_and_one_put_before_it() -> None:
    records = [f"- id: r{n}\n  note: n\n" for n in range(9)]
    changed = [*records[:4], "- id: r3-b\n", records[4].replace("note: n", "note: m"), *records[5:]]
    gone, come = only_in_each("".join(records).encode(), "".join(changed).encode())
    assert gone == [Block(9, b"- id: r4\n  note: n\n")]
    assert come == [Block(9, b"- id: r3-b\n"), Block(10, b"- id: r4\n  note: m\n")]
