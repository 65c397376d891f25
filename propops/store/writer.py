"""Values -> canonical YAML text, and the smallest change of an existing text that makes it say something else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from propops.schema import Ambiguous, Shape
from propops.store.reader import Document, Map, Seq
from propops.store.scalars import is_block, write_scalar

Edit = tuple[int, int, str]  # replace text[start:end]

# --- canonical text --------------------------------------------------------------------------------------------------


def write_records(records: Sequence[Mapping[str, Any]]) -> str:
    return "".join(write_item(record, 0) for record in records)


def write_item(value: Any, column: int) -> str:
    """One list item whose dash stands in `column`, with its line end."""
    pad = " " * column
    if isinstance(value, Mapping):
        body = write_mapping(value, column + 2)
        return f"{pad}- {body.lstrip(' ')}"
    return f"{pad}- {_scalar(value, column + 2)}\n"


def write_mapping(values: Mapping[str, Any], column: int) -> str:
    return "".join(write_entry(key, value, column) for key, value in values.items())


def write_entry(key: str, value: Any, column: int) -> str:
    pad = " " * column
    head = f"{pad}{write_scalar(key)}:"
    if isinstance(value, Mapping):
        return f"{head}\n{write_mapping(value, column + 2)}" if value else f"{head} {{}}\n"
    if isinstance(value, (list, tuple)):
        return f"{head}\n" + "".join(write_item(item, column) for item in value) if value else f"{head} []\n"
    return f"{head} {_scalar(value, column + 2)}\n" if value is not None else f"{head}\n"


def _scalar(value: Any, column: int) -> str:
    if isinstance(value, str) and is_block(value):
        pad = " " * column
        lines = value.rstrip("\n").split("\n")
        return ("|" if value.endswith("\n") else "|-") + "".join(f"\n{pad}{line}" if line else "\n" for line in lines)
    return "null" if value is None else write_scalar(value)


# --- the smallest change ---------------------------------------------------------------------------------------------


def apply(text: str, edits: Sequence[Edit]) -> str:
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def change_mapping(text: str, old: Map, new: Mapping[str, Any], shape: Shape) -> list[Edit]:
    """Edits that make `old` say `new`. Keys that the shape does not know are left alone."""
    if old.flow:
        return list(_change_flow(old, new, shape))
    return [edit for key in old for edit in _change_key(text, old, key, new, shape)] + list(_insert_keys(text, old, new, shape))


def _change_key(text: str, old: Map, key: str, new: Mapping[str, Any], shape: Shape) -> Iterator[Edit]:
    if key not in new:
        if key in shape.keys and old[key] is not None:
            yield (*_lines_of(text, old, key), "")
    elif not same(old[key], new[key]):
        yield from _change_value(text, old, key, new[key], shape.inner.get(key, Shape((), {})))


def same(old: Any, new: Any) -> bool:
    """Whether a value read says what a value to write says. `0301` without quotes does not say "0301"."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return old.keys() == new.keys() and all(same(old[key], new[key]) for key in new)
    if isinstance(old, list) and isinstance(new, (list, tuple)):
        return len(old) == len(new) and all(map(same, old, new))
    return type(old) is not Ambiguous and isinstance(old, bool) == isinstance(new, bool) and bool(old == new)


def _change_value(text: str, old: Map, key: str, value: Any, shape: Shape) -> Iterator[Edit]:
    before = old[key]
    __, start, end = old.spans[key]
    if isinstance(before, Map) and isinstance(value, Mapping) and not before.flow and _owns_its_lines(text, before):
        yield from change_mapping(text, before, value, shape)
    elif isinstance(before, Seq) and isinstance(value, (list, tuple)) and not before.flow and value:
        yield from _change_items(text, before, value, shape)
    elif _is_inline(text, before, start, end) and _is_inline_value(value):
        yield start, end, write_scalar(value) if start < end else " " + write_scalar(value)
    else:
        yield (*_lines_of(text, old, key), write_entry(key, value, old.column)[_indent_present(text, old, key) :])


def _is_inline(text: str, value: Any, start: int, end: int) -> bool:
    return not isinstance(value, (Map, Seq)) and "\n" not in text[start:end]


def _is_inline_value(value: Any) -> bool:
    return not isinstance(value, (Mapping, list, tuple)) and not (isinstance(value, str) and is_block(value))


def _owns_its_lines(text: str, value: Map) -> bool:
    return not text[_line_start(text, value.start) : value.start].strip()


