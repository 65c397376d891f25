"""Canonical text is stable, and a change is the smallest one: only its own lines, every comment and unknown key kept."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from propops.schema import Shape
from propops.store import writer
from propops.store.reader import MAX_DEPTH, Map, parse
from propops.store.writer import apply, change_mapping, overlay, same, write_records
from tests.store.samples import RECORDS, as_others_read_it, depth, ours, ours_without_c, ruamel

LOG = Shape(("at", "by", "text"), {})
SHAPE = Shape(
    ("id", "unit", "date", "status", "pays", "contact", "log", "content", "note"), {"log": LOG, "contact": Shape(("mode", "days"), {})}
)


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_what_is_written_is_read_back(records: list[dict[str, Any]]) -> None:
    assume(depth(records) <= MAX_DEPTH and not any("<<" in record for record in records))
    text = write_records(records)
    assert ours(text) == ours_without_c(text) == records
    assert ruamel(text, pure=False) == ruamel(text, pure=True) == as_others_read_it(records)
    assert write_records(ours(text)) == text


def changed(text: str, **values: Any) -> str:
    """The text with fields of its first record set, or taken away where the value is None."""
    document = parse(text, "x.yaml")
    old = document.top[0] if not isinstance(document.top, Map) else document.top  # type: ignore[index]
    was = {key: value for key, value in plain_known(old).items() if value is not None}
    want = {key: value for key, value in (was | values).items() if value is not None}
    new = overlay(was, want, old)
    found = apply(document.text, list(change_mapping(document.text, old, new, SHAPE)))
    again = parse(found, "x.yaml").top
    record = again if isinstance(again, Map) else again[0]  # type: ignore[index]
    assert plain_known(record) == want
    return found


def plain_known(values: Any, shape: Shape = SHAPE) -> dict[str, Any]:
    return {key: _known(values[key], shape.inner.get(key)) for key in shape.keys if values.get(key) is not None}


def _known(value: Any, shape: Shape | None) -> Any:
    if isinstance(value, list):
        return [_known(item, shape) for item in value]
    if isinstance(value, dict) and shape is not None:
        return plain_known(value, shape)
    return value


def diff(old: str, new: str) -> list[str]:
    import difflib

    return [
        line
        for line in difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
        if line[:3] not in ("---", "+++") and line[0] in "+-"
    ]


ODD = """\
# 一号楼，由李娜维护
- id: a # 第一条
  status:   open    # 待办
  colour: 'blue'
  contact: {mode: prefer, weird: 0301}  # 电话
  pays: [property, # 物业费
    parking]
  log:
    # 最早
    - at: "09:00"
      by: li-na   # 李娜
      extra: {x: [1, 2]}
    - at: "10:00"

      by: wang-fang
    # 末尾
  content: |   # 原话
    第一行
    第二行

  "note" : >-
    折叠
    的
# 第二条的说明
- id: b
  0x1: 0301
