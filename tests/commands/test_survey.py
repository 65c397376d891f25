"""A survey's life through the command line: made, handed out, typed in, imported, counted, reported, followed up."""

import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader

from tests.conftest import Desk

SURVEY = "survey-2026-12"


def sheet(path: Path, *rows: list[Any]) -> str:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


HEADER = [
    "序号",
    "提交答卷时间",
    "所用时间",
    "来源",
    "来自IP",
    "1、您对客服人员的服务态度满意吗？",
    "2、您希望多久走访一次？",
    "3、您的建议",
    "房号",
]


def online(number: int, score: Any, choice: Any = None, text: Any = None, unit: Any = None) -> list[Any]:
    return [number, "2026/11/28 20:15:07", "75秒", "微信", "1.2.3.4(浙江-杭州)", score, choice, text, unit]


def piped(desk: Desk, monkeypatch: pytest.MonkeyPatch, survey: str, lines: str) -> str:
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    return desk.ok("survey", "enter", survey)


def opened(desk: Desk) -> None:
    desk.ok("survey", "edit", SURVEY, "--opens", "2026-11-20", "--closes", "2026-11-30")


# --- making and handing out -------------------------------------------------------------------------------------------


def test_the_standard_survey_of_the_next_month_is_one_command(desk: Desk) -> None:
    desk.ok("survey", "remove", SURVEY, "--yes")
    assert desk.ok("survey", "new", "--standard") == "survey-2026-12\n"
    made = desk.json("survey", "show", SURVEY)
    assert (made["opens"], made["closes"], made["anonymous"]) == ("2026-12-01", "2026-12-14", True)
    assert {question["area"] for question in made["questions"] if "area" in question} >= {"客户服务", "工程维修", "收费管理", "总体评价"}
    assert [question["id"] for question in made["questions"]][-3:] == ["t1", "t2", "t3"]


def test_the_english_questionnaire_asks_the_same(desk: Desk) -> None:
    zh, en = (
        desk.ok("survey", "new", id, "--standard", "--language", id, "--opens", "2026-12-0" + day) and id
        for id, day in (("zh", "2"), ("en", "3"))
    )
    ids = [[question["id"] for question in desk.json("survey", "show", id)["questions"]] for id in (zh, en)]
    assert ids[0] == ids[1]


def test_a_new_survey_is_compared_with_the_last_one(desk: Desk) -> None:
    desk.ok("survey", "new", "june", "--standard", "--opens", "2027-06-01", "--sample", "6")
    made = desk.json("survey", "show", "june")
    assert made["previous"] == SURVEY
    assert len(made["units"]) == 6 and "1-1-302" not in made["units"]
    desk.refused("survey", "new", "x", "--standard", "--sample", "600", code="sample-too-large")
    desk.refused("survey", "new", "x", code="usage", exit_code=2)


