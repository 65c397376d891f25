"""`doc`: every template is found and printed for whom or what it needs, also one that the estate has just put there."""

import io
import re
from pathlib import Path

import pypdf
import pytest

from propops.desk import paper
from propops.documents import names
from tests.conftest import Desk
from tests.documents.samples import TEMPLATES


def own(desk: Desk, name: str, body: str, front: str = "") -> None:
    folder = desk.root / "templates"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.zh.md").write_text(f"---\ntitle: 试\n{front}---\n{body}", "utf-8")


def printed(desk: Desk, *words: str, tmp: Path) -> str:
    out = tmp / "out.txt"
    desk.ok("doc", "render", *words, "--out", str(out))
    return out.read_text("utf-8")


def test_the_list_says_what_each_needs(desk: Desk) -> None:
    own(desk, "greeting", "{{ unit.id }}\n", "needs: unit\n")
    rows = {row["name"]: row for row in desk.json("doc", "list")}
    assert set(rows) == {*names([TEMPLATES]), "greeting"}
    assert rows["greeting"] == {"name": "greeting", "title": "试", "languages": ["zh"], "needs": "unit", "fields": [], "own": True}
    assert rows["pledge"]["languages"] == ["en", "zh"] and not rows["pledge"]["own"]


def test_a_new_template_needs_no_code(desk: Desk, tmp_path: Path) -> None:
    own(
        desk,
        "card",
        "# {{ estate.name }}\n\n{{ unit.id }} {{ unit.occupancy }} {{ residents|map(attribute='name')|join('、') }} {{ today|day }}\n",
        "needs: unit\n",
    )
    assert printed(desk, "card", "--unit", "1-1-101", tmp=tmp_path) == "【青竹苑】\n1-1-101 自住 张伟 2026年11月30日\n"


def test_a_record_of_any_kind(desk: Desk, tmp_path: Path) -> None:
    own(
        desk,
        "slip",
        "{{ record.id }} {{ record.received_by }} {{ record.category }} {{ choices.class|join('/') }} {{ unit.storey }}\n",
        "needs: complaint\n",
    )
    id = desk.ok("complaint", "add", "1-1-101", "电梯有异响", "--category", "repair", "--source", "phone").split()[0].strip(":")
    assert printed(desk, "slip", "--id", id, tmp=tmp_path) == f"{id} 李娜 工程维修 紧急/加急/一般/复杂 1\n"
    assert printed(desk, "slip", "--month", "2026-11", tmp=tmp_path).startswith(id)
    desk.refused("doc", "render", "slip", "--month", "2026-10", code="nothing-to-print")
    desk.refused("doc", "render", "slip", code="which-record")


def test_a_register_is_masked_unless_asked_for(desk: Desk, tmp_path: Path) -> None:
    own(desk, "people", "{% for one in records %}\n{{ one.name }} {{ one.phone }}\n\n{% endfor %}\n", "needs: resident[]\n")
    masked, full = (printed(desk, "people", *more, tmp=tmp_path) for more in ((), ("--reveal",)))
    assert "张**" in masked and not re.search(r"张伟|138 0000 1001", masked)
    assert "张伟 138 0000 1001" in full


def test_fields_are_told_on_the_command_line(desk: Desk, tmp_path: Path) -> None:
    assert "消防知识" in printed(desk, "training-sign-in", "topic=消防知识", tmp=tmp_path)
    assert "topic" in desk.refused("doc", "render", "training-sign-in", "tpic=x", code="no-such-field")
    desk.refused("doc", "render", "training-sign-in", "topic", code="usage", exit_code=2)


NOT_BLANK = ("notice", "handover", "pledge-actual")


@pytest.mark.parametrize("name", sorted({*names([TEMPLATES])} - {*NOT_BLANK, "survey-report", "survey-hand-out-list"}))
def test_every_template_prints_with_nothing_to_say(desk: Desk, tmp_path: Path, name: str) -> None:
    desk.ok("visit", "add", "1-1-101", "--date", "2026-11-30", "--slot", "am", "--officer", "li-na")
    which = ("--id", "survey-2026-12") if name == "survey-form" else ()
    blank = ("--blank", "1") if name not in ("visit-list", "day-sheet") else ()
    for language in ("zh", "en"):
        printed(desk, name, *which, *blank, "--language", language, tmp=tmp_path)


