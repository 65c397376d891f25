"""What is wrong with an installation, an estate's repository, and what lies between them. Looks only; mends nothing."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import cache_from_source, find_spec
from pathlib import Path

from propops import __version__, i18n
from propops.desk.workcalendar import calendar_for
from propops.errors import PropopsError
from propops.estate import Estate
from propops.git import REPOSITORY_FILES
from propops.git_locks import age
from propops.i18n import _, ngettext
from propops.store.files import FOLDER, JOURNAL, STAGED, holder
from propops.store.homes import FORMAT, RECORDS

OLDEST_GIT = (2, 30)


@dataclass(frozen=True)
class Finding:
    """`state` is ok, warning or error; `hint` is what to type."""

    about: str
    state: str
    says: str
    hint: str = ""


def findings(estate: Estate) -> Iterator[Finding]:
    """propops' own folder first: reading the settings may make the index anew."""
    yield from installation()
    yield from _each(OWN_FOLDER, estate)
    settings = [*_each({"settings": _settings}, estate)]
    yield from settings
    if all(finding.state != "error" for finding in settings):
        yield from _each(BY_SETTINGS, estate)
    yield from _each(GIT, estate)


def _each(looks: "Mapping[str, Look]", estate: Estate) -> Iterator[Finding]:
    for about, look in looks.items():
        yield from _looked(about, look, estate)


def _looked(about: str, look: "Look", estate: Estate) -> Iterator[Finding]:
    """What keeps one look from being taken is a finding too, and no reason not to take the next."""
    try:
        yield from look(estate)
    except PropopsError as error:
        for problem in error.problems:
            yield Finding(about, "error", str(problem._replace(hint="")), problem.hint)
    except OSError as error:
        yield Finding(about, "error", error.strerror or str(error))


# --- the installation -------------------------------------------------------------------------------------------------


def installation() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", "ok", f"propops {__version__}, Python {version}, {sys.executable}")
    yield _needs("_ruamel_yaml", _("ruamel.yaml has no C parser: reading is four times slower."), "pip install ruamel.yaml.clib")
    yield _needs("wcwidth", _("Tables with Chinese are not aligned."), "pip install wcwidth")
    yield from _catalogues()
    yield from _start_up()


def _needs(module: str, lack: str, remedy: str) -> Finding:
    return Finding(module, "ok", _("installed")) if find_spec(module) else Finding(module, "warning", lack, remedy)


def _catalogues() -> Iterator[Finding]:
    for source in sorted(Path(i18n.FOLDER).glob("*/LC_MESSAGES")):
        if not (source / "propops.mo").exists():
            yield Finding("catalogue", "warning", _("%(file)s is missing: its language is not spoken.") % {"file": source / "propops.mo"})


def _start_up() -> Iterator[Finding]:
    if not Path(cache_from_source(i18n.__file__)).exists():
        remedy = f"{sys.executable} -m compileall {Path(i18n.__file__).parent}"
        yield Finding("start-up", "warning", _("The program is compiled anew at every start."), remedy)
    script = shutil.which("propops") or ""
    if "shims" in Path(script).parts:
        yield Finding(
            "start-up", "warning", _("%(path)s is a shim that makes every start slower.") % {"path": script}, "pyenv which propops"
        )


# --- the estate -------------------------------------------------------------------------------------------------------


def _settings(estate: Estate) -> Iterator[Finding]:
    settings = estate.settings
    if settings.format > FORMAT:
        message = _("The records have format %(found)d; this program knows %(known)d.") % {"found": settings.format, "known": FORMAT}
        yield Finding("settings", "error", message, _("Install a newer propops."))
    else:
        yield Finding("settings", "ok", f"{estate.root}, {settings.name}, {settings.timezone}")


def _clock(estate: Estate) -> Iterator[Finding]:
    if estate.fixed is None:
        yield Finding("clock", "ok", f"{estate.now:%Y-%m-%d %H:%M %z}")
        return
    source = "PROPOPS_NOW" if estate.environ.get("PROPOPS_NOW") else f"{RECORDS}/estate.yaml"
    says = _("The clock stands at %(time)s (%(source)s).") % {"time": f"{estate.now:%Y-%m-%d %H:%M}", "source": source}
    yield Finding("clock", "warning", says, "unset PROPOPS_NOW" if source == "PROPOPS_NOW" else "")


def _who(estate: Estate) -> Iterator[Finding]:
    try:
        yield Finding("who", "ok", estate.user().id)
    except PropopsError as error:  # each command can be told with --by
        yield from (Finding("who", "warning", problem.message, problem.hint) for problem in error.problems)


def _calendar(estate: Estate) -> Iterator[Finding]:
    year = estate.today.year
    calendar_for(estate, date(year, 1, 1), date(year, 12, 31))
    yield Finding("calendar", "ok", str(year))
    try:
        calendar_for(estate, date(year + 1, 1, 1), date(year + 1, 1, 31))
        yield Finding("calendar", "ok", str(year + 1))
    except PropopsError as error:
        # The State Council's notice comes in November.
        state = "warning" if estate.today.month >= 11 else "ok"
        yield from (Finding("calendar", state, problem.message, problem.hint) for problem in error.problems)


# --- propops' own folder ------------------------------------------------------------------------------------------------


