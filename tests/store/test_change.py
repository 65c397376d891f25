"""Writing as the clerk meets it: the smallest diff, everything or nothing, and nobody's edit lost."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from propops.errors import PropopsError
from propops.estate import Estate
from propops.models.complaint import Complaint
from propops.models.parts.complaint_log import ComplaintAction, LogEntry
from propops.models.unit import Unit
from propops.store import reader
from propops.store.homes import home
from tests.conftest import NOW, Desk

HAND_MADE = """\
# 一号楼
- id: 1-1-101   # 样板房
  building: '1'
  entrance: "1"
  room: "101"
  colour: 0301
  occupancy: vacant # 待租

# 李工负责这一户
- id: "1-1-102"
  building: "1"
  entrance: "1"
  room: "102"
  occupancy: let
  extra: {a: [1, 2], b: yes}
- {id: 1-1-110, building: "1", entrance: "1", room: "110", occupancy: let} # 尾"""


@pytest.fixture
def odd(desk: Desk) -> Desk:
    """An estate in which people have written by hand, without a last line end."""
    for path in ("unit/1-1.yaml", "resident/1-1.yaml", "bill/2026q3/1-1.yaml", "payment/2026-07.yaml"):
        (desk.root / "records" / path).unlink()
    desk.write("unit/1-1.yaml", HAND_MADE)
    desk.git("add", "-A")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "by hand")
    return desk


def add_unit(desk: Desk, room: str, *more: str) -> str:
    return desk.ok("unit", "add", f"1-1-{room}", "--building", "1", "--entrance", "1", "--room", room, "--occupancy", "let", *more)


# --- the smallest diff -------------------------------------------------------------------------------------------------


def test_one_field_in_a_file_written_by_hand(odd: Desk) -> None:
    odd.ok("unit", "edit", "1-1-101", "--occupancy", "let")
    assert odd.changed_lines() == ["-  occupancy: vacant # 待租", "+  occupancy: let # 待租"]
    assert odd.read("unit/1-1.yaml") == HAND_MADE.replace("vacant #", "let #")


def test_a_field_more_and_a_field_less(odd: Desk) -> None:
    odd.ok("unit", "edit", "1-1-102", "--storey", "1", "--note", "一\n二")
    assert odd.changed_lines() == ["+  storey: 1", "+  note: |-", "+    一", "+    二"]
    odd.ok("unit", "edit", "1-1-102", "--clear", "storey", "--clear", "note")
    assert odd.read("unit/1-1.yaml") == HAND_MADE


def test_a_record_in_braces_stays_in_braces(odd: Desk) -> None:
    odd.ok("unit", "edit", "1-1-110", "--storey", "1", "--occupancy", "vacant")
    assert odd.read("unit/1-1.yaml").splitlines()[-1] == (
        '- {id: 1-1-110, building: "1", entrance: "1", room: "110", storey: 1, occupancy: vacant} # 尾'
    )


@pytest.mark.parametrize(("room", "before"), [("1", "# 一号楼"), ("103", "- {id: 1-1-110"), ("1011", ""), ("20", "# 一号楼"), ("A", "")])
def test_a_new_record_stands_in_natural_order(odd: Desk, room: str, before: str) -> None:
    add_unit(odd, room)
    lines = odd.read("unit/1-1.yaml").splitlines()
    at = lines.index(f"- id: 1-1-{room}")
    assert (lines[at + 5] if at + 5 < len(lines) else "")[: len(before) or 1] == before
    assert lines[:at] + lines[at + 5 :] == HAND_MADE.splitlines()


def test_new_records_in_a_file_of_no_order_each_stand_before_the_first_that_comes_later(desk: Desk) -> None:
    estate = Estate(desk.root)
    unit = estate.store.find(Unit, "1-1-102")
    assert unit is not None
    desk.write("unit/9-1.yaml", "".join(_unit("9-1", room) for room in ("5", "20", "3", "30")))
    with estate.change("test", "New %(ids)s", estate.user()) as change:
        for room in ("40", "10", "4", "21", "1"):
            change.add(replace(unit, id=f"9-1-{room}", building="9", room=room))
    assert re.findall(r"id: 9-1-(\d+)", desk.read("unit/9-1.yaml")) == ["1", "4", "5", "10", "20", "3", "21", "30", "40"]


