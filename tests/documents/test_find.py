from pathlib import Path

import pytest

from propops.documents import Sheet, find, load, names
from propops.errors import PropopsError


def _write(folder: Path, name: str, text: str = "---\ntitle: 试\n---\n甲\n") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_estates_own_template_wins(tmp_path: Path) -> None:
    own, built_in = tmp_path / "own", tmp_path / "built-in"
    mine, theirs = _write(own, "pledge.zh.md"), _write(built_in, "pledge.zh.md")
    other = _write(built_in, "fee-notice.zh.md")
    assert find("pledge", "zh", [own, built_in]) == mine
    assert find("pledge", "zh", [built_in, own]) == theirs
    assert find("fee-notice", "zh", [own, built_in]) == other
    assert names([own, built_in, tmp_path / "missing"]) == ["fee-notice", "pledge"]


def test_what_exists_only_in_chinese_is_given_in_chinese(tmp_path: Path) -> None:
    chinese, english = _write(tmp_path, "a.zh.md"), _write(tmp_path, "b.en.md")
    _write(tmp_path, "b.zh.md")
    assert find("a", "en", [tmp_path]) == chinese
    assert find("b", "en", [tmp_path]) == english


@pytest.mark.parametrize("name", ["nothing", "../secret", "/etc/passwd", "", ".", "A", "a/b"])
def test_no_such_template_lists_what_there_is(tmp_path: Path, name: str) -> None:
    _write(tmp_path, "secret.zh.md")
    folder = tmp_path / "templates"
    _write(folder, "pledge.zh.md")
    with pytest.raises(PropopsError) as refused:
        find(name, "zh", [folder])
    assert refused.value.problems[0].code == "no-such-template"
    assert "pledge" in refused.value.problems[0].hint


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    secret = _write(tmp_path, "secret.md")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "pledge.zh.md").symlink_to(secret)
    with pytest.raises(PropopsError) as refused:
        find("pledge", "zh", [folder])
    assert refused.value.problems[0].code == "template-outside"


def test_front_matter(tmp_path: Path) -> None:
    text = "---\ntitle: 催：费\npaper: A4-landscape\nmargins: 10 11 12 13\ncopies: 2\npages: many\nlook: letter\n---\n甲\n"
    template = load(_write(tmp_path, "a.zh.md", text))
    assert (template.title, template.copies) == ("催：费", 2)
    assert template.sheet == Sheet("A4-landscape", (10, 11, 12, 13), numbered=True, look="letter")
    assert template.body.split("\n")[8] == "甲"


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("paper: A4", 1),
        ("title: 试\ncolour: red", 3),
        ("title: 试\ntitle: 试", 3),
        ("title：试", 2),
        ("title: ", 2),
        ("title: 试\npaper: A3", 3),
        ("title: 试\nlook: loud", 3),
        ("title: 试\nmargins: 1 2 3", 3),
        ("title: 试\nmargins: 1 2 3 x", 3),
        ("title: 试\ncopies: 0", 3),
        ("title: 试\n- a", 3),
    ],
)
def test_front_matter_is_strict(tmp_path: Path, front: str, line: int) -> None:
    with pytest.raises(PropopsError) as refused:
        load(_write(tmp_path, "a.zh.md", f"---\n{front}\n---\n甲\n"))
    problem = refused.value.problems[0]
    assert (problem.code, problem.line) == ("bad-template", line)


def test_a_template_must_be_readable_text(tmp_path: Path) -> None:
    path = tmp_path / "a.zh.md"
    for raw in (b"---\ntitle: \xd6\xd0\n---\n", b"x" * 300_000):
        path.write_bytes(raw)
        with pytest.raises(PropopsError):
            load(path)
    with pytest.raises(PropopsError):
        load(tmp_path / "missing.zh.md")