@pytest.mark.parametrize("name", NOT_BLANK)
def test_what_cannot_be_left_to_the_pen(desk: Desk, name: str) -> None:
    desk.refused("doc", "render", name, "--blank", "1", code="no-blank")


@pytest.mark.parametrize("name", ["fee-notice", "fee-reminder", "demand-letter"])
def test_letters_about_money_go_to_whoever_owes(desk: Desk, tmp_path: Path, name: str) -> None:
    text = printed(desk, name, tmp=tmp_path)
    assert re.search("合计（大写）：人民币[壹贰叁肆伍陆柒捌玖拾佰仟元角分]+", text)
    assert not re.search("停水|停电|黑名单|滞纳金", text)
    english = printed(desk, name, "--language", "en", tmp=tmp_path)
    assert "property fee" in english


def test_a_late_fee_is_demanded_only_where_the_contract_sets_one(desk: Desk, tmp_path: Path) -> None:
    assert "不另计收逾期费用" in printed(desk, "demand-letter", tmp=tmp_path)
    assert "每日万分之三" in printed(desk, "demand-letter", "late_fee=每日万分之三", tmp=tmp_path)


def test_the_round_of_a_day(desk: Desk, tmp_path: Path) -> None:
    desk.ok("visit", "add", "1-1-101", "--date", "2026-11-30", "--slot", "am", "--officer", "li-na")
    text = printed(desk, "visit-list", tmp=tmp_path)
    assert "李娜" in text and "张先生" in text and "张伟" not in text
    assert "1-1-101" in printed(desk, "visit-record", "--date", "2026-11-30", tmp=tmp_path)


def test_a_receipt_and_its_stub(desk: Desk, tmp_path: Path) -> None:
    payment = desk.json("payment", "list")[0]
    out = tmp_path / "receipt.html"
    desk.ok("doc", "render", "receipt", "--id", payment["id"], "--out", str(out))
    page = out.read_text("utf-8")
    assert "存根联" in page and "收据联" in page and page.count("2026年第3季度") == 2 and "No. " in page


def test_the_month_in_figures_and_duties(desk: Desk, tmp_path: Path) -> None:
    assert "2026年7月" in printed(desk, "monthly-report", "--month", "2026-07", tmp=tmp_path)
    assert "早" in printed(desk, "duty-roster", "--month", "2026-12", tmp=tmp_path)


def test_one_file_for_each(desk: Desk, tmp_path: Path) -> None:
    said = desk.ok(
        "doc", "render", "move-in-checklist", "--each", "--unit", "1-1-101", "--unit", "1-1-102", "--out", str(tmp_path / "papers")
    )
    assert said.startswith("2 files")
    assert sorted(path.name for path in (tmp_path / "papers").iterdir()) == ["1-1-101.html", "1-1-102.html"]
    desk.refused("doc", "render", "move-in-checklist", "--out", str(tmp_path), code="write-failed")
    desk.refused("doc", "render", "move-in-checklist", "--unit", "9-9-999", code="no-such-unit")