def _writing(estate: Estate) -> Iterator[Finding]:
    who = holder(estate.root)
    if who:
        yield Finding("lock", "warning", _("Someone is writing: %(who)s.") % {"who": who})
    elif any((estate.root / STAGED).glob("*")):
        is_noted = (estate.root / JOURNAL).exists()
        says = _("An interrupted change waits to be finished.") if is_noted else _("An interrupted change left files behind.")
        yield Finding("journal", "warning", says, "propops unit list")
    else:
        yield Finding("journal", "ok", _("Nobody is writing, nothing was interrupted."))
    if not os.access(estate.root, os.W_OK):
        yield Finding("folder", "error", _("The estate's folder cannot be written to."))


def _index(estate: Estate) -> Iterator[Finding]:
    import sqlite3

    file = estate.root / FOLDER / "index.sqlite"
    if not file.exists():
        yield Finding("index", "ok", _("There is none yet; the first list makes it."))
        return
    try:
        with sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True) as db:
            is_sound = db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.Error:
        is_sound = False
    if not is_sound:
        yield Finding("index", "warning", _("It is damaged; the next list makes it anew."), f"rm {file}")
    elif not os.access(file, os.W_OK):
        yield Finding("index", "warning", _("It cannot be written to: lists read every file."), f"chmod u+w {file}")
    else:
        yield Finding("index", "ok", f"{file.stat().st_size / 1e6:.1f} MB")


# --- git ----------------------------------------------------------------------------------------------------------------


def _git_program(estate: Estate) -> Iterator[Finding]:
    words = estate.git.must("--version").split()
    version = tuple(int(part) for part in words[2].split(".")[:2])
    is_old = version < OLDEST_GIT
    hint = _("Install git %(version)s or newer.") % {"version": ".".join(map(str, OLDEST_GIT))} if is_old else ""
    yield Finding("git", "warning" if is_old else "ok", f"git {words[2]}", hint)


def _repository(estate: Estate) -> Iterator[Finding]:
    git = estate.git
    if git.folder is None:
        yield Finding("repository", "error", _("The estate is not in a git repository."), "git init")
        return
    git.must("rev-parse", "--git-dir")
    branch = git.branch
    lost = _("HEAD is on no branch (detached): what is committed now is easily lost.")
    yield Finding("branch", "ok", branch) if branch else Finding("branch", "warning", lost, "git switch -c NAME")
    if unfinished := git.unfinished():
        says = _("A %(what)s is under way; until it is finished nothing is committed.") % {"what": unfinished}
        yield Finding("repository", "warning", says, f"git {unfinished} --abort" if unfinished != "bisect" else "git bisect reset")
    if lock := git.index_lock:
        says = _("git's index has been locked for %(age)s: %(lock)s.") % {"age": age(lock), "lock": lock}
        yield Finding("index.lock", "error", says, _("If no git is at work here: rm %(lock)s") % {"lock": lock})


def _identity(estate: Estate) -> Iterator[Finding]:
    settings = estate.git.settings
    if "user.name" in settings and "user.email" in settings:
        yield Finding("identity", "ok", f"{settings['user.name']} <{settings['user.email']}>")
    else:
        yield Finding("identity", "ok", _("git has none on this machine; the committer is called propops."), "git config user.name NAME")


def _uncommitted(estate: Estate) -> Iterator[Finding]:
    changed = sorted(path for path in estate.git.changed([RECORDS]))
    if changed:
        count = ngettext("%(count)d record file is not committed", "%(count)d record files are not committed", len(changed))
        yield Finding("records", "warning", f"{count % {'count': len(changed)}}: {' '.join(changed[:3])}", "git diff")
    else:
        yield Finding("records", "ok", _("All record files are committed."))
    ahead = estate.git.run("rev-list", "--count", "@{upstream}..HEAD").stdout.strip()
    if ahead not in ("", "0"):
        yield Finding("remote", "warning", _("%(count)s commits are not pushed.") % {"count": ahead}, "git push")


def _habits(estate: Estate) -> Iterator[Finding]:
    """What makes every line of a diff differ, or hides a record file from git."""
    git = estate.git
    for name, line in REPOSITORY_FILES.items():
        file = estate.root / name
        if not file.exists() or line not in file.read_text("utf-8", "replace").splitlines(keepends=True):
            says = _("%(file)s lacks the line: %(line)s") % {"file": name, "line": line.strip()}
            yield Finding(name, "warning", says, f"echo '{line.strip()}' >> {name}")
    crlf = git.run("config", "core.autocrlf").stdout.strip()
    if crlf == "true" and not (estate.root / ".gitattributes").exists():
        yield Finding("autocrlf", "warning", _("git turns line ends into those of Windows."), "git config core.autocrlf input")
    if ignored := git.run("ls-files", "--others", "--ignored", "--exclude-standard", "--", RECORDS).stdout.splitlines():
        says = _("git ignores record files: %(files)s.") % {"files": " ".join(ignored[:3])}
        yield Finding("ignored", "error", says, f"git check-ignore -v {ignored[0]}")
    if git.run("ls-files", "--", FOLDER).stdout:
        yield Finding(FOLDER, "error", _("git keeps propops' own folder, which belongs to this machine."), f"git rm -r --cached {FOLDER}")


Look = Callable[[Estate], Iterable[Finding]]

OWN_FOLDER: dict[str, Look] = {"journal": _writing, "index": _index}
BY_SETTINGS: dict[str, Look] = {"clock": _clock, "who": _who, "calendar": _calendar}
GIT: dict[str, Look] = {
    "git": _git_program,
    "repository": _repository,
    "identity": _identity,
    "records": _uncommitted,
    "habits": _habits,
}