def test_a_questionnaire_of_one_s_own(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("- id: q1\n  text: 食堂\n  type: scales\n", "utf-8")
    assert "unknown-choice" in desk.refused("survey", "new", "own", "--questions", str(file), code="unknown-choice")
    own = desk.root / "templates"
    own.mkdir()
    (own / "questionnaire.zh.yaml").write_text("- id: q1\n  text: 本小区自己的问题\n", "utf-8")
    desk.ok("survey", "new", "own", "--standard")
    assert desk.json("survey", "show", "own")["questions"][0]["text"] == "本小区自己的问题"


def test_anonymous_forms_are_counted_by_building_and_name_no_home(desk: Desk) -> None:
    desk.ok("survey", "new", "a", "--standard")
    assert "10 forms" in desk.ok("survey", "hand-out", "a", "--all")
    lots = desk.json("survey", "show", "a")["hand_outs"]
    assert [(lot["building"], lot["count"], lot.get("units")) for lot in lots] == [("1", 5, None), ("2", 5, None)]
    desk.refused("survey", "hand-out", "a", "--unit", "1-1-101", code="not-anonymous")


def test_named_forms_are_handed_out_once(desk: Desk) -> None:
    desk.ok("survey", "hand-out", SURVEY, "--unit", "1-1-101", "--unit", "2-1-101")
    assert "1-1-101" in desk.refused("survey", "hand-out", SURVEY, "--building", "1", code="handed-out")
    desk.refused("survey", "hand-out", SURVEY, code="usage", exit_code=2)
    assert desk.json("survey", "tally", SURVEY)["handed_out"] == 2


def test_every_anonymous_form_has_another_number_and_no_room(desk: Desk, tmp_path: Path) -> None:
    desk.ok("survey", "new", "a", "--standard")
    out = tmp_path / "forms.txt"
    assert "10 sheets" in desk.ok("survey", "print", "a", "--format", "text", "--out", str(out))
    page = out.read_text("utf-8")
    assert len(set(re.findall(r"表号 ?([0-9]{7})", page))) == 10
    assert not re.search(r"[12]-1-[123]0[12]", page)


def test_a_named_form_bears_its_number_and_the_list_says_whose_it_is(desk: Desk, tmp_path: Path) -> None:
    form, listed = tmp_path / "form.txt", tmp_path / "list.txt"
    desk.ok("survey", "print", SURVEY, "--unit", "1-1-101", "--format", "text", "--out", str(form))
    desk.ok("survey", "print", SURVEY, "--unit", "1-1-101", "--list", "--format", "text", "--out", str(listed))
    number = re.search(r"表号 ?([0-9]{7})", form.read_text("utf-8"))
    assert number and "1-1-101" not in form.read_text("utf-8")
    assert f"{number[1]}　1-1-101" in listed.read_text("utf-8")


@pytest.mark.parametrize("kind", ["html", "docx", "pdf", "text"])
def test_no_sheet_has_both_a_number_and_a_room(desk: Desk, tmp_path: Path, kind: str) -> None:
    rooms = [row["id"] for row in desk.json("unit", "list")]
    for count, options in enumerate((("--building", "1"), ("--blank", "3"))):
        out = tmp_path / f"{count}.{kind}"
        desk.ok("survey", "print", SURVEY, *options, "--out", str(out))
        page = readable(out)
        assert not any(room in page for room in rooms)
        assert bool(re.search(r"表号\s*[0-9]{7}", page)) is not ("房号" in page and "填写日期" in page)


def readable(path: Path) -> str:
    if path.suffix == ".pdf":
        return "".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())
    return re.sub("<[^>]+>", "", path.read_text("utf-8"))


def test_each_building_has_a_list_of_its_own_and_an_anonymous_survey_none(desk: Desk, tmp_path: Path) -> None:
    assert "2 sheets" in desk.ok("survey", "print", SURVEY, "--list", "--out", str(tmp_path / "list.html"))
    assert "1 sheets" in desk.ok("survey", "print", SURVEY, "--list", "--building", "2", "--out", str(tmp_path / "list.html"))
    desk.ok("doc", "render", "survey-hand-out-list", "--id", SURVEY, "--out", str(tmp_path / "list.html"))
    desk.ok("survey", "new", "a", "--standard")
    desk.refused("survey", "print", "a", "--list", code="not-anonymous")


# --- other scales -----------------------------------------------------------------------------------------------------

SCALES = """\
- id: q1
  text: 总体评价
  scale: 10
- id: q2
  text: 维修
  scale: 4
- id: q3
  text: 保洁
- id: q4
  text: 会推荐吗
  scale: 10
  satisfied_from: 9
"""


def of_scales(desk: Desk, tmp_path: Path, id: str = "s", opens: str = "2026-11-20") -> None:
    file = tmp_path / "scales.yaml"
    file.write_text(SCALES, "utf-8")
    desk.ok("survey", "new", id, "--questions", str(file), "--named", "--opens", opens)