def _unit(entrance: str, room: str) -> str:
    building, __, number = entrance.partition("-")
    return f'- id: {entrance}-{room}\n  building: "{building}"\n  entrance: "{number}"\n  room: "{room}"\n  occupancy: let\n'


def test_a_record_goes_with_the_comment_above_it(odd: Desk) -> None:
    odd.ok("unit", "remove", "1-1-102", "--yes")
    first, __, rest = HAND_MADE.partition("# 李工")
    assert odd.read("unit/1-1.yaml") == first + rest[rest.index("- {") :]


def test_a_comment_that_is_indented_ends_the_record_before(odd: Desk) -> None:
    odd.write("unit/1-1.yaml", HAND_MADE.replace("待租\n", "待租\n  # 这一户说完\n"))
    odd.ok("unit", "remove", "1-1-102", "--yes")
    assert "  # 这一户说完\n" in odd.read("unit/1-1.yaml")
    assert "李工" not in odd.read("unit/1-1.yaml")


def test_the_last_record_takes_its_file_along(desk: Desk) -> None:
    desk.ok("survey", "remove", "survey-2026-12", "--yes")
    assert not (desk.root / "records/survey.yaml").exists()
    assert desk.git("status", "--porcelain") == ""


def test_a_log_only_grows(desk: Desk) -> None:
    desk.ok("complaint", "add", "1-1-101", "漏水", "--category", "leak", "--source", "phone", "--by", "li-na")
    estate = Estate(desk.root)
    complaint = estate.store.all(Complaint)[0]
    entry = LogEntry(at=estate.now, by="li-na", action=ComplaintAction.NOTE, text="第一行\n第二行")
    with estate.change("test", "Change %(ids)s", estate.user()) as change:
        change.put(replace(complaint, log=(*complaint.log, entry)))
    assert [line[0] for line in desk.changed_lines()] == ["+"] * 6
    assert desk.changed_lines()[-1] == "+      第二行"


def test_a_longer_record_and_the_new_one_behind_it(desk: Desk) -> None:
    """Both go in at the same place of the file."""
    estate = Estate(desk.root)
    unit = estate.store.find(Unit, "1-1-102")
    assert unit is not None
    with estate.change("test", "Change %(ids)s", estate.user()) as change:
        change.put(replace(unit, note="旧"))
        change.add(replace(unit, id="1-1-103", room="103", note="新"))
    lines = desk.read("unit/1-1.yaml").splitlines()
    assert lines[lines.index("- id: 1-1-102") + 8 :][:2] == ["  note: 旧", "- id: 1-1-103"]
    assert Estate(desk.root).store.find(Unit, "1-1-103") == replace(unit, id="1-1-103", room="103", note="新")


def test_one_setting_is_one_line(desk: Desk) -> None:
    """Defaults that nobody wrote stay unwritten."""
    desk.ok("settings", "edit", "estate", "--hotline", "0000-0000 0001")
    assert desk.changed_lines() == ['-hotline: "0000-0000 0000"', '+hotline: "0000-0000 0001"']


def test_an_empty_list_is_a_place_for_records(desk: Desk) -> None:
    desk.write("survey.yaml", "[]\n")
    desk.ok("survey", "list")
    desk.write("unit/9-1.yaml", "[]  \n")
    desk.ok("unit", "add", "9-1-1", "--building", "9", "--entrance", "1", "--room", "1", "--occupancy", "let")
    assert desk.read("unit/9-1.yaml").startswith("- id: 9-1-1\n")


# --- refusals ----------------------------------------------------------------------------------------------------------

HOSTILE_IDS = [
    "../../x",
    "../../../etc/cron-1-1",
    "1-../..-1",
    "/etc/x-1-1",
    "-1-1",
    ".-1-1",
    "1-1-\n1",
    "a/b-1",
    "1..-1-1",
    "",
    "x" * 200 + "-1-1",
]


