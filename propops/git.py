"""Runs git safely: list arguments, no shell, no prompts, `--` before paths, `-z` output, exactly the named paths committed."""

import contextlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO

from propops.errors import PropopsError, refuse
from propops.frozen import Frozen, value_type
from propops.i18n import N_, _
from propops.processes import run

# A hook or an editor that started us may have pointed git elsewhere.
_FOREIGN = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")

# What an estate's repository holds besides records. CRLF would make every line of a diff differ.
REPOSITORY_FILES = {".gitattributes": "*.yaml text eol=lf\n", ".gitignore": ".propops/\n"}

# What a command reads: a text, or an open file where it is too long for one.
Given = str | IO[bytes] | None

MANY_LOOSE_OBJECTS = 26  # a 256th of git's own gc.auto, 6700

NOBODY = ("propops", "propops@estate.invalid")

# Names as they are; and nobody's guessed from the machine's.
_ALWAYS = ("-c", "core.quotepath=false", "-c", "user.useConfigOnly=true")

DAMAGED = N_("git fsck tells what is damaged; a backup or another clone has it whole.")

# Objects and references are on the disk when a commit is said to be made. No daemon and no garbage collection is started
# that would inherit the estate's lock and hold it for as long as it runs.
_UNDER_LOCK = (
    *("-c", "core.fsync=committed,loose-object,reference,index"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "gc.auto=0"),
    *("-c", "maintenance.auto=false"),
)


@value_type
class Signature(Frozen):
    """Who acted and when: `when` is an ISO instant, or empty for git's own clock."""

    name: str
    email: str
    when: str = ""


@value_type
class Done(Frozen):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


