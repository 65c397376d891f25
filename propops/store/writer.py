"""Values -> canonical YAML text, and the smallest change of an existing text that makes it say something else."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

from propops.schema import Ambiguous, Shape
from propops.store.reader import Document, Map, Seq
from propops.store.scalars import is_block, quote, write_scalar

Edit = tuple[int, int, str]  # replace text[start:end]

# --- canonical text --------------------------------------------------------------------------------------------------


def write_records(records: Sequence[Mapping[str, Any]]) -> str:
    return "".join(write_item(record, 0) for record in records)


def write_item(value: Any, column: int) -> str:
    """One list item whose dash stands in `column`, with its line end."""
    if type(value) is str and "\n" not in value:
        return _write_line(value, column)
    pad = " " * column
    if isinstance(value, Mapping) and value:
        return f"{pad}- {write_mapping(value, column + 2).lstrip(' ')}"
    if isinstance(value, (list, tuple)) and value:
        return f"{pad}- {_write_items(value, column + 2).lstrip(' ')}"
    return f"{pad}- {_scalar(value, column + 2)}\n"


@lru_cache(1 << 14)  # answers and units come again and again
def _write_line(text: str, column: int) -> str:
    return f"{' ' * column}- {write_scalar(text)}\n"


def _write_items(values: Iterable[Any], column: int) -> str:
    return "".join(map(write_item, values, repeat(column)))


def write_mapping(values: Mapping[str, Any], column: int) -> str:
    return "".join(write_entry(key, value, column) for key, value in values.items())


def write_entry(key: str, value: Any, column: int) -> str:
    return f"{' ' * column}{write_scalar(key)}:{_after_colon(value, column)}\n"


def _after_colon(value: Any, column: int) -> str:
    """What follows the colon of a key that stands in `column`, without the last line end."""
    if type(value) is str and "\n" not in value:
        return " " + write_scalar(value)
    if value is None:
        return ""
    if isinstance(value, Mapping) and value:
        return "\n" + write_mapping(value, column + 2)[:-1]
    if isinstance(value, (list, tuple)) and value:
        return "\n" + _write_items(value, column)[:-1]
    return " " + _scalar(value, column + 2)


def _scalar(value: Any, column: int) -> str:
    if isinstance(value, str) and is_block(value):
        pad = " " * column
        lines = value.rstrip("\n").split("\n")
        return ("|" if value.endswith("\n") else "|-") + "".join(f"\n{pad}{line}" if line else "\n" for line in lines)
    if isinstance(value, (Mapping, list, tuple)):
        return "{}" if isinstance(value, Mapping) else "[]"
    return "null" if value is None else write_scalar(value)


# --- the smallest change ---------------------------------------------------------------------------------------------


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with these edits, which must not overlap. Those that meet in one place keep their order."""
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        assert at <= start, "two edits of the same place"
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def same(old: Any, new: Any) -> bool:
    """Whether two values say the same. `0301` without quotes does not say "0301"."""
    if old is new or type(old) is type(new) is str:
        return bool(old == new)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(same(old[key], new[key]) for key in new)
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        return len(old) == len(new) and all(map(same, old, new))
    is_like = type(old) is type(new) or not {type(old), type(new)} & {bool, Ambiguous}
    return is_like and bool(old == new)


def overlay(was: Any, want: Any, stands: Any) -> Any:
    """What stands there, with the changes from `was` to `want`: defaults that nobody wrote stay unwritten, and keys
    that the program does not know stay where they are."""
    if was == want:
        return want if stands is None else stands
    if all(isinstance(value, Mapping) for value in (was, want, stands)):
        return _overlay_keys(was, want, stands)
    if all(isinstance(value, (list, tuple)) for value in (was, want, stands)) and len(was) == len(stands):
        return _overlay_items(was, want, stands)
    return want