@pytest.mark.parametrize("id", HOSTILE_IDS)
@pytest.mark.parametrize("kind", ["unit", "resident", "visit", "bill", "reminder", "payment", "key-loan", "calendar", "complaint", "staff"])
def test_no_id_leads_out_of_its_folder(kind: str, id: str) -> None:
    from propops.models import model

    for candidate in (id, f"v-{id}", f"b-{id}-1-1-1-property", f"r-2611-{id}", f"v-2611-{id}-1"):
        path = home(model(kind), candidate)
        if path is not None:
            assert path.startswith(("records/" + kind + "/", "records/" + kind + ".yaml")), path
            assert not any(part in ("..", ".", "") or part[0] in "-." for part in path.split("/")), path


@pytest.mark.parametrize("id", [id for id in HOSTILE_IDS if id])
def test_a_hostile_id_is_refused_and_written_nowhere(desk: Desk, id: str) -> None:
    before = sorted(desk.root.parent.rglob("*.yaml"))
    desk.refused("staff", "add", "--name=x", "--role=manager", "--", id, code="bad-id")
    assert desk.run("unit", "show", "--", id).code == 1
    assert sorted(desk.root.parent.rglob("*.yaml")) == before


def test_an_id_is_taken_once(desk: Desk) -> None:
    desk.refused("unit", "add", "1-1-101", "--building=1", "--entrance=1", "--room=101", "--occupancy=let", code="exists")


def test_a_byte_that_is_no_text_is_refused(desk: Desk) -> None:
    desk.refused("unit", "edit", "1-1-101", "--note", "a\udcff", code="not-text")


def test_another_file_of_the_kind_that_is_broken_does_not_stop_an_edit(desk: Desk) -> None:
    desk.write("unit/2-1.yaml", "- id: [\n")
    desk.ok("unit", "edit", "1-1-101", "--note", "x")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- id: 1-1-101\n  a: 1\n  a: 2\n", "duplicate-key"),
        ("- id: 1-1-101\n- id: 1-1-101\n", "duplicate-id"),
        ("<<<<<<< HEAD\n=======\n>>>>>>> b\n", "conflict-marker"),
        ("- id: 1-1-101\r\n", "crlf"),
        ("- id: [" + "[" * 100_000, "too-deep"),
    ],
)
def test_a_broken_file_refuses_every_write_to_it(desk: Desk, text: str, code: str) -> None:
    (desk.root / "records/unit/1-1.yaml").write_text(text, "utf-8", newline="")
    err = desk.refused("unit", "add", "1-1-999", "--building=1", "--entrance=1", "--room=999", "--occupancy=let", code=code)
    assert "records/unit/1-1.yaml:" in err
    assert (desk.root / "records/unit/1-1.yaml").read_bytes().decode() == text