class Git:
    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def program(self) -> str:
        found = next((file for folder in os.get_exec_path() if os.access(file := f"{folder}/git", os.X_OK)), None)
        if found is None:
            raise refuse("no-git", _("git is not installed."), hint=_("Install it, for example: apt install git."))
        return found

    def run(self, *arguments: str, given: Given = None, environ: Mapping[str, str] | None = None, lock: int | None = None) -> Done:
        """One git command in the estate. The lock's descriptor is inherited, so that it outlives a killed parent."""
        code, out, err = self._run(arguments, given, environ, lock)
        return Done(code, _text(out), _text(err))

    def blobs(self, names: Sequence[str]) -> dict[str, bytes]:
        """What these objects hold, in one process; those that are missing or damaged are left out."""
        return dict(_contents(self._run(("cat-file", "--batch", "--buffer"), "".join(f"{name}\n" for name in names))[1]))

    def _run(
        self, arguments: Sequence[str], given: Given, environ: Mapping[str, str] | None = None, lock: int | None = None
    ) -> tuple[int, bytes, bytes]:
        try:
            return run(
                self._command(arguments, lock),
                _environment() | dict(environ or {}),
                given.encode("utf-8", "surrogateescape") if isinstance(given, str) else given or b"",
                () if lock is None else (lock,),
            )
        except OSError as error:
            raise refuse("no-git", _("git could not be run: %(why)s.") % {"why": error.strerror or str(error)}) from None

    def _command(self, arguments: Sequence[str], lock: int | None) -> list[str]:
        settings = () if lock is None else _UNDER_LOCK
        return [self.program, "-C", str(self.root), "--no-pager", *_ALWAYS, *settings, *arguments]

    def must(self, *arguments: str, given: Given = None, environ: Mapping[str, str] | None = None, lock: int | None = None) -> str:
        done = self.run(*arguments, given=given, environ=environ, lock=lock)
        if done.returncode:
            raise self._refusal(_verb(arguments), done)
        return done.stdout

    def _refusal(self, verb: str, done: Done) -> PropopsError:
        if "index.lock" in done.stderr and (lock := self.index_lock) is not None:
            from propops import git_locks

            return git_locks.busy(lock, self.root)
        hint = next((_(hint) for words, hint in _HINTS.items() if re.search(words, done.stderr)), "")
        return refuse("git-refused", _("git %(verb)s refused: %(why)s") % {"verb": verb, "why": _why(done)}, hint=hint)

    @cached_property
    def folder(self) -> Path | None:
        """The `.git` folder; found without a process where the estate is the top of a plain checkout."""
        if (self.root / ".git").is_dir():
            return self.root / ".git"
        done = self.run("rev-parse", "--absolute-git-dir")
        return Path(done.stdout.strip()) if done.returncode == 0 else None

    @cached_property
    def prefix(self) -> str:
        """Where the estate lies in its repository: empty, or `estates/yuyuan/`."""
        if (self.root / ".git").exists():
            return ""
        done = self.run("rev-parse", "--show-prefix")
        if done.returncode:
            raise refuse("no-repository", _("The estate is not in a git repository."), hint="git init")
        return done.stdout.removesuffix("\n")

    @cached_property
    def settings(self) -> dict[str, str]:
        """The few configuration values propops looks at, in one process."""
        lines = self.run("config", "-z", "--get-regexp", r"^(user\.(name|email)|propops\..*)$").stdout.split("\0")
        return {key: value for key, __, value in (line.partition("\n") for line in lines if line)}

    def unfinished(self) -> str:
        """`merge`, `rebase`, `cherry-pick` … while one waits for the user, else nothing."""
        folder = self.folder
        marks = {"MERGE_HEAD": "merge", "rebase-merge": "rebase", "rebase-apply": "rebase", "CHERRY_PICK_HEAD": "cherry-pick"}
        marks |= {"REVERT_HEAD": "revert", "BISECT_LOG": "bisect"}
        return next((what for mark, what in marks.items() if folder is not None and (folder / mark).exists()), "")

    @property
    def branch(self) -> str:
        """`main`; empty where HEAD names a commit and no branch."""
        head = (self.folder / "HEAD").read_text("utf-8", "replace") if self.folder is not None else ""
        return head.strip().removeprefix("ref: refs/heads/") if head.startswith("ref: ") else ""

    def committed(self, path: str) -> bytes | None:
        """What HEAD holds of a file."""
        done = self.run("show", f"HEAD:./{path}")
        return done.stdout.encode("utf-8", "surrogateescape") if done.returncode == 0 else None

    def knows(self, trailer: str) -> bool:
        """Whether a commit that led to HEAD says this."""
        return bool(self.latest(trailer))

    def latest(self, *words: str) -> str:
        """The newest commit whose message holds all of these; empty if there is none."""
        patterns = [f"--grep={word}" for word in words]
        done = self.run("log", "-1", "--format=%H", "--fixed-strings", "--all-match", *patterns)
        return done.stdout.strip()

    def files_at(self, commit: str, paths: Sequence[str]) -> dict[str, str]:
        """What a commit holds of these files, in one process; a file it lacks is empty."""
        names = [f"{commit}:./{path}" for path in paths]
        out = self.must("cat-file", "--batch", given="".join(f"{name}\n" for name in names))
        header = rf"^(?:[0-9a-f]{{40,64}} blob [0-9]+|{commit}:\./.* missing)\n"
        contents = re.split(header, out, flags=re.MULTILINE)[1:]
        return {path: content.removesuffix("\n") for path, content in zip(paths, contents, strict=True)}

    # --- whose turn it is

    @property
    def index_lock(self) -> Path | None:
        lock = None if self.folder is None else self.folder / "index.lock"
        return lock if lock is not None and lock.exists() else None

    def await_turn(self, seconds: float) -> None:
        """Another git may hold the index for a moment. One that goes on, or that died over it, is told of with its age."""
        if (lock := self.index_lock) is not None:
            from propops import git_locks

            git_locks.await_turn(lock, self.root, seconds)

    def drop_locks(self, since: int) -> None:
        """Removes what a git that was killed had locked since that instant (nanoseconds of the file system's clock)."""
        if self.folder is not None:
            from propops import git_locks

            git_locks.drop(self.folder, self.branch, self.root, since)

    # --- what is to be committed

    def changed(self, paths: Sequence[str] = ()) -> dict[str, str]:
        """Path -> two-letter status of what is not committed, untracked files included."""
        prefix = self.prefix  # git names them from the top of the repository
        out = self.must("--no-optional-locks", "status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", *paths)
        return {entry[3:].removeprefix(prefix): entry[:2] for entry in out.split("\0") if entry}

    def commit(self, paths: Sequence[str], message: str, author: Signature | None, lock: int | None = None) -> None:
        """Commits exactly these paths; whatever else is staged stays staged."""
        done = self._commit(paths, message, author, lock)
        if done.returncode and "did not match any file" in done.stderr:  # git does not know all of them yet
            self._commit_new(paths, message, author, lock)
        elif done.returncode:
            raise self._refusal("commit", done)

    def _commit(self, paths: Sequence[str], message: str, author: Signature | None, lock: int | None) -> Done:
        """Where git has nobody's name to commit by, it is asked once more with what is missing."""
        command = ("commit", "--quiet", "--cleanup=whitespace", "-F", "-", "--", *paths)
        acted = _acted(author)
        done = self.run(*command, given=message, environ=acted, lock=lock)
        if done.returncode and "auto-detection is disabled" in done.stderr:
            done = self.run(*command, given=message, environ=self._missing() | acted, lock=lock)
        return done

    def _commit_new(self, paths: Sequence[str], message: str, author: Signature | None, lock: int | None) -> None:
        tracked = self.must("ls-files", "-z", "--", *paths, lock=lock).split("\0")
        new = [path for path in paths if path not in tracked]
        self.must("add", "--", *new, lock=lock)
        try:
            done = self._commit(paths, message, author, lock)
            if done.returncode:
                raise self._refusal("commit", done)
        except BaseException:
            self.unstage(new)
            raise

    def unstage(self, paths: Sequence[str]) -> None:
        """Those of the files that HEAD does not know are unknown again; the files themselves stay."""
        new = [path for path in paths if self.committed(path) is None]
        if new:
            self.run("rm", "--cached", "--quiet", "--ignore-unmatch", "--", *new)

    def refresh(self, paths: Sequence[str]) -> None:
        """The index says of these files what HEAD says."""
        self.run("reset", "--quiet", "--", *paths)

    def tidy(self) -> None:
        """Collects garbage in the background when there is much; after a change, when nobody waits for the estate's lock.

        git itself guesses from the loose objects in one of its 256 folders: asked here first, that spares a process each time.
        """
        with contextlib.suppress(PropopsError, OSError):
            if self.folder is not None and sum(1 for _object in (self.folder / "objects" / "17").iterdir()) > MANY_LOOSE_OBJECTS:
                self.run("gc", "--auto", "--quiet")

    def _missing(self) -> dict[str, str]:
        """What neither git's settings nor the surroundings say of the one who commits."""
        environ: dict[str, str] = {}
        for what, value in zip(("NAME", "EMAIL"), NOBODY, strict=True):
            if f"user.{what.lower()}" not in self.settings and not os.environ.get(f"GIT_COMMITTER_{what}"):
                environ |= {f"GIT_COMMITTER_{what}": value, f"GIT_AUTHOR_{what}": value}
        return environ


