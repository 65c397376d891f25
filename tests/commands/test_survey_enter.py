"""Typing in returned paper: at a real terminal, key by key, and through a pipe."""

import fcntl
import io
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from select import select

import pytest

from propops.models.survey import Survey
from propops.surveys.forms import forms_of
from tests.conftest import Desk

TEN = "".join(f"- id: q{n}\n  text: 第{n}项\n" for n in range(1, 11))


class Keyboard:
    """A clerk at a terminal of their own."""

    def __init__(self, root: Path, *arguments: str) -> None:
        self.terminal, other = pty.openpty()
        command = [sys.executable, "-m", "propops", "--estate", str(root), *arguments]
        self.process = subprocess.Popen(command, stdin=other, stdout=other, stderr=other, start_new_session=True, preexec_fn=_take_terminal)
        os.close(other)
        self.screen = ""

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def until(self, text: str) -> str:
        """What the screen showed up to this text, which must come."""
        while text not in self.screen:
            assert select([self.terminal], [], [], 30)[0], self.screen
            self.screen += os.read(self.terminal, 65536).decode(errors="replace")
        shown, __, self.screen = self.screen.partition(text)
        return shown + text

    def end(self) -> int:
        while select([self.terminal], [], [], 30)[0]:
            try:
                data = os.read(self.terminal, 65536)
            except OSError:  # the other side is closed
                break
            self.screen += data.decode(errors="replace")
        os.close(self.terminal)
        return self.process.wait(30)


def _take_terminal() -> None:
    """So that Ctrl-C reaches the program, as it does at a desk."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def keyboard(desk: Desk, *arguments: str) -> Iterator[Keyboard]:
    board = Keyboard(desk.root, *arguments)
    try:
        yield board
    finally:
        if board.process.poll() is None:
            board.process.kill()
            board.process.wait()


def codes(desk: Desk, survey: str) -> list[str]:
    """Of every form there is, in the order of the estate's homes."""
    found = desk.json("survey", "show", survey)
    homes = [row["id"] for row in desk.json("unit", "list")]
    made = Survey(id=survey, title="-", opens=date(2026, 12, 1), closes=date(2026, 12, 2), anonymous=found.get("anonymous", False))
    return list(forms_of(made, homes))


def more_homes(desk: Desk, count: int) -> None:
    homes = "".join(
        f'- id: 9-1-{n}\n  building: "9"\n  entrance: "1"\n  room: "{n}"\n  occupancy: owner-occupied\n' for n in range(101, 101 + count)
    )
    desk.write("unit/9-1.yaml", homes)
    desk.git("-c", "user.name=x", "-c", "user.email=x@estate.invalid", "commit", "--quiet", "--all", "-m", "homes", "--allow-empty")


@pytest.fixture
def ten(desk: Desk, tmp_path: Path) -> Desk:
    """An anonymous survey of ten questions, and homes enough for sixty forms."""
    more_homes(desk, 60)
    desk.git("add", "records")
    desk.git("-c", "user.name=x", "-c", "user.email=x@estate.invalid", "commit", "--quiet", "-m", "homes")
    (tmp_path / "ten.yaml").write_text(TEN, "utf-8")
    desk.ok("survey", "new", "ten", "--questions", str(tmp_path / "ten.yaml"), "--opens", "2026-11-20")
    return desk


def test_sixty_forms_of_ten_questions_with_digits_alone(ten: Desk) -> None:
    sixty = codes(ten, "ten")[:60]
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("Form: ")
        for code in sixty:
            board.type(code + "5544332190")
        board.until("60 typed in now, 60 of – in all")
        board.type("q")
        assert board.end() == 0
    found = ten.json("survey", "tally", "ten")
    assert (found["returned"], found["valid"]) == (60, 60)
    first, last = found["questions"][0], found["questions"][9]
    assert (first["n"], first["counts"]["5"], first["satisfied_rate"]) == (60, 60, 1.0)
    assert (last["n"], last["unanswered"]) == (0, 60)
    assert found["questions"][8]["excluded"] == 60
    assert ten.git("status", "--porcelain") == ""
    assert ten.git("log", "--format=%s").splitlines()[:3] == ["录入 ten 的答卷：20 份"] * 3