def test_scales_of_ten_and_four_from_the_table_to_the_report(desk: Desk, tmp_path: Path) -> None:
    of_scales(desk, tmp_path)
    header = ["序号", "总体评价", "维修", "保洁", "会推荐吗"]
    rows: list[list[Any]] = [
        [1, "10", "很满意", 5, "8"],
        [2, "9", 3, 9, 9],
        [3, 8, "不满意", "满意", 10],
        [4, "5分", 1, 1, -1],
        [5, 99, 9, None, "不了解"],
    ]
    file = sheet(tmp_path / "a.xlsx", header, *rows)
    assert desk.ok("survey", "import", "s", file).startswith("5 new")
    found = {row["id"]: row for row in desk.json("survey", "tally", "s")["questions"]}
    keys = ("scale", "satisfied_from", "n", "mean", "satisfied_rate", "excluded")
    assert [[found[id][key] for key in keys] for id in ("q1", "q2", "q3", "q4")] == [
        [10, 8, 4, 8.0, 0.75, 1],
        [4, 3, 4, 2.5, 0.5, 1],
        [5, 4, 3, 3.3333, 0.6667, 1],
        [10, 9, 3, 9.0, 0.6667, 2],
    ]
    assert desk.json("survey", "tally", "s")["mean"] is None
    out = tmp_path / "report.html"
    desk.ok("survey", "report", "s", "--out", str(out), "--language", "zh")
    page = readable(out)
    desk.ok("survey", "report", "s", "--out", str(tmp_path / "report.txt"), "--language", "zh")
    assert "总体评价：8–10 分 3，1–5 分 1（75.0%）" in readable(tmp_path / "report.txt")
    assert "8–10 分" in page and "9–10 分" in page and "很满意" in page and "10 分制的，9 分及以上为满意" in page
    assert desk.ok("check").startswith("0 errors")


def test_each_scale_refuses_what_it_does_not_have(desk: Desk, tmp_path: Path) -> None:
    of_scales(desk, tmp_path)
    file = sheet(tmp_path / "a.xlsx", ["序号", "总体评价", "维修", "保洁", "会推荐吗"], [1, 11, 5, 6, 0])
    said = desk.refused("survey", "import", "s", file, code="off-scale")
    assert [said.count(part) for part in ("column B", "column C", "column D", "column E", "1 to 10, or 99", "1 to 4, or 9 ")] == [
        1,
        1,
        1,
        1,
        2,
        1,
    ]


