"""What people and scripts see: the same text in every format, masked unless asked for, and nothing that moves a cursor."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propops.errors import Problem
from propops.terminal.output import FORMATS, mask_name, mask_phone, safe, show_problems, show_rows, shown
from tests.conftest import Desk

HOSTILE = "红\x1b[31m\x07\u202e倒\u2066\x9b0m\x7f"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def read(format: str, out: str) -> list[dict[str, Any]]:
    if format == "json":
        found = json.loads(out)
        return found if isinstance(found, list) else [found]
    if format == "jsonl":
        return [json.loads(line) for line in out.splitlines()]
    if format == "csv":
        return list(csv.DictReader(io.StringIO(out)))
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(out)  # type: ignore[no-any-return]


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_personal_is_masked_in_every_format(desk: Desk, format: str) -> None:
    desk.write(
        "resident/1-1.yaml",
        desk.read("resident/1-1.yaml").replace(
            '  phone: "138 0000 1001"\n',
            '  phone: "138 0000 1001"\n  emergency_contact:\n    name: 欧阳娜娜\n    phone: "139 1234 5678"\n    consent_on: 2026-01-01\n',
        ),
    )
    for verb in (["list"], ["show", "1-1-101-wa"]):
        hidden = desk.ok("resident", *verb, "--format", format)
        assert "张**" in hidden and "138****1001" in hidden
        assert not re.search("张伟|欧阳|138 0000|139 1234|娜", hidden)
        assert "张伟" in desk.ok("resident", *verb, "--format", format, "--reveal")
    shown_one = desk.ok("resident", "show", "1-1-101-wa", "--format", format, "--reveal")
    assert "欧阳娜娜" in shown_one and "139 1234 5678" in shown_one


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("138 0000 1234", "138****1234"), ("0571-8888 6666", "057****6666"), ("110", "****"), ("", "****"), ("abc", "****")],
)
def test_masked_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_masked_names() -> None:
    assert (mask_name("张伟"), mask_name("欧阳娜娜"), mask_name("")) == ("张**", "欧**", "**")


@pytest.mark.parametrize("field", ["--name", "--phone", "--note"])
def test_what_is_masked_cannot_come_back(desk: Desk, field: str) -> None:
    desk.refused("resident", "edit", "1-1-101-wa", field, "138****1001", code="usage", exit_code=2)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_raw_reaches_the_terminal(desk: Desk, format: str) -> None:
    desk.ok("resident", "edit", "1-1-101-wa", "--name", HOSTILE, "--note", HOSTILE + "\n二\r三")
    for verb in (["list"], ["show", "1-1-101-wa"]):
        out = desk.ok("resident", *verb, "--reveal", "--format", format)
        assert not RAW.search(out), out
        if format in ("json", "jsonl", "yaml"):
            row = read(format, out)[0]
            assert (row["name"], row["note"]) == (HOSTILE, HOSTILE + "\n二\r三")


def test_errors_are_one_visible_line_each(desk: Desk) -> None:
    for arguments in (
        ["unit", "show", HOSTILE],
        ["unit", "list", f"x{HOSTILE}\nerror [fake] all is lost"],
        ["unit", "edit", "1-1-101", "--storey", "a\nb\x1b[2J"],
    ):
        err = desk.run(*arguments).err
        assert not RAW.search(err) and err.count("\n") == 1, err


def test_a_problem_with_a_line_end_in_it_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_problems([Problem("x", "a\nerror [fake] b\x1b", severity="warning")])
    assert capsys.readouterr().err == "warning [x] a error [fake] b\\x1b\n"


FORMULAS = ["=1+1", "=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "+86 138 0000 0000"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_rows([{"a": text, text: "x"}], "csv", ["a"], ["a"])
    header, row = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header[1][0] == row[0][0] == "'"


@pytest.mark.parametrize("text", ["-5.00", "12", "漏水", "a=b", "3-2-1001", "-0.5"])
def test_a_cell_that_is_no_formula_stays_as_it_is(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    show_rows([{"a": text}], "csv", ["a"], ["a"])
    assert capsys.readouterr().out == f"a\n{text}\n"


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "yaml"])
def test_scripts_see_keys_that_the_program_does_not_know(desk: Desk, format: str) -> None:
    desk.write("unit/1-1.yaml", desk.read("unit/1-1.yaml") + "  colour: [[1, 2], {}, 蓝]\n")
    row = read(format, desk.ok("unit", "show", "1-1-302", "--format", format, "--reveal"))[0]
    assert (json.loads(row["colour"]) if format == "csv" else row["colour"]) == [[1, 2], {}, "蓝"]


def test_yaml_out_is_yaml_in(desk: Desk) -> None:
    assert desk.ok("unit", "list", "id~1-1-", "--format", "yaml", "--reveal") == desk.read("unit/1-1.yaml")


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_something_too(desk: Desk, format: str) -> None:
    result = desk.run("unit", "list", "id=none", "--format", format)
    assert (result.code, result.out.strip()) == (0, {"json": "[]", "csv": result.out.strip()}.get(format, ""))


def test_a_terminal_that_knows_no_chinese_gets_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", stream)
    for format in FORMATS:
        show_rows([{"a": "漏水"}], format, ["a"], ["a"])
    stream.flush()
    assert b"\\u6f0f\\u6c34" in stream.buffer.getvalue()


@given(st.text())
def test_safe_text_is_the_text_or_its_escapes(text: str) -> None:
    assert not RAW.search(safe(text))
    assert safe(safe(text)) == safe(text)
    assert safe(text) == text or len(safe(text)) > len(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "yes"), ([1, "a"], "1, a"), ({"a": [1]}, "a=1"), ("\x1b", "\\x1b"), ("\U000e0041", "\\U000e0041")],
)
def test_a_cell(value: Any, text: str) -> None:
    assert shown(value) == text


def test_all_of_the_naughty_strings_are_kept_to_the_letter(desk: Desk) -> None:
    """A self-made handful; the big list was run through the same commands by hand."""
    naughty = [
        "",
        " ",
        "undefined",
        "NULL",
        "1E02",
        "٠١٢",
        "<script>",
        "Ω≈ç",
        "田中さん",
        "👩‍👩‍👧",
        "﷽",
        "$(id)",
        "`id`",
        "%s%n",
        "{{7*7}}",
        "'; DROP TABLE",
        "\\",
        "\n",
        "a\r\nb",
    ]
    for text in naughty:
        desk.ok("unit", "edit", "1-1-101", f"--note={text}")
        row = desk.json("unit", "show", "1-1-101")
        assert row.get("note") == text, repr(text)
    assert Path(desk.root / "records/unit/1-1.yaml").read_text("utf-8").count("note:") == 1


def test_a_reader_who_has_seen_enough_is_no_failure(desk: Desk) -> None:
    command = [sys.executable, "-m", "propops", "--estate", str(desk.root), "resident", "list", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
