"""The month as a grid, as data, and as a file that calendar programs read."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import pytest
from wcwidth import wcswidth

from tests.conftest import Desk

GOLDEN = Path(__file__).parent / "golden"
ACCEPT = os.environ.get("PROPOPS_ACCEPT") == "1"
MONTH = ("visit", "calendar", "2026-12")


@pytest.fixture
def planned(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("COLUMNS", "80")
    desk.ok("visit", "plan", "2026-12")
    first = min(desk.json("visit", "list", "officer=wang-fang"), key=lambda visit: str(visit["date"]))
    desk.ok("visit", "notify", first["id"])
    return desk


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_grid_as_people_see_it(planned: Desk, language: str) -> None:
    out = _as_read_in(language, planned, *MONTH, "--officer", "wang-fang")
    golden = GOLDEN / f"visit_calendar.{language}.txt"
    if ACCEPT:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(out, "utf-8")
    assert out == golden.read_text("utf-8")
    assert {wcswidth(line) for line in out.splitlines() if line[:1] in "|+"} == {78}


def _as_read_in(language: str, desk: Desk, *arguments: str) -> str:
    """In a process of its own: a process speaks one language."""
    command = [sys.executable, "-m", "propops", "--estate", str(desk.root), *arguments]
    env = os.environ | {"PROPOPS_LANG": language}
    return subprocess.run(command, env=env, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def test_holidays_and_make_up_days_are_marked(desk: Desk) -> None:
    out = desk.ok("visit", "calendar", "2026-10", "--officer", "li-na")
    assert "| 1 hol. " in out and "|10 make-up" in out


def test_a_day_as_data(planned: Desk) -> None:
    rows = planned.json(*MONTH, "--officer", "王芳")
    assert len(rows) == 31
    assert [row["date"] for row in rows if row["duty"] == "leave"] == ["2026-12-09", "2026-12-10", "2026-12-11"]
    assert sum(row["count"] for row in rows) == len(planned.json("visit", "list", "officer=wang-fang"))


def test_a_calendar_program_reads_every_visit(planned: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "ics"
    planned.ok(*MONTH, "--ics", str(folder))
    assert sorted(path.name for path in folder.iterdir()) == ["li-na.ics", "wang-fang.ics"]
    visits = {visit["id"]: visit for visit in planned.json("visit", "list")}
    events = [event for path in folder.iterdir() for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")]
    assert {str(event["UID"]).split("@")[0] for event in events} == set(visits)
    hours = {"am": ("01:00", "03:30"), "pm": ("06:30", "09:30")}  # 09:00-11:30 and 14:30-17:30 in Shanghai
    for event in events:
        visit = visits[str(event["UID"]).split("@")[0]]
        begin, end = hours[visit["slot"]]
        assert f"{event.decoded('DTSTART'):%Y-%m-%d %H:%M}" == f"{visit['date']} {begin}"
        assert f"{event.decoded('DTEND'):%H:%M}" == end
        assert event.decoded("DTSTAMP") == datetime(2026, 11, 30, 1, tzinfo=UTC)
        assert event.decoded("SEQUENCE") == datetime(2026, 11, 30, 1, tzinfo=UTC).timestamp() // 60
        assert str(event["SUMMARY"]).startswith(f"Visit {visit['unit']} ") and str(event["SUMMARY"]).endswith("**")
        assert str(event["DESCRIPTION"]) == visit["reason"]
        assert str(event["STATUS"]) == ("CONFIRMED" if visit["status"] == "notified" else "TENTATIVE")


def test_lines_are_folded_between_characters_and_end_as_the_standard_says(planned: Desk, tmp_path: Path) -> None:
    visit = planned.json("visit", "list", "officer=li-na")[0]
    reason = "住户反映：楼道灯不亮；电梯厅有杂物，\\已登记。\n" * 6
    planned.ok("visit", "edit", visit["id"], "--reason", reason)
    out = tmp_path / "me.ics"
    planned.ok(*MONTH, "--officer", "me", "--ics", str(out))
    lines = out.read_bytes().split(b"\r\n")
    assert b"\n" not in b"".join(lines) and max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])
    (event,) = [e for e in icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT") if str(e["UID"]).startswith(visit["id"] + "@")]
    assert str(event["DESCRIPTION"]).strip() == reason.strip()


def test_names_only_when_asked_for(planned: Desk, tmp_path: Path) -> None:
    out = tmp_path / "me.ics"
    planned.ok(*MONTH, "--officer", "me", "--ics", str(out))
    first = out.read_bytes()
    assert "张伟" not in first.decode()
    planned.ok(*MONTH, "--officer", "me", "--ics", str(out))
    assert out.read_bytes() == first
    planned.ok(*MONTH, "--officer", "me", "--ics", str(out), "--reveal")
    assert "张伟" in out.read_text("utf-8")


def test_a_folder_where_a_file_should_be_is_refused(planned: Desk, tmp_path: Path) -> None:
    planned.refused(*MONTH, "--officer", "me", "--ics", str(tmp_path), code="write-failed")
