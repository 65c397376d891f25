"""Pledges: what was promised, what the records show, and what follows when they differ."""

from pathlib import Path

import pytest

from tests.conftest import Desk

LI_NA = "pledge-2026-li-na"
MEASURED = """\
  measured:
  - item: 1
    by:
    - conduct
  - item: 2
    by:
    - rings
    - rings-tested
    - callers-noted
"""


@pytest.fixture
def pledged(desk: Desk) -> Desk:
    """Two officers who promised on the first of November, with measures for both promises."""
    desk.write("estate.yaml", desk.read("estate.yaml") + MEASURED)
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "measures")
    desk.ok("pledge", "issue", "2026")
    desk.write("pledge.yaml", desk.read("pledge.yaml").replace("issued: 2026-11-30", "issued: 2026-11-01"))
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "earlier")
    for officer in ("li-na", "wang-fang"):
        desk.ok("pledge", "sign", officer, "--on", "2026-11-02")
    return desk


def call(desk: Desk, rings: int, *more: str) -> str:
    return desk.ok("contact", "add", "1-1-201", "问停车费", "--rings", str(rings), "--answer", "每月150元", *more).strip()


def breach(desk: Desk, *more: str) -> str:
    return desk.ok("pledge", "breach", "li-na", "2", "测试来电响了五声", *more).strip()


# --- issued -----------------------------------------------------------------------------------------------------------


def test_the_standard_text_has_the_six_promises_with_their_measures(desk: Desk) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml").partition("pledge:")[0])
    desk.ok("pledge", "issue", "2027")
    pledge = desk.json("pledge", "show", "pledge-2027-li-na")
    assert len(pledge["items"]) == 6 and "三声铃响" in pledge["items"][1]
    assert pledge["measured"][1] == {"item": 2, "by": ["rings", "rings-tested", "answered"]}
    assert pledge["penalty"] == "当月考核扣分，并参加一次补训"
    desk.ok("pledge", "issue", "2027", "--estate")
    assert desk.json("pledge", "show", "pledge-2027-estate")["items"] == pledge["items"]


def test_fine_and_cleaning_only_for_those_who_opt_in_and_with_a_warning(desk: Desk) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml").replace("pledge:\n", "pledge:\n  fine: 50\n  cleaning: true\n"))
    result = desk.run("pledge", "issue", "2027")
    assert result.err.count("warning [fine-disputed]") == 1 == result.err.count("warning [unpaid-work]")
    assert "罚款50元，利用个人时间打扫一栋楼的卫生" in desk.json("pledge", "show", "pledge-2027-li-na")["penalty"]
    assert {problem["code"] for problem in desk.json("check")} == {"fine-disputed", "unpaid-work"}


def test_the_sheet_names_all_who_sign(pledged: Desk, tmp_path: Path) -> None:
    out = tmp_path / "sheet.txt"
    pledged.ok("pledge", "sheet", "--out", str(out))
    text = out.read_text("utf-8")
    assert "李娜" in text and "王芳" in text and "2026年11月2日" in text


# --- breaches ---------------------------------------------------------------------------------------------------------


def test_a_breach_is_recorded_with_what_shows_it_and_settled_by_the_supervisor(pledged: Desk) -> None:
    shown = call(pledged, 5)
    id = breach(pledged, "--evidence", shown, "--points", "2")
    assert pledged.changed_lines() == [
        f"+- id: {id}",
        f"+  pledge: {LI_NA}",
        "+  item: 2",
        "+  date: 2026-11-30",
        "+  found_by: li-na",
        "+  what: 测试来电响了五声",
        "+  evidence:",
        f"+  - {shown}",
        "+  penalty:",
        "+  - points",
        "+  - retraining",
        "+  points: 2",
    ]
    (open_one,) = pledged.json("pledge", "penalties")
    assert (open_one["id"], open_one["staff"], open_one["promise"][:4]) == (id, "li-na", "电话三声")
    pledged.refused("pledge", "settle", id, code="not-senior")
    pledged.ok("pledge", "settle", id, "--by", "chen-jing", "--note", "已补训")
    assert pledged.json("pledge", "penalties") == []
    assert pledged.json("pledge", "penalties", "--all")[0]["settled_on"] == "2026-11-30"
    pledged.refused("pledge", "settle", id, "--by", "chen-jing", code="not-open")
    assert pledged.json("check") == []