def test_a_link_is_neither_read_nor_written(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("- id: 9-1-1\n")
    for link in ("unit/9-1.yaml", "unit/folder"):
        path = desk.root / "records" / link
        path.symlink_to(outside if link.endswith("yaml") else tmp_path)
        desk.refused("unit", "list", code="symlink")
        path.unlink()
    (desk.root / "records/unit/9-1.yaml").symlink_to(outside)
    desk.refused("unit", "add", "9-1-2", "--building=9", "--entrance=1", "--room=2", "--occupancy=let", code="symlink")
    assert outside.read_text() == "- id: 9-1-1\n"


def test_a_pipe_is_not_waited_for(desk: Desk) -> None:
    os.mkfifo(desk.root / "records/unit/9-1.yaml")
    desk.refused("unit", "list", code="unreadable")


def test_what_an_editor_leaves_about_disturbs_nobody(desk: Desk) -> None:
    (desk.root / "records/unit/.#1-1.yaml").symlink_to("li-na@desk.1234")
    (desk.root / "records/unit/.1-1.yaml.swp").write_bytes(b"\0")
    add_unit(desk, "999")
    assert desk.json("unit", "list", "room=999")[0]["id"] == "1-1-999"
    desk.ok("check")


# --- who else is writing -----------------------------------------------------------------------------------------------


def test_the_second_writer_waits_and_then_gives_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from propops.store.files import locked

    monkeypatch.setenv("PROPOPS_LOCK_WAIT", "0.2")
    with locked(desk.root, "wang-fang propops visit plan (pid 1)", 0):
        assert "wang-fang propops visit plan" in desk.refused("unit", "edit", "1-1-101", "--note", "x", code="locked", exit_code=3)
    desk.ok("unit", "edit", "1-1-101", "--note", "x")


@pytest.mark.parametrize("wait", ["soon", "nan"])
def test_a_wait_that_is_no_number(desk: Desk, monkeypatch: pytest.MonkeyPatch, wait: str) -> None:
    monkeypatch.setenv("PROPOPS_LOCK_WAIT", wait)
    desk.refused("unit", "edit", "1-1-101", "--note", "x", code="bad-lock-wait")


def propops(desk: Desk, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "propops", "--estate", str(desk.root), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


@pytest.mark.slow
def test_twelve_at_once_are_twelve_records_and_twelve_commits(desk: Desk) -> None:
    commits = int(desk.git("rev-list", "--count", "HEAD"))
    running = [
        propops(desk, "unit", "add", f"1-1-{room}", "--building=1", "--entrance=1", f"--room={room}", "--occupancy=let")
        for room in range(901, 913)
    ]
    assert [process.communicate()[1] for process in running] == [""] * 12
    assert [row["id"] for row in desk.json("unit", "list", "room>900")] == [f"1-1-{room}" for room in range(901, 913)]
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 12
    assert desk.git("status", "--porcelain") == ""


def test_two_clerks_cannot_lend_one_key(desk: Desk) -> None:
    desk.ok("key", "add", "k-1", "--name=水泵房", "--place=地下室", "--type=plant")
    running = [propops(desk, "key", "lend", "k-1", "--borrower", name, "--reason", "检修") for name in ("张", "李")]
    errors = [process.communicate()[1] for process in running]
    assert sorted(process.returncode for process in running) == [0, 1], errors
    assert "[already-out]" in "".join(errors)
    assert len(desk.json("key-loan", "list")) == 1


def opened(desk: Desk, id: str) -> tuple[Estate, Unit]:
    """A record as a command holds it that was started before someone else wrote."""
    estate = Estate(desk.root)
    unit = estate.store.find(Unit, id)
    assert unit is not None
    return estate, unit


def put(estate: Estate, unit: Unit) -> None:
    with estate.change("test", "Change %(ids)s", estate.user()) as change:
        change.put(unit)


def test_the_same_field_changed_meanwhile_is_refused(desk: Desk) -> None:
    estate, unit = opened(desk, "1-1-101")
    desk.ok("unit", "edit", "1-1-101", "--note", "theirs")
    with pytest.raises(PropopsError) as caught:
        put(estate, replace(unit, note="ours"))
    assert caught.value.problems[0].code == "changed-meanwhile"
    assert "note: theirs" in desk.read("unit/1-1.yaml")


def test_another_field_changed_meanwhile_is_kept(desk: Desk) -> None:
    estate, unit = opened(desk, "1-1-101")
    desk.ok("unit", "edit", "1-1-101", "--note", "theirs", "--clear", "storey")
    put(estate, replace(unit, layout="三房"))
    assert desk.changed_lines() == ["+  layout: 三房"]
    found = opened(desk, "1-1-101")[1]
    assert (found.note, found.storey, found.layout) == ("theirs", None, "三房")


def test_the_same_change_twice_is_one_change(desk: Desk) -> None:
    estate, unit = opened(desk, "1-1-101")
    desk.ok("unit", "edit", "1-1-101", "--note", "x")
    head = desk.git("rev-parse", "HEAD")
    put(estate, replace(unit, note="x"))
    assert desk.git("rev-parse", "HEAD") == head


def test_a_record_removed_meanwhile(desk: Desk) -> None:
    add_unit(desk, "999")
    estate, unit = opened(desk, "1-1-999")
    desk.ok("unit", "remove", "1-1-999", "--yes")
    with pytest.raises(PropopsError) as caught:
        put(estate, replace(unit, note="x"))
    assert caught.value.problems[0].code == "changed-meanwhile"


# --- git ---------------------------------------------------------------------------------------------------------------


def subjects(desk: Desk, count: int) -> list[str]:
    return desk.git("log", f"-{count}", "--format=%s").splitlines()


def test_a_valid_hand_edit_is_committed_first_on_its_own(desk: Desk) -> None:
    desk.write("unit/1-1.yaml", desk.read("unit/1-1.yaml") + "# 手写\n")
    desk.ok("unit", "edit", "1-1-101", "--note", "x")
    assert subjects(desk, 2) == ["修改房屋 1-1-101", "手工修改 records/unit/1-1.yaml"]
    assert desk.changed_lines() == ["+  note: x"]
    assert "+# 手写" in desk.git("show", "HEAD~1")


def test_a_file_that_git_was_told_to_forget_is_known_again(desk: Desk) -> None:
    """It says what HEAD says, so there is no hand edit to commit."""
    desk.git("rm", "--cached", "--quiet", "records/unit/1-1.yaml")
    desk.ok("unit", "edit", "1-1-101", "--note", "x")
    assert subjects(desk, 1) == ["修改房屋 1-1-101"]
    assert desk.git("status", "--porcelain") == ""


def test_an_invalid_hand_edit_refuses_with_its_place(desk: Desk) -> None:
    desk.write("unit/1-1.yaml", desk.read("unit/1-1.yaml").replace("occupancy: vacant", "occupancy: haunted"))
    assert "records/unit/1-1.yaml:47: 1-1-302 occupancy" in desk.refused("unit", "edit", "1-1-101", "--note", "x", code="unknown-choice")


def test_what_others_staged_or_left_lying_stays_so(desk: Desk) -> None:
    desk.write("unit/2-1.yaml", desk.read("unit/2-1.yaml") + "# 别人的\n")
    desk.git("add", "records/unit/2-1.yaml")
    desk.write("staff.yaml", desk.read("staff.yaml") + "# 未存\n")
    (desk.root / "new.txt").write_text("x")
    before = desk.git("status", "--porcelain")
    add_unit(desk, "999")
    desk.ok("unit", "add", "9-1-1", "--building=9", "--entrance=1", "--room=1", "--occupancy=let")
    assert desk.git("status", "--porcelain") == before


def hook(desk: Desk, script: str) -> None:
    file = desk.root / ".git/hooks/pre-commit"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_what_someone_staged_stays_staged_when_a_hook_refuses(desk: Desk) -> None:
    desk.write("unit/9-1.yaml", '- id: 9-1-2\n  building: "9"\n  entrance: "1"\n  room: "2"\n  occupancy: let\n')
    desk.git("add", "records/unit/9-1.yaml")
    before = desk.git("ls-files", "--stage", "records/unit/9-1.yaml")
    hook(desk, "echo not today >&2; exit 1")
    desk.refused("unit", "add", "9-1-1", "--building=9", "--entrance=1", "--room=1", "--occupancy=let", code="git-refused")
    assert desk.git("ls-files", "--stage", "records/unit/9-1.yaml") == before


def test_a_hook_that_refuses_takes_everything_back(desk: Desk) -> None:
    hook(desk, "echo not today >&2; exit 1")
    assert "not today" in desk.refused("unit", "edit", "1-1-101", "--note", "x", code="git-refused")
    desk.refused("unit", "add", "9-1-1", "--building=9", "--entrance=1", "--room=1", "--occupancy=let", code="git-refused")
    desk.refused("survey", "remove", "survey-2026-12", "--yes", code="git-refused")
    assert not (desk.root / "records/unit/9-1.yaml").exists()
    assert [file.name for file in desk.root.rglob("*propops-*")] == []


def test_during_a_merge_it_is_written_and_left_to_the_user(desk: Desk) -> None:
    (desk.root / ".git/MERGE_HEAD").write_text(desk.git("rev-parse", "HEAD"))
    head = desk.git("rev-parse", "HEAD")
    result = desk.run("unit", "edit", "1-1-101", "--note", "x")
    assert (result.code, "merge" in result.err) == (0, True)
    assert "note: x" in desk.read("unit/1-1.yaml")
    assert desk.git("rev-parse", "HEAD") == head


def test_a_detached_head_is_no_obstacle(desk: Desk) -> None:
    desk.git("checkout", "--quiet", "--detach")
    add_unit(desk, "999")
    assert subjects(desk, 1) == ["新增房屋 1-1-999"]


def test_no_repository_is_refused_before_anything_is_written(desk: Desk) -> None:
    import shutil

    shutil.rmtree(desk.root / ".git")
    before = desk.read("unit/1-1.yaml")
    result = desk.run("unit", "edit", "1-1-101", "--note", "x")
    assert (result.code, "[no-repository]" in result.err, result.err.count("\n")) == (1, True, 1)
    assert desk.read("unit/1-1.yaml") == before


def test_a_file_where_the_folder_should_be(desk: Desk) -> None:
    (desk.root / "records/complaint").write_text("")
    desk.refused("complaint", "add", "1-1-101", "漏水", "--category=leak", "--source=phone", code="write-failed")


@pytest.fixture
def inner(desk: Desk) -> Iterator[Desk]:
    """The estate as a folder of a bigger repository."""
    outer = desk.root.parent / "outer"
    outer.mkdir()
    root = outer / "estates" / "一号"
    root.parent.mkdir()
    desk.root.rename(root)
    (root / ".git").rename(outer / ".git")
    found = Desk(root)
    found.git("-C", str(outer), "add", "-A")
    found.git("-C", str(outer), "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "moved")
    yield found


def test_an_estate_in_a_bigger_repository(inner: Desk) -> None:
    inner.write("unit/1-1.yaml", inner.read("unit/1-1.yaml") + "# 手写\n")
    (inner.root.parent / "other.txt").write_text("x")
    inner.ok("unit", "edit", "1-1-101", "--note", "x")
    assert inner.changed_lines() == ["+  note: x"]
    assert subjects(inner, 2) == ["修改房屋 1-1-101", "手工修改 records/unit/1-1.yaml"]
    assert [row["subject"] for row in inner.json("unit", "history", "1-1-101")] == ["修改房屋 1-1-101", "estate"]
    inner.ok("unit", "add", "9-1-1", "--building=9", "--entrance=1", "--room=1", "--occupancy=let")
    assert inner.git("status", "--porcelain").split() == ["??", "estates/other.txt"]


@pytest.mark.parametrize(
    "environ",
    [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "C.UTF-8"}, {"PYTHONIOENCODING": "ascii"}, {"HOME": ""}, {"HOME": "/nonexistent"}],
)
def test_any_locale_and_no_home_at_all(desk: Desk, environ: dict[str, str]) -> None:
    env = {"PATH": os.environ["PATH"], "PROPOPS_NOW": NOW, "PROPOPS_USER": "li-na", **environ}
    command = [sys.executable, "-m", "propops", "--estate", str(desk.root), "unit", "edit", "1-1-101", "--note", "漏水"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert desk.git("log", "-1", "--format=%an %ce").split() == ["李娜", "propops@estate.invalid"]


def test_a_name_that_git_would_not_take_does_not_stop_the_work(desk: Desk) -> None:
    desk.write("staff.yaml", desk.read("staff.yaml").replace("name: 李娜", 'name: "<>"'))
    desk.ok("unit", "edit", "1-1-101", "--note", "x")
    assert desk.git("log", "-1", "--format=%an <%ae>") == "li-na <li-na@estate.invalid>\n"


def test_a_file_too_large_to_review_is_neither_read_nor_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    text = desk.read("unit/1-1.yaml")
    monkeypatch.setattr(reader, "MAX_BYTES", len(text.encode()))
    assert "records/unit/1-1.yaml" in desk.refused("unit", "edit", "1-1-101", "--note", "x", code="too-large")
    monkeypatch.setattr(reader, "MAX_BYTES", len(text.encode()) - 1)
    assert "records/unit/1-1.yaml" in desk.refused("check", "records/unit", code="too-large")
