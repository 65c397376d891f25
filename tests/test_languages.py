"""Chinese and English, whatever the machine speaks."""

import gettext
import os
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from propops import i18n
from propops.catalogue import Catalogue
from tests.conftest import NOW, Desk


def run(root: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, as a user with this locale would."""
    env = {"PATH": os.environ["PATH"], "PROPOPS_NOW": NOW, "PROPOPS_USER": "li-na", "HOME": str(root), **environ}
    return subprocess.run(
        [sys.executable, "-m", "propops", "--estate", str(root), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=env,
        check=False,
    )


@pytest.mark.parametrize(
    ("environ", "settings", "language"),
    [
        ({}, None, "zh"),
        ({"LANG": "C"}, None, "zh"),
        ({"LANG": "C.UTF-8"}, "en", "en"),
        ({"LANG": "en_US.UTF-8"}, "zh", "en"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "zh"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, None, "zh"),
        ({"PROPOPS_LANG": "en", "LANG": "zh_CN.UTF-8"}, "zh", "en"),
        ({"LANG": "de_DE.UTF-8"}, None, "zh"),
    ],
)
def test_which_language(environ: dict[str, str], settings: str | None, language: str) -> None:
    assert i18n.choose(environ, settings) == language


def test_chinese_is_spoken_without_any_locale(desk: Desk) -> None:
    done = run(desk.root, "unit", "list", "--limit", "1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split()[:2] == ["编号", "楼层"]


def test_errors_and_help_are_chinese_too(desk: Desk) -> None:
    assert "用法" in run(desk.root, "visit", "plan", "--help").stdout
    wrong = run(desk.root, "visit", "plan", "2026-13")
    assert wrong.returncode == 2 and "[usage]" in wrong.stderr and "2026-12" in wrong.stderr


def test_commits_are_in_the_estate_s_language_whoever_types(desk: Desk) -> None:
    done = run(desk.root, "unit", "edit", "1-1-302", "--note", "x", PROPOPS_LANG="en")
    assert done.returncode == 0, done.stderr
    assert desk.git("log", "-1", "--format=%s") == "修改房屋 1-1-302\n"


def test_the_catalogue_is_complete() -> None:
    tools = Path(__file__).parent.parent / "tools/messages.py"
    done = subprocess.run([sys.executable, str(tools), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_catalogue_says_what_gettext_reads_in_it() -> None:
    """Every text and context, in whole and cut short, so that parts of others are looked for too."""
    path = gettext.find(i18n.DOMAIN, i18n.FOLDER, ["zh"])
    assert path is not None
    looked_into, read = Catalogue(Path(path).read_bytes()), gettext.translation(i18n.DOMAIN, i18n.FOLDER, ["zh"])
    with (Path(i18n.FOLDER) / "zh/LC_MESSAGES/propops.po").open("rb") as stream:
        messages = [message for message in read_po(stream) if message.id]
    assert len(messages) > 2000 and any(message.context for message in messages)
    for message in messages:
        texts = [message.id] if isinstance(message.id, str) else [*message.id]
        for text in (*texts, texts[0][1:], texts[0][:-1], str(message.string)):
            alone = read.ngettext(text, text, 1)  # what goes by a number; the first releases of Python 3.11 do not look for it otherwise
            assert looked_into.gettext(text) == (read.gettext(text) if alone == text else alone) or not text
            assert looked_into.pgettext(message.context or "x", text) == read.pgettext(message.context or "x", text)
        for count in (0, 1, 2) if len(texts) == 2 else ():
            assert looked_into.ngettext(texts[0], texts[1], count) == read.ngettext(texts[0], texts[1], count)
