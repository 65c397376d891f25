"""Whatever stands in a file or is typed: no traceback, an answer on one line with its place, and nothing changed by a refusal."""

import csv
import io
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.store import faults

RECORD = '- id: 9-1-1\n  building: "9"\n  entrance: "1"\n  room: "1"\n  occupancy: let\n'

FILES: dict[str, str] = {
    "scalar at the top": "9-1-1\n",
    "mapping at the top": "id: 9-1-1\n",
    "list of lists": "- - a\n  - b\n",
    "null record": "- ~\n",
    "flow in block": "- {id: 9-1-1, building: [1}\n",
    "tag": RECORD.replace("let", "!!python/object:os.system let"),
    "anchor": RECORD.replace("let", "&a let"),
    "alias of nothing": RECORD.replace("let", "*a"),
    "merge key": RECORD + "  <<: {note: x}\n",
    "laughs": "".join(f"{name}: &{name} [{','.join(['*' + of] * 9)}]\n" for of, name in zip("abcdefgh", "bcdefghi", strict=True)),
    "complex key": RECORD + "  ? [a, b]\n  : c\n",
    "two documents": RECORD + "---\n" + RECORD,
    "directive": "%YAML 1.1\n---\n" + RECORD,
    "unfinished quote": RECORD.replace("let", '"let'),
    "tab": RECORD.replace("  room", "\troom"),
    "NUL": RECORD + "\0",
    "bidi": RECORD + "  note: a\u202eb\n",
    "deep flow": "- id: " + "[" * 100_000,
    "deep braces": "- id: " + "{a: " * 50_000,
    "deep dashes": "- " * 50_000 + "a\n",
    "long text": RECORD + "  note: " + "x" * 1_000_000 + "\n",
    "long number": RECORD + "  storey: " + "9" * 100_000 + "\n",
    "huge amount": RECORD + "  area: 1e999999999\n",
    "many keys": RECORD + "".join(f"  k{n}: 1\n" for n in range(2_000)),
    "many documents": "---\n" * 50_000,
    "id that climbs": RECORD.replace("9-1-1", "../../x"),
    "id of a path": RECORD.replace("9-1-1", "/etc/passwd"),
    "id of an option": RECORD.replace("9-1-1", "--help"),
    "only blanks": " " * 1_000_000,
}

COMMANDS = [("check",), ("unit", "list", "--format=json"), ("unit", "show", "9-1-1"), ("unit", "edit", "9-1-1", "--note=x"), ("fmt",)]


@pytest.mark.parametrize("name", FILES)
def test_any_file(desk: Desk, name: str) -> None:
    file = desk.root / "records/unit/9-1.yaml"
    file.write_text(FILES[name], "utf-8")
    for command in COMMANDS:
        before = faults.records(desk)
        result = desk.run(*command)
        assert result.code in (0, 1), result
        assert all(len(line) < 1000 for line in result.err.splitlines())
        assert result.code == 0 or faults.records(desk) == before
    desk.ok("unit", "edit", "1-1-101", "--note=x")  # another file is none of its business


@pytest.fixture(params=["link", "loop", "endless", "pipe", "socket", "folder"])
def no_file(request: pytest.FixtureRequest, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(desk.root / "records/unit")  # the path of a socket is short
    path = Path("9-1.yaml")
    if request.param == "pipe":
        os.mkfifo(path)
    elif request.param == "folder":
        path.mkdir()
    elif request.param != "socket":
        path.symlink_to({"link": "/etc/passwd", "loop": "9-1.yaml", "endless": "/dev/zero"}[request.param])
    with socket.socket(socket.AF_UNIX) as listening:
        if request.param == "socket":
            listening.bind(str(path))
        yield desk


def test_what_is_no_file_is_not_waited_for(no_file: Desk) -> None:
    for command in COMMANDS:
        assert no_file.run(*command).code in (0, 1)
    assert no_file.run("unit", "add", "9-1-1", "--building=9", "--entrance=1", "--room=1", "--occupancy=let").code == 1


def test_a_name_that_is_no_text(desk: Desk) -> None:
    path = os.fsencode(desk.root / "records/unit") + b"/\xff\xfe.yaml"
    Path(os.fsdecode(path)).write_text(RECORD, "utf-8")
    for command in COMMANDS:
        assert desk.run(*command).code in (0, 1)


TEXTS = [
    *("null", "~", "true", "yes", "0x10", "1e3", "1_000", "012", "2026-02-30", "12:30", ".inf", "NaN", "-", "?", ":", "=", "<<"),
    *("# no comment", "a: b", "a #b", "- a", "[a", "{a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'", '"', "\\", "---", "..."),
    *("=1+1", "+1", "-1+1", "@SUM(A1)", '=HYPERLINK("x")', "＝1+1", "\ttab", " blank ", "a\nb", "a\r\nb", "a\n\n", "\n"),
    *("{{ 7*7 }}", "{% include 'x' %}", "${7*7}", "<script>alert(1)</script>", "'; DROP TABLE x; --", "%s%n", "$(x)", "`x`", "../../x"),
    *(
        "\x07",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\u202eabc",
        "\u200b",
        "\ufeffx",
        "\ufffe",
        "e\u0301",
        "𠮷野家",
        "👩\u200d👧",
        "ｆｕｌｌ１２３",
        "א",
    ),
]


@pytest.mark.slow
def test_any_text_comes_back_as_it_was(desk: Desk) -> None:
    """Typed, committed, read again, listed; nothing raw to a terminal, nothing that Excel would run."""
    units = [row["id"] for row in desk.json("unit", "list")]
    for start in range(0, len(TEXTS), len(units)):
        typed = dict(zip(units, TEXTS[start : start + len(units)], strict=False))
        for unit, text in typed.items():
            desk.ok("unit", "edit", unit, f"--note={text}")
        assert {row["id"]: row["note"] for row in desk.json("unit", "list") if row["id"] in typed} == typed
        cells = csv.DictReader(io.StringIO(desk.ok("unit", "list", "--format=csv")))
        assert [row for row in cells if row["note"].startswith(("=", "+", "@", "\t", "\r", "＝"))] == []
        assert not set(desk.ok("unit", "list") + desk.ok("unit", "list", "--format=json")) & set("\x07\x1b\x85\u2028\u202e\ufeff")
    assert desk.ok("check").startswith("0 errors")
    assert desk.ok("fmt", "--check") == ""


def test_any_text_as_an_id(desk: Desk) -> None:
    before = faults.records(desk)
    for text in TEXTS:
        for command in (("unit", "show", "--", text), ("unit", "edit", "--note=x", "--", text), ("unit", "remove", "--yes", "--", text)):
            assert desk.run(*command).code in (1, 2), (command, text)
    assert faults.records(desk) == before