def test_who_presses_enter_after_every_digit_gets_the_same(ten: Desk) -> None:
    code = codes(ten, "ten")[0]
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("Form: ")
        board.type("\r".join([code, *"5544332190", "q"]))
        assert board.end() == 0
    answers = ten.json("survey-response", "list")[0]["answers"]
    assert answers == [f"q{n}={score}" for n, score in enumerate("554433219", 1)]


def test_backspace_goes_back_an_answer_and_u_a_form(ten: Desk) -> None:
    first, second = codes(ten, "ten")[:2]
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("Form: ")
        board.type(first + "55\x7f44" + "1" * 7)
        board.until("1 typed in now")
        board.type("uu2" + "3")  # the form again at its last question, back one more, both anew
        board.until("1 typed in now")
        board.type(second + "5")
        board.type("q\x03")  # half a form is no form
        assert board.end() == 0
    rows = ten.json("survey-response", "list")
    assert [row["answers"] for row in rows] == [[f"q{n}={score}" for n, score in enumerate("5441111123", 1)]]


def test_what_is_wrong_is_said_and_nothing_is_taken(ten: Desk) -> None:
    code = codes(ten, "ten")[0]
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("Form: ")
        board.type(slip)
        board.until("mistyped")
        board.type(code + "x7")
        board.until("no answer here")
        board.type("5" * 10 + code)
        board.until("in already")
        board.type("1-1-101\r")
        board.until("not a room")
        board.type("q")
        assert board.end() == 0
    assert len(ten.json("survey-response", "list")) == 1


def test_an_interrupted_sitting_is_taken_over(ten: Desk) -> None:
    first, second = codes(ten, "ten")[:2]
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("Form: ")
        board.type(first + "5" * 10)
        board.until("1 typed in now")
        board.process.kill()
    assert ten.json("survey-response", "list") == []
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("1 forms of an interrupted sitting")
        board.type(first)
        board.until("in already")
        board.type(second + "4" * 10 + "q")
        assert board.end() == 0
    assert len(ten.json("survey-response", "list")) == 2


def test_a_form_that_is_typed_again_stays_until_it_is_finished_anew(ten: Desk) -> None:
    first, second = codes(ten, "ten")[:2]
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("Form: ")
        board.type(first + "5" * 10 + second + "4" * 10)
        board.until("2 typed in now")
        board.type("u\x7f\x7f")
        board.until("↶")
        board.process.kill()
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("2 forms of an interrupted sitting")
        board.type("uu1")
        board.until("Back to the last form.")
        board.type("q\x03")
        assert board.end() == 0
    assert [len(row["answers"]) for row in ten.json("survey-response", "list")] == [10, 10]


def test_a_form_under_a_wrong_code_is_taken_back_through_its_code(ten: Desk) -> None:
    wrong, right = codes(ten, "ten")[:2]
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("Form: ")
        board.type(wrong + "5" * 10)
        board.until("1 typed in now")
        board.type("u" + "\x7f" * 10)
        board.until("0 typed in now")
        board.type(right + "5" * 10)
        board.until("1 typed in now")
        board.process.kill()
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("1 forms of an interrupted sitting")
        board.type("q")
        assert board.end() == 0
    assert [row["id"] for row in ten.json("survey-response", "list")] == [f"ten-{right}"]


def test_a_draft_cut_in_the_middle_of_a_letter_is_taken_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with keyboard(desk, "survey", "enter", "survey-2026-12") as board:
        board.until("Form: ")
        board.type("1-1-101\r42电梯很慢\r")
        board.until("1 typed in now")
        board.process.kill()
    draft = next(desk.root.rglob("entry-survey-2026-12.jsonl"))
    draft.write_bytes(draft.read_bytes() + draft.read_bytes().split("很".encode())[0] + "很".encode()[:2])
    with keyboard(desk, "survey", "enter", "survey-2026-12") as board:
        board.until("1 forms of an interrupted sitting")
        board.type("1-1-102\r51\r")
        board.until("1 typed in now")
        board.process.kill()
    assert piped(desk, monkeypatch, "")[1] == "0 forms recorded, 2 in all.\n"
    assert [row["answers"][2:] for row in desk.json("survey-response", "list", "unit=1-1-101")] == [["q3=电梯很慢"]]