def _change_items(text: str, old: Seq, new: Sequence[Any], shape: Shape) -> Iterator[Edit]:
    """Equal items at both ends stay; those between are changed in place, and the surplus of either side goes or comes."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], list(new[head:])[::-1])
    before, after = range(head, len(old) - tail), list(new[head : len(new) - tail])
    for i, value in zip(before, after, strict=False):
        yield from _change_item(text, old, i, value, shape)
    for i in list(before)[len(after) :]:
        yield (*_item_lines(text, old, i), "")
    surplus = after[len(before) :]
    if surplus:
        at = _item_lines(text, old, before.stop - 1)[1] if before.stop else _item_lines(text, old, 0)[0]
        yield _insertion(text, at, "".join(write_item(value, _dash_column(text, old, 0)) for value in surplus))


def _common(old: Sequence[Any], new: Sequence[Any]) -> int:
    return next((i for i, pair in enumerate(zip(old, new, strict=False)) if not same(*pair)), min(len(old), len(new)))


def _change_item(text: str, old: Seq, i: int, value: Any, shape: Shape) -> Iterator[Edit]:
    before = old[i]
    if isinstance(before, Map) and isinstance(value, Mapping) and not before.flow and next(iter(before)) in value:
        yield from change_mapping(text, before, value, shape)
    else:
        start, end = _item_lines(text, old, i)
        yield start, end, write_item(value, _dash_column(text, old, i))


def _insert_keys(text: str, old: Map, new: Mapping[str, Any], shape: Shape) -> Iterator[Edit]:
    """A new key goes behind the last key present that comes before it in canonical order."""
    places: dict[int, str] = {}
    kept = [key for key in old if key in new or key not in shape.keys or old[key] is None]
    for key, value in new.items():
        if key not in old:
            before = [known for known in shape.keys[: shape.keys.index(key)] if known in kept] or kept[:1]
            at = _lines_of(text, old, before[-1])[1]
            places[at] = places.get(at, "") + write_entry(key, value, old.column)
    for at, entry in places.items():
        yield _insertion(text, at, entry)


def _insertion(text: str, at: int, lines: str) -> Edit:
    """At the start of a line, or at the end of a file that lacks its last line end."""
    if at and text[at - 1] != "\n":
        return at, at, "\n" + lines.rstrip("\n")
    return at, at, lines


def _change_flow(old: Map, new: Mapping[str, Any], shape: Shape) -> Iterator[Edit]:
    """`{id: x, status: open}`: its known keys are written anew in one line, unknown ones go along."""
    merged = {key: value for key, value in old.items() if key not in shape.keys} | dict(new)
    ordered = {key: merged[key] for key in [*shape.keys, *old] if key in merged}
    end = max(span[2] for span in old.spans.values())
    yield old.start, end, "{" + ", ".join(f"{write_scalar(key)}: {_flow(value)}" for key, value in ordered.items())


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{write_scalar(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    plain = write_scalar(value)
    from propops.store.scalars import quote

    return quote(value) if isinstance(value, str) and any(mark in plain for mark in ",[]{}") and plain[0] != '"' else plain


# --- places in a text ------------------------------------------------------------------------------------------------


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _lines_of(text: str, old: Map, key: str) -> tuple[int, int]:
    start, __, end = old.spans[key]
    line = _line_start(text, start)
    shares = bool(text[line:start].strip())  # behind the dash of its list item
    return (start if shares else line), _line_end(text, end)


def _indent_present(text: str, old: Map, key: str) -> int:
    start = old.spans[key][0]
    return old.column if text[_line_start(text, start) : start].strip() else 0


def _dash(text: str, old: Seq, i: int) -> int:
    return text.rfind("-", 0, old.spans[i][0] + (0 if old.spans[i][0] < old.spans[i][1] else 1))


def _dash_column(text: str, old: Seq, i: int) -> int:
    at = _dash(text, old, i)
    return at - _line_start(text, at)


def _item_lines(text: str, old: Seq, i: int) -> tuple[int, int]:
    return _line_start(text, _dash(text, old, i)), _line_end(text, max(old.spans[i][1], _dash(text, old, i)))


def record_lines(document: Document, i: int) -> tuple[int, int]:
    """A record's lines, with the comment that stands directly above it."""
    assert isinstance(document.top, Seq)
    text = document.text
    start, end = _item_lines(text, document.top, i)
    while start:
        above = _line_start(text, start - 1)
        if not text[above:start].lstrip(" ").startswith("#"):
            break
        start = above
    return start, end


def insert_records(document: Document, before: int | None, records: Sequence[Mapping[str, Any]]) -> Edit:
    """New records above the given one, or at the end of the file."""
    text, top = document.text, document.top
    column = _dash_column(text, top, 0) if isinstance(top, Seq) and top else 0
    at = record_lines(document, before)[0] if before is not None else len(text)
    return _insertion(text, at, "".join(write_item(values, column) for values in records))
