"""A look back at commits: the supervisor's inspection."""

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Desk
from tests.golden import as_read_in, equals_golden


def commit_by_hand(desk: Desk, subject: str) -> None:
    who = ["-c", "user.name=张三", "-c", "user.email=zhang@estate.invalid"]
    subprocess.run(["git", "-C", str(desk.root), "add", "-A"], check=True)
    subprocess.run(["git", "-C", str(desk.root), *who, "commit", "--quiet", "-m", subject], check=True, env=DATED)


def lose(desk: Desk, name: str, left: bytes | None) -> None:
    """What git keeps under this name is gone, or damaged."""
    id = desk.git("rev-parse", name).strip()
    file = desk.root / f".git/objects/{id[:2]}/{id[2:]}"
    file.unlink()
    if left is not None:
        file.write_bytes(left)


def assert_damaged(desk: Desk, *arguments: str) -> None:
    done = desk.run(*arguments)
    assert done.code == 1 and "[git-refused]" in done.err and "git fsck" in done.err, done


DATED = {"GIT_AUTHOR_DATE": "2026-11-30T10:00:00+08:00", "GIT_COMMITTER_DATE": "2026-11-30T10:00:00+08:00", "PATH": "/usr/bin:/bin"}


def replace_in(desk: Desk, path: str, old: str, new: str) -> None:
    text = desk.read(path)
    assert old in text
    desk.write(path, text.replace(old, new))


