"""What can be wrong, where, and what to do about it."""

from collections.abc import Sequence

from propops.tuples import NamedTuple


class Problem(NamedTuple):
    """One thing wrong. `code` is stable, for scripts and tests; `message` and `hint` are for people, already translated.

    `path` is relative to the estate (or absolute for a file outside it); `line` counts from 1, 0 means the whole file.
    """

    code: str
    message: str
    path: str = ""
    line: int = 0
    id: str = ""
    field: str = ""
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: " if self.path and self.line else f"{self.path}: " if self.path else ""
        subject = " ".join(part for part in (self.id, self.field) if part)
        gap = "" if not self.hint or self.message.endswith("。") else " "  # a Chinese full stop brings its own
        return place + (f"{subject}: " if subject else "") + self.message + gap + self.hint


class PropopsError(Exception):
    """The base of every error a person can cause. The root command shows the problems and exits with `exit_code`."""

    exit_code = 1

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def refuse(code: str, message: str, **place: object) -> PropopsError:
    """An error with one problem: `raise refuse("no-such-record", _("…"), hint=_("…"))`."""
    return PropopsError(Problem(code, message, **place))  # type: ignore[arg-type]


class UsageError(PropopsError):
    """The command line does not make sense: exit 2."""

    exit_code = 2


class LockedError(PropopsError):
    """Someone else is writing and did not finish in time: exit 3."""

    exit_code = 3
