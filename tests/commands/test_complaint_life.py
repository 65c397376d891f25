"""Hand-overs, levels, shared causes, the board, the figures and the form: what a complaint goes through between departments."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Desk

GOLDEN = Path(__file__).parent / "golden"
ACCEPT = os.environ.get("PROPOPS_ACCEPT") == "1"
KIND = ("--category", "noise", "--source", "phone")
ADD = ("complaint", "add", "1-1-101", "楼上装修噪音", *KIND)


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("PROPOPS_NOW", moment)


def shown(desk: Desk, id: str) -> Any:
    return desk.json("complaint", "show", id)


def actions(desk: Desk, id: str) -> list[str]:
    return [entry["action"] for entry in shown(desk, id)["log"]]


# --- hand-over --------------------------------------------------------------------------------------------------------


def test_a_hand_over_is_accepted_by_those_who_get_it(desk: Desk) -> None:
    id = desk.ok(*ADD, "--department", "engineering").strip()
    assert (shown(desk, id)["status"], actions(desk, id)) == ("transferred", ["receive", "transfer"])
    assert "--by" in desk.refused("complaint", "accept", id, code="not-theirs")
    desk.ok("complaint", "accept", id, "--by", "赵刚")
    assert (shown(desk, id)["status"], shown(desk, id)["assignee"]) == ("accepted", "zhao-gang")
    desk.refused("complaint", "refuse", id, "不归我", "--by", "zhao-gang", code="wrong-status")


def test_what_is_refused_goes_back_to_the_sender(desk: Desk) -> None:
    id = desk.ok(*ADD).strip()
    desk.ok("complaint", "transfer", id, "security", "--by", "wang-fang")
    desk.refused("complaint", "refuse", id, "不归我", code="not-theirs")
    desk.ok("complaint", "refuse", id, "属工程", "--by", "chen-jing")  # nobody of security is known: a senior decides
    record = shown(desk, id)
    assert (record["status"], record["assignee"], record["log"][-1]["text"]) == ("open", "wang-fang", "属工程")
    assert "department" not in record
    desk.ok("complaint", "transfer", id, "engineering", "--to", "zhao-gang", "--by", "wang-fang")
    desk.ok("complaint", "accept", id, "--by", "zhao-gang")
    assert actions(desk, id) == ["receive", "transfer", "refuse", "transfer", "accept"]


# --- levels -----------------------------------------------------------------------------------------------------------


def test_a_level_has_its_time_and_then_the_next_one_has_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok(*ADD).strip()
    due = ("complaint", "escalate", "--due")
    assert desk.json(*due) == []
    at(monkeypatch, "2026-12-01T09:01")
    head = desk.git("rev-parse", "HEAD")
    (row,) = desk.json(*due, "--dry-run")
    assert (row["id"], row["level"], row["to"], row["limit"], row["tell"]) == (id, 1, 2, "24h", "陈静")
    assert desk.git("rev-parse", "HEAD") == head
    assert "陈静" in desk.ok(*due)
    assert desk.json(*due) == []  # the supervisor has 48 hours from now on
    record = shown(desk, id)
    assert (record["level"], record["log"][-1]["action"], record["log"][-1]["text"]) == (2, "escalate", "第1级的24h时限已过")
    at(monkeypatch, "2026-12-03T09:02")
    desk.ok(*due)
    assert shown(desk, id)["level"] == 3
    at(monkeypatch, "2026-12-08T09:00")
    (last,) = desk.json(*due)
    assert (last["level"], last["to"]) == (3, 3)  # nobody is above: told again until it is solved
    assert desk.git("log", "--format=%(trailers:key=Command,valueonly)", "-1").strip() == "complaint escalate"


def test_each_class_and_each_level_has_its_own_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = {
        class_: desk.ok("complaint", "add", unit, "漏水", "--category", "leak", "--source", "phone", "--class", class_).strip()
        for class_, unit in (("emergency", "1-1-101"), ("urgent", "1-1-102"), ("complex", "1-1-201"))
    }
    at(monkeypatch, "2026-11-30T09:31")
    assert [row["id"] for row in desk.json("complaint", "escalate", "--due")] == [ids["emergency"]]
    at(monkeypatch, "2026-11-30T13:01")
    assert {row["id"]: row["level"] for row in desk.json("complaint", "escalate", "--due")} == {ids["emergency"]: 2, ids["urgent"]: 1}
    assert {shown(desk, id)["level"] for id in ids.values()} == {1, 2, 3}


def test_while_the_resident_is_waited_for_nothing_rises(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    id = desk.ok(*ADD).strip()
    desk.ok("complaint", "wait", id, "等住户", "--for", "resident")
    at(monkeypatch, "2026-12-20T09:00")
    assert desk.json("complaint", "escalate", "--due") == []


def test_escalate_wants_one_or_all(desk: Desk) -> None:
    id = desk.ok(*ADD).strip()
    for words in ((), (id,), ("--reason", "x"), (id, "--reason", "x", "--due"), (id, "--reason", "x", "--dry-run")):
        desk.refused("complaint", "escalate", *words, code="usage", exit_code=2)


# --- shared causes, major ---------------------------------------------------------------------------------------------


def test_one_cause_found_out_later(desk: Desk) -> None:
    parent, *others = [desk.ok("complaint", "add", unit, "停水", *KIND).strip() for unit in ("2-1-101", "2-1-102", "2-1-201")]
    desk.ok("complaint", "join", others[0], parent)
    desk.refused("complaint", "join", others[0], parent, code="has-parent")
    desk.refused("complaint", "join", parent, parent, code="has-parent")
    assert f"{parent} is major: tell 陈静" in desk.run("complaint", "join", others[1], parent).err
    (row,) = desk.json("complaint", "board")
    assert (row["id"], row["calls"], row["major"]) == (parent, 3, True)
    assert {link["id"] for link in shown(desk, parent)["links"]} == set(others)
    assert [link["what"] for link in shown(desk, others[0])["links"]] == ["parent"]


def test_major_is_told_at_once_and_stands_in_the_log(desk: Desk) -> None:
    id = desk.ok(*ADD).strip()
    assert "is major: tell 陈静" in desk.run("complaint", "major", id, "媒体来电").err
    assert (shown(desk, id)["major"], actions(desk, id)[-1]) == (True, "major")
    desk.refused("complaint", "major", id, "又来电", code="major-already")


# --- links ------------------------------------------------------------------------------------------------------------


def test_complaint_repair_and_visit_know_each_other(desk: Desk) -> None:
    visit = desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-11-30", "--slot", "am", "--by", "li-na").strip()
    repair = desk.ok("repair", "add", "1-1-101", "天花板渗水").strip()
    id = desk.ok(*ADD, "--visit", visit, "--repair", repair).strip()
    again = desk.ok("repair", "add", "1-1-101", "补漆", "--complaint", id).strip()
    assert {(link["what"], link["id"]) for link in shown(desk, id)["links"]} == {("visit", visit), ("repair", repair), ("repair", again)}
    assert "天花板渗水" in desk.ok("complaint", "show", id)


# --- the board, the figures, the form ---------------------------------------------------------------------------------


@pytest.fixture
def busy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A morning: one solved, one reopened, one with a department, one that nobody has."""
    for hour, unit, category in ((7, "1-1-101", "noise"), (8, "1-1-102", "leak"), (9, "2-1-101", "noise"), (10, "2-1-102", "parking")):
        at(monkeypatch, f"2026-12-01T{hour:02d}:00")
        desk.ok("complaint", "add", unit, "又吵又漏", "--category", category, "--source", "phone")
    at(monkeypatch, "2026-12-01T10:10")
    desk.ok("complaint", "accept", "1-1-101")
    desk.ok("complaint", "transfer", "1-1-102", "engineering", "--to", "zhao-gang")
    at(monkeypatch, "2026-12-01T11:00")
    desk.ok("complaint", "resolve", "1-1-101", "已劝阻")
    desk.ok("complaint", "callback", "1-1-101", "satisfied", "--by", "wang-fang")
    desk.ok("complaint", "resolve", "2-1-101", "已劝阻")
    assert "Reopened 1 times" in desk.run("complaint", "callback", "2-1-101", "dissatisfied", "--by", "wang-fang").err
    return desk


