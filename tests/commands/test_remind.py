"""Fee reminders laid along the month's work."""

import re

import pytest

from tests.conftest import Desk

PLAN = ("remind", "plan", "2026-12")


def test_one_reminder_for_each_payer_and_a_reason_for_everyone_else(desk: Desk) -> None:
    out = desk.ok(*PLAN)
    assert {row["unit"] for row in desk.json("reminder", "list")} == {"1-1-101", "2-1-202"}
    assert "墙面渗水未修" in out  # the bill is disputed
    assert "Owed by the developer" in out
    assert "1-1-102" not in out  # has paid


def test_reminders_ride_along_but_never_choose_a_visit(desk: Desk) -> None:
    desk.ok("visit", "plan", "2026-12")
    visits = desk.json("visit", "list")
    desk.ok(*PLAN)
    assert desk.json("visit", "list") == visits
    for reminder in desk.json("reminder", "list"):
        ridden = next(visit for visit in visits if visit["id"] == reminder["with_visit"])
        assert (ridden["officer"], ridden["date"]) == (reminder["officer"], reminder["date"])


def test_no_talk_of_money_on_a_care_visit(desk: Desk) -> None:
    desk.ok("resident", "edit", "2-1-202-wk", "--care", "elderly-alone", "--consent-on", "2026-01-01")
    desk.ok("visit", "plan", "2026-12")
    desk.ok(*PLAN)
    visit = desk.json("visit", "list", "unit=2-1-202")
    reminder = desk.json("reminder", "list", "unit=2-1-202")[0]
    assert not visit or (reminder["date"] != visit[0]["date"] and reminder.get("with_visit") != visit[0]["id"])


