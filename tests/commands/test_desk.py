"""A day at the counter: lines typed at the prompt, each the same act, check and commit as the long command."""

import contextlib
import io
import os
import pty
import select
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from propops.prompt.session import Session
from propops.terminal.keyboard import Keyboard
from tests.conftest import NOW, Desk, Result
from tests.prompt.test_grammar import TYPED

GOLDEN = Path(__file__).parent / "golden"
ACCEPT = bool(os.environ.get("PROPOPS_ACCEPT"))


def typed(desk: Desk, *lines: str) -> Result:
    """The prompt, with these lines at its standard input."""
    before, sys.stdin = sys.stdin, io.StringIO("".join(f"{line}\n" for line in lines))
    try:
        return desk.run("desk")
    finally:
        sys.stdin = before


def fine(desk: Desk, *lines: str) -> str:
    result = typed(desk, *lines)
    assert result.code == 0, result.out + result.err
    return result.out


def with_key(desk: Desk) -> None:
    desk.ok("key", "add", "k-1-1-101", "--unit", "1-1-101", "--name", "door", "--type", "vacant", "--location", "A-17")


def subjects(desk: Desk, count: int) -> list[str]:
    return desk.git("log", f"-{count}", "--reverse", "--format=%an %s").splitlines()


def test_a_call_a_complaint_a_repair_a_key_and_money(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed in Chinese, full-width marks and all; what is asked is answered with Enter."""
    monkeypatch.setenv("PROPOPS_LANG", "zh")
    with_key(desk)
    lines = (
        "１００６",
        "来电，问停车费，２声。",
        "报修 厨房漏水 急",
        "",
        "退",
        "投诉 1-1-201 楼上装修噪音",
        "",
        "借钥匙 1-1-101 张师傅 查漏水",
        "还１７ 已查房",
        "收费 1-1-101 微信",
        "",
        "",
        "退出",
    )
    out = fine(desk, *lines)
    golden = GOLDEN / "desk.zh.txt"
    if ACCEPT:
        golden.write_text(out, "utf-8")
    assert out == golden.read_text("utf-8")
    assert [subject.split()[:3] for subject in subjects(desk, 6)] == [
        ["李娜", "来电来访登记", "1-1-302"],
        ["李娜", "报修登记", "1-1-302"],
        ["李娜", "投诉登记", "1-1-201"],
        ["李娜", "钥匙借出", "k-1-1-101"],
        ["李娜", "钥匙归还", "k-1-1-101"],
        ["李娜", "收费登记", "1-1-101"],
    ]
    assert [row for row in desk.json("check") if row["severity"] == "error"] == []


def test_what_is_shown_is_the_command_that_was_run(desk: Desk, prepared: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(prepared, tmp_path / "other")
    other = Desk(tmp_path / "other")
    out = fine(desk, "complaint 1-1-201 noise upstairs, all night", "", "call 1-1-102 asks about parking 2 rings")
    for line in (line for line in out.splitlines() if line.startswith("$ propops ")):
        other.ok(*shlex.split(line)[2:])
    assert desk.git("log", "-2", "--format=%T %B") == other.git("log", "-2", "--format=%T %B")


def test_who_calls_is_known_by_the_phone(desk: Desk) -> None:
    fine(desk, "1006", "repair kitchen leaks", "", "call asks about parking")
    assert desk.json("repair", "list")[0]["requested_by"] == "1-1-302-wf"
    assert desk.json("contact", "list")[0]["caller"] == "1-1-302-wf"


def test_a_home_is_shown_masked_with_what_is_open(desk: Desk) -> None:
    desk.ok("complaint", "add", "1-1-302", "雨棚滴水", "--category", "noise", "--source", "phone")
    out = fine(desk, "1006", "0", "杨敏", "0", "1-1-302")
    assert out.count("1-1-302  owner 杨** 138****1006") == 3
    assert out.count("雨棚滴水") == 3
    assert "杨敏" not in out.replace("desk> 杨敏", "") and "0000" not in out


def test_several_homes_are_numbered(desk: Desk) -> None:
    out = fine(desk, "101", "2", "repair window", "")
    assert "1 1-1-101  owner 张**" in out and "2 2-1-101  owner 黄**" in out
    assert desk.json("repair", "list")[0]["unit"] == "2-1-101"


def test_a_text_alone_is_asked_what_it_is_and_for_whom(desk: Desk) -> None:
    fine(desk, "the lift is dirty", "3", "9-9-999", "1-1-302", "3")
    (complaint,) = desk.json("complaint", "list")
    assert (complaint["unit"], complaint["content"], complaint["category"]) == ("1-1-302", "the lift is dirty", "cleaning")


def test_a_misspelt_act_is_understood(desk: Desk) -> None:
    fine(desk, "投拆 1-1-302 楼上吵", "", "")
    assert desk.json("complaint", "list")[0]["content"] == "楼上吵"


def test_the_next_act_takes_what_was_suggested_but_never_money(desk: Desk) -> None:
    result = typed(desk, "complaint 1-1-201 noise upstairs", "pay 1-1-101 wechat", "", "repair 1-1-202 socket")
    assert result.code == 1
    assert desk.json("complaint", "list")[0]["category"] == "noise"
    assert desk.json("repair", "list")[0]["category"] == "electricity"
    assert [row["unit"] for row in desk.json("payment", "list") if row["date"] == "2026-11-30"] == []


def test_a_refusal_is_one_line_and_the_prompt_goes_on(desk: Desk) -> None:
    result = typed(desk, "9999", "return 99", "promise 1-1-101 12-20", "repair 1-1-101 tap", "")
    assert result.code == 1
    assert [line.split("]")[0] for line in result.err.splitlines()] == ["error [no-such-home", "error [not-out", "error [no-such-record"]
    assert len(desk.json("repair", "list")) == 1


def test_every_line_sees_what_other_desks_wrote(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["1-1-302", "0", "1-1-302"])

    class Elsewhere(Keyboard):
        def line(self, prompt: str) -> str:
            if (line := next(lines, None)) is None:
                raise EOFError
            if line == "0":
                desk.ok("repair", "add", "1-1-302", "雨棚滴水")
            return line

    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert Session(str(desk.root), lambda command: 0, Elsewhere()).go_on() == 0
    assert out.getvalue().count("雨棚滴水") == 1


def test_visits_promises_parcels_and_the_handover(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-11-30")
    desk.ok("visit", "add", "1-1-102", "--officer", "li-na", "--date", "2026-11-30")
    fine(
        desk,
        "已访 1-1-101 满意 希望增加充电桩",
        "无人 1-1-102 12月2日",
        "包裹 1-1-302 B-07",
        "取件 B-07",
        "访客 1-1-302 送货 沪A12345",
        "交班 3号梯停用 签",
    )
    (done,) = desk.json("visit", "list", "unit=1-1-101")
    nobody, again = desk.json("visit", "list", "unit=1-1-102")
    assert (done["status"], done["satisfaction"], done["opinion"]) == ("done", 4, "希望增加充电桩")
    assert (nobody["status"], again["date"]) == ("no-answer", "2026-12-02")
    assert desk.json("parcel", "list")[0]["handed_out_by"] == "li-na"
    assert desk.json("visitor", "list")[0]["plate"] == "沪A12345"
    assert "3号梯停用" in desk.ok("handover", "list", "--format", "json")


def test_a_visit_that_nobody_planned_is_recorded_once_somebody_says_so(desk: Desk) -> None:
    assert typed(desk, "已访 1-1-101 满意", "0").code == 1
    assert desk.json("visit", "list") == []
    fine(desk, "已访 1-1-101 满意 一切正常", "")
    (visit,) = desk.json("visit", "list")
    assert [visit[key] for key in ("date", "officer", "status", "satisfaction", "content")] == [
        "2026-11-30",
        "li-na",
        "done",
        4,
        "一切正常",
    ]


def test_nothing_written_is_taken_back(desk: Desk) -> None:
    assert "fee correct" in fine(desk, "repair 1-1-101 tap", "", "undo")
    assert len(desk.json("repair", "list")) == 1


def test_an_entrusted_key_goes_out_with_a_consent_only(desk: Desk) -> None:
    desk.ok("key", "add", "k-1-1-302", "--unit", "1-1-302", "--name", "door", "--type", "owner-entrusted", "--location", "A-18")
    out = fine(desk, "借钥匙 18 张师傅", "1", "1", "", "还 张师傅")
    (loan,) = desk.json("key-loan", "list")
    assert (loan["reason"], loan["owner_consent"]["by"]) == ("to look for a leak", "1-1-302-wf")
    assert loan["in_at"] and "k-1-1-302 is back." in out


def test_leaving_may_be_misspelt(desk: Desk) -> None:
    assert "kitchen" not in fine(desk, "quti", "", "repair kitchen")


def test_nobody_known_is_no_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PROPOPS_USER")
    out = fine(desk, "login", "li-na", "repair 1-1-101 tap", "")
    assert "Hello, 李娜." in out
    assert desk.json("repair", "list")[0]["received_by"] == "li-na"


def test_help_fits_on_a_screen(desk: Desk) -> None:
    assert len(fine(desk, "？").splitlines()) < 30


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TYPED, min_size=1, max_size=4))
def test_no_line_is_a_crash(desk: Desk, lines: list[str]) -> None:
    """Whatever is typed: an act, a question, or a friendly refusal. What is run stays within the commands of the counter."""
    kinds: set[str] = set()

    def run(command: Sequence[str]) -> int:
        kinds.add(command[2])
        return 0

    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.StringIO("\n".join(lines).encode("utf-8", "replace").decode()), io.StringIO(), io.StringIO()
    try:
        Session(str(desk.root), run, Keyboard()).go_on()
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    assert kinds <= {"contact", "complaint", "repair", "key", "fee", "remind", "visit", "parcel", "visitor", "today", "handover", "desk"}


# --- at a real terminal -----------------------------------------------------------------------------------------------


class Terminal:
    """`propops desk` on a pseudo-terminal: keys are pressed when the prompt stands there, as a person does it."""

    def __init__(self, desk: Desk) -> None:
        self.pid, self.keys = pty.fork()
        if self.pid == 0:
            environ = {**os.environ, "TERM": "dumb", "LC_ALL": "C.UTF-8", "PROPOPS_LANG": "zh", "PROPOPS_NOW": NOW}
            os.execve(sys.executable, [sys.executable, "-m", "propops", "--estate", str(desk.root), "desk"], environ)
        self.shown = b""

    def until(self, text: str) -> str:
        """What came up to and with this text."""
        while text.encode() not in self.shown:
            assert select.select([self.keys], [], [], 30)[0], self.shown.decode("utf-8", "replace")
            self.shown += os.read(self.keys, 65536)
        before, found, self.shown = self.shown.partition(text.encode())
        return (before + found).decode("utf-8", "replace")

    def press(self, text: str) -> None:
        os.write(self.keys, text.encode())

    def interrupt(self) -> None:
        """Ctrl-C, again if Python missed it: a signal between its prompt and its wait for keys is seen at the next one only."""
        self.press("\x03")
        while not select.select([self.keys], [], [], 1)[0]:
            self.press("\x03")

    def leave(self) -> int:
        """Ctrl-D, again if an interrupt that came late swallowed it."""
        with contextlib.suppress(OSError):  # what a terminal says when nobody is at its other end
            self.press("\x04")
            while not select.select([self.keys], [], [], 1)[0] or os.read(self.keys, 65536):
                self.press("\x04")
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.keys)
        return code


def test_at_a_terminal(desk: Desk) -> None:
    at = Terminal(desk)
    at.until("前台> ")
    at.press("1006\r")
    assert "138****1006" in at.until("1-1-302> ")
    at.press("报修　厨房漏水，急\r")
    at.until("［回车＝渗漏水］：")
    at.press("\r")
    assert "--urgency urgent" in at.until("1-1-302> ")
    at.press("投诉 楼上噪")
    at.until("噪")
    at.interrupt()
    at.until("1-1-302> ")
    at.press("收费 现金\r")
    at.until("没有欠费：")
    at.interrupt()
    assert "没有写入" in at.until("1-1-302> ")
    assert at.leave() == 1
    assert [row["item"] for row in desk.json("repair", "list")] == ["厨房漏水"]
    assert desk.json("complaint", "list") == []
    assert desk.git("status", "--porcelain") == ""
    assert list(desk.root.parent.glob(".*history*")) == []
