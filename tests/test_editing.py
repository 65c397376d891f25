"""`edit` in $EDITOR: the record's own lines are opened, comments and all, and what was typed is never lost."""

import io
from pathlib import Path

import pytest

from tests.conftest import Desk

LINES = """\
# 李工负责这一户
- id: 1-1-102 # 样板房
  building: "1"
  entrance: "1"
  room: "102"
  colour: 0301
  occupancy: let
"""


@pytest.fixture
def seen(desk: Desk) -> Desk:
    """A desk with a record that someone wrote by hand."""
    before, __, rest = desk.read("unit/1-1.yaml").partition("- id: 1-1-102")
    desk.write("unit/1-1.yaml", before + LINES + "- id: 1-1-201" + rest.partition("- id: 1-1-201")[2])
    desk.git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qam", "by hand")
    return desk


def editor(desk: Desk, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """What the person does: a shell script that is given the file; it keeps a copy of what it was shown."""
    file = desk.root.parent / "editor.sh"
    file.write_text(f'#!/bin/sh\ncp "$1" {desk.root.parent}/shown.$$\n{script}\n')
    file.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(file))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))  # nobody answers "Edit again?"


def was_shown(desk: Desk) -> list[str]:
    return [file.read_text("utf-8") for file in sorted(desk.root.parent.glob("shown.*"), key=lambda file: file.stat().st_mtime_ns)]


def draft(desk: Desk) -> Path:
    return desk.root / ".propops/unit-1-1-102.draft.yaml"


def test_comments_and_unknown_keys_are_shown_and_saved_as_typed(seen: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(seen, monkeypatch, "sed -i -e 's/colour: 0301/colour:   蓝/' -e 's/样板房/已售/' -e '$a\\  note: 新' \"$1\"")
    seen.ok("unit", "edit", "1-1-102")
    assert was_shown(seen) == [LINES]
    assert seen.changed_lines() == ["-- id: 1-1-102 # 样板房", "+- id: 1-1-102 # 已售", "-  colour: 0301", "+  colour:   蓝", "+  note: 新"]
    assert seen.json("unit", "show", "1-1-102")["note"] == "新"
    assert not draft(seen).exists()


@pytest.mark.parametrize("script", ["true", "touch $1", 'cp "$1" x && cat x > "$1"; rm -f x'])
def test_nothing_typed_is_nothing_changed(seen: Desk, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    editor(seen, monkeypatch, script)
    head = seen.git("rev-parse", "HEAD")
    assert "Nothing changed" in seen.ok("unit", "edit", "1-1-102")
    assert seen.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("sed -i 's/occupancy: let/occupancy: haunted/' $1", "unknown-choice"),
        ("sed -i 's/id: 1-1-102/id: 1-1-103/' $1", "id-changed"),
        ("echo '- id: 1-1-102' >> $1", "not-a-record"),
        ("echo '  occupancy: let' >> $1", "duplicate-key"),
        ("printf '' > $1", "not-a-record"),
        ("echo '  layout: 0301' >> $1", "quote-text"),
        ("printf '\\tx: 1\\n' >> $1", "tab"),
        ('sed -i \'s/room: "102"/room: "103"/\' $1', "id-mismatch"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept(seen: Desk, monkeypatch: pytest.MonkeyPatch, script: str, code: str) -> None:
    editor(seen, monkeypatch, script + "; cp $1 " + str(seen.root.parent / "typed"))
    err = seen.refused("unit", "edit", "1-1-102", code=code)
    assert str(draft(seen)) in err
    assert draft(seen).read_text("utf-8") == (seen.root.parent / "typed").read_text("utf-8")
    assert draft(seen).stat().st_mode & 0o777 == 0o600
    assert seen.read("unit/1-1.yaml").count(LINES) == 1


def test_a_second_try_begins_with_what_was_typed(seen: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (
        "grep -q '新' $1 && sed -i 's/haunted/let/' $1 || { sed -i 's/occupancy: let/occupancy: haunted/' $1; echo '  note: 新' >> $1; }"
    )
    editor(seen, monkeypatch, first)
    monkeypatch.setattr("click.confirm", lambda *arguments, **options: True)
    seen.ok("unit", "edit", "1-1-102")
    assert was_shown(seen) == [LINES, LINES.replace("let\n", "haunted\n") + "  note: 新\n"]
    assert seen.changed_lines() == ["+  note: 新"]
    assert not draft(seen).exists()


def test_an_editor_that_saves_as_windows_does(seen: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(seen, monkeypatch, "printf '\\357\\273\\277' > x; sed 's/$/\\r/' $1 >> x; printf '  note: x\\r\\n' >> x; cat x > $1; rm x")
    seen.ok("unit", "edit", "1-1-102")
    assert seen.changed_lines() == ["+  note: x"]


def test_an_edit_by_someone_else_while_the_editor_was_open(seen: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    other = seen.root / "records/unit/1-1.yaml"
    editor(seen, monkeypatch, f"sed -i 's/样板房/别人/' {other}; echo '  note: 我' >> $1")
    result = seen.run("unit", "edit", "1-1-102")
    assert (result.code, "[changed-meanwhile]" in result.err) == (1, True)
    assert "note: 我" in draft(seen).read_text("utf-8") and "别人" in seen.read("unit/1-1.yaml")


def test_an_edit_of_another_record_while_the_editor_was_open(seen: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    other = seen.root / "records/unit/1-1.yaml"
    editor(seen, monkeypatch, f"sed -i '1i # 新的第一行' {other}; echo '  note: 我' >> $1")
    seen.ok("unit", "edit", "1-1-102")
    assert seen.changed_lines() == ["+  note: 我"]


def test_an_editor_that_fails_changes_nothing(seen: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(seen, monkeypatch, "exit 1")
    assert seen.run("unit", "edit", "1-1-102").code != 0
    assert seen.read("unit/1-1.yaml").count(LINES) == 1


def test_the_settings_open_as_they_are(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.read("estate.yaml")
    editor(desk, monkeypatch, "sed -i 's/quota: 4/quota: 5 # 多一户/' $1")
    desk.ok("settings", "edit", "estate")
    assert was_shown(desk) == [before]
    assert desk.changed_lines() == ["-  quota: 4", "+  quota: 5 # 多一户"]