def test_another_scale_is_not_compared_and_that_is_said(desk: Desk, tmp_path: Path) -> None:
    of_scales(desk, tmp_path, opens="2026-11-01")
    file = tmp_path / "five.yaml"
    file.write_text("- id: q1\n  text: 总体评价\n- id: q3\n  text: 保洁\n", "utf-8")
    desk.ok("survey", "new", "five", "--questions", str(file), "--named", "--opens", "2026-11-20", "--previous", "s")
    for id, answers in (("s", [8, 3, 4, 9]), ("five", [5, 5])):
        header = ["序号", "总体评价", "维修", "保洁", "会推荐吗"] if id == "s" else ["序号", "总体评价", "保洁"]
        desk.ok("survey", "import", id, sheet(tmp_path / f"{id}.xlsx", header, [1, *answers]))
    rows = {row["id"]: row for row in desk.json("survey", "tally", "five")["questions"]}
    assert (rows["q1"]["before"], rows["q3"]["before"], rows["q3"]["change"]) == (None, 1.0, 0.0)
    assert "on another scale: q1." in desk.ok("survey", "tally", "five")
    desk.ok("survey", "report", "five", "--out", str(tmp_path / "r.html"), "--language", "zh")
    assert "不作比较：总体评价" in readable(tmp_path / "r.html")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("scale: 1", "out-of-range"),
        ("scale: 11", "out-of-range"),
        ("scale: 3\n  satisfied_from: 4", "off-scale"),
        ("type: text\n  scale: 3", "no-scale"),
    ],
)
def test_a_scale_that_is_none_is_refused(desk: Desk, tmp_path: Path, line: str, code: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(f"- id: q1\n  text: 食堂\n  {line}\n", "utf-8")
    desk.refused("survey", "new", "bad", "--questions", str(file), code=code)


# --- importing --------------------------------------------------------------------------------------------------------


def test_an_online_survey_is_taken_in_once(desk: Desk, tmp_path: Path) -> None:
    opened(desk)
    file = sheet(
        tmp_path / "a.xlsx", HEADER, online(1, "非常满意", "每季度", "多种树", "1-1-101"), online(2, "5分", "每半年"), online(3, "不了解")
    )
    assert desk.ok("survey", "import", SURVEY, file, "--dry-run") == "3 new, 0 there already, 0 rows without an answer.\n"
    assert desk.git("log", "-1", "--format=%s").startswith("修改")
    assert desk.ok("survey", "import", SURVEY, file) == "3 new, 0 there already, 0 rows without an answer.\n"
    assert desk.ok("survey", "import", SURVEY, file) == "0 new, 3 there already, 0 rows without an answer.\n"
    rows = desk.json("survey-response", "list")
    assert [(row["id"], row["way"], row.get("unit"), row["at"]) for row in rows] == [
        (f"{SURVEY}-o1", "online", "1-1-101", "2026-11-28T20:15:07+08:00"),
        (f"{SURVEY}-o2", "online", None, "2026-11-28T20:15:07+08:00"),
        (f"{SURVEY}-o3", "online", None, "2026-11-28T20:15:07+08:00"),
    ]
    assert "浙江" not in desk.read(f"survey-response/{SURVEY}/online-1.yaml")
    assert "来自IP" in desk.read("survey.yaml")


def test_the_mapping_is_kept_for_the_next_file(desk: Desk, tmp_path: Path) -> None:
    opened(desk)
    header = ["no", "A", "B"]
    first = sheet(tmp_path / "a.xlsx", header, [1, 5, "好"])
    assert "q1" in desk.refused("survey", "import", SURVEY, first, code="unmapped")
    desk.ok("survey", "import", SURVEY, first, "--map", "q1=2", "--map", "q3=B", "--map", "number=no")
    second = sheet(tmp_path / "b.xlsx", header, [1, 5, "好"], [2, 1, "差"])
    assert desk.ok("survey", "import", SURVEY, second).startswith("1 new, 1 there already")


def test_what_is_off_the_scale_is_refused_with_row_and_column(desk: Desk, tmp_path: Path) -> None:
    opened(desk)
    file = sheet(tmp_path / "a.xlsx", HEADER, online(1, 6, "每季度"), online(2, 5, "每月"), online(3, 4))
    said = desk.refused("survey", "import", SURVEY, file, code="off-scale")
    assert "row 2, column F" in said and "row 3, column G" in said and "每半年" in said
    assert said.count("[off-scale]") == 2


def test_dont_know_codes_are_outside_the_denominator(desk: Desk, tmp_path: Path) -> None:
    opened(desk)
    scores = [9, -1, "99", "8", "不了解", 5, "４", "3分"]
    file = sheet(tmp_path / "a.xlsx", HEADER, *(online(number, score) for number, score in enumerate(scores, 1)))
    desk.refused("survey", "import", SURVEY, file, code="off-scale")
    desk.ok("survey", "import", SURVEY, file, "--dont-know", "8,-1")
    found = desk.json("survey", "tally", SURVEY)["questions"][0]
    assert (found["n"], found["excluded"], found["mean"], found["satisfied_rate"]) == (3, 5, 4.0, 0.6667)
    assert found["counts"] == {"5": 1, "4": 1, "3": 1, "2": 0, "1": 0}


def test_one_home_answers_once(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(desk)
    piped(desk, monkeypatch, SURVEY, "1-1-101 51\n")
    file = sheet(tmp_path / "a.xlsx", HEADER, online(1, 5, None, None, "1栋1单元101"))
    desk.refused("survey", "import", SURVEY, file, code="answered-twice")
    file = sheet(tmp_path / "b.xlsx", HEADER, online(1, 5, None, None, "2-1-101"), online(2, 4, None, None, "2-1-101"), online(2, 4))
    said = desk.refused("survey", "import", SURVEY, file, code="respondent-twice")
    assert "b.xlsx:3" in said and "b.xlsx:4" in said


def test_who_answered_online_is_not_typed_in_again(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(desk)
    desk.ok("survey", "import", SURVEY, sheet(tmp_path / "a.xlsx", HEADER, online(1, 5, None, None, "1-1-101")))
    monkeypatch.setattr(sys, "stdin", io.StringIO("1-1-101 51\n1-1-102 51\n"))
    result = desk.run("survey", "enter", SURVEY)
    assert result.code == 1 and "stdin:1: This form is in already" in result.err
    assert result.out == "1 form recorded, 2 in all.\n"


def test_a_home_that_is_none_and_a_time_in_excel_s_days(desk: Desk, tmp_path: Path) -> None:
    opened(desk)
    wrong = sheet(tmp_path / "a.xlsx", HEADER, online(1, 5, None, None, "9-9-909"))
    assert "row 2, column I" in desk.refused("survey", "import", SURVEY, wrong, code="bad-value")
    row = online(1, 5)
    row[1] = 46354.75
    desk.ok("survey", "import", SURVEY, sheet(tmp_path / "b.xlsx", HEADER, row))
    assert desk.json("survey-response", "list")[0]["at"] == "2026-11-28T18:00:00+08:00"


def test_a_hidden_row_is_told(desk: Desk, tmp_path: Path) -> None:
    opened(desk)
    path = sheet(tmp_path / "a.xlsx", HEADER, online(1, 5), online(2, 5))
    book = load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    result = desk.run("survey", "import", SURVEY, path)
    assert "1 hidden row is read too: 3." in result.err and result.out.startswith("2 new")


def test_the_figures_in_every_format(desk: Desk, tmp_path: Path) -> None:
    opened(desk)
    desk.ok("survey", "import", SURVEY, sheet(tmp_path / "a.xlsx", HEADER, *(online(number, 4) for number in range(1, 8))))
    assert "mean: 4" in desk.ok("survey", "tally", SURVEY, "--format", "yaml")
    assert "q1,客服人员的服务态度,7,4.0,1.0" in desk.ok("survey", "tally", SURVEY, "--format", "csv")
    assert '"satisfied_rate": 1.0' in desk.ok("survey", "tally", SURVEY, "--format", "jsonl")
    shown = desk.ok("survey", "tally", SURVEY, "--why")
    assert "Handed out –, returned 7 (–), valid 7; satisfied 100.0%." in shown
    assert f"q1: {SURVEY}-o1, {SURVEY}-o2" in shown


def test_other_answers_under_the_same_number_are_refused(desk: Desk, tmp_path: Path) -> None:
    opened(desk)
    desk.ok("survey", "import", SURVEY, sheet(tmp_path / "a.xlsx", HEADER, online(1, 5)))
    desk.refused("survey", "import", SURVEY, sheet(tmp_path / "b.xlsx", HEADER, online(1, 1)), code="answers-changed")


def test_an_anonymous_survey_takes_no_room(desk: Desk, tmp_path: Path) -> None:
    desk.write("survey.yaml", desk.read("survey.yaml").replace("anonymous: false", "anonymous: true"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@estate.invalid", "commit", "--quiet", "--all", "-m", "x")
    desk.ok("survey", "import", SURVEY, sheet(tmp_path / "a.xlsx", HEADER, online(1, 5, None, None, "1-1-101")))
    assert "1-1-101" not in desk.read(f"survey-response/{SURVEY}/online-1.yaml")


# --- records ----------------------------------------------------------------------------------------------------------


def test_check_finds_answers_that_are_none(desk: Desk) -> None:
    head = "- id: survey-2026-12-o{n}\n  survey: survey-2026-12\n  number: {n}\n  way: online\n"
    record = head + "  at: 2026-11-28T10:00:00+08:00\n  answers:\n  - {answer}\n"
    answers = ("q1=7", "q2=每月", "q9=1", "q1=5\n  - q1=4")
    desk.write(
        "survey-response/survey-2026-12/online-1.yaml", "".join(record.format(n=n, answer=answer) for n, answer in enumerate(answers, 1))
    )
    found = desk.run("check").err
    assert [found.count(f"[{code}]") for code in ("off-scale", "no-question", "answered-twice")] == [2, 1, 1]


def test_an_anonymous_answer_that_names_a_home_is_found(desk: Desk) -> None:
    desk.write("survey.yaml", desk.read("survey.yaml").replace("anonymous: false", "anonymous: true"))
    text = (
        "- id: survey-2026-12-o1\n  survey: survey-2026-12\n  number: 1\n  unit: 1-1-101\n  way: online\n  at: 2026-11-28T10:00:00+08:00\n"
    )
    desk.write("survey-response/survey-2026-12/online-1.yaml", text)
    assert "[not-anonymous] records/survey-response/survey-2026-12/online-1.yaml:4" in desk.run("check").err


# --- from June to December --------------------------------------------------------------------------------------------


def line(room: str, scores: str, *texts: str) -> str:
    return f"{room} {scores}" + "".join(f"|{text}" for text in texts) + "\n"


def test_june_and_december_from_the_question_to_the_call(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rooms = [row["id"] for row in desk.json("unit", "list") if row["occupancy"] in ("owner-occupied", "let")]
    assert len(rooms) == 10
    desk.ok("survey", "remove", SURVEY, "--yes")
    monkeypatch.setenv("PROPOPS_NOW", "2026-06-10T09:00")
    desk.ok("survey", "new", "survey-2026-06", "--standard", "--named")
    desk.ok("survey", "hand-out", "survey-2026-06", "--all")
    piped(desk, monkeypatch, "survey-2026-06", "".join(line(room, "4" * 14) for room in rooms[:8]))
    june = desk.json("survey", "tally", "survey-2026-06")
    assert (june["handed_out"], june["returned"], june["valid"], june["return_rate"]) == (10, 8, 8, 0.8)

    monkeypatch.setenv("PROPOPS_NOW", "2026-12-14T09:00")
    desk.ok("survey", "new", "--standard", "--named")
    desk.ok("survey", "hand-out", SURVEY, "--all")
    good, bad = "5" * 14, "2" + "4" * 13
    angry = line(rooms[0], bad, "", "电话没人接，我是3栋2单元1001的，打13800000001", "")
    piped(desk, monkeypatch, SURVEY, angry + line(rooms[1], bad) + "".join(line(room, good) for room in rooms[2:9]))

    found = desk.json("survey", "tally", SURVEY, "--why")
    first = found["questions"][0]
    assert (found["returned"], first["n"], first["satisfied_rate"], first["before"], first["change"]) == (9, 9, 0.7778, 1.0, -0.2222)
    assert f"{SURVEY}-" in first["records"][0]
    assert [(group["name"], group.get("withheld")) for group in found["buildings"]] == [("1", "complement"), ("2", "small")]

    out = tmp_path / "report.html"
    desk.ok("survey", "report", SURVEY, "--out", str(out), "--language", "zh")
    page = out.read_text("utf-8")
    assert "77.8%" in page and "-22.2" in page and "<svg" in page and "电话没人接" in page
    assert "13800000001" not in page and "3栋2单元1001" not in page

    dry = desk.json("survey", "follow-up", SURVEY, "--dry-run")
    assert sorted((row["unit"], row["becomes"]) for row in dry) == [(rooms[0], "complaint"), (rooms[1], "visit")]
    assert desk.git("log", "-1", "--format=%s") == f"录入 {SURVEY} 的答卷：9 份\n"
    done = desk.json("survey", "follow-up", SURVEY)
    assert desk.json("survey", "follow-up", SURVEY) == []
    ids = {row["becomes"]: row["id"] for row in done}
    complaint = desk.json("complaint", "show", ids["complaint"])
    assert (complaint["source"], complaint["category"], complaint["unit"]) == ("survey", "service", rooms[0])
    visit = desk.json("visit", "show", ids["visit"])
    assert (visit["unit"], visit["method"], visit["type"], visit["pinned"]) == (rooms[1], "phone", "special", True)
    assert desk.ok("check").startswith("0 errors")


def test_who_was_dissatisfied_twice_is_the_supervisors(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok("survey", "remove", SURVEY, "--yes")
    monkeypatch.setenv("PROPOPS_NOW", "2026-06-10T09:00")
    desk.ok("survey", "new", "survey-2026-06", "--standard", "--named")
    piped(desk, monkeypatch, "survey-2026-06", line("1-1-101", "2" + "4" * 13) + line("2-1-101", "4" * 13 + "1"))
    monkeypatch.setenv("PROPOPS_NOW", "2026-12-14T09:00")
    desk.ok("survey", "new", "--standard", "--named")
    praise = line("1-1-102", "42" + "4" * 12, "小李很热心", "无", "")
    wrong = [line(room, "42" + "4" * 12, "", "电话没人接", "多种树") for room in ("1-1-101", "2-1-101")]
    piped(desk, monkeypatch, SURVEY, praise + "".join(wrong))
    done = {row["unit"]: row for row in desk.json("survey", "follow-up", SURVEY)}
    assert [(done[unit]["becomes"], done[unit]["level"]) for unit in ("1-1-101", "2-1-101", "1-1-102")] == [
        ("complaint", 2),
        ("complaint", 1),
        ("visit", None),
    ]
    assert desk.json("complaint", "show", done["1-1-101"]["id"])["content"].splitlines()[1:] == ["上次调查也对此不满意。", "电话没人接"]
    assert desk.json("visit", "show", done["1-1-102"]["id"])["reason"].endswith(" / 小李很热心")


def test_a_complaint_of_the_same_within_thirty_days_is_a_level_higher(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok("survey", "remove", SURVEY, "--yes")
    desk.ok("survey", "new", SURVEY, "--standard", "--named", "--opens", "2026-11-20")
    monkeypatch.setenv("PROPOPS_NOW", "2026-11-28T09:00")
    desk.ok("complaint", "add", "1-1-101", "电话没人接", "--category", "service", "--source", "phone")
    monkeypatch.setenv("PROPOPS_NOW", "2026-11-30T09:00")
    piped(desk, monkeypatch, SURVEY, line("1-1-101", "42" + "4" * 12, "", "还是没人接", ""))
    done = desk.json("survey", "follow-up", SURVEY)
    assert [row["level"] for row in done] == [2]
    assert "repeat-level" not in desk.run("check").err


def test_too_few_anonymous_forms_make_no_report(desk: Desk, tmp_path: Path) -> None:
    desk.write("survey.yaml", desk.read("survey.yaml").replace("anonymous: false", "anonymous: true"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@estate.invalid", "commit", "--quiet", "--all", "-m", "x")
    desk.ok("survey", "import", SURVEY, sheet(tmp_path / "a.xlsx", HEADER, *(online(number, 5) for number in range(1, 5))))
    desk.refused("survey", "report", SURVEY, code="too-few")


@pytest.mark.parametrize("kind", ["html", "docx", "text"])
def test_the_report_is_the_same_bytes_twice(desk: Desk, tmp_path: Path, kind: str) -> None:
    desk.ok(
        "survey", "import", SURVEY, sheet(tmp_path / "a.xlsx", HEADER, *(online(number, 5, "每季度", "<b>|`好`") for number in range(1, 8)))
    )
    files = [tmp_path / "a", tmp_path / "b"]
    for file in files:
        desk.ok("survey", "report", SURVEY, "--format", kind, "--out", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()


def test_an_anonymous_answer_with_a_contact_becomes_a_complaint(desk: Desk, tmp_path: Path) -> None:
    desk.write("survey.yaml", desk.read("survey.yaml").replace("anonymous: false", "anonymous: true"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@estate.invalid", "commit", "--quiet", "--all", "-m", "x")
    header = [*HEADER[:-1], "联系电话"]
    rows = [online(1, 1, None, None, "138 0000 0001"), online(2, 2), online(3, 5, None, None, "138 0000 0002")]
    desk.ok("survey", "import", SURVEY, sheet(tmp_path / "a.xlsx", header, *rows))
    result = desk.run("survey", "follow-up", SURVEY, "--format", "json")
    assert result.err == "1 dissatisfied form names nobody to call.\n"
    assert result.out.count('"complaint"') == 1
    complaints = desk.json("complaint", "list", "source=survey")
    assert len(complaints) == 1 and "0001" not in str(complaints)