def test_a_change_is_shown_field_by_field(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.ok("visit", "done", "1-1-101", "--opinion", "楼道灯不亮")
    (row,) = desk.json("review", "HEAD")
    assert (row["what"], row["kind"], row["unit"], row["by_hand"], row["alarming"]) == ("changed", "visit", "1-1-101", False, False)
    assert {field["field"]: (field["old"], field["new"]) for field in row["fields"]} == {
        "status": ("planned", "done"),
        "opinion": (None, "楼道灯不亮"),
    }


def test_a_range_and_a_day_show_every_commit_newest_first(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.ok("visit", "cancel", "1-1-101")
    for arguments in (("HEAD~2..HEAD",), ()):
        assert [row["what"] for row in desk.json("review", *arguments)][:2] == ["changed", "added"]
    assert desk.json("review", "HEAD..HEAD") == []


def test_hand_edits_are_marked_and_deletions_come_first(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    (desk.root / "records/payment/2026-07.yaml").unlink()
    replace_in(desk, "unit/1-1.yaml", "occupancy: vacant", "occupancy: let")
    commit_by_hand(desk, "整理")
    first, *rest = desk.json("review")
    assert (first["what"], first["kind"], first["by_hand"], first["by"]) == ("removed", "payment", True, "张三")
    assert ("unit", [{"field": "occupancy", "old": "vacant", "new": "let"}]) in [(row["kind"], row["fields"]) for row in rest]


def test_a_rewritten_log_and_a_changed_amount_are_alarming(desk: Desk) -> None:
    id = desk.ok("complaint", "add", "1-1-101", "楼道灯不亮", "--category", "repair", "--source", "phone").strip()
    desk.ok("complaint", "log", id, "已派单")
    replace_in(desk, "complaint/2026-11.yaml", "text: 已派单", "text: 已修好")
    replace_in(desk, "payment/2026-07.yaml", "\n  amount: 750.62", "\n  amount: 760.62")
    commit_by_hand(desk, "改")
    assert {row["kind"]: row["faults"] for row in desk.json("review", "HEAD")} == {"complaint": ["log-rewritten"], "payment": ["fixed"]}


def test_a_log_that_grew_shows_what_was_added(desk: Desk) -> None:
    id = desk.ok("complaint", "add", "1-1-101", "楼道灯不亮", "--category", "repair", "--source", "phone").strip()
    desk.ok("complaint", "log", id, "已派单")
    (row,) = desk.json("review", "HEAD")
    (field,) = row["fields"]
    assert (field["field"], field["old"], [entry["text"] for entry in field["new"]]) == ("log", None, ["已派单"])


def test_a_record_is_found_by_its_id_in_whatever_file_it_lies(desk: Desk) -> None:
    home, *others = desk.read("unit/1-1.yaml").split("- id: 1-1-102", 1)
    desk.write("unit/1-1.yaml", "- id: 1-1-102" + others[0])
    desk.write("unit/1-1/2.yaml", home)
    commit_by_hand(desk, "拆分")
    assert [(row["what"], row["id"], row["fields"]) for row in desk.json("review", "HEAD")] == [("moved", "1-1-101", [])]


def test_a_version_that_cannot_be_read_is_told_with_its_place(desk: Desk) -> None:
    good = desk.read("unit/1-1.yaml")
    desk.write("unit/1-1.yaml", good.replace("  storey: 1\n", "\tstorey: 1\n", 1))
    commit_by_hand(desk, "坏了")
    desk.write("unit/1-1.yaml", good.replace("occupancy: vacant", "occupancy: let"))
    commit_by_hand(desk, "修好")
    out = desk.ok("review", "HEAD")
    assert "^1:records/unit/1-1.yaml:5: " in out and "occupancy  vacant → let" in out


def test_a_merge_shows_only_what_it_did_itself(desk: Desk) -> None:
    desk.git("switch", "--quiet", "-c", "other")
    replace_in(desk, "unit/1-1.yaml", "occupancy: vacant", "occupancy: let")
    commit_by_hand(desk, "这边")
    desk.git("switch", "--quiet", "main")
    replace_in(desk, "unit/1-1.yaml", "- id: 1-1-101\n", "- id: 1-1-101\n  note: 那边\n")
    commit_by_hand(desk, "那边")
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "merge", "--quiet", "--no-commit", "other")
    replace_in(desk, "unit/1-1.yaml", "- id: 1-1-102\n", "- id: 1-1-102\n  note: 合并时改的\n")
    commit_by_hand(desk, "合并")
    assert [row["id"] for row in desk.json("review", "HEAD")] == ["1-1-102"]
    assert len(desk.json("review", "HEAD~1..HEAD")) == 2


def test_a_commit_that_touched_no_record_has_nothing_to_show(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    (desk.root / "README.md").write_text("x", "utf-8")
    commit_by_hand(desk, "说明")
    assert desk.json("review", "HEAD") == []
    assert len(desk.json("review", "HEAD~2..HEAD")) == 1


def test_it_is_the_same_whether_git_has_packed_what_was_committed_or_not(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.ok("visit", "cancel", "1-1-101")
    loose = desk.json("review", "HEAD~2..HEAD")
    desk.git("repack", "-a", "-d", "--quiet")
    assert desk.json("review", "HEAD~2..HEAD") == loose and len(loose) == 2


@pytest.mark.parametrize("left", [None, b"", b"xx"])
def test_what_git_lost_is_refused_and_not_shown_as_removed(desk: Desk, left: bytes | None) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.ok("visit", "cancel", "1-1-101")
    path = "records/visit/2026-11/1-1.yaml"
    lose(desk, f"HEAD^:{path}", left)
    said = desk.refused("review", "HEAD", code="damaged-repository")
    assert path in said and "git fsck" in said


@pytest.mark.parametrize(
    ("what", "arguments"), [("HEAD", ()), ("HEAD^", ()), ("HEAD^{tree}", ("HEAD",)), ("HEAD:records/visit", ("HEAD~1..HEAD",))]
)
def test_a_damaged_history_is_not_taken_for_an_unknown_revision(desk: Desk, what: str, arguments: tuple[str, ...]) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.ok("visit", "cancel", "1-1-101")
    lose(desk, what, None)
    assert_damaged(desk, "review", *arguments)


def test_a_branch_that_lost_its_commit_is_not_a_new_estate(desk: Desk) -> None:
    (desk.root / ".git/refs/heads/main").write_bytes(b"")
    assert_damaged(desk, "review")


def test_an_estate_without_commits_has_nothing_to_review(desk: Desk) -> None:
    desk.git("checkout", "--quiet", "--orphan", "new")
    assert desk.json("review") == []


def test_a_record_that_was_copied_is_shown(desk: Desk) -> None:
    text = desk.read("unit/1-1.yaml")
    desk.write("unit/1-1.yaml", text + "- id: 1-1-101\n" + text.split("- id: 1-1-102")[0].split("\n", 1)[1])
    commit_by_hand(desk, "复制")
    assert [(row["what"], row["id"]) for row in desk.json("review", "HEAD")] == [("added", "1-1-101")]


def test_names_and_phones_are_masked_unless_asked_for(desk: Desk) -> None:
    desk.ok("resident", "edit", "1-1-101-wa", "--phone", "138 0000 2222")
    assert "138****1001 → 138****2222" in desk.ok("review", "HEAD")
    assert "138 0000 2222" not in desk.ok("review", "HEAD", "--format", "json")
    assert "138 0000 1001 → 138 0000 2222" in desk.ok("review", "HEAD", "--reveal")


def test_what_records_say_is_no_markdown(desk: Desk) -> None:
    desk.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--note", "<b>*急*</b>")
    desk.ok("visit", "cancel", "1-1-101", "--content", "<b>*急*</b>")
    assert "\\<b\\>\\*急\\*\\</b\\>" in desk.ok("review", "HEAD", "--format", "md")


def test_an_unknown_revision_and_an_option_in_its_place_are_refused(desk: Desk) -> None:
    for unknown in ("nope", "nope..HEAD", "0123456789" * 4, f"{'0123456789' * 4}..HEAD"):
        desk.refused("review", unknown, code="unknown-revision")
    desk.refused("review", "--", "--output=/tmp/x", code="unknown-revision")
    desk.refused("review", "HEAD", "--since", "今天", code="usage", exit_code=2)


def test_an_estate_in_a_folder_of_its_repository(desk: Desk, tmp_path: Path) -> None:
    desk.git("switch", "--quiet", "-c", "sub")
    (desk.root / "estates").mkdir()
    desk.git("mv", "records", "estates/records")
    commit_by_hand(desk, "搬家")
    inner = Desk(desk.root / "estates")
    inner.ok("visit", "add", "1-1-101", "--officer", "li-na", "--date", "今天", "--slot", "am")
    desk.write("unit/2-1.yaml", "- id: 2-1-101\n")
    commit_by_hand(desk, "别的项目")
    rows = inner.json("review", "HEAD~2..HEAD")
    assert [(row["what"], row["path"]) for row in rows] == [("added", "records/visit/2026-11/1-1.yaml")]


def test_the_screen(desk: Desk) -> None:
    desk.ok("complaint", "add", "1-1-101", "楼道灯不亮", "--category", "repair", "--source", "phone")
    desk.ok("resident", "edit", "1-1-101-wa", "--phone", "138 0000 2222")
    replace_in(desk, "payment/2026-07.yaml", "\n  amount: 750.62", "\n  amount: 760.62")
    replace_in(desk, "unit/1-1.yaml", "- id: 1-1-101\n", "- id: 1-1-101\n  note: 业主常住外地\n")
    commit_by_hand(desk, "更正")
    equals_golden(as_read_in("zh", desk, "review"), "review.zh.txt", hide=desk)