@pytest.mark.parametrize("words", [("board",), ("board", "--by", "department"), ("stats",), ("stats", "--by", "building", "--why")])
def test_what_people_see(busy: Desk, words: tuple[str, ...]) -> None:
    out = busy.ok("complaint", *words)
    letters = {
        row["id"]: f"c-261201-{number}"
        for number, row in enumerate(
            sorted(busy.json("complaint", "list", "--sort", "received_at"), key=lambda row: str(row["received_at"])), 1
        )
    }
    for id, name in letters.items():
        out = out.replace(id, name.ljust(len(id)))
    golden = GOLDEN / f"complaint_{'_'.join(word.strip('-') for word in words)}.txt"
    if ACCEPT:
        golden.write_text(out, "utf-8")
    assert out == golden.read_text("utf-8")


def test_figures_by_hand(busy: Desk) -> None:
    noise, total = (next(row for row in busy.json("complaint", "stats", "--why") if row["category"] == name) for name in ("noise", "total"))
    assert len(noise["records"]) == 2 and len(total["records"]) == 4
    # Accepted after 190 and after 120 minutes; the solution that did not hold does not count.
    assert (noise["accept_median_minutes"], noise["accept_p90_minutes"]) == (155, 190)
    assert (noise["accept_in_time"], noise["accept_counted"]) == (0, 1)  # the one that was reopened starts anew
    assert (noise["close_median_minutes"], noise["close_in_time"], noise["close_counted"], noise["close_in_time_percent"]) == (
        240,
        1,
        1,
        100.0,
    )
    assert (noise["reopened"], noise["satisfied"], noise["called_back"], noise["open"]) == (1, 1, 2, 1)
    assert (total["complaints"], total["open"]) == (4, 3)


