"""Printing from the command line: forms and pledges."""

import re
import zipfile
from pathlib import Path

from tests.conftest import Desk


def test_a_form_for_every_lived_in_home(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "forms.html"
    assert "10 sheets" in desk.ok("survey", "print", "survey-2026-12", "--out", str(out))
    page = out.read_text("utf-8")
    assert len(set(re.findall("表号 <b>([0-9]{7})</b>", page))) == 10
    assert "客服人员的服务态度" in page and "青竹苑" in page
    desk.ok("survey", "print", "survey-2026-12", "--list", "--out", str(out))
    listed = out.read_text("utf-8")
    assert "2-1-101" in listed and "1-1-302" not in listed


def test_one_form_as_docx_is_the_same_bytes_twice(desk: Desk, tmp_path: Path) -> None:
    files = [tmp_path / "a.docx", tmp_path / "b.docx"]
    for file in files:
        desk.ok("survey", "print", "survey-2026-12", "--unit", "1-1-101", "--format", "docx", "--out", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()
    with zipfile.ZipFile(files[0]) as document:
        assert "客服人员的服务态度" in document.read("word/document.xml").decode()


def test_an_anonymous_form_carries_nothing_that_leads_home(desk: Desk, tmp_path: Path) -> None:
    desk.write("survey.yaml", desk.read("survey.yaml").replace("anonymous: false", "anonymous: true"))
    out = tmp_path / "forms.txt"
    desk.ok("survey", "print", "survey-2026-12", "--format", "text", "--out", str(out))
    assert not re.search(r"[12]-1-[123]0[12]|2612-0001", out.read_text("utf-8"))


def test_blank_forms(desk: Desk, tmp_path: Path) -> None:
    assert "3 sheets" in desk.ok("survey", "print", "survey-2026-12", "--blank", "3", "--out", str(tmp_path / "blank.html"))


def test_pledges_are_issued_printed_and_signed(desk: Desk, tmp_path: Path) -> None:
    desk.ok("pledge", "issue", "2027")
    assert desk.ok("pledge", "issue", "2027").startswith("0")
    out = tmp_path / "pledges.html"
    assert "2 sheets" in desk.ok("pledge", "print", "--out", str(out))
    page = out.read_text("utf-8")
    assert "李娜" in page and "王芳" in page and "三声铃响" in page
    desk.ok("pledge", "sign", "pledge-2027-li-na")
    assert desk.changed_lines() == ["+  signed_on: 2026-11-30"]


def test_the_estate_s_own_template_wins(desk: Desk, tmp_path: Path) -> None:
    own = desk.root / "templates"
    own.mkdir()
    (own / "pledge.zh.md").write_text("---\ntitle: 承诺\n---\n# 本小区自己的承诺书\n\n{{ name }}\n", "utf-8")
    desk.ok("pledge", "issue", "2027")
    out = tmp_path / "own.html"
    desk.ok("pledge", "print", "--out", str(out))
    assert "本小区自己的承诺书" in out.read_text("utf-8")


def test_an_unwritable_place_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    desk.refused("survey", "print", "survey-2026-12", "--out", str(tmp_path / "file" / "x.html"), code="write-failed")


def test_the_ending_of_the_file_says_its_kind(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "forms.docx"
    desk.ok("survey", "print", "survey-2026-12", "--blank", "1", "--out", str(out))
    assert zipfile.is_zipfile(out)


def test_a_pledge_is_signed_once(desk: Desk) -> None:
    desk.ok("pledge", "issue", "2027")
    desk.ok("pledge", "sign", "pledge-2027-li-na")
    desk.refused("pledge", "sign", "pledge-2027-li-na", code="already-signed")