def test_every_one_of_sixty_can_be_typed_again(ten: Desk) -> None:
    """Forms go into the records by twenties, but never the one just finished."""
    twenty = codes(ten, "ten")[:20]
    with keyboard(ten, "survey", "enter", "ten") as board:
        board.until("Form: ")
        board.type("".join(code + "5" * 10 for code in twenty))
        board.until("20 typed in now")
        board.type("u1")
        board.until("20 typed in now")
        board.type("q")
        assert board.end() == 0
    rows = {row["id"]: row["answers"][-1] for row in ten.json("survey-response", "list")}
    assert sorted(rows.values()) == ["q10=1"] + ["q10=5"] * 19 and rows[f"ten-{twenty[-1]}"] == "q10=1"


def test_ten_is_one_key_and_nine_a_score_where_the_scale_has_them(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "scales.yaml").write_text(
        "".join(f"- id: q{n}\n  text: 第{n}项\n  scale: {p}\n" for n, p in enumerate((10, 10, 10, 10, 9, 3, 3), 1))
    )
    desk.ok("survey", "new", "scales", "--questions", str(tmp_path / "scales.yaml"), "--named", "--opens", "2026-11-20")
    with keyboard(desk, "survey", "enter", "scales") as board:
        board.until("Form: ")
        board.type("1-1-101\r09*-9")
        board.until("(1–3)")
        board.type("4")
        board.until("no answer here")
        board.type("39")
        board.until("1 typed in now")
        board.type("1-1-102\r" + "0" * 4 + "*  ")
        board.until("2 typed in now")
        board.type("q")
        assert board.end() == 0
    rows = {row["unit"]: row["answers"] for row in desk.json("survey-response", "list")}
    assert rows["1-1-101"] == ["q1=10", "q2=9", "q3=99", "q5=9", "q6=3", "q7=9"]
    assert rows["1-1-102"] == ["q1=10", "q2=10", "q3=10", "q4=10", "q5=99"]


def test_comments_are_typed_in_chinese(desk: Desk) -> None:
    """The tiny survey: a scale, a choice, a text; forms carry the home, so a room does too."""
    with keyboard(desk, "survey", "enter", "survey-2026-12") as board:
        board.until("Form: ")
        board.type("1栋1单元101\r42电梯太慢慢\x7f\r")
        board.until("1 typed in now")
        board.type("q")
        assert board.end() == 0
    row = desk.json("survey-response", "list")[0]
    assert (row["unit"], row["building"]) == ("1-1-101", "1")
    assert row["answers"] == ["q1=4", "q2=每半年", "q3=电梯太慢"]


def piped(desk: Desk, monkeypatch: pytest.MonkeyPatch, lines: str, survey: str = "survey-2026-12") -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    result = desk.run("survey", "enter", survey)
    return result.code, result.out, result.err


def test_lines_through_a_pipe(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "1-1-101 52 | 电梯太慢\n# a remark\n\n1-1-102 9 0\n"
    code, out, err = piped(desk, monkeypatch, lines)
    assert (code, out, err) == (0, "2 forms recorded, 2 in all.\n", "")
    rows = desk.json("survey-response", "list")
    assert {row["unit"]: row["answers"] for row in rows} == {"1-1-101": ["q1=5", "q2=每半年", "q3=电梯太慢"], "1-1-102": ["q1=9"]}


def test_a_refused_line_is_named_and_the_others_go_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "1-1-101 51\n1-1-101 51\n9-9-909 51\n1-1-102 5\n1-1-201 53\n1-1-202 51|a|b\n2-1-101 11\n"
    code, __, err = piped(desk, monkeypatch, lines)
    assert code == 1
    assert [line.split("stdin:")[1][:1] for line in err.splitlines()] == ["2", "3", "4", "5", "6"]
    assert len(desk.json("survey-response", "list")) == 2