def test_a_promise_is_kept_in_peace_and_followed_up_the_day_after(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("remind", "done", "1-1-101", "--result", "promised", "--on", "2026-12-20", "--reason", "forgot")
    assert {"+  status: done", "+  result: promised", "+  promised_on: 2026-12-20", "+  reason: forgot"} <= set(desk.changed_lines())
    out = desk.ok(*PLAN, "--explain", "1-1-101")
    assert "2026-12-2" in out and "Promised payment by 2026-12-20" in out


def test_an_open_grievance_holds_the_reminder(desk: Desk) -> None:
    desk.ok("complaint", "add", "1-1-101", "外墙渗水，卧室墙面发霉", "--category", "leak", "--source", "phone")
    assert "is open" in desk.ok(*PLAN, "--explain", "1-1-101")
    assert {row["unit"] for row in desk.json(*PLAN, "--dry-run")} == {"2-1-202"}


def test_paying_drops_the_reminder_from_the_next_plan(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("fee", "pay", "1-1-101", "750.62", "--way", "wechat")
    desk.ok(*PLAN)
    assert {row["unit"] for row in desk.json("reminder", "list")} == {"2-1-202"}


def test_planning_twice_changes_nothing(desk: Desk) -> None:
    desk.ok(*PLAN)
    head = desk.git("rev-parse", "HEAD")
    desk.ok(*PLAN)
    assert desk.git("rev-parse", "HEAD") == head


def test_progress_counts_promises_kept(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("remind", "promise", "1-1-101", "2026-12-20")
    desk.ok("fee", "pay", "1-1-101", "750.62", "--way", "cash")
    rows = {row["officer"]: row for row in desk.json("remind", "progress", "2026-11")}
    assert (rows["li-na"]["done"], rows["li-na"]["promised"], rows["li-na"]["kept"], rows["li-na"]["paid"]) == (1, 1, 1, "750.62")


def test_a_dispute_is_held_and_lifted(desk: Desk) -> None:
    desk.ok("remind", "hold", "1-1-101", "面积有误")
    assert "面积有误" in desk.ok(*PLAN, "--explain", "1-1-101")
    desk.ok("remind", "hold", "1-1-101", "--lift")
    assert "1-1-101" in {row["unit"] for row in desk.json(*PLAN, "--dry-run")}


def test_a_promise_needs_a_day_to_come(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.refused("remind", "done", "1-1-101", "--result", "promised", code="usage", exit_code=2)
    desk.refused("remind", "done", "1-1-101", "--result", "promised", "--on", "2026-11-01", code="in-past")


def test_a_reminder_still_to_come_this_month_keeps_its_distance(desk: Desk) -> None:
    desk.ok("reminder", "add", "1-1-101", "--payer", "1-1-101-wa", "--officer", "li-na", "--date", "2026-11-30", "--amount", "750.62")
    rows = {row["unit"]: row["date"] for row in desk.json(*PLAN, "--dry-run")}
    assert rows["1-1-101"] >= "2026-12-07"


def test_a_promise_is_no_way_to_be_left_alone(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.refused("remind", "promise", "1-1-101", "2030-01-01", code="too-far")
    desk.refused("remind", "promise", "1-1-101", "2026-12-20", "--amount", "99999", code="too-much")


def test_a_reminder_is_shown_with_the_words_to_send(desk: Desk) -> None:
    desk.ok(*PLAN)
    row = desk.json("remind", "show", "1-1-101")
    assert (row["stage"], row["amount"], row["contacts"], row["hold"], row["lapses_on"]) == (1, "750.62", 0, None, "2029-07-15")
    assert "750.62" in row["text"] and "张**" in row["text"] and "张伟" not in row["text"]
    assert "张伟" in desk.ok("remind", "show", "1-1-101", "--reveal")
    desk.ok("complaint", "add", "1-1-101", "外墙渗水", "--category", "leak", "--source", "phone")
    assert "Held: complaint c-261130-" in desk.ok("remind", "show", "1-1-101")
    desk.ok("fee", "pay", "1-1-101", "750.62", "--way", "cash")
    assert desk.json("remind", "show", "1-1-101")["text"] is None


def test_reminders_are_printed_as_letters(desk: Desk) -> None:
    desk.ok(*PLAN)
    out = desk.root / "letter.txt"
    desk.ok("remind", "print", "1-1-101", "--out", str(out))
    text = out.read_text("utf-8")
    assert "张伟" in text and "柒佰伍拾元陆角贰分" in text and "2026年第3季度" in text
    desk.refused("remind", "print", code="usage", exit_code=2)
    desk.refused("remind", "print", "--month", "2026-12", code="nothing-to-print")  # none goes out as a letter
    desk.ok("reminder", "edit", "1-1-101", "--way", "letter")
    assert "1 sheets" in desk.ok("remind", "print", "--month", "2026-12", "--out", str(out))


@pytest.mark.parametrize(
    ("stage", "title", "words"),
    [
        ("1", "缴费温馨提示", "温馨提示"),
        ("2", "缴费提醒函", "再次函告"),
        ("3", "催　告　函", "十五日内"),
        ("4", "移交告知", "移交公司法务"),
    ],
)
def test_every_stage_has_its_paper(desk: Desk, stage: str, title: str, words: str) -> None:
    desk.ok(*PLAN)
    desk.ok("reminder", "edit", "1-1-101", "--stage", stage)
    out = desk.root / "letter.html"
    desk.ok("remind", "print", "1-1-101", "--out", str(out))
    text = re.sub("<[^>]*>", "", out.read_text("utf-8").partition("<body")[2])
    assert title in text and words in text and "柒佰伍拾元陆角贰分" in text and "签收人" in text
    assert not re.search("停水|停电|黑名单|滞纳金", text)


def test_the_estates_own_words_stand_in_the_letter(desk: Desk) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml") + "reminders:\n  texts:\n  - stage: 1\n    text: '{name}：请缴{amount}元'\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "own words")
    desk.ok(*PLAN)
    out = desk.root / "letter.txt"
    desk.ok("remind", "print", "1-1-101", "--out", str(out))
    assert "张伟先生：请缴750.62元" in out.read_text("utf-8") and "特此温馨提示" not in out.read_text("utf-8")


def test_the_stages_and_an_own_text(desk: Desk) -> None:
    texts = "reminders:\n  stage_age_days: [1, 20, 40, 90]\n  texts:\n  - stage: 1\n    text: '{name}：请缴{amount}元'\n"
    desk.write("estate.yaml", desk.read("estate.yaml") + texts)
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "own words")
    rows = desk.json("remind", "stages")
    assert [(row["stage"], row["from_days"], row["own"]) for row in rows] == [(1, 1, True), (2, 20, False), (3, 40, False), (4, 90, False)]
    assert rows[0]["text"] == "{name}：请缴{amount}元"


def test_progress_names_the_reminders_it_counts(desk: Desk) -> None:
    desk.ok(*PLAN)
    desk.ok("remind", "promise", "1-1-101", "2026-12-20")
    (row,) = [row for row in desk.json("remind", "progress", "2026-11", "--why") if row["done"]]
    assert row["records"] == ["r-2612-1-1-101-wa"] and (row["kept"], row["late"], row["broken"]) == (0, 0, 0)


def test_reminders_begin_at_the_age_that_the_estate_chose(desk: Desk) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml") + "reminders:\n  stage_age_days: [200, 210, 220, 230]\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "patience")
    assert "Overdue for 139 days; reminders begin after 200." in desk.ok(*PLAN)
    assert desk.json("reminder", "list") == []


def test_a_formal_stage_comes_at_its_age(desk: Desk) -> None:
    contact = ("reminder", "add", "1-1-101", "--payer", "1-1-101-wa", "--officer", "li-na", "--amount", "750.62", "--status", "done")
    desk.ok(*contact, "--date", "2026-10-20", "--stage", "2", "--result", "refused")
    assert [row["stage"] for row in desk.json(*PLAN, "--dry-run") if row["unit"] == "1-1-101"] == [3]
    desk.write("estate.yaml", desk.read("estate.yaml") + "reminders:\n  stage_age_days: [1, 30, 150, 190]\n")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "patience")
    assert [row["stage"] for row in desk.json(*PLAN, "--dry-run") if row["unit"] == "1-1-101"] == [2]
