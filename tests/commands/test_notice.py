"""A notice from the plan to the bare board."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Desk

Clock = Callable[[str], None]
CUT = (
    "notice",
    "add",
    "water",
    "关于生活水箱清洗停水的通知",
    "--from",
    "2026-12-05T09:00",
    "--to",
    "2026-12-05T17:00",
    "--text",
    "清洗生活水箱。",
)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return lambda moment: monkeypatch.setenv("PROPOPS_NOW", moment)


def due(desk: Desk) -> list[tuple[str, str, bool]]:
    return [(row["what"], row["due"], row["late"]) for row in desk.json("notice", "due")]


def todays(desk: Desk) -> list[tuple[str, str, bool]]:
    return [(row["id"], row["text"], row["late"]) for row in desk.json("today") if row["what"] == "notice"]


def test_a_water_cut_from_the_plan_to_the_bare_board(desk: Desk, clock: Clock) -> None:
    id = desk.ok(*CUT).strip()
    assert id.startswith("n-261130-")
    assert due(desk) == [("put-up", "2026-12-02", False)]
    assert todays(desk) == []
    clock("2026-12-02T08:00")
    assert todays(desk) == [(id, "put up 关于生活水箱清洗停水的通知", False)]
    desk.refused("notice", "take-down", id, code="wrong-status")
    desk.ok("notice", "put-up", id, "1栋大堂", "2栋大堂")
    assert desk.changed_lines() == ["+  places:", "+  - 1栋大堂", "+  - 2栋大堂", "+  put_up_on: 2026-12-02", "+  put_up_by: li-na"]
    desk.refused("notice", "put-up", id, code="wrong-status")
    assert due(desk) == [("photo", "2026-12-02", False)]
    desk.ok("notice", "photo", id)
    assert due(desk) == []
    clock("2026-12-06T09:00")
    assert due(desk) == [("take-down", "2026-12-06", False)]
    clock("2026-12-07T09:00")
    assert todays(desk) == [(id, "take down 关于生活水箱清洗停水的通知", True)]
    assert "[still-up]" in desk.run("check").err
    desk.ok("notice", "take-down", id)
    assert due(desk) == [] and desk.ok("check").startswith("0 errors")


def test_too_late_is_told_unless_nobody_could_know(desk: Desk, clock: Clock) -> None:
    clock("2026-12-04T08:00")
    late = desk.ok(*CUT).strip()
    burst = ("notice", "add", "water", "抢修停水", "--from", "2026-12-04T08:30", "--to", "2026-12-04T12:00", "--sudden", "true")
    sudden = desk.ok(*burst).strip()
    assert due(desk) == [("put-up", "2026-12-02", True), ("put-up", "2026-12-04", False)]
    for id in (late, sudden):
        desk.ok("notice", "put-up", id, "1栋大堂", "--photo")
    told = desk.run("check").err
    assert told.count("[short-notice]") == 1 and late in told


def test_what_is_called_off_comes_down(desk: Desk) -> None:
    id = desk.ok(*CUT).strip()
    desk.ok("notice", "put-up", id, "1栋大堂", "--photo")
    desk.ok("notice", "cancel", id, "水箱厂家改期")
    assert due(desk) == [("take-down", "2026-11-30", False)]
    other = desk.ok("notice", "add", "other", "元旦放假安排").strip()
    desk.ok("notice", "cancel", other, "改为微信通知")
    assert [row["id"] for row in desk.json("notice", "due")] == [id]


def test_a_notice_that_cannot_be_is_refused(desk: Desk) -> None:
    desk.refused(*CUT[:-4], "--to", "2026-12-05T08:00", code="dates-reversed")


def test_it_is_printed_and_sent_in_both_languages(desk: Desk, tmp_path: Path) -> None:
    id = desk.ok(*CUT).strip()
    out = tmp_path / "notice.html"
    desk.ok("notice", "print", id, "--out", str(out))
    page = out.read_text("utf-8")
    assert "生活水箱清洗停水" in page and "2026年12月5日 09:00" in page and "（盖章）" in page
    text = desk.ok("notice", "text", id)
    assert text.startswith("【关于生活水箱") and "清洗生活水箱。" in text and "储备生活用水" in text
    assert "no running water" in desk.ok("notice", "text", id, "--language", "en")
