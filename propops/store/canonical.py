"""A whole file as propops would have written it. Comments and unknown keys stay; records keep their order."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from propops.schema import Ambiguous, Shape
from propops.store.reader import Document, Map, Seq
from propops.store.writer import dash_column, header_comment, line_end, line_start, record_lines, same, write_entry, write_item


def normal_lines(text: str) -> str:
    """Without a byte order mark, with Unix line ends and a last one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text if not text or text.endswith("\n") else text + "\n"


def canonical(document: Document, shape: Shape) -> str:
    top = document.top
    if isinstance(top, Map):
        return "".join(_mapping(document.text, top, shape, 0, 0)) + _comments(document.text[_end_of(document.text, top) :])
    if not top:
        return _comments(document.text)
    return "".join(_records(document, top, shape))


def _records(document: Document, top: Seq, shape: Shape) -> Iterator[str]:
    text, at = document.text, 0
    for i, record in enumerate(top):
        start, end = record_lines(document, i)
        first = line_start(text, top.dashes[i]) if not top.flow else start
        yield _between(text[at:first], dash_column(text, top))
        if isinstance(record, Map) and not record.flow:
            yield "- " + "".join(_mapping(text, record, shape, 2, record.start)).removeprefix("  ")
        elif "#" in text[first:end] or _is_disputed(record):
            yield _moved(text[first + dash_column(text, top) : end], -dash_column(text, top), 0)
        else:
            yield write_item(_said(record, shape) if isinstance(record, Map) else record, 0)
        at = max(end, start)
    yield _between(text[at:], dash_column(text, top))


def _between(gap: str, dash: int) -> str:
    """What is indented further than the dashes ends the record before and stays in it."""
    lines = gap.splitlines(keepends=True)
    return "".join(_comments(line, 2 if _indent(line) > dash else 0) for line in lines)


def _mapping(text: str, old: Map, shape: Shape, column: int, begin: int) -> Iterator[str]:
    """Every entry with the comments above it."""
    at, entries = begin, {}
    for key in old:
        start, end = line_start(text, old.spans[key][0]), line_end(text, old.spans[key][3])
        above = _comments(text[at:start], column) if start > at else ""
        beside, entry = _entry(text, old, key, column)
        entries[key] = (above + beside, entry)
        at = end
    yield from _in_order(entries, [*_ordered(old, shape)], old.keys() - _said(old, shape).keys(), column)


def _ordered(old: Map, shape: Shape) -> dict[str, Any]:
    """Known keys first, in the model's order."""
    return {key: old[key] for key in (*shape.keys, *old) if key in old}


def _said(old: Map, shape: Shape) -> dict[str, Any]:
    """Without the known keys that say nothing, unless nothing else is there."""
    ordered = _ordered(old, shape)
    return {key: value for key, value in ordered.items() if value is not None or key not in shape.keys} or ordered


def _in_order(entries: Mapping[str, tuple[str, str]], order: Sequence[str], dropped: Collection[str], column: int) -> Iterator[str]:
    """Comments of an entry that is dropped go to the next one. Between a dash and the first key none can stand."""
    waiting, is_first = "", column > 0
    for key in order:
        above, entry = entries[key]
        if key in dropped:
            waiting += above + _comments(entry.strip().removeprefix(f"{key}:"), column)
            continue
        yield entry + waiting + above if is_first else waiting + above + entry
        waiting, is_first = "", False
    yield waiting


def _entry(text: str, old: Map, key: str, column: int) -> tuple[str, str]:
    """Written anew, with the comments beside it that have to go above; what must not be touched (a comment inside, `0301` without
    quotes) keeps its lines, moved to the right column."""
    __, colon, start, end = old.spans[key]
    tail = text[end : line_end(text, end)].strip()
    fresh = write_entry(key, old[key], column)
    has_comment = isinstance(old[key], (Map, Seq)) and "#" in text[colon : line_end(text, end)]
    if has_comment or _is_disputed(old[key]):
        return "", _moved(text[old.spans[key][0] : line_end(text, end)], column - old.column, column)
    header = header_comment(text, start, end)
    beside = [comment.strip() for comment in (header[1] if header else "", tail) if comment.strip().startswith("#")]
    if fresh.count("\n") == 1 and len(beside) == 1:
        return "", f"{fresh.rstrip()}  {beside[0]}\n"
    return "".join(f"{' ' * column}{comment}\n" for comment in beside), fresh


def _is_disputed(value: Any) -> bool:
    if isinstance(value, (Map, Seq)):
        return any(map(_is_disputed, value.values() if isinstance(value, Map) else value))
    return type(value) is Ambiguous


def says_the_same(one: Document, other: Document) -> bool:
    """A file of `[]` or `{}` says as little as an empty one."""
    return same(without_nulls(one.top) or None, without_nulls(other.top) or None)


def without_nulls(value: Any) -> Any:
    """What a file says: a key without a value says nothing."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _moved(lines: str, by: int, column: int) -> str:
    """No line loses more than the spaces it begins with: comments and quoted texts may stand further out than the rest. In a literal
    text spaces alone may be more than its margin."""
    first, *rest = lines.splitlines()
    shifted = (" " * by + line if line and by >= 0 else line[min(-by, _indent(line)) :] for line in rest)
    return "\n".join([" " * column + first, *shifted]) + "\n"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _comments(gap: str, column: int = 0) -> str:
    """The comment lines of what stands between two entries; blank lines carry nothing."""
    return "".join(f"{' ' * column}{line.strip()}\n" for line in gap.splitlines() if line.strip().startswith("#"))


def _end_of(text: str, top: Map) -> int:
    return line_end(text, max(span[3] for span in top.spans.values())) if top.spans else 0
