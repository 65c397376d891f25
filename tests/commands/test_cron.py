"""The daily job: each message once, however often it runs, whatever fails."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import NOW, Desk
from tests.golden import equals_golden
from tests.mail_server import Inbox, mail_server

EVERYBODY = ["chen-jing", "li-na", "wang-fang"]


def states(text: str) -> dict[str, str]:
    return {line.split("  ")[0]: line.split("  ")[1] for line in text.splitlines() if "<" in line}


def test_each_officer_gets_the_day_once(desk: Desk, tmp_path: Path) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    to = f"file:{tmp_path}/out"
    assert states(desk.ok("cron", "run", "--to", to)) == dict.fromkeys(EVERYBODY, "sent")
    assert "v-2611-1-1-101" in (tmp_path / "out/2026-11-30-li-na.txt").read_text("utf-8")
    assert "Nothing to do today." in (tmp_path / "out/2026-11-30-wang-fang.txt").read_text("utf-8")
    (tmp_path / "out/2026-11-30-li-na.txt").unlink()
    assert states(desk.ok("cron", "run", "--to", to)) == dict.fromkeys(EVERYBODY, "sent before")
    assert not (tmp_path / "out/2026-11-30-li-na.txt").exists()
    assert desk.git("status", "--porcelain") == ""


def test_the_supervisors_message(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "2026-11-27", "--slot", "am")
    command = [sys.executable, "-m", "propops", "--estate", str(desk.root), "cron", "run", "--to", f"file:{tmp_path}"]
    subprocess.run(command, env=os.environ | {"PROPOPS_LANG": "zh"}, check=True, capture_output=True)
    equals_golden((tmp_path / "2026-11-30-chen-jing.txt").read_text("utf-8"), "cron_supervisor.zh.txt")


def test_on_standard_output_the_texts_stand_alone(desk: Desk) -> None:
    result = desk.run("cron", "run")
    assert result.out.count("Message-ID: <2026-11-30-") == 3
    assert states(result.err) == dict.fromkeys(EVERYBODY, "sent")


def test_who_is_away_gets_none(desk: Desk, tmp_path: Path) -> None:
    assert "wang-fang" not in desk.ok("cron", "run", "--to", f"file:{tmp_path}", "--date", "2026-12-09")


def test_a_dry_run_sends_nothing(desk: Desk, tmp_path: Path) -> None:
    out = desk.ok("cron", "run", "--to", f"file:{tmp_path}/out", "--dry-run")
    assert states(out) == dict.fromkeys(EVERYBODY, "to be sent") and not (tmp_path / "out").exists()


def test_days_without_a_run_are_told(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ok("cron", "run", "--to", f"file:{tmp_path}")
    monkeypatch.setenv("PROPOPS_NOW", "2026-12-04T07:30")
    result = desk.run("cron", "run", "--to", f"file:{tmp_path}")
    assert result.code == 0 and "[missed-days] Nothing was sent on 3 days, 2026-12-01 to 2026-12-03" in result.err
    assert "Nothing was sent on 3 days" in (tmp_path / "2026-12-04-chen-jing.txt").read_text("utf-8")


def test_what_was_never_delivered_is_told_the_next_day(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").write_text("in the way")
    assert desk.run("cron", "run", "--to", f"file:{tmp_path}/out").code == 1
    (tmp_path / "out").unlink()
    monkeypatch.setenv("PROPOPS_NOW", "2026-12-01T07:30")
    assert "Not delivered on 2026-11-30: 2026-11-30-chen-jing" in desk.run("cron", "run", "--to", f"file:{tmp_path}/out").err


def test_two_runs_at_once_do_not_both_send(desk: Desk) -> None:
    from propops.messages.ledger import Ledger

    with Ledger(desk.root / ".propops/outbox").held():
        desk.refused("cron", "run", code="locked", exit_code=3)


def test_a_line_that_a_crash_cut_short_was_never_said(desk: Desk, tmp_path: Path) -> None:
    desk.ok("cron", "run", "--to", f"file:{tmp_path}")
    ledger = desk.root / ".propops/outbox/2026-11.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-20])
    assert states(desk.ok("cron", "run", "--to", f"file:{tmp_path}"))["wang-fang"] == "sent"
    assert [json.loads(line)["state"] for line in ledger.read_text().splitlines()][-2:] == ["meant", "sent"]
    ledger.write_text("nonsense\n" + ledger.read_text())
    desk.refused("cron", "run", code="damaged-ledger")


def test_a_place_that_is_none_is_refused(desk: Desk) -> None:
    desk.refused("cron", "run", "--to", "pigeon", code="usage", exit_code=2)
    desk.refused("cron", "run", "--to", "smtp", code="no-mail-server")


# --- by mail ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def inbox(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    with mail_server() as inbox:
        for id in EVERYBODY:
            desk.ok("staff", "edit", id, "--email", f"{id}@example.invalid")
        desk.write("estate.yaml", desk.read("estate.yaml") + f"mail:\n  port: {inbox.port}\n  security: none\n")
        monkeypatch.setenv("PROPOPS_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("PROPOPS_SMTP_FROM", "desk@example.invalid")
        yield inbox


def test_by_mail_each_once(desk: Desk, inbox: Inbox) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    for __ in range(2):
        desk.ok("cron", "run", "--to", "smtp")
    assert [str(mail["To"]) for mail in inbox.mails] == [f"{id}@example.invalid" for id in EVERYBODY]
    assert str(inbox.mails[1]["Subject"]) == "青竹苑, work of 2026-11-30: 1, late 0"
    assert "v-2611-1-1-101" in inbox.mails[1].get_content()


def test_what_fails_is_reported_and_tried_again(desk: Desk, inbox: Inbox) -> None:
    inbox.answer = lambda address: "450 mailbox busy" if address.startswith("li-na") else "250 ok"
    result = desk.run("cron", "run", "--to", "smtp")
    assert result.code == 4 and "li-na  not delivered  <2026-11-30-li-na@" in result.err
    inbox.answer = lambda address: "250 ok"
    assert states(desk.ok("cron", "run", "--to", "smtp")) == {"chen-jing": "sent before", "li-na": "sent", "wang-fang": "sent before"}
    assert sorted(set(inbox.ids())) == sorted(inbox.ids())


def test_a_run_that_is_killed_sends_at_most_the_one_unknown_again_and_under_its_id(desk: Desk, inbox: Inbox) -> None:
    command = [sys.executable, "-m", "propops", "--estate", str(desk.root), "cron", "run", "--to", "smtp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as killed:
        inbox.client = killed.pid
        killed.communicate()
    assert killed.returncode == -9 and len(inbox.mails) == 1
    desk.ok("cron", "run", "--to", "smtp")
    assert inbox.ids()[0] == inbox.ids()[1] and len(set(inbox.ids())) == 3 and len(inbox.mails) == 4


def test_a_secret_is_not_given_to_a_server_that_cannot_encrypt(desk: Desk, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("estate.yaml", desk.read("estate.yaml").replace("security: none", "security: starttls"))
    monkeypatch.setenv("PROPOPS_SMTP_USER", "desk")
    monkeypatch.setenv("PROPOPS_SMTP_PASSWORD", "geheim")
    result = desk.run("cron", "run", "--to", "smtp")
    assert result.code == 1 and inbox.mails == [] and "geheim" not in result.err + result.out
    assert "geheim" not in (desk.root / ".propops/outbox/2026-11.jsonl").read_text()


def test_mail_in_the_clear_leaves_no_machine(desk: Desk, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    from propops.messages.senders import Mailbox, Message, NotSent, by_mail

    box = Mailbox("mail.example.invalid", inbox.port, "a@b", "", "", "none")
    with pytest.raises(NotSent):
        by_mail(box)(Message("1@x", "li-na", "li-na@example.invalid", "s", "t"))


def test_who_has_no_address_is_reported(desk: Desk, inbox: Inbox) -> None:
    desk.ok("staff", "edit", "li-na", "--clear", "email")
    result = desk.run("cron", "run", "--to", "smtp")
    assert result.code == 4 and "no e-mail address is on record" in result.err


# --- crontab ----------------------------------------------------------------------------------------------------------


def test_the_crontab_line_works_in_crons_bare_environment(desk: Desk, tmp_path: Path) -> None:
    with_clock = desk.read("estate.yaml") + f"clock: {NOW}:00+08:00\n"
    desk.write("estate.yaml", with_clock)
    out = tmp_path / "50 % out"
    line = desk.ok("cron", "show", "--to", f"file:{out}").splitlines()[-1]
    minute_to_weekday, command = " ".join(line.split(" ")[:5]), " ".join(line.split(" ")[5:])
    assert minute_to_weekday == "30 7,8,9,12 * * *" and "\\%" in command
    # what cron does: an unescaped % ends the line, \% is a %, the rest goes to sh
    subprocess.run(["env", "-i", "/bin/sh", "-c", command.replace("\\%", "%")], cwd="/", check=True)
    assert (out / "2026-11-30-li-na.txt").exists()
    log = (desk.root / ".propops/cron.log").read_text("utf-8")
    assert log.count("已发送") == 3