def test_a_pdf_of_every_home(desk: Desk, tmp_path: Path) -> None:
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf"]
    for file in files:
        desk.ok("doc", "render", "survey-form", "--id", "survey-2026-12", "--out", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()
    pages = pypdf.PdfReader(io.BytesIO(files[0].read_bytes())).pages
    assert len(pages) == 10 and "表号" in pages[0].extract_text()


def test_a_rare_character_is_told(desk: Desk, tmp_path: Path) -> None:
    own(desk, "note", "{{ record.text }}\n", "fields: text\n")
    result = desk.run("doc", "render", "note", "text=𠮷祥", "--out", str(tmp_path / "n.pdf"))
    assert (result.code, "no-glyph" in result.err, "𠮷" in result.err) == (0, True, True)


@pytest.mark.parametrize("needs", ["unicorn", "unicorn[]"])
def test_an_unknown_need_is_refused(desk: Desk, needs: str) -> None:
    own(desk, "odd", "甲\n", f"needs: {needs}\n")
    error = desk.refused("doc", "render", "odd", code="bad-template")
    assert "complaint" in error and "odd.zh.md:3" in error


def test_an_error_names_template_and_line(desk: Desk) -> None:
    own(desk, "wrong", "# 题\n\n{{ unit.idd }}\n", "needs: unit\n")
    assert "wrong.zh.md:7" in desk.refused("doc", "render", "wrong", "--unit", "1-1-101", code="template-refused")


BROKEN = [
    ("template-refused", "\n{{ 1 + }}", 6, ""),
    ("template-refused", "{% if today %}\n甲", 6, "endif"),
    ("template-refused", "\n{{ estat.name }}", 6, "estat"),
    ("template-refused", "{{ estate.name|shout }}", 5, "shout"),
    ("template-refused", "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}", 5, "10000"),
    ("template-refused", "{% for a in range(1000000000) %}x{% endfor %}", 5, "10000"),
    ("template-refused", "{% include '../records/staff.yaml' %}", 5, "../records/staff.yaml"),
    ("template-refused", "{% include 'broken.zh.md' %}", 5, "recursion"),
    ("template-refused", "{{ estate.__class__.__mro__ }}", 5, "__class__"),
    ("template-refused", "{{ estate.name.format(estate) }}", 5, "“format”"),
    ("template-refused", "{% macro a() %}{% endmacro %}", 5, "“macro”"),
    ("bad-template", "\n```sing\n甲\n```", 6, "“sing”"),
    ("bad-template", "甲\n\n```qr\n甲\n```", 7, "qr"),
    ("bad-value", "{{ estate.name|money }}", 5, "青竹苑"),
]


@pytest.mark.parametrize(("code", "body", "line", "said"), BROKEN)
def test_a_broken_template_is_one_line_with_its_place(desk: Desk, code: str, body: str, line: int, said: str) -> None:
    own(desk, "broken", f"{body}\n", "needs: estate\n")
    error = desk.refused("doc", "render", "broken", code=code)
    assert error.count("\n") == 1 and f"broken.zh.md:{line}:" in error and said in error


def test_the_list_goes_on_where_one_template_is_broken(desk: Desk) -> None:
    own(desk, "broken", "甲\n", "neds: unit\n")
    result = desk.run("doc", "list")
    assert result.code == 0 and "receipt" in result.out and "broken" not in result.out
    assert "broken.zh.md:3" in result.err and result.err.startswith("warning")


def test_phrases_and_promises_are_papers_like_any_other(desk: Desk, tmp_path: Path) -> None:
    assert "我姓李" in printed(desk, "phrase-card", "--staff", "li-na", tmp=tmp_path)
    desk.ok("pledge", "issue", "2026")
    assert "李娜" in printed(desk, "pledge-signing-sheet", tmp=tmp_path)
    assert "承诺书没有写明衡量方式" in printed(desk, "pledge-actual", "--staff", "li-na", tmp=tmp_path)


def test_a_stack_that_no_printer_swallows_goes_into_several_files(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "PER_FILE", 4)
    said = desk.ok("doc", "render", "survey-form", "--id", "survey-2026-12", "--out", str(tmp_path / "forms.pdf"))
    assert said.splitlines() == [f"{count} sheets: {tmp_path}/forms-{number}.pdf" for number, count in ((1, 4), (2, 4), (3, 2))]
    assert [len(pypdf.PdfReader(file).pages) for file in sorted(tmp_path.glob("forms-*.pdf"))] == [4, 4, 2]
    desk.ok("doc", "render", "survey-form", "--id", "survey-2026-12", "--out", str(tmp_path / "forms.txt"))
    assert (tmp_path / "forms.txt").read_text("utf-8")


def test_what_the_font_lacks_stops_no_stack_and_is_told_once(desk: Desk, tmp_path: Path) -> None:
    resident = desk.read("resident/1-1.yaml").replace("name: 张伟", "name: 张伟😀\U00020bb7")
    desk.write("resident/1-1.yaml", resident)
    own(desk, "door", "{{ unit.id }} {{ residents|map(attribute='name')|join(' ') }}\n", "needs: unit\n")
    result = desk.run("doc", "render", "door", "--out", str(tmp_path / "door.pdf"))
    (line,) = result.err.splitlines()
    assert result.code == 0 and "no-glyph" in line and "😀 \U00020bb7" in line and "on sheet 1." in line
    assert len(pypdf.PdfReader(tmp_path / "door.pdf").pages) == 10