def _overlay_keys(was: Mapping[str, Any], want: Mapping[str, Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in stands.items() if key in want or key not in was}
    changed = {key: value for key, value in want.items() if key not in was or was[key] != value}
    return kept | {key: overlay(was.get(key), value, stands.get(key)) for key, value in changed.items()}


def _overlay_items(was: Sequence[Any], want: Sequence[Any], stands: Sequence[Any]) -> list[Any]:
    head, tail = _ends(was, want)
    middle = list(want[head : len(want) - tail])
    paired = zip(was[head : len(was) - tail], stands[head : len(stands) - tail], strict=True)
    for i, (old, there) in zip(range(len(middle)), paired, strict=False):
        middle[i] = overlay(old, middle[i], there)
    return [*stands[:head], *middle, *stands[len(stands) - tail :]]


def _ends(old: Sequence[Any], new: Sequence[Any]) -> tuple[int, int]:
    """How many items are the same at both ends."""
    head = _common(old, new)
    return head, _common(old[head:][::-1], new[head:][::-1])


def _common(old: Sequence[Any], new: Sequence[Any]) -> int:
    return next((i for i, pair in enumerate(zip(old, new, strict=False)) if not same(*pair)), min(len(old), len(new)))


def change_mapping(text: str, old: Map, new: Mapping[str, Any], shape: Shape) -> Iterator[Edit]:
    """Edits that make `old` say `new`, whose keys are in the shape's order."""
    if old.flow:
        yield from _change_flow_mapping(text, old, new, shape)
        return
    yield from _remove_keys(text, old, new)
    for key in old:
        if key in new and not same(old[key], new[key]):
            yield from _change_value(text, old, key, new[key], _inner(shape, key))
    yield from _insert_keys(text, old, new, shape)


def _inner(shape: Shape, key: str) -> Shape:
    return shape.inner.get(key, Shape((), {}))


def _change_value(text: str, old: Map, key: str, value: Any, shape: Shape) -> Iterator[Edit]:
    before = old[key]
    __, colon, start, end = old.spans[key]
    if _is_same_mapping(before, value):
        yield from change_mapping(text, before, value, shape)
    elif isinstance(before, Seq) and before and isinstance(value, (list, tuple)) and (value or before.flow):
        yield from _change_items(text, before, value, shape)
    else:
        yield _replace(text, colon, start, end, value, old.column)


def _is_same_mapping(before: Any, value: Any) -> bool:
    return isinstance(before, Map) and isinstance(value, Mapping) and any(key in value for key in before)


_HEADER_COMMENT = r"[|>][-+0-9]*( +#[^\n]*)"


def header_comment(text: str, start: int, end: int) -> re.Match[str] | None:
    """A comment behind the mark that begins a block of lines."""
    return re.compile(_HEADER_COMMENT).match(text, start, end) if text.startswith(("|", ">"), start) else None


def _replace(text: str, colon: int, start: int, end: int, value: Any, column: int) -> Edit:
    """A value becomes one of another form; a comment in the line of the key stays in that line."""
    new = _after_colon(value, column)
    if "\n" not in new + text[colon:end]:
        return start, end, new.removeprefix(" " if colon < start else "")
    stop = line_end(text, end) - 1
    header = header_comment(text, start, end)
    tails = (text[colon:start].partition("\n")[0], header[1] if header else "", text[end:stop])
    first, __, rest = new.partition("\n")
    return colon, stop, first + "".join(tail.rstrip() for tail in tails if "#" in tail) + ("\n" + rest if rest else "")


def _change_items(text: str, old: Seq, new: Sequence[Any], shape: Shape) -> Iterator[Edit]:
    """Equal items at both ends stay; those between are changed in place, and the surplus of either side goes or comes."""
    head, tail = _ends(old, new)
    before, after = range(head, len(old) - tail), list(new[head : len(new) - tail])
    for i, value in zip(before, after, strict=False):
        yield from _change_item(text, old, i, value, shape)
    gone, surplus = list(before)[len(after) :], after[len(before) :]
    if old.flow:
        yield from _remove_flow(text, old.spans, gone)
        yield from _insert_flow(old.start, old.spans, before.stop - 1, [_flow(value) for value in surplus])
        return
    yield from ((*_item_lines(text, old, i), "") for i in gone)
    if surplus:
        at = _item_lines(text, old, before.stop - 1)[1] if before.stop else _item_lines(text, old, 0)[0]
        yield at, at, _write_items(surplus, dash_column(text, old))


def _change_item(text: str, old: Seq, i: int, value: Any, shape: Shape) -> Iterator[Edit]:
    before = old[i]
    start, end = old.spans[i]
    if _is_same_mapping(before, value):
        yield from change_mapping(text, before, value, shape)
    elif old.flow:
        yield start, end, _flow(value)
    elif isinstance(before, (Map, Seq)) or isinstance(value, (Mapping, list, tuple)):
        column, stop = dash_column(text, old), line_end(text, end) - 1
        comment = text[end:stop].rstrip()
        body = write_item(value, column)[:-1].lstrip(" ")[2:]
        yield old.dashes[i], stop, f"-{comment}\n{' ' * (column + 2)}{body}" if comment else f"- {body}"
    else:
        yield _replace(text, old.dashes[i] + 1, start, end, value, dash_column(text, old))


def _remove_keys(text: str, old: Map, new: Mapping[str, Any]) -> Iterator[Edit]:
    keys = list(old)
    kept = [key for key in keys if key in new]
    for key in keys:
        if key not in new:
            start, end = _lines_of(text, old, key)
            if text[line_start(text, start) : start].strip():  # behind the dash of its list item
                behind = old.spans[kept[0]][0]
                end = old.spans[key][3]
                end = behind if not text[end:behind].strip() else end
            yield start, end, ""


def _insert_keys(text: str, old: Map, new: Mapping[str, Any], shape: Shape) -> Iterator[Edit]:
    """A new key goes behind the last key present that comes before it in canonical order."""
    for at, keys in _by_place(old, new, shape, lambda key: _lines_of(text, old, key)[1]):
        yield at, at, "".join(write_entry(key, new[key], old.column) for key in keys)


def _by_place(old: Map, new: Mapping[str, Any], shape: Shape, place_behind: Any) -> Iterable[tuple[int, list[str]]]:
    places: dict[int, list[str]] = {}
    kept = [key for key in old if key in new]
    for key in sorted(new.keys() - old.keys(), key=lambda key: _rank(shape, key)):
        before = [known for known in shape.keys[: _rank(shape, key)] if known in kept] or kept[:1]
        places.setdefault(place_behind(before[-1]), []).append(key)
    return places.items()


def _rank(shape: Shape, key: str) -> int:
    return shape.keys.index(key) if key in shape.keys else len(shape.keys)


# --- inside brackets and braces --------------------------------------------------------------------------------------


def _change_flow_mapping(text: str, old: Map, new: Mapping[str, Any], shape: Shape) -> Iterator[Edit]:
    """`{id: x, status: open}`: only what changes is touched, so that a comment between its lines stays."""
    keys = list(old)
    spans = [(old.spans[key][0], old.spans[key][3]) for key in keys]
    for key in keys:
        if key in new and not same(old[key], new[key]):
            yield from _change_flow_value(text, old, key, new[key], _inner(shape, key))
    yield from _remove_flow(text, spans, [i for i, key in enumerate(keys) if key not in new])
    for at, added in _by_place(old, new, shape, keys.index):
        yield from _insert_flow(old.start, spans, at, [_flow_entry(key, new[key]) for key in added])


def _change_flow_value(text: str, old: Map, key: str, value: Any, shape: Shape) -> Iterator[Edit]:
    before = old[key]
    __, __, start, end = old.spans[key]
    if _is_same_mapping(before, value):
        yield from change_mapping(text, before, value, shape)
    elif isinstance(before, Seq) and before and isinstance(value, (list, tuple)):
        yield from _change_items(text, before, value, shape)
    else:
        yield start, end, " " * (start == end) + _flow(value)


def _remove_flow(text: str, spans: Sequence[tuple[int, int]], gone: Sequence[int]) -> Iterator[Edit]:
    """With the comma before, at the end; with the comma behind, elsewhere."""
    kept = [i for i in range(len(spans)) if i not in gone]
    last = kept[-1] if kept else -1
    yield from ((spans[i][0], spans[i + 1][0], "") for i in gone if i < last)
    if last + 1 < len(spans):
        comma = spans[last][1] if kept else spans[0][0]
        start = spans[last + 1][0]
        yield (comma if "#" not in text[comma:start] else start), spans[-1][1], ""


def _insert_flow(start: int, spans: Sequence[tuple[int, int]], behind: int, items: Sequence[str]) -> Iterator[Edit]:
    if items and behind >= 0:
        at = spans[behind][1]
        yield at, at, "".join(", " + item for item in items)
    elif items:
        yield start + 1, start + 1, ", ".join(items) + (", " if spans else "")


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(_flow_entry(key, item) for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return quote(value) if any(mark in value for mark in ",[]{}:?") else write_scalar(value)
    return "null" if value is None else write_scalar(value)


def _flow_entry(key: str, value: Any) -> str:
    return f"{_flow(key)}: {_flow(value)}"


# --- places in a text ------------------------------------------------------------------------------------------------


def line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _lines_of(text: str, old: Map, key: str) -> tuple[int, int]:
    start, __, __, end = old.spans[key]
    line = line_start(text, start)
    shares = bool(text[line:start].strip())  # behind the dash of its list item
    return (start if shares else line), line_end(text, end)


def dash_column(text: str, old: Seq) -> int:
    return old.dashes[0] - line_start(text, old.dashes[0])


def _item_lines(text: str, old: Seq, i: int) -> tuple[int, int]:
    return line_start(text, old.dashes[i]), line_end(text, max(old.spans[i][1], old.dashes[i]))


def record_lines(document: Document, i: int) -> tuple[int, int]:
    """A record's lines, with the comment that stands directly above it; one that is indented further ends the record before."""
    assert isinstance(document.top, Seq)
    text = document.text
    start, end = _item_lines(text, document.top, i)
    comment = re.compile(f" {{0,{dash_column(text, document.top)}}}#")
    while start:
        above = line_start(text, start - 1)
        if not comment.match(text, above):
            break
        start = above
    return start, end


def insert_records(document: Document, before: int | None, records: Sequence[Mapping[str, Any]]) -> Iterator[Edit]:
    """New records above the given one, or at the end of the file."""
    text, top = document.text, document.top
    column = dash_column(text, top) if isinstance(top, Seq) and top else 0
    at = record_lines(document, before)[0] if before is not None else len(text)
    if isinstance(top, Seq) and not top:
        yield top.start, line_end(text, top.end) if not text[top.end :].strip() else top.end, ""  # `[]`
    yield at, at, _write_items(records, column)