def _acted(author: Signature | None) -> dict[str, str]:
    if author is None:
        return {}
    # git takes no name of dots and brackets alone
    name = author.name if re.search(r"\w", author.name) else author.email.partition("@")[0]
    when = {"GIT_AUTHOR_DATE": author.when, "GIT_COMMITTER_DATE": author.when} if author.when else {}
    return {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": author.email, **when}


def _environment() -> dict[str, str]:
    """Without GIT_FLUSH git would wake its reader for every commit of a log."""
    env = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    return env | {"GIT_FLUSH": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C.UTF-8", "LANGUAGE": ""}


def _text(said: bytes) -> str:
    return said.decode("utf-8", "surrogateescape")  # a file's name need not be text


def _contents(out: bytes) -> Iterator[tuple[str, bytes]]:
    """The answers of `cat-file --batch`, told apart by the sizes that it gives. It may have died over the last one."""
    at = 0
    while (end := out.find(b"\n", at)) >= 0:
        name, _kind, *size = out[at:end].split()
        at = end + 1
        if size:  # else the name is all it has
            at += int(size[0]) + 1
            if at <= len(out):
                yield name.decode(), out[end + 1 : at - 1]


_HINTS = {
    "index file": N_("Let git make its index anew: rm .git/index, then git reset. The files stay as they are."),
    "dubious ownership": N_("The folder belongs to someone else; git says above how to trust it."),
    "ignored by": N_("Record files must not be ignored: look at .gitignore."),
    "No space left|Out of diskspace": N_("Make room on the disk."),
    "corrupt|bad object|appears to be broken|unable to read tree|Failed to traverse": DAMAGED,
}


def _verb(arguments: Sequence[str]) -> str:
    return next((argument for argument in arguments if not argument.startswith("-")), "")


def _why(done: Done) -> str:
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    return "; ".join(lines[:3]) or f"exit {done.returncode}"
