"""Courteous and forbidden phrases: listed, printed, looked for where staff write."""

import json
import os
from pathlib import Path

from tests.conftest import Desk

OWN = """\
courteous:
- 早！
forbidden:
- text: 没空
  instead: 请稍等
  said:
  - ^没空$
"""


def own(desk: Desk, text: str = OWN) -> None:
    (desk.root / "templates").mkdir()
    (desk.root / "templates/phrases.zh.yaml").write_text(text, "utf-8")


def codes(desk: Desk) -> list[tuple[str, str, str]]:
    return [(one["code"], one["id"], one["field"]) for one in desk.json("check")]


def test_twenty_and_thirteen_with_the_estate_s_name(desk: Desk) -> None:
    rows = desk.json("phrase", "list")
    assert [row["type"] for row in rows].count("courteous") == 20
    assert len(desk.json("phrase", "list", "--forbidden")) == 13
    assert "青竹苑物业客服中心，我姓____" in desk.json("phrase", "list", "--courteous")[1]["text"]
    assert all(row["instead"] for row in rows if row["type"] == "forbidden")


def test_a_card_for_each_officer(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "cards.txt"
    assert "2 sheets" in desk.ok("phrase", "print", "--all", "--out", str(out))
    text = out.read_text("utf-8")
    assert "青竹苑物业客服中心，我姓李" in text and "我姓王" in text and "有本事你去告" in text
    assert "1 sheets" in desk.ok("phrase", "print", "--out", str(out))
    assert "我姓____" in out.read_text("utf-8")


def test_lint_of_a_text_and_of_a_file(desk: Desk, tmp_path: Path) -> None:
    result = desk.run("phrase", "lint", "已登记。\n不归我管，去问保安", "--format", "json")
    assert (result.code, '"line": 2' in result.out, '"words": "不归我管"' in result.out) == (1, True, True)
    file = tmp_path / "notice.txt"
    file.write_text("请您不要着急，我们马上处理。", "utf-8")
    assert desk.ok("phrase", "lint", str(file)) == "No forbidden phrase.\n"


def test_who_writes_one_is_told_and_it_is_written_all_the_same(desk: Desk) -> None:
    result = desk.run("contact", "add", "1-1-201", "问停车费", "--answer", "不知道，去问保安")
    assert result.code == 0
    assert "warning [forbidden-phrase] --answer: The desk does not say “不知道”. Say: 我马上帮您问清楚" in result.err
    id = result.out.strip()
    assert codes(desk) == [("forbidden-phrase", id, "answer")]
    assert desk.run("contact", "edit", id, "--rings", "2").err == ""  # said once, not again at every change
    desk.ok("contact", "edit", id, "--answer", "每月150元")
    assert codes(desk) == []


def test_residents_may_say_what_they_like(desk: Desk) -> None:
    assert desk.run("contact", "add", "1-1-201", "喂，急什么！不归我管", "--answer", "已安抚").err == ""
    desk.ok("complaint", "add", "1-1-101", "急什么，烦死人了", "--category", "service", "--source", "phone")
    assert codes(desk) == []


def test_the_log_of_a_complaint_is_looked_through(desk: Desk) -> None:
    id = desk.ok("complaint", "add", "1-1-101", "楼道灯不亮", "--category", "repair", "--source", "phone").splitlines()[0].split()[0]
    desk.ok("complaint", "accept", id)
    result = desk.run("complaint", "log", id, "催什么催，等着")
    assert (result.code, "[forbidden-phrase]" in result.err) == (0, True)
    assert ("forbidden-phrase", id, "log[2].text") in codes(desk)
    assert desk.run("complaint", "log", id, "业主称前台说不归我管，已致歉").err == ""


def test_what_goes_out_is_looked_through(desk: Desk) -> None:
    notice = desk.run("notice", "add", "other", "通知", "--text", "墙上贴着，没长眼睛呀")
    assert (notice.code, "[forbidden-phrase]" in notice.err) == (0, True)
    texts = "reminders:\n  texts:\n  - stage: 1\n    text: 有本事你别交 {amount}\n"
    desk.write("estate.yaml", desk.read("estate.yaml") + texts)
    assert ("forbidden-phrase", "estate", "reminders.texts[0].text") in codes(desk)


def test_an_estate_has_its_own_phrases(desk: Desk) -> None:
    own(desk)
    assert [row["text"] for row in desk.json("phrase", "list")] == ["早！", "没空"]
    assert "没空" in desk.run("contact", "add", "1-1-201", "问停车费", "--answer", "没空").err
    assert desk.run("contact", "add", "1-1-202", "问停车费", "--answer", "不知道").err == ""


def test_other_phrases_count_from_the_next_change_on(desk: Desk) -> None:
    """What is listened for is noted with the index, by what the file says: the same size and time as before do not hide a change."""
    own(desk)
    assert "没空" in desk.run("contact", "add", "1-1-201", "问停车费", "--answer", "没空").err
    file = desk.root / "templates/phrases.zh.yaml"
    before = file.stat()
    file.write_text(OWN.replace("没空", "不管"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "不管" in desk.run("contact", "add", "1-1-202", "问停车费", "--answer", "不管").err
    assert desk.run("contact", "add", "1-1-302", "问停车费", "--answer", "没空").err == ""


def test_a_broken_file_of_phrases_is_named_with_its_line(desk: Desk) -> None:
    own(desk, OWN.replace("  instead: 请稍等", "  instead: [请稍等]"))
    (problem,) = json.loads(desk.run("check", "--format", "json").out)
    assert (problem["code"], problem["path"], problem["line"]) == ("wrong-type", "templates/phrases.zh.yaml", 5)
    desk.refused("phrase", "list", code="wrong-type")
    assert "不知道" in desk.run("contact", "add", "1-1-201", "问停车费", "--answer", "不知道").err