"""


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"status": "done"}, ["-  status:   open    # 待办", "+  status:   done    # 待办"]),
        ({"status": None}, ["-  status:   open    # 待办"]),
        ({"unit": "1-1-101"}, ["+  unit: 1-1-101"]),
        ({"status": "一\n二"}, ["-  status:   open    # 待办", "+  status: |-    # 待办", "+    一", "+    二"]),
        ({"content": "新"}, ["-  content: |   # 原话", "-    第一行", "-    第二行", "+  content: 新   # 原话"]),
        ({"content": "第一行\n第三行\n"}, ["-    第二行", "+    第三行"]),
        ({"note": "短"}, ['-  "note" : >-', "-    折叠", "-    的", '+  "note" : 短']),
        ({"note": None}, ['-  "note" : >-', "-    折叠", "-    的"]),
        (
            {"contact": {"mode": "only"}},
            ["-  contact: {mode: prefer, weird: 0301}  # 电话", "+  contact: {mode: only, weird: 0301}  # 电话"],
        ),
        (
            {"contact": {"mode": "prefer", "days": ["a,b", "1"]}},
            [
                "-  contact: {mode: prefer, weird: 0301}  # 电话",
                '+  contact: {mode: prefer, days: ["a,b", "1"], weird: 0301}  # 电话',
            ],
        ),
        ({"pays": ["property"]}, ["-    parking]", "+    ]"]),
        ({"pays": ["parking"]}, ["-  pays: [property, # 物业费", "-    parking]", "+  pays: [parking]"]),
        ({"pays": ["property", "parking", "other"]}, ["-    parking]", "+    parking, other]"]),
        (
            {"log": [{"at": "09:00", "by": "sun-li"}, {"at": "10:00", "by": "wang-fang"}]},
            ["-      by: li-na   # 李娜", "+      by: sun-li   # 李娜"],
        ),
        (
            {"log": [{"at": "09:00", "by": "li-na"}, {"at": "10:00", "by": "wang-fang"}, {"at": "11:00", "text": "a\nb"}]},
            ['+    - at: "11:00"', "+      text: |-", "+        a", "+        b"],
        ),
        (
            {"log": [{"at": "09:00", "by": "li-na", "text": "好"}, {"at": "10:00", "by": "wang-fang"}]},
            ["+      text: 好"],
        ),
        ({"log": [{"at": "10:00", "by": "wang-fang"}]}, None),
    ],
)
def test_only_the_lines_of_the_change_differ(values: dict[str, Any], lines: list[str] | None) -> None:
    new = changed(ODD, **values)
    assert lines is None or diff(ODD, new) == lines
    for kept in ("# 一号楼", "# 第一条", "# 第二条的说明", "0x1: 0301", "colour: 'blue'"):
        assert kept in new
    assert changed(new.rstrip("\n"), **values) == new.rstrip("\n") + "\n"  # nothing left to do


def test_an_item_that_becomes_another_keeps_its_comment() -> None:
    new = changed("- id: a\n  log:\n  - at: b # 最早\n", log=[{"text": "一\n二"}])
    assert new == "- id: a\n  log:\n  - # 最早\n    text: |-\n      一\n      二\n"


def test_a_file_without_its_last_line_end_is_read_as_if_it_had_one() -> None:
    document = parse("- id: a\n  note: |\n    x\n    y", "x.yaml")
    assert (document.is_cut, document.top[0]["note"]) == (True, "x\ny\n")  # type: ignore[index]


def test_what_goes_in_at_one_place_keeps_its_order() -> None:
    assert apply("ab", [(1, 1, "2"), (1, 1, "1"), (1, 2, "")]) == "a21"


def test_overlapping_edits_are_a_mistake() -> None:
    with pytest.raises(AssertionError):
        apply("abc", [(0, 2, ""), (1, 3, "")])


def test_defaults_that_nobody_wrote_stay_unwritten() -> None:
    assert overlay({"a": 1, "b": {"c": 1, "d": 2}}, {"a": 1, "b": {"c": 1, "d": 3}}, {"x": 0, "b": {"d": 2, "y": 9}}) == {
        "x": 0,
        "b": {"d": 3, "y": 9},
    }


@pytest.mark.parametrize(("old", "new"), [(1, True), ("1", 1), ("a", "b"), ([1], [1, 2]), ({"a": 1}, {"b": 1}), (None, "")])
def test_what_is_not_the_same(old: Any, new: Any) -> None:
    assert not same(old, new) and not same(new, old)


# --- anything, changed into anything -----------------------------------------------------------------------------------

WORDS = st.sampled_from(["open", "一二", "1001", "a, b", "x: y", "# no", "一\n二\n", "一\n二", "yes", "it's", 'say "hi"', "[x]", "12:30"])
ENTRIES = st.dictionaries(st.sampled_from(LOG.keys), WORDS, min_size=1, max_size=3)
RECORD = st.fixed_dictionaries(
    {},
    optional={
        "unit": WORDS,
        "status": WORDS,
        "pays": st.lists(WORDS, min_size=1, max_size=4),
        "contact": st.fixed_dictionaries({"mode": WORDS}, optional={"days": st.lists(WORDS, min_size=1, max_size=3)}),
        "log": st.lists(ENTRIES, min_size=1, max_size=4),
        "content": WORDS,
        "note": WORDS,
    },
)
UNKNOWN = st.dictionaries(st.sampled_from(["colour", "x-ray", "旧"]), st.one_of(WORDS, st.lists(WORDS, max_size=2)), max_size=2)


@st.composite
def written_by_hand(draw: st.DrawFn) -> tuple[str, dict[str, Any], list[str]]:
    """A record as people write it: keys in any order, comments, odd quotes and spaces, lists in brackets; and its known values."""
    known, unknown = draw(RECORD), draw(UNKNOWN)
    keys = draw(st.permutations([*known, *unknown]))
    comments: list[str] = []
    lines = [f"- id: me{_comment(draw, comments)}\n"]
    for key in keys:
        lines.append(_entry(draw, key, (known | unknown)[key], 2, comments))
        if draw(st.booleans()):
            lines.append(f"  {_comment(draw, comments, always=True).strip()}\n")
    return "".join(lines), {"id": "me"} | known, comments


def _comment(draw: st.DrawFn, comments: list[str], always: bool = False) -> str:
    if not always and not draw(st.booleans()):
        return ""
    comments.append(f"# 备注{len(comments)}")
    return draw(st.sampled_from([" ", "   "])) + comments[-1]


def _entry(draw: st.DrawFn, key: str, value: Any, column: int, comments: list[str]) -> str:
    pad = " " * column
    if isinstance(value, (list, dict)) and (not value or draw(st.booleans())):
        return f"{pad}{key}: {writer._flow(value)}{_comment(draw, comments)}\n"
    if isinstance(value, dict):
        return f"{pad}{key}:{_comment(draw, comments)}\n" + "".join(_entry(draw, k, v, column + 3, comments) for k, v in value.items())
    if isinstance(value, list):
        deeper = column + draw(st.sampled_from([0, 2]))
        return f"{pad}{key}:{_comment(draw, comments)}\n" + "".join(_item(draw, item, deeper, comments) for item in value)
    return f"{pad}{key}:{_scalar(draw, value, column, comments)}"


def _item(draw: st.DrawFn, value: Any, column: int, comments: list[str]) -> str:
    if isinstance(value, dict):
        body = "".join(_entry(draw, k, v, column + 2, comments) for k, v in value.items())
        return f"{' ' * column}- {body.lstrip(' ')}"
    return f"{' ' * column}-{_scalar(draw, value, column, comments)}"


def _scalar(draw: st.DrawFn, value: str, column: int, comments: list[str]) -> str:
    space = draw(st.sampled_from([" ", "  "]))
    if "\n" not in value and draw(st.booleans()):
        return f"{space}'{value.replace(chr(39), chr(39) * 2)}'{_comment(draw, comments)}\n"
    written = writer._scalar(value, column + 2)
    head, __, rest = written.partition("\n")
    return f"{space}{head}{_comment(draw, comments)}\n" + (rest + "\n" if rest else "")


@settings(max_examples=120, deadline=None)
@given(written_by_hand(), RECORD, st.sampled_from(["", "- id: other\n", "# 下一条\n- id: other\n  0x1: 0301\n"]), st.booleans())
def test_any_record_becomes_any_other(
    before: tuple[str, dict[str, Any], list[str]], after: dict[str, Any], rest: str, is_cut: bool
) -> None:
    text, known, comments = before
    whole = (text + rest).removesuffix("\n") if is_cut and not text.endswith("\n\n") else text + rest
    old = parse(whole, "x.yaml")
    assert isinstance(old.top, list) and plain_known(old.top[0]) == known
    new = changed(whole, **(dict.fromkeys(known) | {"id": "me"} | after))
    assert new.endswith(rest if not is_cut or not rest else rest.removesuffix("\n") + "\n")
    top: Any = parse(new, "x.yaml").top
    assert {key: top[0].get(key) for key in ("colour", "x-ray", "旧")} == {key: old.top[0].get(key) for key in ("colour", "x-ray", "旧")}
    gone = [key for key in known if after.get(key) != known[key] and key != "id"]
    if not gone:  # nothing taken away or altered: every comment is there, and no line was lost
        assert all(comment in new for comment in comments)
        assert [line for line in diff(text, new[: len(new) - len(rest)]) if line[0] == "-"] == []


@settings(max_examples=60, deadline=None)
@given(written_by_hand(), WORDS)
def test_one_scalar_set_changes_its_lines_alone(before: tuple[str, dict[str, Any], list[str]], word: str) -> None:
    text, known, comments = before
    assume("status" in known)
    new = changed(text, status=word)
    lost = [line for line in diff(text, new) if line[0] == "-"]
    assert len(lost) <= 1 + len(known["status"].split("\n"))
    assert all(comment in new for comment in comments)