def test_a_breach_can_be_disputed_and_withdrawn_with_a_reason(pledged: Desk) -> None:
    id = breach(pledged)
    pledged.ok("pledge", "dispute", id, "正在接待来访")
    assert pledged.json("pledge", "penalties", "--officer", "li-na")[0]["disputed"] == "正在接待来访"
    pledged.ok("pledge", "withdraw", id, "申辩属实", "--by", "chen-jing")
    assert pledged.json("pledge", "penalties") == []
    assert pledged.json("pledge", "show", LI_NA)["linked"] == {"breach": [id]}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["li-na", "3", "x"], "no-such-item"),
        (["li-na", "2"], "no-evidence"),
        (["li-na", "2", "--evidence", "t-261101-zzzz"], "unknown-reference"),
        (["li-na", "2", "x", "--on", "2026-10-31"], "before-pledge"),
        (["li-na", "2", "x", "--penalty", "fine", "--fine", "50"], "not-opted-in"),
        (["li-na", "2", "x", "--penalty", "cleaning"], "not-opted-in"),
        (["li-na", "2", "x", "--fine", "50"], "fine-amount"),
    ],
)
def test_no_such_breach(pledged: Desk, arguments: list[str], code: str) -> None:
    pledged.refused("pledge", "breach", *arguments, code=code)


# --- actual -----------------------------------------------------------------------------------------------------------


def figures(desk: Desk, *more: str) -> dict[str, dict[str, object]]:
    return {row["measure"]: row for row in desk.json("pledge", "actual", "--officer", "li-na", *more)}


def test_what_the_records_show_beside_what_was_promised(pledged: Desk) -> None:
    kept, late = call(pledged, 2), call(pledged, 5, "--caller", "1-1-201")
    test = pledged.ok("contact", "test", "li-na", "3", "--by", "chen-jing").strip()
    call(pledged, 1, "--by", "wang-fang")
    shown = figures(pledged)
    own, tested = shown["rings"], shown["rings-tested"]
    assert [own[key] for key in ("average", "unit", "kept", "counted", "percent")] == ["3.5", "rings", 1, 2, 50]
    assert sorted(own["against"]) == [late]  # type: ignore[call-overload]
    assert [tested[key] for key in ("average", "kept", "counted")] == ["3.0", 1, 1]
    assert shown["callers-noted"]["against"] == [kept]
    why = {row["measure"]: row["records"] for row in pledged.json("pledge", "actual", "--officer", "li-na", "--why")}
    assert sorted(why["rings"]) == sorted([kept, late]) and why["rings-tested"] == [test]


def test_a_promise_that_no_record_shows_says_what_would(pledged: Desk) -> None:
    row = figures(pledged)["conduct"]
    assert (row["measured"], row["percent"], row["figure"]) == (False, None, "not measured: needs conduct checks")
    pledged.ok("pledge", "edit", LI_NA, "--clear", "measured")
    assert {row["figure"] for row in pledged.json("pledge", "actual", "--officer", "li-na")} == {
        "not measured: the pledge names no measure"
    }


def test_nobody_is_measured_by_what_was_not_promised_yet(pledged: Desk) -> None:
    old = call(pledged, 5)
    for path in ("contact/2026-11.yaml",):
        pledged.write(path, pledged.read(path).replace("at: 2026-11-30", "at: 2026-10-31"))
    assert figures(pledged, "--period", "2026")["rings"]["counted"] == 0, old
    assert (figures(pledged, "--period", "2026")["rings"]["from"], figures(pledged)["rings"]["to"]) == ("2026-11-01", "2026-11-30")
    pledged.refused("pledge", "actual", "--period", "2026-10", code="no-pledge")


def test_what_would_be_a_breach_is_listed_until_it_is_recorded(pledged: Desk) -> None:
    late = call(pledged, 5, "--caller", "1-1-201")
    (row,) = pledged.json("pledge", "actual", "--breaches")
    assert [row[key] for key in ("pledge", "item", "on", "measure", "evidence")] == [LI_NA, 2, "2026-11-30", "rings", late]
    assert not (pledged.root / "records/breach.yaml").exists()
    id = breach(pledged, "--evidence", late)
    assert pledged.json("pledge", "actual", "--breaches") == []
    assert figures(pledged)["rings"]["breaches"] == [id]
    pledged.ok("pledge", "withdraw", id, "申辩属实", "--by", "chen-jing")
    assert pledged.json("pledge", "actual", "--breaches") == []
    assert figures(pledged)["rings"]["breaches"] == []


def test_a_page_for_each_pledge(pledged: Desk, tmp_path: Path) -> None:
    call(pledged, 5)
    out = tmp_path / "actual.txt"
    assert "2 sheets" in pledged.ok("pledge", "actual", "--print", str(out))
    text = out.read_text("utf-8")
    assert "李娜" in text and "5.0 声" in text and "仪容仪表检查" in text
    english = tmp_path / "actual.html"
    pledged.ok("pledge", "actual", "--officer", "li-na", "--language", "en", "--print", str(english))
    assert "5.0 rings" in english.read_text("utf-8")
