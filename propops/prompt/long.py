"""The long command that a line stands for, as arguments and as text."""

import re
import shlex
from collections.abc import Sequence

Command = list[str]
FLAG = "yes"


def command(*words: str, **options: str | None) -> Command:
    """An option without a value is left out, `yes` makes it a flag; a text that looks like an option stays a text."""
    given = [word for name, value in options.items() for word in _option(name.rstrip("_").replace("_", "-"), value)]
    if any(word.startswith("-") and word != "-" for word in words):
        return [*words[:2], *given, "--", *words[2:]]
    return [*words, *given]


def _option(name: str, value: str | None) -> Command:
    return [] if value is None else [f"--{name}"] if value == FLAG else [f"--{name}", value]


def as_text(words: Sequence[str]) -> str:
    """As one would type it in a shell; Chinese needs no quotes there."""
    return "$ propops " + " ".join(word if re.fullmatch(r"[\w@%+=:,./-]+", word) else shlex.quote(word) for word in words)
