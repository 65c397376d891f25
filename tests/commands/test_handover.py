"""Shift to shift: what is open is written down, both sign, a gap is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Desk

Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return lambda moment: monkeypatch.setenv("PROPOPS_NOW", moment)


def test_a_week_of_handovers(desk: Desk, clock: Clock) -> None:
    """Li Na has the early shift in odd weeks, Wang Fang in even ones; week 49 is 30 November to 6 December."""
    clock("2026-12-02T09:00")
    leak = desk.ok("complaint", "add", "1-1-201", "渗水", "--category", "leak", "--source", "phone").strip()
    repair = desk.ok("repair", "add", "-", "查渗水", "--complaint", leak, "--to", "zhao-gang").strip()
    desk.ok("key", "add", "--place", "水泵房", "--name", "水泵房", "--type", "plant", "--location", "A-01")
    loan = desk.ok("key", "lend", "A-01", "--borrower", "周师傅", "--reason", "检修").strip()
    desk.ok("fee", "pay", "1-1-101", "100", "--way", "cash", "--by", "sun-li")

    clock("2026-12-02T14:00")
    assert desk.ok("handover", "make", "--sign").splitlines()[-1] == "h-261202-early: 3 open things, 李娜 to 王芳."
    first = desk.json("handover", "show", "h-261202-early")
    assert [(item["what"], item["id"]) for item in first["items"]] == [("complaint", leak), ("repair", repair), ("key", loan)]
    assert first["takings"] == [{"way": "cash", "count": 1, "amount": "100.00"}]
    assert (first["from"], first["to"], first["signed_from"]) == ("li-na", "wang-fang", "2026-12-02T14:00:00+08:00")
    assert "周师傅" not in desk.read("handover/2026-12.yaml")
    desk.refused("handover", "make", code="signed-already")
    desk.refused("handover", "sign", code="already-signed")
    assert desk.ok("handover", "sign", "--by", "wang-fang") == "h-261202-early: signed by 王芳.\n"
    desk.refused("handover", "sign", code="nothing-to-sign")

    desk.ok("key", "return", "A-01")
    clock("2026-12-02T21:00")
    desk.ok("handover", "make", "--by", "wang-fang", "--remarks", "电梯年检贴已到")
    assert desk.ok("handover", "make", "--by", "wang-fang").splitlines()[-1] == "h-261202-late: 2 open things, 王芳 to 李娜."
    late = desk.json("handover", "show", "h-261202-late")
    assert (late["remarks"], [item["what"] for item in late["items"]]) == ("电梯年检贴已到", ["complaint", "repair"])
    assert [item["id"] for item in desk.json("handover", "show", "h-261202-early")["items"]] == [leak, repair, loan]

    clock("2026-12-03T07:00")
    assert [(row["id"], row["late"]) for row in desk.json("today") if row["what"] == "handover"] == [("h-261202-late", True)]
    assert desk.ok("handover", "sign") == "h-261202-late: signed by 李娜. Still to sign: 王芳.\n"
    desk.ok("handover", "sign", "--by", "wang-fang")
    for day in ("03", "04", "05", "06"):
        for hour, who, taker in (("14:00", "li-na", "wang-fang"), ("21:00", "wang-fang", "li-na")):
            clock(f"2026-12-{day}T{hour}")
            shift = "early" if hour == "14:00" else "late"
            desk.ok("handover", "make", "--shift", shift, "--sign", "--to", taker, "--by", who)
            desk.ok("handover", "sign", "--by", taker)
    assert len(desk.json("handover", "list")) == 10
    assert desk.ok("check").startswith("0 errors")
    assert "no-handover" not in desk.run("check").err


def test_a_shift_without_a_handover_is_told_the_next_day(desk: Desk, clock: Clock) -> None:
    clock("2026-12-01T14:00")
    desk.ok("handover", "make", "--sign")
    desk.ok("handover", "sign", "--by", "wang-fang")
    clock("2026-12-02T08:00")
    assert [(row["id"], row["text"]) for row in desk.json("today") if row["what"] == "handover"] == [
        ("h-261201-late", "no handover of the shift 14:00–21:00")
    ]
    assert any("h-261201-late" in line and " 1 d " in line for line in desk.ok("today", "--officer", "all").splitlines())
    clock("2026-12-02T14:00")
    desk.ok("handover", "make", "--sign")
    assert "[no-handover]" in desk.run("check").err
    desk.ok("handover", "make", "--shift", "late", "--date", "2026-12-01", "--by", "wang-fang", "--sign")
    assert "[no-handover]" not in desk.run("check").err


def test_an_estate_that_keeps_none_is_not_nagged(desk: Desk) -> None:
    assert [row for row in desk.json("today", "--officer", "all") if row["what"] == "handover"] == []


def test_what_both_saw_stays(desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    clock("2026-11-30T14:00")
    desk.ok("repair", "add", "1-1-101", "灯不亮")
    desk.ok("handover", "make", "--sign")
    monkeypatch.setenv("EDITOR", "sed -i s/灯不亮/灯亮了/")
    desk.refused("handover", "edit", "h-261130-early", code="signed-already")
    desk.refused("handover", "make", "--shift", "evening", code="unknown-shift")
    desk.refused("handover", "make", "--date", "2026-12-01", code="usage", exit_code=2)
    desk.refused("handover", "edit", "h-261130-early", "--to", "li-na", code="same-person")
    clock("2026-12-02T08:00")
    assert "[unsigned]" in desk.run("check").err


def test_it_is_printed_to_be_signed(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    desk.refused("handover", "print", code="nothing-to-print")
    clock("2026-12-02T14:00")
    desk.ok("repair", "add", "1-1-101", "灯不亮")
    desk.ok("handover", "make", "--remarks", "下午有参观")
    out = tmp_path / "handover.html"
    desk.ok("handover", "print", "--out", str(out))
    page = out.read_text("utf-8")
    assert "1-1-101 灯不亮" in page and "李娜" in page and "王芳" in page and "下午有参观" in page and "07:00–14:00" in page