def test_figures_of_a_span_of_months_and_of_nothing(busy: Desk) -> None:
    assert len(busy.json("complaint", "stats", "--by", "month", "--from", "2026-12")) == 2
    assert busy.json("complaint", "stats", "--to", "2026-11") == []
    groups = {by: {row[by] for row in busy.json("complaint", "stats", "--by", by)} for by in ("class", "department", "building")}
    assert groups == {"class": {"general", "total"}, "department": {"engineering", "", "total"}, "building": {"1", "2", "total"}}


@pytest.mark.parametrize("words", [("board",), ("stats", "--why"), ("overdue",), ("escalate", "--due", "--dry-run"), ("due", "1-1-102")])
@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "yaml"])
def test_every_report_in_every_format(busy: Desk, words: tuple[str, ...], format: str) -> None:
    out = busy.ok("complaint", *words, "--format", format)
    if format == "json":
        assert isinstance(json.loads(out), list)
    if format == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in out.splitlines())


def test_the_form_filled_in_and_blank(busy: Desk, tmp_path: Path) -> None:
    form = tmp_path / "form.txt"
    busy.ok("complaint", "print", "1-1-102", "--out", str(form))
    text = form.read_text("utf-8")
    assert all(
        word in text for word in ("投诉单", "1-1-102", "又吵又漏", "2026年12月1日 10:10　李娜　转派", "责任部门：工程", "责任人：赵刚")
    )
    page = tmp_path / "blank.html"
    busy.ok("complaint", "print", "--out", str(page))
    assert all(word in page.read_text("utf-8") for word in ("□", "12345", "联系不上", "主管副总经理", "遗留"))


def test_a_printed_form_says_who_complains_or_that_nobody_does(desk: Desk, tmp_path: Path) -> None:
    form = tmp_path / "form.txt"
    id = desk.ok(*ADD, "--anonymous", "--received", "2026-11-20T10:00", "--late", "纸质登记").strip()
    desk.ok("complaint", "print", id, "--out", str(form))
    assert "匿名" in form.read_text("utf-8") and "补录：纸质登记" in form.read_text("utf-8")


# --- check ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (
            "status: open",
            "status: closed\n  result: 好了\n  callbacks:\n  - at: 2026-11-30T09:00:00+08:00\n    by: wang-fang\n    outcome: satisfied",
            "status-log",
        ),
        ("status: open", "status: accepted", "status-log"),
        ("action: receive", "action: receive\n    waits_for: resident", "not-waiting"),
        ("action: receive", "action: wait\n    until: 2026-11-30", "dates-reversed"),
        ("  log:", "  deadlines:\n  - duty: close\n    due: 2026-12-03T09:00:00+08:00\n  log:", "frozen-early"),
        ("  log:", "  callbacks:\n  - at: 2026-11-30T09:00:00+08:00\n    by: wang-fang\n    outcome: anonymous\n  log:", "not-anonymous"),
        ("  log:", '  external:\n    number: "7"\n    deadline: 2026-11-01T09:00:00+08:00\n  log:', "dates-reversed"),
        ("action: receive", "action: receive\n  - at: 2026-11-30T09:00:00+08:00\n    by: li-na\n    action: escalate", "level-log"),
        (
            "status: open",
            "status: closed\n  result: 好了\n  callbacks:\n  - at: 2026-11-30T09:00:00+08:00\n    by: wang-fang\n    outcome: unreachable",
            "too-few-tries",
        ),
        ("  level: 1", "  level: 4", "out-of-range"),
    ],
)
def test_check_finds_what_was_done_in_silence(desk: Desk, before: str, after: str, code: str) -> None:
    desk.ok(*ADD)
    text = desk.read("complaint/2026-11.yaml")
    assert before in text
    desk.write("complaint/2026-11.yaml", text.replace(before, after))
    found = json.loads(desk.run("check", "--format", "json").out)
    assert code in {problem["code"] for problem in found}


def test_check_finds_a_repeat_that_was_not_raised(desk: Desk) -> None:
    desk.ok(*ADD)
    second = desk.ok("complaint", "add", "1-1-101", "还在吵", *KIND).strip()
    desk.ok("complaint", "edit", second, "--level", "1")
    assert "repeat-level" in desk.run("check").err


def test_check_finds_what_a_colleague_left_behind(desk: Desk) -> None:
    desk.ok(*ADD, "--assignee", "wang-fang")
    desk.ok("staff", "edit", "wang-fang", "--left", "2026-11-30")
    assert "assignee-left" in desk.run("check").err


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("complaints:\n  classes:\n  - class: emergency\n    acknowledge: 15wm\n    reply: 2h\n    close: 24h\n", "office-hours"),
        (
            "complaints:\n  classes:\n  - class: general\n    acknowledge: 15m\n    reply: 2h\n    close: 24h\n    levels: [24h]\n",
            "wrong-length",
        ),
        ('office_hours:\n- from: "08:00"\n  to: "12:00"\n- from: "11:00"\n  to: "18:00"\n', "dates-reversed"),
    ],
)
def test_check_finds_limits_that_cannot_be_meant(desk: Desk, settings: str, code: str) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml") + settings)
    assert f"[{code}]" in desk.run("check").err


# --- a whole life -----------------------------------------------------------------------------------------------------


def test_a_leak_from_the_first_call_to_the_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused, accepted, waited for, raised by time, solved, not reached, not content, solved again: all of it on the record."""

    def do(moment: str, *words: str) -> str:
        at(monkeypatch, f"2026-12-{moment}")
        return desk.ok("complaint", *words).strip()

    id = do("01T08:50", "add", "1-1-101", "卫生间漏到楼下", "--category", "leak", "--source", "walk-in", "--class", "complex")
    do("01T09:00", "transfer", id, "security")
    do("01T09:20", "refuse", id, "渗漏归工程", "--by", "chen-jing")
    do("01T09:25", "transfer", id, "engineering", "--to", "zhao-gang")
    do("01T09:40", "accept", id, "--by", "zhao-gang")
    do("01T11:00", "log", id, "需开墙，约住户", "--by", "zhao-gang")
    do("01T11:05", "wait", id, "住户出差", "--for", "resident", "--until", "2026-12-07", "--by", "zhao-gang")
    do("06T08:00", "escalate", "--due")
    assert shown(desk, id)["level"] == 1
    do("07T09:00", "resume", id, "--by", "zhao-gang", "住户已回")
    do("09T09:30", "escalate", "--due")
    assert shown(desk, id)["level"] == 2
    do("09T16:00", "resolve", id, "换了地漏", "--by", "zhao-gang")
    for moment, who in (("09T18:00", "li-na"), ("10T10:00", "wang-fang")):
        do(moment, "callback", id, "unreachable", "--by", who)
    do("10T19:00", "callback", id, "dissatisfied", "--comment", "又渗了", "--by", "chen-jing")
    do("11T10:00", "accept", id, "--by", "zhao-gang")
    do("11T16:00", "resolve", id, "重做防水", "--by", "zhao-gang")
    do("12T10:00", "callback", id, "satisfied", "--by", "wang-fang")
    record = shown(desk, id)
    assert record["times_reopened"] == 1 and record["status"] == "closed"
    assert [row["duty"] for row in record["deadlines"]] == ["acknowledge", "dispatch", "reply", "close", "callback"]
    assert actions(desk, id) == [
        *("receive", "transfer", "refuse", "transfer", "accept", "note", "wait", "resume", "escalate"),
        *("resolve", "callback", "callback", "callback", "reopen", "accept", "resolve", "callback"),
    ]
    assert desk.json("complaint", "board") == desk.json("complaint", "overdue") == []
    assert desk.run("check").code == 0
    (row,) = [row for row in desk.json("complaint", "stats", "--why") if row["category"] == "leak"]
    assert (row["records"], row["reopened"], row["satisfied"], row["called_back"]) == ([id], 1, 1, 1)
